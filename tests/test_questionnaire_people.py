"""Eight people at the keyboard: what is written down of each, and that the plan is the one `make` makes of it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from player import ALL, Raw, Replies, at_the_keyboard, person, told
from test_cli import run

import questionnaire.ask
from planner.commands.ask import ask
from planner.errors import ExitCode
from questionnaire import words

TWELVE = (
    "metformin 500 mg\nlevothyroxine 50\namlodipine\nramipril\nsimvastatin\nomeprazole\nallopurinol\nparacetamol\nsertraline\n"
    "bisoprolol\nfurosemide\nzzquux"
)
YES, ALL_SAID = words.YES, words.THAT_IS_ALL

PEOPLE: dict[str, tuple[Replies, dict[str, Any]]] = {
    "simple": (person(), told()),
    "vegan": (
        person(
            reference=["V-1"],
            age=["34"],
            life_stage=["No, none of these"],
            supplements=["Type the supplements", "vitamin D3", YES, "1,000", "units (the pack may say IU)", "Every day", "1", ALL_SAID],
            allergies=[["Soya", "Nuts"]],
            diet=["Nothing from animals"],
            food_rules=[["No gluten"]],
            eats=[Raw("11111155\r")],
            dislikes=["Yes: type it", "sauerkraut, kale"],
            capsules=["Vegan"],
            goals=[["Strong bones", "Fewer leg cramps at night"]],
            cramp_signs=[["At night, in either leg"]],
            cramps=["4"],
        ),
        told(
            reference="V-1",
            age=34,
            life_stage="none",
            supplements=[{"name": "vitamin D3", "amount": 1000.0, "unit": "IU", "per_day": 1.0}],
            allergies=["soya", "nuts"],
            diet="vegan",
            food_rules=["gluten_free"],
            eats={
                **dict.fromkeys(("natto", "hard-cheese", "soft-cheese-or-yoghurt", "egg"), "never"),
                **dict.fromkeys(("liver-or-dark-poultry", "fermented-cabbage"), "never"),
                **dict.fromkeys(("leafy-greens", "nuts-beans-wholegrains"), "daily"),
            },
            dislikes=["sauerkraut", "kale"],
            capsules="vegan",
            goals=["bone", "leg_cramps"],
            cramps={"per_2_weeks": 4},
        ),
    ),
    "markumar": (
        person(
            blood_thinner=["No", "Yes, of the warfarin type"],
            medicines=[
                "Type the medicines",
                "marcoumr",
                "Marcoumar (phenprocoumon, a blood thinner of the warfarin kind)",
                YES,
                ALL_SAID,
            ],
            eats=[Raw("15\r")],
        ),
        told(
            *("inr_tests", "food_rules", "dislikes", "capsules"),
            blood_thinner="vitamin_k_antagonist",
            medicines=[{"name": "marcoumr", "confirmed_as": "Marcoumar"}],
            eats={"natto": "never", "leafy-greens": "daily"},
        ),
    ),
    "chest pain": (
        person(symptoms=[["Chest pain", "Weak or painful muscles that nothing explains"]]),
        {
            "schema_version": 1,
            "filled_in_by": "patient",
            "print": {"size": "standard"},
            "age": 67,
            "sex": "female",
            "country": "GB",
            "symptoms": ["chest_pain", "muscle_pain_or_weakness"],
            "goals": ["general"],
        },
    ),
    "pregnant": (
        person(
            age=["31"],
            life_stage=["Pregnant"],
            bought=[["Iron"]],
            supplements=["Type the supplements", "prenatal vitamins", YES, "", "Every day", "1", ALL_SAID],
            goals=[["To stay well, or someone said to take it"]],
        ),
        told(
            age=31,
            life_stage="pregnant",
            supplements=[{"name": "prenatal vitamins", "per_day": 1.0}, "iron"],
            goals=["general"],
        ),
    ),
    "under 18": (
        person(age=["11"]),
        told("food_rules", "dislikes", "capsules", age=11, goals=["general"]),
    ),
    "twelve medicines": (
        person(
            medicines=[
                "Type the medicines",
                Raw(f"\x1b[200~{TWELVE}\x1b[201~\r"),
                *[YES, YES, ["In the morning"], YES, YES, YES, YES, YES, YES, YES, YES, YES],
                *[words.KEEP_AS_TYPED, words.NO, ALL_SAID],
            ]
        ),
        told(
            medicines=[
                "metformin 500 mg",
                {"name": "levothyroxine 50", "slots": ["morning"]},
                *("amlodipine", "ramipril", "simvastatin", "omeprazole", "allopurinol", "paracetamol", "sertraline"),
                *("bisoprolol", "furosemide", "zzquux"),
            ]
        ),
    ),
    "not sure": (
        person(
            age=["40"],
            sex=["Prefer not to say"],
            symptoms=[["Not sure"]],
            life_stage=["Not sure"],
            blood_thinner=["Not sure"],
            inr_tests=["Not sure"],
            medicines=["Not sure"],
            bought=[["Not sure"]],
            supplements=["Not sure"],
            conditions=[["Not sure"]],
            surgery_planned=["Not sure"],
            allergies=[["Not sure"]],
            diet=["Another way, or not sure"],
            eats=[Raw("66666666\r")],
        ),
        told(
            "eats",
            age=40,
            sex="undisclosed",
            **dict.fromkeys(
                (
                    *("symptoms", "life_stage", "blood_thinner", "inr_tests", "medicines", "supplements", "conditions"),
                    *("surgery_planned", "allergies", "diet"),
                ),
                "not_sure",
            ),
        ),
    ),
}


@pytest.mark.parametrize("who", PEOPLE)
def test_what_was_said_is_written_down_and_makes_the_same_plan(
    who: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    replies, profile = PEOPLE[who]
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    kept = tmp_path / "answers.json"
    with at_the_keyboard(replies) as player:
        monkeypatch.setattr(questionnaire.ask, "screen_for", lambda **_: player)
        ask(tmp_path / "asked", "2026-11-22", save_profile=kept)
    assert json.loads(kept.read_text(encoding="utf-8")) == profile
    assert not list((tmp_path / "state").rglob("*.json"))
    asked = {path.name: path.read_bytes() for path in (tmp_path / "asked").iterdir()}
    done = run("make", kept, "--out", tmp_path / "made", "--date", "2026-11-22")
    assert done.returncode == ExitCode.done, done.stderr
    assert {path.name: path.read_bytes() for path in (tmp_path / "made").iterdir()} == asked
    assert set(capsys.readouterr().out.split()) >= {str(tmp_path / "asked" / name) for name in asked}
    assert not [each for each in set(player.asked) - {"review"} if player.asked.count(each) > 1 + (each == "blood_thinner")]


def test_a_simple_adult_needs_few_prompts_and_keys() -> None:
    nobody: Any = NoNames()
    with at_the_keyboard(person()) as player:
        questionnaire.ask.ask(ALL, nobody, today=date(2026, 11, 22), screen=player)
    assert player.prompts <= 25
    assert player.pressed <= 70


class NoNames:
    """Nobody types a name."""

    def look_up(self, typed: str, table: str) -> Any:
        raise AssertionError(typed, table)

    lab = look_up
