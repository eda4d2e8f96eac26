"""Invented people: hypothesis strategies for whole profiles, as the JSON a person hands in and as `Profile` objects.

Most drawn people answered everything and are well, with a few troubles on top; the rest answer anything. Names come
from the knowledge itself (brands, misspellings, phrases, combinations, near misses) with words around them that real
people write. Nothing that would be refused for its form or unit is drawn: those profiles have tests of their own.
"""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from planner.edition import names_of
from planner.library import read_knowledge
from planner.profile import Profile
from planner.shape import from_json
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
Answers = dict[str, Any]

QUESTIONS = (
    "medicines",
    "blood_thinner",
    "inr_tests",
    "supplements",
    "conditions",
    "symptoms",
    "life_stage",
    "allergies",
    "diet",
    "surgery_planned",
)


def draws(people: int) -> Callable[[Any], Any]:
    """Draw the same people on every run, without a clock: a slow machine must not fail a test."""
    chosen: Callable[[Any], Any] = settings(max_examples=people, deadline=None, derandomize=True, database=None)
    return chosen


def _spellings(kind: str) -> list[str]:
    return sorted({spelling for each in KNOWLEDGE.all(kind) for spelling in names_of(kind, each)})


MEDICINES = _spellings("substance") + _spellings("combination") + _spellings("class")
GUARDED = sorted(
    {spelling for each in KNOWLEDGE.all("substance") if "vitamin-k-antagonist" in each.classes for spelling in names_of("substance", each)}
)
KEPT_APART = sorted(
    spelling
    for each in KNOWLEDGE.all("substance")
    for rule in KNOWLEDGE.rules
    if rule.then.apart and (rule.when.takes in each.classes or rule.when.takes_substance == each.id)
    for spelling in names_of("substance", each)
)
CONDITIONS = _spellings("condition")
RISKS = sorted(word for each in KNOWLEDGE.all("risk_word") for word in each.words)
ALLERGENS = _spellings("allergen")
PRODUCTS = [(spelling, each) for each in KNOWLEDGE.all("product") for spelling in sorted(set(names_of("product", each)))]
FOODS = sorted(KNOWLEDGE.entries["food"])
COUNTRIES = ["GB", "UK", "US", "DE", "JP", "AU", "CA", "IN", "BR", "ZA", "NO", "NG"]
UNKNOWN = ["little white pills", "Zorblaxin", "the ones from my sister", "Qwertol forte", "something for my nerves", "xx"]
FORMS = ["{}", "{}", "{}", "{} 5 mg tab", "{} 75 mcg once daily", "Tab. {} 2,5 mg at night", "my {}"]
TWO = ["{} and {}", "{}, {}", "{} + {}", "{}; {}"]


@st.composite
def misspelt(draw: st.DrawFn, names: list[str]) -> str:
    """One letter left out, doubled, or swapped with the next: never accepted by itself."""
    name = draw(st.sampled_from([each for each in names if len(each) > 5]))
    at = draw(st.integers(1, len(name) - 2))
    how = draw(st.integers(0, 2))
    return (name[:at] + name[at + 1 :], name[:at] + name[at] + name[at:], name[:at] + name[at + 1] + name[at] + name[at + 2 :])[how]


@st.composite
def written(draw: st.DrawFn, names: list[str], unknown: list[str] = UNKNOWN) -> str:
    """A name as somebody types it: mostly right, sometimes nearly, sometimes not a name at all."""
    kind = draw(st.integers(0, 11))
    if kind == 0:
        return draw(st.sampled_from(unknown))
    if kind == 1:
        return draw(misspelt(names))
    name = draw(st.sampled_from(names))
    if kind == 2:
        return draw(st.sampled_from(TWO)).format(name, draw(st.sampled_from(names)))
    if kind == 3:
        return name.upper()
    return draw(st.sampled_from(FORMS)).format(name)


def _with(entry: st.SearchStrategy[str], **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """An entry as a text, or as a table with some of what may be told besides."""
    told = {"relevant": st.booleans(), **more}
    return st.one_of(entry, entry, st.fixed_dictionaries({"name": entry}, optional=told))


days = st.dates(TODAY - timedelta(days=900), TODAY)
medicine = _with(
    st.one_of(written(MEDICINES), written(MEDICINES), written(GUARDED), st.sampled_from([each for each, _ in PRODUCTS])),
    stopped=st.one_of(st.booleans(), st.dates(TODAY - timedelta(days=60), TODAY).map(date.isoformat)),
    slots=st.lists(st.sampled_from(Slot).map(str), max_size=2, unique=True),
)
_phrases = st.sampled_from(CONDITIONS + RISKS).map("I once had {} trouble".format)
condition = _with(
    st.one_of(written(CONDITIONS), written(CONDITIONS), _phrases, st.sampled_from(GUARDED)),
    since=st.one_of(days.map(date.isoformat), days.map(lambda day: f"{day:%Y-%m}"), st.integers(1990, 2026).map(str)),
)
allergy = _with(st.one_of(written(ALLERGENS), st.sampled_from(ALLERGENS)))


def _units(nutrient: str) -> list[str]:
    return [each.value for each in Unit if each.value in KNOWLEDGE.get("nutrient", nutrient).worth]


# Where one more crumb changes a plan: upper levels, caps and the sums that rules ask about.
EDGES: dict[Nutrient, list[float]] = {}
for _level in KNOWLEDGE.all("upper_level"):
    EDGES.setdefault(_level.nutrient, []).append(_level.amount)
for _entry in KNOWLEDGE.all("supplement"):
    EDGES.setdefault(_entry.counts[0], []).extend([_entry.cap, _entry.cap - _entry.strengths[0]])
for _rule in KNOWLEDGE.rules:
    if _rule.when.total is not None:
        EDGES.setdefault(_rule.when.total.nutrient, []).append(_rule.when.total.over or _rule.when.total.at_least or 1)
EDGES = {nutrient: sorted(set(amounts)) for nutrient, amounts in EDGES.items()}


def _amounts(nutrient: str, unit: str) -> st.SearchStrategy[float]:
    """Amounts from a crumb to far too much, in the unit told."""
    worth = KNOWLEDGE.get("nutrient", nutrient).worth[unit]
    usual = {Nutrient.vitamin_d: 25, Nutrient.magnesium: 200, Nutrient.mk7: 90, Nutrient.mk4: 45_000, Nutrient.calcium: 600}.get(
        Nutrient(nutrient), 50
    )
    return st.sampled_from([0.1, 0.2, 0.3, 0.5, 0.6, 0.8, 1, 1.2, 2, 5, 40]).map(
        lambda share: min(max(round(usual * share / worth, 6), 1e-6), 1e6)
    )


@st.composite
def supplement(draw: st.DrawFn) -> Any:
    """A product the person takes: a kind we know with or without its amount, its contents, or something unknown."""
    kind = draw(st.integers(0, 7))
    if kind == 0:
        return draw(st.sampled_from(UNKNOWN + GUARDED))
    spelling, product = draw(st.sampled_from(PRODUCTS))
    if kind in {1, 2}:
        return spelling
    taken: Answers = {"name": spelling}
    how_often = draw(st.sampled_from(["per_day", "per_week", "per_month", None]))
    if how_often is not None:
        taken[how_often] = draw(st.sampled_from([0.5, 1, 2, 7]))
    if kind in {3, 4}:
        nutrients = draw(st.lists(st.sampled_from(Nutrient).map(str), min_size=1, max_size=3))
        taken["contains"] = [{"nutrient": each, **draw(_content(each))} for each in nutrients]
        if draw(st.booleans()):
            taken["name"] = draw(st.sampled_from(UNKNOWN))
    elif product.amount_of is not None:
        taken |= draw(_content(product.amount_of))
    return taken


@st.composite
def _content(draw: st.DrawFn, nutrient: str) -> Answers:
    unit = draw(st.sampled_from(_units(nutrient)))
    return {"amount": draw(_amounts(nutrient, unit)), "unit": unit}


@st.composite
def laboratory(draw: st.DrawFn) -> Answers:
    """One to all results: fresh, old or without a date; in every unit, never impossible."""
    found = {}
    for name in draw(st.lists(st.sampled_from(Lab).map(str), min_size=1, unique=True)):
        known = KNOWLEDGE.get("lab", name)
        unit = draw(st.sampled_from(sorted(known.worth)))
        low, high = known.lowest / known.worth[unit] + 0.01, known.highest / known.worth[unit] - 0.01
        edges = [each.when.lab for each in KNOWLEDGE.rules if each.when.lab is not None and each.when.lab.name == name]
        limits = [limit / known.worth[unit] for each in edges for limit in (each.below, each.at_least) if limit is not None]
        value = draw(st.one_of(st.sampled_from([*limits, low]), st.floats(low, high).map(lambda value: round(value, 2))))
        found[name] = {"value": min(max(value, low), high), "unit": unit}
        age = draw(st.sampled_from([None, 0, 30, 364, 365, 366, 800]))
        if age is not None:
            found[name]["date"] = (TODAY - timedelta(days=age)).isoformat()
    return found


symptoms = st.lists(st.sampled_from(Symptom).map(str), min_size=1, max_size=2, unique=True)
_in_doubt = st.sampled_from([None, NOT_SURE])

# What each key may be answered; None leaves it out.
ANSWER: dict[str, st.SearchStrategy[Any]] = {
    "age": st.integers(0, 120),
    "sex": st.sampled_from(Sex).map(str),
    "country": st.sampled_from(COUNTRIES),
    "life_stage": st.one_of(_in_doubt, st.sampled_from(LifeStage).map(str)),
    "diet": st.one_of(_in_doubt, st.sampled_from(Diet).map(str)),
    "food_rules": st.lists(st.sampled_from(FoodRule).map(str), max_size=3, unique=True),
    "allergies": st.one_of(_in_doubt, st.lists(allergy, max_size=3)),
    "dislikes": st.lists(st.one_of(st.sampled_from(FOODS), st.sampled_from(["cheese", "fish", "beans", "nuts"])), max_size=3),
    "eats": st.dictionaries(st.one_of(st.sampled_from(FOODS), st.just("natto")), st.sampled_from(Frequency).map(str), max_size=4),
    "medicines": st.one_of(_in_doubt, st.lists(medicine, max_size=4)),
    "blood_thinner": st.one_of(_in_doubt, st.sampled_from(BloodThinner).map(str)),
    "inr_tests": st.one_of(_in_doubt, st.booleans()),
    "supplements": st.one_of(_in_doubt, st.lists(supplement(), max_size=3)),
    "conditions": st.one_of(_in_doubt, st.lists(condition, max_size=3)),
    "symptoms": st.one_of(_in_doubt, st.lists(st.sampled_from(Symptom).map(str), max_size=2, unique=True)),
    "surgery_planned": st.one_of(_in_doubt, st.booleans()),
    "cramps": st.sampled_from([0, 1, 1.9, 2, 14]).map(lambda count: {"per_2_weeks": count}),
    "labs": laboratory(),
    "goals": st.lists(st.sampled_from(Goal).map(str), min_size=1, max_size=3, unique=True),
    "capsules": st.sampled_from(Capsules).map(str),
    "filled_in_by": st.sampled_from(FilledInBy).map(str),
    "name": st.sampled_from(["Ann Smith", "José Núñez"]),
    "date_of_birth": st.dates(date(1930, 1, 1), TODAY).map(date.isoformat),
    "print": st.fixed_dictionaries(
        {}, optional={"paper": st.sampled_from(["A4", "Letter"]), "size": st.sampled_from(["standard", "large"])}
    ),
}
REQUIRED = ("age", "sex", "country", "goals")


@st.composite
def well(draw: st.DrawFn) -> Answers:
    """Somebody who answered everything and has no trouble: plans with doses come from here."""
    return {
        "age": draw(st.integers(18, 95)),
        "sex": draw(st.sampled_from(Sex)).value,
        "country": draw(st.sampled_from(COUNTRIES)),
        "life_stage": draw(st.sampled_from(["none", "none", "trying_to_conceive"])),
        "diet": draw(st.sampled_from(Diet)).value,
        "allergies": [],
        "medicines": [],
        "blood_thinner": "no",
        "supplements": [],
        "conditions": [],
        "symptoms": [],
        "surgery_planned": False,
        "goals": draw(ANSWER["goals"]),
    }


@st.composite
def content(draw: st.DrawFn) -> Answers:
    """Somebody who already gets enough of something: from a product, from natto or from food."""
    told = draw(well())
    told["goals"] = draw(st.sampled_from([["vitamin_d"], ["general"], ["bone", "vitamin_d"]]))
    told["eats"] = draw(st.sampled_from([{"kale": "daily"}, {"kale": "often", "natto": "daily"}, {}]))
    vitamin_d = {"name": "vitamin D3", "amount": draw(st.sampled_from([400, 800, 1000, 2000])), "unit": "IU"}
    mk7 = {"name": "K2 MK-7", "amount": draw(st.sampled_from([45, 120, 180])), "unit": "micrograms"}
    magnesium = {"name": "magnesium", "amount": draw(st.sampled_from([50, 200, 250])), "unit": "mg"}
    told["supplements"] = draw(st.lists(st.sampled_from([vitamin_d, mk7, magnesium]), min_size=1, unique_by=lambda each: str(each["name"])))
    return told


# Troubles come more often than a person's plain facts, and an entry more often than an empty list.
TROUBLES = ("medicines", "conditions", "supplements", "symptoms", "labs", "eats", "allergies", "food_rules", "cramps")
WORSE: dict[str, st.SearchStrategy[Any]] = {
    "medicines": st.lists(medicine, min_size=1, max_size=4),
    "conditions": st.lists(condition, min_size=1, max_size=2),
    "supplements": st.lists(supplement(), min_size=1, max_size=3),
    "symptoms": symptoms,
    "eats": st.one_of(ANSWER["eats"], st.sampled_from(Frequency).map(lambda often: {"natto": often.value})),
    "allergies": st.lists(allergy, min_size=1, max_size=2),
}


@st.composite
def answers(draw: st.DrawFn) -> Answers:
    """Return a profile as JSON: mostly well with a few troubles, sometimes anything at all."""
    kind = draw(st.integers(0, 10))
    if kind in {8, 9}:  # most names refer now, so people who have enough are drawn more often
        return draw(content())
    if kind == 10:
        told = {key: draw(ANSWER[key]) for key in ANSWER if key in REQUIRED or draw(st.booleans())}
    else:
        told = draw(well())
        for key in draw(st.lists(st.sampled_from(TROUBLES), max_size=3, unique=True)):
            told[key] = draw(WORSE.get(key, ANSWER[key]))
        for key in draw(st.lists(st.sampled_from(list(ANSWER)), max_size=2, unique=True)):
            told[key] = draw(ANSWER[key])
    if "date_of_birth" in told:  # told twice and different it would be refused
        del told["age"]
    return {key: value for key, value in told.items() if value is not None}


def profile_of(told: Answers) -> Profile:
    """Read answers as the program reads them."""
    return from_json(Profile, json.dumps(told))


def profiles() -> st.SearchStrategy[Profile]:
    """Whole people, ready for the engine."""
    return answers().map(profile_of)
