"""`check`: the decision and its reasons, without a file."""

from planner.commands.terminal import AsJson, Day, ProfileName, RegionalCaps, day_of, read_input, tell
from planner.corridor import Desk, plan_from, shipped_knowledge


def check(profile: ProfileName, day: Day = None, as_json: AsJson = False, regional_caps: RegionalCaps = False) -> None:
    """Print the decision and its reasons; make no file."""
    plan = plan_from(read_input(profile), shipped_knowledge(), day_of(day), source=profile, settings=Desk(regional_caps=regional_caps))
    if as_json:
        tell(plan.model_dump_json(by_alias=True, indent=2))
        return
    tell(f"{plan.decision}")
    for each in plan.supplements:
        dose = f" {each.dose.low:g} to {each.dose.high:g} {each.dose.unit}" if each.dose else ""
        tell(f"  {each.supplement}: {each.verdict}{dose}")
        for reason in each.because:
            tell(f"    {reason.rule}: {reason.words}")
    if plan.see:
        tell(f"  see: {', '.join(plan.see)}")
