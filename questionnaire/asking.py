"""What every question needs: a screen to be put on, somebody who knows names, and how to speak."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, Literal, Protocol

from planner.vocabulary import BloodThinner, Match

Table = Literal["medicine", "supplement", "condition", "allergy"]
Check = Callable[[str], str | None]
Entry = str | dict[str, Any]


class Back(Enum):
    """What a question returns instead of an answer when the person wants the question before."""

    back = "<"


class SaveNow(Exception):  # noqa: N818 - nothing is wrong
    """The person typed `:save`: answers are kept from now on, and the question is put again."""


class Screen(Protocol):
    """Where questions are put. Nothing on it is ever chosen beforehand."""

    keys: str

    def say(self, text: str, style: str = "", hanging: int = 0) -> None:
        """Print a sentence of ours; all lines but the first start at the column `hanging`."""

    def choose(self, items: Sequence[str], *, why: str, error: str = ..., back: bool = True) -> int | Back:
        """Return the place of the item taken."""

    def tick(
        self, items: Sequence[str], *, why: str, error: str, alone: Sequence[int] = (), most: int | None = None, back: bool = True
    ) -> list[int] | Back:
        """Return the places of the items ticked: at least one, and nothing beside an item that stands alone."""

    def rate(self, rows: Sequence[str], items: Sequence[str], *, why: str, error: str, back: bool = True) -> list[int] | Back:
        """Return the place of the item taken for each row."""

    def type_in(
        self, message: str = ..., *, why: str, check: Check, before: str = "", back: bool = True, lines: bool = False
    ) -> str | Back:
        """Return what was typed once `check` has nothing to say about it; with `lines`, also the rest of a paste."""


class Scale(Protocol):
    """What a number may be told in."""

    @property
    def unit(self) -> str:
        """The unit the others are compared with."""

    @property
    def worth(self) -> Mapping[str, float]:
        """What each unit is worth in it."""

    @property
    def lowest(self) -> float:
        """No true value is lower."""

    @property
    def highest(self) -> float:
        """No true value is higher."""


class Reading(Protocol):
    """What the caller made of something typed; see `planner.heard.Heard`."""

    @property
    def match(self) -> Match:
        """How sure the reading is."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names that were recognised."""

    @property
    def plain(self) -> str:
        """What kind of thing it is, in plain words; may be empty."""

    @property
    def candidates(self) -> tuple[str, ...]:
        """Names that may be meant."""

    @property
    def shown(self) -> tuple[str, ...]:
        """The line to show for each of them."""

    @property
    def thins(self) -> BloodThinner | None:
        """The kind of blood thinner it is."""

    @property
    def asks(self) -> frozenset[str]:
        """What else matters about it: `stopped`, `slots`, `since`."""

    @property
    def scale(self) -> Scale | None:
        """What its amount is counted in."""

    @property
    def usual(self) -> float | None:
        """The highest usual amount."""

    @property
    def settles(self) -> bool:
        """Whether a health worker may mark it as seen and not relevant."""


class Door(Protocol):
    """Whoever knows the names: the only thing the questions ask of the knowledge."""

    def look_up(self, typed: str, table: Table, /) -> Reading:
        """Return what one thing typed into a list is heard as."""

    def lab(self, name: str, /) -> Scale:
        """Return what a laboratory result may be told in."""


@dataclass(frozen=True)
class Asking:
    """The interview as a question sees it. `they` speaks of another person; `note` keeps a list that is not finished."""

    screen: Screen
    door: Door
    today: date
    they: bool = False
    health_worker: bool = False
    note: Callable[[], None] = lambda: None

    def numbered(self, lines: Iterable[str]) -> None:
        """Print a list with numbers."""
        for place, line in enumerate(lines, 1):
            self.screen.say(f"{place:>3}. {line}", hanging=5)

    def bold(self, text: str) -> None:
        """Print a question, with a line before it."""
        self.screen.say("")
        self.screen.say(text, "bold")
