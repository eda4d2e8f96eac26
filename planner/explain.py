"""Why a plan says what it says, and which single answer would make it say something else.

Every "would be" comes from deciding again with one answer changed; none is written by hand. It is for the professional:
it compares answers, and gives no advice to start, stop or change anything.
"""

from datetime import date

from planner.compare import checks
from planner.decide import Judgement, decide
from planner.edition import Knowledge
from planner.match import Certainty
from planner.person import Person
from planner.plan import Reason, Span
from planner.profile import Profile
from planner.record import Record
from planner.rule import Rule, Then
from planner.stamp import KnowledgeStamp
from planner.understand import understand
from planner.variants import Variant, answered, band_words, variants
from planner.vocabulary import Decision, Grade, Supplement, Verdict


class Applied(Record):
    """A rule that applies: how surely, by which answers, and what follows from it."""

    rule: str
    title: str
    certainty: Certainty
    words: str
    does: tuple[str, ...]
    clinician: str
    grade: Grade
    evidence: tuple[str, ...]


class NotMet(Record):
    """An offer that does not apply, and the lines of it that do not hold or are not known."""

    rule: str
    title: str
    missing: tuple[str, ...]


class Why(Record):
    """One supplement: its verdict, what decided it, offers that a stricter word outweighs, and offers that do not apply."""

    supplement: Supplement
    verdict: Verdict
    dose: Span | None
    because: tuple[Reason, ...]
    outweighed: tuple[str, ...]
    not_offered_by: tuple[NotMet, ...]


class Outcome(Record):
    """What is decided: the document's word, and verdict and dose of each supplement."""

    decision: Decision
    verdicts: dict[Supplement, Verdict]
    doses: dict[Supplement, Span | None]


class Change(Record):
    """One answer changed and what would be decided then. `gone` and `come` are rules that stop or begin to apply."""

    fact: str
    words: str
    outcome: Outcome
    gone: tuple[str, ...]
    come: tuple[str, ...]


class Explanation(Record):
    """Everything `explain` says. `tried` is how many single changes were decided again; `together` answers all open questions."""

    made_on: date
    outcome: Outcome
    supplements: tuple[Why, ...]
    rules: tuple[Applied, ...]
    changes: tuple[Change, ...]
    tried: int
    together: Change | None
    knowledge: KnowledgeStamp


def explain(profile: Profile, knowledge: Knowledge, today: date) -> Explanation:
    """Return why each supplement was or was not offered; raise `ProfileError` as `make_plan` does."""
    person = understand(profile, knowledge, today)
    judgement = decide(knowledge, person)
    others, all_open = tuple(variants(profile, knowledge, person)), answered(profile)
    return Explanation(
        made_on=today,
        outcome=_outcome(judgement),
        supplements=tuple(_why(knowledge, judgement, each) for each in Supplement),
        rules=tuple(
            Applied(
                rule=each.rule.id,
                title=each.rule.title,
                certainty=each.certainty,
                words=each.words,
                does=does(each.rule.then),
                clinician=each.rule.clinician,
                grade=each.rule.grade,
                evidence=each.rule.evidence,
            )
            for each in judgement.fired
        ),
        changes=_changes(knowledge, judgement, others),
        tried=len(others),
        together=_change(knowledge, judgement, all_open) if all_open else None,
        knowledge=knowledge.stamp,
    )


def does(then: Then) -> tuple[str, ...]:
    """Return what follows from a rule, a short line each: `withhold mk7`, `apart magnesium 4 h before, 4 h after`."""
    found = []
    if then.offer is not None and then.range is not None:
        found.append(f"offer {then.offer} {then.range.low:g} to {then.range.high:g} {then.range.unit}, {then.weeks} weeks")
    for name in ("swap", "refer", "withhold", "enough", "avoid_food_tags", "see", "inform"):
        words = getattr(then, name)
        if words:
            found.append(f"{name.replace('_', ' ')} {', '.join(words)}")
    found += [f"apart {each}, {hours.before} h before, {hours.after} h after" for each, hours in then.apart.items()]
    found += [f"cap {each} {cap.amount:g} {cap.unit}" for each, cap in then.cap.items()]
    found += [f"prefer slot {each} {slot}" for each, slot in then.prefer_slot.items()]
    if then.urgent is not None:
        found.append(f"urgent {then.urgent}")
    if then.no_swaps:
        found.append("no swaps")
    return tuple(found)


def _outcome(judgement: Judgement) -> Outcome:
    return Outcome(
        decision=judgement.decision,
        verdicts={each.supplement: each.verdict for each in judgement.supplements},
        doses={each.supplement: each.dose for each in judgement.supplements},
    )


def _why(knowledge: Knowledge, judgement: Judgement, supplement: Supplement) -> Why:
    decided = next(each for each in judgement.supplements if each.supplement is supplement)
    offers = tuple(each.id for each in judgement.dosings[supplement].offers)
    recommended = decided.verdict is Verdict.recommend
    return Why(
        supplement=supplement,
        verdict=decided.verdict,
        dose=decided.dose,
        because=decided.because,
        outweighed=() if recommended else offers,
        not_offered_by=()
        if offers
        else tuple(_not_met(knowledge, judgement.person, rule) for rule in knowledge.rules if rule.then.offer is supplement),
    )


def _not_met(knowledge: Knowledge, person: Person, rule: Rule) -> NotMet:
    missing = [
        f"not known: {each.words}" if each.holds is None else f"does not hold: {each.words}"
        for each in checks(knowledge, rule.when, person, tightens=False)
        if each.holds is not True
    ]
    if rule.unless is not None:
        lifting = tuple(checks(knowledge, rule.unless, person, tightens=True))
        if all(each.holds is not False for each in lifting):
            missing += [f"unless {each.words}" for each in lifting]
    return NotMet(rule=rule.id, title=rule.title, missing=tuple(missing))


def _change(knowledge: Knowledge, judgement: Judgement, variant: Variant) -> Change | None:
    """Decide again with one answer changed; None where the outcome stays as it is."""
    changed = decide(knowledge, understand(variant.profile, knowledge, judgement.person.today))
    outcome = _outcome(changed)
    if outcome == _outcome(judgement):
        return None
    before, after = ({each.rule.id for each in one.fired} for one in (judgement, changed))
    return Change(
        fact=variant.fact, words=variant.words, outcome=outcome, gone=tuple(sorted(before - after)), come=tuple(sorted(after - before))
    )


def _changes(knowledge: Knowledge, judgement: Judgement, others: tuple[Variant, ...]) -> tuple[Change, ...]:
    found: list[tuple[Variant, Change]] = []
    for each in others:
        change = _change(knowledge, judgement, each)
        if change is not None:
            joined = _joined(found[-1], each, change) if found else None
            if joined is not None:
                found.pop()
            found.append(joined or (each, change))
    return tuple(change for _, change in found)


def _joined(last: tuple[Variant, Change], each: Variant, change: Change) -> tuple[Variant, Change] | None:
    """Two stretches of values side by side with the same outcome are one."""
    if last[0].band is None or each.band is None or last[0].fact != each.fact or last[0].band[1] != each.band[0]:
        return None
    if (last[1].outcome, last[1].gone, last[1].come) != (change.outcome, change.gone, change.come):
        return None
    band = (last[0].band[0], each.band[1])
    words = band_words(each.fact, band)
    return Variant(each.fact, words, each.profile, band), change.but(words=words)
