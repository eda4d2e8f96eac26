"""A person at the keyboard: presses real keys into the real widgets, through a prompt_toolkit pipe."""

import os
import re
import select
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput
from questionary.prompts.common import InquirerControl

from questionnaire import words
from questionnaire.question import read_questions
from questionnaire.widgets import Widgets

ALL = read_questions()
DOWN, END, CTRL_C, CTRL_D = "\x1b[B", "\x1b[F", "\x03", "\x04"
Step = str | list[str]
Replies = dict[str, list[Any]]
SECONDS = 40
_KEY = re.compile(r"\x1b\[[A-Z]|.", re.DOTALL)


@pytest.fixture(autouse=True)
def time_limit() -> Iterator[None]:
    """An unhandled error in a prompt waits for a key that nobody presses."""

    def late(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"still waiting after {SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


class Raw(str):
    """Keys to press as they are, with no Enter after them."""

    __slots__ = ()


class Window(DummyOutput):
    """A terminal of some size that shows nothing."""

    def __init__(self, columns: int = 80, rows: int = 24) -> None:
        self.columns, self.rows = columns, rows
        self.written: list[str] = []

    def write(self, data: str) -> None:
        """Keep what is printed between the prompts; what a widget draws goes by `write_raw` as well and is wiped again."""
        self.written.append(data)

    def get_size(self) -> Size:
        return Size(rows=self.rows, columns=self.columns)


class Player(Widgets):
    """Answers each question by its id; the keys of a step are pressed when its prompt has just been put."""

    def __init__(self, pipe: PipeInput, window: Window, replies: Replies) -> None:
        self.pipe, self.window = pipe, window
        self.left = {key: iter(steps) for key, steps in replies.items()}
        self.by_words = {each.told_to(they=they).ask: each.id for each in ALL for they in (False, True)}
        self.by_words |= {words.REVIEW: "review", words.STOP: "stop", words.WHOSE: "whose"}
        self.heard: list[str] = []
        self.lines: list[str] = []
        self.asked: list[str] = []
        self.prompts = 0
        self.pressed = 0
        self.prompt: Any = None

    def say(self, text: str, style: str = "", hanging: int = 0) -> None:
        said = " ".join(text.split())
        self.heard.append(said)
        if said in self.by_words and style == "bold":
            self.asked.append(self.by_words[said])
        super().say(text, style, hanging)

    def fold(self, text: str, hanging: int) -> str:
        folded = super().fold(text, hanging)
        self.lines += folded.split("\n")
        return folded

    def answer(self, prompt: Any, keys: Any) -> Any:
        self.prompt = prompt
        return super().answer(prompt, keys)

    def flush(self) -> None:
        super().flush()
        step = next(self.left.get(self.asked[-1], iter(())), None)
        assert step is not None, f"nothing to say to {self.asked[-1]}: {self.heard[-4:]}"
        keys = step if isinstance(step, Raw) else self.strokes(step)
        self.prompts += 1
        self.pressed += len(_KEY.findall(keys))
        self.pipe.send_text(keys)

    @property
    def raw_titles(self) -> list[str]:
        """The items of the list on the screen as they are folded."""
        listed = [each for each in self.prompt.application.layout.find_all_controls() if isinstance(each, InquirerControl)]
        return [str(each.title) for each in listed[0].choices] if listed else []

    @property
    def titles(self) -> list[str]:
        """The items of the list on the screen."""
        return [re.sub(r"^\d+\. ", "", " ".join(each.split())) for each in self.raw_titles]

    def strokes(self, step: Step) -> str:
        titles = self.titles
        if not titles:
            return f"{step}\r"
        if isinstance(step, str):
            place = titles.index(step)
            return (str(place) if 0 < place < 10 and titles[0] == words.CHOOSE_FIRST else DOWN * place) + "\r"
        pressed, at = "", 0
        for place in sorted(titles.index(each) for each in step):
            far = words.BACK_ITEM in titles and titles[place] in {"None of these", "None that is known", "No allergy, and no such food"}
            pressed += (END if far else str(place + 1) if place < 9 else DOWN * (place - at)) + " "
            at = place
        return pressed + "\r"


@contextmanager
def at_the_keyboard(replies: Replies, columns: int = 80, rows: int = 24) -> Iterator[Player]:
    """Sit a player down at a terminal."""
    window = Window(columns, rows)
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=window):
        yield Player(pipe, window, replies)


def person(**changes: list[Any]) -> Replies:
    """Return what a simple adult without medicines says, with some answers changed."""
    simple: Replies = {
        "filled_in_by": ["I am, for myself"],
        "consent": ["Yes, go on"],
        "print_size": ["Standard"],
        "age": ["67"],
        "sex": ["Female"],
        "country": ["uk"],
        "symptoms": [["None of these"]],
        "reference": [""],
        "blood_thinner": ["No"],
        "inr_tests": ["No"],
        "medicines": ["I take no medicines"],
        "bought": [["None of these"]],
        "supplements": ["I take no supplements"],
        "conditions": [["None that is known"]],
        "surgery_planned": ["No"],
        "allergies": [["No allergy, and no such food"]],
        "diet": ["Everything"],
        "food_rules": [["None of these"]],
        "eats": [Raw("15666666\r")],
        "dislikes": ["No"],
        "capsules": ["Any kind"],
        "results": [["None of these"]],
        "goals": [["Strong bones"]],
        "review": [words.MAKE],
    }
    return {**simple, **changes}


SIMPLE: dict[str, Any] = {
    "filled_in_by": "patient",
    "print": {"size": "standard"},
    "age": 67,
    "sex": "female",
    "country": "GB",
    "symptoms": [],
    "blood_thinner": "no",
    "inr_tests": False,
    "medicines": [],
    "supplements": [],
    "conditions": [],
    "surgery_planned": False,
    "allergies": [],
    "diet": "omnivore",
    "food_rules": [],
    "eats": {"natto": "never", "hard-cheese": "daily"},
    "dislikes": [],
    "capsules": "any",
    "goals": ["bone"],
}


def told(*left_out: str, **changes: Any) -> dict[str, Any]:
    """Return the profile of the simple adult, with some keys changed or left out."""
    return {"schema_version": 1, **{key: value for key, value in {**SIMPLE, **changes}.items() if key not in left_out}}


def heard_until(master: int, wanted: str, seconds: float = 30) -> str:
    """Return what a terminal shows until the words are there, the program ends, or the time is over."""
    heard, end = "", time.monotonic() + seconds
    while wanted not in heard and time.monotonic() < end:
        if select.select([master], [], [], 0.1)[0]:
            try:
                heard += os.read(master, 4096).decode()
            except OSError:
                break
    return heard
