"""Knowledge that was read and checked before, kept beside the user's other caches so that the next start is quick.

The files of the knowledge stay the only truth. What is kept is named after a hash of every one of their bytes, of the
program that checks them and of what both ran with, carries a hash of itself, and is made again only as `planner.shelf`
allows. Anything that does not fit exactly, and any trouble with the disk, means reading the files. No place in a file is
kept: whoever has to name a line reads the files.
"""

import hashlib
import os
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from pickle import UnpicklingError

from pydantic import VERSION

from planner.digest import hash_of, listing
from planner.edition import Knowledge
from planner.errors import FileError
from planner.files import write_file
from planner.shelf import Index, Shelf, from_bytes, to_bytes

# What decides whether files are accepted, and what is made of them: another reader may accept other files.
_READER = (
    *("amounts.py", "compiled.py", "consistency.py", "digest.py", "edition.py", "entry.py", "larder.py", "ledger.py", "library.py"),
    *("names.py", "record.py", "rule.py", "shelf.py", "spelling.py", "vocabulary.py"),
)
_DIGEST = 32


def quick(folder: Path, kept_in: Path, read: Callable[[Path], Knowledge]) -> Knowledge:
    """Return the knowledge of a folder, as kept if it is the same to the byte; else read, check and keep it.

    Raises what `read` raises. Keeping it is never worth an error.
    """
    digest, sources = _hashes(folder)
    path = kept_in / f"knowledge-{digest}.kept"
    found = _load(path, sources)
    if found is not None:
        return found
    knowledge = read(folder)
    if knowledge.sha256 == sources:  # else the files changed while they were read
        with suppress(OSError, FileError):
            _keep(path, knowledge)
    return knowledge


def _hashes(folder: Path) -> tuple[str, str]:
    """Return the hash of files and reader together, and the one of the files as the library makes it."""
    files = []
    for path in sorted(folder.rglob("*.toml")):
        with suppress(OSError):  # reading the files will say what is wrong with this one
            files.append((path.relative_to(folder).as_posix(), path.read_bytes()))
    sources = hash_of(listing(files))
    reader = hashlib.sha256(f"{sources} {sys.version} pydantic {VERSION}".encode())
    for name in _READER:
        reader.update((Path(__file__).parent / name).read_bytes() + b"\0")
    return reader.hexdigest(), sources


def _load(path: Path, sources: str) -> Knowledge | None:
    """Return the knowledge of a kept file; None where there is none or a byte of it is not as it was written."""
    with suppress(OSError, UnpicklingError):
        data = memoryview(_own(path))
        if hashlib.sha256(data[_DIGEST:]).digest() == data[:_DIGEST]:
            entries, spellings, signed_off = from_bytes(data[_DIGEST:])
            shelves = {kind: Shelf(*each) for kind, each in entries.items()}
            return Knowledge(shelves, sources, spellings=None if spellings is None else Index(spellings), signed=signed_off)
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
    entries = {kind: Shelf.packed(known) for kind, known in knowledge.entries.items()}
    spellings = None if knowledge.spellings is None else Index.packed(knowledge.spellings)
    data = to_bytes((entries, spellings, knowledge.signed_off))
    write_file(path, hashlib.sha256(data).digest() + data, force=True)
    for other in path.parent.glob("knowledge-*"):
        if other != path:
            other.unlink(missing_ok=True)
