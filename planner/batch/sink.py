"""Where the files of a batch go."""

import hashlib
from pathlib import Path
from typing import NamedTuple, Protocol

from planner.batch.row import Made
from planner.files import same_file, write_file


class Sink(Protocol):
    """A place for files; the same name and bytes may be put twice."""

    def put(self, name: str, data: bytes, *, force: bool) -> Made:
        """Keep a file whole or not at all; raise `ExistsError` for a different one without `force`, `FileError` for a full disk."""

    def holds(self, made: Made) -> bool:
        """Whether the file is there with these bytes."""


class Folder(NamedTuple):
    """A folder on a disk; files get the permissions `mode`."""

    folder: Path
    mode: int = 0o600

    def put(self, name: str, data: bytes, *, force: bool) -> Made:
        """Write the file, replacing a link of that name and never following it."""
        write_file(self.folder / name, data, force=force, mode=self.mode)
        return made(name, data)

    def holds(self, made: Made) -> bool:
        """Whether the file is there with these bytes."""
        return same_file(self.folder / made.name, made.sha256)


class Counted(NamedTuple):
    """Keeps nothing: for a run that only says what would become of everybody."""

    def put(self, name: str, data: bytes, *, force: bool) -> Made:  # noqa: ARG002 - nothing is there to be replaced
        """Return the file's name and hash."""
        return made(name, data)

    def holds(self, made: Made) -> bool:  # noqa: ARG002 - nothing is kept
        """Nothing is ever there."""
        return False


def made(name: str, data: bytes) -> Made:
    """Return a file's name and hash."""
    return Made(name, hashlib.sha256(data).hexdigest())
