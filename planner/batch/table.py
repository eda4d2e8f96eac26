"""A table (CSV) → profiles: one row a person, by a mapping file that says which column is which field.

Nothing is guessed: the encoding, the order of days and months and what each word means are declared. An empty cell is
a question nobody answered, never a "no"; an explicit none is a word the mapping names.
"""

import csv
import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Literal

from pydantic_core import ValidationError

from planner.batch.item import Item
from planner.errors import Fault, InputError
from planner.files import read_file
from planner.located import LARGEST
from planner.mark import Within
from planner.profile import Labs, Print
from planner.reading import suggestion
from planner.record import Record, fields_of
from planner.shape import from_data

_ORDERS = {"year-month-day": (0, 1, 2), "day-month-year": (2, 1, 0), "month-day-year": (2, 0, 1)}
_LISTS = {"food_rules", "allergies", "dislikes", "medicines", "supplements", "conditions", "symptoms", "goals"}
_DATES = {"date_of_birth"} | {f"labs.{each}.date" for each in fields_of(Labs)}
_NUMBERS = {"age", "cramps.per_2_weeks"} | {f"labs.{each}.value" for each in fields_of(Labs)}
_YES_NO = {"inr_tests", "surgery_planned"}
_TEXTS = (
    {"reference", "name", "sex", "country", "life_stage", "diet", "blood_thinner", "capsules", "filled_in_by"}
    | {f"labs.{each}.unit" for each in fields_of(Labs)}
    | {f"print.{each}" for each in fields_of(Print)}
)
FIELDS = tuple(sorted(_LISTS | _DATES | _NUMBERS | _YES_NO | _TEXTS))


class Mapping(Record):
    """How the columns of a table become a profile.

    `columns` names the heading for each field; `always` gives what is the same for every row; `words` says what a cell's
    word means for a field (`words.sex.w = "female"`); `none` are the words that mean an explicit none in a list.
    """

    encoding: Literal["utf-8", "cp1252"] = "utf-8"
    delimiter: Literal[",", ";", "\t", "|"] = ","
    dates: Literal["year-month-day", "day-month-year", "month-day-year"] = "year-month-day"
    decimal: Literal[".", ","] = "."
    between: Annotated[str, Within(min_length=1, max_length=3)] = ";"
    columns: Annotated[dict[str, str], Within(min_length=1)]
    always: dict[str, Any] = {}
    words: dict[str, dict[str, str | bool]] = {}
    none: tuple[str, ...] = ()


def read_mapping(path: Path) -> Mapping:
    """Return the mapping in a TOML file; raise `InputError` with what is wrong and what is allowed."""
    try:
        mapping = from_data(Mapping, tomllib.loads(read_file(path, most=LARGEST).decode("utf-8")), strict=False)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: {error}; TOML in UTF-8") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(each) for each in first["loc"])
        wrong = first["msg"][:1].lower() + first["msg"][1:]
        raise InputError(f"{path}: {where}: {wrong}; the keys are {', '.join(fields_of(Mapping))}") from None
    for field in (*mapping.columns, *mapping.words):
        if field not in FIELDS:
            near = suggestion(field, FIELDS)
            raise InputError(f"{path}: columns.{field}: there is no such field; {f'did you mean {near}?' if near else ', '.join(FIELDS)}")
    return mapping


def rows(stream: BinaryIO, name: str, mapping: Mapping) -> Iterator[Item]:
    """Yield one input a row; raise `InputError` where the heading lacks a column the mapping names."""
    reader = csv.reader(_lines(stream, mapping.encoding), delimiter=mapping.delimiter, strict=True)
    headings = [each.strip() for each in next(reader, [])]
    for field, heading in mapping.columns.items():
        if headings.count(heading) != 1:
            found = "stands more than once" if heading in headings else "is not there"
            raise InputError(f"{name}: the column {heading} for {field} {found}; the columns are {', '.join(headings)}")
    columns = tuple(mapping.columns.items())
    places = [(field, headings.index(heading)) for field, heading in columns]
    seen: set[int] = set()
    number = 1  # as a spreadsheet counts: the heading is row 1
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Item(f"row {number}", name, None, faults=(Fault((), f"the row cannot be read ({error})", "quotes that close"),))
            continue
        if not any(each.strip() for each in cells):
            continue
        if len(cells) != len(headings):
            fault = Fault((), f"the row has {len(cells)} cells and the heading {len(headings)}", "the same number; are quotes missing?")
            yield Item(f"row {number}", name, None, faults=(fault,))
            continue
        told, faults = _profile({field: cells[at].strip() for field, at in places}, mapping)
        reference = told.get("reference")
        if reference is not None and hash(reference) in seen:
            faults.append(Fault(("reference",), "an earlier row has the same reference", "one row a person"))
        seen.add(hash(reference))
        data = None if faults else json.dumps(told, ensure_ascii=False).encode()
        yield Item(f"row {number}", name, data, faults=tuple(faults), columns=columns)


def _lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """Yield the lines as text. A byte that is no letter of the encoding stays visible as one that no profile accepts."""
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    while line := stream.readline(LARGEST + 2):
        rest = line
        while not rest.endswith(b"\n") and (rest := stream.readline(LARGEST)):
            line = line[: LARGEST + 1]  # the remainder of an endless line is read past, never kept
        yield line.decode(codec, "surrogateescape")
        codec = encoding


def _profile(cells: dict[str, str], mapping: Mapping) -> tuple[dict[str, Any], list[Fault]]:
    told: dict[str, Any] = {}
    faults: list[Fault] = []
    for field, cell in cells.items():
        path = tuple(field.split("."))
        if any("\udc80" <= letter <= "\udcff" for letter in cell):
            faults.append(Fault(path, f"the cell is not in {mapping.encoding}", "the encoding the mapping declares"))
        elif cell:
            value = _value(field, cell, mapping)
            if value is None:
                faults.append(Fault(path, "the cell is no date in the declared order", mapping.dates))
            _put(told, path, value)
    for field, value in mapping.always.items():
        if field not in cells or not cells[field]:
            _put(told, tuple(field.split(".")), value)
    # A result's date or unit without the result says nothing.
    labs = {name: result for name, result in told.get("labs", {}).items() if "value" in result}
    told.pop("labs", None)
    return {**told, **({"labs": labs} if labs else {})}, faults


def _value(field: str, cell: str, mapping: Mapping) -> Any:
    meant = {word.casefold(): value for word, value in mapping.words.get(field, {}).items()}
    if field in _LISTS:
        if cell.casefold() in {word.casefold() for word in mapping.none}:
            return []
        if meant.get(cell.casefold()) == "not_sure" or cell == "not_sure":
            return "not_sure"
        parts = (part.strip() for line in cell.splitlines() for part in line.split(mapping.between))
        return [meant.get(part.casefold(), part) for part in parts if part]
    if cell.casefold() in meant:
        return meant[cell.casefold()]
    if field in _DATES:
        return _date(cell, mapping.dates)
    number = cell.replace(",", ".") if mapping.decimal == "," else cell
    if field in _NUMBERS and re.fullmatch(r"\d{1,9}(\.\d{1,9})?", number):
        return float(number) if "." in number else int(number)
    return cell


def _date(cell: str, order: str) -> str | None:
    parts = re.fullmatch(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})", cell)
    if parts is None:
        return None
    year, month, day = (parts[at + 1] for at in _ORDERS[order])
    try:
        return date(int(year), int(month), int(day)).isoformat() if len(year) == 4 else None  # noqa: PLR2004 - a year in full
    except ValueError:
        return None


def _put(told: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for step in path[:-1]:
        told = told.setdefault(step, {})
    told[path[-1]] = value
