"""Files that reach the disk while the next plans are made: no row before its files, no error lost, nothing left in part."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from test_batch import DAY, batch, contents, items, lines_of, people

from planner.batch.item import Item
from planner.batch.run import Order, run
from planner.batch.sink import Folder
from planner.batch.writer import Writer
from planner.errors import ExitCode, FileError

if TYPE_CHECKING:
    from planner.batch.row import Row

NO_SPACE = OSError(28, "No space left on device")


class Disk:
    """A disk that takes a file only when it is told to, and breaks after so many."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, sound: int = 1_000) -> None:
        self.sound, self.taken = sound, 0
        self.free = threading.Event()
        self.free.set()
        self.sync = os.fsync
        monkeypatch.setattr(os, "fsync", self.take)

    def take(self, handle: int) -> None:
        assert self.free.wait(60), "nobody told the disk to go on"
        if self.taken == self.sound:
            raise NO_SPACE
        self.taken += 1
        self.sync(handle)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_has_no_name_before_it_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Disk(monkeypatch)
    disk.free.clear()
    with Writer(Folder(tmp_path)) as writer:
        kept = writer.put("plan_A.pdf", b"one", force=False)
        assert [each.startswith(".supplement-plan-") for each in names(tmp_path)] == [True]
        assert (writer.begun, writer.ended) == (1, 0)
        disk.free.set()
        writer.rest()
        assert (writer.begun, writer.ended) == (1, 1)
    assert names(tmp_path) == ["plan_A.pdf"]
    assert Folder(tmp_path).holds(kept)


def test_no_row_leaves_before_its_files_are_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk stands still while ten people are made: not one row may come; then all of them do, in order."""
    disk = Disk(monkeypatch)
    came: list[Row] = []

    def source() -> Iterator[Item]:
        disk.free.clear()
        yield from items(people(4))
        assert came == []
        assert not list(tmp_path.glob("*.pdf"))
        disk.free.set()
        yield from items(people(9))[4:]

    for row in run(source(), Order(DAY, Folder(tmp_path)), jobs=1):
        came.append(row)
        assert all(Folder(tmp_path).holds(file) for file in row.files)
    assert [row.position for row in came] == [f"line {number}" for number in range(1, 10)]
    assert any(row.files for row in came)


@pytest.mark.parametrize("sound", [0, 5])
def test_a_disk_that_fails_in_the_thread_ends_the_run_and_what_is_there_is_told(
    sound: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: list[Row] = []
    Disk(monkeypatch, sound=sound)
    with pytest.raises(FileError, match="the disk is full; nothing was written"):
        rows.extend(run(items(people(12)), Order(DAY, Folder(tmp_path)), jobs=1))
    files = {file.name for row in rows for file in row.files}
    assert files <= {*names(tmp_path)}
    assert len(names(tmp_path)) == sound
    assert bool(files) == bool(sound)
    assert all(each.endswith(".pdf") for each in names(tmp_path)), "a file was left in part"


def test_after_an_error_no_file_takes_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Disk(monkeypatch, sound=1)
    disk.free.clear()
    with Writer(Folder(tmp_path)) as writer:
        for name in ("plan_A.pdf", "plan_B.pdf", "plan_C.pdf"):
            writer.put(name, b"words", force=False)
        disk.free.set()
        writer.rest()
        disk.sound = 9
        with pytest.raises(FileError, match=r"plan_B\.pdf: the disk is full"):
            writer.put("plan_D.pdf", b"words", force=False)
        with pytest.raises(FileError, match=r"plan_B\.pdf"):
            writer.look()
    assert names(tmp_path) == ["plan_A.pdf"]


def test_two_people_of_one_plan_have_one_file_written_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Disk(monkeypatch)
    with Writer(Folder(tmp_path)) as writer:
        kept = [writer.put("plan_A.pdf", b"words", force=False) for _ in range(3)]
        with pytest.raises(FileError, match="a different file is there already"):
            writer.put("plan_A.pdf", b"other words", force=False)
    assert len(set(kept)) == 1
    assert disk.taken == 1
    assert (tmp_path / "plan_A.pdf").read_bytes() == b"words"


def test_whoever_stops_listening_leaves_nothing_in_part(tmp_path: Path) -> None:
    made = run(items(people(30)), Order(DAY, Folder(tmp_path)), jobs=1)
    next(made)
    assert hasattr(made, "close")
    made.close()
    assert names(tmp_path)
    assert all(each.endswith(".pdf") for each in names(tmp_path))
    assert not [each for each in threading.enumerate() if "_end_all" in each.name]


def test_a_source_that_breaks_off_does_not_cost_the_rows_before_it(tmp_path: Path) -> None:
    def source() -> Iterator[Item]:
        yield from items(people(4))
        raise FileError("people.jsonl: it is gone")

    rows: list[Row] = []
    with pytest.raises(FileError, match="it is gone"):
        rows.extend(run(source(), Order(DAY, Folder(tmp_path)), jobs=1))
    assert len(rows) == 4


KILLED = """
import os, signal, sys
from planner import cli
sync, most, taken = os.fsync, int(sys.argv.pop(1)), []
def take(handle):
    if os.readlink(f"/proc/self/fd/{handle}").endswith(".partial"):
        taken.append(handle)
    if len(taken) > most:
        os.kill(os.getpid(), signal.SIGKILL)
    sync(handle)
os.fsync = take
cli.main()
"""


def test_a_run_killed_before_a_file_has_its_name_goes_on_to_the_same_end(tmp_path: Path) -> None:
    source, out = lines_of(tmp_path / "people.jsonl", people(12)), tmp_path / "out"
    assert batch(source, tmp_path / "clean", "--jobs", "1").returncode == ExitCode.needs_a_person
    words = ("batch", source, "--out", out, "--date", "2026-11-23", "--jobs", "1", "--resume")
    for most in (4, 9):
        done = subprocess.run([sys.executable, "-c", KILLED, str(most), *map(str, words)], check=False, capture_output=True)
        assert done.returncode == -signal.SIGKILL, done.stderr
        assert any(each.startswith(".supplement-plan-") for each in names(out)), "it was killed at another moment"
        assert all(path.read_bytes().rstrip().endswith(b"%%EOF") for path in out.glob("*.pdf"))
    assert batch(source, out, "--jobs", "1", "--resume").returncode == ExitCode.needs_a_person
    assert contents(out) == contents(tmp_path / "clean")
