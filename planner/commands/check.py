"""`check`: the decision and its reasons, without a file."""

from planner.commands.desk import Config, OverlayFolder, Unverified, desk, knowledge_for
from planner.commands.terminal import AsJson, Day, ProfileName, RegionalCaps, day_of, read_input, tell
from planner.corridor import plan_from
from planner.shape import to_json


def check(
    profile: ProfileName,
    day: Day = None,
    as_json: AsJson = False,
    config: Config = None,
    regional_caps: RegionalCaps = False,
    overlay: OverlayFolder = None,
    unverified: Unverified = False,
) -> None:
    """Print the decision and its reasons; make no file."""
    today, data = day_of(day), read_input(profile)
    settings = desk(config, regional_caps=regional_caps, overlay=overlay, unverified=unverified)
    plan = plan_from(data, knowledge_for(settings, today), today, source=profile, settings=settings)
    if as_json:
        tell(to_json(plan, by_alias=True, indent=2))
        return
    tell(f"{plan.decision}")
    for each in plan.supplements:
        dose = f" {each.dose.low:g} to {each.dose.high:g} {each.dose.unit}" if each.dose else ""
        tell(f"  {each.supplement}: {each.verdict}{dose}")
        for reason in each.because:
            tell(f"    {reason.rule}: {reason.words}")
    if plan.see:
        tell(f"  see: {', '.join(plan.see)}")
