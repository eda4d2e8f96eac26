"""Which bytes an edition is: a line for each of its files, and whether these are the files that came with the software.

The list stands beside the files as `DIGEST`, and the hash of the list is the hash of the edition. It finds an accident or a
change nobody meant; whoever can write the files can write the list as well.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from planner.errors import Finding, KnowledgeError

NAME = "DIGEST"
SHIPPED = Path(__file__).parent / "knowledge"
_WHAT_NOW = (
    "The knowledge is not as it was released, and no plan was made. To put it right, install the software anew. A site's own"
    " rules belong in a folder named with --overlay. To try a changed file, --unverified-knowledge marks every page UNVERIFIED;"
    " to release it from a checkout, `knowledge check`, then `make digest`."
)


def listing(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a line for each file, its SHA-256 and its name, in the order given."""
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files).encode()


def hash_of(listed: bytes) -> str:
    """Return the hash of an edition."""
    return hashlib.sha256(listed).hexdigest()


def released(folder: Path) -> bytes | None:
    """Return the list that came with the files; None where there is none."""
    try:
        return (folder / NAME).read_bytes()
    except OSError:
        return None


def is_released(folder: Path, sha256: str) -> bool:
    """Whether an edition of this hash is the one that came with the software in this folder."""
    known = released(folder)
    return known is not None and hash_of(known) == sha256


def refusal(found: Iterable[Finding]) -> KnowledgeError:
    """Return the error that names every changed file, and what can be done."""
    return KnowledgeError("\n".join([*map(str, found), _WHAT_NOW]))


def changes(folder: Path) -> tuple[Finding, ...]:
    """Return every file that is not as it was released, in words; nothing where all are."""
    known = released(folder)
    if known is None:
        return (Finding(NAME, 1, "file", "the list of released files is missing", "the list that came with the software"),)
    files = ((path.relative_to(folder).as_posix(), path.read_bytes()) for path in sorted(folder.rglob("*.toml")))
    now = listing(files)
    there, listed = _by_name(now), _by_name(known)
    found = []
    for name in sorted(there.keys() | listed.keys()):
        if there.get(name) != listed.get(name):
            wrong = "missing" if name not in there else "not part of the release" if name not in listed else "changed since the release"
            found.append(Finding(name, 1, "file", f"this file is {wrong}", "the files that came with the software"))
    if now != known and not found:
        found.append(Finding(NAME, 1, "file", "the list is not as it was written", "the list that came with the software"))
    return tuple(found)


def _by_name(listed: bytes) -> dict[str, str]:
    pairs = (line.partition("  ") for line in listed.decode("utf-8", "replace").splitlines())
    return {name: digest for digest, _, name in pairs}
