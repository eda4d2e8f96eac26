"""What every command shares: options, reading a profile, standard output for data and standard error for people."""

import json
import re
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from planner.commands.options import Day, Out, day_of
from planner.corridor import PLAIN, Desk, files_of, shipped_knowledge
from planner.errors import ExitCode, FileError, PlannerError, ProfileError, Stopped, printable
from planner.files import is_synced, read_file, remove_partial, write_file
from planner.located import LARGEST
from planner.plan import Plan

__all__ = [
    "AsJson",
    "Day",
    "Force",
    "Out",
    "ProfileName",
    "RegionalCaps",
    "as_json_bytes",
    "complain",
    "day_of",
    "read_input",
    "shipped_knowledge",
    "tell",
    "warn",
    "warn_of_copies",
]

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]
Force = Annotated[bool, typer.Option("--force", help="Replace a different file of the same name.")]
RegionalCaps = Annotated[bool, typer.Option("--regional-cap", help="Keep the lower caps of single countries, where there are any.")]
_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
ProfileName = Annotated[str, typer.Argument(help="A profile file, or - for standard input.")]


def tell(text: str) -> None:
    """Write data: paths or JSON, a line each. Nothing is written for an empty text."""
    if not text:
        return
    try:
        sys.stdout.write((_shown(text) if sys.stdout.isatty() else text) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except (OSError, AttributeError):
        raise FileError("standard output: it cannot be written; give it somewhere to go") from None


def warn(text: str) -> None:
    """Write a line for people."""
    sys.stderr.write(_shown(text) + "\n")


def _shown(text: str) -> str:
    """Return lines in which nothing commands the terminal: an answer or a file's name may hold anything."""
    return _COMMANDS.sub(lambda found: printable(found[0]), text)


def warn_of_copies(folder: Path) -> None:
    """Say so where what is made will not stay on this computer."""
    if is_synced(folder):
        warn(f"{folder}: by its name, what is in this folder is copied to other computers; --out names another")


def complain(error: PlannerError) -> ExitCode:
    """Write the lines of an error and return its exit code."""
    if isinstance(error, ProfileError):
        warn("\n".join(error.lines()))
    elif not isinstance(error, Stopped):
        warn(str(error))
    return error.exit_code


def read_input(name: str) -> bytes:
    """Return the bytes of a profile file, or of standard input for `-`."""
    if name != "-":
        return read_file(Path(name), most=LARGEST)
    if sys.stdin is None:
        raise FileError("standard input: it is closed; give a profile on it, or name a file")
    return sys.stdin.buffer.read(LARGEST + 1)


def as_json_bytes(value: dict[str, Any] | dict[str, object]) -> bytes:
    """Return a value as a JSON file holds it."""
    return (json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n").encode()


def write_plan(plan: Plan, folder: Path, *, force: bool, settings: Desk = PLAIN) -> list[Path]:
    """Draw and write every file of a plan; return their paths."""
    remove_partial(folder, alone=False)
    drawn = list(files_of(plan, settings.issuer.logo if settings.issuer else None))  # all of it before any of it is written
    for name, data in drawn:
        write_file(folder / name, data, force=force)
    return [folder / name for name, _ in drawn]
