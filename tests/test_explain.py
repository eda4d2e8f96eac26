"""What `explain` says: computed from the rules, true of the changed profile, and never advice about a treatment."""

import json
import re
from datetime import date
from typing import Any

import pytest
from test_cases import CASES
from test_cli import ADULT, profile, run

from planner.compose import make_plan
from planner.errors import ExitCode
from planner.explain import Change, Explanation, explain
from planner.library import Knowledge
from planner.reading import read_profile
from planner.shape import from_json, to_json
from planner.understand import understand
from planner.variants import variants
from planner.vocabulary import Decision, Supplement, Verdict

TODAY = date(2026, 11, 23)
MK7, D3 = Supplement.mk7, Supplement.d3


def explained(knowledge: Knowledge, **told: Any) -> Explanation:
    return explain(read_profile(json.dumps({**ADULT, **told}).encode()), knowledge, TODAY)


def change(found: Explanation, words: str) -> Change:
    return next(each for each in found.changes if each.words == words)


def test_a_medicine_that_decides_is_named_as_what_would_be_different(knowledge: Knowledge) -> None:
    found = explained(knowledge, medicines=["Marcumar"])
    other = change(found, 'if "Marcumar" were not on the list of medicines')
    assert found.outcome.decision is Decision.see_your_doctor
    assert other.outcome.decision is Decision.start
    assert other.outcome.verdicts[MK7] is Verdict.recommend
    assert other.gone == ("vka-no-k2",)


def test_two_medicines_that_each_decide_leave_no_single_change(knowledge: Knowledge) -> None:
    found = explained(knowledge, medicines=["Marcumar", "warfarin"])
    assert not [each for each in found.changes if each.outcome.verdicts[MK7] is not Verdict.withhold]


def test_a_misspelt_medicine_is_tried_as_each_name_it_could_mean(knowledge: Knowledge) -> None:
    found = explained(knowledge, medicines=["Eliquiss"])
    named = change(found, 'if "Eliquiss" meant apixaban')
    assert found.outcome.verdicts[D3] is Verdict.refer
    assert (named.outcome.verdicts[D3], named.outcome.verdicts[MK7]) == (Verdict.recommend, Verdict.refer)


def test_ages_between_which_no_rule_tells_are_one_stretch(knowledge: Knowledge) -> None:
    ages = [each.words for each in explained(knowledge, age=67).changes if each.fact == "age"]
    assert ages == ["if the age were under 12", "if the age were 12 to 17", "if the age were 18 to 49", "if the age were 71 or over"]


def test_an_open_question_is_answered_each_way(knowledge: Knowledge) -> None:
    found = explained(knowledge, blood_thinner="not_sure")
    assert found.outcome.verdicts[MK7] is Verdict.withhold
    no = change(found, 'if the question about blood thinner were answered "no"')
    other = change(found, 'if the question about blood thinner were answered "other"')
    assert (no.outcome.verdicts[MK7], other.outcome.verdicts[MK7]) == (Verdict.recommend, Verdict.refer)


def test_several_open_questions_are_answered_together(knowledge: Knowledge) -> None:
    found = explain(read_profile(b'{"age": 70, "sex": "female", "country": "GB", "goals": ["bone"]}'), knowledge, TODAY)
    assert not [each for each in found.changes if each.outcome.verdicts[MK7] is Verdict.recommend]
    assert found.together
    assert found.together.outcome.decision is Decision.start
    assert explained(knowledge).together is None


def test_a_result_is_tried_on_each_side_of_what_rules_ask(knowledge: Knowledge) -> None:
    found = explained(knowledge, labs={"egfr": {"value": 45, "unit": "mL/min/1.73m2", "date": "2026-10-01"}})
    assert change(found, "if egfr were under 30").outcome.verdicts[D3] is Verdict.withhold
    assert change(found, "if egfr were 60 or over").outcome.verdicts[D3] is Verdict.recommend
    assert change(found, "if no egfr result were given").outcome.decision is Decision.start


def test_an_offer_that_does_not_apply_says_which_line_fails(knowledge: Knowledge) -> None:
    why = next(each for each in explained(knowledge, goals=["vitamin_d"]).supplements if each.supplement is MK7)
    assert why.verdict is Verdict.not_offered
    missing = {each.rule: each.missing for each in why.not_offered_by}
    assert missing["bone-mk7-from-50"] == ("does not hold: goal is bone",)


@pytest.mark.parametrize("case", CASES[::9], ids=[case.name for case in CASES[::9]])
def test_every_would_be_is_what_the_plan_of_the_changed_profile_decides(case: Any, knowledge: Knowledge) -> None:
    """The whole corridor, from the JSON of the changed profile, agrees with each change and with each silence."""
    person = read_profile(json.dumps(case.told, default=str).encode())
    found = explain(person, knowledge, TODAY)
    assert found.outcome.decision is make_plan(person, knowledge, TODAY).decision
    told = {(each.fact, each.words): each for each in (*found.changes, *([found.together] if found.together else []))}
    for each in variants(person, knowledge, understand(person, knowledge, TODAY)):
        if each.band is not None:  # stretches side by side are told as one
            continue
        plan = make_plan(read_profile(to_json(each.profile, exclude_none=True, exclude_defaults=True).encode()), knowledge, TODAY)
        seen = told.get((each.fact, each.words))
        outcome = seen.outcome if seen else found.outcome
        assert outcome.decision is plan.decision, each.words
        assert outcome.verdicts == {one.supplement: one.verdict for one in plan.supplements}, each.words
        assert outcome.doses == {one.supplement: one.dose for one in plan.supplements}, each.words


def test_nothing_it_says_is_advice_about_a_treatment(tmp_path: Any) -> None:
    done = run("explain", profile(tmp_path, medicines=["Marcumar", "Levothyroxne"], blood_thinner="not_sure"), "--date", "2026-11-23")
    lines = done.stdout.decode().splitlines()
    assert done.returncode == ExitCode.done
    assert lines[0].startswith("see_your_doctor on 2026-11-23")
    assert "it is no advice to start, stop or change" in " ".join(" ".join(lines[1:3]).split())
    assert not re.search(
        r"\b(stop|start|switch|remove|leave out|instead of|without warf)\w* ", "\n".join(lines[3:]).replace("-> start", "")
    )
    assert max(map(len, lines)) <= 80


def test_json_is_the_whole_explanation(tmp_path: Any) -> None:
    done = run("explain", profile(tmp_path, medicines=["Marcumar"]), "--json", "--date", "2026-11-23")
    found = from_json(Explanation, done.stdout)
    assert found.outcome.decision is Decision.see_your_doctor
    assert any(each.fact == "medicines[0]" for each in found.changes)


def test_a_bad_profile_is_one_clear_line(tmp_path: Any) -> None:
    done = run("explain", profile(tmp_path, medicines=[{"name": "x", "stopped": "2027-01-01"}]), "--date", "2026-11-23")
    assert (done.returncode, done.stdout) == (ExitCode.bad_input, b"")
    assert b"medicines[0].stopped: the date is after the plan's date" in done.stderr
