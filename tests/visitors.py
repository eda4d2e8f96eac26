"""The invented clinic's people as they reach the printer: with names, papers, letter sizes and answers of every kind of plan.

Everybody comes from their own number, like the people of the clinic, and whoever has the same number is the same person on
every paper and in every size.
"""

import json
import random
from datetime import date
from typing import Any, NamedTuple

import clinic

from planner.clinic import Clinic
from planner.commands.form import asked, on_paper
from planner.compose import make_plan
from planner.form_sheet import form_furniture, form_sheet
from planner.library import Knowledge
from planner.page import Printing
from planner.plan import Plan
from planner.reading import read_profile
from planner.vocabulary import Paper, PrintSize
from questionnaire.question import read_questions
from templates.sheet import draw_sheets

LOOKS = [(size, paper) for size in PrintSize for paper in (Paper.a4, Paper.letter)]
_NAMES = (
    None,
    "Ann Smith",
    "Li Na",
    "José Antonio Núñez Fernández",
    "Wilhelmina Alexandra Featherstonehaugh-Cholmondeley",
    "Łucja Żółkiewska",
    "Þórunn Sigurðardóttir",
    "Bob O'Hara",
)
_ENOUGH = [
    {"name": "vitamin D3", "amount": 1000, "unit": "IU", "per_day": 1},
    {"name": "K2 MK-7", "amount": 180, "unit": "micrograms", "per_day": 1},
]
_URGENT = ("chest_pain", "bleeding", "swelling_hives", "leg_swollen_hot", "rest_pain_or_ulcer", "severe_thirst_vomiting")
_CLINICS = (
    None,
    Clinic(name="Rose Street Clinic", telephone="01632 960 001", hours="Monday to Friday, 9 to 5"),
    Clinic(
        name="Nutrition and Dietetics Outpatient Department, Royal Northern General Hospital",
        address=("12 Rose Street", "Oldham OL1 1AA"),
        telephone="01632 960 001",
        hours="Monday to Friday, 9 to 5",
        opening="Made for you by the pharmacy team.",
    ),
)


class Visitor(NamedTuple):
    """A profile and the clinic that prints it."""

    profile: dict[str, Any]
    clinic: Clinic | None


def visitor(number: int, seed: int = 1) -> Visitor:
    """Return one person of the clinic, with the answers that make every kind of plan come up often enough."""
    draw_from = random.Random(seed * 7_000_003 + number)  # noqa: S311 - people, not secrets
    profile, _ = clinic.person(number, seed)
    name = draw_from.choice(_NAMES)
    if name:
        profile["name"] = name
    if draw_from.random() < 0.5:
        born = f"{2026 - profile.pop('age')}-0{draw_from.randrange(1, 10)}-{draw_from.randrange(10, 29)}"
        profile["date_of_birth"] = born
    if draw_from.random() < 0.08:
        profile["symptoms"] = draw_from.sample(_URGENT, draw_from.choice((1, 1, 2)))
    if draw_from.random() < 0.08:
        del profile[draw_from.choice(("symptoms", "supplements", "conditions", "allergies", "diet"))]
    if draw_from.random() < 0.1:
        profile["blood_thinner"] = draw_from.choice(("vitamin_k_antagonist", "other", "unknown_kind", "not_sure"))
    if draw_from.random() < 0.2:
        profile["supplements"] = _ENOUGH
        profile["eats"] = {"kale": "daily", "spinach": "often"}
        profile["goals"] = ["vitamin_d"]
    if draw_from.random() < 0.3:
        profile["eats"] = {"natto": "weekly", "cream-cheese": "daily", "egg": "often"}
        profile["food_rules"] = draw_from.sample(("halal", "kosher", "lactose_free", "gluten_free", "low_salt"), 2)
        profile["capsules"] = draw_from.choice(("vegan", "no_gelatine", "halal_or_kosher", "liquid"))
    if draw_from.random() < 0.3:
        profile["goals"] = draw_from.sample(("general", "bone", "arterial_stiffness", "leg_circulation", "leg_cramps", "clear_arteries"), 2)
        profile["cramps"] = {"per_2_weeks": 4}
    if draw_from.random() < 0.3:
        profile["labs"] = {
            "vitamin_d_25oh": {"value": 45, "unit": "nmol/L", "date": "2026-09-01"},
            "egfr": {"value": 71, "unit": "mL/min/1.73m2"},
        }
    profile["filled_in_by"] = draw_from.choice(("patient", "helper", "health_worker"))
    return Visitor(profile, draw_from.choice(_CLINICS))


def look_of(number: int) -> tuple[PrintSize, Paper]:
    """Return the size and paper a person is printed on where one look is enough: each as often as the others."""
    return LOOKS[(number + number // len(LOOKS)) % len(LOOKS)]


def plan_of(who: Visitor, knowledge: Knowledge, today: date, size: PrintSize, paper: Paper) -> Plan:
    """Return the plan of a visitor on a paper, in a letter size."""
    told = who.profile | {"print": {"paper": paper.value, "size": size.value}}
    return make_plan(read_profile(json.dumps(told).encode()), knowledge, today, who.clinic)


def form_of(knowledge: Knowledge, today: date, size: PrintSize, paper: Paper) -> tuple[str, bytes]:
    """Return the blank form."""
    sheet = form_sheet(knowledge, [asked(each) for each in on_paper(read_questions())])
    data = draw_sheets((sheet,), form_furniture(knowledge, None), Printing(paper=paper, size=size, language="en"), today)
    return f"form_{knowledge.version}.pdf", data
