"""Ordinary strings from lists of health problems and allergies: each is read as what it says, and as nothing else."""

import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

from planner.edition import names_of
from planner.library import Knowledge, read_knowledge
from planner.names import Table
from planner.recognise import recogniser
from planner.vocabulary import Match

KNOWLEDGE = read_knowledge()
UNREAD = {Match.unrecognised.value, Match.ambiguous.value}
MOST_UNREAD = 0.03


class Told(NamedTuple):
    """A string, and what must be read in it."""

    said: str
    means: frozenset[str]


def strings(file: str) -> list[Told]:
    table = tomllib.loads((Path(__file__).parent / file).read_text(encoding="utf-8"))
    return [Told(each["said"], frozenset(each["means"])) for each in table["string"]]


STRINGS = strings("condition_strings.toml")
ALLERGIES = strings("allergy_strings.toml")


def read(said: str, table: Table = "condition") -> set[str]:
    """Return everything read in a string, and the word for what is not read."""
    readings = recogniser(KNOWLEDGE).read(said, table)
    return {target.id for each in readings for target in each.targets} | ({each.match.value for each in readings} & UNREAD)


@pytest.mark.parametrize("told", STRINGS, ids=[each.said for each in STRINGS])
def test_a_string_is_read_as_what_it_says(told: Told) -> None:
    assert read(told.said) == set(told.means)


@pytest.mark.parametrize("told", ALLERGIES, ids=[each.said for each in ALLERGIES])
def test_an_allergy_is_read_as_what_it_says(told: Told) -> None:
    assert read(told.said, "allergy") == set(told.means)


def test_few_strings_that_name_a_condition_are_left_unread() -> None:
    named = [each for each in STRINGS if not each.means <= UNREAD]
    unread = [each.said for each in named if each.means & UNREAD]
    assert len(unread) <= MOST_UNREAD * len(named), f"{len(unread)} of {len(named)} are not wholly read: {unread}"


def test_every_name_of_a_condition_reads_as_itself_or_as_a_stricter_one(knowledge: Knowledge) -> None:
    names = recogniser(knowledge)
    wrong = []
    for condition in knowledge.all("condition"):
        for spelling in (*condition.names, *condition.misspellings):
            targets = {target.id for each in names.read(spelling, "condition") for target in each.targets}
            settled = condition.settled.becomes if condition.settled else condition.id
            if not targets & {condition.id, settled}:
                wrong.append(f"{spelling}: {sorted(targets)}, not {condition.id}")
    assert not wrong, "\n".join(wrong)


def test_what_is_clear_begins_with_no_risk_word_of_a_withheld_condition(knowledge: Knowledge) -> None:
    """A clear name that holds such a word would hide what the word could mean."""
    withheld = {rule.when.has for rule in knowledge.rules if rule.then.withhold and rule.when.has}
    stems = {word for each in knowledge.all("risk_word") if each.means in withheld for word in each.words}
    # Words that begin like a risk word and are part of what the thing is called.
    innocent = {"blocked", "blockage", "calcific", "heartburn", "heart", "herzens"}
    wrong = [
        f"{condition.id}: {spelling}"
        for condition in knowledge.all("condition")
        if condition.clear
        for spelling in names_of("condition", condition)
        for word in spelling.casefold().replace("-", " ").split()
        if word not in innocent and any(word.startswith(stem) for stem in stems)
    ]
    assert not wrong, "\n".join(wrong)
