"""The plans every engine draws: people of tests/profiles whose patient pages fill six sides."""

from datetime import date
from pathlib import Path

from planner.compose import make_plan
from planner.library import read_knowledge
from planner.plan import Plan
from planner.reading import read_profile

NAMES = ("bones-at-67", "thyroid-tablet", "cramps-at-68", "water-tablet")
DAY = date(2026, 11, 22)


def plans() -> list[Plan]:
    """Return the plans, the same in every process."""
    folder, knowledge = Path(__file__).parent.parent / "profiles", read_knowledge()
    return [make_plan(read_profile((folder / f"{name}.json").read_bytes()), knowledge, DAY) for name in NAMES]
