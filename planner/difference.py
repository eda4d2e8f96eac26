"""Two editions of the knowledge side by side: which entries differ, and for which people anything is decided otherwise."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from planner.compose import make_plan
from planner.decide import decide
from planner.edition import Knowledge
from planner.plan import Plan, Span
from planner.profile import Profile
from planner.record import Record, fields_of
from planner.shape import to_json
from planner.stamp import KnowledgeStamp
from planner.understand import understand
from planner.vocabulary import Decision, Supplement, Verdict


class EntryChange(Record):
    """An entry that is not the same in both editions; `fields` are those that differ."""

    kind: str
    id: str
    change: Literal["added", "removed", "changed"]
    fields: tuple[str, ...] = ()


class SupplementChange(Record):
    """What was and what would be decided for one supplement."""

    supplement: Supplement
    old_verdict: Verdict
    new_verdict: Verdict
    old_dose: Span | None
    new_dose: Span | None


class PersonChange(Record):
    """A profile, by its file's name, for which something differs.

    `rules` apply in one edition only, or say something else in the new one; `pages` is true where printed words differ.
    """

    profile: str
    old_decision: Decision
    new_decision: Decision
    supplements: tuple[SupplementChange, ...]
    rules: tuple[str, ...]
    pages: bool


class Difference(Record):
    """Everything that differs between two editions. `unread` are profiles that could not be read with one of them."""

    old: KnowledgeStamp
    new: KnowledgeStamp
    entries: tuple[EntryChange, ...]
    people: tuple[PersonChange, ...] = ()
    compared: int = 0
    unread: tuple[str, ...] = ()


def entry_changes(old: Knowledge, new: Knowledge) -> Iterator[EntryChange]:
    """Yield every entry that was added, removed or changed."""
    for kind in old.entries:
        before, after = old.entries[kind], new.entries[kind]
        for name in sorted(before.keys() | after.keys()):
            if name not in after:
                yield EntryChange(kind=kind, id=name, change="removed")
            elif name not in before:
                yield EntryChange(kind=kind, id=name, change="added")
            elif before[name] != after[name]:
                fields = (each for each in fields_of(type(before[name])) if getattr(before[name], each) != getattr(after[name], each))
                yield EntryChange(kind=kind, id=name, change="changed", fields=tuple(fields))


def compare_person(name: str, profile: Profile, old: Knowledge, new: Knowledge, today: date) -> PersonChange | None:
    """Decide one profile with both editions; None where nothing differs, not even a printed word."""
    before, after = make_plan(profile, old, today), make_plan(profile, new, today)
    supplements = tuple(
        SupplementChange(supplement=one.supplement, old_verdict=one.verdict, new_verdict=two.verdict, old_dose=one.dose, new_dose=two.dose)
        for one, two in zip(before.supplements, after.supplements, strict=True)
        if (one.verdict, one.dose) != (two.verdict, two.dose)
    )
    pages = _printed(before) != _printed(after)
    if not supplements and before.decision is after.decision and not pages:
        return None
    return PersonChange(
        profile=name,
        old_decision=before.decision,
        new_decision=after.decision,
        supplements=supplements,
        rules=tuple(_rules(profile, old, new, today)),
        pages=pages,
    )


def _rules(profile: Profile, old: Knowledge, new: Knowledge, today: date) -> Iterator[str]:
    one, two = ({each.rule.id: each for each in decide(k, understand(profile, k, today)).fired} for k in (old, new))
    for name in sorted(one.keys() | two.keys()):
        if name not in one or name not in two or one[name].rule != two[name].rule or one[name].certainty is not two[name].certainty:
            yield name


def _printed(plan: Plan) -> str:
    """Return the pages without the plan's number and the edition's own name, which differ with every change."""
    text = to_json(plan, include={"document", "furniture"})
    return text.replace(plan.plan_id, "").replace(plan.knowledge.version, "").replace(plan.knowledge.sha256[:12], "")
