"""The corridor from end to end: the bytes of a profile → a plan → the files of that plan. Nothing is written here."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from planner.compiled import quick
from planner.compose import make_plan, refuse_too_old
from planner.digest import SHIPPED, changes, is_released, refusal
from planner.edition import Knowledge
from planner.errors import ProfileError
from planner.legible import illegible, legible
from planner.names import spellings
from planner.page import PageName
from planner.plan import Plan
from planner.profile import Profile
from planner.reading import locate_faults, read_profile

if TYPE_CHECKING:
    from planner.clinic import Issuer
    from planner.overlay import Overlay

_NAMES = ("name", "reference")


class Desk(NamedTuple):
    """The settings all plans of a run have in common: who issues them, which pages are wanted, and the plan that is replaced.

    `regional_caps` keeps the lower caps of single countries, `overlay` adds a site's own rules, and `unverified` uses
    knowledge that is not as it was released.
    """

    issuer: "Issuer | None" = None
    pages: tuple[PageName, ...] | None = None
    previous: Plan | None = None
    regional_caps: bool = False
    overlay: "Overlay | None" = None
    unverified: bool = False

    @property
    def mark(self) -> str | None:
        """Return what two runs with other settings differ in besides the knowledge; nothing where there are no settings."""
        if self._replace(overlay=None, unverified=False) == PLAIN:
            return None
        settings = (self.issuer and self.issuer.sha256, self.pages, self.previous and self.previous.plan_id, self.regional_caps)
        return hashlib.sha256(repr(settings).encode()).hexdigest()


PLAIN = Desk()


@cache
def shipped_knowledge(*, unverified: bool = False) -> Knowledge:
    """Return the knowledge that came with the program, read once, and without its places in the files.

    Raises `KnowledgeError` for files that are not as they were released, unless somebody chose to use them `unverified`.
    """
    import platformdirs  # noqa: PLC0415 - not every command needs it

    found = quick(SHIPPED, Path(platformdirs.user_cache_dir("supplement-plan")), _read)
    if is_released(SHIPPED, found.sha256):
        return found
    if unverified:
        return replace(found, verified=False)
    raise refusal(changes(SHIPPED))


def _read(folder: Path) -> Knowledge:
    from planner.library import read_knowledge  # noqa: PLC0415 - slow to load, and mostly what is kept will do

    knowledge = read_knowledge(folder)
    return replace(knowledge, spellings=spellings(knowledge))


def edition(settings: Desk, today: date) -> Knowledge:
    """Return the knowledge a run of plans is made with; raise `KnowledgeError` where it is changed or too old."""
    found = shipped_knowledge(unverified=settings.unverified)
    refuse_too_old(found, today)
    if settings.overlay is None:
        return found
    from planner.overlay import with_overlay  # noqa: PLC0415 - slow to load, and most sites have none

    return with_overlay(found, settings.overlay)


def plan_from(data: bytes, knowledge: Knowledge, today: date, source: str = "profile", settings: Desk = PLAIN) -> Plan:
    """Return the plan of the profile in `data`; raise `ProfileError` with line and column of each fault."""
    return read_and_plan(data, knowledge, today, source, settings)[1]


def read_and_plan(data: bytes, knowledge: Knowledge, today: date, source: str = "profile", settings: Desk = PLAIN) -> tuple[Profile, Plan]:
    """Return profile and plan. A fault found only when dates and units are looked at gets its line and column as well."""
    try:
        profile = read_profile(data)
        missing = _undrawable(profile)
        clinic = settings.issuer.clinic if settings.issuer else None
        plan = make_plan(profile, knowledge, today, clinic, settings.previous, regional_caps=settings.regional_caps)
        plan = legible(plan, knowledge, missing)
        return profile, plan if settings.pages is None else plan.only(settings.pages)
    except ProfileError as error:
        raise located(error, data, source) from None


def located(error: ProfileError, data: bytes, source: str) -> ProfileError:
    """Return the error with the place of each fault and the name of the input."""
    found = error if error.places else locate_faults(error, data)
    found.source = "standard input" if source == "-" else source
    return found


def files_of(plan: Plan, logo: bytes | None = None) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every file of a plan; a name holds the plan's number and nothing about the person."""
    from templates.sheet import draw  # noqa: PLC0415 - fonts load only when something is made

    for part in plan.parts():
        yield f"{part.value}_{plan.plan_id}.pdf", draw(plan, part, logo)


def _undrawable(profile: Profile) -> str:
    """Return every letter of the answers that no font can draw; raise `ProfileError` for a name nobody could read.

    What else cannot be drawn must not cost the person the plan, see `legible`.
    """
    missing = [(path, found) for path, text in profile.texts() if (found := _missing(text))]
    faults = []
    for path, letters in missing:
        if path[0] in _NAMES:
            faults.append(illegible(path, letters))
    if faults:
        raise ProfileError(faults)
    return "".join(dict.fromkeys(letter for _, letters in missing for letter in letters))


def _missing(text: str) -> str:
    from templates.sheet import undrawable  # noqa: PLC0415 - fonts load only when something is made

    return "" if text.isascii() and text.isprintable() else undrawable(text)
