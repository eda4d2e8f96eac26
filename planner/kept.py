"""What the program keeps for itself in the user's cache, so that the next start need not work it out again.

A kept file carries a hash of itself, and is taken only where it is a plain file that nobody but this user can have written:
whoever could forge it could change the program as well. Even so nothing is made of its bytes but records and closed words
of the modules that are named, and days; bytes that name anything else are refused. Where a caller allows it, functions of
modules of its choice may be named as well. Whatever can be named can be called by such bytes: no record, word or function
that may be named does more than look at what it is given. A record is not checked again: it was before it was kept.
"""

import hashlib
import io
import os
import pickle
import stat
from collections.abc import Container
from contextlib import suppress
from datetime import date
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import Any

from planner.errors import FileError
from planner.files import write_file
from planner.record import Record, given_in, remade, values_of

Unfit = pickle.UnpicklingError
_DIGEST = 32


def take(path: Path) -> memoryview | None:
    """Return what is kept in a file; None where there is none, or a byte of it is not as it was written."""
    with suppress(OSError):
        data = memoryview(_own(path))
        if hashlib.sha256(data[_DIGEST:]).digest() == data[:_DIGEST]:
            return data[_DIGEST:]
    return None


def keep(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, for its owner only, and drop what is kept of other editions. Never worth an error.

    Files of one kind share the first word of their names.
    """
    with suppress(OSError, FileError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_file(path, hashlib.sha256(data).digest() + data, force=True)
        for other in path.parent.glob(f"{path.name.partition('-')[0]}-*"):
            if other != path:
                other.unlink(missing_ok=True)


def to_bytes(thing: Any) -> bytes:
    """Return something as bytes that `from_bytes` makes again; the same thing gives the same bytes."""
    stream = io.BytesIO()
    _Pickler(stream, protocol=5).dump(thing)
    return stream.getvalue()


def from_bytes(data: bytes | memoryview, modules: Container[str], checks: Container[str] = ()) -> Any:
    """Return what was kept, made of the records and closed words of these modules; raise `Unfit` for anything else.

    The functions of the modules in `checks` may be named as well: such a module has none that does more than look at a value.
    """
    return _Unpickler(data, modules, checks).load()


def _own(path: Path) -> bytes:
    """Return the bytes of a plain file that nobody but this user can have written; raise `OSError` for any other."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(handle, "rb") as stream:
        known = os.fstat(stream.fileno())
        if not stat.S_ISREG(known.st_mode) or known.st_mode & 0o022 or (hasattr(os, "getuid") and known.st_uid != os.getuid()):
            raise PermissionError(path)
        return stream.read()


class _Pickler(pickle.Pickler):
    """Records are written with what was given in one order, so that the same knowledge gives the same bytes."""

    def reducer_override(self, thing: Any) -> Any:
        if isinstance(thing, StrEnum):  # newer Pythons would have it looked up by its name, with a function that is refused here
            return type(thing), (thing.value,)
        if not isinstance(thing, Record):
            return NotImplemented
        return _record, (type(thing), values_of(thing), tuple(sorted(given_in(thing))))

    def persistent_id(self, thing: Any) -> Any:
        return (thing.__module__, thing.__qualname__) if isinstance(thing, FunctionType) and thing is not _record else None


class _Unpickler(pickle.Unpickler):
    """Makes what this program keeps, and refuses everything else."""

    def __init__(self, data: bytes | memoryview, modules: Container[str], checks: Container[str]) -> None:
        super().__init__(io.BytesIO(data))
        self._modules, self._checks = modules, checks

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == (__name__, _record.__name__):
            return _record
        if (module, name) == (date.__module__, date.__name__):
            return date
        found = getattr(import_module(module), name, None) if module in self._modules else None
        if isinstance(found, type) and found.__module__ == module and _is_shape(found):
            return found
        raise Unfit(f"{module}.{name} is nothing that is kept")

    def persistent_load(self, named: Any) -> Any:
        module, name = named
        found = getattr(import_module(module), name, None) if module in self._checks else None
        if isinstance(found, FunctionType) and found.__module__ == module:
            return found
        raise Unfit(f"{module}.{name} is nothing that is kept")


def _is_shape(found: type) -> bool:
    """Whether it is a record of any kind or a closed word."""
    return issubclass(found, Record | StrEnum | tuple) or hasattr(found, "__dataclass_fields__")


def _record(shape: type[Record], fields: dict[str, Any], given: tuple[str, ...]) -> Record:
    """Make a record that was checked before."""
    return remade(shape, fields, set(given))
