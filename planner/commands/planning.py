"""A profile's bytes → a plan → its files: the corridor as `make`, `check`, `batch` and `ask` walk it."""

from datetime import date
from pathlib import Path

from planner.compose import make_plan
from planner.errors import Fault, ProfileError
from planner.files import write_file
from planner.library import Knowledge
from planner.plan import Plan
from planner.profile import Profile
from planner.reading import locate_faults, read_profile


def plan_from(data: bytes, knowledge: Knowledge, today: date, source: str = "profile") -> Plan:
    """Profile in, plan out. A fault found only when dates and units are looked at gets its line and column as well."""
    try:
        profile = read_profile(data)
        _refuse_undrawable(profile)
        return make_plan(profile, knowledge, today)
    except ProfileError as error:
        raise located(error, data, source) from None


def located(error: ProfileError, data: bytes, source: str) -> ProfileError:
    """Return the error with the place of each fault and the name of the input."""
    found = error if error.places else locate_faults(error, data)
    found.source = "standard input" if source == "-" else source
    return found


def _refuse_undrawable(profile: Profile) -> None:
    from templates.sheet import undrawable  # noqa: PLC0415 - fonts load only when something is made

    faults = []
    for path, text in profile.texts():
        missing = undrawable(text)
        if missing:
            codes = ", ".join(f"U+{ord(each):04X}" for each in missing[:5])
            faults.append(Fault(path, f"no font has the letter {codes}", "Latin, Greek or Cyrillic letters"))
    if faults:
        raise ProfileError(faults)


def write_plan(plan: Plan, folder: Path, *, force: bool) -> list[Path]:
    """Draw and write every file of a plan; return their paths."""
    from templates.sheet import draw  # noqa: PLC0415 - fonts load only when something is made

    paths = [folder / f"{part.value}_{plan.plan_id}.pdf" for part in plan.parts()]
    for part, path in zip(plan.parts(), paths, strict=True):
        write_file(path, draw(plan, part), force=force)
    return paths
