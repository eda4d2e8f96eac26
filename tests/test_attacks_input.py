"""Attacks on what is read: floods, nesting, bombs, letters that hide a medicine. One clear line each, in bounded room and time."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from test_batch import batch, lines_of, manifest
from test_cli import ADULT, run

from planner.batch.pile import SortBy, key_of
from planner.batch.row import Made, Row, row_of
from planner.corridor import plan_from, shipped_knowledge
from planner.errors import ExitCode, ProfileError
from planner.located import LARGEST
from planner.reading import read_profile
from planner.vocabulary import Supplement, Verdict

DAY = date(2026, 11, 23)


def refused(text: str) -> list[str]:
    with pytest.raises(ProfileError) as caught:
        read_profile(text.encode())
    return caught.value.lines()


# -- floods ----------------------------------------------------------------------------------------------------------------


def many(item: str) -> str:
    """Return a quarter of a million bytes of items, each with its number in it."""
    return ",".join(item.replace("#", str(number)) for number in range(LARGEST // 4 // (len(item) + 6)))


NEEDED = '"age":5,"sex":"female","country":"GB","goals":["bone"]'
FLOODS: dict[str, tuple[Callable[[], str], str]] = {
    "unknown keys": (lambda: "{" + many('"a#":1') + "}", "more faults are not told; mend these first"),
    "unknown keys of a medicine": (lambda: '{"medicines":[{' + many('"a#":1') + "}]}", "more faults are not told; mend these first"),
    "medicines": (lambda: "{" + NEEDED + ',"medicines":[' + many('"x#"') + "]}", "letters in all of them together"),
    "short medicines": (lambda: "{" + NEEDED + ',"medicines":[' + many("1") + "]}", "more faults are not told"),
    "foods": (lambda: "{" + NEEDED + ',"eats":{' + many('"a#":"daily"') + "}}", "letters in all of them together"),
    "numbers": (lambda: "[" + many("#") + "]", "a list is not a profile"),
    "nested lists": (lambda: "[" + many("[[[#]]]") + "]", "a list is not a profile"),
    "spaces": (lambda: " " * (LARGEST - 1), "the text is empty"),
    "one word": (lambda: '{"name":"' + "x" * (LARGEST - 20) + '"}', "letters in all of them together"),
    "one key": (lambda: '{"' + "x" * (LARGEST - 20) + '":1}', "this key is not known"),
}


@pytest.mark.parametrize(("text", "said"), FLOODS.values(), ids=FLOODS)
def test_a_flood_is_a_few_lines(text: Callable[[], str], said: str) -> None:
    """Seventy thousand unknown keys were 23 million letters of faults, and took most of a minute."""
    lines = refused(text())
    assert said in lines[-1]
    assert len(lines) <= 21
    assert sum(map(len, lines)) < 10_000


def test_no_more_text_is_looked_up_than_a_person_would_tell() -> None:
    """Every word nobody knows is held against every name there is: 200 long entries in each list took minutes."""
    entries = [f"zqx{number} " * 40 for number in range(120)]
    (line,) = refused(json.dumps({**ADULT, "medicines": entries}))
    assert "medicines[" in line
    assert "at most 20,000 letters in all of them together" in line
    assert read_profile(json.dumps({**ADULT, "medicines": ["x" * 90] * 200}).encode()).medicines


# Starts a command and prints its output and the most memory it took; the size of whoever started this one does not count.
MEASURED = """
import os, subprocess, sys
with subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
    print(running.stdout.read().decode(), end="")
    _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
print(running.returncode, used.ru_maxrss)
"""


def test_an_endless_line_costs_its_place_and_no_room(tmp_path: Path) -> None:
    source = lines_of(tmp_path / "people.jsonl", [ADULT])
    with source.open("r+b") as stream:
        stream.truncate(stream.seek(0, os.SEEK_END) + 200_000_000)  # zeros nobody wrote
        stream.seek(0, os.SEEK_END)
        stream.write(b"\n" + json.dumps({**ADULT, "age": 60}).encode() + b"\n")
    words = ["batch", source, "--out", tmp_path / "out", "--date", "2026-11-23", "--jobs", "1", "--dry-run", "--json"]
    command = [sys.executable, "-c", MEASURED, sys.executable, "-m", "planner", *map(str, words)]
    told, measured = subprocess.run(command, capture_output=True, check=True, text=True).stdout.splitlines()
    totals = json.loads(told)
    assert (totals["inputs"], totals["start"], totals["invalid"]) == (3, 2, 1)
    code, kilobytes = map(int, measured.split())
    assert code == ExitCode.needs_a_person
    assert kilobytes < 200_000


@pytest.mark.parametrize(
    "told",
    [
        b"[" * 100_000,
        b'{"name": ' + b"[" * 100_000,
        b'{"reference": ' + b"9" * 6_000 + b"}",
        json.dumps({"reference": "9" * 6_000}).encode(),
    ],
    ids=["brackets", "brackets in a name", "a number", "digits"],
)
@pytest.mark.parametrize("sort_by", SortBy)
def test_who_cannot_be_read_lies_last_and_stops_nobody(told: bytes, sort_by: SortBy) -> None:
    """The pile is sorted by what was typed, before anybody has looked whether it is a profile."""
    assert key_of(told, sort_by) in {(1, ()), (0, ())}


def test_a_merged_run_outlives_nested_brackets(tmp_path: Path) -> None:
    source = tmp_path / "people.jsonl"
    source.write_bytes(
        b"[" * 50_000 + b"\n" + json.dumps({**ADULT, "reference": "9" * 5_000}).encode() + b"\n" + json.dumps(ADULT).encode()
    )
    source.write_bytes(b"{}\n" + source.read_bytes())  # a first line that is no list
    done = batch(source, tmp_path / "out", "--merged", str(tmp_path / "pile.pdf"), "--sort", "reference", "--jobs", "1")
    assert done.returncode == ExitCode.needs_a_person, done.stderr
    assert [row["outcome"] for row in manifest(tmp_path / "out")] == ["invalid", "invalid", "invalid", "start"]
    assert (tmp_path / "pile.pdf").exists()


def test_towers_of_marks_and_endless_names_are_one_short_line() -> None:
    tower = "e" + "\u0301" * 100_000
    for field, text in (
        ("name", tower),
        ("reference", "x" * 10_000),
        ("medicines", [tower]),
        ("conditions", ["y" * 10_000]),
        ("name", " \u3000\t "),
    ):
        (line,) = refused(json.dumps({**ADULT, field: text}))
        assert f"{field}" in line
        assert len(line) < 200
        assert "e\u0301" not in line


@pytest.mark.parametrize("name", ["e" + "\u0301" * 100, "\u0301" * 40, "a\u0330\u0301\u0328" * 25])
def test_a_tower_that_is_short_enough_is_a_name_and_no_medicine(name: str) -> None:
    plan = plan_from(json.dumps({**ADULT, "name": name, "medicines": [name]}).encode(), shipped_knowledge(), DAY)
    assert plan.furniture.person is not None
    assert plan.furniture.person.startswith(name)
    assert all(each.verdict is Verdict.refer for each in plan.supplements), "nobody knows that medicine"


# -- letters that hide a medicine --------------------------------------------------------------------------------------------


def verdicts(medicine: str) -> dict[Supplement, Verdict]:
    told = {**ADULT, "medicines": [medicine]}
    return {each.supplement: each.verdict for each in plan_from(json.dumps(told).encode(), shipped_knowledge(), DAY).supplements}


LOOKS_LIKE = {
    "a": "\u0430",
    "e": "\u0435",
    "i": "\u0456",
    "c": "\u0441",
    "o": "\u043e",
    "p": "\u0440",
    "n": "\u0578",
    "r": "\u0433",
    "f": "\u0192",
}


@pytest.mark.parametrize("name", ["warfarin", "Coumadin", "phenprocoumon", "Marcumar", "acenocoumarol", "Sintrom", "apixaban"])
def test_a_name_in_letters_that_only_look_alike_is_never_read_past(name: str) -> None:
    """One letter of another alphabet, or all there are: the person is referred, and near warfarin vitamin K2 is withheld."""
    guarded = name != "apixaban"
    for hidden in [
        *(name.replace(letter, other) for letter, other in LOOKS_LIKE.items() if letter in name),
        "".join(LOOKS_LIKE.get(each, each) for each in name),
    ]:
        found = verdicts(hidden)
        assert all(each in {Verdict.refer, Verdict.withhold} for each in found.values()), hidden
        assert not guarded or hidden.isascii() or found[Supplement.mk7] is Verdict.withhold, hidden


INVISIBLE = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f", "\ufe0f", "\u180e")


@pytest.mark.parametrize("name", ["warfarin", "apixaban", "levothyroxine"])
def test_what_nobody_sees_changes_no_decision(name: str) -> None:
    """Zero-width letters, soft hyphens, full width, capitals, dotless and dotted i, ligatures and mathematical letters."""
    wide = "".join(chr(ord(each) + 0xFEE0) for each in name)
    bold = "".join(chr(0x1D41A + ord(each) - ord("a")) for each in name)
    turkish = name.upper().replace("I", "\u0130")
    spellings = [
        wide,
        bold,
        turkish,
        name.upper(),
        name.title(),
        *(name[:3] + mark + name[3:] for mark in INVISIBLE),
        *(mark.join(name) for mark in INVISIBLE[:6]),
    ]
    plain = verdicts(name)
    assert [each for each in spellings if verdicts(each) != plain] == []
    typed = plan_from(json.dumps({**ADULT, "medicines": [wide]}).encode(), shipped_knowledge(), DAY)
    assert typed.medicines[0].said == wide, "what was typed is kept"


# -- a manifest somebody else wrote ------------------------------------------------------------------------------------------

WRITTEN = Row("line 1", "start", read="00", plan_id="7K3M-Q2PD-9XZV-4", files=(Made("plan_7K3M-Q2PD-9XZV-4.pdf", "0"),))
LINE: dict[str, Any] = json.loads(WRITTEN.line())


@pytest.mark.parametrize(
    "name", ["../victim", "/etc/victim", "..", ".lock", "a/../../victim.pdf", "plan_A/../../../victim.pdf", "plan_A\n.pdf", ""]
)
def test_a_manifest_never_names_a_file_elsewhere(name: str) -> None:
    assert row_of(json.dumps(LINE).encode()) == WRITTEN
    assert row_of(json.dumps({**LINE, "files": [{"name": name, "sha256": "0"}]}).encode()) is None


@pytest.mark.parametrize(
    "line",
    [
        b"[" * 100_000,
        b"{}",
        b"\xff\xfe",
        b'{"position": 1e999}',
        json.dumps({**LINE, "input": 7}).encode(),
        json.dumps({**LINE, "fields": "abc"}).encode(),
    ],
)
def test_a_line_that_is_none_is_no_row(line: bytes) -> None:
    assert row_of(line) is None


def test_going_on_deletes_nothing_outside_the_folder(tmp_path: Path) -> None:
    """A manifest with a way up in it, left in the folder by somebody else, had the next run delete what it led to."""
    out, victim = tmp_path / "out", tmp_path / "victim.pdf"
    batch(lines_of(tmp_path / "people.jsonl", [ADULT]), out, "--jobs", "1")
    victim.write_text("keep me")
    with (out / "manifest.jsonl").open("a") as stream:
        stream.write(json.dumps({**LINE, "files": [{"name": "../victim.pdf", "sha256": "0"}]}) + "\n")
    done = run("batch", tmp_path / "people.jsonl", "--out", out, "--resume", "--jobs", "1")
    assert done.returncode == ExitCode.done, done.stderr
    assert victim.read_text() == "keep me"
