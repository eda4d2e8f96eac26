"""A plan whose every word can be drawn: letters no font has become words that say so.

A medicine typed in such letters still decides; the page names its substance. To refuse the whole plan would cost the
person the warning.
"""

import json
import re
from typing import Any

from planner.edition import Knowledge
from planner.errors import Fault
from planner.page import Sheet
from planner.plan import Plan
from planner.shape import from_json, to_data


def illegible(path: tuple[str | int, ...], letters: str) -> Fault:
    """Return the fault of a text with letters no font has, where they cannot be left out: the first five of them."""
    codes = ", ".join(f"U+{ord(each):04X}" for each in letters[:5])
    return Fault(path, f"no font has the letter {codes}", "Latin, Greek or Cyrillic letters")


def legible(plan: Plan, knowledge: Knowledge, undrawable: str) -> Plan:
    """Return the plan with every run of undrawable letters on its pages replaced. The lists keep what was typed."""
    if not undrawable:
        return plan
    words = knowledge.phrase("letters-not-printed")
    letters = re.escape(undrawable)
    run = re.compile(rf"[{letters}](?:[{letters}\W\d]*[{letters}])*")
    # What was typed, with the substance after it in brackets, reads better the other way round.
    known = re.compile(rf"{re.escape(words)}[^()“”.]{{0,30}} \(([^()]*)\)")

    def shown(value: Any) -> Any:
        if isinstance(value, str):
            return known.sub(rf"\1 {words}", run.sub(words, value))
        if isinstance(value, dict):
            return {key: shown(each) for key, each in value.items()}
        return [shown(each) for each in value] if isinstance(value, list) else value

    document = tuple(from_json(Sheet, json.dumps(shown(to_data(sheet)))) for sheet in plan.document)
    return plan.but(document=document)
