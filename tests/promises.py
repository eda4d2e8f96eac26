"""What is promised to everybody there can be, each said as whom it is made to and what they are promised.

z3 proves them (see `proof`), `test_promises` runs them all and breaks them on purpose, `make prove` prints them with the
time each took. What cannot be said in such formulas is looked at case by case in `every_case`.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import proof
import z3
from proof import Formula, World

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
# The rules about a vitamin K antagonist that is taken, was stopped, is possible or is to be expected.
GUARDS = (
    "blood-thinner-of-warfarin-kind",
    "blood-thinner-unknown-kind",
    "heart-valve-of-unknown-kind-no-k2",
    "inr-tests",
    "mechanical-valve-no-k2",
    "stopped-vitamin-k-antagonist",
    "vka-no-k2",
)


# -- one answer more or less --------------------------------------------------------------------------------------------

# What an answer may bring with it. What stands in a list but belongs to another table is that table's own matter.
BROUGHT: dict[Question, tuple[str, ...]] = {
    Question.medicines: ("takes", "stopped", "medicines taken", "unread medicines"),
    Question.conditions: ("has ", "since ", "unread conditions"),
    Question.supplements: ("product ", "total ", "unread supplements"),
    Question.allergies: ("allergy ", "unread allergies"),
    Question.symptoms: ("symptom ",),
}
OPEN_QUESTIONS = tuple(each for each in Question if each is not Question.condition_dates)
# Every other question left open recommends nothing at all, which is a promise of its own.
DOSED_WHILE_OPEN = (
    *((Question.diet, each) for each in Supplement),
    *((Question.allergies, each) for each in Supplement),
    (Question.life_stage, D3),
)
# Left out, these two tell nothing and raise no doubt; only `not_sure` does.
_TELLS_NOTHING = {Question.inr_tests, Question.surgery_planned}


def _grown(world: World, names: Iterable[str]) -> Formula:
    """The changed person has everything the first one has, and perhaps more."""
    parts = []
    for name in names:
        symbol = world.variables[name].symbol
        parts.append(z3.Implies(symbol, proof.changed(symbol)) if z3.is_bool(symbol) else proof.changed(symbol) >= symbol)
    return _all(parts)


def _twins(world: World, question: Question) -> tuple[list[str], Formula]:
    """The same person twice: with a question open, and with any answer to it and what the answer brings with it."""
    brought = world.starting(*BROUGHT[question]) if question in BROUGHT else []
    names = [question.value, *brought]
    is_open = world.chosen(question, NOT_SURE) if question in _TELLS_NOTHING else world.unanswered(question)
    if question is Question.life_stage:
        is_open = world.asks(question)
    answered = z3.Not(world.other(world.unanswered(question), [question.value]))
    return names, z3.And(is_open, answered, world.other(_all(world.limits), names), _grown(world, brought))


def _grown_list(world: World, question: Question) -> tuple[list[str], Formula]:
    """The same person twice: with an answered list, and with more in it, whatever table the entry belongs to."""
    names = world.starting("no time", *(start for each in BROUGHT.values() for start in each))
    told = z3.And(world.chosen(question, "told"), z3.Not(_thinner(world, BloodThinner.unknown_kind)))
    return names, z3.And(told, world.other(_all(world.limits), names), _grown(world, names))


def _doubt_never_loosens(world: World, question: Question, supplement: Supplement) -> Promise:
    """With a question open a verdict is at least as strict as with any answer, but a withhold may become a refer."""
    names, twice = _twins(world, question)
    level, answer = world.levels[supplement], world.other(world.levels[supplement], names)
    return Promise(twice, level >= z3.If(answer < REFER.strictness, answer, REFER.strictness))


def _more_never_loosens(world: World, question: Question, supplement: Supplement) -> Promise:
    """One more entry in an answered list never loosens a verdict, whatever table it belongs to."""
    names, twice = _grown_list(world, question)
    after = world.other(world.levels[supplement], names)
    # Whoever gets enough already needs no time of day for it, so the question of a timetable is gone.
    enough = z3.And(world.variables[f"no time for {supplement}"].symbol, after == Verdict.already_enough.strictness)
    return Promise(twice, z3.Or(after >= world.levels[supplement], enough))


def _dose_in_doubt_is_no_higher(world: World, question: Question, supplement: Supplement) -> Promise:
    """With a question open, a dose that is printed at all is no higher than with any answer to it."""
    names, twice = _twins(world, question)
    printed = z3.And(world.verdict(supplement, RECOMMEND), world.other(world.verdict(supplement, RECOMMEND), names))
    high = world.dose(supplement)[1]
    return Promise(z3.And(twice, printed), high <= world.other(high, names))


def _more_never_raises_a_dose(world: World, question: Question, supplement: Supplement) -> Promise:
    """One more entry in an answered list never raises a dose that stays recommended."""
    names, twice = _grown_list(world, question)
    printed = z3.And(world.verdict(supplement, RECOMMEND), world.other(world.verdict(supplement, RECOMMEND), names))
    high = world.dose(supplement)[1]
    return Promise(z3.And(twice, printed), world.other(high, names) <= high)


def _old_result_never_loosens(world: World, lab: Lab, supplement: Supplement) -> Promise:
    """Somebody with an old result is treated at least as strictly as the same person without one."""
    names = world.starting(f"{lab} ")
    old = z3.And(world.variables[f"{lab} given"].symbol, z3.Not(world.variables[f"{lab} fresh"].symbol))
    without = z3.Not(proof.changed(world.variables[f"{lab} given"].symbol))
    level, bare = world.levels[supplement], world.other(world.levels[supplement], names)
    return Promise(z3.And(old, without, world.other(_all(world.limits), names)), level >= bare)


def _no_date_never_loosens(world: World, supplement: Supplement) -> Promise:
    """With the date of a condition left out a verdict is at least as strict as with any date."""
    names = world.starting("since ")
    dated = _all(z3.Not(world.other(world.variables[each].symbol, names)) for each in names if each.endswith("not told"))
    asked = [rule.when for rule in world.knowledge.rules if rule.when.since_within_months is not None]
    undated = _all(world.begun(str(facts.has), facts.since_within_months or 0)[1] == world.has(str(facts.has)) for facts in asked)
    level, answer = world.levels[supplement], world.other(world.levels[supplement], names)
    enough = z3.If(answer < REFER.strictness, answer, REFER.strictness)
    return Promise(z3.And(dated, undated, world.other(_all(world.limits), names)), level >= enough)


def _allergy_keeps_foods_away(world: World) -> Promise:
    """One more allergy never lifts a rule that keeps foods away."""
    names, twice = _grown_list(world, Question.allergies)
    tags = {tag for rule in world.knowledge.rules for tag in rule.then.avoid_food_tags}
    kept = {tag: _any(world.fires(rule.id) for rule in world.knowledge.rules if tag in rule.then.avoid_food_tags) for tag in sorted(tags)}
    return Promise(twice, _all(z3.Implies(each, world.other(each, names)) for each in kept.values()))


def _alone_withholds_in_doubt(world: World, rule: str) -> Promise:
    """One rule by itself withholds MK-7 while nobody knows, whatever the other rules say."""
    found = world.knowledge.get("rule", rule)
    withheld = _any(holds for holds, verdict in world.votes(found, MK7) if verdict is WITHHOLD)
    return Promise(z3.And(world.firings[rule].doubt, world.medicines_unknown), withheld)


def _printed(world: World, supplement: Supplement, limits: list[tuple[Formula, Formula]]) -> Promise:
    """What is printed and what is taken stay, together, under every limit that applies."""
    high = world.dose(supplement)[1]
    sums = [z3.Implies(applies, high + world.taken(supplement) <= limit + proof.HAIR) for applies, limit in limits]
    return Promise(world.verdict(supplement, RECOMMEND), _all([high > 0, *sums]))


def _same_time_of_day(world: World, supplement: Supplement) -> Promise:
    """Two rules that hold for one person prefer the same time of day."""
    rules = [each for each in world.knowledge.rules if supplement in each.then.prefer_slot]
    pairs = [
        z3.Not(z3.And(world.fires(one.id), world.fires(other.id)))
        for one in rules
        for other in rules
        if one.then.prefer_slot[supplement] is not other.then.prefer_slot[supplement]
    ]
    return Promise(EVERYBODY, _all(pairs))


def _offers_agree(world: World, supplement: Supplement) -> Promise:
    """Where several rules offer, what is printed is no more than the smallest of them offers."""
    low, high = world.dose(supplement)
    offers = [(world.fires(each.id), each.then.range) for each in world.knowledge.rules if each.then.offer is supplement]
    within = [z3.Implies(applies, high <= proof.real(each.high)) for applies, each in offers if each is not None]
    return Promise(world.verdict(supplement, RECOMMEND), _all([low <= high, *within]))


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
    "nobody on active vitamin D starts vitamin D": lambda world: Promise(world.takes("active-vitamin-d"), _withheld(world, D3)),
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
                world.taken(each) >= proof.real(world.knowledge.get("supplement", each).cap),
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
    # -- doses, for any amounts
    **{
        f"no dose of {each} with what is taken exceeds its cap": lambda world, each=each: _printed(  # type: ignore[misc]
            world, each, [(EVERYBODY, proof.real(world.knowledge.get("supplement", each).cap))]
        )
        for each in Supplement
    },
    **{
        f"no dose of {each} with what is taken exceeds the cap of a rule": lambda world, each=each: _printed(  # type: ignore[misc]
            world, each, world.caps(each)
        )
        for each in (MK7, D3)
    },
    "no dose of d3 with what is taken exceeds an upper level": lambda world: _printed(world, D3, world.upper_levels(D3)),
    **{
        f"two offers of {each} print no more than the smaller one": lambda world, each=each: _offers_agree(world, each)  # type: ignore[misc]
        for each in Supplement
    },
    **{
        f"no two rules ask for different times of day for {each}": lambda world, each=each: _same_time_of_day(world, each)  # type: ignore[misc]
        for each in (MK7, D3)
    },
    # -- the rules about vitamin K antagonists, each by itself
    **{
        f"{rule} by itself withholds MK-7 while nobody knows": lambda world, rule=rule: _alone_withholds_in_doubt(world, rule)  # type: ignore[misc]
        for rule in GUARDS
    },
    # -- one answer more or less
    **{
        f"{question} left open is never looser than an answer, for {each}": lambda world, question=question, each=each: (  # type: ignore[misc]
            _doubt_never_loosens(world, question, each)
        )
        for question in OPEN_QUESTIONS
        for each in Supplement
    },
    **{
        f"{question} left open never gives more {each} than an answer": lambda world, question=question, each=each: (  # type: ignore[misc]
            _dose_in_doubt_is_no_higher(world, question, each)
        )
        for question, each in DOSED_WHILE_OPEN
    },
    **{
        f"one more of {question} never loosens {each}": lambda world, question=question, each=each: (  # type: ignore[misc]
            _more_never_loosens(world, question, each)
        )
        for question in BROUGHT
        for each in Supplement
    },
    **{
        f"one more of {question} never raises a dose of {each}": lambda world, question=question, each=each: (  # type: ignore[misc]
            _more_never_raises_a_dose(world, question, each)
        )
        for question in BROUGHT
        for each in Supplement
    },
    "one more allergy never lifts a rule that keeps foods away": _allergy_keeps_foods_away,
    **{
        f"a date not told is never looser than a date, for {each}": lambda world, each=each: _no_date_never_loosens(world, each)  # type: ignore[misc]
        for each in Supplement
    },
    **{
        f"an old result of {lab} never loosens {each}": lambda world, lab=lab, each=each: _old_result_never_loosens(world, lab, each)  # type: ignore[misc]
        for lab in Lab
        for each in Supplement
    },
}
