"""Fired rules → one verdict a supplement. The strictest wins; nothing loosens a stricter one."""

from collections.abc import Iterator
from typing import NamedTuple

from planner.day import Gap, arrange, gaps
from planner.dose import Dosing, already, dosing
from planner.edition import Knowledge
from planner.foods import Foods, foods_for
from planner.match import Certainty, Fired, fired
from planner.person import Person
from planner.plan import Reason, SupplementPlan
from planner.vocabulary import NOT_SURE, BloodThinner, Decision, Question, Slot, Supplement, Urgency, Verdict

# An open answer to one of these says nothing about any of the three, so it refers all of them.
_REFERS_ALL = (Question.medicines, Question.blood_thinner, Question.conditions, Question.symptoms, Question.supplements)


class Vote(NamedTuple):
    """One reason for one verdict: a rule, or what stands for one, and the answer behind it."""

    verdict: Verdict
    rule: str
    words: str
    doubt: bool = False


class Judgement(NamedTuple):
    """Everything decided about a person, before a word is written."""

    person: Person
    fired: tuple[Fired, ...]
    supplements: tuple[SupplementPlan, ...]
    dosings: dict[Supplement, Dosing]
    gaps: tuple[Gap, ...]
    unplaced: tuple[Supplement, ...]
    decision: Decision
    urgency: Urgency | None
    foods: Foods


def decide(knowledge: Knowledge, person: Person) -> Judgement:
    """Return one verdict for each supplement, the document's decision and what goes with them."""
    rules = fired(knowledge, person)
    urgency = _urgency(rules)
    dosings = {each: dosing(knowledge, person, rules, each) for each in Supplement}
    distances = gaps(knowledge, person, rules)
    plans, unplaced = [], []
    for supplement in Supplement:
        votes = list(_votes(person, rules, supplement, dosings[supplement], urgency))
        verdict = max((each.verdict for each in votes), key=lambda each: each.strictness, default=Verdict.not_offered)
        slots = None
        if verdict in {Verdict.recommend, Verdict.already_enough}:
            # What is taken already needs its time of day as much as what would be added.
            preferred = [each.rule.then.prefer_slot[supplement] for each in rules if supplement in each.rule.then.prefer_slot]
            slots = arrange(knowledge, supplement, distances, preferred)
            if slots is None:
                verdict = Verdict.refer
                unplaced.append(supplement)
                votes.append(Vote(verdict, "no-time-of-day", "no time of day keeps every distance"))
        plans.append(_plan(knowledge, supplement, verdict, votes, dosings[supplement], slots))
    verdicts = {each.supplement: each.verdict for each in plans}
    decision = decision_of(verdicts.values(), urgency)
    foods = foods_for(knowledge, person, rules, verdicts, decision)
    return Judgement(person, rules, tuple(plans), dosings, distances, tuple(unplaced), decision, urgency, foods)


def decision_of(verdicts: object, urgency: Urgency | None) -> Decision:
    """Return the one word for the document; it follows from the verdicts and nothing else."""
    found = set(verdicts)  # type: ignore[call-overload]
    careful = bool(found & {Verdict.refer, Verdict.withhold})
    if urgency is not None:
        return Decision.get_help_now
    if Verdict.recommend in found:
        return Decision.check_first if careful else Decision.start
    return Decision.see_your_doctor if careful else Decision.no_supplement_needed


def _urgency(rules: tuple[Fired, ...]) -> Urgency | None:
    """An urgent page needs a known answer; of two levels the faster one stands."""
    levels = {each.rule.then.urgent for each in rules if each.certainty is not Certainty.doubt}
    return Urgency.now if Urgency.now in levels else Urgency.today if Urgency.today in levels else None


def _votes(person: Person, rules: tuple[Fired, ...], supplement: Supplement, dosing: Dosing, urgency: Urgency | None) -> Iterator[Vote]:
    if urgency is not None:
        for each in rules:
            if each.rule.then.urgent and each.certainty is not Certainty.doubt:
                yield Vote(Verdict.withhold, each.rule.id, each.words)
    for each in rules:
        verdict = _verdict(person, each, supplement)
        if verdict is not None:
            yield Vote(verdict, each.rule.id, each.words, each.certainty is Certainty.doubt)
    for question in person.open:
        if question.question in _REFERS_ALL:
            name = question.question.value
            yield Vote(Verdict.refer, f"open-{name.replace('_', '-')}", f"{name}: {question.reason}", doubt=True)
    if dosing.over is not None:
        yield Vote(Verdict.withhold, dosing.over.id, f"takes {dosing.taken:g}, more than {dosing.over.amount:g} {dosing.over.unit}")
    if dosing.offered and dosing.dose is None:
        yield Vote(Verdict.already_enough, f"{supplement.value}-already-enough", f"takes {dosing.taken:g} already")


def _verdict(person: Person, each: Fired, supplement: Supplement) -> Verdict | None:
    then = each.rule.then
    doubt = each.certainty is Certainty.doubt
    if supplement in then.withhold:
        return Verdict.refer if doubt and not _doubt_withholds(person, each) else Verdict.withhold
    if supplement in then.refer or (doubt and then.urgent):
        return Verdict.refer
    if supplement in then.enough:
        return Verdict.already_enough
    return Verdict.recommend if then.offer is supplement else None


def _doubt_withholds(person: Person, each: Fired) -> bool:
    """A marked rule withholds on doubt alone when nobody knows the medicines or which blood thinner it is."""
    profile = person.profile
    unknown = profile.medicines in (None, NOT_SURE) or profile.blood_thinner in (None, NOT_SURE, BloodThinner.unknown_kind)
    return each.rule.doubt == "withhold" and unknown


def _plan(
    knowledge: Knowledge, supplement: Supplement, verdict: Verdict, votes: list[Vote], dosing: Dosing, slots: tuple[Slot, ...] | None
) -> SupplementPlan:
    decisive = dict.fromkeys(each for each in votes if each.verdict is verdict)
    because = tuple(Reason(rule=each.rule, words=each.words, doubt=each.doubt) for each in decisive)
    recommended = verdict is Verdict.recommend
    entry = knowledge.get("supplement", supplement)
    grades = [each.grade for each in dosing.offers] if recommended else []
    rules = (knowledge.get("rule", name) for name in sorted({each.rule for each in because}) if knowledge.has("rule", name))
    evidence = tuple(dict.fromkeys(source for rule in rules for source in rule.evidence))
    return SupplementPlan(
        supplement=supplement,
        verdict=verdict,
        dose=dosing.dose if recommended else None,
        already_taking=already(knowledge, supplement, dosing.taken),
        slots=slots if recommended else None,
        taken_with=(entry.taken_with_at_bedtime if slots == (Slot.bedtime,) else entry.taken_with) if recommended else None,
        weeks=dosing.weeks if recommended else None,
        grade=max(grades, key=_WEAKEST.index) if grades else None,
        because=because,
        evidence=evidence,
    )


_WEAKEST = ["high", "moderate", "low", "very_low", "against"]
