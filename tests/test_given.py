"""The short way of the command line: what is plain is taken as typer would take it, and all else is left to typer."""

from pathlib import Path
from typing import Annotated, Any

import pytest
import typer

from planner.cli import build
from planner.given import as_it_stands

LINES: tuple[tuple[str, ...], ...] = (
    ("make", "a.json"),
    ("make", "a.json", "-", "--out", "here", "--date", "2026-11-22", "--json", "--force"),
    ("make", "ä ö.json", "--sections", "how,food", "--regional-cap", "--overlay", "."),
    ("make", "a.json", "--config", "no-such.toml", "--previous", "."),
    ("make", "a.json", "--out", ""),
    ("make", "a\udcff.json"),
    ("make", "a", "--out", "x\udcff"),
    ("make",),
    ("make", "--nothing"),
    ("make", "a", "--out"),
    ("check", "a.json", "--date", ""),
    ("check",),
    ("knowledge", "show", "warfarin", "--json"),
    ("knowledge", "check"),
    ("form", "--paper", "Letter", "--size", "large"),
    ("form", "--paper", "A5"),
    ("batch", "x.csv", "--jobs", "3"),
    ("batch", "x.csv", "--jobs", "many"),
    ("explain", "a.json", "--json"),
)


def read(command: Any, line: tuple[str, ...]) -> object:
    """Return what a command line means, or why it is refused."""
    named = command.commands[line[0]]
    try:
        told = named.make_context(line[0], list(line[1:]))
        if hasattr(named, "commands"):
            name, inner, rest = named.resolve_command(
                told, [*told.protected_args, *told.args] if hasattr(told, "protected_args") else told.args
            )
            told = inner.make_context(name, rest, parent=told)
    except Exception as error:  # noqa: BLE001 - whatever it is, both ways end in it
        return type(error).__name__, getattr(error, "message", str(error))
    return {name: (type(value), value) for name, value in told.params.items()}


def strange(
    name: Annotated[str, typer.Argument(callback=lambda told: told.upper())],
    there: Annotated[Path | None, typer.Option(exists=True, readable=False)] = None,
    folder: Annotated[Path | None, typer.Option(file_okay=False, readable=False)] = None,
    file: Annotated[Path | None, typer.Option(dir_okay=False, readable=False)] = None,
    whole: Annotated[Path | None, typer.Option(resolve_path=True, readable=False)] = None,
    texts: Annotated[list[str] | None, typer.Option()] = None,
    number: Annotated[int, typer.Option(min=2)] = 3,
    on: Annotated[bool | None, typer.Option("--on/--off")] = None,
) -> None:
    """Ask for what no command of ours asks for."""


STRANGE = (
    "--there .",
    "--there x",
    "--folder .",
    "--folder f",
    "--file .",
    "--file f",
    "--whole f",
    "--number 5",
    "--number 1",
    "--on",
    "--off",
    "",
)


@pytest.mark.parametrize("line", [*STRANGE, "--texts a --texts b"])
def test_what_asks_something_of_a_value_is_left_to_typer(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("f").touch()
    both = []
    for way in (as_it_stands, lambda command: command):
        app = typer.Typer()
        app.callback()(lambda: None)
        app.command("strange")(strange)
        both.append(read(way(typer.main.get_command(app)), ("strange", "somebody", *line.split())))
    assert both[0] == both[1]


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_what_is_given_means_the_same_both_ways(line: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    plain = typer.main.get_command(build())
    assert read(as_it_stands(typer.main.get_command(build())), line) == read(plain, line)
