"""A profile's entries → the rows a person sees and what rules see: moved in sight, counted once, never looked away from."""

import json
from datetime import date
from typing import Any

import pytest
from test_cases import ANSWERED

from planner.compare import checks
from planner.decide import Judgement, decide
from planner.library import read_knowledge
from planner.person import Person
from planner.reading import read_profile
from planner.rule import Facts
from planner.understand import understand
from planner.vocabulary import Question, Supplement, Verdict

KNOWLEDGE = read_knowledge()
TODAY = date(2026, 11, 23)


def person(**told: Any) -> Person:
    known = ANSWERED | {"age": 60, "sex": "male", "filled_in_by": "patient"}
    return understand(read_profile(json.dumps(known | told).encode()), KNOWLEDGE, TODAY)


def judge(**told: Any) -> Judgement:
    return decide(KNOWLEDGE, person(**told))


def rows(**told: Any) -> list[tuple[str, str | None, str | None]]:
    return [(row.kind, row.substance, row.told_as) for row in person(**told).rows]


@pytest.mark.parametrize(
    ("told", "row"),
    [
        ({"medicines": ["vitamin D3 1000 IU"]}, ("supplement", "vitamin-d", "medicine")),
        ({"supplements": ["warfarin 3 mg"]}, ("medicine", "warfarin", "supplement")),
        ({"conditions": ["on warfarin"]}, ("medicine", "warfarin", "condition")),
        ({"medicines": ["warfarin"]}, ("medicine", "warfarin", None)),
    ],
)
def test_an_entry_in_the_wrong_list_is_moved_in_sight(told: dict[str, Any], row: tuple[str, str | None, str | None]) -> None:
    assert rows(**told) == [row]


def test_a_product_among_the_medicines_is_summed() -> None:
    assert person(medicines=["vitamin D3 1000 IU daily"]).totals == person(supplements=["vitamin D3 1000 IU daily"]).totals != {}


def test_a_combination_gives_a_row_for_each_substance_and_counts_once() -> None:
    for said in ("Zestoretic 20-12.5", "lisinopril/hydrochlorothiazide 20-12.5", "lisinopril 20 mg / hydrochlorothiazide 5 [Zestoretic]"):
        found = person(medicines=[said])
        assert {row.substance for row in found.rows} == {"lisinopril", "hydrochlorothiazide"}
        assert medicines(found) == 1
    assert medicines(person(medicines=["lisinopril, hydrochlorothiazide"])) == 2


def medicines(found: Person) -> int:
    """How many medicines the rules count."""
    return next(count for count in range(20) if not counts(found, count + 1))


def counts(found: Person, number: int) -> bool:
    (check,) = checks(KNOWLEDGE, Facts(medicine_count_from=number), found, tightens=True)
    return bool(check.holds)


def test_an_entry_that_could_mean_several_counts_once() -> None:
    assert len(person(medicines=["hydrochlorothiazidee"]).taken) >= 1
    assert len({each.counts_as for each in person(medicines=["hydrochlorothiazidee", "amlodipinne"]).taken}) == 2


@pytest.mark.parametrize("said", ["none", "nil", "no", "-", "n/a", "unknown", "not sure", "no idea", "none really, only warfarinn"])
def test_no_word_is_an_empty_list_and_leaves_the_question_open(said: str) -> None:
    assert person(medicines=[said]).asks(Question.medicines)


def test_an_allergy_to_a_medicine_is_no_medicine_taken() -> None:
    found = person(allergies=["amlodipine"])
    assert not found.taken
    assert not found.asks(Question.medicines)


def test_an_allergy_to_a_guarded_medicine_is_doubted() -> None:
    found = judge(allergies=["warfarin"])
    assert found.person.asks(Question.medicines)
    assert next(each for each in found.supplements if each.supplement is Supplement.mk7).verdict is Verdict.withhold


@pytest.mark.parametrize("said", ["warfarin, stopped", "warfarin - no longer taking", "not taking warfarin", "warfarin in the past"])
def test_words_never_take_a_medicine_away(said: str) -> None:
    mk7 = next(each for each in judge(medicines=[said]).supplements if each.supplement is Supplement.mk7)
    assert mk7.verdict is Verdict.withhold
