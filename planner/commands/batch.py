"""`batch`: a night's profiles in, plans, a manifest and totals out."""

import json
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from planner.commands.desk import Config, Sections, desk
from planner.commands.planning import plan_from, write_plan
from planner.commands.terminal import AsJson, Day, Force, Out, RegionalCaps, day_of, shipped_knowledge, tell, warn
from planner.errors import NeedsPersonError, UsageError
from planner.files import make_folder, only_user, write_file
from planner.plan import Plan


def batch(
    source: Annotated[Path, typer.Argument(readable=False, help="A folder of .json profiles, or a .jsonl file.")],
    out: Out = Path("plans"),
    day: Day = None,
    as_json: AsJson = False,
    force: Force = False,
    config: Config = None,
    sections: Sections = None,
    regional_caps: RegionalCaps = False,
) -> None:
    """Make the plans of many profiles. One bad profile never stops the rest."""
    from planner.batch import NEEDS_A_PERSON, Row, read_items, run, summary, totals  # noqa: PLC0415 - only this command needs it

    today, knowledge = day_of(day), shipped_knowledge()
    settings = desk(config, sections, regional_caps=regional_caps)
    clinic = settings.issuer.sha256 if settings.issuer else None
    items = read_items(source)
    first = next(items, None)
    if first is None:
        raise UsageError(f"{source}: there is no profile here; .json files in a folder, or a profile a line in a .jsonl file")
    folder = make_folder(out)

    def one(data: bytes) -> tuple[Plan, tuple[str, ...]]:
        plan = plan_from(data, knowledge, today, settings=settings)
        return plan, tuple(path.name for path in write_plan(plan, folder, force=force, settings=settings))

    rows: list[Row] = []
    with only_user(folder):
        try:
            rows.extend(run(chain([first], items), one))
        finally:  # a run that is stopped says as much as one that ends: above all who needs somebody now
            write_file(
                folder / "manifest.jsonl",
                "".join(row.manifest(clinic) + "\n" for row in rows).encode(),
                force=True,
            )
            if as_json:
                counted = dict(totals(Counter(row.outcome for row in rows)))
                tell(json.dumps({"inputs": len(rows), **counted, "manifest": str(folder / "manifest.jsonl")}))
            else:
                tell("\n".join(str(folder / name) for row in rows for name in row.files))
            warn("\n".join(summary(rows)))
    waiting = sum(row.outcome in NEEDS_A_PERSON for row in rows)
    if waiting:
        raise NeedsPersonError(f"{waiting:,} of {len(rows):,} inputs need a person")
