"""What a run of plans has in common: the clinic on the paper, the pages that are wanted, the plan that is replaced."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic_core import ValidationError

from planner.commands.options import Config, OverlayFolder, Unverified, clinic_file
from planner.commands.terminal import warn
from planner.corridor import Desk, edition, shipped_knowledge
from planner.edition import Age, Knowledge
from planner.errors import InputError, UsageError
from planner.files import read_file
from planner.legible import illegible
from planner.page import PageName
from planner.plan import CHOSEN, Plan
from planner.record import values_of
from planner.shape import from_json

Sections = Annotated[
    str | None, typer.Option("--sections", help=f"Patient pages after page 1, with commas: {', '.join(CHOSEN)}. All if left out.")
]
Previous = Annotated[Path | None, typer.Option("--previous", help="The plan this one replaces, as printed by --json.")]
__all__ = ["Config", "Desk", "OverlayFolder", "Previous", "Sections", "Unverified", "desk", "knowledge_for"]
if TYPE_CHECKING:
    from planner.clinic import Issuer
    from planner.overlay import Overlay

_LARGEST_PLAN = 4_000_000


def desk(
    config: Path | None,
    sections: str | None = None,
    previous: Path | None = None,
    *,
    regional_caps: bool = False,
    overlay: Path | None = None,
    unverified: bool = False,
) -> Desk:
    """Read the settings; raise `UsageError`, `InputError`, `KnowledgeError` or `FileError` for one that cannot be used."""
    pages = None if sections is None else _pages(sections)
    issuer = _issuer(config)
    added = _overlay(overlay, issuer, unverified=unverified)
    return Desk(issuer, pages, None if previous is None else _plan(previous), regional_caps, added, unverified)


def knowledge_for(settings: Desk, today: date) -> Knowledge:
    """Return what the plans of a run are made with, and say on standard error what a reader of them has to know of it."""
    found = edition(settings, today)
    age = found.age(today)
    if not found.verified:
        warn("UNVERIFIED: the knowledge is not as it was released; every page says so")
    if age is Age.old:
        warn(f"knowledge {found.version}: released on {found.edition.released}, more than {found.edition.old_after_months} months ago")
    elif age is Age.early:
        warn(f"{today} is before the release of the knowledge on {found.edition.released}; is the date right?")
    return found


def _overlay(folder: Path | None, issuer: "Issuer | None", *, unverified: bool) -> "Overlay | None":
    configured = issuer.overlay if issuer is not None else None
    if folder is not None and configured is not None:
        raise UsageError(f"--overlay: your clinic's file names {configured} already; one of them")
    named = folder or configured
    if named is None:
        return None
    from planner.overlay import read_overlay  # noqa: PLC0415 - slow to load, and most sites have none
    from templates.sheet import undrawable  # noqa: PLC0415 - fonts load only when something is made

    found = read_overlay(named, shipped_knowledge(unverified=unverified))
    missing = undrawable(found.additions.name)
    if missing:
        raise InputError(f"{named}: {illegible(('overlay', 'name'), missing)}")
    return found


def _issuer(config: Path | None) -> "Issuer | None":
    if config is None:
        config = clinic_file()
        if not config.is_file():
            return None
    from planner.clinic import read_clinic  # noqa: PLC0415 - slow to load, and most people have no clinic
    from templates.logo import read_logo  # noqa: PLC0415 - only for a clinic
    from templates.sheet import undrawable  # noqa: PLC0415 - fonts load only when something is made

    issuer = read_clinic(config)
    if issuer.logo is not None:
        read_logo(issuer.logo)  # a damaged picture is found before the first plan
    printed = {field: value for field, value in values_of(issuer.clinic).items() if field not in {"emergency", "logo", "overlay"}}
    for field, value in printed.items():
        missing = undrawable(" ".join(value) if isinstance(value, tuple) else value or "")
        if missing:
            raise InputError(f"{config}: {illegible((field,), missing)}")
    return issuer


def _pages(sections: str) -> tuple[PageName, ...]:
    wanted = [each.strip() for each in sections.split(",") if each.strip()]
    for each in wanted:
        if each not in CHOSEN:
            raise UsageError(f"--sections: {each}: there is no such page; {', '.join(CHOSEN)}")
    return tuple(each for each in CHOSEN if each in wanted)


def _plan(path: Path) -> Plan:
    data = read_file(path, most=_LARGEST_PLAN)
    if len(data) > _LARGEST_PLAN:
        raise InputError(f"{path}: the file is longer than {_LARGEST_PLAN:,} bytes; one plan as printed by --json")
    try:
        return from_json(Plan, data)
    except ValidationError as error:
        # The place, never the value: a plan holds health data.
        place = ".".join(map(str, error.errors(include_url=False, include_input=False)[0]["loc"])) or "file"
        raise InputError(f"{path}: {place}: this is not a plan of this program; one plan as printed by --json") from None
