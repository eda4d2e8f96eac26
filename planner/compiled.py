"""Knowledge that was read and checked before, kept beside the user's other caches so that the next start is quick.

The files of the knowledge stay the only truth. What is kept is named after a hash of every one of their bytes and of the
program that checks them, carries a hash of itself, and is taken apart by the same shapes as the files are. Anything that
does not fit exactly, and any trouble with the disk, means reading the files. No place in a file is kept: whoever has to
name a line reads the files.
"""

import hashlib
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from planner.consistency import SHAPES
from planner.edition import Knowledge
from planner.errors import FileError
from planner.files import write_file

# What decides whether files are accepted: another reader may accept other files.
_READER = (
    *("amounts.py", "compiled.py", "consistency.py", "edition.py", "entry.py", "larder.py", "ledger.py"),
    *("library.py", "record.py", "rule.py", "vocabulary.py"),
)
_DIGEST = 32


def quick(folder: Path, kept_in: Path, read: Callable[[Path], Knowledge]) -> Knowledge:
    """Return the knowledge of a folder, as kept if it is the same to the byte; else read, check and keep it.

    Raises what `read` raises. Keeping it is never worth an error.
    """
    digest, sources = _hashes(folder)
    path = kept_in / f"knowledge-{digest}.txt"
    entries = _load(path)
    if entries is not None:
        return Knowledge(entries, sources)
    knowledge = read(folder)
    if knowledge.sha256 == sources:  # else the files changed while they were read
        with suppress(OSError, FileError):
            _keep(path, knowledge)
    return knowledge


def _hashes(folder: Path) -> tuple[str, str]:
    """Return the hash of files and reader together, and the one of the files as the library makes it."""
    sources = hashlib.sha256()
    for path in sorted(folder.rglob("*.toml")):
        with suppress(OSError):  # reading the files will say what is wrong with this one
            sources.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    reader = hashlib.sha256(sources.digest())
    for name in _READER:
        reader.update((Path(__file__).parent / name).read_bytes() + b"\0")
    return reader.hexdigest(), sources.hexdigest()


def _load(path: Path) -> dict[str, dict[str, Any]] | None:
    """Return the entries of a kept file; None where there is none or a byte of it is not as it was written."""
    with suppress(OSError, ValidationError):
        data = _own(path)
        if hashlib.sha256(data[_DIGEST:]).digest() == data[:_DIGEST]:
            entries: dict[str, dict[str, Any]] = {kind: {} for kind in SHAPES}
            for line in data[_DIGEST:].splitlines():
                kind, _, text = line.partition(b" ")
                entry: Any = SHAPES[kind.decode()].model_validate_json(text)
                entries[kind.decode()][str(entry.id)] = entry
            return entries
    return None


def _own(path: Path) -> bytes:
    """Return the bytes of a plain file that nobody but this user can have written; raise `OSError` for any other."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(handle, "rb") as stream:
        known = os.fstat(stream.fileno())
        if not stat.S_ISREG(known.st_mode) or known.st_mode & 0o022 or (hasattr(os, "getuid") and known.st_uid != os.getuid()):
            raise PermissionError(path)
        return stream.read()


def _keep(path: Path, knowledge: Knowledge) -> None:
    """Write a file whole or not at all, for its owner only, and drop those of other editions."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lines = (
        f"{kind} {each.model_dump_json(by_alias=True, exclude_unset=True)}" for kind in SHAPES for each in knowledge.entries[kind].values()
    )
    data = "\n".join(lines).encode()
    write_file(path, hashlib.sha256(data).digest() + data, force=True)
    for other in path.parent.glob("knowledge-*.txt"):
        if other != path:
            other.unlink(missing_ok=True)
