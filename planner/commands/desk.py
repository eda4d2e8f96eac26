"""What a run of plans has in common: the clinic on the paper, the pages that are wanted, the plan that is replaced."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from planner.clinic import Issuer, read_clinic
from planner.commands.options import Config, clinic_file
from planner.corridor import Desk
from planner.errors import Fault, InputError, UsageError
from planner.files import read_file
from planner.page import PageName
from planner.plan import CHOSEN, Plan

Sections = Annotated[
    str | None, typer.Option("--sections", help=f"Patient pages after page 1, with commas: {', '.join(CHOSEN)}. All if left out.")
]
Previous = Annotated[Path | None, typer.Option("--previous", help="The plan this one replaces, as printed by --json.")]
__all__ = ["Config", "Desk", "Previous", "Sections", "desk"]
_LARGEST_PLAN = 4_000_000


def desk(config: Path | None, sections: str | None = None, previous: Path | None = None, *, regional_caps: bool = False) -> Desk:
    """Read the settings; raise `UsageError`, `InputError` or `FileError` for one that cannot be used."""
    pages = None if sections is None else _pages(sections)
    return Desk(_issuer(config), pages, None if previous is None else _plan(previous), regional_caps)


def _issuer(config: Path | None) -> Issuer | None:
    from templates.logo import read_logo  # noqa: PLC0415 - the same
    from templates.sheet import undrawable  # noqa: PLC0415 - fonts load only when something is made

    if config is None:
        config = clinic_file()
        if not config.is_file():
            return None
    issuer = read_clinic(config)
    if issuer.logo is not None:
        read_logo(issuer.logo)  # a damaged picture is found before the first plan
    for field, value in issuer.clinic.model_dump(exclude={"emergency", "logo"}).items():
        missing = undrawable(" ".join(value) if isinstance(value, tuple) else value or "")
        if missing:
            codes = ", ".join(f"U+{ord(each):04X}" for each in missing[:5])
            raise InputError(f"{config}: {Fault((field,), f'no font has the letter {codes}', 'Latin, Greek or Cyrillic letters')}")
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
        return Plan.model_validate_json(data)
    except ValidationError as error:
        # The place, never the value: a plan holds health data.
        place = ".".join(map(str, error.errors(include_url=False, include_input=False)[0]["loc"])) or "file"
        raise InputError(f"{path}: {place}: this is not a plan of this program; one plan as printed by --json") from None
