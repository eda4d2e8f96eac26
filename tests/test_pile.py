"""One file for the printer: who lies where, and that no sheet of paper holds two people."""

import json
import re
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from test_batch import batch, lines_of
from test_cli import ADULT, CHEST_PAIN

from planner.batch.pile import SortBy, key_of
from planner.errors import ExitCode

PEOPLE: list[dict[str, Any]] = [
    {**ADULT, "name": "Zoe Adams", "reference": "R-10"},
    {**ADULT, "name": "de Vries, Jan", "reference": "R-9", "medicines": ["Marcumar"]},
    {**CHEST_PAIN, "name": "Öz Zürn", "reference": "R-1", "country": "US"},
    {**ADULT, "name": "Zoe Adams", "reference": "R-10"},
    {**ADULT, "age": "x"},
]


def pile(folder: Path, *words: str) -> list[str]:
    """Return the text of every side of a merged file."""
    done = batch(lines_of(folder / "people.jsonl", PEOPLE), folder / "out", "--merged", str(folder / "pile.pdf"), "--jobs", "1", *words)
    assert done.returncode == ExitCode.needs_a_person, done.stderr
    assert done.stdout.decode().splitlines()[-1] == str(folder / "pile.pdf")
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(folder / "pile.pdf")]


def numbers(folder: Path) -> dict[str, str]:
    """Return the plan number of each input that has a plan."""
    rows = [json.loads(line) for line in (folder / "out" / "manifest.jsonl").read_text().splitlines()]
    return {row["position"]: row["plan_id"] for row in rows if row["plan_id"]}


def test_every_paper_begins_on_a_sheet_of_its_own_and_every_person_is_there_once(tmp_path: Path) -> None:
    sides = pile(tmp_path)
    plans = numbers(tmp_path)
    assert len(sides) % 2 == 0
    owners = []
    for front, back in zip(sides[::2], sides[1::2], strict=True):
        on_sheet = [{number for number in plans.values() if number in side} for side in (front, back)]
        assert len(on_sheet[0]) == 1, "a front names one plan"
        assert on_sheet[1] in (on_sheet[0], set()), "a back is the same plan's, or empty"
        owners.append(on_sheet[0].pop())
    assert "Page 1 of" in sides[0]
    assert list(dict.fromkeys(owners)) == [plans["line 3"], plans["line 1"], plans["line 2"]]
    assert all(int(re.findall(r"Page (\d+) of", side)[0]) % 2 for side in sides[::2]), "an odd page is a front"


def test_whoever_has_to_be_seen_first_lies_on_top_behind_a_sheet_that_says_so(tmp_path: Path) -> None:
    sides = pile(tmp_path, "--sort", "surname")
    assert "See this person first" in sides[0]
    assert numbers(tmp_path)["line 3"] in sides[0]
    assert sides[1] == ""
    assert "Öz Zürn" not in sides[0]
    assert sum("See this person first" in side for side in sides) == 1
    with pikepdf.open(tmp_path / "pile.pdf") as joined:
        assert [float(each) for each in joined.pages[0].MediaBox][2:] == [612, 792], "on the paper of the plan it belongs to"
        assert not any("/StructParents" in page for page in joined.pages)


@pytest.mark.parametrize(
    ("sort_by", "order"), [(SortBy.surname, [0, 1, 2, 3]), (SortBy.reference, [2, 1, 0, 3]), (SortBy.source, [0, 1, 2, 3])]
)
def test_people_are_sorted_as_a_person_would(sort_by: SortBy, order: list[int]) -> None:
    told = [json.dumps(each).encode() for each in (*PEOPLE[:3], ADULT)]
    assert sorted(range(4), key=lambda at: key_of(told[at], sort_by)) == order
    assert key_of(b"{", SortBy.surname) > key_of(told[0], SortBy.surname)


def test_without_a_folder_only_the_merged_file_and_the_manifest_stay(tmp_path: Path) -> None:
    from test_cli import run as command  # noqa: PLC0415 - one use

    words = ("batch", lines_of(tmp_path / "people.jsonl", PEOPLE), "--merged", tmp_path / "pile.pdf", "--jobs", "1")
    done = command(*words, cwd=tmp_path)
    assert done.stdout.decode() == f"{tmp_path / 'pile.pdf'}\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["people.jsonl", "pile.pdf", "pile.pdf.manifest.jsonl"]
    assert command(*words, cwd=tmp_path).returncode == ExitCode.file, "a file that is there is not replaced"
