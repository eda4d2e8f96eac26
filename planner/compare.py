"""Each word a rule may ask, compared with a person: true, false, or not known.

A new word is added here and in `rule.Facts`, and nowhere else.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from planner.edition import Knowledge
from planner.numerals import amount, both_units
from planner.person import Person, Taken, life_stage
from planner.rule import Facts
from planner.spelling import first_words, own_word
from planner.vocabulary import Lab, Nutrient, Question

# A condition in capital letters is told by its name: few people know the short forms of others.
_SHORTENED = re.compile(r"\b[A-Z]{2,}")


class Check(NamedTuple):
    """One fact compared with a person. `holds` is None when nobody knows; `question` says which answer is open."""

    holds: bool | None
    words: str
    certain: bool = True
    question: Question | None = None
    fills: tuple[tuple[str, str], ...] = ()


class Asked(NamedTuple):
    """What a check looks at. `tightens` says whether a true fact makes the plan more careful here."""

    knowledge: Knowledge
    facts: Facts
    person: Person
    tightens: bool


def checks(knowledge: Knowledge, facts: Facts, person: Person, *, tightens: bool) -> Iterator[Check]:
    """Yield each fact asked, in the order of the words in `Facts`."""
    asked = Asked(knowledge, facts, person, tightens)
    for word in facts.asked:
        if word in _WORDS:
            yield _WORDS[word](asked)


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


def _regional_cap(asked: Asked) -> Check:
    person, country = asked.person, asked.facts.regional_cap
    return Check(person.regional_caps and person.profile.country == country, f"the caps of {country} are kept")


def _diet(asked: Asked) -> Check:
    known = None if asked.person.asks(Question.diet) else asked.person.profile.diet == asked.facts.diet
    return Check(known, f"diet is {asked.facts.diet}", question=Question.diet)


def _medicine_count(asked: Asked) -> Check:
    count, wanted = len({each.counts_as for each in asked.person.current}), asked.facts.medicine_count_from or 0
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
    if facts.course is not None:
        pool = tuple(each for each in pool if each.course)
    mine = [each for each in pool if (wanted in each.classes if facts.takes else wanted == each.substance)]
    kind = knowledge.get("class", wanted).name if facts.takes else knowledge.get("substance", wanted).name
    return _found(asked, mine, kind)


def _takes_also(asked: Asked) -> Check:
    wanted = asked.facts.takes_also or ""
    mine = [each for each in asked.person.current if wanted in each.classes]
    return _found(asked, mine, asked.knowledge.get("class", wanted).name)


def _found(asked: Asked, mine: list[Taken], kind: str) -> Check:
    if mine:
        sure = [each for each in mine if each.certain] or mine
        return Check(
            holds=True,
            words=", ".join(f"{_told(each) if each.certain else each.said} is {kind}" for each in sure),
            certain=any(each.certain for each in mine),
            question=Question.medicines,
            fills=tuple((name, words) for each in sure for name, words in (("medicine", each.name), ("told", _told(each)))),
        )
    return Check(_open(asked, Question.medicines), f"takes {kind}", question=Question.medicines)


def _told(taken: Taken) -> str:
    """Name a medicine by the person's own word for it, with its international name where that is another word.

    Strength, form and how it is taken stand once, among what the person told us.
    """
    return taken.said if taken.substance is None else own_word(taken.said, taken.name)


def _takes_product(asked: Asked) -> Check:
    wanted = asked.facts.takes_product or ""
    mine = asked.person.products.get(wanted)
    name = asked.knowledge.get("product", wanted).name
    if mine is None:
        return Check(_open(asked, Question.supplements), f"takes {name}", question=Question.supplements)
    fills = (("product", first_words(mine.said)),)
    return Check(holds=True, words=f"{mine.said} is {name}", certain=mine.certain, question=Question.supplements, fills=fills)


def _has(asked: Asked) -> Check:
    knowledge, wanted, within, person = asked.knowledge, asked.facts.has or "", asked.facts.since_within_months, asked.person
    mine = [each for each in person.conditions if each.condition == wanted]
    name = knowledge.get("condition", wanted).name
    open_ = Check(_open(asked, Question.conditions), f"has {name}", question=Question.conditions)
    if not mine:
        return open_
    fills = tuple(("condition", name if _SHORTENED.search(each.said) else each.said) for each in mine)
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
    wanted = {asks.food} if asks.food else knowledge.foods_tagged.get(asks.tag or "", frozenset())
    often = [food for food, frequency in person.eats.items() if food in wanted and frequency.order >= asks.at_least.order]
    return Check(bool(often), f"eats {' and '.join(often) or asks.food or asks.tag}, {asks.at_least} or more")


# Every word of `Facts` and what it is compared with; `stopped_within_weeks`, `course` and `since_within_months` narrow another word.
_WORDS: dict[str, Callable[[Asked], Check]] = {
    "age_under": _age_under,
    "age_from": _age_from,
    "sex": lambda asked: Check(asked.person.profile.sex is asked.facts.sex, f"sex is {asked.facts.sex}"),
    "life_stage": _life_stage,
    "country": _country,
    "regional_cap": _regional_cap,
    "diet": _diet,
    "food_rule": lambda asked: Check(asked.facts.food_rule in asked.person.profile.food_rules, f"keeps {asked.facts.food_rule}"),
    "goal": lambda asked: Check(asked.facts.goal in asked.person.profile.goals, f"goal is {asked.facts.goal}"),
    "takes": _takes,
    "takes_substance": _takes,
    "takes_also": _takes_also,
    "takes_product": _takes_product,
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
