"""The questionnaire, played by people who press real keys into the real widgets."""

import json
import re
import signal
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

import prompt_toolkit
import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput
from questionary.prompts.common import InquirerControl

from planner.errors import KnowledgeError, Stopped, UsageError
from planner.profile import Labs, Profile
from planner.reading import read_profile
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
from questionnaire import widgets, words
from questionnaire.answer import entry_words, split
from questionnaire.ask import ask
from questionnaire.country import COUNTRIES, country_code, near_countries
from questionnaire.dates import read_day, read_since
from questionnaire.flow import answered, next_question, to_profile
from questionnaire.numbers import number
from questionnaire.question import QUESTIONS, Kind, Question, read_questions

ALL = read_questions()
TODAY = date(2026, 11, 22)
SECONDS = 30
DOWN, CTRL_C, CTRL_D = "\x1b[B", "\x03", "\x04"
Step = str | list[str]


class Raw(str):
    """Keys to press as they are, with no Enter after them."""

    __slots__ = ()


@dataclass(frozen=True)
class Read:
    match: Match
    names: tuple[str, ...] = ()
    plain: str = ""
    candidates: tuple[str, ...] = ()


KNOWN = {
    "markumar": Read(Match.ambiguous, candidates=("Marcumar", "Marcaine")),
    "metformin": Read(Match.recognised, ("metformin",), "a diabetes tablet"),
    "warfarin": Read(Match.recognised, ("warfarin",), "a blood thinner of the warfarin kind"),
    "warfarin and metfromin": Read(Match.ambiguous, ("warfarin",), candidates=("metformin",)),
    "warfarin metfromin": Read(Match.ambiguous, ("warfarin",), candidates=("metformin",)),
    "warfarin zzz": Read(Match.unrecognised, ("warfarin",)),
    "warfrin/metfromin": Read(Match.ambiguous, candidates=("warfarin", "metformin")),
    "vitamin D3": Read(Match.recognised, ("vitamin D3",)),
    "osteoporosis": Read(Match.recognised, ("osteoporosis",)),
    "soya": Read(Match.recognised, ("soya",)),
}


def look_up(text: str, kind: str) -> Read:
    assert kind in {"medicine", "supplement", "condition", "allergy"}
    return KNOWN.get(text, Read(Match.unrecognised))


@pytest.fixture(autouse=True)
def _time_limit() -> Iterator[None]:
    def late(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"still waiting after {SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@dataclass
class Player:
    """Answers each question by its id; the keys of a step are pressed when its prompt has just been put."""

    replies: dict[str, list[Step]]
    heard: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    prompt: Any = None

    def __post_init__(self) -> None:
        self.left = {key: iter(steps) for key, steps in self.replies.items()}
        self.by_words = {**{each.ask: each.id for each in ALL}, words.REVIEW: "review"}

    def hear(self, text: Any) -> None:
        said = " ".join(text[0][1].split())
        self.heard.append(said)
        if said in self.by_words:
            self.asked.append(self.by_words[said])

    def press(self, pipe: PipeInput) -> None:
        step = next(self.left.get(self.asked[-1], iter(())), None)
        assert step is not None, f"nothing to say to {self.asked[-1]}: {self.heard[-4:]}"
        listed = [each for each in self.prompt.application.layout.find_all_controls() if isinstance(each, InquirerControl)]
        pipe.send_text(step if isinstance(step, Raw) else self.keys(step, listed[0]) if listed else f"{step}\r")

    def keys(self, step: Step, listed: InquirerControl) -> str:
        titles = [re.sub(r"^\d+\. ", "", str(each.title)) for each in listed.choices]
        if isinstance(step, str):
            return DOWN * titles.index(step) + "\r"
        places = {titles.index(each) for each in step}
        return "".join((" " if place in places else "") + DOWN for place in range(len(titles))) + "\r"


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., tuple[dict[str, Any], Player]]]:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):

        def run(replies: dict[str, list[Step]], answers: dict[str, Any] | None = None) -> tuple[dict[str, Any], Player]:
            player = Player(replies)
            put, flush = widgets._answer, widgets.flush

            def answer(prompt: Any, keys: Any) -> Any:
                player.prompt = prompt
                return put(prompt, keys)

            def flush_then_press() -> None:
                flush()
                player.press(pipe)

            monkeypatch.setattr(widgets, "_answer", answer)
            monkeypatch.setattr(widgets, "flush", flush_then_press)
            monkeypatch.setattr(prompt_toolkit, "print_formatted_text", player.hear)
            try:
                return ask(ALL, look_up, answers, today=TODAY), player
            finally:
                monkeypatch.setattr(widgets, "_answer", put)
                monkeypatch.setattr(widgets, "flush", flush)

        yield run


def person(**changes: list[Step]) -> dict[str, list[Step]]:
    simple: dict[str, list[Step]] = {
        "filled_in_by": ["I am, for myself"],
        "consent": ["Yes, go on"],
        "age": ["67"],
        "sex": ["Female"],
        "country": ["uk"],
        "symptoms": [["None of these"]],
        "name": ["Ann Smith"],
        "blood_thinner": ["No"],
        "inr_tests": ["No"],
        "medicines": ["I take no medicines"],
        "supplements": ["I take no supplements"],
        "conditions": ["I have none that I know of"],
        "surgery_planned": ["No"],
        "allergies": ["I have none"],
        "diet": ["I eat everything"],
        "food_rules": [["None of these"]],
        "eats": ["Never", "Every day", *["I am not sure"] * 6],
        "dislikes": ["No"],
        "capsules": ["Any kind"],
        "results": [["None of these"]],
        "goals": [["Strong bones"]],
        "print_size": ["Standard"],
        "review": [words.MAKE],
    }
    return {**simple, **changes}


def but(*open_ids: str) -> dict[str, Any]:
    """Return the simple person's answers by question id, without those a test is about."""
    simple = {
        "filled_in_by": "patient",
        "consent": "yes",
        "age": 67,
        "sex": "female",
        "country": "GB",
        "symptoms": [],
        "name": None,
        "blood_thinner": "no",
        "inr_tests": False,
        "medicines": [],
        "supplements": [],
        "conditions": [],
        "surgery_planned": False,
        "allergies": [],
        "diet": "omnivore",
        "food_rules": [],
        "eats": {},
        "dislikes": [],
        "capsules": "any",
        "results": [],
        "goals": ["bone"],
        "print_size": "standard",
    }
    return {key: value for key, value in simple.items() if key not in open_ids}


def profile_of(told: dict[str, Any]) -> Profile:
    return read_profile(json.dumps(told).encode())


Play = Callable[..., tuple[dict[str, Any], Player]]


def test_a_simple_adult_answers_everything(play: Play) -> None:
    told, player = play(
        person(
            medicines=["I will type my medicines", "metformin", words.YES, words.THAT_IS_ALL],
            supplements=[
                "I will type what I take",
                "vitamin D3",
                words.YES,
                "1,000",
                "units (the pack may say IU)",
                "Every day",
                "1",
                words.THAT_IS_ALL,
            ],
            conditions=["I will type them", "osteoporosis", words.YES, "March 2019", words.THAT_IS_ALL],
            dislikes=["Yes, I will type it", "liver, natto"],
            results=[["Vitamin D (25-hydroxy vitamin D)"]],
            vitamin_d_25oh=["45", "nmol/L", "1 Sep 2026"],
            goals=[["Strong bones", "Fewer leg cramps at night"]],
            cramps=["4"],
        )
    )
    profile_of(told)
    assert told == {
        "schema_version": 1,
        "filled_in_by": "patient",
        "age": 67,
        "sex": "female",
        "country": "GB",
        "symptoms": [],
        "name": "Ann Smith",
        "blood_thinner": "no",
        "inr_tests": False,
        "medicines": ["metformin"],
        "supplements": [{"name": "vitamin D3", "amount": 1000, "unit": "IU", "per_day": 1}],
        "conditions": [{"name": "osteoporosis", "since": "2019-03"}],
        "surgery_planned": False,
        "allergies": [],
        "diet": "omnivore",
        "food_rules": [],
        "eats": {"natto": "never", "hard-cheese": "daily"},
        "dislikes": ["liver", "natto"],
        "capsules": "any",
        "labs": {"vitamin_d_25oh": {"value": 45, "unit": "nmol/L", "date": "2026-09-01"}},
        "goals": ["bone", "leg_cramps"],
        "cramps": {"per_2_weeks": 4},
        "print": {"size": "standard"},
    }
    assert len(player.asked) == len(set(player.asked))


def test_a_pregnant_person_is_asked_and_a_man_is_not(play: Play) -> None:
    told, _ = play(person(age=["31"], life_stage=["I am pregnant"]))
    assert profile_of(told).life_stage == LifeStage.pregnant
    told, player = play(person(age=["31"], sex=["Male"]), but("age", "sex"))
    assert "life_stage" not in told
    assert "life_stage" not in player.asked


def test_chest_pain_ends_the_interview_at_once(play: Play) -> None:
    told, player = play(person(symptoms=[["Chest pain", "Weak or painful muscles that you cannot explain"]]))
    assert player.asked[-1] == "symptoms"
    assert player.heard[-1] == words.ENDS["now"]
    assert profile_of(told).symptoms == (Symptom.chest_pain, Symptom.muscle_pain_or_weakness)
    assert told["goals"] == ["general"]
    assert not {"medicines", "blood_thinner", "supplements"} & told.keys()


def test_everything_not_sure(play: Play) -> None:
    unsure = "I am not sure"
    told, _ = play(
        person(
            age=["40"],
            sex=["I prefer not to say"],
            symptoms=[[unsure]],
            name=[""],
            life_stage=[unsure],
            blood_thinner=[unsure],
            inr_tests=[unsure],
            medicines=["I am not sure what I take"],
            supplements=["I am not sure what I take"],
            conditions=[unsure],
            surgery_planned=[unsure],
            allergies=[unsure],
            diet=["Another way, or I am not sure"],
            eats=[unsure] * 8,
        )
    )
    profile_of(told)
    for each in SafetyQuestion:
        assert each is SafetyQuestion.condition_dates or told[each] == "not_sure"
    assert "eats" not in told
    assert "name" not in told


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_stopping_in_the_middle_carries_the_answers(play: Play, key: str) -> None:
    typed: list[Step] = ["I will type my medicines", "metformin", words.YES, words.ADD, Raw(f"half a na{key}")]
    with pytest.raises(Stopped) as stopped:
        play(person(medicines=typed))
    assert stopped.value.answers["age"] == 67
    assert stopped.value.answers["medicines"] == ["metformin"]
    assert "goals" not in stopped.value.answers


def test_without_consent_nothing_is_kept(play: Play) -> None:
    with pytest.raises(Stopped) as stopped:
        play(person(consent=["Tell me more first", "No, stop here"]))
    assert stopped.value.answers == {}


def test_nothing_is_taken_before_the_person_moves(play: Play) -> None:
    told, player = play(person(sex=[Raw("\r"), Raw("\r"), Raw("2\r")]), but("sex"))
    assert told["sex"] == "male"
    assert player.heard.count(next(each.error for each in ALL if each.id == "sex")) == 2


def test_none_of_these_stands_alone_and_a_does_not_tick_all(play: Play) -> None:
    none_and_pain = Raw(" " + DOWN * 13 + " \r")
    untick_pain = DOWN * 3 + " \r"  # from "None of these" over "not sure" and "go back" to the top
    told, _ = play(person(symptoms=[Raw("ai\r" + none_and_pain + untick_pain)]), but("symptoms"))
    assert told["symptoms"] == []


@pytest.mark.parametrize("back", ["<", DOWN * 4 + "\r"])
def test_going_back_keeps_the_other_answers(play: Play, back: str) -> None:
    replies = person(inr_tests=[Raw(back), "No"], blood_thinner=["No", "Yes, of another type"])
    told, player = play(replies, but("blood_thinner", "inr_tests"))
    assert player.asked.count("blood_thinner") == 2
    assert words.BEFORE.format(answer="No") in player.heard
    assert told["blood_thinner"] == "other"
    assert told["age"] == 67


def test_back_from_ticks_typing_and_lists(play: Play) -> None:
    told, player = play(
        person(
            symptoms=[Raw("<"), Raw(DOWN * 15 + " "), ["None of these"], ["None of these"]],
            country=["uk", Raw("\r"), Raw("\r")],  # what was typed before is still there
            name=["<", "Ann"],
            medicines=["I will type my medicines", "<", "I take no medicines"],
        ),
        but("country", "symptoms", "name", "medicines"),
    )
    assert told["country"] == "GB"
    assert told["name"] == "Ann"
    assert told["medicines"] == []
    assert player.asked.count("country") == 3


def test_a_question_mark_says_why(play: Play) -> None:
    _, player = play(person(age=["?", "67"], sex=[Raw("?"), "Female"]), but("age", "sex"))
    why = {each.id: each.why for each in ALL}
    assert why["age"] in player.heard
    assert why["sex"] in player.heard


def test_what_cannot_be_is_refused_and_kept_to_be_mended(play: Play) -> None:
    told, _ = play(person(age=[Raw("620\r\x7f\r")], country=[Raw("Irelnd\r\x7f\x7fand\r")]), but("age", "country"))
    assert told["age"] == 62
    assert told["country"] == "IE"


@pytest.mark.parametrize(
    "paste",
    ["metformin\rwarfarin\rzzz\r", "\x1b[200~metformin\nwarfarin\nzzz\x1b[201~\r", "metformin, warfarin; zzz\r"],
    ids=["three lines", "a marked paste", "commas"],
)
def test_a_pasted_list_is_split_and_does_not_reach_the_next_question(play: Play, paste: str) -> None:
    typed: list[Step] = ["I will type my medicines", Raw(paste), words.YES, words.NOT_SURE, words.KEEP_AS_TYPED, words.THAT_IS_ALL]
    told, player = play(person(medicines=typed), but("medicines", "supplements"))
    assert told["medicines"] == ["metformin", "warfarin", "zzz"]
    assert told["supplements"] == []
    assert words.YOU_TYPED_SEVERAL.format(count=3) in player.heard
    assert words.KEPT.format(typed="zzz") in player.heard


def test_lines_pasted_into_another_question_are_forgotten(play: Play) -> None:
    told, player = play(person(name=[Raw("warfarin\rmetformin\r1\r\r")]), but("name", "blood_thinner"))
    assert told["name"] == "warfarin"
    assert told["blood_thinner"] == "no"
    assert player.asked.count("blood_thinner") == 1


def test_a_suggestion_is_only_taken_when_chosen(play: Play) -> None:
    start: list[Step] = ["I will type my medicines", "markumar"]
    told, _ = play(person(medicines=[*start, "Marcumar", words.THAT_IS_ALL]), but("medicines"))
    assert told["medicines"] == [{"name": "markumar", "confirmed_as": "Marcumar"}]
    told, _ = play(person(medicines=[*start, words.CANNOT_FIND, words.THAT_IS_ALL]), but("medicines"))
    assert told["medicines"] == ["markumar"]
    again: list[Step] = [*start, words.NONE_OF_THESE, words.TYPE_AGAIN, "warfarin", words.YES, words.THAT_IS_ALL]
    told, _ = play(person(medicines=again), but("medicines"))
    assert told["medicines"] == ["warfarin"]
    told, _ = play(person(medicines=[*start, words.NONE_OF_THESE, words.LEAVE_OUT, "I take no medicines"]), but("medicines"))
    assert told["medicines"] == []


@pytest.mark.parametrize("two", ["warfarin and metfromin", "warfarin metfromin", "warfrin/metfromin", "warfarin zzz"])
def test_what_was_read_of_one_name_never_replaces_two(play: Play, two: str) -> None:
    told, player = play(person(medicines=["I will type my medicines", two, words.KEEP_AS_TYPED, words.THAT_IS_ALL]), but("medicines"))
    assert told["medicines"] == [two]
    assert words.ONE_AT_A_TIME.format(typed=two) in player.heard


def test_a_name_can_be_taken_off_the_list(play: Play) -> None:
    typed: list[Step] = ["I will type them", "soya, zzz", words.YES, words.KEEP_AS_TYPED, words.TAKE_OFF, "soya", words.THAT_IS_ALL]
    told, _ = play(person(allergies=typed), but("allergies"))
    assert told["allergies"] == ["zzz"]


def test_a_supplement_without_its_unit_loses_the_number(play: Play) -> None:
    typed: list[Step] = ["I will type what I take", "vitamin D3", words.YES, "25", words.NOT_SURE]
    typed += ["Some days each week", "2", words.THAT_IS_ALL]
    told, _ = play(person(supplements=typed), but("supplements"))
    assert told["supplements"] == [{"name": "vitamin D3", "per_week": 2}]


def test_a_changed_answer_asks_again_what_depends_on_it(play: Play) -> None:
    told, player = play(
        person(
            sex=["Male", "Female"],
            age=["31"],
            life_stage=["I am breastfeeding"],
            goals=[["Fewer leg cramps at night"], ["Strong bones"]],
            cramps=["4"],
            review=[words.CHANGE, Raw("99\r\x7f\x7f4\r"), words.CHANGE, "22", words.MAKE],
        ),
        but("age", "sex", "goals"),
    )
    assert player.asked.count("life_stage") == 1
    assert told["life_stage"] == "breastfeeding"
    assert told["goals"] == ["bone"]
    assert "cramps" not in told
    assert words.NO_LONGER.format(names="cramps in 2 weeks") in player.heard


def test_answers_given_before_are_not_asked_again(play: Play) -> None:
    told, player = play(person(), {**but("sex"), "filled_in_by": "helper", "age": 80})
    assert told["filled_in_by"] == "helper"
    assert told["age"] == 80
    assert player.asked[0] == "sex"


def test_a_child_is_not_asked_what_it_hopes_for(play: Play) -> None:
    told, player = play(person(age=["11"]), but("age", "goals", "capsules", "dislikes", "sex"))
    assert profile_of(told).goals == (Goal.general,)
    assert not {"goals", "capsules", "life_stage"} & set(player.asked)


def test_without_a_terminal_nobody_is_asked() -> None:
    with pytest.raises(UsageError, match="need a terminal; write a profile and use `supplement-plan make`"):
        ask(ALL, look_up)


def test_a_closed_terminal_ends_in_words() -> None:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.close()
        with pytest.raises(UsageError, match="terminal"):
            ask(ALL, look_up)


def test_next_question_is_pure_and_leaves_out_what_is_not_reached() -> None:
    answers = {**but(*[each.id for each in ALL][5:]), "age": 30, "sex": "male", "life_stage": "pregnant"}
    before = dict(answers)
    assert next_question(answers, ALL) == next(each for each in ALL if each.id == "symptoms")
    assert "life_stage" not in to_profile(answers, ALL)
    assert answers == before
    after = answered(answers, ALL, next(each for each in ALL if each.id == "sex"), "female")
    assert "life_stage" not in after
    assert "life_stage" in answers


# What the file of questions promises.


def test_every_profile_key_is_asked_once_or_left_out_on_purpose() -> None:
    fields = [each.field for each in ALL if each.field]
    assert len(fields) == len(set(fields))
    on_purpose = {"schema_version", "date_of_birth"}
    assert {each.split(".")[0] for each in fields} == Profile.model_fields.keys() - on_purpose
    assert {each.split(".")[1] for each in fields if each.startswith("labs.")} == Labs.model_fields.keys() == set(Lab)


def test_every_safety_question_can_be_answered_with_not_sure() -> None:
    asked = [each for each in ALL if each.kind is not Kind.frequency_table]
    may_doubt = {each.field for each in asked if any(choice.value == "not_sure" for choice in each.choices)}
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
    assert [each.id for each in ALL][:6] == ["filled_in_by", "consent", "age", "sex", "country", "symptoms"]


def test_words_are_plain() -> None:
    said = [value for value in vars(words).values() if isinstance(value, str)] + list(words.ENDS.values())
    for each in ALL:
        said += [each.ask, each.why, each.hint, each.error, *(choice.words for choice in each.choices)]
    for sentence in said:
        assert not re.search(r"\b(please|sorry|valid|invalid|required|oops)\b", sentence, re.IGNORECASE), sentence
        for part in re.split(r"(?<=[.?!:]) ", sentence):
            assert len(part.split()) <= 35, part  # lists of examples included


def test_every_list_fits_a_small_screen() -> None:
    for each in ALL:
        lines = len(each.choices) + 2 + len(each.ask) // 79 + len(each.hint) // 79 + 4  # first and last item, question, keys, a refusal
        assert lines <= 24, each.id


@pytest.mark.parametrize(
    ("find", "put", "says"),
    [
        ('kind = "whole_number"', 'kind = "whole_numbre"', r"questions\.toml:\d+: kind: "),
        ('short = "Your age"', 'shrt = "Your age"', r"questions\.toml:\d+: shrt: this key is not known; .*short"),
        ('field = "labs.egfr"', 'field = "labs.egrf"', r"not a key of the profile"),
        ('id = "egfr"', 'id = "age"', r"id: age stands twice"),
        ('field = "sex"', 'field = "age"', r"field: age is asked twice"),
        ('none_of = ["male"]', 'none_of = ["man"]', r"ask_when: man is not an answer to sex; female, "),
        ('question = "goals"', 'question = "print_size"', r"ask_when: print_size is not asked before"),
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
    names = [widgets.cleaned(name).casefold() for each in table.values() for name in each]
    assert len(names) == len(set(names))


def test_a_comma_inside_a_number_does_not_split() -> None:
    assert split("vitamin D3 1,000 IU, zinc\n\tiron;") == ["vitamin D3 1,000 IU", "zinc", "iron"]
    assert widgets.cleaned("a\x1b[31mb\u202ec\ud800 ") == "a [31mb c"
    assert entry_words({"name": "markumar", "confirmed_as": "Marcumar"}) == "markumar (Marcumar)"


def test_every_question_has_a_kind_that_can_be_put() -> None:
    assert {each.kind for each in ALL} == set(Kind)
    assert all(isinstance(each, Question) for each in ALL)


def test_a_sign_takes_the_place_of_the_answer_from_before(play: Play) -> None:
    replies = person(age=["67", Raw("<\r")], sex=[Raw("<"), "Female"], consent=["Yes, go on", "Yes, go on"])
    told, player = play(replies, but("consent", "age", "sex"))
    assert player.asked == ["consent", "age", "sex", "age", "consent", "sex", "review"]
    assert told["age"] == 67


def test_signs_that_are_not_letters_are_taken_out(play: Play) -> None:
    told, _ = play(person(name=["\x1b[31mAnn\u202e\x07"]), but("name"))
    assert "Ann" in told["name"]
    profile_of(told)
