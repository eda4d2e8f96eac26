"""Where the profiles of a batch come from: a folder, JSON Lines, one JSON array, a table, or standard input.

Every source is read as a stream, one profile at a time, however long it is. A text longer than a profile may be is read
past and never kept: it becomes one input that could not be read, and the rest goes on.
"""

import codecs
import io
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple, Protocol

from planner.batch.array import split
from planner.batch.item import Item
from planner.batch.table import Mapping, rows
from planner.errors import FileError, UsageError, printable
from planner.files import why
from planner.located import LARGEST

_LINES = {".jsonl", ".ndjson"}
_TABLES = {".csv", ".tsv", ".txt"}
_BLOCK = 1 << 20
_KINDS = "a folder of .json profiles, a .jsonl file with a profile a line, a .json file with a list of profiles, or a .csv file"


class Storage(Protocol):
    """Where files are kept: this machine's disk, or a store reached by an address."""

    def is_folder(self, name: str) -> bool:
        """Whether the name is a folder."""

    def profiles(self, folder: str) -> list[str]:
        """Return the `.json` files of a folder, sorted by name."""

    def open(self, name: str) -> BinaryIO:
        """Open a file to read; raise `OSError` where that cannot be."""


class Disk:
    """The disk of this machine."""

    def is_folder(self, name: str) -> bool:
        """Whether the name is a folder."""
        return Path(name).is_dir()

    def profiles(self, folder: str) -> list[str]:
        """Return the `.json` files of a folder, sorted by name."""
        return sorted(str(each) for each in Path(folder).iterdir() if each.suffix.lower() == ".json")

    def open(self, name: str) -> BinaryIO:
        """Open a file to read; raise `OSError` where that cannot be."""
        return Path(name).open("rb")


class Source(NamedTuple):
    """A named source. `mapping` says how the columns of a table become a profile."""

    name: str
    storage: Storage
    mapping: Mapping | None = None

    def items(self) -> Iterator[Item]:
        """Yield every input in the order of the source; raise `UsageError` or `FileError` where there is no source."""
        try:
            yield from self._items()
        except OSError as error:
            raise FileError(f"{self.name}: {why(error)}; name a file that can be read") from None

    def expected(self) -> int | None:
        """Return about how many inputs there are, where that is quickly known: for the time left, never for a total."""
        try:
            if self.name == "-":
                return None
            if self.storage.is_folder(self.name):
                return len(self.storage.profiles(self.name))
            kind = PurePosixPath(self.name).suffix.lower()
            if isinstance(self.storage, Disk) and kind in {*_LINES, *_TABLES} and Path(self.name).is_file():
                with self.storage.open(self.name) as stream:
                    return sum(block.count(b"\n") for block in iter(lambda: stream.read(_BLOCK), b"")) - (kind in _TABLES)
        except OSError:
            return None
        return None

    def _items(self) -> Iterator[Item]:
        if self.name == "-":
            if sys.stdin is None:
                raise FileError("standard input: it is closed; give profiles on it, or name a file")
            yield from self._stream(sys.stdin.buffer, "standard input", ".csv" if self.mapping else "")
        elif self.storage.is_folder(self.name):
            yield from self._folder()
        else:
            kind = PurePosixPath(self.name).suffix.lower()
            if kind not in {".json", *_LINES, *_TABLES}:
                raise UsageError(f"{self.name}: this is no source of profiles; {_KINDS}")
            with self.storage.open(self.name) as stream:
                yield from self._stream(stream, PurePosixPath(self.name).name, kind)

    def _folder(self) -> Iterator[Item]:
        for number, path in enumerate(self.storage.profiles(self.name), 1):
            name = printable(PurePosixPath(path).name)
            if isinstance(self.storage, Disk) and _never_ends(Path(path)):
                yield Item(f"file {number}", name, None, f"{name}: this is no plain file; a file that can be read to its end")
                continue
            try:
                with self.storage.open(path) as stream:
                    yield Item(f"file {number}", name, stream.read(LARGEST + 1))
            except OSError as error:
                yield Item(f"file {number}", name, None, f"{name}: {why(error)}; name a file that can be read")

    def _stream(self, stream: BinaryIO, name: str, kind: str) -> Iterator[Item]:
        if kind in _TABLES:
            if self.mapping is None:
                raise UsageError(f"{name}: a table needs to be told what its columns mean; give --columns FILE")
            yield from rows(stream, name, self.mapping)
            return
        buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[type-var]
        # A list of profiles opens with a bracket; anything else is a profile a line.
        opens = buffered.peek(1).removeprefix(codecs.BOM_UTF8).lstrip()[:1]
        yield from split(buffered, name) if opens == b"[" else _lines(buffered, name)


def _never_ends(path: Path) -> bool:
    """Whether reading could wait for ever: a pipe or a device that nobody named, but that lies in the folder."""
    return path.is_fifo() or path.is_char_device() or path.is_socket()


def _lines(stream: BinaryIO, name: str) -> Iterator[Item]:
    number = 0
    while line := stream.readline(LARGEST + 2):
        number += 1
        rest = line
        while not rest.endswith(b"\n") and (rest := stream.readline(LARGEST)):
            line = line[: LARGEST + 1]  # the remainder of an endless line is read past, never kept
        if line.strip():
            yield Item(f"line {number}", name, line.rstrip(b"\r\n"), line=number)
