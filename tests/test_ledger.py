"""The claims ledger: every row of the list, what may be printed of it, and which rows a plan answers."""

import json
import re

import pytest
from hypothesis import given
from people import KNOWLEDGE, TODAY, Answers, answers, draws, profile_of
from test_cases import ANSWERED
from typer.testing import CliRunner

from planner.cli import build
from planner.compose import make_plan
from planner.ledger import MOST_SHOWN, Standing, answered, conflicts_for, rows_for
from planner.library import Knowledge
from planner.numerals import unbroken
from planner.plan import Plan
from planner.shape import to_json
from planner.vocabulary import Decision, Goal, Part, Supplement, Verdict

HARDEST_GRADE = 6.0
TITLE = KNOWLEDGE.phrase("heard-title")


def line(knowledge: Knowledge, row_id: str) -> str:
    row = knowledge.get("ledger", row_id)
    return knowledge.phrase("heard-line", heard=row.heard, known=row.say)


def syllables(word: str) -> int:
    """Count groups of vowels; a silent e at the end does not count, and a number is read as one word."""
    word = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of a text."""
    sentences = [each for each in re.split(r"[.?!]\s*", text) if each]
    words = [each for each in text.split() if re.search(r"\w", each)]
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_the_grade_tells_hard_words_from_easy_ones() -> None:
    assert grade("The cat sat on the mat.") < 1
    assert grade("Observational investigations demonstrate considerable heterogeneity regarding cardiovascular outcomes.") > 15


def test_the_ledger_holds_every_claim_once(knowledge: Knowledge) -> None:
    numbers = sorted(int(each.source_ref.split()[-1]) for each in knowledge.all("ledger"))
    assert numbers == list(range(1, 97))


def test_every_verdict_is_used(knowledge: Knowledge) -> None:
    assert {each.verdict for each in knowledge.all("ledger")} == set(Standing)


# The reviewed list says of these: not printed, for clinicians only, or never.
NEVER_PRINTED = (
    {6, 7, 9, 11, 12, 14, 16, 20, 21, 23, 24, 26, 27, 28, 29, 31, 32, 34, 37, 39, 40, 41, 45, 46, 47, 48, 49, 50, 51}
    | {54, 55, 56, 57, 59, 60, 61, 64, 66, 70, 72, 75, 76, 77, 78, 79, 80, 81, 82, 83, 85, 86, 88, 89, 91, 93, 94, 96}
)  # fmt: skip


def test_what_may_not_be_printed_has_no_words_for_a_page(knowledge: Knowledge) -> None:
    silent = {int(each.source_ref.split()[-1]) for each in knowledge.all("ledger") if each.say is None}
    assert silent == NEVER_PRINTED


@pytest.mark.parametrize("row", [each.id for each in KNOWLEDGE.all("ledger") if each.say])
def test_what_is_printed_can_be_read_by_a_child_of_eleven(knowledge: Knowledge, row: str) -> None:
    assert grade(line(knowledge, row)) <= HARDEST_GRADE, f"ledger {row}: shorter words, shorter sentences"


def test_no_printed_row_holds_a_percentage_a_risk_or_an_amount(knowledge: Knowledge) -> None:
    figures = re.compile(
        r"%|per ?cent|\b\d+[.,]\d|\brisk ratio|\bodds\b|\bhalf\b|\btwice\b|\b\d+\s*(micrograms|milligrams|units)", re.IGNORECASE
    )
    wrong = [each.id for each in knowledge.all("ledger") if each.say and figures.search(line(knowledge, each.id))]
    assert not wrong, f"ledger {wrong}: no percentages, relative risks or amounts on a page"


def test_every_goal_is_answered_whatever_is_recommended(knowledge: Knowledge) -> None:
    for goal in Goal:
        assert len(answered(knowledge, [goal], Supplement)) == MOST_SHOWN, f"{goal}: two rows are shown for it"
    assert all(each.supplement is None for each in answered(knowledge, Goal, []))


def test_a_goal_of_its_own_comes_before_the_general_one_in_whatever_order(knowledge: Knowledge) -> None:
    cramps, both = (answered(knowledge, goals, Supplement) for goals in ([Goal.leg_cramps], [Goal.general, Goal.leg_cramps]))
    assert both == answered(knowledge, [Goal.leg_cramps, Goal.general], Supplement) == cramps


def test_a_goal_lists_only_what_belongs_to_it(knowledge: Knowledge) -> None:
    cramps = rows_for(knowledge, Goal.leg_cramps)
    assert 0 < len(cramps) < len(rows_for(knowledge)) == 96
    assert all(Goal.leg_cramps in each.goals for each in cramps)


def test_every_conflict_of_the_sources_is_open_to_a_clinician(knowledge: Knowledge) -> None:
    assert sorted(int(each.source_ref.split()[-1]) for each in knowledge.all("conflict")) == list(range(1, 11))
    told = {**ANSWERED, "age": 70, "goals": ["bone"]}
    plan = make_plan(profile_of(told), knowledge, TODAY)
    sheet = "\n".join(to_json(each) for each in plan.sheets(Part.clinician))
    shown = conflicts_for(knowledge, [Goal.bone], Supplement)
    assert {"bone-dose", "d3-reference", "magnesium-upper-level"} <= {each.id for each in shown}
    assert all(unbroken(each.clinician) in sheet for each in shown)
    assert knowledge.get("conflict", "cramps-placebo").clinician not in sheet
    assert not conflicts_for(knowledge, Goal, [])


# As the reviewed table of recommendations grades them.
GRADES = {
    "mk7-leg-cramps": "low",
    "mk7-arterial-stiffness": "low",
    "mk7-bone": "low",
    "mk7-general": "very_low",
    "mk7-clear-arteries": "against",
    "d3-reference-intake": "moderate",
    "d3-more-is-not-better": "against",
    "mk7-taken-together": "against",
    "magnesium-low-intake": "low",
    "magnesium-leg-cramps": "against",
}


def test_claims_are_graded_as_they_were_reviewed(knowledge: Knowledge) -> None:
    assert {name: knowledge.get("claim", name).grade.value for name in GRADES} == GRADES
    assert knowledge.get("rule", "vka-no-k2").grade.value == "high"


# -- in a plan --------------------------------------------------------------------------------------------------------------


def patient_page(plan: Plan) -> str:
    return "\n".join(to_json(each) for each in plan.sheets(Part.patient))


@draws(120)
@given(answers())
def test_a_plan_answers_at_most_two_and_a_referral_none(told: Answers) -> None:
    plan = make_plan(profile_of(told), KNOWLEDGE, TODAY)
    page = patient_page(plan)
    shown = [each for each in KNOWLEDGE.all("ledger") if f"read that {each.heard}." in page.replace("\u00a0", " ")]
    assert len(shown) <= MOST_SHOWN
    assert bool(shown) == (TITLE in page)
    if plan.decision in {Decision.see_your_doctor, Decision.get_help_now}:
        assert not shown
    verdicts = {each.supplement: each.verdict for each in plan.supplements}
    assert all(each.supplement is None or verdicts[each.supplement] is Verdict.recommend for each in shown)
    assert all(set(each.shown_for) & set(plan_goals(told)) for each in shown)


def plan_goals(told: Answers) -> list[Goal]:
    return [Goal(each) for each in told["goals"]]


def test_a_blood_thinner_of_another_kind_hides_what_is_said_of_k2(knowledge: Knowledge) -> None:
    told = {**ANSWERED, "age": 70, "goals": ["bone"], "medicines": ["apixaban"], "blood_thinner": "other"}
    plan = make_plan(profile_of(told), knowledge, TODAY)
    assert {each.supplement: each.verdict for each in plan.supplements}[Supplement.mk7] is Verdict.refer
    assert plan.decision is Decision.check_first
    page = patient_page(plan)
    assert "calcium from food" in page
    assert "Japan" not in page


# -- the command ------------------------------------------------------------------------------------------------------------


def test_claims_lists_them_for_people_and_for_programs() -> None:
    run = CliRunner().invoke(build(), ["claims", "--goal", "leg_cramps"])
    assert run.exit_code == 0
    assert "night-cramps (supported)" in run.stdout
    assert "fewer-fractures" not in run.stdout
    rows = json.loads(CliRunner().invoke(build(), ["claims", "--json"]).stdout)
    assert len(rows) == 96
    assert {"id", "heard", "verdict", "known", "say", "goals", "evidence", "checked"} <= rows[0].keys()


def test_claims_of_a_goal_that_does_not_exist_is_a_fault_of_the_command_line() -> None:
    run = CliRunner().invoke(build(), ["claims", "--goal", "wrinkles"])
    assert run.exit_code == 2
    assert not run.stdout
