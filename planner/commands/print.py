"""`print`: finished plans to a print queue, each once, and a list of what was not printed."""

import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter, ValidationError

from planner.commands.terminal import tell, warn
from planner.errors import FileError, PlannerError, UsageError
from planner.files import only_user, read_file, write_file
from planner.printing import spool, title_of

_PRINTED = ".printed.json"
_LARGEST = 50_000_000
_names = TypeAdapter(list[str])


def send(
    files: Annotated[list[Path], typer.Argument(readable=False, help="Plans, or folders of plans.")],
    queue: Annotated[str | None, typer.Option("--queue", help="The print queue; the usual one if left out.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Print what was printed before as well.")] = False,
) -> None:
    """Send plans to a printer, on both sides of the paper. What was printed before is not printed again unless told."""
    found = list(_by_folder(files))
    waiting = dict.fromkeys(path for _, paths in found for path in paths)
    try:
        for folder, paths in found:
            with only_user(folder):
                for path in _sent(folder, paths, queue, again=again):
                    del waiting[path]
    finally:  # whoever stops it learns as well what is not on paper
        if waiting:
            warn("not printed, print again with:")
            warn(f"  supplement-plan print {shlex.join([*map(str, waiting), *(['--queue', queue] if queue else [])])}")
    if waiting:
        raise FileError(f"{len(waiting):,} files were not printed")


def _sent(folder: Path, paths: list[Path], queue: str | None, *, again: bool) -> Iterator[Path]:
    """Print the files of one folder, and yield each that needs nothing more: printed now, or printed before."""
    before = _printed(folder)
    for path in paths:
        if path.name in before and not again:
            warn(f"{path.name}: printed before; --again prints it again")
            yield path
            continue
        try:
            spool(path, queue)
        except PlannerError as error:
            warn(str(error))
            continue
        before.add(path.name)
        write_file(folder / _PRINTED, json.dumps(sorted(before)).encode(), force=True)
        tell(str(path))
        yield path


def _by_folder(files: list[Path]) -> Iterator[tuple[Path, list[Path]]]:
    found: dict[Path, list[Path]] = {}
    for each in files:
        paths = sorted(each.glob("*.pdf"), key=_together) if each.is_dir() else [each]
        if not paths:
            raise UsageError(f"{each}: there is no plan here; a .pdf file, or a folder that holds some")
        found.setdefault(each if each.is_dir() else each.parent, []).extend(paths)
    yield from found.items()


def _together(path: Path) -> tuple[str, bool, str]:
    """Order the files of a folder so that a person's papers lie together, the plan on top."""
    return title_of(path), not path.name.startswith("plan_"), path.name


def _printed(folder: Path) -> set[str]:
    path = folder / _PRINTED
    try:
        return set(_names.validate_json(read_file(path, most=_LARGEST))) if path.exists() else set()
    except ValidationError:
        raise FileError(f"{path}: this is not the record of what was printed; remove it if nothing was") from None
