"""What must hold of every decided person, said again from their answers and the knowledge, without the engine's own words.

`faults` names what does not hold. It is quick, so that a million people can be looked at, and it asks nothing of how the
engine came to its verdicts: names come from whoever drew the person, sums and limits are worked out once more.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import product
from typing import Any

from crowd import TODAY, Answers, Somebody

from planner.decide import Judgement
from planner.library import Knowledge
from planner.vocabulary import NOT_SURE, Decision, Diet, FoodNutrient, Frequency, Lab, Slot, Supplement, Symptom, Verdict

MK7, D3, MAGNESIUM = Supplement.mk7, Supplement.d3, Supplement.magnesium
NO_FOOD = {Decision.see_your_doctor, Decision.get_help_now}
CAREFUL = {Verdict.refer, Verdict.withhold}
CAN_WAIT = {Symptom.pain_on_walking, Symptom.muscle_pain_or_weakness}
HOUR = {Slot.morning: 7.0, Slot.midday: 12.5, Slot.evening: 18.5, Slot.bedtime: 22.5}
HAIR = 1e-6
VKA = "vitamin-k-antagonist"
OPEN = (None, NOT_SURE)
# Left open, each of these forbids every dose.
ASKED_OF_ALL = ("medicines", "blood_thinner", "supplements", "conditions", "symptoms")

Verdicts = dict[Supplement, Verdict]


def faults(knowledge: Knowledge, somebody: Somebody, judgement: Judgement) -> list[str]:
    """Return the names of all that does not hold, none for a person who is treated with care."""
    verdicts = {each.supplement: each.verdict for each in judgement.supplements}
    return [found for check in CHECKS for found in check(knowledge, somebody, judgement, verdicts)]


def looser(before: Judgement, after: Judgement, *, at_most: Verdict = Verdict.withhold) -> list[str]:
    """Return the supplements whose verdict became looser; `at_most` is as strict as anything needs to be."""
    old, new = ({each.supplement: each.verdict for each in one.supplements} for one in (before, after))
    # Whoever gets enough already needs no time of day: the one question that more can settle.
    settled = {each for each in before.unplaced if new[each] is Verdict.already_enough}
    least = {each: min(old[each].strictness, at_most.strictness) for each in Supplement if each not in settled}
    return [each.value for each, wanted in least.items() if new[each].strictness < wanted]


def age_of(told: Answers) -> int:
    if "age" in told:
        age: int = told["age"]
        return age
    year, month, day = (int(each) for each in told["date_of_birth"].split("-"))
    return TODAY.year - year - ((TODAY.month, TODAY.day) < (month, day))


def _one_decision(_: Knowledge, somebody: Somebody, judgement: Judgement, verdicts: Verdicts) -> Iterator[str]:
    recommended, careful = Verdict.recommend in verdicts.values(), bool(CAREFUL & set(verdicts.values()))
    urgent = bool({*_list(somebody.told, "symptoms")} - {each.value for each in CAN_WAIT})
    holds = {
        Decision.get_help_now: urgent,
        Decision.check_first: not urgent and recommended and careful,
        Decision.start: not urgent and recommended and not careful,
        Decision.see_your_doctor: not urgent and careful and not recommended,
        Decision.no_supplement_needed: not urgent and not careful and not recommended,
    }
    if [each for each, here in holds.items() if here] != [judgement.decision]:
        yield "one decision"
    if list(verdicts) != list(Supplement):
        yield "three supplements"
    if urgent and set(verdicts.values()) != {Verdict.withhold}:
        yield "a red flag withholds all"


def _doses(knowledge: Knowledge, _: Somebody, judgement: Judgement, __: Verdicts) -> Iterator[str]:
    person = judgement.person
    for each in judgement.supplements:
        recommended = each.verdict is Verdict.recommend
        if recommended != (each.dose is not None) or recommended != (each.slots is not None) or recommended != (each.weeks is not None):
            yield "a dose with a recommendation and never without"
        if each.dose is None:
            continue
        entry = knowledge.get("supplement", each.supplement)
        taken = sum(person.totals.get(nutrient, 0.0) for nutrient in entry.counts)
        limits = [entry.cap]
        limits += [fired.rule.then.cap[each.supplement].amount for fired in judgement.fired if each.supplement in fired.rule.then.cap]
        limits += [
            level.amount
            for level in knowledge.all("upper_level")
            if level.nutrient in entry.counts and level.region == person.region and level.age_from <= person.age < level.age_under
        ]
        if each.dose.high + taken > min(limits) + HAIR:
            yield "a dose with what is taken stays under every limit"
        if not each.dose.low <= each.dose.high or not {each.dose.low, each.dose.high} <= set(entry.strengths):
            yield "a dose is a range of strengths"


# Whom a promise is made to: what of a person's answers tells it, and the least strict verdict each supplement may get.
def _taking(*classes: str) -> Callable[[Somebody], bool]:
    return lambda somebody: any(f"class {each}" in somebody.named for each in classes)


def _having(*conditions: str) -> Callable[[Somebody], bool]:
    return lambda somebody: any(f"has {each}" in somebody.named for each in conditions)


def _told(key: str, *words: Any) -> Callable[[Somebody], bool]:
    return lambda somebody: somebody.told.get(key) in words


def can_be_pregnant(somebody: Somebody) -> bool:
    return somebody.told["sex"] != "male" and 12 <= age_of(somebody.told) <= 55


_R, _W = Verdict.refer, Verdict.withhold
LEAST: tuple[tuple[str, Callable[[Somebody], bool], Verdicts], ...] = (
    ("a vitamin K antagonist", _taking(VKA), {MK7: _W, D3: _R, MAGNESIUM: _R}),
    ("one stopped within four weeks", lambda somebody: f"stopped {VKA}" in somebody.named, {MK7: _W, D3: _R, MAGNESIUM: _R}),
    ("a blood thinner of that kind", _told("blood_thinner", "vitamin_k_antagonist"), {MK7: _W, D3: _R, MAGNESIUM: _R}),
    ("INR tests", _told("inr_tests", True), {MK7: _W, D3: _R, MAGNESIUM: _R}),
    ("any blood thinner", lambda each: _taking("anticoagulant")(each) or _told("blood_thinner", "other")(each), {MK7: _R}),
    ("a mechanical valve", _having("mechanical-heart-valve"), {MK7: _W, D3: _R, MAGNESIUM: _R}),
    ("medicines left open", _told("medicines", *OPEN), {MK7: _W, D3: _R, MAGNESIUM: _R}),
    ("the blood thinner left open", _told("blood_thinner", *OPEN), {MK7: _W, D3: _R, MAGNESIUM: _R}),
    *((f"{key} left open", _told(key, *OPEN), dict.fromkeys(Supplement, _R)) for key in ASKED_OF_ALL),
    ("an operation", _told("surgery_planned", True, NOT_SURE), dict.fromkeys(Supplement, _R)),
    ("under 18", lambda somebody: age_of(somebody.told) < 18, dict.fromkeys(Supplement, _R)),
    ("pregnant or breastfeeding", _told("life_stage", "pregnant", "breastfeeding"), {MK7: _R, MAGNESIUM: _R}),
    ("a life stage left open", lambda each: _told("life_stage", *OPEN)(each) and can_be_pregnant(each), {MK7: _R, MAGNESIUM: _R}),
    ("severe kidney disease", _having("severe-kidney-disease"), {MK7: _R, D3: _W, MAGNESIUM: _W}),
    ("kidney disease", _having("chronic-kidney-disease"), {MAGNESIUM: _R}),
    ("myasthenia", _having("myasthenia"), {MAGNESIUM: _W}),
    ("heart block", _having("heart-block"), {MAGNESIUM: _W}),
    ("high calcium", _having("high-calcium"), {D3: _W}),
    ("a granulomatous disease", _having("granulomatous-disease"), {D3: _W}),
    ("active vitamin D", _taking("active-vitamin-d"), {D3: _W}),
)


def _least(_: Knowledge, somebody: Somebody, judgement: Judgement, verdicts: Verdicts) -> Iterator[str]:
    for name, made_to, least in LEAST:
        if made_to(somebody) and any(verdicts[each].strictness < wanted.strictness for each, wanted in least.items()):
            yield f"care for {name}"
    named = any(each.certain and each.stopped is None and "anticoagulant" in each.classes for each in judgement.person.taken)
    if somebody.told.get("blood_thinner") == "unknown_kind" and not named and verdicts[MK7] is not Verdict.withhold:
        yield "care for a blood thinner of unknown kind"
    for lab, result in judgement.person.labs.items():
        careful = {Lab.egfr: (result.value < 30, MAGNESIUM), Lab.calcium: (result.value > 2.60, D3), Lab.inr: (True, MK7)}.get(lab)
        if careful is not None and careful[0] and verdicts[careful[1]] is not Verdict.withhold:
            yield f"care for a result of {lab.value}"


def _hours(_: Knowledge, __: Somebody, judgement: Judgement, ___: Verdicts) -> Iterator[str]:
    """Said again from the rules and the medicines, so that a distance the engine forgets is missed here."""
    for each in judgement.supplements:
        for fired in judgement.fired if each.slots else ():
            hours, when = fired.rule.then.apart.get(each.supplement), fired.rule.when
            if hours is None:
                continue
            mine = [
                taken
                for taken in judgement.person.taken
                if taken.stopped is None and (when.takes in taken.classes or (when.takes_substance or "") == taken.substance)
            ]
            for slot, at in product(each.slots or (), [slot for taken in mine for slot in taken.slots]):
                since = (HOUR[slot] - HOUR[at]) % 24
                if since < hours.before or (24 - since) % 24 < hours.after:
                    yield "a time of day keeps every distance"


def _foods(knowledge: Knowledge, somebody: Somebody, judgement: Judgement, verdicts: Verdicts) -> Iterator[str]:
    told, foods = somebody.told, judgement.foods
    rules = frozenset(tag for each in judgement.fired for tag in each.rule.then.avoid_food_tags)
    shown = foods.permitted | {each.instead_of for each in foods.swaps}
    if shown & _unfit(knowledge, told.get("diet"), frozenset(told.get("food_rules", ()))):
        yield "a food fits diet and food rules"
    if shown & _holding(knowledge, frozenset(judgement.person.allergens)) or shown & set(told.get("dislikes", ())):
        yield "a food meets no allergy and no dislike"
    if foods.permitted & _tagged(knowledge, rules) or not {each.choose for each in foods.swaps} <= foods.permitted:
        yield "no food that a rule keeps away"
    if foods.swaps and (judgement.decision in NO_FOOD or told.get("allergies") in OPEN):
        yield "no swap on a referral, or with allergies open"
    natto = frozenset({"natto"})
    if natto & foods.permitted and verdicts[MK7] is not Verdict.not_offered:
        yield "natto only where MK-7 is not offered"
    for swap in foods.swaps:
        if verdicts[MK7] in CAREFUL and (swap.nutrient is FoodNutrient.k2 or "high-k1" in knowledge.get("food", swap.choose).tags):
            yield "no swap that raises vitamin K"
        if told.get("eats", {}).get(swap.choose) == Frequency.daily or told.get("eats", {}).get(swap.instead_of) == Frequency.never:
            yield "a swap changes something"
    if foods.no_vegan_k2 and (told.get("diet") != Diet.vegan or verdicts[MK7] in CAREFUL):
        yield "food is said to be missing to vegans only"


@lru_cache(maxsize=4096)
def _unfit(knowledge: Knowledge, diet: str | None, rules: frozenset[str]) -> frozenset[str]:
    return frozenset(each.id for each in knowledge.all("food") if diet not in each.diets or not rules <= set(each.fits))


@lru_cache(maxsize=4096)
def _holding(knowledge: Knowledge, allergens: frozenset[str]) -> frozenset[str]:
    return frozenset(each.id for each in knowledge.all("food") if allergens & set(each.allergens))


@lru_cache(maxsize=4096)
def _tagged(knowledge: Knowledge, tags: frozenset[str]) -> frozenset[str]:
    return frozenset(each.id for each in knowledge.all("food") if tags & set(each.tags))


def _list(told: Answers, key: str) -> list[Any]:
    answer = told.get(key)
    return list(answer) if isinstance(answer, list) else []


def _shown(_: Knowledge, somebody: Somebody, judgement: Judgement, __: Verdicts) -> Iterator[str]:
    said = {row.said for row in judgement.person.rows}
    for key in ("medicines", "supplements", "conditions", "allergies"):
        for entry in _list(somebody.told, key):
            if (entry["name"] if isinstance(entry, dict) else entry) not in said:
                yield "every entry is shown back as typed"


CHECKS: tuple[Callable[[Knowledge, Somebody, Judgement, Verdicts], Iterator[str]], ...] = (
    _one_decision,
    _doses,
    _least,
    _hours,
    _foods,
    _shown,
)
