"""What checks a record that is read, and writes it down again: pydantic, told of the record by the record itself.

Telling it takes longer than making a plan. What it made of a profile is kept beside the user's other caches, as the plain
description that `pydantic_core` builds a reader from: the next start reads a profile without loading pydantic. It is named
after a hash of the program's files that say what a profile is, and of what both ran with; see `planner.kept`.
"""

import hashlib
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar

from pydantic_core import SchemaSerializer, SchemaValidator
from pydantic_core import __version__ as core_version

from planner.kept import Unfit, from_bytes, keep, take, to_bytes
from planner.record import Record

R = TypeVar("R", bound=Record)
# The records whose description is kept, each with the modules that say what it is: it names nothing of any other.
_KEPT = {("planner.profile", "Profile"): ("planner.profile", "planner.vocabulary")}
_READER = ("mark.py", "record.py", "shape.py", "kept.py")


def from_json(shape: type[R], text: str | bytes) -> R:
    """Return the record in a JSON text; raise `ValidationError`."""
    found: R = _door(shape).reader.validate_json(text)
    return found


def from_data(shape: type[R], data: Mapping[str, Any], *, strict: bool | None = None) -> R:
    """Return the record in a table, with lists for tuples and texts for closed words where not `strict`; raise `ValidationError`."""
    found: R = _door(shape).reader.validate_python(data, strict=strict)
    return found


def to_json(record: Record, **how: Any) -> str:
    """Return a record as JSON. `by_alias`, `indent`, `include`, `exclude`, `exclude_none`, `exclude_defaults`, `exclude_unset` say how."""
    found: bytes = _door(type(record)).writer.to_json(record, **how)
    return found.decode()


def to_data(record: Record, **how: Any) -> dict[str, Any]:
    """Return a record as a table of what JSON has; `how` as for `to_json`."""
    found: dict[str, Any] = _door(type(record)).writer.to_python(record, mode="json", **how)
    return found


def json_schema(shape: type[Record], mode: Literal["validation", "serialization"] = "validation") -> dict[str, Any]:
    """Return the JSON Schema of what is read, or of what is written."""
    found: dict[str, Any] = _adapter(shape).json_schema(mode=mode)
    return found


def checker() -> bytes:
    """Return what names the library that checks, to the version, without loading it."""
    found = find_spec("pydantic")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("pydantic")
    return f"{sys.version} {core_version} ".encode() + Path(found.origin).with_name("version.py").read_bytes()


class _Door(NamedTuple):
    """What reads and writes one kind of record."""

    reader: Any
    writer: Any


_DOORS: dict[type[Record], _Door] = {}


def _door(shape: type[Record]) -> _Door:
    found = _DOORS.get(shape)
    if found is None:
        modules = _KEPT.get((shape.__module__, shape.__qualname__))
        found = _DOORS[shape] = _made(shape) if modules is None else _ready(shape, modules)
    return found


def _made(shape: type[Record]) -> _Door:
    adapter: Any = _adapter(shape)
    return _Door(adapter.validator, adapter.serializer)


def _ready(shape: type[Record], modules: tuple[str, ...]) -> _Door:
    description = _kept(shape, modules)
    return _Door(SchemaValidator(description), SchemaSerializer(description))


def _adapter(shape: type[Record]) -> Any:
    from pydantic import TypeAdapter  # noqa: PLC0415 - slow to load, and mostly what is kept will do

    return TypeAdapter(shape)


def _kept(shape: type[Record], modules: tuple[str, ...]) -> Any:
    """Return the description of a record as it is kept; else have it made, and keep it."""
    import platformdirs  # noqa: PLC0415 - only for what is kept

    sources = [Path(__file__).parent / each for each in _READER] + [Path(str(sys.modules[each].__file__)) for each in modules]
    digest = hashlib.sha256(checker())
    for each in sources:
        digest.update(each.read_bytes() + b"\0")
    path = Path(platformdirs.user_cache_dir("supplement-plan")) / f"{shape.__name__.lower()}-{digest.hexdigest()}.kept"
    data = take(path)
    if data is not None:
        try:
            return from_bytes(data, modules, checks=modules)
        except Unfit:
            pass
    described = bare(_adapter(shape).core_schema)
    keep(path, to_bytes(described))
    return described


def bare(description: Any) -> Any:
    """Return a description without what only pydantic itself looks at."""
    if isinstance(description, dict):
        return {key: bare(each) for key, each in description.items() if key != "metadata"}
    return [bare(each) for each in description] if isinstance(description, list) else description
