"""The plans every engine draws: people of an invented clinic who get a plan to follow, each another one."""

import sys
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

from planner.compose import make_plan
from planner.library import read_knowledge
from planner.page import Address, FillIn, TickGrid
from planner.plan import Plan
from planner.reading import read_profile
from planner.vocabulary import Decision, Part

sys.path.insert(0, str(Path(__file__).parent.parent))

import clinic

DAY = date(2026, 11, 22)


def plans(count: int) -> list[Plan]:
    """Return plans of five to seven patient sides, the same in every process."""
    return list(islice(_plans(), count))


def anybody() -> Iterator[Plan]:
    """Yield the plan of one person after the other."""
    knowledge = read_knowledge()
    return (make_plan(read_profile(line), knowledge, DAY) for line in clinic.lines(10_000, seed=2))


def _plans() -> Iterator[Plan]:
    for plan in anybody():
        drawn = [block for part in (Part.patient, Part.clinician) for sheet in plan.sheets(part) for block in sheet.blocks]
        followed = plan.decision in (Decision.start, Decision.check_first)
        if followed and not any(isinstance(each, Address | FillIn | TickGrid) for each in drawn):
            yield plan
