"""Who was referred only because a question was not answered, or only because a name could not be read.

Nothing is guessed: the person is decided again with every open question answered by what refers nobody and every unread
name left out. Where that plan refers nothing, the open questions and the names are what held the first one up.
"""

from collections.abc import Callable, Iterable
from typing import Any

from planner.batch.row import Held
from planner.plan import Plan
from planner.profile import Profile
from planner.vocabulary import BloodThinner, Decision, LifeStage, Match, Verdict

Verdicts = Callable[[Profile], Iterable[Verdict]]
"""A profile → the verdicts of its three supplements."""

_REFERRED = {Verdict.refer, Verdict.withhold}
_UNREAD = {Match.unrecognised, Match.ambiguous}
_REFERS_NOBODY: dict[str, Any] = {
    "medicines": (),
    "supplements": (),
    "conditions": (),
    "allergies": (),
    "symptoms": (),
    "blood_thinner": BloodThinner.no,
    "inr_tests": False,
    "life_stage": LifeStage.none,
    "surgery_planned": False,
}
_LONG_AGO = "1990"


def held(profile: Profile, plan: Plan, verdicts: Verdicts) -> Held:
    """Return what alone held a person up; nothing where something known refers as well."""
    entries = (*plan.medicines, *plan.supplements_taken, *plan.conditions, *plan.allergies)
    unread = {entry.said: None for entry in entries if entry.match in _UNREAD and entry.relevant}
    questions = [each for each in plan.not_known if getattr(profile, each, None) in (None, "not_sure")]
    undated = "condition_dates" in plan.not_known
    if plan.decision not in {Decision.see_your_doctor, Decision.check_first} or not (unread or questions or undated):
        return Held()
    answered = {each: _REFERS_NOBODY[each] for each in questions if each in _REFERS_NOBODY}
    for name in ("medicines", "supplements", "conditions", "allergies"):
        told = getattr(profile, name)
        if isinstance(told, tuple):
            kept = [each for each in told if each.name not in unread]
            dated = [each.but(since=each.since or _LONG_AGO) for each in kept] if name == "conditions" else kept
            answered[name] = tuple(dated)
    if any(each in _REFERRED for each in verdicts(profile.but(**answered))):
        return Held()
    return Held((*questions, *(["condition_dates"] if undated else [])), tuple(unread))
