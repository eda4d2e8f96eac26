"""Read the knowledge files whole, check them, references between files included, or refuse with file and line.

A fault reads `file:line: field: what is wrong; what is allowed`. Reading never mends and never skips: one fault
anywhere and there is no knowledge.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, get_args

from pydantic_core import ValidationError

from planner.amounts import amount_faults
from planner.consistency import SHAPES, faults_in, near
from planner.digest import hash_of, listing
from planner.edition import SHIPPED, Knowledge, Place
from planner.errors import Finding, KnowledgeError
from planner.files import why
from planner.record import Record, fields_of
from planner.shape import from_data

__all__ = ["SHIPPED", "Knowledge", "read_knowledge"]


class Files(NamedTuple):
    """The entries of a folder, where each of them stands, the hash of its files, and what is wrong with them so far."""

    entries: dict[str, dict[str, Any]]
    places: dict[tuple[str, str], Place]
    sha256: str
    faults: list[Finding]


def read_knowledge(folder: Path = SHIPPED) -> Knowledge:
    """Return the knowledge in a folder; raise `KnowledgeError` with a line for every fault found."""
    files = read_files(folder, SHAPES, "knowledge")
    knowledge, faults = Knowledge(files.entries, files.sha256, files.places), files.faults
    if not any(fault.field == "file" for fault in faults):  # the entries of a file that was not read would be missed everywhere
        faults += faults_in(knowledge)
    if not faults:  # amounts are compared across entries, and need every one of them
        faults += amount_faults(knowledge)
    if faults:
        raise KnowledgeError.of(faults)
    return knowledge


def read_files(folder: Path, shapes: dict[str, type[Record]], what: str) -> Files:
    """Return every entry of a folder by kind and id; raise `KnowledgeError` where there is no file, or one cannot be read."""
    paths = sorted(folder.rglob("*.toml"))
    if not paths:
        raise KnowledgeError.of([Finding(str(folder), 1, "folder", f"there is no {what} here", "a folder of .toml files")])
    listed: list[tuple[str, bytes]] = []
    entries: dict[str, dict[str, Any]] = {kind: {} for kind in shapes}
    places: dict[tuple[str, str], Place] = {}
    faults: list[Finding] = []
    for path in paths:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise KnowledgeError.of([Finding(str(path), 1, "file", why(error), "a TOML file that can be read")]) from None
        name = path.relative_to(folder).as_posix()
        listed.append((name, data))
        for kind, place, found in _read(name, data, shapes, faults):
            if found.id in entries[kind]:
                first = places[kind, found.id]
                faults.append(place.finding(("id",), f"{found.id} stands twice, first in {first.file}:{first.line}", "each id once"))
            else:
                entries[kind][str(found.id)] = found
                places[kind, str(found.id)] = place
    return Files(entries, places, hash_of(listing(listed)), faults)


def _read(name: str, data: bytes, shapes: dict[str, type[Record]], faults: list[Finding]) -> Iterator[tuple[str, Place, Any]]:
    try:
        text = data.decode("utf-8")
        table = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        faults.append(Finding(name, int(line[1]) if line else 1, "file", str(error).split(" (at")[0], "TOML in UTF-8"))
        return
    lines = text.splitlines()
    defaults = table.pop("defaults", {})
    for kind, found in table.items():
        if kind not in shapes or not isinstance(found, list):
            line_number = next((at for at, line in enumerate(lines, 1) if line.lstrip().startswith(("[[" + kind, "[" + kind, kind))), 1)
            wrong, allowed = f"this is not a kind of entry{near(kind, shapes)}", f"[[kind]] with one of {', '.join(shapes)}"
            faults.append(Finding(name, line_number, kind, wrong, allowed))
            continue
        heads = [number for number, line in enumerate(lines) if re.match(rf"\s*\[\[{kind}\]\]", line)]
        for item, head in zip(found, heads, strict=False):
            end = next((number for number in range(head + 1, len(lines)) if re.match(r"\s*\[\[\w+\]\]", lines[number])), len(lines))
            place = Place(name, head + 1, tuple(lines[head:end]))
            shape = shapes[kind]
            known = {key: value for key, value in defaults.items() if key in fields_of(shape)}
            try:
                yield kind, place, from_data(shape, {**known, **item}, strict=False)
            except ValidationError as error:
                faults += [_explain(place, shape, each) for each in error.errors(include_url=False)]


def _explain(place: Place, shape: type[Record], error: Any) -> Finding:
    loc, kind = error["loc"], error["type"]
    where = ".".join(str(each) for each in loc) or "entry"
    if kind == "extra_forbidden":
        parent = _model_at(shape, loc[:-1])
        names = list(fields_of(parent)) if parent else []
        wrong, allowed = f"this key is not known{near(str(loc[-1]), names)}", f"one of {', '.join(names)}"
    elif kind == "missing":
        wrong, allowed = "this key is missing", "every entry of this kind has it"
    elif "expected" in error.get("ctx", {}):
        wrong, allowed = f"{error['input']!r} is not accepted", f"one of {error['ctx']['expected']}"
    elif "; " in error["msg"]:
        wrong, allowed = error["msg"].split("; ", 1)
    elif isinstance(error["input"], dict):
        wrong, allowed = error["msg"], "planner/knowledge/README.md says what belongs together"
    else:
        wrong, allowed = f"{error['input']!r} is not accepted", error["msg"][:1].lower() + error["msg"][1:]
    return Finding(place.file, place.of(loc), where, wrong, allowed)


def _model_at(shape: type[Record], loc: tuple[Any, ...]) -> type[Record] | None:
    found: type[Record] | None = shape
    for name in loc:
        if isinstance(name, int) or found is None:
            continue
        if name not in fields_of(found):
            return None
        inner = [each for each in _unwrap(fields_of(found)[name]) if isinstance(each, type) and issubclass(each, Record)]
        found = inner[0] if inner else None
    return found


def _unwrap(annotation: Any) -> Iterator[Any]:
    yield annotation
    for each in get_args(annotation):
        yield from _unwrap(each)
