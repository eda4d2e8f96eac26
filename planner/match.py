"""Which rules apply to a person, and why.

A fact is true, false or not known. A caution applies unless it is known not to; an offer applies only if it is known
to. So an unanswered question can fire a caution and block an offer, and can never do the opposite. A fact that is true
only through a name we are not sure of counts in full for cautions, never lifts one, and accuses nobody: its rule is
marked `possible` and its own words are not printed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from planner.library import Knowledge
from planner.numerals import amount, both_units
from planner.person import Person, Taken, life_stage
from planner.rule import Facts, Rule
from planner.spelling import key
from planner.vocabulary import Lab, Nutrient, Question

_LONGEST_SAID = 60


class Certainty(StrEnum):
    """How a rule came to apply: known facts, a name that may mean something else, or an open question."""

    known = "known"
    possible = "possible"
    doubt = "doubt"


@dataclass(frozen=True)
class Check:
    """One fact compared with a person. `holds` is None when nobody knows; `question` says which answer is open."""

    holds: bool | None
    words: str
    certain: bool = True
    question: Question | None = None
    fills: tuple[tuple[str, str], ...] = ()


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
    return tuple(each for rule in knowledge.rules if (each := _fire(knowledge, rule, person)) is not None)


def _fire(knowledge: Knowledge, rule: Rule, person: Person) -> Fired | None:
    caution = not rule.then.offers
    included = tuple(_checks(knowledge, rule.when, person, tightens=caution))
    inside = _all(included)
    outside = (
        False if rule.unless is None else _all(_lifting(_checks(knowledge, rule.unless, person, tightens=not caution), caution=caution))
    )
    applies = (inside is not False and outside is not True) if caution else (inside is True and outside is False)
    if not applies:
        return None
    if inside is None:
        return Fired(rule, Certainty.doubt, included)
    return Fired(rule, Certainty.known if all(each.certain for each in included) else Certainty.possible, included)


def _all(checks: Iterator[Check] | tuple[Check, ...]) -> bool | None:
    answers = {each.holds for each in checks}
    return False if False in answers else None if None in answers else True


def _lifting(checks: Iterator[Check], *, caution: bool) -> Iterator[Check]:
    """What is only possible may block an offer, never lift a caution."""
    for each in checks:
        yield Check(None, each.words) if caution and each.holds and not each.certain else each


class Asked(NamedTuple):
    """What a check looks at. `tightens` says whether a true fact makes the plan more careful here."""

    knowledge: Knowledge
    facts: Facts
    person: Person
    tightens: bool


def _checks(knowledge: Knowledge, facts: Facts, person: Person, *, tightens: bool) -> Iterator[Check]:
    """Yield each fact asked, in the order of the words in `Facts`."""
    asked = Asked(knowledge, facts, person, tightens)
    for word, compare in _WORDS.items():
        if getattr(facts, word) is not None:
            yield compare(asked)


def _age_under(asked: Asked) -> Check:
    return Check(asked.person.age < (asked.facts.age_under or 0), f"age {asked.person.age} is under {asked.facts.age_under}")


def _age_from(asked: Asked) -> Check:
    return Check(asked.person.age >= (asked.facts.age_from or 0), f"age {asked.person.age} is {asked.facts.age_from} or over")


def _life_stage(asked: Asked) -> Check:
    stage = life_stage(asked.person)
    known = None if stage is None else stage is asked.facts.life_stage
    return Check(known, f"life stage is {asked.facts.life_stage}", question=Question.life_stage)


def _country(asked: Asked) -> Check:
    return Check(asked.person.region == asked.facts.country, f"country {asked.person.profile.country} is in {asked.facts.country}")


def _diet(asked: Asked) -> Check:
    known = None if asked.person.asks(Question.diet) else asked.person.profile.diet == asked.facts.diet
    return Check(known, f"diet is {asked.facts.diet}", question=Question.diet)


def _medicine_count(asked: Asked) -> Check:
    count, wanted = len({each.said for each in asked.person.current}), asked.facts.medicine_count_from or 0
    known = True if count >= wanted else _open(asked, Question.medicines)
    return Check(known, f"{count} medicines, {wanted} or more", question=Question.medicines)


def _blood_thinner(asked: Asked) -> Check:
    known = None if asked.person.asks(Question.blood_thinner) else asked.person.profile.blood_thinner == asked.facts.blood_thinner
    return Check(known, f"blood thinner: {asked.facts.blood_thinner}", question=Question.blood_thinner)


def _inr_tests(asked: Asked) -> Check:
    tested = asked.person.profile.inr_tests is True or Lab.inr in asked.person.labs
    return Check(tested or _open(asked, Question.inr_tests), "has INR blood tests", question=Question.inr_tests)


def _allergy(asked: Asked) -> Check:
    allergens, wanted = asked.person.allergens, asked.facts.allergy or ""
    return Check(
        wanted in allergens or _open(asked, Question.allergies), f"allergy: {wanted}", allergens.get(wanted, True), Question.allergies
    )


def _symptom(asked: Asked) -> Check:
    told = asked.person.profile.symptoms
    known = (isinstance(told, tuple) and asked.facts.symptom in told) or _open(asked, Question.symptoms)
    return Check(known, f"symptom: {asked.facts.symptom}", question=Question.symptoms)


def _surgery(asked: Asked) -> Check:
    known = asked.person.profile.surgery_planned is True or _open(asked, Question.surgery_planned)
    return Check(known, "an operation is planned", question=Question.surgery_planned)


def _cramps(asked: Asked) -> Check:
    """Cramps not counted fire no rule and raise no doubt."""
    told = asked.person.profile.cramps
    least, most = asked.facts.cramps_per_2_weeks_from, asked.facts.cramps_per_2_weeks_under
    holds = told is not None and (least is None or told.per_2_weeks >= least) and (most is None or told.per_2_weeks < most)
    return Check(holds, f"{told.per_2_weeks:g} cramps in 2 weeks" if told else "cramps not counted")


def _open(asked: Asked, question: Question) -> bool | None:
    """What a fact that was not told is: not known while its question is open, else false."""
    return None if asked.person.asks(question) else False


def _takes(asked: Asked) -> Check:
    knowledge, facts, person = asked.knowledge, asked.facts, asked.person
    wanted = facts.takes or facts.takes_substance or ""
    pool = person.current
    if facts.stopped_within_weeks is not None:
        since = person.today - timedelta(weeks=facts.stopped_within_weeks)
        pool = tuple(each for each in person.taken if each.stopped is not None and each.stopped >= since)
    mine = [each for each in pool if (wanted in each.classes if facts.takes else wanted == each.substance)]
    kind = knowledge.get("class", wanted).name if facts.takes else knowledge.get("substance", wanted).name
    if mine:
        sure = [each for each in mine if each.certain] or mine
        return Check(
            holds=True,
            words=", ".join(f"{each.said} is {kind}" for each in sure),
            certain=any(each.certain for each in mine),
            question=Question.medicines,
            fills=tuple((name, words) for each in sure for name, words in (("medicine", each.name), ("told", _told(each)))),
        )
    return Check(_open(asked, Question.medicines), f"takes {kind}", question=Question.medicines)


def _told(taken: Taken) -> str:
    """Name a medicine as the person wrote it, with its international name where that is another word."""
    known = taken.substance is None or key(taken.name) in key(taken.said)
    return taken.said if known or len(taken.said) > _LONGEST_SAID else f"{taken.said} ({taken.name})"


def _has(asked: Asked) -> Check:
    knowledge, wanted, within, person = asked.knowledge, asked.facts.has or "", asked.facts.since_within_months, asked.person
    mine = [each for each in person.conditions if each.condition == wanted]
    name = knowledge.get("condition", wanted).name
    open_ = Check(_open(asked, Question.conditions), f"has {name}", question=Question.conditions)
    if not mine:
        return open_
    fills = tuple(("condition", each.said) for each in mine)
    words = ", ".join(f"{each.said} is {name}" for each in mine)
    certain = any(each.certain for each in mine)
    if within is None:
        return Check(holds=True, words=words, certain=certain, question=Question.conditions, fills=fills)
    begun = [each.since for each in mine]
    if any(each is not None and each >= _months_before(person.today, within) for each in begun):
        return Check(holds=True, words=f"{words}, within {within} months", certain=certain, question=Question.conditions, fills=fills)
    if None in begun:
        return Check(holds=None, words=f"{words}, date not told", question=Question.condition_dates)
    return open_


def _months_before(today: date, months: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, min(today.day, 28))


def _lab(asked: Asked) -> Check:
    asks, person, tightens = asked.facts.lab, asked.person, asked.tightens
    assert asks is not None  # noqa: S101 - only words that are set are compared
    result = person.labs.get(asks.name)
    words = f"{asks.name} " + " and ".join(
        f"{way} {value:g}" for way, value in (("below", asks.below), ("from", asks.at_least)) if value is not None
    )
    if result is None:
        return Check(holds=False, words=words)
    holds = (asks.below is None or result.value < asks.below) and (asks.at_least is None or result.value >= asks.at_least)
    said = f"{asks.name} is {result.value:g} {result.unit}"
    fills = (("result", result.said),)
    return Check(holds=True if holds and (tightens or result.fresh) else None if holds else False, words=said, fills=fills)


def _total(asked: Asked) -> Check:
    knowledge, asks, person = asked.knowledge, asked.facts.total, asked.person
    assert asks is not None  # noqa: S101 - only words that are set are compared
    total = person.totals.get(asks.nutrient, 0.0)
    name = knowledge.get("nutrient", asks.nutrient.value).name
    reached = total > asks.over if asks.over is not None else total >= (asks.at_least or 0)
    said = total_words(knowledge, asks.nutrient, total)
    words = f"takes {said} of {name} a day" if reached else f"total of {name}"
    holds = reached or _open(asked, Question.supplements)
    return Check(
        holds,
        words,
        question=Question.supplements,
        fills=(("total", said), ("product", " and ".join(person.sources.get(asks.nutrient, ())))),
    )


def total_words(knowledge: Knowledge, nutrient: Nutrient, total: float) -> str:
    """Return a day's total of a nutrient, in both units where the supplement it counts towards has two."""
    entry = next((each for each in knowledge.all("supplement") if nutrient in each.counts), None)
    return both_units(entry, total) if entry else amount(total, knowledge.get("nutrient", nutrient).unit)


def _eats(asked: Asked) -> Check:
    knowledge, asks, person = asked.knowledge, asked.facts.eats, asked.person
    assert asks is not None  # noqa: S101 - only words that are set are compared
    wanted = {asks.food} if asks.food else {each.id for each in knowledge.all("food") if asks.tag in each.tags}
    often = [food for food, frequency in person.eats.items() if food in wanted and frequency.order >= asks.at_least.order]
    return Check(bool(often), f"eats {' and '.join(often) or asks.food or asks.tag}, {asks.at_least} or more")


# Every word of `Facts` and what it is compared with; `stopped_within_weeks` and `since_within_months` narrow the word before them.
_WORDS: dict[str, Callable[[Asked], Check]] = {
    "age_under": _age_under,
    "age_from": _age_from,
    "sex": lambda asked: Check(asked.person.profile.sex is asked.facts.sex, f"sex is {asked.facts.sex}"),
    "life_stage": _life_stage,
    "country": _country,
    "diet": _diet,
    "food_rule": lambda asked: Check(asked.facts.food_rule in asked.person.profile.food_rules, f"keeps {asked.facts.food_rule}"),
    "goal": lambda asked: Check(asked.facts.goal in asked.person.profile.goals, f"goal is {asked.facts.goal}"),
    "takes": _takes,
    "takes_substance": _takes,
    "medicine_count_from": _medicine_count,
    "blood_thinner": _blood_thinner,
    "inr_tests": _inr_tests,
    "has": _has,
    "allergy": _allergy,
    "symptom": _symptom,
    "lab": _lab,
    "total": _total,
    "eats": _eats,
    "surgery_planned": _surgery,
    "cramps_per_2_weeks_from": _cramps,
    "cramps_per_2_weeks_under": _cramps,
}
