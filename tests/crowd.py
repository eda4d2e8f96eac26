"""A crowd of invented people of every kind, each drawn from their own number, for runs too long for hypothesis.

The clinic's people (see `clinic`) are the ordinary ones. Here children, pregnancies, results, amounts, rare names, typing
mistakes, questions left out and profiles that must be refused are added. `named` tells which classes and conditions were
named by an exact spelling, as the drawing knows it and not as the engine read it.
"""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

import clinic

from planner.edition import Knowledge, names_of
from planner.library import read_knowledge
from planner.rule import Facts
from planner.vocabulary import (
    NOT_SURE,
    BloodThinner,
    Capsules,
    Diet,
    FilledInBy,
    FoodRule,
    Frequency,
    Goal,
    Lab,
    LifeStage,
    Nutrient,
    Sex,
    Slot,
    Symptom,
    Unit,
)

KNOWLEDGE = read_knowledge()
TODAY = date(2026, 11, 23)
Draw = random.Random
Answers = dict[str, Any]

SAFETY = ("medicines", "blood_thinner", "inr_tests", "supplements", "conditions", "symptoms", "life_stage", "allergies", "diet")
_FREQUENCIES = [each.value for each in Frequency]
_COUNTRIES = sorted(name.upper() for name in KNOWLEDGE.entries["country"] if len(name) == 2)
_COUNTRIES_OF = {each.id: [name for name in _COUNTRIES if KNOWLEDGE.region_of(name) == each.id] for each in KNOWLEDGE.all("region")}
_FOODS = sorted(KNOWLEDGE.entries["food"])
_UNKNOWN = ("little white pills", "Zorblaxin", "the ones from my sister", "Qwertol forte", "something for my nerves", "xx", "???")
_AROUND = ("{}", "{}", "{}", "{}", "{} 5 mg tab", "{} 75 mcg once daily", "Tab. {} 2,5 mg at night", "my {}", "{} 1-0-1")


class Somebody(NamedTuple):
    """One person as JSON. `wrong` is the key at which a profile must be refused, None for a sound one.

    `named` are ids of the classes of medicines taken now (`class ...`), of those stopped lately (`stopped ...`) and of
    conditions (`has ...`), where the spelling is one of the knowledge.
    """

    number: int
    told: Answers
    named: frozenset[str]
    wrong: str | None
    regional_caps: bool


def _spellings(knowledge: Knowledge, kind: str) -> dict[str, list[str]]:
    return {each.id: sorted(set(names_of(kind, each))) for each in knowledge.all(kind)}


_SUBSTANCES, _CONDITIONS = _spellings(KNOWLEDGE, "substance"), _spellings(KNOWLEDGE, "condition")
_ALLERGENS, _PRODUCTS = _spellings(KNOWLEDGE, "allergen"), _spellings(KNOWLEDGE, "product")
_MEMBERS: dict[str, list[str]] = {}
for _each in KNOWLEDGE.all("substance"):
    for _group in _each.classes:
        _MEMBERS.setdefault(_group, []).append(_each.id)
_CLASSES = sorted(_MEMBERS)
# A rule that waits for one substance or condition should not have to wait long for somebody who has it.
_ASKED = [facts for rule in KNOWLEDGE.rules for facts in (rule.when, rule.unless) if facts is not None]
_ASKED_SUBSTANCES = sorted({facts.takes_substance for facts in _ASKED if facts.takes_substance is not None})
_ASKED_CONDITIONS = sorted({facts.has for facts in _ASKED if facts.has is not None})
_ASKED_PRODUCTS = sorted({facts.takes_product for facts in _ASKED if facts.takes_product is not None})
_UNITS = {each.id: [unit.value for unit in Unit if unit.value in each.worth] for each in KNOWLEDGE.all("nutrient")}
_USUAL = {Nutrient.vitamin_d: 25, Nutrient.magnesium: 200, Nutrient.mk7: 90, Nutrient.mk4: 45_000, Nutrient.calcium: 600}


def person(number: int, seed: int = 1) -> Somebody:
    """Return one person: the same number and seed always give the same one."""
    draw = random.Random(f"{seed} {number}")  # noqa: S311 - people, not secrets
    told = clinic.person(number, seed)[0]
    named: set[str] = set()
    if draw.random() < 0.6:  # the clinic's lists are long, and most of its people are referred
        for key in ("medicines", "conditions", "supplements", "allergies"):
            told[key] = told[key][: draw.choice((0, 0, 0, 1, 2))]
    _plain(draw, told)
    for _ in range(draw.choice((0, 0, 1, 1, 2))):
        draw.choice((_medicine, _medicine, _condition, _supplement, _supplement, _allergy))(draw, told, named)
    for share, more in _SOMETIMES:
        if draw.random() < share:
            more(draw, told)
    if draw.random() < 0.3:
        _fit(draw, told, named, draw.choice(KNOWLEDGE.rules).when)
    elif draw.random() < 0.06:
        _content(draw, told, named)
    _born(draw, told)
    _open(draw, told, named)
    wrong = _spoil(draw, told) if draw.random() < 0.01 else None
    return Somebody(number, told, frozenset(named), wrong, regional_caps=draw.random() < 0.1)


def people(start: int, stop: int, seed: int = 1) -> Iterator[Somebody]:
    """Yield everybody from one number up to another."""
    return (person(number, seed) for number in range(start, stop))


def entry(draw: Draw, key: str) -> Any:
    """Return one more entry for a list."""
    told: Answers = {key: []}
    {"medicines": _medicine, "conditions": _condition, "allergies": _allergy, "supplements": _supplement}[key](draw, told, set())
    return told[key][0]


# -- the plain answers ---------------------------------------------------------------------------------------------------


def _plain(draw: Draw, told: Answers) -> None:
    if draw.random() < 0.15:
        told["age"] = draw.choice((draw.randrange(18), draw.randrange(18, 56), draw.randrange(90, 121)))
    if draw.random() < 0.04:
        told["sex"] = draw.choice((Sex.intersex.value, Sex.undisclosed.value))
    if draw.random() < 0.3:
        told["country"] = draw.choice(_COUNTRIES)
    if told["sex"] != "male" and 12 <= told["age"] <= 55 and draw.random() < 0.2:
        told["life_stage"] = draw.choice(list(LifeStage)).value
    if draw.random() < 0.2:
        told["diet"] = draw.choice(list(Diet)).value
    told["goals"] = [each.value for each in draw.sample(list(Goal), draw.choice((1, 1, 1, 2, 3)))]
    told["filled_in_by"] = draw.choice(list(FilledInBy)).value
    told["inr_tests"] = False


def _born(draw: Draw, told: Answers) -> None:
    """Tell a date of birth in place of an age."""
    if draw.random() < 0.2:
        age = told.pop("age")
        told["date_of_birth"] = (TODAY - timedelta(days=int(age * 365.25) + 20)).isoformat()


def _eats(draw: Draw, told: Answers) -> None:
    told["eats"] = {food: draw.choice(_FREQUENCIES) for food in draw.sample(_FOODS, draw.randrange(1, 5))}
    if draw.random() < 0.1:
        told["eats"]["natto"] = draw.choice(_FREQUENCIES)


def _rules(draw: Draw, told: Answers) -> None:
    told["food_rules"] = [each.value for each in draw.sample(list(FoodRule), draw.choice((1, 1, 2)))]


def _dislikes(draw: Draw, told: Answers) -> None:
    told["dislikes"] = draw.sample((*_FOODS, "cheese", "fish", "beans", "nuts"), draw.choice((1, 2)))


def _labs(draw: Draw, told: Answers) -> None:
    found: Answers = {}
    for lab in draw.sample(list(Lab), draw.choice((1, 1, 2))):
        known = KNOWLEDGE.get("lab", lab)
        unit = draw.choice(sorted(known.worth))
        edges = [limit for facts in _ASKED if facts.lab and facts.lab.name is lab for limit in (facts.lab.below, facts.lab.at_least)]
        near = draw.choice([each for each in edges if each is not None] or [known.lowest]) * draw.choice((0.9, 1, 1.1))
        value = draw.choice((near, draw.uniform(known.lowest, known.highest)))
        low, high = known.lowest / known.worth[unit] + 0.01, known.highest / known.worth[unit] - 0.01
        found[lab.value] = {"value": min(max(round(value / known.worth[unit], 2), low), high), "unit": unit}
        if draw.random() < 0.8:
            found[lab.value]["date"] = _day(draw, 500)
    told["labs"] = found


def _symptoms(draw: Draw, told: Answers) -> None:
    told["symptoms"] = [each.value for each in draw.sample(list(Symptom), draw.choice((1, 1, 2)))]


def _thinner(draw: Draw, told: Answers) -> None:
    told["blood_thinner"] = draw.choice(list(BloodThinner)).value


def _tested(draw: Draw, told: Answers) -> None:
    told["inr_tests"] = draw.choice((True, NOT_SURE))


def _operation(draw: Draw, told: Answers) -> None:
    told["surgery_planned"] = draw.choice((True, NOT_SURE))


def _cramps(draw: Draw, told: Answers) -> None:
    told["cramps"] = {"per_2_weeks": draw.choice((0, 1, 2, 4, 14))}


def _capsules(draw: Draw, told: Answers) -> None:
    told["capsules"] = draw.choice(list(Capsules)).value


_SOMETIMES: tuple[tuple[float, Callable[[Draw, Answers], None]], ...] = (
    (0.3, _eats),
    (0.1, _rules),
    (0.1, _dislikes),
    (0.12, _labs),
    (0.04, _symptoms),
    (0.03, _thinner),
    (0.02, _tested),
    (0.03, _operation),
    (0.1, _cramps),
    (0.2, _capsules),
)


# -- names ---------------------------------------------------------------------------------------------------------------


def _day(draw: Draw, days: int) -> str:
    return (TODAY - timedelta(days=draw.randrange(days))).isoformat()


def _mistyped(draw: Draw, name: str) -> str:
    """One letter left out, doubled, or swapped with the next."""
    at = draw.randrange(1, len(name) - 1)
    before, letter, after = name[:at], name[at], name[at + 1 :]
    return draw.choice((before + after, before + letter + letter + after, before[:-1] + letter + before[-1] + after))


def _written(draw: Draw, name: str) -> tuple[str, bool]:
    """Return a name as somebody writes it, and whether it is still the name."""
    chance = draw.random()
    if chance < 0.04:
        return draw.choice(_UNKNOWN), False
    if chance < 0.08 and len(name) > 4:
        return _mistyped(draw, name), False
    if chance < 0.12:
        return name.upper(), True
    return draw.choice(_AROUND).format(name), True


def _add(draw: Draw, told: Answers, key: str, entry: Answers) -> None:
    """Put an entry anywhere in its list, as a text where nothing else was told."""
    listed = told[key]
    listed.insert(draw.randrange(len(listed) + 1), entry["name"] if set(entry) == {"name"} else entry)


def _medicine(draw: Draw, told: Answers, named: set[str]) -> None:
    substance = draw.choice(_ASKED_SUBSTANCES if draw.random() < 0.15 else _MEMBERS[draw.choice(_CLASSES)])
    words, exact = _written(draw, draw.choice(_SUBSTANCES[substance]))
    entry: Answers = {"name": words}
    if draw.random() < 0.2:
        entry["slots"] = [each.value for each in draw.sample(list(Slot), draw.choice((1, 1, 2)))]
    ago = draw.randrange(60) if draw.random() < 0.08 else None
    if ago is not None:
        entry["stopped"] = (TODAY - timedelta(days=ago)).isoformat()
    elif draw.random() < 0.05:
        entry["name"] += draw.choice((" for 7 days", " 1/52", " since 2019"))
    _add(draw, told, "medicines", entry)
    if exact and (ago is None or ago <= 28):
        named.update(f"{'class' if ago is None else 'stopped'} {each}" for each in _families(substance))


def _families(substance: str) -> frozenset[str]:
    """Return the classes of a substance, with the wider ones."""
    return frozenset().union(*(KNOWLEDGE.families[each] for each in KNOWLEDGE.get("substance", substance).classes))


def _condition(draw: Draw, told: Answers, named: set[str]) -> None:
    condition = draw.choice(_ASKED_CONDITIONS) if draw.random() < 0.8 else draw.choice(sorted(_CONDITIONS))
    name = draw.choice(_CONDITIONS[condition])
    entry: Answers = {"name": name if draw.random() < 0.93 or len(name) < 5 else _mistyped(draw, name)}
    if draw.random() < 0.3:
        entry["since"] = _day(draw, 900)[: draw.choice((4, 7, 10))]
    _add(draw, told, "conditions", entry)
    if entry["name"] == name:
        named.add(f"has {condition}")


def _allergy(draw: Draw, told: Answers, _: set[str]) -> None:
    name = draw.choice(_ALLERGENS[draw.choice(sorted(_ALLERGENS))])
    _add(draw, told, "allergies", {"name": draw.choice((name, f"{name} allergy", _mistyped(draw, name) if len(name) > 4 else name))})


def _supplement(draw: Draw, told: Answers, _: set[str]) -> None:
    product = KNOWLEDGE.get("product", draw.choice(_ASKED_PRODUCTS) if draw.random() < 0.3 else draw.choice(sorted(_PRODUCTS)))
    entry: Answers = {"name": draw.choice(_PRODUCTS[product.id])}
    how_often = draw.choice(("per_day", "per_week", "per_month", None, None))
    kind = draw.random()
    if kind < 0.35 and product.amount_of is not None:
        entry |= _amount(draw, product.amount_of)
    elif kind < 0.65:
        nutrients = draw.sample(list(Nutrient), draw.choice((1, 2, 3)))
        entry["contains"] = [{"nutrient": each.value, **_amount(draw, each)} for each in nutrients]
        if draw.random() < 0.3:
            entry["name"] = draw.choice(_UNKNOWN)
    elif kind < 0.7:
        entry["name"] = draw.choice(_UNKNOWN)
    if how_often is not None:
        entry[how_often] = draw.choice((0.5, 1, 2, 7))
    _add(draw, told, "supplements", entry)


def _amount(draw: Draw, nutrient: Nutrient) -> Answers:
    unit = draw.choice(_UNITS[nutrient])
    worth = KNOWLEDGE.get("nutrient", nutrient).worth[unit]
    share = draw.choice((0.1, 0.2, 0.4, 0.5, 0.8, 1, 1, 1.2, 2, 5, 40)) * draw.choice((1, 1, draw.uniform(0.9, 1.1)))
    return {"amount": min(max(round(_USUAL.get(nutrient, 50) * share / worth, 6), 1e-6), 1e6), "unit": unit}


# -- somebody for whom a rule was written ----------------------------------------------------------------------------------


def _fit(draw: Draw, told: Answers, named: set[str], when: Facts) -> None:
    """Change a person until one rule, or nearly, applies: some rules ask two rare things at once."""
    _fit_names(draw, told, named, when)
    _fit_amounts(draw, told, when)
    if when.country is not None:
        told["country"] = draw.choice(_COUNTRIES_OF[when.country] or ["AQ"])
    if when.age_from is not None or when.age_under is not None:
        told["age"] = draw.randrange(when.age_from or 0, when.age_under or 100)
    one_word: dict[str, Any] = {
        "sex": when.sex,
        "life_stage": when.life_stage,
        "country": when.regional_cap,
        "diet": when.diet,
        "blood_thinner": when.blood_thinner,
        "inr_tests": when.inr_tests,
        "surgery_planned": when.surgery_planned,
    }
    told |= {key: getattr(word, "value", word) for key, word in one_word.items() if word is not None}
    listed = {"goals": when.goal, "food_rules": when.food_rule, "symptoms": when.symptom}
    told |= {key: [word.value] for key, word in listed.items() if word is not None}


def _fit_names(draw: Draw, told: Answers, named: set[str], when: Facts) -> None:
    for group in filter(None, (when.takes, when.takes_also)):
        inside = [each for each in _CLASSES if group in KNOWLEDGE.families[each]]
        _take(draw, told, named, draw.choice(_MEMBERS[draw.choice(inside)]), when)
    if when.takes_substance is not None:
        _take(draw, told, named, when.takes_substance, when)
    if when.has is not None:
        dated = {"since": _day(draw, 30 * (when.since_within_months or 12))} if draw.random() < 0.7 else {}
        _add(draw, told, "conditions", {"name": draw.choice(_CONDITIONS[when.has]), **dated})
        named.add(f"has {when.has}")
    if when.takes_product is not None:
        _add(draw, told, "supplements", {"name": draw.choice(_PRODUCTS[when.takes_product])})
    if when.allergy is not None:
        _add(draw, told, "allergies", {"name": draw.choice(_ALLERGENS[when.allergy])})


def _fit_amounts(draw: Draw, told: Answers, when: Facts) -> None:
    if when.total is not None:
        amount = (when.total.over or when.total.at_least or 0) * draw.choice((1, 1.01, 1.3))
        content = {"nutrient": when.total.nutrient.value, "amount": amount, "unit": when.total.unit}
        told["supplements"].append({"name": "Zorblaxin", "contains": [content]})
    if when.eats is not None:
        foods = [when.eats.food] if when.eats.food else sorted(KNOWLEDGE.foods_tagged[when.eats.tag or ""])
        told["eats"] = {draw.choice(foods): when.eats.at_least.value}
    if when.lab is not None:
        known, below, least = KNOWLEDGE.get("lab", when.lab.name), when.lab.below, when.lab.at_least
        value = draw.uniform(known.lowest if least is None else least, known.highest if below is None else below)
        told["labs"] = {when.lab.name.value: {"value": round(value, 2), "unit": when.lab.unit, "date": _day(draw, 300)}}
    if when.cramps_per_2_weeks_from is not None or when.cramps_per_2_weeks_under is not None:
        told["cramps"] = {"per_2_weeks": when.cramps_per_2_weeks_from or draw.choice((0, 1))}


def _content(draw: Draw, told: Answers, named: set[str]) -> None:
    """Give somebody well enough of all that a plan would add: nobody needs less than they do."""
    taken = (("vitamin D3", (1000, 2000), "IU"), ("K2 MK-7", (180, 200), "micrograms"), ("magnesium", (250, 250), "mg"))
    told["supplements"] = [{"name": name, "amount": draw.choice(amounts), "unit": unit} for name, amounts, unit in taken]
    told |= {"age": draw.randrange(18, 90), "life_stage": "none", "medicines": [], "conditions": []}
    named.clear()


def _take(draw: Draw, told: Answers, named: set[str], substance: str, when: Facts) -> None:
    name = draw.choice(_SUBSTANCES[substance])
    entry: Answers = {"name": f"{name} for 7 days" if when.course else name}
    if when.stopped_within_weeks is not None:
        entry["stopped"] = _day(draw, 7 * when.stopped_within_weeks)
    _add(draw, told, "medicines", entry)
    named.update(f"{'class' if when.stopped_within_weeks is None else 'stopped'} {each}" for each in _families(substance))


# -- questions left out, and profiles that are wrong -----------------------------------------------------------------------------


def _open(draw: Draw, told: Answers, named: set[str]) -> None:
    """Leave questions out or unsure; what was named in such a list is not named any more."""
    for key in SAFETY:
        chance = draw.random()
        if chance < 0.02:
            if chance < 0.01:
                told.pop(key, None)
            else:
                told[key] = NOT_SURE
            starts = {"medicines": ("class ", "stopped "), "conditions": ("has ",)}.get(key)
            if starts:
                named.difference_update([each for each in named if each.startswith(starts)])


def _spoil(draw: Draw, told: Answers) -> str:
    """Make a profile wrong in one place, and return the key of that place."""
    key, value = draw.choice(WRONG)
    if key == "age":
        told.pop("date_of_birth", None)
    if key == "date_of_birth":
        told.pop("age", None)
    told[key] = value
    return key


WRONG: tuple[tuple[str, Any], ...] = (
    ("age", 121),
    ("age", -1),
    ("age", "67"),
    ("date_of_birth", "2027-01-01"),
    ("date_of_birth", "1899-12-31"),
    ("date_of_birth", "12.05.1950"),
    ("sex", "woman"),
    ("country", "Britain"),
    ("goals", []),
    ("goals", ["health"]),
    ("medicines", "warfarin"),
    ("medicines", [{"name": "warfarin", "stopped": "2027-03-01"}]),
    ("medicines", [" "]),
    ("medicines", [{"nam": "warfarin"}]),
    ("supplements", [{"name": "vitamin D3", "amount": 1000}]),
    ("supplements", [{"name": "vitamin D3", "amount": -5, "unit": "IU"}]),
    ("supplements", [{"name": "magnesium", "amount": 200, "unit": "IU"}]),
    ("conditions", [{"name": "stroke", "since": "2027"}]),
    ("conditions", [{"name": "stroke", "since": "last year"}]),
    ("symptoms", ["toothache"]),
    ("labs", {"egfr": {"value": 3000, "unit": "mL/min/1.73m2"}}),
    ("labs", {"calcium": {"value": 2.4, "unit": "bananas"}}),
    ("eats", {"unicorn steak": "daily"}),
    ("eats", {"natto": "sometimes"}),
    ("medicine", []),
    ("schema_version", 2),
)
