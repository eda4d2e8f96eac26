"""Which rules apply to a person, and why.

A fact is true, false or not known. A caution applies unless it is known not to; an offer applies only if it is known
to. So an unanswered question can fire a caution and block an offer, and can never do the opposite. A fact that is true
only through a name we are not sure of counts in full for cautions, never lifts one, and accuses nobody: its rule is
marked `possible` and its own words are not printed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from planner.compare import Check, checks
from planner.edition import Knowledge
from planner.person import Person, life_stage
from planner.rule import Facts, Rule
from planner.vocabulary import Lab, Question

# Words that can hold only for something the person told, or while the question is open; a rule waits for the first it asks.
_TOLD: dict[str, Question | None] = {
    "has": Question.conditions,
    "takes": Question.medicines,
    "takes_substance": Question.medicines,
    "takes_product": Question.supplements,
    "allergy": Question.allergies,
    "symptom": Question.symptoms,
    "lab": None,
    "total": Question.supplements,
    "eats": None,
    "inr_tests": Question.inr_tests,
    "blood_thinner": Question.blood_thinner,
    "life_stage": Question.life_stage,
    "surgery_planned": Question.surgery_planned,
    "regional_cap": None,
    "food_rule": None,
    "goal": None,
    "diet": Question.diet,
    "country": None,
}


class Certainty(StrEnum):
    """How a rule came to apply: known facts, a name that may mean something else, or an open question."""

    known = "known"
    possible = "possible"
    doubt = "doubt"


@dataclass(frozen=True)
class Fired:
    """A rule that applies, how surely, and the answers behind it."""

    rule: Rule
    certainty: Certainty
    because: tuple[Check, ...]

    @property
    def words(self) -> str:
        """The answers in words; for a doubt only the open questions, so that nobody is said to take or have anything."""
        if self.certainty is Certainty.doubt:
            return "not known: " + ", ".join(sorted({each.question.value for each in self.because if each.question}))
        return "; ".join(each.words for each in self.because)

    @property
    def fills(self) -> dict[str, str]:
        """What the words in brackets of the rule's sentences stand for."""
        found: dict[str, list[str]] = {}
        for check in self.because:
            for name, value in check.fills:
                if value not in found.setdefault(name, []):
                    found[name].append(value)
        return {name: " and ".join(values) for name, values in found.items()}


def fired(knowledge: Knowledge, person: Person) -> tuple[Fired, ...]:
    """Return every rule that applies, in the order of their ids."""
    return tuple(each for rule in _in_question(knowledge, person) if (each := _fire(knowledge, rule, person)) is not None)


class _Index(NamedTuple):
    """The places of rules, ordered by id: by the answer they wait for, by the word that asks it, and those that wait for none."""

    by_answer: dict[tuple[str, object], list[int]]
    by_word: dict[str, list[int]]
    others: list[int]


@lru_cache(maxsize=4)
def _index(knowledge: Knowledge) -> _Index:
    index = _Index({}, {}, [])
    for at, rule in enumerate(knowledge.rules):
        word = next((each for each in _TOLD if getattr(rule.when, each) is not None and not _reached_by_nothing(rule, each)), None)
        if word is None:
            index.others.append(at)
        else:
            for answer in _awaited(knowledge, rule.when, word):
                index.by_answer.setdefault((word, answer), []).append(at)
            index.by_word.setdefault(word, []).append(at)
    return index


def _reached_by_nothing(rule: Rule, word: str) -> bool:
    """Whether a rule asks for a total that somebody who takes nothing has as well: it waits for no nutrient then."""
    asks = rule.when.total
    return word == "total" and asks is not None and not (asks.over is not None and asks.over >= 0) and not (asks.at_least or 0) > 0


def _awaited(knowledge: Knowledge, facts: Facts, word: str) -> Iterable[object]:
    """Return the answers of which one has to be told for a word to hold."""
    if word == "eats" and facts.eats is not None:
        return (facts.eats.food,) if facts.eats.food else knowledge.foods_tagged.get(facts.eats.tag or "", ())
    if word == "lab" and facts.lab is not None:
        return (facts.lab.name,)
    return (facts.total.nutrient,) if word == "total" and facts.total is not None else (getattr(facts, word),)


def _in_question(knowledge: Knowledge, person: Person) -> Iterator[Rule]:
    """Yield the rules that could apply: of hundreds, most wait for an answer this person does not give and leaves no doubt about."""
    index = _index(knowledge)
    wanted = set(index.others)
    open_questions = {each.question for each in person.open}
    for word, question in _TOLD.items():
        if question in open_questions:
            wanted.update(index.by_word.get(word, ()))
    for answer in _told(person):
        wanted.update(index.by_answer.get(answer, ()))
    return (knowledge.rules[at] for at in sorted(wanted))


def _told(person: Person) -> Iterator[tuple[str, object]]:
    """Yield everything the person told that a rule may wait for."""
    profile = person.profile
    for taken in person.taken:
        yield "takes_substance", taken.substance
        yield from (("takes", each) for each in taken.classes)
    yield from (("has", each.condition) for each in person.conditions)
    yield from (("takes_product", each) for each in person.products)
    yield from (("allergy", each) for each in person.allergens)
    yield from (("symptom", each) for each in (profile.symptoms if isinstance(profile.symptoms, tuple) else ()))
    yield from (("lab", each) for each in person.labs)
    yield from (("total", each) for each in person.totals)
    yield from (("eats", each) for each in person.eats)
    yield from (("food_rule", each) for each in profile.food_rules)
    yield from (("goal", each) for each in profile.goals)
    yield "inr_tests", profile.inr_tests is True or Lab.inr in person.labs
    yield "surgery_planned", profile.surgery_planned
    yield "blood_thinner", profile.blood_thinner
    yield "life_stage", life_stage(person)
    yield "diet", profile.diet
    yield "country", person.region
    if person.regional_caps:
        yield "regional_cap", profile.country


def _fire(knowledge: Knowledge, rule: Rule, person: Person) -> Fired | None:
    caution = not rule.then.offers
    found = []
    inside: bool | None = True
    for each in checks(knowledge, rule.when, person, tightens=caution):
        if each.holds is False:  # one line that is known not to hold settles it, for offers and cautions alike
            return None
        if each.holds is None:
            inside = None
        found.append(each)
    included = tuple(found)
    outside = (
        False if rule.unless is None else _all(_lifting(checks(knowledge, rule.unless, person, tightens=not caution), caution=caution))
    )
    applies = outside is not True if caution else (inside is True and outside is False)
    if not applies:
        return None
    if inside is None:
        return Fired(rule, Certainty.doubt, included)
    return Fired(rule, Certainty.known if all(each.certain for each in included) else Certainty.possible, included)


def _all(checks: Iterable[Check]) -> bool | None:
    answers = {each.holds for each in checks}
    return False if False in answers else None if None in answers else True


def _lifting(checks: Iterator[Check], *, caution: bool) -> Iterator[Check]:
    """What is only possible may block an offer, never lift a caution."""
    for each in checks:
        yield Check(None, each.words) if caution and each.holds and not each.certain else each
