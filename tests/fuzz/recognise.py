"""Any text as what a person takes, has or cannot eat: heard or left open, and never looser than for somebody with nothing."""

import json
from datetime import date
from functools import cache
from typing import Any

from planner.decide import Judgement, decide
from planner.errors import ProfileError
from planner.library import Knowledge, read_knowledge
from planner.reading import read_profile
from planner.understand import understand

TODAY = date(2026, 11, 23)
LISTS = ("medicines", "conditions", "allergies", "supplements")
NOBODY: dict[str, Any] = {
    "age": 58,
    "sex": "female",
    "country": "GB",
    "life_stage": "none",
    "diet": "omnivore",
    "blood_thinner": "no",
    "surgery_planned": False,
    "symptoms": [],
    "goals": ["bone"],
    "filled_in_by": "patient",
    **{each: [] for each in LISTS},
}
_LONGEST = 300  # letters of an entry


@cache
def knowledge() -> Knowledge:
    """Return the shipped knowledge, read once."""
    return read_knowledge()


def one(data: bytes) -> None:
    """Take the first byte as the list and the rest as an entry in it; raise where a promise is broken."""
    name = data[1:].decode("utf-8", "ignore")[:_LONGEST]
    key = LISTS[data[0] % len(LISTS)] if data else LISTS[0]
    try:
        judged = _judged({**NOBODY, key: [name]})
    except ProfileError:  # a text that no profile may hold
        return
    assert judged.person.rows or judged.person.open, "an entry is nowhere"
    for now, before in zip(judged.supplements, _nobody().supplements, strict=True):
        assert now.verdict.strictness >= before.verdict.strictness, "an entry loosened a verdict"
        if now.dose is not None and before.dose is not None:
            assert now.dose.high <= before.dose.high, "an entry raised a dose"


def _judged(told: dict[str, Any]) -> Judgement:
    profile = read_profile(json.dumps(told).encode("utf-8", "surrogatepass"))
    return decide(knowledge(), understand(profile, knowledge(), TODAY))


@cache
def _nobody() -> Judgement:
    return _judged(NOBODY)
