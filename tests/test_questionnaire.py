"""The questions as data, which of them comes next, and what people type: no keyboard needed."""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from player import ALL, SIMPLE, told

from planner.errors import KnowledgeError
from planner.library import Knowledge
from planner.profile import Labs, Profile
from planner.readability import grade
from planner.readability import words as counted
from planner.recognise import recogniser
from planner.record import fields_of
from planner.rule import Facts
from planner.vocabulary import (
    BloodThinner,
    Capsules,
    Diet,
    FilledInBy,
    FoodRule,
    Frequency,
    Goal,
    Lab,
    LifeStage,
    Match,
    PrintSize,
    Sex,
    Symptom,
)
from planner.vocabulary import Question as SafetyQuestion
from questionnaire import words
from questionnaire.answer import entry_words
from questionnaire.answers import from_profile, to_profile
from questionnaire.country import COUNTRIES, country_code, near_countries
from questionnaire.dates import read_day, read_since
from questionnaire.flow import answered, ending, next_question, reached
from questionnaire.numbers import number
from questionnaire.question import QUESTIONS, Kind, Question, in_profile, read_questions
from questionnaire.text import cleaned, split

TODAY = date(2026, 11, 22)
BY_ID = {each.id: each for each in ALL}


def answers(*left_out: str, **changes: Any) -> dict[str, Any]:
    """Return the simple person's answers by question id, without some."""
    told_before, _ = from_profile(SIMPLE, ALL, TODAY)
    all_told = {**told_before, "consent": "yes", "reference": None, "results": [], **changes}
    return {key: value for key, value in all_told.items() if key not in left_out}


def ids(told_now: dict[str, Any]) -> list[str]:
    return [each.id for each in reached(told_now, ALL)]


# Which question comes next.


def test_next_question_is_pure() -> None:
    some = answers("goals", "medicines")
    before = dict(some)
    following = next_question(some, ALL)
    assert following is not None
    assert following.id == "medicines"
    assert some == before
    assert next_question(answers(), ALL) is None


def test_an_answer_whose_question_is_not_reached_never_enters_the_profile() -> None:
    man = answers(age=30, sex="male", life_stage="pregnant")
    assert "life_stage" not in to_profile(man, ALL)
    after = answered(man, ALL, BY_ID["sex"], "female")
    assert "life_stage" not in after
    assert "life_stage" in man


def test_an_answer_that_still_fits_is_not_asked_again() -> None:
    woman = answers(age=30, sex="female", life_stage="pregnant")
    assert answered(woman, ALL, BY_ID["age"], 31)["life_stage"] == "pregnant"
    assert "life_stage" not in answered(woman, ALL, BY_ID["age"], 67)


@pytest.mark.parametrize(
    ("changes", "asked", "not_asked"),
    [
        ({"age": 31}, {"life_stage"}, {"name", "cramps"}),
        ({"age": 31, "sex": "undisclosed"}, {"life_stage"}, set()),
        ({"age": 31, "sex": "male"}, set(), {"life_stage"}),
        ({"age": 56}, set(), {"life_stage"}),
        ({"age": 17}, {"diet", "eats"}, {"goals", "dislikes", "capsules", "food_rules"}),
        ({"blood_thinner": "vitamin_k_antagonist"}, {"diet", "eats"}, {"inr_tests", "dislikes", "capsules", "food_rules"}),
        ({"blood_thinner": "unknown_kind"}, {"inr_tests", "dislikes"}, set()),
        ({"filled_in_by": "health_worker"}, {"name", "reference"}, set()),
        ({"goals": ["leg_cramps"]}, {"cramp_signs", "cramps"}, set()),
        ({"results": ["egfr"]}, {"egfr"}, {"calcium", "inr"}),
        ({"symptoms": ["chest_pain"]}, set(), {"medicines", "goals"}),
        ({"age": {"date_of_birth": "2015-01-01", "age": 11}}, set(), {"goals"}),
    ],
)
def test_a_question_is_asked_only_where_its_answer_is_used(changes: dict[str, Any], asked: set[str], not_asked: set[str]) -> None:
    now = set(ids(answers(**changes)))
    assert asked <= now
    assert not not_asked & now


def test_beside_a_blood_thinner_of_the_warfarin_kind_only_the_foods_a_rule_looks_at_are_asked() -> None:
    table = next(each for each in reached(answers(blood_thinner="vitamin_k_antagonist"), ALL) if each.id == "eats")
    assert [each.food for each in table.rows] == ["natto", "leafy-greens"]
    changed = answered(answers(), ALL, BY_ID["blood_thinner"], "vitamin_k_antagonist")
    assert "eats" not in changed


@pytest.mark.parametrize(
    ("changes", "how"),
    [
        ({"consent": "no"}, "stop"),
        ({"symptoms": ["leg_swollen_hot", "chest_pain"]}, "now"),
        ({"symptoms": ["rest_pain_or_ulcer"]}, "today"),
        ({"symptoms": ["pain_on_walking"]}, None),
        ({"symptoms": "not_sure"}, None),
        ({"goals": ["leg_cramps"], "cramp_signs": ["leg_swollen_hot"]}, "today"),
    ],
)
def test_only_a_danger_ends_the_interview(changes: dict[str, Any], how: str | None) -> None:
    assert ending(answers(**changes), ALL) == how


def test_what_a_choice_adds_stands_in_the_list_it_belongs_to() -> None:
    bought = to_profile(answers(medicines=["Aspirin"], bought=["aspirin", "antacid", "iron"], supplements=[]), ALL)
    assert bought["medicines"] == ["Aspirin", "antacid"]
    assert bought["supplements"] == ["iron"]
    assert to_profile(answers(medicines="not_sure", bought=["aspirin"]), ALL)["medicines"] == "not_sure"
    assert to_profile(answers(bought=["not_sure"]), ALL)["medicines"] == ["something bought without a prescription"]


def test_a_sign_under_cramps_is_a_symptom() -> None:
    cramps = {"goals": ["leg_cramps"]}
    assert to_profile(answers(**cramps, cramp_signs=["pain_on_walking"]), ALL)["symptoms"] == ["pain_on_walking"]
    assert to_profile(answers(**cramps, cramp_signs=["leg_swollen_hot"], symptoms="not_sure"), ALL)["symptoms"] == ["leg_swollen_hot"]
    assert to_profile(answers(**cramps, cramp_signs=["pain_on_walking"], symptoms="not_sure"), ALL)["symptoms"] == "not_sure"


def test_a_profile_becomes_answers_and_the_same_profile_again() -> None:
    whole = {
        **told("print", "age"),
        "date_of_birth": "1959-05-03",
        "medicines": [{"name": "warfarin", "stopped": "2026-11-01"}],
        "labs": {"egfr": {"value": 71.0, "unit": "mL/min/1.73m2"}},
        "print": {"size": "large", "paper": "Letter"},
        "eats": {"gouda": "daily"},
    }
    kept, rest = from_profile(whole, ALL, TODAY)
    assert rest == {"print": {"paper": "Letter"}, "labs": {}}
    assert to_profile({**kept, "consent": "yes"}, ALL, rest) == whole
    assert kept["age"] == {"date_of_birth": "1959-05-03", "age": 67}
    left = next_question({**kept, "consent": "yes"}, ALL)
    assert left is not None
    assert left.id == "reference"


# What the file of questions promises.


def test_every_profile_key_is_asked_once_or_left_out_on_purpose() -> None:
    fields = [each.field for each in ALL if each.field]
    assert len(fields) == len(set(fields))
    assert all(map(in_profile, fields))
    on_purpose = {"schema_version", "date_of_birth"}  # the age may be told as a date of birth
    assert {each.split(".")[0] for each in fields} == fields_of(Profile).keys() - on_purpose
    assert {each.split(".")[1] for each in fields if each.startswith("labs.")} == fields_of(Labs).keys() == set(Lab)


def test_every_safety_question_can_be_answered_with_not_sure() -> None:
    asked = [each for each in ALL if each.kind is not Kind.frequency_table]
    may_doubt = {each.field for each in asked if each.field and any(choice.value == "not_sure" for choice in each.choices)}
    # A condition's date is asked with the condition itself.
    assert may_doubt == {each.value for each in SafetyQuestion} - {"condition_dates"}


@pytest.mark.parametrize(
    ("question", "closed"),
    [
        ("sex", Sex),
        ("life_stage", LifeStage),
        ("blood_thinner", BloodThinner),
        ("diet", Diet),
        ("food_rules", FoodRule),
        ("symptoms", Symptom),
        ("goals", Goal),
        ("capsules", Capsules),
        ("filled_in_by", FilledInBy),
        ("eats", Frequency),
        ("results", Lab),
        ("print_size", PrintSize),
    ],
)
def test_choices_are_the_closed_words(question: str, closed: type[Sex]) -> None:
    values = {each.value for each in next(each for each in ALL if each.id == question).choices}
    assert values - {"not_sure", "none"} == set(closed) - {"none"}


def test_eligibility_comes_before_symptoms_and_symptoms_before_the_rest() -> None:
    assert [each.id for each in ALL][:7] == ["filled_in_by", "consent", "print_size", "age", "sex", "country", "symptoms"]


FACTS = {
    **dict.fromkeys(("age_under", "age_from"), "age"),
    **dict.fromkeys(("country", "regional_cap"), "country"),  # whether the caps of a country are kept is the clinic's setting
    "food_rule": "food_rules",
    "goal": "goals",
    **dict.fromkeys(("takes", "takes_substance", "takes_also", "stopped_within_weeks", "course", "medicine_count_from"), "medicines"),
    **dict.fromkeys(("takes_product", "total"), "supplements"),
    **dict.fromkeys(("has", "since_within_months"), "conditions"),
    "allergy": "allergies",
    "symptom": "symptoms",
    "lab": "results",
    **dict.fromkeys(("cramps_per_2_weeks_from", "cramps_per_2_weeks_under"), "cramps"),
    **{each: each for each in ("sex", "life_stage", "diet", "blood_thinner", "inr_tests", "eats", "surgery_planned")},
}
# What no rule asks and the page, the choice of foods or the interview itself needs.
FOR_THE_PAGE = {"filled_in_by", "consent", "print_size", "reference", "name", "dislikes", "capsules"}


def test_every_fact_a_rule_uses_has_a_question_and_every_question_a_use() -> None:
    assert FACTS.keys() == fields_of(Facts).keys()
    used = set(FACTS.values()) | FOR_THE_PAGE
    adding = {each.id for each in ALL if any(choice.adds for choice in each.choices)}
    results = {each.value for each in BY_ID["results"].choices} - {"none"}
    assert BY_ID.keys() == used | adding | results
    assert not FOR_THE_PAGE & set(FACTS.values())


def test_what_ticking_a_line_adds_is_known(knowledge: Knowledge) -> None:
    tables = {Kind.conditions: "condition", Kind.allergies: "allergy"}
    offered: list[tuple[str, Any]] = [(entry, tables[each.kind]) for each in ALL for entry in each.entries]
    added = [
        (field, entry) for each in ALL for choice in each.choices if choice.value != "not_sure" for field, entry in choice.adds.items()
    ]
    offered += [(entry, field.removesuffix("s")) for field, entry in added if field != "symptoms"]
    assert len(offered) > 25
    read = recogniser(knowledge).read
    assert [each for each in offered if {reading.match for reading in read(*each)} != {Match.recognised}] == []
    assert {reading.match for reading in read("something bought without a prescription", "medicine")} == {Match.unrecognised}
    assert {entry for field, entry in added if field == "symptoms"} <= set(Symptom)


def test_a_helper_is_never_spoken_to_as_the_person() -> None:
    spoken = [each.told_to(they=True) for each in ALL if each.id not in {"filled_in_by", "name", "results"}]
    said = [(each.id, text) for each in spoken for text in (each.ask, each.hint, each.short, *(choice.words for choice in each.choices))]
    own = re.compile(r"\b(your?|I|my)\b(?! (?:do not know|want))")
    assert [(name, text) for name, text in said if own.search(text) and "save my answers" not in text] == []


def test_the_words_are_as_easy_as_a_patient_page() -> None:
    said = [
        text
        for each in ALL
        for told_to in (each, each.told_to(they=True))
        for text in (told_to.ask, told_to.hint, told_to.why, told_to.error)
    ]
    said += [text for name, value in vars(words).items() if name.isupper() and name != "NEEDS_TERMINAL" for text in _texts(value)]
    assert grade([text for text in said if len(counted(text)) > 3]) <= 6


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else ()
    return [text for each in parts for text in _texts(each)]


def test_no_answer_is_none() -> None:
    """A choice worth None would be answered with its own words."""
    assert all(isinstance(choice.value, (str, bool)) for each in ALL for choice in each.choices)
    for each in ALL:
        doubts = [choice for choice in each.choices if "not sure" in choice.words.casefold()]
        assert all(choice.value == "not_sure" for choice in doubts), each.id
        assert all(choice.alone for choice in each.choices if choice.value in {"none", "not_sure"} and each.kind is Kind.select_many)


def test_words_are_plain() -> None:
    said = [text for name, value in vars(words).items() if name.isupper() for text in _texts(value)]
    for each in ALL:
        said += [each.ask, each.why, each.hint, each.error, *(choice.words for choice in each.choices)]
    for sentence in said:
        assert not re.search(r"\b(please|sorry|valid|invalid|required|oops)\b", sentence, re.IGNORECASE), sentence
        for part in re.split(r"(?<=[.?!:]) ", sentence):
            assert len(part.split()) <= 35, part  # lists of examples included


def test_every_list_fits_a_small_screen() -> None:
    for each in ALL:
        first_item = each.kind not in {Kind.select_many, Kind.conditions, Kind.allergies}
        lines = len(each.choices) + 1 + first_item + len(each.ask) // 79 + len(each.hint) // 79 + 4  # keys and a refusal too
        assert lines <= 24, each.id


@pytest.mark.parametrize(
    ("find", "put", "says"),
    [
        ('kind = "whole_number"', 'kind = "whole_numbre"', r"questions\.toml:\d+: kind: "),
        ('short = "Age"', 'shrt = "Age"', r"questions\.toml:\d+: shrt: this key is not known; .*short"),
        ('field = "labs.egfr"', 'field = "labs.egrf"', r"not a key of the profile"),
        ('id = "egfr"', 'id = "age"', r"id: age stands twice"),
        ('field = "sex"', 'field = "age"', r"field: age is asked twice"),
        ('none_of = ["male"]', 'none_of = ["man"]', r"ask_when: man is not an answer to sex; female, "),
        ('question = "sex", none_of = ["male"]', 'question = "goals", none_of = ["bone"]', r"ask_when: goals is not asked before"),
        ('id = "age"', "id = age", r"questions\.toml:\d+: file: "),
        ("[[question]]", "[[questoin]]", r"the table questoin is not known"),
    ],
)
def test_a_fault_in_the_file_is_refused_with_its_line(tmp_path: Path, find: str, put: str, says: str) -> None:
    path = tmp_path / "questions.toml"
    path.write_text(QUESTIONS.read_text(encoding="utf-8").replace(find, put, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=says):
        read_questions(path)


def test_a_fault_names_the_line_it_stands_on(tmp_path: Path) -> None:
    path = tmp_path / "questions.toml"
    text = QUESTIONS.read_text(encoding="utf-8").replace("highest = 120", 'highest = "120"', 1)
    path.write_text(text, encoding="utf-8")
    line = text[: text.index('highest = "120"')].count("\n") + 1
    with pytest.raises(KnowledgeError, match=f"^questions.toml:{line}: highest: "):
        read_questions(path)


# What people type.


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1,000", 1000),
        ("2,5", 2.5),
        ("2.5", 2.5),
        ("10 000", 10000),
        (".5", 0.5),
        ("1000 IU", None),
        ("", None),
        ("-3", None),
        ("1e9", None),
        ("1,00,0", None),
    ],
)
def test_numbers(typed: str, value: float | None) -> None:
    assert number(typed) == value


def test_dates() -> None:
    assert read_day("1 Sep 2026") == read_day("September 1, 2026") == read_day("2026-09-01") == date(2026, 9, 1)
    assert read_day("3/4/2026") is None
    assert read_day("31 Feb 2026") is None
    assert [read_since(each, TODAY) for each in ("2019", "March 2026", "3/2026", "2026-03", "1 Sep 2026", "2027", "soon", "1066")] == [
        "2019",
        "2026-03",
        "2026-03",
        "2026-03",
        "2026-09-01",
        None,
        None,
        None,
    ]


def test_countries() -> None:
    typed = ("uk", "U.S.A.", "Österreich", "osterreich", "ie", "Côte d'Ivoire")
    assert [country_code(each) for each in typed] == ["GB", "US", "AT", "AT", "IE", "CI"]
    assert country_code("Irelnd") is None
    assert "Ireland" in near_countries("Irelnd")
    table = tomllib.loads(COUNTRIES.read_text(encoding="utf-8"))
    names = [cleaned(name).casefold() for each in table.values() for name in each]
    assert len(names) == len(set(names))


def test_a_comma_inside_a_number_does_not_split() -> None:
    assert split("vitamin D3 1,000 IU, zinc\n\tiron;") == ["vitamin D3 1,000 IU", "zinc", "iron"]
    assert cleaned("a\x1b[31mb\u202ec\ud800 ") == "a b c"
    assert entry_words({"name": "markumar", "confirmed_as": "Marcumar"}) == "markumar (Marcumar)"


def test_every_question_has_a_kind_that_can_be_put() -> None:
    assert {each.kind for each in ALL} == set(Kind)
    assert all(isinstance(each, Question) for each in ALL)
