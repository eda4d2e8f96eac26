"""Where the files of a batch go."""

from pathlib import Path
from typing import NamedTuple, Protocol

from planner.batch.row import Made
from planner.files import Begun, begin_file, same_file


class Sink(Protocol):
    """A place for files; the same name and bytes may be put twice."""

    def put(self, name: str, data: bytes, *, force: bool) -> Begun | None:
        """Keep a file whole or not at all; what is given back still has to be ended, where there is nothing it is kept.

        Raises `ExistsError` for a different one without `force`, `FileError` for a full disk.
        """

    def holds(self, made: Made) -> bool:
        """Whether the file is there with these bytes."""


class Folder(NamedTuple):
    """A folder on a disk; files get the permissions `mode`."""

    folder: Path
    mode: int = 0o600

    def put(self, name: str, data: bytes, *, force: bool) -> Begun | None:
        """Begin to write the file, which will replace a link of that name and never follow it."""
        return begin_file(self.folder / name, data, force=force, mode=self.mode)

    def holds(self, made: Made) -> bool:
        """Whether the file is there with these bytes."""
        return same_file(self.folder / made.name, made.sha256)


class Counted(NamedTuple):
    """Keeps nothing: for a run that only says what would become of everybody."""

    def put(self, name: str, data: bytes, *, force: bool) -> None:
        """Keep nothing."""

    def holds(self, made: Made) -> bool:  # noqa: ARG002 - nothing is kept
        """Nothing is ever there."""
        return False
