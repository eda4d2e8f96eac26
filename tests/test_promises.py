"""Promises proved for everybody there can be, not only for the people we thought of.

z3 looks for somebody the shipped rules would let down; a failure prints that person. The last tests keep the proofs
honest: drawn people are put through formulas and engine, and rules broken on purpose must break their promise.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import every_case
import people
import proof
import prove
import pytest
import z3
from hypothesis import given
from people import KNOWLEDGE, TODAY
from promises import D3, MAGNESIUM, MK7, PROMISES, RECOMMEND, VKA
from proof import World

from planner.decide import decide
from planner.entry import Strength
from planner.library import Knowledge
from planner.record import fields_of
from planner.rule import Facts, LabAsk
from planner.understand import understand
from planner.vocabulary import Decision, Diet, Lab, Slot, Supplement, Symptom

SHIPPED = World(KNOWLEDGE)


def _broken(world: World, promise: str) -> str | None:
    made = PROMISES[promise](world)
    return world.counterexample(z3.Implies(made.to, made.holds))


@pytest.mark.parametrize("promise", PROMISES)
def test_promise(promise: str) -> None:
    """Nobody is let down, and somebody is promised this: a promise to nobody would always hold."""
    made = PROMISES[promise](SHIPPED)
    somebody = SHIPPED.counterexample(z3.Implies(made.to, made.holds))
    if somebody is not None:
        pytest.fail(f"it does not hold for: {somebody}", pytrace=False)
    somebody_promised = SHIPPED.possible(made.to)  # a formula in an assertion would be written out at length
    assert somebody_promised, "it is promised to nobody"


@pytest.mark.parametrize("promise", every_case.PROMISES)
def test_promise_in_every_case(promise: str) -> None:
    looked_at, faults = every_case.look(every_case.PROMISES[promise](KNOWLEDGE))
    assert faults == []
    assert looked_at


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


def test_the_table_names_every_promise_and_who_is_let_down(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The table is made of the same promises; here of two, one of them turned into a lie."""
    true, lie = "nobody under 12 starts MK-7", "nobody under 18 is given a dose of anything"
    everybody = PROMISES[true](SHIPPED)._replace(to=proof.YES)
    monkeypatch.setattr(prove, "PROMISES", {true: PROMISES[true], lie: lambda _: everybody})
    monkeypatch.setattr(every_case, "PROMISES", {"one case": lambda _: iter([None])})
    assert prove.main([]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[-1] for line in lines[1:2]] == [true]
    assert "FAILS: " in lines[2]
    assert "every case: 1" in lines[4]
    assert lines[-1].startswith("4 promises, 3 hold")


# -- the proofs speak of this engine ---------------------------------------------------------------------------------------


def test_every_word_a_rule_may_ask_is_translated() -> None:
    assert set(fields_of(Facts)) == proof.TRANSLATED


@people.draws(300)
@given(people.profiles())
def test_formulas_and_engine_agree_about(profile: Any) -> None:
    person = understand(profile, KNOWLEDGE, TODAY)
    judgement = decide(KNOWLEDGE, person)
    judged = SHIPPED.judge(person, judgement.unplaced)
    assert judged.rules == {each.rule.id: each.certainty.value for each in judgement.fired}
    assert judged.verdicts == {each.supplement: each.verdict for each in judgement.supplements}
    assert judged.doses == {each.supplement: (each.dose.low, each.dose.high) for each in judgement.supplements if each.dose}
    assert judged.decisions == [judgement.decision]
    # A limit too many would hide somebody from every proof: whoever can be drawn must be within them.
    assert judged.allowed


# -- broken on purpose -----------------------------------------------------------------------------------------------------


def _with_rule(name: str, knowledge: Knowledge = KNOWLEDGE, **changes: Any) -> Knowledge:
    """Return knowledge with one rule changed; `when` and `then` are changed word by word."""
    rule = knowledge.get("rule", name)
    for part in ("when", "then"):
        if part in changes:
            changes[part] = getattr(rule, part).but(**changes[part])
    return _with_rules({**knowledge.entries["rule"], name: rule.but(**changes)})


def _without_rule(name: str) -> Knowledge:
    return _with_rules({each: rule for each, rule in KNOWLEDGE.entries["rule"].items() if each != name})


def _with_rules(rules: dict[str, Any]) -> Knowledge:
    return Knowledge({**KNOWLEDGE.entries, "rule": rules}, "changed", KNOWLEDGE.places)


def _with_entry(kind: str, name: str, **changes: Any) -> Knowledge:
    entries = {**KNOWLEDGE.entries[kind], name: KNOWLEDGE.get(kind, name).but(**changes)}
    return Knowledge({**KNOWLEDGE.entries, kind: entries}, "changed", KNOWLEDGE.places)


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
    "MK-7 for everybody, whatever the goal": (
        lambda: _with_rule("general-mk7", when={"goal": None}),
        "nobody is offered MK-7 for vitamin D alone",
        "goal vitamin_d",
    ),
    "a withhold that holds in doubt only with the help of another rule": (
        lambda: _with_rule("vka-no-k2", doubt=None),
        "vka-no-k2 by itself withholds MK-7 while nobody knows",
        "medicines = ",
    ),
    "a cap that a medicine lifts": (
        lambda: _with_rule("natto-weekly", unless=Facts(takes="statin")),
        "one more of medicines never raises a dose of mk7",
        "takes class statin",
    ),
    "a dose above an upper level": (
        lambda: _with_entry("upper_level", "vitamin-d-uk-18", amount=22.0),
        "no dose of d3 with what is taken exceeds an upper level",
        "region = united-kingdom",
    ),
    "two times of day for one vitamin": (
        lambda: _with_rule("orlistat-vitamins-apart", then={"prefer_slot": {Supplement.mk7: Slot.morning}}),
        "no two rules ask for different times of day for mk7",
        "takes ",
    ),
    "an allergy that lifts what a rule keeps away": (
        lambda: _with_rule("vka-no-k2", unless=Facts(allergy="soya")),
        "one more allergy never lifts a rule that keeps foods away",
        "allergy soya",
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
    somebody = _broken(World(made(), SHIPPED), promise)
    assert somebody is not None
    assert named in somebody


_ALL_REFERRED = {"refer": tuple(Supplement)}
_LOW_CAPS = {"cap": {each: Strength(amount=amount, unit="micrograms") for each, amount in ((MK7, 45), (D3, 10), (MAGNESIUM, 100))}}
# Rules nobody should write: answered, each makes a plan more careful, and an answer left open, or one more, may lift it.
_CARELESS: dict[str, tuple[Facts, Facts | None, dict[str, Any]]] = {
    "vegans are referred": (Facts(diet=Diet.vegan), None, _ALL_REFERRED),
    "vegans get less": (Facts(diet=Diet.vegan), None, _LOW_CAPS),
    "soya refers": (Facts(allergy="soya"), None, _ALL_REFERRED),
    "soya gets less": (Facts(allergy="soya"), None, _LOW_CAPS),
    **{f"{lab} lifts": (Facts(age_from=0), Facts(lab=LabAsk(name=lab, at_least=0.1, unit="any")), _ALL_REFERRED) for lab in Lab},
    "a medicine lifts": (Facts(age_from=0), Facts(takes="statin"), _LOW_CAPS),
    "a condition lifts": (Facts(age_from=0), Facts(has="osteoporosis"), _LOW_CAPS),
    "a product lifts": (Facts(age_from=0), Facts(takes_product="fish-oil"), _LOW_CAPS),
    "an allergy lifts": (Facts(age_from=0), Facts(allergy="soya"), _LOW_CAPS),
    "a symptom lifts": (Facts(age_from=0), Facts(symptom=Symptom.pain_on_walking), _LOW_CAPS),
}


@cache
def _careless() -> World:
    """A world in which every rule and every step of the engine may be missing, with rules in it that nobody should write."""
    caution = KNOWLEDGE.get("rule", "natto-weekly")
    rules = dict(KNOWLEDGE.entries["rule"])
    for name in ("d3-adult-elsewhere", "general-mk7"):
        rules[name] = rules[name].but(when=Facts(age_from=0))
    for name, (when, unless, then) in _CARELESS.items():
        answer = caution.then.but(**{"cap": {}, **then})
        rules[name] = caution.but(id=name, when=when, unless=unless, then=answer)
    orlistat = _with_rule("orlistat-vitamins-apart", then={"prefer_slot": dict.fromkeys(Supplement, Slot.morning)})
    return World(_with_rules({**rules, "orlistat-vitamins-apart": orlistat.get("rule", "orlistat-vitamins-apart")}), SHIPPED, can_lose=True)


@pytest.mark.parametrize("promise", PROMISES)
def test_a_promise_can_be_broken(promise: str) -> None:
    """There is a careless world for each in which it does not hold; a promise that nothing can break says nothing."""
    made = PROMISES[promise](_careless())
    broken = _careless().possible(z3.Not(z3.Implies(made.to, made.holds)))
    assert broken
