"""Rows K1, K2 and S5: a changed file of the knowledge is refused or marked on every page, and an old edition says so."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import inside
import pypdfium2
import pytest

from planner import corridor, digest
from planner.compose import plan_id
from planner.corridor import shipped_knowledge
from planner.digest import SHIPPED, changes, listing, released
from planner.edition import Age
from planner.errors import ExitCode
from planner.library import Knowledge, read_knowledge
from planner.reading import read_profile

HERE = Path(__file__).parent
DAY = ("--date", "2026-11-23")
PEOPLE = HERE / "profiles"
BONES, WARFARIN, CHEST_PAIN = (PEOPLE / f"{name}.json" for name in ("bones-at-67", "warfarin", "chest-pain"))
CHANGED = ("--unverified-knowledge",)


def one_digit(folder: Path) -> None:
    """Change one digit of one dose: the upper level of an adult, and the edition still holds together."""
    path = folder / "limits.toml"
    text = path.read_text(encoding="utf-8")
    amount = re.search(r"^amount = (\d+)$", text, re.MULTILINE)
    assert amount
    path.write_text(text.replace(amount[0], f"amount = {int(amount[1]) + 1}", 1), encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Knowledge in which one digit was changed."""
    copy = Path(shutil.copytree(SHIPPED, tmp_path_factory.mktemp("changed") / "knowledge"))
    one_digit(copy)
    return copy


@pytest.fixture
def changed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The command finds that knowledge where its own should be, and keeps it in a cache apart."""
    monkeypatch.setattr(corridor, "SHIPPED", folder)
    monkeypatch.setattr(digest, "SHIPPED", folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder.parent))
    shipped_knowledge.cache_clear()
    yield folder
    shipped_knowledge.cache_clear()


# -- what came with the software -----------------------------------------------------------------------------------------


def test_the_list_beside_the_knowledge_is_of_these_files() -> None:
    files = [(path.relative_to(SHIPPED).as_posix(), path.read_bytes()) for path in sorted(SHIPPED.rglob("*.toml"))]
    assert released(SHIPPED) == listing(files), "the knowledge has changed: `knowledge check`, then `make digest`"


def test_the_hash_of_the_list_is_the_hash_of_the_edition(knowledge: Knowledge) -> None:
    """Anybody can work out with one command what the clinician sheet prints."""
    assert hashlib.sha256((SHIPPED / "DIGEST").read_bytes()).hexdigest() == knowledge.sha256
    assert shipped_knowledge().sha256 == knowledge.sha256
    assert shipped_knowledge().verified


def test_the_command_prints_the_list_and_prints_none_of_files_that_do_not_hold_together(tmp_path: Path) -> None:
    assert inside.run("knowledge", "digest").out.encode() == (SHIPPED / "DIGEST").read_bytes()
    copy = Path(shutil.copytree(SHIPPED, tmp_path / "knowledge"))
    (copy / "edition.toml").unlink()
    assert inside.run("knowledge", "digest", copy)[:2] == (ExitCode.bad_input, "")


@pytest.mark.parametrize("way", ["changed", "missing", "not part of the release", "no list"])
def test_every_kind_of_change_is_named(way: str, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(SHIPPED, tmp_path / "knowledge"))
    assert not changes(copy)
    name = "rules/people.toml"
    if way == "changed":
        (copy / name).write_bytes((copy / name).read_bytes() + b"\n")
    elif way == "missing":
        (copy / name).unlink()
    elif way == "no list":
        name = "DIGEST"
        (copy / name).unlink()
    else:
        name = "rules/mine.toml"
        (copy / name).write_bytes(b"")
    (found,) = changes(copy)
    assert found.file == name
    assert way == "no list" or way in found.wrong


# -- refused, unless somebody says so ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("make", BONES, "--out", "out"),
        ("check", BONES),
        ("explain", BONES),
        ("ask", "--out", "out"),
        ("form", "--out", "out"),
        ("batch", PEOPLE, "--out", "out", "--jobs", "1"),
        ("claims",),
        ("schema", "plan", "--example"),
    ],
    ids=lambda words: words[0],
)
@pytest.mark.usefixtures("changed")
def test_nothing_is_made_from_a_changed_file(words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = inside.run(*words)
    assert (done.code, done.out) == (ExitCode.bad_input, "")
    first, what_now = done.err.splitlines()
    assert first == "limits.toml:1: file: this file is changed since the release; the files that came with the software"
    assert all(word in what_now for word in ("install the software anew", "--overlay", "--unverified-knowledge", "make digest"))
    assert not list(tmp_path.rglob("*.pdf"))
    assert not list(tmp_path.rglob("manifest*"))


@pytest.mark.usefixtures("changed")
def test_unverified_stands_on_every_page_of_every_paper(tmp_path: Path) -> None:
    done = inside.run("make", BONES, WARFARIN, CHEST_PAIN, "--out", tmp_path, *DAY, *CHANGED)
    assert done.code == ExitCode.done
    assert done.err.startswith("UNVERIFIED")
    form = inside.run("form", "--out", tmp_path, *DAY, *CHANGED)
    paths = [*done.files(), *form.files()]
    assert {path.name.split("_")[0] for path in paths} == {"plan", "clinician", "letter", "chart", "form"}
    for path in paths:
        for number, text in enumerate(inside.pages(path), 1):
            assert "UNVERIFIED" in text, (path.name, number)
    urgent = inside.words(inside.run("make", CHEST_PAIN, "--out", tmp_path, *DAY, *CHANGED).files("plan"))
    assert "UNVERIFIED. Someone changed the rules behind this page. Do not wait for that: get help." in urgent


def test_the_plan_says_unverified_and_has_another_number(changed: Path, knowledge: Knowledge) -> None:
    told = json.loads(inside.run("check", BONES, "--json", *DAY, *CHANGED).out)
    assert told["knowledge"]["verified"] is False
    assert told["knowledge"]["sha256"] == read_knowledge(changed).sha256
    assert told["plan_id"] != plan_id(read_profile(BONES.read_bytes()), knowledge, date(2026, 11, 23))


def test_a_batch_keeps_it_in_the_manifest_and_on_the_sheets_between_people(changed: Path, tmp_path: Path) -> None:
    pile = tmp_path / "pile.pdf"
    done = inside.run("batch", PEOPLE, "--out", tmp_path / "out", "--merged", pile, "--jobs", "1", *DAY, *CHANGED)
    assert done.code == ExitCode.needs_a_person
    rows = [json.loads(line) for line in (tmp_path / "out" / "manifest.jsonl").read_text().splitlines()]
    assert len(rows) == len(list(PEOPLE.glob("*.json")))
    wanted = read_knowledge(changed).sha256
    assert all((row["knowledge"]["sha256"], row["knowledge"]["verified"]) == (wanted, False) for row in rows)
    blank = [text for text in inside.pages(pile) if text and "UNVERIFIED" not in text]
    assert not blank
    assert len(pypdfium2.PdfDocument(pile)) > len(rows)


@pytest.mark.usefixtures("changed")
def test_papers_can_still_be_judged_and_the_version_says_it(tmp_path: Path) -> None:
    made = inside.run("make", BONES, "--out", tmp_path, *DAY, *CHANGED)
    assert inside.run("verify", *made.files()).code == ExitCode.done
    assert inside.run("--version").out.rstrip().endswith("UNVERIFIED")


def test_checking_goes_on_and_tells_the_next_step(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever edits the files is held up neither by the list nor by their age: the check is there for edited files."""
    monkeypatch.setattr("planner.commands.knowledge.SHIPPED", folder)
    done = inside.run("knowledge", "check", folder, "--date", "2028-11-23")
    assert done.code == ExitCode.done
    assert done.err.splitlines()[-1] == "not as released: plans are refused until `make digest` has written the list of these files anew"
    assert "2026.11 is too old to make plans from; a newer edition (warning)" in done.err


def test_an_installed_copy_notices_one_digit(tmp_path: Path) -> None:
    """The same from outside: a copy of the packages in another place, one digit changed, started as a program."""
    for package in ("planner", "questionnaire", "templates"):
        shutil.copytree(HERE.parent / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    one_digit(tmp_path / "planner" / "knowledge")
    around = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-m", "planner", "make", str(BONES), "--out", str(tmp_path / "out"), *DAY]
    refused = subprocess.run(command, cwd=tmp_path, env=around, capture_output=True, text=True, check=False, timeout=120)
    assert (refused.returncode, refused.stdout) == (ExitCode.bad_input, "")
    assert refused.stderr.startswith("limits.toml:1: file: this file is changed since the release")
    made = subprocess.run([*command, *CHANGED], cwd=tmp_path, env=around, capture_output=True, text=True, check=False, timeout=120)
    assert made.returncode == ExitCode.done, made.stderr
    assert all("UNVERIFIED" in text for line in made.stdout.splitlines() for text in inside.pages(Path(line)))


# -- on every paper of a professional, and in the manifest ---------------------------------------------------------------


def test_the_hash_stands_on_the_clinician_sheet_in_the_plan_and_in_the_manifest(knowledge: Knowledge, tmp_path: Path) -> None:
    done = inside.run("make", BONES, "--out", tmp_path / "made", "--json", *DAY)
    assert json.loads(done.out)["knowledge"] == {
        "version": knowledge.version,
        "sha256": knowledge.sha256,
        "verified": True,
        "additions": None,
    }
    (sheet,) = (tmp_path / "made").glob("clinician_*.pdf")
    assert f"Knowledge {knowledge.version}, sha256 {knowledge.sha256[:12]}." in inside.words([sheet])
    assert "UNVERIFIED" not in inside.words((tmp_path / "made").glob("*.pdf"))
    inside.run("batch", BONES.parent, "--out", tmp_path / "out", "--jobs", "1", "--limit", "2", *DAY)
    rows = [json.loads(line) for line in (tmp_path / "out" / "manifest.jsonl").read_text().splitlines()]
    assert [row["knowledge"] for row in rows] == [json.loads(done.out)["knowledge"]] * 2


# -- how old it may be ---------------------------------------------------------------------------------------------------


def test_an_edition_ages_by_the_months_it_names(knowledge: Knowledge) -> None:
    edition, day = knowledge.edition, timedelta(days=1)
    assert (edition.old_after_months, edition.refused_after_months) == (12, 24)
    born = edition.released
    year, two = born.replace(year=born.year + 1), born.replace(year=born.year + 2)
    wanted = {
        born - day: Age.early,
        born: Age.fresh,
        year: Age.fresh,
        year + day: Age.old,
        two: Age.old,
        two + day: Age.refused,
        date(2199, 1, 1): Age.refused,
    }
    assert {today: knowledge.age(today) for today in wanted} == wanted


def test_an_old_edition_says_so_to_whoever_makes_the_plan_and_to_the_clinician(tmp_path: Path) -> None:
    done = inside.run("make", BONES, "--out", tmp_path, "--date", "2028-02-29")
    assert done.code == ExitCode.done
    assert done.err == "knowledge 2026.11: released on 2026-11-22, more than 12 months ago\n"
    said = "This knowledge was released on 22 November 2026, more than 12 months ago. Look for a newer edition."
    assert said in inside.words(done.files("clinician"))
    assert "newer edition" not in inside.words(done.files("plan"))
    assert said not in inside.words(inside.run("make", BONES, "--out", tmp_path, *DAY).files("clinician"))


@pytest.mark.parametrize("words", [("make", BONES), ("check", BONES), ("batch", PEOPLE)], ids=lambda words: words[0])
def test_an_edition_that_is_too_old_makes_no_plan(words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = inside.run(*words, "--date", "2028-11-23")
    assert (done.code, done.out) == (ExitCode.bad_input, "")
    wanted = "it was released on 2026-11-22, more than 24 months before 2028-11-23; install a newer edition"
    assert done.err.rstrip().endswith(wanted)
    assert not list(tmp_path.rglob("*.pdf"))


def test_a_clock_before_the_release_is_doubted(tmp_path: Path) -> None:
    done = inside.run("make", BONES, "--out", tmp_path, "--date", "2026-11-21")
    assert done.code == ExitCode.done
    assert done.err == "2026-11-21 is before the release of the knowledge on 2026-11-22; is the date right?\n"
