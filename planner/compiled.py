"""Knowledge that was read and checked before, kept beside the user's other caches so that the next start is quick.

The files of the knowledge stay the only truth. What is kept is named after a hash of every one of their bytes, of the
program that checks them and of what both ran with, and is taken only as `planner.kept` allows. Anything that does not fit
exactly, and any trouble with the disk, means reading the files. No place in a file is kept: whoever has to name a line reads
the files.
"""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from planner.digest import hash_of, listing
from planner.edition import Knowledge
from planner.kept import Unfit, from_bytes, keep, take, to_bytes
from planner.shape import checker
from planner.shelf import MODULES, Index, Shelf

# What decides whether files are accepted, and what is made of them: another reader may accept other files.
_READER = (
    *("amounts.py", "compiled.py", "consistency.py", "digest.py", "edition.py", "entry.py", "kept.py", "larder.py", "ledger.py"),
    *("library.py", "mark.py", "names.py", "record.py", "rule.py", "shape.py", "shelf.py", "spelling.py", "vocabulary.py"),
)


def quick(folder: Path, kept_in: Path, read: Callable[[Path], Knowledge]) -> Knowledge:
    """Return the knowledge of a folder, as kept if it is the same to the byte; else read, check and keep it.

    Raises what `read` raises.
    """
    digest, sources = _hashes(folder)
    path = kept_in / f"knowledge-{digest}.kept"
    found = _load(path, sources)
    if found is not None:
        return found
    knowledge = read(folder)
    if knowledge.sha256 == sources:  # else the files changed while they were read
        entries = {kind: Shelf.packed(known) for kind, known in knowledge.entries.items()}
        spellings = None if knowledge.spellings is None else Index.packed(knowledge.spellings)
        keep(path, to_bytes((entries, spellings, knowledge.signed_off)))
    return knowledge


def _hashes(folder: Path) -> tuple[str, str]:
    """Return the hash of files and reader together, and the one of the files as the library makes it."""
    files = []
    for path in sorted(folder.rglob("*.toml")):
        with suppress(OSError):  # reading the files will say what is wrong with this one
            files.append((path.relative_to(folder).as_posix(), path.read_bytes()))
    sources = hash_of(listing(files))
    reader = hashlib.sha256(sources.encode() + checker())
    for name in _READER:
        reader.update((Path(__file__).parent / name).read_bytes() + b"\0")
    return reader.hexdigest(), sources


def _load(path: Path, sources: str) -> Knowledge | None:
    """Return the knowledge of a kept file; None where there is none that can be taken."""
    data = take(path)
    if data is None:
        return None
    try:
        entries, spellings, signed_off = from_bytes(data, MODULES)
    except Unfit:
        return None
    shelves = {kind: Shelf(*each) for kind, each in entries.items()}
    return Knowledge(shelves, sources, spellings=None if spellings is None else Index(spellings), signed=signed_off)
