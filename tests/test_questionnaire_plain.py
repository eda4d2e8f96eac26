"""Line by line, for screen readers and terminals that only print."""

import io
import os
import pty
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from player import ALL, heard_until, person, time_limit, told  # noqa: F401 - a fixture of every test here

from planner.errors import UsageError
from planner.heard import Listener
from planner.library import Knowledge
from questionnaire import ask as conversation
from questionnaire import words
from questionnaire.ask import ask, screen_for
from questionnaire.plain import Plain
from questionnaire.widgets import Widgets

TODAY = date(2026, 11, 22)
TYPED: dict[str, list[str]] = {
    "filled_in_by": ["1"],
    "consent": ["", "yes", "5", "4", "1"],
    "print_size": ["1"],
    "age": ["?", "620", "67", ""],
    "sex": ["<", "1"],
    "country": ["uk"],
    "symptoms": ["14, 1", "99", "14"],
    "reference": [""],
    "blood_thinner": ["4"],
    "inr_tests": ["2"],
    "medicines": ["1", "metformin\nzzquux", "1", "2", "2", "1"],
    "bought": ["8"],
    "supplements": ["2"],
    "conditions": ["17"],
    "surgery_planned": ["2"],
    "allergies": ["1 7"],
    "diet": ["1."],
    "food_rules": ["8"],
    "eats": ["1", "<", "1", "5", "6", "6", "x", "6", "6", "6", "6"],
    "dislikes": ["2"],
    "capsules": ["1"],
    "results": ["5"],
    "goals": ["2"],
    "review": ["1"],
}


class Reader(Plain):
    """Somebody who hears the lines and types the next one when a question has been put."""

    def __init__(self, keyboard: int) -> None:
        self.heard = io.StringIO()
        super().__init__(self.heard)
        self.keyboard = keyboard
        self.left = {key: iter(steps) for key, steps in TYPED.items()}
        self.by_words = {each.ask: each.id for each in ALL} | {words.REVIEW: "review"}
        self.now = ""

    def say(self, text: str, style: str = "", hanging: int = 0) -> None:
        self.now = self.by_words.get(text, self.now)
        super().say(text, style, hanging)

    def flush(self) -> None:
        super().flush()
        step = next(self.left[self.now], None)
        assert step is not None, f"nothing to say to {self.now}"
        os.write(self.keyboard, f"{step}\n".encode())


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    reading, writing = os.pipe()
    with os.fdopen(reading) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        yield writing
    os.close(writing)


def test_the_same_questions_and_the_same_profile(knowledge: Knowledge, keyboard: int) -> None:
    reader = Reader(keyboard)
    profile = ask(ALL, Listener(knowledge), today=TODAY, screen=reader)
    assert profile == told(medicines=["metformin", "zzquux"], allergies=["soya", "nuts"])
    said = reader.heard.getvalue()
    assert all(each.isprintable() or each == "\n" for each in said)
    assert words.YOU_TYPED_SEVERAL.format(count=2) in said
    assert words.ALONE.format(alone="None of these") in said
    assert next(each.why for each in ALL if each.id == "age") in said


@pytest.mark.parametrize(
    ("variables", "plain", "kind"),
    [
        ({}, False, Widgets),
        ({}, True, Plain),
        ({"TERM": "dumb"}, False, Plain),
        ({"ACCESSIBLE": "1"}, False, Plain),
        ({"NO_COLOR": "1"}, False, Widgets),
    ],
)
def test_it_is_chosen_by_itself(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], plain: bool, kind: type[Any]) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("ACCESSIBLE", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    for stream in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, stream, _Terminal())
    assert type(screen_for(plain=plain)) is kind


def test_output_that_is_no_terminal_gets_the_files_and_the_person_the_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stdin", terminal)
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    monkeypatch.setattr(sys, "stderr", terminal)
    screen = screen_for()
    assert isinstance(screen, Plain)
    assert screen.out is terminal
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with pytest.raises(UsageError):
        conversation.screen_for()


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_what_was_typed_too_early_is_forgotten_on_a_real_terminal(tmp_path: Path) -> None:
    """Six lines at once, as from a paste: only the first answers a question."""
    child, master = pty.fork()
    if not child:
        os.execve(  # noqa: S606 - a program of ours on a terminal of ours
            sys.executable,
            [sys.executable, "-m", "planner", "ask", "--plain", "--out", str(tmp_path)],
            {**os.environ, "TERM": "xterm", "XDG_STATE_HOME": str(tmp_path)},
        )
    try:
        heard = heard_until(master, "from 1 to 3:")
        os.write(master, b"1\n1\n1\n67\n1\nuk\n")
        heard += heard_until(master, "from 1 to 4:")
        heard += heard_until(master, "nothing more", seconds=2)
        os.write(master, b"3\n")
        heard += heard_until(master, words.ENDS["stop"])
    finally:
        os.close(master)
        os.waitpid(child, 0)
    assert heard.count(words.PLAIN_TAKEN) == 2
    assert "\x1b" not in heard
    assert words.ENDS["stop"] in heard
