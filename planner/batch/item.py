"""One input of a batch: its bytes, and where a person finds it again."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from planner.errors import Fault, ProfileError
from planner.profile import Profile
from planner.shape import to_json


class Item(NamedTuple):
    """One profile's bytes, or why there are none.

    `position` counts inputs in words that hold nothing of a person and may be kept ("line 3"). `name` is for the
    terminal alone: a file may be named after a person. `line` and `column` say where the text starts in its file.
    `columns` tells, for a row of a table, which column each field of the profile came from.
    """

    position: str
    name: str
    data: bytes | None
    error: str | None = None
    faults: tuple[Fault, ...] = ()
    line: int = 1
    column: int = 1
    columns: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """What a person calls the input: the name of its own file, or its place in a longer one."""
        return self.name if self.position.startswith("file ") else self.position

    def lines(self, error: ProfileError) -> list[str]:
        """Return one line a fault: file, line and column, or file, row and column of a table."""
        if self.columns or self.faults:
            return [f"{self.name}: {self._cell(fault)}" for fault in error.faults]
        places = tuple((self.line + line - 1, column + (self.column - 1 if line == 1 else 0)) for line, column in error.places)
        shifted = ProfileError(error.faults, places)
        shifted.source = self.name
        return shifted.lines()

    def _cell(self, fault: Fault) -> str:
        """Return the fault with the heading of its column, the nearest enclosing field that has one."""
        steps = [str(part) for part in fault.path]
        while steps:
            heading = dict(self.columns).get(".".join(steps))
            if heading is not None:
                return f"{self.position}, column {heading}: {fault}"
            steps.pop()
        return f"{self.position}: {fault}"


def items_of(profiles: Iterable[Profile | bytes]) -> Iterator[Item]:
    """Yield an input for each profile, or for the bytes of one as JSON, numbered as they come."""
    for number, each in enumerate(profiles, 1):
        data = each if isinstance(each, bytes) else to_json(each, by_alias=True, exclude_unset=True).encode()
        yield Item(f"profile {number}", "profiles", data)


def read_mark(data: bytes) -> str:
    """Return what an input is known again by: the start of the SHA-256 of its bytes."""
    return hashlib.sha256(data).hexdigest()[:32]
