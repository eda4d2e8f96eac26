"""What is different from the plan before, in words: never a dose where nothing is recommended now."""

from collections.abc import Iterator

from planner.decide import Judgement
from planner.edition import Knowledge
from planner.errors import InputError
from planner.numerals import amount, either
from planner.plan import Plan, Replaced, SupplementPlan
from planner.vocabulary import Decision, Verdict

_CELLS = {
    Verdict.already_enough: "cell-enough",
    Verdict.refer: "cell-refer",
    Verdict.withhold: "cell-withhold",
    Verdict.not_offered: "cell-none",
}
_NO_DOSE = (Decision.see_your_doctor, Decision.get_help_now)


def replaced(knowledge: Knowledge, judgement: Judgement, previous: Plan, number: str) -> Replaced | None:
    """Return what the new plan replaces; None for the same plan again. Raises `InputError` for another person's or a later plan."""
    if previous.plan_id == number:
        return None
    name = judgement.person.profile.name
    before = (previous.furniture.person or "").partition(",")[0]
    if name and before and name.partition(",")[0] != before:
        raise InputError("--previous: that plan carries another name; the earlier plan of the same person is allowed")
    if previous.made_on > judgement.person.today:
        raise InputError("--previous: that plan was made after this one; an earlier plan is allowed")
    changes = () if judgement.decision in _NO_DOSE else tuple(_changes(knowledge, judgement, previous))
    return Replaced(plan_id=previous.plan_id, made_on=previous.made_on, changes=changes)


def _changes(knowledge: Knowledge, judgement: Judgement, previous: Plan) -> Iterator[str]:
    earlier = {each.supplement: each for each in previous.supplements}
    for now in judgement.supplements:
        before = earlier.get(now.supplement)
        name = knowledge.get("supplement", now.supplement).name
        if now.dose is not None and (before is None or before.dose is None):
            yield knowledge.phrase("change-new", name=name)
        elif now.dose is not None and before is not None and before.dose is not None:
            if now.dose.low != before.dose.low:
                yield knowledge.phrase("change-dose", name=name, now=_daily(now), before=_daily(before))
            if now.slots != before.slots:
                yield knowledge.phrase("change-time", name=name, now=either([slot.value for slot in now.slots or ()], "and"))
        elif before is not None and before.dose is not None:
            cell = _CELLS.get(now.verdict)
            words = knowledge.phrase("change-careful", name=name, words=knowledge.phrase(cell)) if cell else None
            yield words or knowledge.phrase("change-not-offered", name=name)


def _daily(plan: SupplementPlan) -> str:
    return amount(plan.dose.low, plan.dose.unit) if plan.dose else ""


def clinician_changes(knowledge: Knowledge, judgement: Judgement, previous: Plan) -> Iterator[str]:
    """Yield every difference a professional checks: verdicts and doses, entries added or left out, the knowledge."""
    earlier = {each.supplement: each for each in previous.supplements}
    for now in judgement.supplements:
        before = earlier.get(now.supplement)
        if before is not None and (before.verdict, before.dose) != (now.verdict, now.dose):
            yield knowledge.phrase(
                "clin-change", name=now.supplement.value, before=_verdict(knowledge, before), now=_verdict(knowledge, now)
            )
    rows = (*previous.medicines, *previous.supplements_taken, *previous.conditions, *previous.allergies)
    old, new = {each.said for each in rows}, {each.said for each in judgement.person.rows}
    for name, said in (("clin-change-added", new - old), ("clin-change-left-out", old - new)):
        if said:
            yield knowledge.phrase(name, entries="; ".join(sorted(said)))
    if previous.knowledge.sha256 != knowledge.sha256:
        yield knowledge.phrase("clin-change-knowledge", before=previous.knowledge.version, now=knowledge.version)


def _verdict(knowledge: Knowledge, plan: SupplementPlan) -> str:
    words = plan.verdict.value.replace("_", " ")
    if plan.dose is None:
        return words
    spread = knowledge.phrase("range", low=f"{plan.dose.low:g}", high=amount(plan.dose.high, plan.dose.unit))
    return f"{words} {spread}"
