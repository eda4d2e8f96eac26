"""Names, amounts, results and who answers: what is typed is shown as it was understood, and nothing is taken by itself."""

import json
from datetime import date
from typing import Any

import pytest
from player import ALL, SIMPLE, Player, Raw, Replies, at_the_keyboard, person, time_limit  # noqa: F401 - a fixture of every test here

from planner.heard import Listener
from planner.library import Knowledge
from planner.reading import read_profile
from planner.vocabulary import BloodThinner
from questionnaire import words
from questionnaire.ask import ask
from questionnaire.question import Kind

TODAY = date(2026, 11, 22)
TYPE, TAKE, ALL_SAID, YES = "Type the medicines", "Type the supplements", words.THAT_IS_ALL, words.YES
PAIR, ROWS = Raw("11\r"), Raw("11111111\r")  # the foods of somebody with a blood thinner of the warfarin kind, and of everybody else
OTHER = "Another health problem: type it"
IU, MICROGRAMS = "units (the pack may say IU)", "micrograms (the pack may say mcg or µg)"


@pytest.fixture(scope="module")
def door(knowledge: Knowledge) -> Listener:
    return Listener(knowledge)


def play(door: Listener, replies: Replies, given: dict[str, Any] | None = None) -> tuple[dict[str, Any], Player]:
    with at_the_keyboard(replies) as player:
        told = ask(ALL, door, given, today=TODAY, screen=player)
    read_profile(json.dumps(told).encode())
    return told, player


# Names.


def test_a_brand_is_shown_with_what_it_is(door: Listener) -> None:
    steps: list[Any] = [TYPE, "Marcumar", YES, YES, ALL_SAID]
    _, player = play(door, person(blood_thinner=["Yes, of the warfarin type"], medicines=steps, eats=[PAIR]))
    assert "Marcumar is phenprocoumon, a blood thinner of the warfarin kind." in player.heard
    assert words.IS_THAT_YOURS[0] in player.heard


def test_suggestions_name_the_brand_that_was_nearly_typed(knowledge: Knowledge) -> None:
    heard = Listener(knowledge).look_up("marcoumr", "medicine")
    assert heard.candidates == ("Marcoumar",)
    assert heard.shown == ("Marcoumar (phenprocoumon, a blood thinner of the warfarin kind)",)


def test_at_most_five_are_suggested_and_only_a_choice_takes_one(door: Listener) -> None:
    start: list[Any] = [TAKE, "vitmin d"]
    detail = ["", words.NOT_SURE]
    told, _ = play(door, person(supplements=[*start, "vitamin D", *detail, ALL_SAID]))
    assert told["supplements"] == [{"name": "vitmin d", "confirmed_as": "vitamin D"}]
    told, _ = play(door, person(supplements=[*start, words.CANNOT_FIND, *detail, ALL_SAID]))
    assert told["supplements"] == ["vitmin d"]
    told, _ = play(door, person(supplements=[*start, words.NONE_OF_THESE, words.LEAVE_OUT, "I take no supplements"]))
    assert told["supplements"] == []
    told, _ = play(door, person(supplements=[*start, words.NONE_OF_THESE, words.TYPE_AGAIN, "iron", YES, *detail, ALL_SAID]))
    assert told["supplements"] == ["iron"]
    assert len(door.look_up("vitmin d", "supplement").candidates) > 5


@pytest.mark.parametrize("two", ["warfarin and metfromin", "warfarin zzquux"])
def test_what_was_read_of_one_name_never_replaces_two(door: Listener, two: str) -> None:
    steps: list[Any] = [TYPE, two, words.KEEP_AS_TYPED, words.NO, YES, ALL_SAID]
    told, player = play(door, person(medicines=steps, blood_thinner=["No", "No"]))
    assert told["medicines"] == [two]
    assert words.ONE_AT_A_TIME.format(typed=two) in player.heard


def test_a_name_can_be_taken_off_the_list(door: Listener) -> None:
    steps: list[Any] = [["Soya", "Something else: type it"], "zzquux", words.KEEP_AS_TYPED, words.TAKE_OFF, "soya", ALL_SAID]
    told, _ = play(door, person(allergies=steps))
    assert told["allergies"] == ["zzquux"]


def test_only_what_a_rule_counts_is_asked_of_a_condition(door: Listener) -> None:
    ticked: list[Any] = [
        ["Kidney stones", "A stroke or mini-stroke", "Another health problem: type it"],
        "March 2019",
        "eczema",
        YES,
        ALL_SAID,
    ]
    told, player = play(door, person(conditions=ticked))
    assert told["conditions"] == ["kidney stones", {"name": "stroke", "since": "2019-03"}, "eczema"]
    assert words.SINCE.format(typed="kidney stones") not in player.heard


def test_when_a_medicine_was_stopped_is_asked_where_it_counts(door: Listener) -> None:
    steps: list[Any] = [TYPE, "warfarin, metformin", YES, words.STOPPED, "1 Nov 2026", YES, ALL_SAID]
    told, player = play(door, person(medicines=steps))
    assert told["medicines"] == [{"name": "warfarin", "stopped": "2026-11-01"}, "metformin"]
    assert words.TAKEN_NOW[0].format(typed="metformin") not in player.heard


def test_when_in_the_day_is_asked_where_hours_count(door: Listener) -> None:
    steps: list[Any] = [TYPE, "levothyroxine", YES, ["In the morning"], words.ADD, "Eltroxin", YES, [words.NOT_SURE], ALL_SAID]
    told, _ = play(door, person(medicines=steps))
    assert told["medicines"] == [{"name": "levothyroxine", "slots": ["morning"]}, "Eltroxin"]


# The blood thinner, asked twice.


@pytest.mark.parametrize(
    ("answer", "medicine", "detail", "again"),
    [
        ("No", "Eliquis", [], "Yes, of another type"),
        ("No", "warfarin", [YES], "Yes, of the warfarin type"),
        ("Yes, of another type", "warfarin", [YES], "Yes, of another type"),
        ("Yes, of the warfarin type", "Eliquis", [], "Yes, of another type"),
    ],
)
def test_the_list_and_the_answer_are_held_side_by_side(door: Listener, answer: str, medicine: str, detail: list[Any], again: str) -> None:
    two_rows = [PAIR] if again == "Yes, of the warfarin type" else [ROWS]
    replies = person(blood_thinner=[answer, again], medicines=[TYPE, medicine, YES, *detail, ALL_SAID], eats=two_rows)
    told, player = play(door, replies)
    assert player.asked.count("blood_thinner") == 2
    assert words.THINNER_LISTED.format(answer=answer, names=medicine) in player.heard
    assert told["medicines"] == [medicine]
    assert words.BOTH_COUNT in player.heard


def test_a_blood_thinner_that_is_not_in_the_list_is_asked_for(door: Listener) -> None:
    replies = person(blood_thinner=["Yes, of another type"], medicines=["I take no medicines", TYPE, "Eliquis", YES, ALL_SAID])
    told, player = play(door, replies)
    assert told["medicines"] == ["Eliquis"]
    assert words.THINNER_NOT_LISTED.format(answer="Yes, of another type") in player.heard


def test_a_name_nobody_knows_may_be_a_blood_thinner(door: Listener) -> None:
    steps: list[Any] = [TYPE, "zzquux", words.KEEP_AS_TYPED, words.NOT_SURE, ALL_SAID]
    told, player = play(door, person(medicines=steps, blood_thinner=["No", "Not sure"]))
    assert told["blood_thinner"] == "not_sure"
    assert words.THINNER_MAYBE.format(answer="No", names="zzquux") in player.heard


def test_every_kind_of_blood_thinner_is_told_apart(knowledge: Knowledge) -> None:
    door = Listener(knowledge)
    kinds = {name: door.look_up(name, "medicine").thins for name in ("Marcumar", "Eliquis", "heparin", "aspirin", "blood thinner")}
    guarded, other = BloodThinner.vitamin_k_antagonist, BloodThinner.other
    assert kinds == {"Marcumar": guarded, "Eliquis": other, "heparin": other, "aspirin": None, "blood thinner": guarded}


# Amounts and results.


@pytest.mark.parametrize(
    ("number", "unit", "both"),
    [("1,000", IU, "1,000 IU = 25 micrograms."), ("25", MICROGRAMS, "25 micrograms = 1,000 IU.")],
)
def test_an_amount_is_said_in_both_units(door: Listener, number: str, unit: str, both: str) -> None:
    told, player = play(door, person(supplements=[TAKE, "vitamin D3", YES, number, unit, "Every day", "1", ALL_SAID]))
    assert both in player.heard
    assert told["supplements"][0]["per_day"] == 1


def test_ten_times_too_much_is_asked_about(door: Listener) -> None:
    steps: list[Any] = [TAKE, "vitamin D3", YES, "1000", MICROGRAMS, words.TYPE_AMOUNT_AGAIN, "1000", IU, "Every day", "1", ALL_SAID]
    told, player = play(door, person(supplements=steps))
    assert words.UNUSUAL.format(amount="1,000 micrograms") in player.heard
    assert told["supplements"] == [{"name": "vitamin D3", "amount": 1000, "unit": "IU", "per_day": 1}]
    steps = [TAKE, "vitamin D3", YES, "1000", MICROGRAMS, words.YES_AS_ON_PACK, words.NOT_SURE, ALL_SAID]
    told, _ = play(door, person(supplements=steps))
    assert told["supplements"] == [{"name": "vitamin D3", "amount": 1000, "unit": "micrograms"}]


def test_a_unit_that_is_none_of_this_nutrient_is_refused_at_once(door: Listener) -> None:
    steps: list[Any] = [TAKE, "magnesium", YES, "300", IU, "300", "milligrams (mg)", "Some days each week", "3", ALL_SAID]
    told, player = play(door, person(supplements=steps))
    assert words.NOT_ITS_UNIT.format(unit="IU") in player.heard
    assert told["supplements"] == [{"name": "magnesium", "amount": 300, "unit": "milligrams", "per_week": 3}]


def test_without_its_unit_the_number_is_left_out(door: Listener) -> None:
    steps: list[Any] = [TAKE, "vitamin D3", YES, "25", words.NOT_SURE, "Some days each week", "2", ALL_SAID]
    told, player = play(door, person(supplements=steps))
    assert told["supplements"] == [{"name": "vitamin D3", "per_week": 2}]
    assert words.NO_UNIT in player.heard


def test_a_result_has_no_unit_of_its_own_and_is_said_in_both(door: Listener) -> None:
    vitamin_d = ["Vitamin D (25-hydroxy vitamin D)"]
    told, player = play(door, person(results=[vitamin_d], vitamin_d_25oh=["20", "ng/mL", "1 Sep 2026"]))
    assert "20 ng/mL = 50 nmol/L." in player.heard
    assert told["labs"] == {"vitamin_d_25oh": {"value": 20, "unit": "ng/mL", "date": "2026-09-01"}}
    told, player = play(door, person(results=[vitamin_d], vitamin_d_25oh=["50", "nmol/L", ""]))
    assert "50 nmol/L = 20 ng/mL." in player.heard


def test_a_result_that_cannot_be_right_is_asked_again(door: Listener) -> None:
    told, player = play(door, person(results=[["Calcium"]], calcium=["9.4", "mmol/L", "9.4", "mg/dL", ""]))
    assert words.CANNOT_BE.format(amount="9.4 mmol/L") in player.heard
    assert told["labs"] == {"calcium": {"value": 9.4, "unit": "mg/dL"}}


# Who answers.


def as_somebody_else(role: str, **changes: list[Any]) -> Replies:
    return person(filled_in_by=[role], medicines=["They take no medicines"], supplements=["They take no supplements"], **changes)


def test_a_helper_is_asked_about_them(door: Listener) -> None:
    told, player = play(door, as_somebody_else("I help someone else"))
    assert told["filled_in_by"] == "helper"
    assert "Do they take a medicine that thins their blood?" in player.heard
    assert "Do you take a medicine that thins your blood?" not in player.heard
    assert "name" not in player.asked


def test_a_health_worker_tells_name_birth_and_results(door: Listener) -> None:
    replies = as_somebody_else("I am a health worker", age=["3 May 1959"], name=["Ann Smith"], reference=["A-017"])
    told, player = play(door, replies)
    assert told["date_of_birth"] == "1959-05-03"
    assert "age" not in told
    assert told["name"] == "Ann Smith"
    assert words.AGE_SAID.format(age=67) in player.heard


def test_a_health_worker_may_mark_what_nobody_knows_as_seen(door: Listener) -> None:
    replies = as_somebody_else("I am a health worker", name=[""], conditions=[[OTHER], "zzquux", words.SEEN, ALL_SAID])
    told, _ = play(door, replies)
    assert told["conditions"] == [{"name": "zzquux", "relevant": False}]


@pytest.mark.parametrize(("role", "typed"), [("I help someone else", "zzquux"), ("I am a health worker", "zzquux kidney quuxing")])
def test_nobody_else_and_nothing_risky_is_marked_as_seen(door: Listener, role: str, typed: str) -> None:
    replies = as_somebody_else(role, name=[""], conditions=[[OTHER], typed, words.SEEN, ALL_SAID])
    with pytest.raises(ValueError, match="not in list"):
        play(door, replies)


# What is known already.


def test_only_what_is_missing_is_asked(door: Listener) -> None:
    known = {
        "age": 67,
        "sex": "female",
        "medicines": [{"name": "metformin", "slots": ["morning"]}],
        "supplements": [],
        "print": {"paper": "Letter"},
    }
    told, player = play(door, person(review=[words.MAKE]), known)
    assert not {"age", "sex", "medicines", "supplements", "bought"} & set(player.asked)
    assert {"consent", "symptoms", "blood_thinner", "print_size"} <= set(player.asked)
    assert told["medicines"] == known["medicines"]
    assert told["print"] == {"paper": "Letter", "size": "standard"}


def test_every_answer_can_be_changed_at_the_end(door: Listener) -> None:
    names = [each for each in person() if each != "review"]
    changes = [step for place in range(1, len(names) + 1) for step in (words.CHANGE, str(place))]
    twice = {name: person()[name] * 2 for name in names} | {key: [Raw("\r")] for key in ("age", "country")}  # still on the line
    told, player = play(door, {**twice, "review": [*changes, words.MAKE]}, SIMPLE)
    asked_before = {"consent", "reference", "results"}
    assert {name: player.asked.count(name) for name in names} == {name: 1 + (name in asked_before) for name in names}
    assert told == {"schema_version": 1, **SIMPLE}


def test_a_changed_answer_asks_again_what_depends_on_it_and_says_what_is_set_aside(door: Listener) -> None:
    replies = person(
        sex=["Male", "Female"],
        age=["31"],
        life_stage=["Breastfeeding"],
        goals=[["Fewer leg cramps at night"], ["Strong bones"]],
        cramp_signs=[["At night, in either leg"]],
        cramps=["4"],
        review=[words.CHANGE, Raw("99\r\x7f\x7f5\r"), words.CHANGE, "24", words.MAKE],
    )
    told, player = play(door, replies)
    assert player.asked.count("life_stage") == 1
    assert told["life_stage"] == "breastfeeding"
    assert told["goals"] == ["bone"]
    assert "cramps" not in told
    assert words.NO_LONGER.format(names="kind of cramps, cramps in 2 weeks") in player.heard


def test_every_kind_of_question_is_asked_by_somebody() -> None:
    assert {each.kind for each in ALL} == set(Kind)
