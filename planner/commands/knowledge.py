"""`knowledge`: look at the reviewed facts behind every plan."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from planner.commands.terminal import tell, warn
from planner.library import SHIPPED, read_knowledge

app = typer.Typer(no_args_is_help=True, help="Look at the reviewed facts behind every plan.")


@app.command()
def check(folder: Annotated[Path, typer.Argument(help="A knowledge folder; the shipped one if left out.")] = SHIPPED) -> None:
    """Say whether the knowledge holds together, or what is wrong, with file and line."""
    knowledge = read_knowledge(folder)
    late = [each.id for kind in knowledge.entries.values() for each in kind.values() if getattr(each, "review_by", date.max) < date.today()]  # noqa: DTZ011
    tell(f"knowledge {knowledge.version} holds together: {len(knowledge.rules)} rules, sha256 {knowledge.sha256[:12]}")
    if not knowledge.signed_off:
        warn("not yet signed by a clinician")
    if late:
        warn(f"overdue for review: {', '.join(late)}")
