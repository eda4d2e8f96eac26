"""`make`: profiles in, papers out."""

from pathlib import Path
from typing import Annotated

import typer

from planner.commands.desk import Config, OverlayFolder, Previous, Sections, Unverified, desk, knowledge_for
from planner.commands.terminal import AsJson, Day, Force, Out, RegionalCaps, complain, day_of, read_input, tell, warn_of_copies, write_plan
from planner.corridor import plan_from
from planner.errors import ExitCode, PlannerError, UsageError
from planner.files import make_folder
from planner.shape import to_json


def make(
    profiles: Annotated[list[str], typer.Argument(help="Profile files, or - for standard input.")],
    out: Out = Path(),
    day: Day = None,
    as_json: AsJson = False,
    force: Force = False,
    config: Config = None,
    sections: Sections = None,
    previous: Previous = None,
    regional_caps: RegionalCaps = False,
    overlay: OverlayFolder = None,
    unverified: Unverified = False,
) -> None:
    """Make the plan, clinician sheet, letter and tick chart of each profile, and print the files made."""
    warn_of_copies(out)
    today, worst = day_of(day), ExitCode.done
    settings = desk(config, sections, previous, regional_caps=regional_caps, overlay=overlay, unverified=unverified)
    if previous is not None and len(profiles) > 1:
        raise UsageError("--previous: it belongs to one person; give one profile with it")
    knowledge = knowledge_for(settings, today)
    for name in profiles:
        try:
            plan = plan_from(read_input(name), knowledge, today, source=name, settings=settings)
            files = write_plan(plan, make_folder(out), force=force, settings=settings)
        except PlannerError as error:
            worst = max(worst, complain(error))
        else:
            tell(to_json(plan, by_alias=True) if as_json else "\n".join(map(str, files)))
    raise typer.Exit(worst)
