"""Where the profiles of a batch come from: every kind of source gives the same people, and says where each one stands."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from planner.batch import array
from planner.batch.item import Item
from planner.batch.source import Disk, Source
from planner.batch.table import Mapping, read_mapping, rows
from planner.errors import InputError, ProfileError, UsageError
from planner.located import LARGEST
from planner.reading import read_profile

PEOPLE: list[dict[str, Any]] = [
    {"reference": "A-1", "age": 58, "sex": "female", "country": "GB", "goals": ["bone"], "medicines": []},
    {"reference": 'A-2 "x], {"', "age": 40, "sex": "male", "country": "DE", "goals": ["general"], "medicines": ["Marcumar", "a\\"]},
    {"reference": "A-3", "age": 71, "sex": "female", "country": "US", "goals": ["general"]},
]


def told(items: list[Item]) -> list[Any]:
    return [json.loads(each.data or b"null") for each in items]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50, 1 << 16])
def test_a_list_is_split_into_the_same_profiles_whatever_the_size_of_a_block(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(array, "_BLOCK", size)
    text = "\ufeff\n [" + " ,\n  ".join(json.dumps(each) for each in PEOPLE) + "\n]\n"
    items = list(array.split(io.BytesIO(text.encode()), "people.json"))
    assert told(items) == PEOPLE
    assert [(each.line, each.column) for each in items] == [(2, 3), (3, 3), (4, 3)]


@pytest.mark.parametrize(("text", "inputs"), [("[]", 0), ("[{},,{}]", 3), ("[{}] x", 2), ("[{}", 2), ("[", 1), ('[{"a": "]', 2)])
def test_nothing_of_a_broken_list_is_lost(text: str, inputs: int) -> None:
    items = list(array.split(io.BytesIO(text.encode()), "people.json"))
    assert len(items) == inputs
    if not text.endswith(("]", "x")):
        assert "does not end" in (items[-1].error or "")


def test_an_endless_text_is_read_past_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "people.jsonl"
    path.write_bytes(b'"' + b"x" * 3 * LARGEST + b'"\n' + json.dumps(PEOPLE[0]).encode())
    first, second = Source(str(path), Disk()).items()
    assert len(first.data or b"") == LARGEST + 1
    with pytest.raises(ProfileError, match="longer than"):
        read_profile(first.data or b"")
    assert (second.position, told([second])) == ("line 2", PEOPLE[:1])


def test_every_kind_of_source_gives_the_same_people(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for each in PEOPLE:
        (folder / f"{each['age']}.json").write_text(json.dumps(each))
    lines = tmp_path / "people.jsonl"
    lines.write_text("\n\n".join(map(json.dumps, PEOPLE)))
    listed = tmp_path / "people.json"
    listed.write_text(json.dumps(PEOPLE, indent=1))
    by_age = sorted(PEOPLE, key=lambda each: int(each["age"]))
    assert told(list(Source(str(folder), Disk()).items())) == by_age
    assert told(list(Source(str(lines), Disk()).items())) == PEOPLE
    assert told(list(Source(str(listed), Disk()).items())) == PEOPLE


def test_a_fault_is_told_with_its_line_in_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "people.json"
    path.write_text('[\n{"age": 3},\n  {\n"age": "62"}]')
    item = list(Source(str(path), Disk()).items())[1]
    with pytest.raises(ProfileError) as error:
        read_profile(item.data or b"")
    assert item.lines(error.value)[0].startswith("people.json:4:8: age: a text is not accepted here")


@pytest.mark.parametrize("name", ["people.yaml", "people"])
def test_what_is_no_source_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("x")
    with pytest.raises(UsageError, match="no source of profiles"):
        list(Source(str(tmp_path / name), Disk()).items())


# -- tables ------------------------------------------------------------------------------------------------------------

MAPPING = """
encoding = "cp1252"
delimiter = ";"
dates = "day-month-year"
decimal = ","
between = "|"
none = ["keine"]
[always]
country = "DE"
goals = ["general"]
[columns]
reference = "PatNr"
date_of_birth = "geboren"
sex = "Geschlecht"
medicines = "Medikamente"
inr_tests = "INR"
"labs.egfr.value" = "eGFR"
[words.sex]
w = "female"
m = "male"
[words.inr_tests]
ja = true
nein = false
"""
HEADING = ["PatNr", "geboren", "Geschlecht", "Medikamente", "INR", "eGFR"]
ANNA = ["7", "3.5.1961", "w", "Marcumar|Äpfel", "nein", "61,5"]


@pytest.fixture
def mapping(tmp_path: Path) -> Mapping:
    path = tmp_path / "columns.toml"
    path.write_text(MAPPING)
    return read_mapping(path)


def table(mapping: Mapping, *cells: list[str], encoding: str = "cp1252") -> list[Item]:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([HEADING, *cells])
    return list(rows(io.BytesIO(text.getvalue().encode(encoding)), "people.csv", mapping))


def test_a_row_becomes_a_profile_by_its_mapping(mapping: Mapping) -> None:
    [item] = table(mapping, ANNA)
    assert told([item]) == [
        {
            "reference": "7",
            "date_of_birth": "1961-05-03",
            "sex": "female",
            "medicines": ["Marcumar", "Äpfel"],
            "inr_tests": False,
            "labs": {"egfr": {"value": 61.5}},
            "country": "DE",
            "goals": ["general"],
        }
    ]
    assert read_profile(item.data or b"").labs.egfr is not None


def test_an_empty_cell_is_not_told_and_none_has_to_be_said(mapping: Mapping) -> None:
    empty, none = table(mapping, ["1", "3.5.1961", "w", "", "", ""], ["2", "3.5.1961", "w", "Keine", "", ""])
    assert "medicines" not in told([empty])[0]
    assert "labs" not in told([empty])[0]
    assert told([none])[0]["medicines"] == []


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (["1", "1961-05-03", "w", "", "", ""], "people.csv: row 2, column geboren: date_of_birth: the cell is no date"),
        (["1", "13.31.1961", "w", "", "", ""], "column geboren"),
        (["1", "3.5.61", "w", "", "", ""], "column geboren"),
        (["1", "3.5.1961", "w", ""], "people.csv: row 2: profile: the row has 4 cells and the heading 6"),
        (["1", "3.5.1961", "x", "", "", ""], "column Geschlecht: sex: a text of this size or spelling"),
        (["1", "3.5.1961", "w", "", "vielleicht", ""], "column INR: inr_tests: a text is not accepted here"),
        (["1", "3.5.1961", "w", "", "", "viel"], "column eGFR: labs.egfr.value: a text is not accepted here"),
    ],
)
def test_a_cell_that_cannot_be_right_is_told_with_row_and_column(cells: list[str], line: str, mapping: Mapping) -> None:
    [item] = table(mapping, cells)
    error = ProfileError(item.faults)
    if not item.faults:
        with pytest.raises(ProfileError) as found:
            read_profile(item.data or b"")
        error = found.value
    assert any(line in each for each in item.lines(error)), item.lines(error)


def test_a_line_break_in_a_cell_separates_and_moves_no_row(mapping: Mapping) -> None:
    first, second = table(mapping, ["1", "3.5.1961", "w", "Eliquis\nRamipril", "", ""], ["2", "x", "w", "", "", ""])
    assert told([first])[0]["medicines"] == ["Eliquis", "Ramipril"]
    assert second.position == "row 3"


def test_the_same_reference_twice_is_one_row_too_many(mapping: Mapping) -> None:
    first, second = table(mapping, ANNA, ANNA)
    assert first.faults == ()
    assert second.faults[0].path == ("reference",)


def test_a_byte_that_is_no_letter_costs_its_row_and_no_other(mapping: Mapping) -> None:
    utf8 = mapping.but(encoding="utf-8")
    bad, good = table(utf8, ANNA, ["8", "3.5.1961", "m", "Eliquis", "", ""])
    assert bad.faults[0].path == ("medicines",)
    assert good.faults == ()


def test_quotes_that_do_not_close_cost_the_row(mapping: Mapping) -> None:
    text = ";".join(HEADING) + '\n1;3.5.1961;w;"Eliquis;;\n'
    [item] = rows(io.BytesIO(text.encode()), "people.csv", mapping)
    assert "cannot be read" in item.faults[0].wrong


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("PatNr", "Nummer"), "the column Nummer for reference is not there"),
        (("medicines =", "medicnes ="), "did you mean medicines"),
        (("cp1252", "latin"), "encoding"),
        (("[columns]", "[columns"), "TOML"),
    ],
)
def test_a_mapping_that_cannot_be_right_is_refused(change: tuple[str, str], message: str, tmp_path: Path) -> None:
    path = tmp_path / "columns.toml"
    path.write_text(MAPPING.replace(*change, 1))
    with pytest.raises(InputError, match=message):
        table(read_mapping(path), ANNA)


def test_a_table_without_a_mapping_is_refused(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("a,b\n")
    with pytest.raises(UsageError, match="--columns"):
        list(Source(str(tmp_path / "people.csv"), Disk()).items())
