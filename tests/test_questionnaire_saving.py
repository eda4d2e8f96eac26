"""Answers are kept only when the person says so, for 30 days, and taken up again by the person they belong to."""

import json
import signal
import stat
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from player import ALL, CTRL_C, Player, Raw, Replies, at_the_keyboard, person, time_limit  # noqa: F401 - a fixture of every test here
from test_cli import run

from planner.commands.saved_answers import SavedAnswers
from planner.errors import ExitCode, Stopped
from planner.heard import Listener
from planner.library import Knowledge
from questionnaire import words
from questionnaire.ask import ask
from questionnaire.saved import EXPIRES, SavedInterview, large, which_to_take_up

TODAY = date(2026, 11, 22)
SAVING = "Yes, and save my answers as I go"


@pytest.fixture(scope="module")
def door(knowledge: Knowledge) -> Listener:
    return Listener(knowledge)


@pytest.fixture(autouse=True)
def _state_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def stopped(door: Listener, replies: Replies, files: SavedAnswers) -> Player:
    with at_the_keyboard(replies) as player, pytest.raises(Stopped):
        ask(ALL, door, today=TODAY, screen=player, keep=files.keep)
    return player


def resumed(door: Listener, replies: Replies, files: SavedAnswers, saved: SavedInterview) -> tuple[dict[str, Any], Player]:
    with at_the_keyboard({"review": [words.GO_ON, words.MAKE], **replies}) as player:
        return ask(ALL, door, today=TODAY, screen=player, keep=files.keep, saved=saved), player


def files_of(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_nothing_is_kept_unless_it_was_agreed(door: Listener, tmp_path: Path) -> None:
    files = SavedAnswers(TODAY)
    stopped(door, person(diet=[Raw(CTRL_C)], stop=[Raw(CTRL_C)]), files)
    assert files_of(tmp_path) == []


def test_save_and_stop_then_go_on(door: Listener, tmp_path: Path) -> None:
    files = SavedAnswers(TODAY)
    stopped(door, person(reference=["A-017"], diet=[Raw(CTRL_C)], stop=[words.STOP_SAVE]), files)
    (path,) = files_of(tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert "A-017" not in path.name
    ((saved, _),) = files.all()
    told, player = resumed(door, {**person(), "review": [words.GO_ON, words.MAKE]}, files, saved)
    assert player.asked[0] == "review"
    assert player.asked[1] == "diet"
    assert told["reference"] == "A-017"


def test_stop_without_saving_deletes_what_was_kept(door: Listener, tmp_path: Path) -> None:
    files = SavedAnswers(TODAY)
    stopped(door, person(consent=[SAVING], diet=[Raw(CTRL_C)], stop=[words.STOP_LEAVE]), files)
    assert files_of(tmp_path) == []


def test_save_can_be_typed(door: Listener, tmp_path: Path) -> None:
    files = SavedAnswers(TODAY)
    player = stopped(door, person(reference=[":save", "A-1"], diet=[Raw(CTRL_C)], stop=[Raw(CTRL_C)]), files)
    assert words.SAVING in player.heard
    assert json.loads(files_of(tmp_path)[0].read_text())["answers"]["reference"] == "A-1"


def test_a_list_that_was_not_finished_is_kept_name_by_name(door: Listener) -> None:
    files = SavedAnswers(TODAY)
    typed: list[Any] = ["Type the medicines", "metformin", words.YES, words.ADD, Raw(f"half{CTRL_C}")]
    stopped(door, person(consent=[SAVING], medicines=typed, stop=[Raw(CTRL_C)]), files)
    ((saved, _),) = files.all()
    assert saved.drafts == {"medicines": ("metformin",)}
    told, _ = resumed(door, {**person(medicines=[words.THAT_IS_ALL]), "review": [words.GO_ON, words.MAKE]}, files, saved)
    assert told["medicines"] == ["metformin"]


def test_what_is_saved_expires(tmp_path: Path) -> None:
    files = SavedAnswers(TODAY)
    files.keep(SavedInterview(answers={"age": 67}))
    assert SavedAnswers(TODAY + EXPIRES).all()
    assert SavedAnswers(TODAY + EXPIRES + timedelta(days=1)).all() == []
    assert files_of(tmp_path) == []


def test_a_damaged_file_is_not_taken_up(tmp_path: Path) -> None:
    files = SavedAnswers(TODAY)
    files.keep(SavedInterview(answers={"age": 67}))
    files_of(tmp_path)[0].write_text("{", encoding="utf-8")
    assert SavedAnswers(TODAY).all() == []


def test_forget_deletes_everything(tmp_path: Path) -> None:
    SavedAnswers(date.today()).keep(SavedInterview())  # noqa: DTZ011 - the command goes by the clock
    assert run("forget").returncode == ExitCode.done
    assert files_of(tmp_path) == []


ANN, BOB = (SavedInterview(saved_on=TODAY, answers={"reference": name}) for name in ("A-017", "B-2"))


@pytest.mark.parametrize(
    ("steps", "taken"),
    [
        (["a-017", words.THIS_PERSON], ANN),
        (["B-2", words.THIS_PERSON], BOB),
        (["A-017", words.OTHER_PERSON], None),
        (["C-3", words.TYPE_REFERENCE_AGAIN, "B-2", words.THIS_PERSON], BOB),
        ([":save", "B-2", words.THIS_PERSON], BOB),
    ],
)
def test_the_reference_is_asked_first_and_the_person_confirmed(steps: list[Any], taken: SavedInterview | None) -> None:
    with at_the_keyboard({"whose": steps}) as player:
        assert which_to_take_up([ANN, BOB], player) is taken
    if taken:
        assert large(taken.reference) in player.heard


def test_another_reference_must_be_confirmed() -> None:
    steps: list[Any] = ["C-3", words.SHOW_ANYWAY.format(day=TODAY), words.THIS_PERSON]
    with at_the_keyboard({"whose": steps}) as player:
        assert which_to_take_up([ANN], player) is ANN
    shown = player.heard.index(large("A-017"))
    assert words.OTHER_REFERENCE.format(typed="C-3") in player.heard[:shown]
    assert words.IS_IT_THIS_PERSON in player.heard[shown:]


@pytest.mark.long
def test_killed_at_every_question_nothing_said_before_is_lost(tmp_path: Path) -> None:
    """Each question in turn is the last: the process is killed with -9 there, and somebody resumes."""
    signal.alarm(300)
    done = subprocess.run([sys.executable, Path(__file__).with_name("killed.py"), tmp_path], capture_output=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    runs = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert len(runs) > 20
    for at, each in enumerate(runs):
        assert each["killed"] == 9, at
        assert each["told"] == runs[0]["whole"], each["question"]
        assert not set(each["asked_again"]) & set(each["answered"]), each["question"]
