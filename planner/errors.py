"""Everything that can go wrong, in words a reader can act on.

PlannerError                exit code 1 unless a child says otherwise
├── UsageError              2   the command line asks for something that does not exist
├── InputError              3   a profile or a configuration says something we cannot accept
│   └── ProfileError        3   one or more fields of a profile, each with its path and place
├── KnowledgeError          3   a knowledge file says something we cannot accept
├── UndrawableError         3   a letter no font has; names the field
├── NeedsPersonError        4   a batch ended, but some of its people must be looked at
├── FileError               5   a file, lock or disk stopped us
└── Stopped                 130 the person pressed Ctrl-C; carries what was answered so far
"""

from collections.abc import Iterable
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple


def printable(text: str) -> str:
    """Return a text as one line in which every sign that could move a cursor, or turn letters round, is made visible."""
    return "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in text)


class ExitCode(IntEnum):
    """What the shell is told. A referral is a result, not an error."""

    done = 0
    bug = 1
    usage = 2
    bad_input = 3
    needs_a_person = 4
    file = 5
    stopped = 130


class PlannerError(Exception):
    """Stop and tell the reader; `cli` prints the message and leaves with `exit_code`."""

    exit_code = ExitCode.bug


class UsageError(PlannerError):
    """The command line asks for something that does not exist."""

    exit_code = ExitCode.usage


class InputError(PlannerError):
    """What was given to read cannot be accepted."""

    exit_code = ExitCode.bad_input


class Fault(NamedTuple):
    """One thing wrong with a profile. `path` names the field, never its value: values are health data."""

    path: tuple[str | int, ...]
    wrong: str
    allowed: str

    @property
    def field(self) -> str:
        """The path as a person writes it: `medicines[2].name`."""
        words = ""
        for part in self.path:
            shown = part if isinstance(part, int) else "".join(each if each.isprintable() else "?" for each in part)[:60]
            words += f"[{part}]" if isinstance(part, int) else f".{shown}" if words else str(shown)
        return words or "profile"

    def __str__(self) -> str:
        """`field: what is wrong; what is allowed`."""
        return f"{self.field}: {self.wrong}; {self.allowed}"


class ProfileError(InputError):
    """One or more faults of one profile; `cli` prints a line for each, with line and column where known."""

    def __init__(self, faults: Iterable[Fault], places: Iterable[tuple[int, int]] = ()) -> None:
        """Keep the faults, and the line and column of each where the profile was read from text."""
        self.source = "profile"
        self.faults = tuple(faults)
        self.places = tuple(places)
        super().__init__("\n".join(self.lines()))

    def lines(self) -> list[str]:
        """Return one line a fault: `source:line:column: field: what is wrong; what is allowed`."""
        source = printable(self.source)
        if len(self.places) != len(self.faults):
            return [f"{source}: {fault}" for fault in self.faults]
        return [f"{source}:{line}:{column}: {fault}" for fault, (line, column) in zip(self.faults, self.places, strict=True)]


class Finding(NamedTuple):
    """One thing to look at in the knowledge. A `warning` waits for somebody; anything else has to be put right."""

    file: str
    line: int
    field: str
    wrong: str
    allowed: str
    warning: bool = False

    def __str__(self) -> str:
        """`file:line: field: what is wrong; what is allowed`."""
        return f"{self.file}:{self.line}: {self.field}: {self.wrong}; {self.allowed}"


class KnowledgeError(PlannerError):
    """A knowledge file says something the program cannot accept; one line a fault, with file and line."""

    exit_code = ExitCode.bad_input

    def __init__(self, message: str, findings: Iterable[Finding] = ()) -> None:
        """Keep the findings behind the message, where there are some."""
        self.findings = tuple(findings)
        super().__init__(message)

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> "KnowledgeError":
        """Return an error whose message has a line for every finding."""
        kept = tuple(findings)
        return cls("\n".join(map(str, kept)), kept)


class UndrawableError(InputError):
    """A field holds a letter that no packaged font can draw."""


class NeedsPersonError(PlannerError):
    """A batch ended; failed, invalid or urgent people wait for somebody."""

    exit_code = ExitCode.needs_a_person


class FileError(PlannerError):
    """A file, lock or disk stopped us."""

    exit_code = ExitCode.file


class Stopped(PlannerError):  # noqa: N818 - stopping is not an error of anybody's
    """The person pressed Ctrl-C. `answers` holds all they had said, so that nothing typed is lost."""

    exit_code = ExitCode.stopped

    def __init__(self, answers: dict[str, object]) -> None:
        """Keep the answers given so far, in the keys of a profile."""
        self.answers = answers
        super().__init__("stopped")


def place_of(error: BaseException) -> str:
    """Return file and line of an unexpected error: enough to report it, and nothing a person said."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    return f"in {Path(last.tb_frame.f_code.co_filename).name}:{last.tb_lineno}" if last else ""
