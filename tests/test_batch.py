"""A night's run: the same plans on one process or several, nothing lost however it ends, and nothing of a person in its record."""

import errno
import gc
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from test_cli import ADULT, CHEST_PAIN
from test_cli import run as command

from planner.batch.item import Item
from planner.batch.journal import MANIFEST, Journal, Stamp
from planner.batch.row import Made, Row, Tally
from planner.batch.run import Order, chunks_of, run
from planner.batch.sink import Counted, Folder
from planner.batch.summary import summary
from planner.commands.progress import Progress
from planner.corridor import shipped_knowledge
from planner.errors import ExitCode, FileError
from planner.files import Begun, only_user
from planner.recognise import recogniser

DAY = date(2026, 11, 23)
CANARY = "Zzcanary"


def people(count: int) -> list[dict[str, Any]]:
    kinds: list[dict[str, Any]] = [{}, {"medicines": ["Marcumar"]}, {"goals": ["general"]}, {"medicines": ["Zzyqx forte"]}, {"age": "x"}]
    return [{**ADULT, "reference": f"R-{number}", **kinds[number % len(kinds)]} for number in range(count)]


def lines_of(path: Path, profiles: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(each) + "\n" for each in profiles), encoding="utf-8")
    return path


def items(profiles: list[dict[str, Any]]) -> list[Item]:
    return [Item(f"line {number}", "people.jsonl", json.dumps(each).encode()) for number, each in enumerate(profiles, 1)]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != ".lock"}


def batch(source: Path, out: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    return command("batch", source, "--out", out, "--date", "2026-11-23", *words)


def manifest(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / MANIFEST).read_text().splitlines()]


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """Return a source of sixty people and what one run without trouble makes of it."""
    folder = tmp_path_factory.mktemp("clean")
    source = lines_of(folder / "people.jsonl", people(60))
    done = batch(source, folder / "out", "--jobs", "1")
    assert done.returncode == ExitCode.needs_a_person, done.stderr
    return source, contents(folder / "out")


def test_two_processes_make_what_one_makes(clean: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    source, expected = clean
    batch(source, tmp_path / "out", "--jobs", "2")
    assert contents(tmp_path / "out") == expected


def test_totals_add_up_and_urgent_people_come_last(tmp_path: Path) -> None:
    source = lines_of(tmp_path / "people.jsonl", [ADULT, {"age": "x"}, CHEST_PAIN, ADULT])
    done = batch(source, tmp_path / "out", "--json", "--jobs", "1")
    totals = json.loads(done.stdout)
    assert done.returncode == ExitCode.needs_a_person
    assert totals["inputs"] == 4 == sum(value for name, value in totals.items() if name not in {"inputs", "manifest"})
    assert [row["outcome"] for row in manifest(tmp_path / "out")] == ["start", "invalid", "get_help_now", "start"]
    assert [row["duplicate"] for row in manifest(tmp_path / "out")] == [False, False, False, True]
    assert done.stderr.decode().splitlines()[-2].startswith("people.jsonl: line 3: get_help_now")


def test_urgent_people_somebody_has_seen_do_not_ask_for_a_person(tmp_path: Path) -> None:
    source = lines_of(tmp_path / "people.jsonl", [CHEST_PAIN])
    assert batch(source, tmp_path / "a", "--jobs", "1").returncode == ExitCode.needs_a_person
    assert batch(source, tmp_path / "b", "--jobs", "1", "--ack-urgent").returncode == ExitCode.done


# -- nothing lost ------------------------------------------------------------------------------------------------------


def test_a_run_killed_anywhere_goes_on_to_the_same_end(clean: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    source, expected = clean
    out = tmp_path / "out"
    words = ["batch", source, "--out", out, "--date", "2026-11-23", "--jobs", "2", "--resume"]
    for files in (3, 20, 45):
        with subprocess.Popen(
            [sys.executable, "-m", "planner", *map(str, words)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as it:
            until(lambda: len(list(out.glob("*.pdf"))) >= files or it.poll() is not None)  # noqa: B023 - called at once
            it.kill()
        assert all(path.read_bytes().rstrip().endswith(b"%%EOF") for path in out.glob("*.pdf")), "a file is there in part"
    assert batch(source, out, "--jobs", "2", "--resume").returncode == ExitCode.needs_a_person
    assert contents(out) == expected


def test_a_worker_that_is_killed_costs_nothing(clean: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    source, expected = clean
    out = tmp_path / "out"
    words = ["batch", source, "--out", out, "--date", "2026-11-23", "--jobs", "2"]
    running = subprocess.Popen([sys.executable, "-m", "planner", *map(str, words)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    until(lambda: len(list(out.glob("*.pdf"))) > 5)
    killed = [pid for pid in _below(running.pid) if b"spawn_main" in _command(pid) or b"forkserver" in _command(pid)]
    os.kill(killed[-1], signal.SIGKILL)
    _, said = running.communicate(timeout=120)
    assert running.returncode == ExitCode.needs_a_person, said
    assert contents(out) == expected


class Deadly(NamedTuple):
    """A sink that ends its process on one plan, always."""

    plan: str

    def put(self, name: str, data: bytes, *, force: bool) -> None:
        if self.plan in name:
            os._exit(9)
        Counted().put(name, data, force=force)

    def holds(self, made: Made) -> bool:
        return Counted().holds(made)


def test_only_the_input_that_ends_its_process_is_given_up() -> None:
    profiles = items(people(30))
    rows = list(run(profiles, Order(DAY, Counted()), jobs=1))
    victim = rows[7].plan_id
    assert victim
    again = list(run(profiles, Order(DAY, Deadly(victim)), jobs=2))
    assert again[7].outcome == "failed"
    assert [each for at, each in enumerate(again) if at != 7] == [each for at, each in enumerate(rows) if at != 7]


class Small(NamedTuple):
    """A folder on a disk that is full after so many files."""

    folder: Path
    most: int

    def put(self, name: str, data: bytes, *, force: bool) -> Begun | None:
        if len(list(self.folder.iterdir())) >= self.most:
            raise FileError(f"{self.folder}: no space left on device; nothing was written")
        return Folder(self.folder).put(name, data, force=force)

    def holds(self, made: Made) -> bool:
        return Folder(self.folder).holds(made)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_full_disk_ends_the_run_and_what_was_made_is_told(jobs: int, tmp_path: Path) -> None:
    rows: list[Row] = []
    with pytest.raises(FileError, match="no space left"):
        rows.extend(run(items(people(60)), Order(DAY, Small(tmp_path, 70)), jobs))
    assert 0 < len(rows) < 60
    assert all(Folder(tmp_path).holds(file) for row in rows for file in row.files)


def test_a_second_run_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    source = lines_of(tmp_path / "people.jsonl", [ADULT])
    (tmp_path / "out").mkdir()
    with only_user(tmp_path / "out"):
        done = batch(source, tmp_path / "out")
    assert done.returncode == ExitCode.file
    assert f"in use by process {os.getpid()} since ".encode() in done.stderr
    assert batch(source, tmp_path / "out", "--jobs", "1").returncode == ExitCode.done


# -- going on ----------------------------------------------------------------------------------------------------------


def test_going_on_makes_only_what_changed(tmp_path: Path) -> None:
    profiles = people(6)
    source = lines_of(tmp_path / "people.jsonl", profiles)
    out = tmp_path / "out"
    batch(source, out, "--jobs", "1")
    made_at = {path.name: path.stat().st_mtime_ns for path in out.glob("*.pdf")}
    gone = manifest(out)[2]["files"][0]["name"]
    (out / manifest(out)[0]["files"][0]["name"]).write_bytes(b"damaged")
    lines_of(source, [*profiles[:2], {**profiles[2], "age": 71}, *profiles[3:]])
    command("batch", source, "--out", out, "--resume", "--jobs", "1")
    lines_of(tmp_path / "same.jsonl", [*profiles[:2], {**profiles[2], "age": 71}, *profiles[3:]])
    batch(tmp_path / "same.jsonl", tmp_path / "other", "--jobs", "1")
    assert contents(out) == contents(tmp_path / "other")
    assert not (out / gone).exists()
    untouched = {row["position"]: row["files"] for row in manifest(out)}["line 2"]
    assert all((out / each["name"]).stat().st_mtime_ns == made_at[each["name"]] for each in untouched)


class Telling(NamedTuple):
    """A sink that tells what its process was when it got the first file."""

    folder: Path

    def put(self, name: str, data: bytes, *, force: bool) -> None:  # noqa: ARG002 - whose files they are is all the same
        guesser = recogniser(shipped_knowledge())._guesser
        told = [gc.get_freeze_count() > 0, gc.get_threshold()[0] > 700, guesser is not None]
        (self.folder / str(os.getpid())).write_text(json.dumps(told))

    def holds(self, made: Made) -> bool:
        return Counted().holds(made)


def test_workers_begin_with_what_all_of_them_need(tmp_path: Path) -> None:
    list(run(items([ADULT] * 6), Order(DAY, Telling(tmp_path)), jobs=2))
    told = [json.loads(path.read_text()) for path in tmp_path.iterdir()]
    assert told
    assert all(each == [True, True, True] for each in told)


@pytest.mark.parametrize("count", [0, 1, 3, 30, 300])
def test_inputs_come_in_their_order_and_in_smaller_chunks_towards_the_end(count: int) -> None:
    profiles = items([ADULT] * count)
    chunks = list(chunks_of(iter(profiles), 2))
    sizes = [len(each) for each in chunks]
    assert [item for chunk in chunks for item in chunk] == profiles
    assert sizes == sorted(sizes, reverse=True)
    assert not sizes or sizes[-1] <= 2
    assert max(sizes, default=0) <= 25


def test_a_run_is_not_begun_over_another(tmp_path: Path) -> None:
    source = lines_of(tmp_path / "people.jsonl", [ADULT])
    out = tmp_path / "out"
    batch(source, out, "--jobs", "1")
    again = batch(source, out, "--jobs", "1")
    assert again.returncode == ExitCode.usage
    assert b"--resume" in again.stderr
    other_day = command("batch", source, "--out", out, "--resume", "--date", "2026-12-01")
    assert other_day.returncode == ExitCode.usage
    assert b"begun for 2026-11-23" in other_day.stderr


def test_other_knowledge_means_everything_is_made_anew(tmp_path: Path) -> None:
    source = lines_of(tmp_path / "people.jsonl", [ADULT])
    out = tmp_path / "out"
    batch(source, out, "--jobs", "1")
    kept = json.loads((out / "run.json").read_text())
    (out / "run.json").write_text(json.dumps({**kept, "knowledge": "0" * 64}))
    before = (out / manifest(out)[0]["files"][0]["name"]).stat().st_mtime_ns
    (out / manifest(out)[0]["files"][0]["name"]).write_bytes(b"of another edition")
    assert command("batch", source, "--out", out, "--resume", "--jobs", "1").returncode == ExitCode.done
    assert (out / manifest(out)[0]["files"][0]["name"]).stat().st_mtime_ns != before
    assert json.loads((out / "run.json").read_text()) == kept


# -- options -----------------------------------------------------------------------------------------------------------


def test_a_dry_run_makes_nothing(tmp_path: Path) -> None:
    done = batch(lines_of(tmp_path / "people.jsonl", people(5)), tmp_path / "out", "--dry-run", "--json", "--jobs", "1")
    assert json.loads(done.stdout)["inputs"] == 5
    assert not (tmp_path / "out").exists()


def test_a_limit_stops_and_going_on_makes_the_rest(clean: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    source, expected = clean
    batch(source, tmp_path / "out", "--limit", "7", "--jobs", "1")
    assert len(manifest(tmp_path / "out")) == 7
    batch(source, tmp_path / "out", "--resume", "--jobs", "2")
    assert contents(tmp_path / "out") == expected


def test_files_are_for_their_owner_unless_the_print_room_is_named(tmp_path: Path) -> None:
    source = lines_of(tmp_path / "people.jsonl", [ADULT])
    batch(source, tmp_path / "own", "--jobs", "1")
    batch(source, tmp_path / "room", "--jobs", "1", "--mode", "640")
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "own").glob("*.pdf")} == {0o600}
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "room").glob("*.pdf")} == {0o640}
    assert batch(source, tmp_path / "wrong", "--mode", "rw").returncode == ExitCode.usage


def test_a_link_in_the_folder_is_replaced_and_never_followed(tmp_path: Path) -> None:
    source = lines_of(tmp_path / "people.jsonl", [ADULT])
    victim = tmp_path / "victim"
    victim.write_text("keep me")
    batch(source, tmp_path / "out", "--jobs", "1")
    name = manifest(tmp_path / "out")[0]["files"][0]["name"]
    whole = (tmp_path / "out" / name).read_bytes()
    (tmp_path / "out" / name).unlink()
    (tmp_path / "out" / name).symlink_to(victim)
    command("batch", source, "--out", tmp_path / "out", "--resume", "--jobs", "1")
    assert victim.read_text() == "keep me"
    assert (tmp_path / "out" / name).read_bytes() == whole
    assert not (tmp_path / "out" / name).is_symlink()


# -- what is said ------------------------------------------------------------------------------------------------------


def test_the_record_of_a_run_holds_nothing_of_a_person(tmp_path: Path) -> None:
    told = {
        **ADULT,
        "name": CANARY,
        "reference": CANARY,
        "medicines": [CANARY, "Marcumar"],
        "conditions": [CANARY],
        "allergies": [CANARY],
        "eats": {"natto": "daily"},
    }
    bad = {**told, CANARY: 1, "eats": {CANARY: "daily"}}
    folder = tmp_path / CANARY
    folder.mkdir()
    for number, each in enumerate([told, bad]):
        (folder / f"{CANARY}{number}.json").write_text(json.dumps(each))
    batch(folder, tmp_path / "out", "--jobs", "1")
    kept = [path for path in (tmp_path / "out").iterdir() if path.suffix != ".pdf"]
    assert len(kept) >= 3
    for path in kept:
        text = path.read_text().lower()
        assert all(word not in text for word in (CANARY.lower(), "marcumar", "phenprocoumon", "natto"))
    assert all(CANARY not in path.name for path in (tmp_path / "out").iterdir())


def test_the_summary_says_who_was_referred_only_for_want_of_an_answer_or_a_name(tmp_path: Path) -> None:
    unread = {**ADULT, "medicines": ["Zzyqx forte"]}
    unasked = {key: value for key, value in ADULT.items() if key != "medicines"}
    both = {**unread, "symptoms": "not_sure"}
    known = {**ADULT, "medicines": ["Marcumar", "Zzyqx forte"]}
    source = lines_of(tmp_path / "people.jsonl", [unread, {**unread, "age": 60}, unasked, both, known, ADULT])
    done = batch(source, tmp_path / "out", "--jobs", "1")
    said = done.stderr.decode()
    assert "names that could not be read: 2" in said
    assert any(line.split() == ["3", "Zzyqx", "forte"] for line in said.splitlines())
    assert "questions nobody answered: 1" in said
    assert "because of both: 1" in said
    assert [row["only_because"] for row in manifest(tmp_path / "out")] == [["name"], ["name"], ["medicines"], ["symptoms", "name"], [], []]


def test_a_name_in_the_summary_moves_no_cursor() -> None:
    tally = Tally()
    tally.add(Row("line 1", "see_your_doctor", held=Row("", "start").held._replace(names=("a\x1b]0;b",))))
    assert "\x1b" not in "\n".join(summary(tally))


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end, "nothing happened for a minute"
        time.sleep(0.01)


def _below(pid: int) -> list[int]:
    """Return all processes a process began, directly or not."""
    children = [int(each) for task in Path(f"/proc/{pid}/task").iterdir() for each in (task / "children").read_text().split()]
    return [*children, *(below for child in children for below in _below(child))]


def _command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


# -- a run that cannot go on, and one that has little to do -------------------------------------------------------------


def test_a_folder_that_is_taken_away_ends_the_run_with_a_clear_line(tmp_path: Path) -> None:
    source, out = lines_of(tmp_path / "people.jsonl", people(60)), tmp_path / "out"
    words = ["batch", source, "--out", out, "--date", "2026-11-23", "--jobs", "1", "--json"]
    with subprocess.Popen(
        [sys.executable, "-m", "planner", *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        until(lambda: len(list(out.glob("*.pdf"))) > 3)
        out.rename(tmp_path / "elsewhere")
        told, said = running.communicate(timeout=120)
    assert running.returncode == ExitCode.file, said
    made = json.loads(told)["inputs"]
    assert 0 < made < 60
    assert f"after {made} of 60 inputs: " in said
    assert f"{made:>9,}" in said, "the summary is said all the same"


def test_a_full_disk_leaves_room_for_the_last_lines_of_the_manifest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = list(run(items(people(4)), Order(DAY, Folder(tmp_path))))
    journal = Journal(tmp_path, Stamp("2026-11-23", "1", "2"), resume=False, force=False)
    assert (tmp_path / ".manifest.room").stat().st_size > 100_000
    for row in made:
        journal.add(row)
    journal.end(complete=False)
    assert not (tmp_path / ".manifest.room").exists()
    assert [row["outcome"] for row in manifest(tmp_path)] == [row.outcome for row in made]
    monkeypatch.setattr("planner.batch.journal.os.fsync", full)
    journal = Journal.__new__(Journal)
    with pytest.raises(FileError, match="the disk is full"):
        Journal.__init__(journal, tmp_path, Stamp("2026-11-23", "1", "2"), resume=True, force=False)


def full(_handle: int) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_only_what_failed_is_made_again(tmp_path: Path) -> None:
    profiles = people(10)
    source, out = lines_of(tmp_path / "people.jsonl", profiles), tmp_path / "out"
    batch(source, out, "--jobs", "1", "--limit", "8")
    assert [row["position"] for row in manifest(out) if row["outcome"] == "invalid"] == ["line 5"]
    (out / manifest(out)[0]["files"][0]["name"]).unlink()
    mended = [{**each, "age": 60} if each["age"] == "x" else each for each in profiles]
    done = command("batch", lines_of(source, mended), "--out", out, "--only-failed", "--jobs", "1")
    assert done.returncode == ExitCode.done, done.stderr
    rows = {row["position"]: row for row in manifest(out)}
    assert list(rows) == [f"line {number}" for number in range(1, 9)], "inputs the first run never reached are passed over"
    assert rows["line 5"]["outcome"] == "start"
    assert not (out / rows["line 1"]["files"][0]["name"]).exists(), "a file that was taken away is no failed input"


def test_a_folder_others_can_read_is_told(tmp_path: Path) -> None:
    source = lines_of(tmp_path / "people.jsonl", [ADULT])
    (tmp_path / "out").mkdir(mode=0o755)
    assert b"other users of this computer can look into this folder" in batch(source, tmp_path / "out", "--jobs", "1").stderr
    (tmp_path / "out").chmod(0o700)
    assert b"other users" not in batch(source, tmp_path / "out", "--jobs", "1", "--force").stderr


def test_links_that_wait_for_the_record_are_never_followed(tmp_path: Path) -> None:
    source, out, victim = lines_of(tmp_path / "people.jsonl", [ADULT]), tmp_path / "out", tmp_path / "victim"
    victim.write_text("keep me")
    out.mkdir(mode=0o700)
    for name in (".manifest.unfinished", ".manifest.earlier", "manifest.jsonl", ".manifest.room", ".lock.holder"):
        (out / name).symlink_to(victim)
    assert batch(source, out, "--jobs", "1").returncode == ExitCode.done
    assert victim.read_text() == "keep me"
    assert (out / MANIFEST).stat().st_mode & 0o777 == 0o600


def test_plain_lines_say_how_far_a_run_is(capsys: pytest.CaptureFixture[str]) -> None:
    tally = Tally()
    tally.add(Row("line 1", "get_help_now"))
    assert Progress(60).line(tally, 2.0) == "1 of 60 inputs, 0 a second, 1 min left, 1 need a person"
    assert Progress(None).line(tally, 0.5) == "1 inputs, 2 a second, 1 need a person"
    progress = Progress(60)
    progress.told -= 100
    progress.step(tally)
    progress.step(tally)
    assert len(capsys.readouterr().err.splitlines()) == 1, "a line now and then, not one an input"
