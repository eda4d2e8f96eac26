"""An invented clinic: how many of its people are referred only because a name they gave was not read."""

import json
from datetime import date
from typing import Any

import clinic

from planner.decide import Judgement, decide
from planner.library import read_knowledge
from planner.reading import read_profile
from planner.recognise import recogniser
from planner.understand import understand
from planner.vocabulary import Match

KNOWLEDGE = read_knowledge()
TODAY = date(2026, 11, 23)
LISTS = ("medicines", "supplements", "conditions")
UNSURE = {Match.ambiguous, Match.unrecognised}


def judge(told: dict[str, Any]) -> Judgement:
    return decide(KNOWLEDGE, understand(read_profile(json.dumps(told).encode()), KNOWLEDGE, TODAY))


def strictness(judgement: Judgement) -> list[int]:
    return [each.verdict.strictness for each in judgement.supplements]


def without_unread(told: dict[str, Any], judgement: Judgement) -> dict[str, Any]:
    """The same person without the entries in which something was not read."""
    unread = {row.said for row in judgement.person.rows if row.match in UNSURE}
    return told | {each: [said for said in told[each] if said not in unread] for each in LISTS}


def test_few_are_referred_only_because_of_a_name() -> None:
    referred = []
    for told in clinic.people(300, seed=7):
        judgement = judge(told)
        read = without_unread(told, judgement)
        if read != told and any(one > other for one, other in zip(strictness(judgement), strictness(judge(read)), strict=True)):
            referred.append(told["reference"])
    assert len(referred) < 0.05 * 300, referred


def test_ordinary_medicine_strings_are_read() -> None:
    reader = recogniser(KNOWLEDGE)
    written = [each.text for number in range(600) for each in clinic.person(number, seed=3)[1]]
    found = [{each.match for each in reader.read(text, "medicine")} for text in written]
    assert len(written) > 1000
    assert sum(Match.unrecognised in each for each in found) <= 0.01 * len(written)
    assert sum(Match.ambiguous in each for each in found) <= 0.02 * len(written)


def test_nothing_ordinary_is_read_as_another_medicine() -> None:
    reader = recogniser(KNOWLEDGE)
    wrong = []
    for number in range(600):
        for each in clinic.person(number, seed=5)[1]:
            meant = {target for reading in reader.read(each.meant or each.text, "medicine") for target in reading.targets}
            # A form that works in one place has a name of its own; what it is called is told by the name.
            names = [reader.names.name(target) for reading in reader.read(each.text, "medicine") for target in reading.targets]
            if meant and names and not {reader.names.name(target).split()[0] for target in meant} & {name.split()[0] for name in names}:
                wrong.append((each.text, names))
    assert wrong == []


def test_the_same_seed_gives_the_same_people() -> None:
    assert list(clinic.people(20, seed=2)) == list(clinic.people(40, seed=2))[:20]
    assert list(clinic.people(20, seed=2)) != list(clinic.people(20, seed=3))
