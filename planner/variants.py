"""The same person with one answer different: every single change of a fact that a rule may look at.

Nothing here says what a person should do. Each variant is another answer sheet, put through the same rules.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from planner.edition import Knowledge
from planner.person import Person
from planner.profile import Profile
from planner.rule import Facts
from planner.understand import CAN_BE_PREGNANT
from planner.vocabulary import NOT_SURE, BloodThinner, Diet, Goal, Lab, LifeStage, Question, Sex

_LISTS = {
    "medicines": "the list of medicines",
    "conditions": "the list of conditions",
    "allergies": "the list of allergies",
    "supplements": "the list of supplements taken",
}
_CHOICES: dict[str, Iterable[Any]] = {
    "blood_thinner": BloodThinner,
    "inr_tests": (False, True),
    "life_stage": LifeStage,
    "surgery_planned": (False, True),
    "diet": Diet,
    "sex": Sex,
}
_AGES = (0, 121)
_MOST_CRAMPS = 1000


@dataclass(frozen=True)
class Variant:
    """One answer changed. `fact` is its place in the profile; `band` the stretch of values it stands for, upper end left out."""

    fact: str
    words: str
    profile: Profile
    band: tuple[float, float] | None = None


def variants(profile: Profile, knowledge: Knowledge, person: Person) -> Iterator[Variant]:
    """Yield every single change: an entry not there or named, a question answered another way, an age, goal or result."""
    for name, words in _LISTS.items():
        yield from _entries(profile, person, name, words)
    for at, symptom in enumerate(profile.symptoms if isinstance(profile.symptoms, tuple) else ()):
        rest = tuple(each for each in profile.symptoms or () if each is not symptom)
        yield _with(profile, f"symptoms[{at}]", f"if {_plain(symptom)} were not among the symptoms", symptoms=rest)
    for food in profile.eats:
        rest_eaten = {each: often for each, often in profile.eats.items() if each != food}
        yield _with(profile, f"eats.{food}", f"if {food} were not eaten", eats=rest_eaten)
    yield from _unanswered(profile)
    yield from _dates(profile, knowledge, person)
    yield from _choices(profile)
    yield from _goals(profile)
    for region in knowledge.all("region"):
        code = region.countries[0] if region.countries else "ZZ"
        if region.id != person.region:
            yield _with(profile, "country", f"if the country were in the region {region.name}", country=code)
    yield from _bands(profile, knowledge, person)


def band_words(fact: str, band: tuple[float, float]) -> str:
    """Return a stretch of values in words: `if the age were 18 to 49`."""
    low, high = band
    name = {"age": "the age", "cramps": "the cramps in 2 weeks"}.get(fact, _plain(fact.removeprefix("labs.")))
    lowest, highest = fact in {"age", "cramps"} and low <= 0, high in {_AGES[1], _MOST_CRAMPS, float("inf")}
    if fact == "age" and not highest:
        return f"if the age were {'under ' if lowest else f'{low:g} to '}{high if lowest else high - 1:g}"
    if lowest or low == float("-inf"):
        return f"if {name} were under {high:g}"
    return f"if {name} were {low:g} or over" if highest else f"if {name} were {low:g} to under {high:g}"


def _with(profile: Profile, fact: str, words: str, **changed: Any) -> Variant:
    return Variant(fact, words, profile.but(**changed))


def _in_band(profile: Profile, fact: str, band: tuple[float, float], **changed: Any) -> Variant:
    return replace(_with(profile, fact, band_words(fact, band), **changed), band=band)


def _plain(word: object) -> str:
    return str(word).replace("_", " ")


def _entries(profile: Profile, person: Person, name: str, words: str) -> Iterator[Variant]:
    told = getattr(profile, name)
    entries = told if isinstance(told, tuple) else ()
    for at, entry in enumerate(entries):
        fact = f"{name}[{at}]"
        rest = (*entries[:at], *entries[at + 1 :])
        yield _with(profile, fact, f'if "{entry.name}" were not on {words}', **{name: rest})
        candidates = dict.fromkeys(each for row in person.rows if row.said == entry.name for each in row.candidates)
        for candidate in candidates:
            named = entry.but(name=candidate, confirmed_as=None)
            yield _with(profile, fact, f'if "{entry.name}" meant {candidate}', **{name: (*entries[:at], named, *entries[at + 1 :])})


def _unanswered(profile: Profile) -> Iterator[Variant]:
    """A list that was not told could be empty; what else it could hold is endless."""
    for name in (*_LISTS, "symptoms"):
        if getattr(profile, name) in (None, NOT_SURE):
            yield _with(profile, name, f'if the question about {name} were answered "none"', **dict.fromkeys([name], ()))


def answered(profile: Profile) -> Variant | None:
    """Return every open question answered with no or none at once, where more than one is open: no single answer may be enough."""
    none: dict[str, Any] = {**dict.fromkeys((*_LISTS, "symptoms"), ()), "blood_thinner": BloodThinner.no, "life_stage": LifeStage.none}
    none |= {"inr_tests": False, "surgery_planned": False}
    still = {name: value for name, value in none.items() if getattr(profile, name) in (None, NOT_SURE)}
    words = f'if the questions about {", ".join(map(_plain, still))} were all answered "no" or "none"'
    return _with(profile, ", ".join(still), words, **still) if len(still) > 1 else None


def _dates(profile: Profile, knowledge: Knowledge, person: Person) -> Iterator[Variant]:
    if not person.asks(Question.condition_dates):
        return
    undated = {each.said for each in person.open if each.question is Question.condition_dates}
    longest = max(rule.when.since_within_months or 0 for rule in knowledge.rules)
    conditions = profile.conditions if isinstance(profile.conditions, tuple) else ()
    year, month = divmod(person.today.year * 12 + person.today.month - 2 - longest, 12)
    for at, each in enumerate(conditions):
        if each.name in undated:
            for when, words in ((f"{person.today:%Y-%m}", "this month"), (f"{year}-{month + 1:02}", f"over {longest} months ago")):
                dated = (*conditions[:at], each.but(since=when), *conditions[at + 1 :])
                yield _with(profile, f"conditions[{at}].since", f'if "{each.name}" were dated {words}', conditions=dated)


def _choices(profile: Profile) -> Iterator[Variant]:
    for name, values in _CHOICES.items():
        told = getattr(profile, name)
        asked = "were answered" if told in (None, NOT_SURE) else "had been answered"
        for value in values:
            if value != told or type(value) is not type(told):
                shown = {True: "yes", False: "no"}.get(value, _plain(value))
                yield _with(profile, name, f'if the question about {_plain(name)} {asked} "{shown}"', **{name: value})


def _goals(profile: Profile) -> Iterator[Variant]:
    for goal in Goal:
        if goal not in profile.goals:
            if len(profile.goals) == 1:
                yield _with(profile, "goals", f"if the goal were {_plain(goal)} instead", goals=(goal,))
            yield _with(profile, "goals", f"if {_plain(goal)} were a goal as well", goals=(*profile.goals, goal))
        elif len(profile.goals) > 1:
            rest = tuple(each for each in profile.goals if each is not goal)
            yield _with(profile, "goals", f"if {_plain(goal)} were not a goal", goals=rest)


def _bands(profile: Profile, knowledge: Knowledge, person: Person) -> Iterator[Variant]:
    """Between two values that no rule tells apart one value stands for all, the one nearest to what was told."""
    facts = [each for rule in knowledge.rules for each in (rule.when, rule.unless) if each is not None]
    for band, age in _stretches(_ages(facts, knowledge), person.age, *_AGES, step=1):
        yield _in_band(profile, "age", band, age=int(age), date_of_birth=None)
    if profile.cramps is not None:
        edges = {each for fact in facts for each in (fact.cramps_per_2_weeks_from, fact.cramps_per_2_weeks_under) if each}
        for band, count in _stretches(edges, profile.cramps.per_2_weeks, 0, _MOST_CRAMPS):
            cramps = profile.cramps.but(per_2_weeks=count)
            yield _in_band(profile, "cramps", band, cramps=cramps)
    for lab in Lab:
        if getattr(profile.labs, lab.value) is not None:
            yield from _lab(profile, knowledge, person, lab, facts)


def _ages(facts: list[Facts], knowledge: Knowledge) -> set[float]:
    asked = {each for fact in facts for each in (fact.age_under, fact.age_from) if each is not None}
    levels = {each for level in knowledge.all("upper_level") for each in (level.age_from, level.age_under)}
    return {*asked, *levels, CAN_BE_PREGNANT.start, CAN_BE_PREGNANT.stop}


def _lab(profile: Profile, knowledge: Knowledge, person: Person, lab: Lab, facts: list[Facts]) -> Iterator[Variant]:
    result, known, fact = getattr(profile.labs, lab.value), knowledge.get("lab", lab.value), f"labs.{lab.value}"

    def told(**changed: Any) -> dict[str, Any]:
        new = result.but(**changed) if changed else None
        return {"labs": profile.labs.but(**{lab.value: new})}

    yield _with(profile, fact, f"if no {_plain(lab)} result were given", **told())
    if not person.labs[lab].fresh:
        yield _with(profile, fact, f"if the {_plain(lab)} result were of today", **told(date=person.today))
    asks = [each.lab for each in facts if each.lab and each.lab.name is lab]
    edges = {each for ask in asks for each in (ask.below, ask.at_least) if each is not None}
    for (low, high), value in _stretches(edges, person.labs[lab].value, known.lowest, known.highest):
        band = (float("-inf") if low == known.lowest else low, float("inf") if high == known.highest else high)
        yield _in_band(profile, fact, band, **told(value=value, unit=known.unit))


def _stretches(
    edges: Iterable[float], now: float, lowest: float, highest: float, step: float = 0
) -> Iterator[tuple[tuple[float, float], float]]:
    """Yield each stretch that does not hold the value there is now, with one value in it."""
    inside = sorted({lowest, highest, *(each for each in edges if lowest < each < highest)})
    for low, high in pairwise(inside):
        if not low <= now < high:
            yield (low, high), (low if now < low else high - step if step else (low + high) / 2)
