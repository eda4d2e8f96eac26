"""What a run has done, kept as it goes, so that a run that was stopped anywhere can go on where it was.

`run.json` says what the run is: its date and what its plans were made with. `manifest.jsonl` has one line an input in
the order of the source. While a run goes on its lines go to a partial file, which becomes the manifest at the end.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import BinaryIO, NamedTuple

from planner.batch.item import Item, read_mark
from planner.batch.row import NEEDS_A_PERSON, Row, row_of
from planner.batch.sink import Sink
from planner.errors import FileError, InputError, UsageError
from planner.files import new_file, read_file, remove_partial, why, write_file
from planner.stamp import KnowledgeStamp

MANIFEST = "manifest.jsonl"
_UNFINISHED = ".manifest.unfinished"
_EARLIER = ".manifest.earlier"
_GATHERED = ".manifest.gathered"
_STAMP = "run.json"
_ROOM = ".manifest.room"  # given back at the end, so that a full disk has room for the last lines
_ROOM_BYTES = 1 << 18
_FAILED = {"failed", "invalid"}
_OFTEN = 200  # rows between two moments at which the lines reach the disk


class Stamp(NamedTuple):
    """What every plan of a run is made with. Where it differs, nothing of an earlier run can be kept."""

    date: str
    software: str
    knowledge: str
    configuration: str | None = None


def earlier(folder: Path) -> Stamp | None:
    """Return the stamp of the run this folder holds; raise `InputError` for one that cannot be read."""
    path = folder / _STAMP
    if not path.exists():
        return None
    try:
        kept = json.loads(read_file(path, most=10_000))
        date.fromisoformat(kept["date"])
        return Stamp(kept["date"], kept["software"], kept["knowledge"], kept.get("configuration"))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InputError(f"{path}: this is not the record of a run; name another folder") from None


class Journal:
    """The lines of one run. A row of an earlier run is found again by what was read, wherever it stood."""

    def __init__(
        self, folder: Path, stamp: Stamp, config: str | None = None, facts: KnowledgeStamp | None = None, *, resume: bool, force: bool
    ) -> None:
        """Begin, or go on; raise `UsageError` where the folder holds another run and neither is allowed."""
        before = earlier(folder)
        if before is not None and not (resume or force):
            raise UsageError(f"{folder}: an earlier run is here; --resume goes on with it, --force begins anew, or name another folder")
        self.folder, self.config, self.facts = folder, config, facts
        self.marks: set[int] = set()
        self.plans: set[int] = set()
        self.positions: set[int] = set()
        self.known: dict[int, int] = {}
        self.failed: set[int] = set()
        remove_partial(folder)
        with _saying(folder):
            self._gather(keep=resume)
            self.before = (folder / _EARLIER).open("rb")
            if before == stamp:
                for at, row in _rows(self.before):
                    self.known[_number(row.read)] = at
                    if row.outcome in _FAILED:
                        self.failed.add(_number(row.position))
            write_file(folder / _STAMP, (json.dumps(stamp._asdict()) + "\n").encode(), force=True)
            self.lines = new_file(folder / _UNFINISHED)
            with new_file(folder / _ROOM) as room:
                room.write(bytes(_ROOM_BYTES))
        self.count = 0

    def find(self, mark: str, sink: Sink) -> Row | None:
        """Return the row of an input that is done: nothing about it is waiting for a person, and its files are whole."""
        row = self._earlier(mark)
        if row is None or row.outcome in NEEDS_A_PERSON or row.held.names or not all(map(sink.holds, row.files)):
            return None
        return row

    def failed_before(self, item: Item) -> Item | Row | None:
        """Return the input if it failed or was invalid in an earlier run, else its row of then; nothing for one never seen."""
        row = self._earlier(read_mark(item.data)) if item.data is not None else None
        if row is None:
            return item if _number(item.position) in self.failed else None
        return item if row.outcome in _FAILED else row

    def _earlier(self, mark: str) -> Row | None:
        at = self.known.get(_number(mark))
        if at is None:
            return None
        self.before.seek(at)
        return row_of(self.before.readline())

    def add(self, row: Row) -> Row:
        """Keep a row, and return it with the word whether its plan was made for an earlier input as well."""
        plan = _number(row.plan_id) if row.plan_id else None
        row = row._replace(duplicate=plan in self.plans, config=self.config, facts=self.facts)
        if plan is not None:
            self.plans.add(plan)
        self.marks.add(_number(row.read))
        self.positions.add(_number(row.position))
        with _saying(self.folder):
            self.lines.write(row.line().encode() + b"\n")
            self.count += 1
            if self.count % _OFTEN == 0:
                self._reach_the_disk()
        return row

    def end(self, *, complete: bool) -> None:
        """Make the lines the manifest. What an earlier run knew and this one did not reach is kept, unless this is all."""
        with _saying(self.folder):
            (self.folder / _ROOM).unlink(missing_ok=True)
            for _, row in _rows(self.before):
                if complete:
                    self._forget(row)
                elif _number(row.read) not in self.marks and _number(row.position) not in self.positions:
                    self.lines.write(row.line().encode() + b"\n")
            self._reach_the_disk()
            self.lines.close()
            self.before.close()
            (self.folder / _UNFINISHED).replace(self.folder / MANIFEST)
            (self.folder / _EARLIER).unlink()
            remove_partial(self.folder)  # a worker that was killed leaves what it was writing

    def _forget(self, row: Row) -> None:
        """Remove the files of an input that is no longer there; nothing else may be using them."""
        if row.plan_id and _number(row.plan_id) not in self.plans:
            for made in row.files:
                (self.folder / made.name).unlink(missing_ok=True)

    def _gather(self, *, keep: bool) -> None:
        """Put all lines that earlier runs left into one file: what was read last stands first."""
        seen: set[int] = set()
        path = self.folder / _GATHERED
        with new_file(path) as joined:
            for name in (_UNFINISHED, _EARLIER, MANIFEST) if keep else ():
                with suppress(FileNotFoundError), (self.folder / name).open("rb") as lines:
                    for _, row in _rows(lines):
                        if _number(row.read) not in seen:
                            seen.add(_number(row.read))
                            joined.write(row.line().encode() + b"\n")
            joined.flush()
            os.fsync(joined.fileno())
        path.replace(self.folder / _EARLIER)

    def _reach_the_disk(self) -> None:
        self.lines.flush()
        os.fsync(self.lines.fileno())


def _rows(lines: BinaryIO) -> Iterator[tuple[int, Row]]:
    """Yield each whole row and where it begins; a line that was cut off is no row."""
    lines.seek(0)
    at = 0
    for line in lines:
        row = row_of(line) if line.endswith(b"\n") else None
        if row is not None:
            yield at, row
        at += len(line)


def _number(mark: str) -> int:
    """Return a mark or plan number as a small number: a run may have a great many."""
    return int.from_bytes(hashlib.blake2b(mark.encode(), digest_size=8).digest(), "big")


@contextmanager
def _saying(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FileError(f"{folder}: {why(error)}; the manifest could not be kept") from None
