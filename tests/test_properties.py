"""What must hold of every plan, tried on drawn people from profile to the last printed word.

The proofs in `test_promises` speak of rules and verdicts; these speak of the whole engine: names as people type them,
doses, the day, food, and the sentences on the page.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any

import people
from hypothesis import assume, given
from hypothesis import strategies as st
from people import KNOWLEDGE, TODAY, Answers, draws, profile_of

from planner.compose import make_plan, plan_id
from planner.day import HOUR
from planner.decide import Judgement, decide
from planner.library import Knowledge
from planner.match import _fire
from planner.match import fired as fired_for
from planner.numerals import unbroken
from planner.page import Banner, Sheet, Table
from planner.plan import Plan
from planner.profile import Profile
from planner.shape import from_json, to_data, to_json
from planner.understand import understand
from planner.vocabulary import (
    NOT_SURE,
    Decision,
    FoodNutrient,
    FoodRule,
    Frequency,
    Nutrient,
    Part,
    Slot,
    Supplement,
    Symptom,
    Urgency,
    Verdict,
)

CAREFUL = {Verdict.refer, Verdict.withhold}
NO_DOSE = {Decision.see_your_doctor, Decision.get_help_now}
HAIR = 1e-6
_AMOUNT = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(micrograms?|milligrams?|mcg|µg|ug|mg|IU|units?)\b(?!/)")


def judge(told: Answers, knowledge: Knowledge = KNOWLEDGE) -> Judgement:
    return decide(knowledge, understand(profile_of(told), knowledge, TODAY))


def plan_of(told: Answers) -> Plan:
    return make_plan(profile_of(told), KNOWLEDGE, TODAY)


def strictness(judgement: Judgement) -> dict[Supplement, int]:
    return {each.supplement: each.verdict.strictness for each in judgement.supplements}


def no_looser(after: Judgement, before: Judgement, *, at_most: Verdict = Verdict.withhold) -> bool:
    """Whether no verdict is looser than before; `at_most` is as strict as anything needs to be."""
    old, new = strictness(before), strictness(after)
    return all(new[each] >= min(old[each], at_most.strictness) for each in Supplement)


def texts(value: Any) -> Iterator[str]:
    """Yield every printed text of a part of the plan."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from texts(each)


def printed(*sheets: Sheet) -> str:
    found = " \n ".join(text for sheet in sheets for text in texts(to_data(sheet)["blocks"]))
    return found.replace("\u00a0", " ")


def patient_words(plan: Plan) -> str:
    return printed(*plan.sheets(Part.patient))


def entries(told: Answers, key: str) -> list[Any]:
    answer = told.get(key)
    return list(answer) if isinstance(answer, list) else []


def typed(entry: Any) -> str:
    return str(entry["name"] if isinstance(entry, dict) else entry)


# -- order and more ----------------------------------------------------------------------------------------------------


def essence(judgement: Judgement) -> Any:
    """What was decided, without the order in which reasons are told."""
    plans = [
        (each.supplement, each.verdict, each.dose, each.slots, each.weeks, each.grade, {reason.rule for reason in each.because})
        for each in judgement.supplements
    ]
    foods = judgement.foods
    return plans, judgement.decision, judgement.urgency, foods.swaps, foods.avoid, foods.permitted, {each.apart for each in judgement.gaps}


@draws(250)
@given(people.answers(), st.booleans())
def test_no_rule_that_applies_is_passed_over(told: Answers, regional: bool) -> None:
    person = understand(profile_of(told), KNOWLEDGE, TODAY, regional_caps=regional)
    every = (_fire(KNOWLEDGE, rule, person) for rule in KNOWLEDGE.rules)
    assert fired_for(KNOWLEDGE, person) == tuple(each for each in every if each is not None)


@draws(120)
@given(people.answers(), st.data())
def test_order_means_nothing(told: Answers, data: st.DataObject) -> None:
    shuffled = {key: data.draw(st.permutations(value)) if isinstance(value, list) else value for key, value in told.items()}
    assert essence(judge(dict(reversed(shuffled.items())))) == essence(judge(told))


BACKWARDS = Knowledge(
    {kind: dict(reversed(list(known.items()))) for kind, known in reversed(list(KNOWLEDGE.entries.items()))},
    KNOWLEDGE.sha256,
    KNOWLEDGE.places,
)


@draws(100)
@given(people.answers())
def test_order_of_rules_and_files_means_nothing(told: Answers) -> None:
    assert essence(judge(told, BACKWARDS)) == essence(judge(told))


@draws(250)
@given(people.answers(), st.sampled_from(["medicines", "conditions", "symptoms"]), st.data())
def test_one_more_medicine_condition_or_symptom_never_loosens_a_verdict(told: Answers, key: str, data: st.DataObject) -> None:
    # A listed anticoagulant answers `unknown_kind`, so that one answer is left out.
    assume(isinstance(told.get(key), list) and told.get("blood_thinner") != "unknown_kind")
    more = {"medicines": people.medicine, "conditions": people.condition, "symptoms": people.symptoms.map(lambda few: few[0])}
    before = judge(told)
    after = judge({**told, key: [*told[key], data.draw(more[key])]})
    # Whoever gets enough already needs no timetable: the one question that more can settle.
    settled = {each.supplement for each in after.supplements if each.verdict is Verdict.already_enough} & set(before.unplaced)
    old, new = strictness(before), strictness(after)
    assert all(new[each] >= old[each] for each in Supplement if each not in settled)
    if before.decision is Decision.get_help_now:
        assert after.decision is Decision.get_help_now


@draws(300)
@given(people.answers(), st.sampled_from(people.QUESTIONS), st.sampled_from([None, NOT_SURE]))
def test_a_question_left_open_is_never_looser_than_its_answer(told: Answers, key: str, doubt: str | None) -> None:
    """Doubt never gives a verdict looser than the answer did, except that a withhold may become a refer."""
    assume(told.get(key) not in (None, NOT_SURE))
    # Left out, these two tell nothing: the paper prints a line, or nobody has INR tests.
    assume(not (doubt is None and key in {"inr_tests", "surgery_planned"}))
    person = understand(profile_of(told), KNOWLEDGE, TODAY)
    # Nobody is asked for a life stage where it cannot matter, and then no answer is no doubt.
    assume(key != "life_stage" or (told["sex"] != "male" and 12 <= person.age <= 55))
    # What is told as an allergy and is something else is that other list's matter.
    assume(key != "allergies" or not _more_than_allergies(told))
    unsure = {each: answer for each, answer in told.items() if each != key} | ({} if doubt is None else {key: doubt})
    after = judge(unsure)
    assert no_looser(after, decide(KNOWLEDGE, person), at_most=Verdict.refer)
    if key in {"medicines", "blood_thinner"}:
        assert {each.supplement: each.verdict for each in after.supplements}[Supplement.mk7] is Verdict.withhold


def _more_than_allergies(told: Answers) -> bool:
    """Whether an allergy entry is, or may be, a medicine, a product or a condition; each counts in its own list."""
    person = understand(profile_of({**told, "medicines": [], "conditions": [], "supplements": []}), KNOWLEDGE, TODAY)
    return bool(person.taken or person.conditions or person.products)


@draws(120)
@given(people.answers(), people.laboratory())
def test_a_stale_result_never_loosens_a_verdict(told: Answers, labs: Answers) -> None:
    without = {key: value for key, value in told.items() if key != "labs"}
    stale = {name: {key: value for key, value in each.items() if key != "date"} for name, each in labs.items()}
    assert no_looser(judge({**without, "labs": stale}), judge(without))


@draws(120)
@given(people.answers(), st.sampled_from(["medicines", "conditions", "supplements", "allergies"]), st.data())
def test_nobody_but_a_health_worker_can_wave_an_entry_through(told: Answers, key: str, data: st.DataObject) -> None:
    listed = [each if isinstance(each, dict) else {"name": each} for each in data.draw(people.WORSE[key])]
    marked = {**told, "filled_in_by": "patient", key: [{**each, "relevant": False} for each in listed]}
    plain = {**told, "filled_in_by": "patient", key: [{**each, "relevant": True} for each in listed]}
    assert strictness(judge(marked)) == strictness(judge(plain))


@draws(100)
@given(people.answers(), people.supplement())
def test_one_more_product_never_raises_a_dose(told: Answers, more: Any) -> None:
    assume(isinstance(told.get("supplements"), list))
    before, after = judge(told), judge({**told, "supplements": [*told["supplements"], more]})
    for old, new in zip(before.supplements, after.supplements, strict=True):
        if new.dose is not None:
            assert old.dose is not None
            assert new.dose.high <= old.dose.high


# -- food ----------------------------------------------------------------------------------------------------------------

_STRICTER: dict[str, st.SearchStrategy[Any]] = {
    "allergies": people.allergy,
    "food_rules": st.sampled_from(FoodRule).map(str),
    "dislikes": st.one_of(st.sampled_from(people.FOODS), st.sampled_from(["cheese", "fish", "beans", "nuts", "a"])),
}


@draws(250)
@given(people.answers(), st.sampled_from(sorted(_STRICTER)), st.data())
def test_one_more_allergy_rule_or_dislike_never_adds_a_food(told: Answers, key: str, data: st.DataObject) -> None:
    more = data.draw(_STRICTER[key])
    before = judge(told)
    # A gluten-free diet settles coeliac disease, which lifts a referral: the one food rule that a caution asks about.
    assume(more != FoodRule.gluten_free or not any(each.rule.unless and each.rule.unless.food_rule for each in before.fired))
    assume(not isinstance(told.get(key), str))
    after = judge({**told, key: [*told.get(key, []), more]}) if key != "allergies" or key in told else before
    assert after.foods.permitted <= before.foods.permitted
    assert {each.choose for each in after.foods.swaps} <= before.foods.permitted


_PICKY = st.fixed_dictionaries(
    {
        "allergies": st.lists(st.sampled_from(people.ALLERGENS).map("{} allergy".format), max_size=3),
        "food_rules": people.ANSWER["food_rules"],
        "dislikes": st.lists(st.sampled_from(people.FOODS), max_size=3),
        "eats": people.ANSWER["eats"],
    }
)


@draws(300)
@given(people.well(), _PICKY, st.one_of(st.just({}), st.fixed_dictionaries({"conditions": people.WORSE["conditions"]})))
def test_every_food_suits_the_person(told: Answers, picky: Answers, trouble: Answers) -> None:
    judgement = judge({**told, **picky, **trouble})
    person, foods = judgement.person, judgement.foods
    avoided = {tag for each in judgement.fired for tag in each.rule.then.avoid_food_tags}
    mk7 = {each.supplement: each.verdict for each in judgement.supplements}[Supplement.mk7]
    for name in foods.permitted | {each for swap in foods.swaps for each in (swap.instead_of, swap.choose)}:
        food = KNOWLEDGE.get("food", name)
        assert told["diet"] in food.diets
        assert set(picky["food_rules"]) <= set(food.fits)
        assert not set(person.allergens) & set(food.allergens)
        assert name not in picky["dislikes"]
    assert not any(avoided & set(KNOWLEDGE.get("food", name).tags) for name in foods.permitted)
    for swap in foods.swaps:
        food = KNOWLEDGE.get("food", swap.choose)
        assert swap.choose in foods.permitted
        assert swap.choose not in foods.avoid
        assert person.eats.get(swap.instead_of) is not Frequency.never
        assert person.eats.get(swap.choose) is not Frequency.daily
        if swap.nutrient is FoodNutrient.k2 or "high-k1" in food.tags:
            assert mk7 not in CAREFUL
        if swap.choose == "natto":
            assert mk7 is Verdict.not_offered
    for entry in foods.chosen:
        assert not entry.only_away_from or avoided & set(entry.only_away_from)
        assert not avoided & set(entry.blocked_by)
        assert person.profile.country not in entry.not_in
    if foods.no_vegan_k2:
        assert told["diet"] == "vegan"
        assert mk7 not in CAREFUL
    chosen = [each for swap in foods.swaps for each in (swap.instead_of, swap.choose)]
    assert len(chosen) == len(set(chosen)) <= 6


@draws(100)
@given(people.answers())
def test_no_food_is_suggested_while_diet_or_allergies_are_open(told: Answers) -> None:
    judgement = judge(told)
    if told.get("diet") in {None, NOT_SURE} or told.get("allergies") in (None, NOT_SURE):
        assert judgement.foods.swaps == ()


# -- doses and decisions ---------------------------------------------------------------------------------------------------


@st.composite
def near_a_limit(draw: st.DrawFn) -> Answers:
    """Somebody well who takes one nutrient at, just under or just over an amount where something changes."""
    told = draw(people.well())
    told["age"] = draw(st.integers(0, 95))
    nutrient = draw(st.sampled_from([Nutrient.vitamin_d, Nutrient.magnesium, Nutrient.mk7]))
    amount = draw(st.sampled_from(people.EDGES[nutrient])) + draw(st.sampled_from([-1, -0.001, 0, 0.001, 1, 3]))
    content = {"nutrient": nutrient.value, "amount": max(amount, 0), "unit": KNOWLEDGE.get("nutrient", nutrient).unit}
    return {**told, "supplements": [{"name": "Zorblaxin", "contains": [content]}]}


@draws(400)
@given(st.one_of(people.answers(), near_a_limit()))
def test_doses_stay_inside_every_limit(told: Answers) -> None:
    judgement = judge(told)
    person = judgement.person
    for each in judgement.supplements:
        entry = KNOWLEDGE.get("supplement", each.supplement)
        taken = sum(person.totals.get(nutrient, 0.0) for nutrient in entry.counts)
        levels = [
            level.amount
            for level in KNOWLEDGE.all("upper_level")
            if level.nutrient in entry.counts and level.region == person.region and level.age_from <= person.age < level.age_under
        ]
        if any(taken > level + HAIR for level in levels):
            assert each.verdict is Verdict.withhold
        assert (each.dose is not None) == (each.verdict is Verdict.recommend)
        if each.dose is None:
            assert each.slots is None
            assert each.weeks is None
            assert each.grade is None
            continue
        caps = [rule.rule.then.cap[each.supplement].amount for rule in judgement.fired if each.supplement in rule.rule.then.cap]
        assert each.dose.low <= each.dose.high
        assert {each.dose.low, each.dose.high} <= set(entry.strengths)
        assert each.dose.unit == entry.unit
        assert each.dose.high + taken <= min([entry.cap, *caps, *levels]) + HAIR
        assert person.age >= 18


@draws(300)
@given(people.answers())
def test_the_decision_follows_from_the_verdicts(told: Answers) -> None:
    plan = plan_of(told)
    verdicts = {each.verdict for each in plan.supplements}
    recommended, careful = Verdict.recommend in verdicts, bool(verdicts & CAREFUL)
    expected = {
        (True, True): Decision.check_first,
        (True, False): Decision.start,
        (False, True): Decision.see_your_doctor,
        (False, False): Decision.no_supplement_needed,
    }
    assert plan.decision is (Decision.get_help_now if plan.urgent else expected[recommended, careful])
    assert [each.supplement for each in plan.supplements] == list(Supplement)
    assert all(banner.decision is plan.decision for sheet in plan.document for banner in sheet.blocks if isinstance(banner, Banner))
    if plan.decision in NO_DOSE:
        assert plan.swaps == ()
        assert not recommended
        assert {sheet.page for sheet in plan.sheets(Part.patient)} <= {"refer", "told", "urgent"}
    if plan.decision is Decision.get_help_now:
        assert verdicts == {Verdict.withhold}
        assert plan.review_on is None
        assert plan.urgent is not None
        assert plan.urgent.symptoms
        # Two of the symptoms can wait until later today; beside any other one nothing waits.
        assert (plan.urgent.level is Urgency.today) == (set(plan.urgent.symptoms) <= {Symptom.leg_swollen_hot, Symptom.rest_pain_or_ulcer})


_TIMED = st.lists(
    st.fixed_dictionaries(
        {"name": st.sampled_from(people.KEPT_APART)}, optional={"slots": st.lists(st.sampled_from(Slot).map(str), max_size=3)}
    ),
    min_size=1,
    max_size=3,
)


@draws(250)
@given(people.well(), _TIMED)
def test_the_chosen_time_keeps_every_distance(told: Answers, medicines: list[Any]) -> None:
    judgement = judge({**told, "medicines": medicines})
    person = judgement.person
    for each in judgement.supplements:
        # Said again from the rules and the medicines, so that a distance the engine forgets is missed here.
        for fired in judgement.fired:
            hours, when = fired.rule.then.apart.get(each.supplement), fired.rule.when
            if hours is None:
                continue
            mine = [taken for taken in person.current if when.takes in taken.classes or when.takes_substance == taken.substance is not None]
            for slot, at in product(each.slots or (), [slot for taken in mine for slot in taken.slots]):
                since = (HOUR[slot] - HOUR[at]) % 24
                assert since >= hours.before
                assert (24 - since) % 24 >= hours.after


# -- the printed page --------------------------------------------------------------------------------------------------------


@draws(250)
@given(people.answers())
def test_a_page_without_a_recommendation_prints_no_amount_to_take(told: Answers) -> None:
    plan = plan_of(told)
    assume(plan.decision in NO_DOSE)
    known = amounts_told(told)
    for number, unit in _AMOUNT.findall(printed(*plan.sheets(Part.patient), *plan.sheets(Part.letter))):
        assert (number, unit) in known, f"{number} {unit} is neither what is taken nor an upper limit"


def amounts_told(told: Answers) -> set[tuple[str, str]]:
    """Amounts that are no dose: as typed, as summed, and the limits that the sum is above."""
    judgement = judge(told)
    words = [typed(each) for key in ("medicines", "supplements", "conditions", "allergies") for each in entries(told, key)]
    words += [value for each in judgement.fired for value in each.fills.values()]
    words += [dosing.over.say for dosing in judgement.dosings.values() if dosing.over is not None]
    words += [f"{each.rule.title} {each.rule.say}" for each in judgement.fired if each.rule.when.total is not None]
    for nutrient, total in judgement.person.totals.items():
        words.append(_amount_words(total, KNOWLEDGE.get("nutrient", nutrient).unit))
        for entry in KNOWLEDGE.all("supplement"):
            if nutrient in entry.counts and entry.twin_worth:
                words.append(_amount_words(total * entry.twin_worth, entry.twin_unit))
    return {found for text in words for found in _AMOUNT.findall(text.replace("\u00a0", " "))}


def _amount_words(value: float, unit: str) -> str:
    return f"{round(value, 2):,.10g} {unit}" if value < 1e6 else f"{value:,.0f} {unit}"


@draws(250)
@given(people.answers())
def test_every_medicine_is_shown_back_as_typed(told: Answers) -> None:
    plan = plan_of(told)
    shown = {each.said for each in (*plan.medicines, *plan.supplements_taken, *plan.conditions, *plan.allergies)}
    words = printed(*plan.sheets(Part.patient), *plan.sheets(Part.letter))
    assert (KNOWLEDGE.phrase("told-title") in words) == (plan.decision is not Decision.get_help_now)
    for key in ("medicines", "supplements", "conditions", "allergies"):
        for entry in entries(told, key):
            assert typed(entry) in shown
            # The urgent page has room for medicines only.
            if plan.decision is not Decision.get_help_now or typed(entry) in {each.said for each in plan.medicines}:
                assert typed(entry) in words


@draws(200)
@given(people.answers())
def test_a_dose_is_the_same_wherever_it_stands(told: Answers) -> None:
    plan = plan_of(told)
    names = {unbroken(KNOWLEDGE.get("supplement", each).name): each for each in Supplement}
    doses = {each.supplement: each.dose for each in plan.supplements}
    for sheet in plan.sheets(Part.patient):
        for table in (block for block in sheet.blocks if isinstance(block, Table) and sheet.page in {"glance", "how"}):
            for row in table.rows:
                dose = doses[names[row.cells[0][0]]]
                found = {(number, unit) for number, unit in _AMOUNT.findall(" ".join(row.cells[1]).replace("\u00a0", " "))}
                if dose is None:
                    assert not found
                else:
                    assert (f"{dose.low:g}", dose.unit) in found
                    entry = KNOWLEDGE.get("supplement", names[row.cells[0][0]])
                    twins = {(f"{dose.low * entry.twin_worth:,g}", entry.twin_unit)} if entry.twin_worth else set()
                    assert found == {(f"{dose.low:g}", dose.unit)} | twins


@draws(150)
@given(people.answers())
def test_the_printed_plan_reads_back_as_the_same_plan(told: Answers) -> None:
    """And every part of it is what its type says: nothing looked at the plan while it was made."""
    plan = plan_of(told)
    text = to_json(plan, by_alias=True)
    assert from_json(Plan, text) == plan
    assert to_json(from_json(Plan, text), by_alias=True) == text


@draws(100)
@given(people.answers())
def test_the_plan_number_is_of_this_profile_this_day_and_this_knowledge(told: Answers) -> None:
    profile = profile_of(told)
    number = plan_id(profile, KNOWLEDGE, TODAY)
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]", number)
    assert number == plan_id(from_json(Profile, to_json(profile)), KNOWLEDGE, TODAY)
    assert number == plan_of(told).plan_id
    assert number != plan_id(profile, KNOWLEDGE, TODAY + timedelta(days=1))
    assert number != plan_id(profile, Knowledge(KNOWLEDGE.entries, "another"), TODAY)
    assert number != plan_id(profile.but(reference="B-1"), KNOWLEDGE, TODAY)


# -- already on both -----------------------------------------------------------------------------------------------------------

_VITAMIN_K = st.sampled_from(
    [
        {"supplements": ["vitamin K1"]},
        {"supplements": [{"name": "K2 MK-7", "amount": 100, "unit": "micrograms", "per_week": 1}]},
        {"supplements": ["multivitamin"]},
        {"supplements": [{"name": "Zorblaxin", "contains": [{"nutrient": "mk4", "amount": 5, "unit": "mg"}]}]},
        {"eats": {"natto": "monthly"}},
        {"eats": {"natto": "daily"}},
    ]
)
_GUARDED = st.one_of(
    people.written(people.GUARDED, unknown=["warfarin"]).map(lambda name: {"medicines": [name]}),
    st.sampled_from(people.GUARDED).map(lambda name: {"medicines": [{"name": name, "stopped": (TODAY - timedelta(days=20)).isoformat()}]}),
    st.just({"conditions": ["mechanical heart valve"]}),
    st.just({"blood_thinner": "vitamin_k_antagonist"}),
    st.just({"blood_thinner": "unknown_kind"}),
    st.just({"inr_tests": True}),
    st.sampled_from([NOT_SURE, None]).map(lambda answer: {"medicines": answer}),
)


@draws(150)
@given(people.well(), _VITAMIN_K, _GUARDED, people.answers())
def test_whoever_is_on_both_is_told_neither_to_start_nor_to_stop(told: Answers, both: Answers, guarded: Answers, other: Answers) -> None:
    """Wherever a vitamin K antagonist may meet vitamin K that is already taken, a sudden stop can do as much harm as a start."""
    mixed = {key: other.get(key, value) for key, value in told.items() if key in {"age", "country", "goals"}}
    told = {key: value for key, value in {**told, **mixed, **guarded, **both}.items() if value is not None}
    plan = plan_of(told)
    assert {each.supplement: each.verdict for each in plan.supplements}[Supplement.mk7] is Verdict.withhold
    words = patient_words(plan).lower()
    assert "do not take" not in words
    if plan.decision is not Decision.get_help_now:
        assert re.search(r"do not (stop or )?start", words)
        assert re.search(r"do not (start or )?stop", words)
        assert re.search(r"call your [a-z ]*clinic[a-z ]* today", words)


@draws(200)
@given(people.well(), people.misspelt(people.GUARDED))
def test_a_letter_wrong_in_a_vitamin_k_antagonist_still_withholds_mk7(told: Answers, name: str) -> None:
    verdicts = {each.supplement: each.verdict for each in judge({**told, "medicines": [name]}).supplements}
    assert verdicts[Supplement.mk7] is Verdict.withhold


@draws(250)
@given(people.answers())
def test_nobody_who_may_be_on_a_vitamin_k_antagonist_reads_do_not_take(told: Answers) -> None:
    judgement = judge(told)
    assume(any(each.rule.doubt == "withhold" for each in judgement.fired))
    typed_words = [typed(each).lower() for key in ("medicines", "supplements", "conditions", "allergies") for each in entries(told, key)]
    words = patient_words(plan_of(told)).lower()
    for each in typed_words:
        words = words.replace(each, "")
    assert "do not take" not in words


def test_the_people_drawn_are_of_every_kind() -> None:
    """A property of nobody would always hold: every decision and verdict must come up among the people drawn."""
    decisions: set[Decision] = set()
    verdicts: set[tuple[Supplement, Verdict]] = set()
    totals: set[Nutrient] = set()

    @draws(500)
    @given(people.answers())
    def draw(told: Answers) -> None:
        judgement = judge(told)
        decisions.add(judgement.decision)
        verdicts.update((each.supplement, each.verdict) for each in judgement.supplements)
        totals.update(judgement.person.totals)

    draw()
    assert decisions == set(Decision)
    assert len(verdicts) >= 13, sorted(verdicts)
    # The rarer nutrients stand in no cap or upper level; these do.
    assert totals >= {Nutrient.vitamin_k1, Nutrient.mk7, Nutrient.vitamin_d, Nutrient.magnesium}
