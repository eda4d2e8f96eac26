"""What a terminal, questionary or a paste could put in a person's mouth. Each of these once did, and fails without its guard."""

import os
import subprocess
import sys
from datetime import date
from typing import Any

import pytest
from player import ALL, CTRL_C, CTRL_D, DOWN, Player, Raw, Replies, Window, at_the_keyboard, person, time_limit  # noqa: F401 - a fixture of every test here
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input

from planner.errors import ExitCode, Stopped, UsageError
from planner.heard import Listener
from planner.library import Knowledge
from questionnaire import words
from questionnaire.ask import ask
from questionnaire.widgets import Widgets

TODAY = date(2026, 11, 22)
TYPE = "Type the medicines"


@pytest.fixture(scope="module")
def door(knowledge: Knowledge) -> Listener:
    return Listener(knowledge)


def play(door: Listener, replies: Replies, given: dict[str, Any] | None = None, columns: int = 80) -> tuple[dict[str, Any], Player]:
    with at_the_keyboard(replies, columns) as player:
        return ask(ALL, door, given, today=TODAY, screen=player), player


def test_lines_pasted_into_one_question_do_not_answer_the_next(door: Listener) -> None:
    told, player = play(door, person(reference=[Raw("warfarin\r1\r1\r1\r")]))
    assert told["reference"] == "warfarin"
    assert told["blood_thinner"] == "no"
    assert player.asked.count("blood_thinner") == 1


@pytest.mark.parametrize(
    "paste",
    ["metformin\rwarfarin\rzzquux\r", "\x1b[200~metformin\nwarfarin\nzzquux\x1b[201~\r", "metformin, warfarin; zzquux\r"],
    ids=["three lines", "a marked paste", "commas"],
)
def test_a_pasted_list_is_split_and_shown(door: Listener, paste: str) -> None:
    yes, stays = words.YES, "Yes, of the warfarin type"
    steps: list[Any] = [TYPE, Raw(paste), yes, yes, yes, words.KEEP_AS_TYPED, words.NO, words.THAT_IS_ALL]
    told, player = play(door, person(medicines=steps, blood_thinner=["No", stays], eats=[Raw("11\r")]))
    assert told["medicines"] == ["metformin", "warfarin", "zzquux"]
    assert told["supplements"] == []
    assert words.YOU_TYPED_SEVERAL.format(count=3) in player.heard
    assert words.KEPT.format(typed="zzquux") in player.heard


def test_enter_alone_takes_no_medicine(door: Listener) -> None:
    steps: list[Any] = [TYPE, Raw("\r\rmetformin\r"), words.YES, words.THAT_IS_ALL]
    told, _ = play(door, person(medicines=steps))
    assert told["medicines"] == ["metformin"]
    steps = [TYPE, "zzqqvv", Raw("\r"), words.LEAVE_OUT, "I take no medicines"]
    told, player = play(door, person(medicines=steps))
    assert told["medicines"] == []
    assert words.CHOOSE_AN_ANSWER in player.heard


def test_nothing_is_taken_before_the_person_moves(door: Listener) -> None:
    told, player = play(door, person(sex=[Raw("\r"), Raw("\r"), Raw("2\r")]))
    assert told["sex"] == "male"
    assert player.heard.count(next(each.error for each in ALL if each.id == "sex")) == 2


@pytest.mark.parametrize("key", ["a", "i"], ids=["tick all", "invert"])
def test_none_of_these_stands_alone_and_no_key_ticks_all(door: Listener, key: str) -> None:
    none_and_pain = Raw(" " + DOWN * 13 + " \r")
    untick_pain = DOWN * 3 + " \r"  # from "None of these" over "not sure" and "go back" to the top
    told, _ = play(door, person(symptoms=[Raw(key + "\r" + none_and_pain + untick_pain)]))
    assert told["symptoms"] == []


def test_letters_do_not_move_and_digits_do_not_choose(door: Listener) -> None:
    told, _ = play(door, person(diet=[Raw("jk4\r")], sex=[Raw("12\r")]))
    assert told["diet"] == "vegan"
    assert told["sex"] == "male"


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D], ids=["ctrl-c", "ctrl-d"])
def test_once_asks_and_going_on_loses_nothing(door: Listener, key: str) -> None:
    half: list[Any] = [TYPE, "metformin", words.YES, words.ADD, Raw(f"half a na{key}"), words.THAT_IS_ALL]
    told, player = play(door, person(medicines=half, stop=[words.STOP_GO_ON]))
    assert told["medicines"] == ["metformin"]
    assert player.asked.count("medicines") == 2
    assert told["age"] == 67


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D], ids=["ctrl-c", "ctrl-d"])
def test_twice_leaves_at_once_and_keeps_nothing_unasked(door: Listener, key: str) -> None:
    with pytest.raises(Stopped) as stopped:
        play(door, person(diet=[Raw(key)], stop=[Raw(key)]))
    assert stopped.value.answers == {}
    assert stopped.value.exit_code == ExitCode.stopped


def test_before_the_person_agreed_there_is_nothing_to_ask(door: Listener) -> None:
    with pytest.raises(Stopped) as stopped:
        play(door, person(consent=[Raw(CTRL_C)]))
    assert stopped.value.answers == {}
    with pytest.raises(Stopped):
        play(door, person(consent=["Tell me more first", "No, stop here"]))


def test_a_closed_terminal_ends_in_words(door: Listener) -> None:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=Window()):
        pipe.close()
        with pytest.raises(UsageError, match="terminal"):
            ask(ALL, door)


@pytest.mark.parametrize("options", [[], ["--plain"]], ids=["", "plain"])
@pytest.mark.parametrize("typed", [b"", b"1\n1\n42\n"], ids=["closed", "a pipe"])
def test_a_pipe_is_nobody(tmp_path: Any, options: list[str], typed: bytes) -> None:
    command = [sys.executable, "-m", "planner", "ask", "--out", str(tmp_path), *options]
    done = subprocess.run(command, input=typed, capture_output=True, check=False, timeout=60, env={**os.environ, "TERM": "dumb"})
    assert done.returncode == ExitCode.usage
    assert done.stdout == b""
    assert b"need a terminal" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("typed", ["\x1b[31mAnn\u202e\x07", "An\x1b]0;title\x07n", "A\x1b[2Jnn"])
def test_what_is_typed_never_reaches_the_screen_as_a_command(door: Listener, typed: str) -> None:
    told, player = play(
        door,
        person(
            filled_in_by=["I am a health worker"],
            name=[typed],
            medicines=["They take no medicines"],
            supplements=["They take no supplements"],
        ),
    )
    assert told["name"].isprintable()
    assert told["name"].replace(" ", "").startswith("A")
    assert all(each.isprintable() for each in player.heard)


def test_a_saved_answer_with_a_command_in_it_is_shown_without() -> None:
    """U5: the review must not set the window's title, whoever wrote the answers."""
    with at_the_keyboard({}) as player:
        player.say("Reference: \x1b]0;owned\x07A-1\x1b[2J")
        shown = "".join(player.window.written)
    assert "owned" not in shown
    assert "A-1" in shown
    assert all(each.isprintable() or each in "\r\n" for each in shown)


@pytest.mark.parametrize("columns", [40, 80])
def test_every_list_and_sentence_fits_the_window(door: Listener, columns: int) -> None:
    class Measured(Player):
        def answer(self, prompt: Any, keys: Any) -> Any:
            self.prompt = prompt
            for title in self.raw_titles:
                assert all(len(line) + (at == 0) * 6 <= columns for at, line in enumerate(title.split("\n"))), title
            return super().answer(prompt, keys)

    with create_pipe_input() as pipe, create_app_session(input=pipe, output=(window := Window(columns, 20))):
        player = Measured(pipe, window, person(goals=[["Fewer leg cramps at night"]], cramp_signs=[["Not sure"]], cramps=["3"]))
        ask(ALL, door, today=TODAY, screen=player)
    assert max(map(len, player.lines)) < columns
    assert len(player.lines) > 60


def test_a_window_made_smaller_in_the_middle_is_looked_at_again(door: Listener) -> None:
    class Resized(Player):
        def flush(self) -> None:
            if self.asked[-1] == "age":
                self.window.columns = 40
                self.lines.clear()
            super().flush()

    with create_pipe_input() as pipe, create_app_session(input=pipe, output=(window := Window())):
        player = Resized(pipe, window, person())
        assert ask(ALL, door, today=TODAY, screen=player)["age"] == 67
    assert 30 < max(map(len, player.lines)) < 40


@pytest.mark.parametrize("back", ["<", DOWN * 4 + "\r"], ids=["sign", "item"])
def test_going_back_keeps_the_other_answers(door: Listener, back: str) -> None:
    told, player = play(
        door,
        person(
            inr_tests=[Raw(back), "No"],
            blood_thinner=["No", "Yes, of another type"],
            medicines=["I take no medicines", "I take no medicines"],
        ),
    )
    assert player.asked.count("blood_thinner") == 2
    assert words.BEFORE.format(answer="No") in player.heard
    assert told["blood_thinner"] == "other"
    assert told["age"] == 67


def test_back_from_ticks_typing_tables_and_lists(door: Listener) -> None:
    told, player = play(
        door,
        person(
            symptoms=[Raw("<"), Raw(DOWN * 15 + " "), ["None of these"], ["None of these"]],
            country=["uk", Raw("\r"), Raw("\r")],  # what was typed before is still there
            reference=["<", "A-1"],
            medicines=[TYPE, "<", "I take no medicines"],
            eats=[Raw("11<"), Raw("11111111\r")],
            food_rules=[["None of these"], ["Halal"]],
        ),
    )
    assert told["country"] == "GB"
    assert told["reference"] == "A-1"
    assert told["medicines"] == []
    assert told["food_rules"] == ["halal"]
    assert set(told["eats"].values()) == {"never"}
    assert player.asked.count("country") == 3


def test_a_table_waits_for_every_row(door: Listener) -> None:
    told, player = play(door, person(eats=[Raw("123\r"), Raw("45612\r")]))
    assert any(each.endswith(words.RATES_LEFT.format(left=5)) for each in player.heard)
    assert told["eats"] == {
        "natto": "never",
        "hard-cheese": "monthly",
        "soft-cheese-or-yoghurt": "weekly",
        "egg": "often",
        "liver-or-dark-poultry": "daily",
        "leafy-greens": "never",
        "nuts-beans-wholegrains": "monthly",
    }


def test_a_question_mark_says_why_everywhere(door: Listener) -> None:
    _, player = play(
        door, person(age=["?", "67"], sex=[Raw("?"), "Female"], bought=[Raw("?"), ["None of these"]], eats=[Raw("?"), Raw("1" * 8 + "\r")])
    )
    for name in ("age", "sex", "bought", "eats"):
        assert next(each.why for each in ALL if each.id == name) in player.heard


def test_what_cannot_be_is_refused_and_kept_to_be_mended(door: Listener) -> None:
    told, _ = play(door, person(age=[Raw("620\r\x7f\r")], country=[Raw("Irelnd\r\x7f\x7fand\r")], reference=[Raw("A/1\r\x7f\x7f-1\r")]))
    assert told["age"] == 62
    assert told["country"] == "IE"
    assert told["reference"] == "A-1"


def test_a_very_high_age_is_asked_for_twice(door: Listener) -> None:
    told, player = play(door, person(age=["104", words.TYPE_AMOUNT_AGAIN, "104", words.YES]))
    assert told["age"] == 104
    assert words.OLD.format(age=104) in player.heard


def test_a_sign_takes_the_place_of_the_answer_from_before(door: Listener) -> None:
    replies = person(print_size=["Standard", "Standard"], age=["67", Raw("<\r")], sex=[Raw("<"), "Female"])
    told, player = play(door, replies)
    assert player.asked[2:8] == ["print_size", "age", "sex", "age", "print_size", "sex"]
    assert told["age"] == 67


def test_the_screen_is_questionarys() -> None:
    """What the other tests play on is what a person meets: only the waiting for keys is added."""
    assert set(vars(Player)) & set(vars(Widgets)) == {"__module__", "__doc__", "say", "fold", "answer", "flush"}
