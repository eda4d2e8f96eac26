"""A profile's bytes → a plan → its files: the corridor as `make`, `check`, `batch` and `ask` walk it."""

from datetime import date
from pathlib import Path

from planner.commands.desk import Desk
from planner.compose import make_plan
from planner.errors import Fault, ProfileError
from planner.files import write_file
from planner.legible import legible
from planner.library import Knowledge
from planner.plan import Plan
from planner.profile import Profile
from planner.reading import locate_faults, read_profile

_PLAIN = Desk()
_NAMES = ("name", "reference")


def plan_from(data: bytes, knowledge: Knowledge, today: date, source: str = "profile", settings: Desk = _PLAIN) -> Plan:
    """Profile in, plan out. A fault found only when dates and units are looked at gets its line and column as well."""
    try:
        profile = read_profile(data)
        _refuse_undrawable(profile)
        clinic = settings.issuer.clinic if settings.issuer else None
        plan = make_plan(profile, knowledge, today, clinic, settings.previous, regional_caps=settings.regional_caps)
        plan = legible(plan, knowledge, _undrawable(profile))
        return plan if settings.pages is None else plan.only(settings.pages)
    except ProfileError as error:
        raise located(error, data, source) from None


def located(error: ProfileError, data: bytes, source: str) -> ProfileError:
    """Return the error with the place of each fault and the name of the input."""
    found = error if error.places else locate_faults(error, data)
    found.source = "standard input" if source == "-" else source
    return found


def _refuse_undrawable(profile: Profile) -> None:
    """Refuse a name nobody could read; what else cannot be drawn must not cost the person the plan, see `legible`."""
    faults = []
    for path, text in profile.texts():
        missing = _missing(text) if path[0] in _NAMES else ""
        if missing:
            codes = ", ".join(f"U+{ord(each):04X}" for each in missing[:5])
            faults.append(Fault(path, f"no font has the letter {codes}", "Latin, Greek or Cyrillic letters"))
    if faults:
        raise ProfileError(faults)


def _undrawable(profile: Profile) -> str:
    """Return every letter of the answers that no font can draw."""
    return "".join(dict.fromkeys(letter for _, text in profile.texts() for letter in _missing(text)))


def _missing(text: str) -> str:
    from templates.sheet import undrawable  # noqa: PLC0415 - fonts load only when something is made

    return "" if text.isascii() and text.isprintable() else undrawable(text)


def write_plan(plan: Plan, folder: Path, *, force: bool, settings: Desk = _PLAIN) -> list[Path]:
    """Draw and write every file of a plan; return their paths."""
    from templates.sheet import draw  # noqa: PLC0415 - fonts load only when something is made

    logo = settings.issuer.logo if settings.issuer else None
    paths = [folder / f"{part.value}_{plan.plan_id}.pdf" for part in plan.parts()]
    for part, path in zip(plan.parts(), paths, strict=True):
        write_file(path, draw(plan, part, logo), force=force)
    return paths
