"""Options more than one command has. Nothing heavy is loaded here: a command that talks must be quick to start."""

import re
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from planner.errors import UsageError

Out = Annotated[Path, typer.Option("--out", readable=False, help="Folder for the files.")]
Day = Annotated[str | None, typer.Option("--date", help="The plan's date, YYYY-MM-DD. Today if left out.")]

Config = Annotated[
    Path | None, typer.Option("--config", help="The clinic's details (TOML). Your configuration folder's clinic.toml if left out.")
]

OverlayFolder = Annotated[
    Path | None, typer.Option("--overlay", readable=False, help="A folder with your site's own rules; they can only make advice stricter.")
]
Unverified = Annotated[
    bool, typer.Option("--unverified-knowledge", help="Use knowledge that was changed; every page then says UNVERIFIED.")
]


def day_of(text: str | None) -> date:
    """Return the day given with `--date`, else today."""
    if text is None:
        return date.today()  # noqa: DTZ011 - the paper carries the reader's own date
    with suppress(ValueError):
        if re.fullmatch(r"(19|20)\d\d-\d\d-\d\d", text):
            return date.fromisoformat(text)
    raise UsageError("--date: this is not a date; YYYY-MM-DD")


def clinic_file() -> Path:
    """Return where the clinic's details are where no file is named."""
    import platformdirs  # noqa: PLC0415 - only when no file is named

    return Path(platformdirs.user_config_dir("supplement-plan")) / "clinic.toml"
