"""`lint`: holds finished PDFs to the criteria of a good page, from the files alone."""

from pathlib import Path
from typing import Annotated

import typer

from planner.commands.terminal import AsJson, as_json_bytes, tell
from planner.corridor import shipped_knowledge
from planner.errors import ExitCode, UsageError
from planner.files import read_file
from planner.lint.judge import criteria, judge_all

_LARGEST = 50_000_000


def lint(
    pdfs: Annotated[list[Path] | None, typer.Argument(help="Finished PDFs.", show_default=False)] = None,
    as_json: AsJson = False,
    list_all: Annotated[bool, typer.Option("--list", help="List every criterion and what holds it.")] = False,
) -> None:
    """Print what is wrong with finished pages; exit 3 if one of them must not be handed over."""
    if list_all:
        tell("\n".join(_line(name) for name in criteria()))
        return
    if not pdfs:
        raise UsageError("lint: name at least one PDF, or ask for --list")
    found = judge_all(((path, read_file(path, most=_LARGEST)) for path in pdfs), shipped_knowledge(unverified=True))
    if as_json:
        tell(as_json_bytes({str(path): [_record(*each) for each in failed] for path, failed in found.items()}).decode().rstrip())
    else:
        tell("\n".join(_failed(path, *each) for path, failed in found.items() for each in failed))
    must = any(criteria()[each.criterion].must for failed in found.values() for each in failed)
    raise typer.Exit(ExitCode.bad_input if must else ExitCode.done)


def _line(name: str) -> str:
    each = criteria()[name]
    return f"{name} {'must' if each.must else 'should'}: {each.says}{f' [held by {each.held}]' if each.held else ''}"


def _record(criterion: str, page: int | None, words: str) -> dict[str, object]:
    return {"criterion": criterion, "must": criteria()[criterion].must, "page": page, "words": words}


def _failed(path: Path, criterion: str, page: int | None, words: str) -> str:
    place = f"{path}:{page}" if page else str(path)
    return f"{place}: {criterion} {'must' if criteria()[criterion].must else 'should'}: {words}"
