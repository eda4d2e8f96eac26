"""What people, pharmacies and computers write: each string of strings.toml becomes what stands beside it."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from planner.library import read_knowledge
from planner.names import Table
from planner.recognise import Reading, recogniser
from planner.vocabulary import Match

KNOWLEDGE = read_knowledge()
READER = recogniser(KNOWLEDGE)
TOLD = tomllib.loads((Path(__file__).parent / "strings.toml").read_text(encoding="utf-8"))
TABLES: tuple[Table, ...] = ("medicine", "supplement", "condition", "allergy")


class String(NamedTuple):
    table: Table
    typed: str
    kind: str
    means: frozenset[str]


def strings() -> Iterator[String]:
    for table in TABLES:
        for kind, those in TOLD.get(table, {}).items():
            if kind == "ordinary":
                continue
            for typed, means in those.items() if isinstance(those, dict) else dict.fromkeys(those, "").items():
                yield String(table, typed, kind, frozenset(means.split(", ")) - {""})


STRINGS = tuple(strings())


def read(table: Table, typed: str) -> tuple[Reading, ...]:
    return READER.read(typed, table)


def meant(readings: tuple[Reading, ...]) -> frozenset[str]:
    return frozenset(part.id for each in readings for target in each.targets for part in READER.names.substances(target))


@pytest.mark.parametrize("string", STRINGS, ids=lambda each: f"{each.table}: {each.typed}")
def test_a_string_becomes_what_it_means(string: String) -> None:
    readings = read(string.table, string.typed)
    kinds = {each.match for each in readings}
    if string.kind == "recognised":
        assert (kinds, meant(readings)) == ({Match.recognised}, string.means)
    elif string.kind == "partly":
        assert meant(readings) == string.means
        assert kinds - {Match.recognised}
    elif string.kind == "ambiguous":
        assert kinds == {Match.ambiguous}
        assert string.means <= {target.id for each in readings for target in each.candidates}
    else:
        assert kinds == {Match.unrecognised}
        assert meant(readings) == frozenset()


def test_there_are_enough_strings() -> None:
    assert len(STRINGS) >= 300


def test_ordinary_conditions_are_read() -> None:
    found = {typed: {each.match for each in read("condition", typed)} for typed in TOLD["condition"]["ordinary"]}
    unread = [typed for typed, matches in found.items() if Match.unrecognised in matches]
    assert len(found) > 100
    assert len(unread) <= 0.03 * len(found), unread
    assert sum(Match.ambiguous in each for each in found.values()) <= 0.02 * len(found)
