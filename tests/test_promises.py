"""Promises proved for everybody there can be, not only for the people we thought of.

z3 looks for somebody the shipped rules would let down; a failure prints that person. The last tests keep the proofs
honest: drawn people are put through formulas and engine, and rules broken on purpose must break their promise.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import people
import proof
import pytest
import z3
from hypothesis import given
from people import KNOWLEDGE, TODAY
from proof import Formula, World

from planner.decide import decide
from planner.library import Knowledge
from planner.rule import Facts
from planner.understand import understand
from planner.vocabulary import (
    NOT_SURE,
    BloodThinner,
    Decision,
    Goal,
    Lab,
    LifeStage,
    Nutrient,
    Question,
    Supplement,
    Symptom,
    Verdict,
)

MK7, D3, MAGNESIUM = Supplement.mk7, Supplement.d3, Supplement.magnesium
REFER, WITHHOLD, RECOMMEND = Verdict.refer, Verdict.withhold, Verdict.recommend
SHIPPED = World(KNOWLEDGE)
EVERYBODY = proof.YES


class Promise(NamedTuple):
    """Whom it is made to, and what they are promised."""

    to: Formula
    holds: Formula


def _all(parts: Iterable[Formula]) -> Formula:
    return z3.And(*parts)


def _any(parts: Iterable[Formula]) -> Formula:
    return z3.Or(*parts)


def _withheld(world: World, *supplements: Supplement) -> Formula:
    return _all(world.verdict(each, WITHHOLD) for each in supplements)


def _not_started(world: World, *supplements: Supplement) -> Formula:
    """At least referred: nobody starts it before somebody has looked."""
    return _all(world.at_least(each, REFER) for each in supplements)


def _never_recommended(world: World, *supplements: Supplement) -> Formula:
    return _all(z3.Not(world.verdict(each, RECOMMEND)) for each in supplements)


def _clinic(world: World) -> Formula:
    """What MK-7 is withheld for: it must not be started, and the others wait for the clinic."""
    return z3.And(_withheld(world, MK7), _not_started(world, D3, MAGNESIUM))


def _thinner(world: World, kind: BloodThinner) -> Formula:
    return world.chosen(Question.blood_thinner, kind)


def _listed(world: World, name: str) -> Formula:
    """Whether the medicine list names one of a class for certain."""
    return world.medicine("takes", "class", name, sure=True)


VKA = "vitamin-k-antagonist"
PROMISES: dict[str, Callable[[World], Promise]] = {
    # -- blood thinners
    "nobody who lists a vitamin K antagonist starts MK-7": lambda world: Promise(world.takes(VKA), _clinic(world)),
    "nobody who stopped one within four weeks starts MK-7": lambda world: Promise(world.takes(VKA, "stopped 4 weeks"), _clinic(world)),
    "nobody who says their blood thinner is of that kind starts MK-7": lambda world: Promise(
        _thinner(world, BloodThinner.vitamin_k_antagonist), _clinic(world)
    ),
    "nobody on a blood thinner of unknown kind starts MK-7, unless the list names it": lambda world: Promise(
        z3.And(_thinner(world, BloodThinner.unknown_kind), z3.Not(_listed(world, "anticoagulant"))), _clinic(world)
    ),
    "nobody on a blood thinner of unknown kind that the list names starts MK-7 before a look": lambda world: Promise(
        z3.And(_thinner(world, BloodThinner.unknown_kind), world.takes("anticoagulant")), _not_started(world, MK7)
    ),
    "nobody with INR tests or an INR result starts MK-7, whatever else is listed": lambda world: Promise(
        z3.Or(world.chosen(Question.inr_tests, "yes"), world.lab(Lab.inr)), _clinic(world)
    ),
    "nobody who may have a mechanical heart valve starts MK-7": lambda world: Promise(world.has("mechanical-heart-valve"), _clinic(world)),
    "nobody on any blood thinner is recommended MK-7": lambda world: Promise(
        z3.Or(world.takes("anticoagulant"), _thinner(world, BloodThinner.other)), _not_started(world, MK7)
    ),
    # -- questions left open
    "nobody whose medicines were not told or not sure starts MK-7": lambda world: Promise(
        world.unanswered(Question.medicines), z3.And(_withheld(world, MK7), _not_started(world, D3, MAGNESIUM))
    ),
    "nobody asked about blood thinners without an answer starts MK-7": lambda world: Promise(
        world.unanswered(Question.blood_thinner), z3.And(_withheld(world, MK7), _not_started(world, D3, MAGNESIUM))
    ),
    "an unread medicine refers all three": lambda world: Promise(world.unread(Question.medicines), _not_started(world, *Supplement)),
    "an unread medicine withholds MK-7 unless the blood thinner question was answered no or other": lambda world: Promise(
        z3.And(
            world.unread(Question.medicines),
            z3.Not(z3.Or(_thinner(world, BloodThinner.no), _thinner(world, BloodThinner.other))),
        ),
        _withheld(world, MK7),
    ),
    **{
        f"with {question} left open nothing is recommended": lambda world, question=question: Promise(  # type: ignore[misc]
            world.asks(question), _not_started(world, *Supplement)
        )
        for question in proof.REFERS_ALL
    },
    "with an operation planned or not sure nothing is recommended": lambda world: Promise(
        world.chosen(Question.surgery_planned, "yes", NOT_SURE), _not_started(world, *Supplement)
    ),
    "with INR tests not sure nothing is recommended": lambda world: Promise(
        world.chosen(Question.inr_tests, NOT_SURE), _not_started(world, *Supplement)
    ),
    # -- age and life stage
    "nobody under 18 is given a dose of anything": lambda world: Promise(world.age < 18, _never_recommended(world, *Supplement)),
    "nobody under 12 starts MK-7": lambda world: Promise(world.age < 12, _withheld(world, MK7)),
    "nobody under 18 is told they get enough or that there is nothing to say": lambda world: Promise(
        world.age < 18, _not_started(world, *Supplement)
    ),
    "nobody pregnant or breastfeeding is recommended MK-7 or magnesium": lambda world: Promise(
        world.chosen(Question.life_stage, LifeStage.pregnant, LifeStage.breastfeeding), _not_started(world, MK7, MAGNESIUM)
    ),
    "nobody whose life stage is open where it counts is recommended MK-7 or magnesium": lambda world: Promise(
        z3.And(z3.Not(world.chosen("sex", "male")), world.age >= 12, world.age <= 55, world.unanswered(Question.life_stage)),
        _not_started(world, MK7, MAGNESIUM),
    ),
    # -- kidneys, calcium, heart and nerves
    "nobody with an eGFR under 30, fresh or old, starts magnesium or vitamin D": lambda world: Promise(
        world.lab(Lab.egfr, below=30), z3.And(_withheld(world, D3, MAGNESIUM), _not_started(world, MK7))
    ),
    "nobody who may have severe kidney disease starts magnesium or vitamin D": lambda world: Promise(
        world.has("severe-kidney-disease"), z3.And(_withheld(world, D3, MAGNESIUM), _not_started(world, MK7))
    ),
    "an eGFR of 30 to 59, fresh or old, refers all three": lambda world: Promise(
        world.lab(Lab.egfr, below=60, at_least=30), _not_started(world, *Supplement)
    ),
    "kidney disease refers magnesium whatever the result says": lambda world: Promise(
        world.has("chronic-kidney-disease"), _not_started(world, MAGNESIUM)
    ),
    "kidney disease without a fresh eGFR of 60 or over refers all three": lambda world: Promise(
        z3.And(
            world.has("chronic-kidney-disease"),
            z3.Not(z3.And(world.lab(Lab.egfr, at_least=60), world.variables["egfr fresh"].symbol)),
        ),
        _not_started(world, *Supplement),
    ),
    "nobody who may have high calcium starts vitamin D": lambda world: Promise(
        world.has("high-calcium"), z3.And(_withheld(world, D3), _not_started(world, MK7, MAGNESIUM))
    ),
    "nobody with a calcium result above 2.60 starts vitamin D": lambda world: Promise(
        world.lab(Lab.calcium, at_least=2.600001), z3.And(_withheld(world, D3), _not_started(world, MK7, MAGNESIUM))
    ),
    "nobody who may have a granulomatous disease starts vitamin D": lambda world: Promise(
        world.has("granulomatous-disease"), _withheld(world, D3)
    ),
    "nobody who may have myasthenia starts magnesium": lambda world: Promise(world.has("myasthenia"), _withheld(world, MAGNESIUM)),
    "nobody who may have heart block starts magnesium": lambda world: Promise(
        world.has("heart-block"), z3.And(_withheld(world, MAGNESIUM), _not_started(world, MK7))
    ),
    "a stroke of the last 12 months, or of unknown date, refers all three": lambda world: Promise(
        z3.And(world.has("stroke"), z3.Or(*world.begun("stroke", 12))), _not_started(world, *Supplement)
    ),
    # -- symptoms
    **{
        f"the red flag {symptom} replaces the plan with help and withholds all three": lambda world, symptom=symptom: Promise(  # type: ignore[misc]
            world.variables[f"symptom {symptom}"].symbol,
            z3.And(_withheld(world, *Supplement), world.decision(Decision.get_help_now)),
        )
        for symptom in Symptom
        if symptom not in {Symptom.pain_on_walking, Symptom.muscle_pain_or_weakness}
    },
    "a symptom that can wait refers all three": lambda world: Promise(
        z3.Or(*(world.variables[f"symptom {each}"].symbol for each in (Symptom.pain_on_walking, Symptom.muscle_pain_or_weakness))),
        _not_started(world, *Supplement),
    ),
    "symptoms nobody asked about never send anybody to an emergency": lambda world: Promise(
        world.unanswered(Question.symptoms), z3.Not(world.decision(Decision.get_help_now))
    ),
    # -- goals and amounts
    "nobody is recommended MK-7 to clear arteries": lambda world: Promise(world.goal(Goal.clear_arteries), _not_started(world, MK7)),
    "nobody is offered MK-7 for vitamin D alone": lambda world: Promise(
        z3.And(world.goal(Goal.vitamin_d), *(z3.Not(world.goal(each)) for each in Goal if each is not Goal.vitamin_d)),
        _never_recommended(world, MK7),
    ),
    "nobody over an upper level of vitamin D is recommended more": lambda world: Promise(
        world.total(Nutrient.vitamin_d) > 100, _withheld(world, D3)
    ),
    "nobody who takes all that a plan may give is recommended more": lambda world: Promise(
        EVERYBODY,
        _all(
            z3.Implies(
                z3.Sum([world.total(nutrient) for nutrient in KNOWLEDGE.get("supplement", each).counts])
                >= z3.RealVal(str(KNOWLEDGE.get("supplement", each).cap)),
                z3.Not(world.verdict(each, RECOMMEND)),
            )
            for each in Supplement
        ),
    ),
    # -- the whole
    "everybody reaches exactly one decision": lambda world: Promise(
        EVERYBODY, z3.PbEq([(world.decision(each), 1) for each in Decision], 1)
    ),
    "whoever is sent for help or to a doctor is recommended nothing": lambda world: Promise(
        z3.Or(world.decision(Decision.get_help_now), world.decision(Decision.see_your_doctor)), _never_recommended(world, *Supplement)
    ),
    "every adult without a caution is offered vitamin D, whatever the goal": lambda world: Promise(
        z3.And(world.age >= 18, z3.Not(world.at_least(D3, Verdict.already_enough))), world.verdict(D3, RECOMMEND)
    ),
}


# -- one answer more or less --------------------------------------------------------------------------------------------

# What an answer may bring with it. What stands in a list but belongs to another table is that table's own matter.
BROUGHT: dict[Question, tuple[str, ...]] = {
    Question.medicines: ("takes", "stopped", "medicines taken", "unread medicines"),
    Question.conditions: ("has ", "since ", "unread conditions"),
    Question.supplements: ("product ", "total ", "unread supplements"),
    Question.allergies: ("allergy ", "unread allergies"),
    Question.symptoms: ("symptom ",),
}
# Left out, these two tell nothing and raise no doubt; only `not_sure` does.
_TELLS_NOTHING = {Question.inr_tests, Question.surgery_planned}


def _grown(world: World, names: Iterable[str]) -> Formula:
    """The changed person has everything the first one has, and perhaps more."""
    parts = []
    for name in names:
        symbol = world.variables[name].symbol
        parts.append(z3.Implies(symbol, proof.changed(symbol)) if z3.is_bool(symbol) else proof.changed(symbol) >= symbol)
    return _all(parts)


def _doubt_never_loosens(world: World, question: Question, supplement: Supplement) -> Promise:
    """With a question open a verdict is at least as strict as with any answer, but a withhold may become a refer."""
    brought = world.starting(*BROUGHT[question]) if question in BROUGHT else []
    names = [question.value, *brought]
    is_open = world.chosen(question, NOT_SURE) if question in _TELLS_NOTHING else world.unanswered(question)
    if question is Question.life_stage:
        is_open = world.asks(question)
    answered = z3.Not(world.other(world.unanswered(question), [question.value]))
    level, answer = world.levels[supplement], world.other(world.levels[supplement], names)
    limits = world.other(_all(world.limits), names)
    enough = z3.If(answer < REFER.strictness, answer, REFER.strictness)
    return Promise(z3.And(is_open, answered, limits, _grown(world, brought)), level >= enough)


def _more_never_loosens(world: World, question: Question, supplement: Supplement) -> Promise:
    """One more entry in an answered list never loosens a verdict, whatever table it belongs to."""
    names = world.starting("no time", *(start for each in BROUGHT.values() for start in each))
    told = z3.And(world.chosen(question, "told"), z3.Not(_thinner(world, BloodThinner.unknown_kind)))
    limits = world.other(_all(world.limits), names)
    after = world.other(world.levels[supplement], names)
    # Whoever gets enough already needs no time of day for it, so the question of a timetable is gone.
    enough = z3.And(world.variables[f"no time for {supplement}"].symbol, after == Verdict.already_enough.strictness)
    return Promise(z3.And(told, limits, _grown(world, names)), z3.Or(after >= world.levels[supplement], enough))


# -- the proofs ---------------------------------------------------------------------------------------------------------


def _prove(promise: Promise) -> None:
    """Nobody is let down, and somebody is promised this: a promise to nobody would always hold."""
    somebody = SHIPPED.counterexample(z3.Implies(promise.to, promise.holds))
    if somebody is not None:
        pytest.fail(f"it does not hold for: {somebody}", pytrace=False)
    assert SHIPPED.possible(promise.to), "it is promised to nobody"


def _broken(world: World, promise: str) -> str | None:
    made = PROMISES[promise](world)
    return world.counterexample(z3.Implies(made.to, made.holds))


@pytest.mark.parametrize("promise", PROMISES)
def test_promise(promise: str) -> None:
    _prove(PROMISES[promise](SHIPPED))


@pytest.mark.parametrize("rule", KNOWLEDGE.rules, ids=lambda rule: rule.id)
def test_rule_can_apply_to_somebody_known(rule: Any) -> None:
    assert SHIPPED.possible(SHIPPED.firings[rule.id].known)


@pytest.mark.parametrize("rule", [each for each in KNOWLEDGE.rules if each.then.offer], ids=lambda rule: rule.id)
def test_offer_is_recommended_to_somebody(rule: Any) -> None:
    seen = z3.And(SHIPPED.firings[rule.id].known, SHIPPED.verdict(rule.then.offer, RECOMMEND))
    assert SHIPPED.possible(seen)


@pytest.mark.parametrize("decision", Decision)
def test_decision_can_be_reached(decision: Decision) -> None:
    assert SHIPPED.possible(SHIPPED.decision(decision))


@pytest.mark.parametrize("supplement", Supplement)
@pytest.mark.parametrize("question", [each for each in Question if each is not Question.condition_dates])
def test_an_open_question_is_never_looser_than_an_answer(question: Question, supplement: Supplement) -> None:
    _prove(_doubt_never_loosens(SHIPPED, question, supplement))


@pytest.mark.parametrize("supplement", Supplement)
def test_a_date_not_told_is_never_looser_than_a_date(supplement: Supplement) -> None:
    names = SHIPPED.starting("since ")
    dated = _all(z3.Not(SHIPPED.other(SHIPPED.variables[each].symbol, names)) for each in names if each.endswith("not told"))
    undated = _all(SHIPPED.begun(facts.has, 12)[1] == SHIPPED.has(facts.has) for facts in _dated_facts(KNOWLEDGE))
    level, answer = SHIPPED.levels[supplement], SHIPPED.other(SHIPPED.levels[supplement], names)
    limits = SHIPPED.other(_all(SHIPPED.limits), names)
    enough = z3.If(answer < REFER.strictness, answer, REFER.strictness)
    _prove(Promise(z3.And(dated, undated, limits), level >= enough))


def _dated_facts(knowledge: Knowledge) -> list[Any]:
    return [rule.when for rule in knowledge.rules if rule.when.since_within_months is not None]


@pytest.mark.parametrize("supplement", Supplement)
@pytest.mark.parametrize("question", [Question.medicines, Question.conditions, Question.supplements, Question.symptoms])
def test_one_more_entry_never_loosens_a_verdict(question: Question, supplement: Supplement) -> None:
    _prove(_more_never_loosens(SHIPPED, question, supplement))


@pytest.mark.parametrize("supplement", Supplement)
@pytest.mark.parametrize("lab", Lab)
def test_an_old_result_never_loosens_a_verdict(lab: Lab, supplement: Supplement) -> None:
    """Somebody with an old result is treated at least as strictly as the same person without one."""
    names = SHIPPED.starting(f"{lab} ")
    old = z3.And(SHIPPED.variables[f"{lab} given"].symbol, z3.Not(SHIPPED.variables[f"{lab} fresh"].symbol))
    without = z3.Not(proof.changed(SHIPPED.variables[f"{lab} given"].symbol))
    level, bare = SHIPPED.levels[supplement], SHIPPED.other(SHIPPED.levels[supplement], names)
    limits = SHIPPED.other(_all(SHIPPED.limits), names)
    _prove(Promise(z3.And(old, without, limits), level >= bare))


# -- the proofs speak of this engine ---------------------------------------------------------------------------------------


def test_every_word_a_rule_may_ask_is_translated() -> None:
    assert set(Facts.model_fields) == proof.TRANSLATED


@people.draws(300)
@given(people.profiles())
def test_formulas_and_engine_agree_about(profile: Any) -> None:
    person = understand(profile, KNOWLEDGE, TODAY)
    judgement = decide(KNOWLEDGE, person)
    rules, verdicts = SHIPPED.judge(person, judgement.unplaced)
    assert rules == {each.rule.id: each.certainty.value for each in judgement.fired}
    assert verdicts == {each.supplement: each.verdict for each in judgement.supplements}
    # A limit too many would hide somebody from every proof: whoever can be drawn must be within them.
    limits = z3.substitute(_all(SHIPPED.limits), *SHIPPED.values(person, judgement.unplaced))
    assert z3.is_true(z3.simplify(limits))


# -- broken on purpose -----------------------------------------------------------------------------------------------------


def _with_rule(name: str, knowledge: Knowledge = KNOWLEDGE, **changes: Any) -> Knowledge:
    """Return knowledge with one rule changed; `when` and `then` are changed word by word."""
    rule = knowledge.get("rule", name)
    for part in ("when", "then"):
        if part in changes:
            changes[part] = getattr(rule, part).model_copy(update=changes[part])
    return _with_rules({**knowledge.entries["rule"], name: rule.model_copy(update=changes)})


def _without_rule(name: str) -> Knowledge:
    return _with_rules({each: rule for each, rule in KNOWLEDGE.entries["rule"].items() if each != name})


def _with_rules(rules: dict[str, Any]) -> Knowledge:
    return Knowledge({**KNOWLEDGE.entries, "rule": rules}, "changed", KNOWLEDGE.places)


BROKEN: dict[str, tuple[Callable[[], Knowledge], str, str]] = {
    "the list of vitamin K antagonists no longer withholds": (
        lambda: _with_rule("vka-no-k2", then={"withhold": (), "refer": tuple(Supplement)}),
        "nobody who lists a vitamin K antagonist starts MK-7",
        f"takes class {VKA}",
    ),
    "doubt about the list no longer withholds": (
        lambda: _with_rule("vka-no-k2", _with_rule("stopped-vitamin-k-antagonist", doubt=None), doubt=None),
        "nobody whose medicines were not told or not sure starts MK-7",
        "medicines = ",
    ),
    "17 is an adult": (
        lambda: _with_rule("teen-12-to-17", when={"age_under": 17}),
        "nobody under 18 is told they get enough or that there is nothing to say",
        "age = 17",
    ),
    "17 is an adult and is offered vitamin D": (
        lambda: _with_rule("d3-adult-elsewhere", _with_rule("teen-12-to-17", when={"age_under": 17}), when={"age_from": 17}),
        "nobody under 18 is given a dose of anything",
        "age = 17",
    ),
    "a thinner of the warfarin kind needs the list to agree": (
        lambda: _with_rule("blood-thinner-of-warfarin-kind", when={"takes": VKA}),
        "nobody who says their blood thinner is of that kind starts MK-7",
        "blood_thinner = vitamin_k_antagonist",
    ),
    "INR tests are lifted by any listed anticoagulant": (
        lambda: _with_rule("inr-tests", unless=Facts(takes="anticoagulant")),
        "nobody with INR tests or an INR result starts MK-7, whatever else is listed",
        "takes class other-anticoagulant",
    ),
    "an old eGFR under 30 is looked away from": (
        lambda: _without_rule("egfr-under-30"),
        "nobody with an eGFR under 30, fresh or old, starts magnesium or vitamin D",
        "egfr given",
    ),
    "the goal to clear arteries has no rule": (
        lambda: _without_rule("clear-arteries"),
        "nobody is recommended MK-7 to clear arteries",
        "goal clear_arteries",
    ),
    "pregnancy no longer refers magnesium": (
        lambda: _with_rule("pregnant", then={"refer": (MK7,)}),
        "nobody pregnant or breastfeeding is recommended MK-7 or magnesium",
        "life_stage = pregnant",
    ),
    "a red flag has lost its rule": (
        lambda: _without_rule("symptom-chest-pain"),
        "the red flag chest_pain replaces the plan with help and withholds all three",
        "symptom chest_pain",
    ),
}


@pytest.mark.parametrize("change", BROKEN)
def test_a_broken_rule_breaks_its_promise(change: str) -> None:
    made, promise, named = BROKEN[change]
    somebody = _broken(World(made()), promise)
    assert somebody is not None
    assert named in somebody
