"""`claims`: what people may have read, how far it is right, and what a plan may say of it."""

import json
from typing import Annotated

import typer

from planner.commands.terminal import AsJson, tell
from planner.corridor import shipped_knowledge
from planner.ledger import LedgerRow, rows_for
from planner.shape import to_data
from planner.vocabulary import Goal

OfGoal = Annotated[Goal | None, typer.Option("--goal", help="Only what belongs to this goal.")]


def claims(goal: OfGoal = None, as_json: AsJson = False) -> None:
    """Print what people may have read, how far it is right, and what a plan may say of it."""
    rows = rows_for(shipped_knowledge(), goal)
    if as_json:
        tell(json.dumps([to_data(each) for each in rows], indent=2, ensure_ascii=False))
    else:
        tell("\n\n".join(map(_in_words, rows)))


def _in_words(row: LedgerRow) -> str:
    printed = f"printed: {row.say}" if row.say else "not printed"
    return f"{row.id} ({row.verdict.value.replace('_', ' ')}): {row.heard}\n  known: {row.known}\n  {printed}"
