"""Promises looked at in every case there is, where the cases can be counted: hours and times of day, foods, sums, pages.

The engine's own functions are asked, and their answers are compared with the knowledge as it is written. Each promise is
a function that yields, for every case, None or what is wrong with it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import combinations, product
from math import inf, nextafter
from typing import Any

from people import TODAY, profile_of

from planner.compose import make_plan
from planner.day import Gap, arrange
from planner.decide import Judgement, decide
from planner.dose import dosing
from planner.edition import names_of
from planner.fare import fare
from planner.foods import foods_for
from planner.library import Knowledge
from planner.match import Certainty, Fired, fired
from planner.numerals import unbroken
from planner.page import DayChart
from planner.person import Person
from planner.plan import Apart
from planner.rule import Facts
from planner.understand import understand
from planner.vocabulary import (
    Decision,
    Diet,
    FoodNutrient,
    FoodRule,
    Nutrient,
    Part,
    Question,
    Sex,
    Slot,
    Supplement,
    Symptom,
    Verdict,
)

Case = str | None
MK7, D3, MAGNESIUM = Supplement.mk7, Supplement.d3, Supplement.magnesium
CAREFUL = {Verdict.refer, Verdict.withhold}
# As design and page say them; the engine has a table of its own.
CLOCK = {Slot.morning: 7.0, Slot.midday: 12.5, Slot.evening: 18.5, Slot.bedtime: 22.5}
WELL: dict[str, Any] = {
    "age": 40,
    "sex": "male",
    "country": "GB",
    "life_stage": "none",
    "diet": "omnivore",
    "allergies": [],
    "medicines": [],
    "blood_thinner": "no",
    "supplements": [],
    "conditions": [],
    "symptoms": [],
    "surgery_planned": False,
    "goals": ["general"],
}


def look(cases: Iterable[Case]) -> tuple[int, list[str]]:
    """Return how many cases there were, and the first few of what is wrong."""
    count = 0
    faults: list[str] = []
    for fault in cases:
        count += 1
        if fault is not None and len(faults) < 5:
            faults.append(fault)
    return count, faults


def person_of(knowledge: Knowledge, **told: Any) -> Person:
    """Return somebody well, with these answers; None leaves one out."""
    return understand(profile_of({key: answer for key, answer in {**WELL, **told}.items() if answer is not None}), knowledge, TODAY)


def judge(knowledge: Knowledge, **told: Any) -> Judgement:
    return decide(knowledge, person_of(knowledge, **told))


# -- the day -------------------------------------------------------------------------------------------------------------

_TIMES = [slots for count in range(1, 5) for slots in combinations(Slot, count)]


def _keeps(supplement: Slot, medicine: Iterable[Slot], before: int, after: int) -> bool:
    """Whether a supplement comes enough hours after, and the medicine enough hours after it, round the clock."""
    since = [(CLOCK[supplement] - CLOCK[each]) % 24 for each in medicine]
    return all(hours >= before and (24 - hours) % 24 >= after for hours in since)


def _gap(supplement: Supplement, slots: tuple[Slot, ...], before: int, after: int) -> Gap:
    apart = Apart(medicine=f"{before} {after} {slots}", supplement=supplement, hours=max(before, after), before=before, after=after)
    return Gap(apart, "", slots, ())


def _arranged(knowledge: Knowledge, supplement: Supplement, gaps: list[Gap], preferred: tuple[Slot, ...]) -> Case:
    chosen = arrange(knowledge, supplement, gaps, preferred)
    fitting = [slot for slot in Slot if all(_keeps(slot, each.slots, each.apart.before, each.apart.after) for each in gaps)]
    if (chosen is None) != (not fitting) or (chosen is not None and chosen[0] not in fitting):
        return f"{supplement} at {chosen}, and {fitting} would keep {[(each.slots, each.apart.before, each.apart.after) for each in gaps]}"
    return None


def one_distance(knowledge: Knowledge) -> Iterator[Case]:
    """Any hours from 0 to 24 on either side, any times of the medicine: the chosen time keeps them, or there is none."""
    for supplement, slots, before, after in product(Supplement, _TIMES, range(25), range(25)):
        yield _arranged(knowledge, supplement, [_gap(supplement, slots, before, after)], ())


def two_distances(knowledge: Knowledge) -> Iterator[Case]:
    """Any two distances that rules ask for, at any times, with any preferred time of day."""
    for supplement in Supplement:
        asked = {(hours.before, hours.after) for rule in knowledge.rules for each, hours in rule.then.apart.items() if each is supplement}
        gaps = [_gap(supplement, slots, *hours) for slots, hours in product(_TIMES, sorted(asked))]
        for number, (one, other) in enumerate(combinations(gaps, 2)):
            preferred = ((), *((slot,) for slot in Slot))[number % 5]
            yield _arranged(knowledge, supplement, [one, other], preferred)


def every_rule_about_hours(knowledge: Knowledge) -> Iterator[Case]:
    """Each rule with a distance, one of its medicines at each set of times, from the answers to the slots of the plan."""
    for rule in (each for each in knowledge.rules if each.then.apart and each.when.takes_product is None):
        name = _somebodys_medicine(knowledge, rule.when.takes, rule.when.takes_substance)
        also = _somebodys_medicine(knowledge, rule.when.takes_also, None)
        for slots in _TIMES:
            told = [{"name": name, "slots": [each.value for each in slots]}, *([also] if also else [])]
            judgement = judge(knowledge, medicines=told)
            if not any(each.rule.id == rule.id for each in judgement.fired):
                yield f"{rule.id} does not apply to {name}"
                continue
            for each in judgement.supplements:
                hours = rule.then.apart.get(each.supplement)
                if hours is None:
                    continue
                kept = all(_keeps(slot, slots, hours.before, hours.after) for slot in each.slots or ())
                yield None if kept else f"{rule.id}: {each.supplement} at {each.slots}, {name} at {slots}"


def _somebodys_medicine(knowledge: Knowledge, group: str | None, substance: str | None) -> str | None:
    if group is not None:
        inside = [each for each in knowledge.all("substance") if any(group in knowledge.families[name] for name in each.classes)]
        substance = min(inside, key=lambda each: (len(each.classes), each.id)).id
    return None if substance is None else str(knowledge.get("substance", substance).name)


def drawn_waits(knowledge: Knowledge) -> Iterator[Case]:
    """Each hour drawn beside a medicine in the picture of the day is at least the rule's, and no supplement stands in it."""
    for rule in (each for each in knowledge.rules if each.then.apart and each.when.takes_product is None):
        name = _somebodys_medicine(knowledge, rule.when.takes, rule.when.takes_substance)
        also = _somebodys_medicine(knowledge, rule.when.takes_also, None)
        for slot in Slot:
            told = profile_of({**WELL, "medicines": [{"name": name, "slots": [slot.value]}, *([also] if also else [])]})
            plan = make_plan(told, knowledge, TODAY)
            apart = {unbroken(knowledge.get("supplement", each.supplement).name): each for each in plan.apart}
            for chart in (block for sheet in plan.document for block in sheet.blocks if isinstance(block, DayChart)):
                hours = {time.slot: time.hour for time in chart.times}
                waits = [wait for group in chart.groups if group.mark == "had" for row in group.rows for wait in row.waits]
                new = [row for group in chart.groups if group.mark == "new" for row in group.rows if row.label in apart]
                stand = [(row.label, hours[each]) for row in new for each in row.slots]
                inside = [f"{label} at {at}" for label, at in stand if any(each.start < at < each.end for each in waits)]
                widest = max((max(each.before, each.after) for each in apart.values()), default=0)
                long = [each for each in waits if each.end - each.start > widest]
                yield None if not inside and not long else f"{rule.id}: {name} at {slot}: {inside} {long}"


# -- foods ---------------------------------------------------------------------------------------------------------------


def _eaters(knowledge: Knowledge) -> list[Person]:
    """Every diet with every food rule and every allergen, none of them included."""
    allergens = [each.id for each in knowledge.all("allergen")]
    rules: list[tuple[FoodRule, ...]] = [(), *((each,) for each in FoodRule)]
    return _with(knowledge, product(rules, [(), *((each,) for each in allergens)]))


def _allergic_twice(knowledge: Knowledge) -> list[Person]:
    """Every diet with none, one or two allergens."""
    allergens = [each.id for each in knowledge.all("allergen")]
    return _with(knowledge, (((), few) for count in range(3) for few in combinations(allergens, count)))


def _with(knowledge: Knowledge, kinds: Iterable[tuple[tuple[FoodRule, ...], tuple[str, ...]]]) -> list[Person]:
    base, known = person_of(knowledge), list(kinds)
    return [
        replace(
            base,
            profile=base.profile.but(diet=diet, food_rules=rules),
            allergens=dict.fromkeys(allergies, True),
        )
        for diet in Diet
        for rules, allergies in known
    ]


def _unfit(knowledge: Knowledge, person: Person, food: str) -> list[str]:
    found, profile = knowledge.get("food", food), person.profile
    wrong = [] if profile.diet in found.diets else [f"{food} is not {profile.diet}"]
    wrong += [f"{food} is not {rule}" for rule in profile.food_rules if rule not in found.fits]
    return wrong + [f"{food} holds {each}" for each in person.allergens if each in found.allergens]


def permitted_foods(knowledge: Knowledge) -> Iterator[Case]:
    """No permitted food meets the allergy, diet or food rule, whatever MK-7's verdict; and none is left out for nothing."""
    verdicts = dict.fromkeys(Supplement, Verdict.not_offered)
    for person in _eaters(knowledge):
        allowed = fare(knowledge).permitted(person, frozenset(), verdicts)
        wrong = [fault for food in allowed for fault in _unfit(knowledge, person, food)]
        missing = [each.id for each in knowledge.all("food") if each.id not in allowed and not _unfit(knowledge, person, each.id)]
        yield None if not wrong and not missing else f"{person.profile.diet}: {wrong[:2]} {missing[:2]}"


def one_more_allergy(knowledge: Knowledge) -> Iterator[Case]:
    """Whoever has one allergy, or none, is permitted no food more with another one."""
    verdicts = dict.fromkeys(Supplement, Verdict.not_offered)
    for diet in Diet:
        mine = [each for each in _allergic_twice(knowledge) if each.profile.diet is diet]
        allowed = {frozenset(each.allergens): fare(knowledge).permitted(each, frozenset(), verdicts) for each in mine}
        for many, foods in allowed.items():
            for each in many:
                fewer = allowed[many - {each}]
                yield None if foods <= fewer else f"{diet} with {set(many)}: {sorted(foods - fewer)[:3]}"


def tags_kept_away(knowledge: Knowledge) -> Iterator[Case]:
    """No permitted food carries a tag that a rule keeps away, and none that MK-7's verdict forbids."""
    person = person_of(knowledge)
    for tag, verdict in product((each.id for each in knowledge.all("food_tag")), Verdict):
        verdicts = {MK7: verdict, D3: Verdict.recommend, MAGNESIUM: Verdict.recommend}
        for food in fare(knowledge).permitted(person, frozenset({tag}), verdicts):
            tags = set(knowledge.get("food", food).tags)
            raises = tags & {"natto-kind"} if verdict is not Verdict.not_offered else set()
            raises |= tags & {"high-k1"} if verdict in CAREFUL else set()
            yield None if tag not in tags and not raises else f"{food} with {tag} kept away and MK-7 {verdict}"


def swaps_fit(knowledge: Knowledge) -> Iterator[Case]:
    """Of every swap suggested both foods fit the eater, and none raises vitamin K that must not: rules and verdicts come in turn."""
    wanted = [rule for rule in knowledge.rules if rule.then.swap]
    keeping = {rule.then.avoid_food_tags: rule for rule in knowledge.rules if rule.then.avoid_food_tags}
    cautions = [None, *keeping.values()]
    for number, person in enumerate(_eaters(knowledge)):
        # Every verdict for whoever has one restriction at most; else one in turn.
        single = len(person.profile.food_rules) + len(person.allergens) < 2
        for verdict in Verdict if single else (list(Verdict)[number % len(Verdict)],):
            caution = cautions[(number // 5 + verdict.strictness) % len(cautions)]
            fired = [Fired(rule, Certainty.known, ()) for rule in (*wanted, *([caution] if caution else []))]
            verdicts = {MK7: verdict, D3: Verdict.recommend, MAGNESIUM: Verdict.recommend}
            foods = foods_for(knowledge, person, fired, verdicts, Decision.check_first)
            wrong = [fault for swap in foods.swaps for food in (swap.instead_of, swap.choose) for fault in _unfit(knowledge, person, food)]
            for swap in foods.swaps:
                tags = set(knowledge.get("food", swap.choose).tags)
                wrong += [f"{swap.choose} is kept away"] if caution and tags & set(caution.then.avoid_food_tags) else []
                raises = swap.nutrient is FoodNutrient.k2 or "high-k1" in tags
                wrong += [f"{swap.choose} raises vitamin K"] if raises and verdict in CAREFUL else []
                wrong += ["natto"] if swap.choose == "natto" and verdict is not Verdict.not_offered else []
            yield None if not wrong else f"{person.profile.diet}, MK-7 {verdict}: {wrong[:2]}"


def no_swap_on_a_referral(knowledge: Knowledge) -> Iterator[Case]:
    """Whatever may be open to food, a page that sends somebody to a doctor or for help suggests none."""
    wanted = [Fired(rule, Certainty.known, ()) for rule in knowledge.rules if rule.then.swap]
    verdicts = dict.fromkeys(Supplement, Verdict.not_offered)
    for person, decision in product(_with(knowledge, [((), ())]), Decision):
        foods = foods_for(knowledge, person, wanted, verdicts, decision)
        expected = decision not in {Decision.see_your_doctor, Decision.get_help_now}
        yield None if bool(foods.swaps) == expected else f"{decision}: {len(foods.swaps)} swaps"


def cheese_holds_milk(knowledge: Knowledge) -> Iterator[Case]:
    """An allergen lost from one of the foods that are alike would offer it to whoever must not eat it."""
    for food in knowledge.all("food"):
        if food.group == "hard-cheese":
            yield None if "milk" in food.allergens else f"{food.id} holds {food.allergens}"


# -- sums ----------------------------------------------------------------------------------------------------------------


def doses_at_every_edge(knowledge: Knowledge) -> Iterator[Case]:
    """Each offer, each two offers and each cap, at every amount where the dose may change, a hair to either side of it.

    Between two such amounts the dose stays the same, and more taken never gives more: so this holds for any amount.
    """
    for supplement in Supplement:
        entry = knowledge.get("supplement", supplement)
        offers = [Fired(rule, Certainty.known, ()) for rule in knowledge.rules if rule.then.offer is supplement]
        caps = [Fired(rule, Certainty.known, ()) for rule in knowledge.rules if supplement in rule.then.cap]
        for some, cap in product([*((each,) for each in offers), *combinations(offers, 2)], [None, *caps]):
            limits = [entry.cap, *([cap.rule.then.cap[supplement].amount] if cap else [])]
            ranges = [each.rule.then.range for each in some if each.rule.then.range]
            limits += [each.high for each in ranges]
            edges = {limit - strength for limit in (*limits, *(each.low for each in ranges)) for strength in (0, *entry.strengths)}
            amounts = sorted({max(near, 0.0) for edge in edges for near in _near(edge)})
            person, highest = person_of(knowledge), inf
            for amount in amounts:
                taking = replace(person, totals={Nutrient(entry.counts[0]): amount})
                dose = dosing(knowledge, taking, [*some, *([cap] if cap else [])], supplement).dose
                high = dose.high if dose else 0.0
                kept = dose is None or (high + amount <= min(limits) + 1e-6 and dose.low <= high and dose.low in entry.strengths)
                yield None if kept and high <= highest else f"{supplement}: {amount} taken and {dose}, limits {limits}"
                highest = high


def _near(edge: float) -> tuple[float, ...]:
    return (edge, nextafter(edge, inf), nextafter(edge, -inf), edge + 1e-9, edge - 1e-9, edge + 0.4, edge - 0.4)


def caps_under_upper_levels(knowledge: Knowledge) -> Iterator[Case]:
    """In every region and at every age from 18, what a plan may give is under the upper level of what it counts."""
    for supplement, region, age in product(Supplement, knowledge.all("region"), range(18, 121)):
        entry = knowledge.get("supplement", supplement)
        levels = [
            level
            for level in knowledge.all("upper_level")
            if level.nutrient in entry.counts and level.region == region.id and level.age_from <= age < level.age_under
        ]
        yield None if all(entry.cap <= level.amount for level in levels) else f"{supplement} at {age} in {region.id}"


# -- names and pages -------------------------------------------------------------------------------------------------------

_BY_NAME: dict[tuple[str, str], dict[Supplement, Verdict]] = {
    ("medicines", "vitamin-k-antagonist"): {MK7: Verdict.withhold, D3: Verdict.refer, MAGNESIUM: Verdict.refer},
    ("medicines", "active-vitamin-d"): {D3: Verdict.withhold},
    ("conditions", "mechanical-heart-valve"): {MK7: Verdict.withhold, D3: Verdict.refer, MAGNESIUM: Verdict.refer},
    ("conditions", "severe-kidney-disease"): {D3: Verdict.withhold, MAGNESIUM: Verdict.withhold},
    ("conditions", "myasthenia"): {MAGNESIUM: Verdict.withhold},
    ("conditions", "heart-block"): {MAGNESIUM: Verdict.withhold},
    ("conditions", "granulomatous-disease"): {D3: Verdict.withhold},
    ("conditions", "high-calcium"): {D3: Verdict.withhold},
}
# As people say them; the knowledge must have them under one of the conditions above.
_SAID = ("dialysis", "haemodialysis", "warfarin", "Coumadin", "sarcoidosis", "myasthenia gravis", "complete heart block", "hypercalcaemia")


def guarded_names(knowledge: Knowledge) -> Iterator[Case]:
    """Each spelling of what a promise is about, typed in a list, gives the verdicts that are promised."""
    seen = set()
    for (key, meant), least in _BY_NAME.items():
        for name in _spellings(knowledge, key, meant):
            seen.add(name.lower())
            verdicts = {each.supplement: each.verdict for each in judge(knowledge, **{key: [name]}).supplements}
            kept = all(verdicts[each].strictness >= wanted.strictness for each, wanted in least.items())
            yield None if kept else f"{name}: {verdicts}"
    for said in _SAID:
        yield None if said.lower() in seen else f"{said} is not one of the names"


def _spellings(knowledge: Knowledge, key: str, meant: str) -> list[str]:
    if key == "conditions":
        return sorted(set(names_of("condition", knowledge.get("condition", meant))))
    inside = [each for each in knowledge.all("substance") if any(meant in knowledge.families[name] for name in each.classes)]
    names = {name for each in inside for name in names_of("substance", each)}
    return sorted(names | set(names_of("class", knowledge.get("class", meant))))


def red_flags(knowledge: Knowledge) -> Iterator[Case]:
    """Each symptom that cannot wait, and each two: the page for help, the sheet for the professional, and nothing else."""
    flags = [each for each in Symptom if each not in {Symptom.pain_on_walking, Symptom.muscle_pain_or_weakness}]
    for told in (*((each,) for each in flags), *combinations(flags, 2)):
        plan = make_plan(profile_of({**WELL, "symptoms": [each.value for each in told]}), knowledge, TODAY)
        pages = {sheet.page for sheet in plan.sheets(Part.patient)}
        bare = all(each.verdict is Verdict.withhold and each.dose is None and each.slots is None for each in plan.supplements)
        other = [part for part in plan.parts() if part not in {Part.patient, Part.clinician, Part.letter}]
        kept = plan.decision is Decision.get_help_now and pages == {"urgent"} and bare and plan.swaps == () and not other
        kept = kept and plan.review_on is None and plan.urgent is not None
        yield None if kept else f"{told}: {plan.decision}, pages {pages}, {other}"


def offers_in_doubt(knowledge: Knowledge) -> Iterator[Case]:
    """Each rule that offers, asking one thing more that nobody told, or lifted by it: it does not apply, nor on `not_sure`."""
    facts: dict[str, dict[str, Any]] = {"diet": {"diet": Diet.vegan}, "medicines": {"takes": "statin"}, "allergies": {"allergy": "soya"}}
    for rule in (each for each in knowledge.rules if each.then.offers):
        for (key, more), lifts in product(facts.items(), (False, True)):
            asked = {"unless": Facts(**more)} if lifts else {"when": rule.when.but(**more)}
            rules = {**knowledge.entries["rule"], rule.id: rule.but(**asked)}
            changed = Knowledge({**knowledge.entries, "rule": rules}, f"{rule.id} {key} {lifts}", knowledge.places)
            ages = {rule.when.age_from or 18, min((rule.when.age_under or 91) - 1, 90)}
            goals = [rule.when.goal.value] if rule.when.goal else ["general"]
            for answer, age in product(("not_sure", None), ages):
                person = person_of(knowledge, **{key: answer}, goals=goals, age=age, cramps={"per_2_weeks": 1})
                made = any(each.rule.id == rule.id for each in fired(changed, person))
                yield f"{rule.id} with {more} not known, at {age}" if made else None


def life_stage_open(knowledge: Knowledge) -> Iterator[Case]:
    """At every age and for every sex: where it can matter a life stage left open refers, and elsewhere nobody is asked."""
    for age, sex, answer in product(range(8, 61), Sex, ("not_sure", None)):
        judgement = judge(knowledge, age=age, sex=sex.value, life_stage=answer)
        verdicts = {each.supplement: each.verdict for each in judgement.supplements}
        matters = sex is not Sex.male and 12 <= age <= 55
        kept = judgement.person.asks(Question.life_stage) == matters
        kept = kept and (not matters or {verdicts[MK7], verdicts[MAGNESIUM]} <= CAREFUL)
        yield None if kept else f"{sex} of {age}, {answer}: {verdicts}"


def risks_waved_through(knowledge: Knowledge) -> Iterator[Case]:
    """Each word of risk in a condition nobody knows, set aside by a health worker: it counts all the same."""
    for means, word in sorted((each.means, word) for each in knowledge.all("risk_word") for word in each.words):
        said = {"name": f"Zorblax {word} qwertol", "relevant": False}
        person = person_of(knowledge, conditions=[said], filled_in_by="health_worker")
        # A word that is a name as well stands for the condition of that name.
        counts = [each.condition for each in person.conditions if not knowledge.get("condition", each.condition).clear]
        yield None if counts else f"{said['name']} does not count as {means}"


PROMISES: dict[str, Callable[[Knowledge], Iterator[Case]]] = {
    "a chosen time of day keeps one distance of any hours": one_distance,
    "a chosen time of day keeps any two distances of the rules": two_distances,
    "every rule about hours reaches the plan": every_rule_about_hours,
    "no supplement is drawn inside the hours of a medicine": drawn_waits,
    "no permitted food meets an allergy, diet or food rule": permitted_foods,
    "one more allergy never adds a permitted food": one_more_allergy,
    "no permitted food carries a tag that is kept away": tags_kept_away,
    "no swap meets an allergy, diet, rule or tag it must not": swaps_fit,
    "no swap on a page that sends somebody to a doctor": no_swap_on_a_referral,
    "every cheese holds milk": cheese_holds_milk,
    "no dose with any amount taken exceeds a cap": doses_at_every_edge,
    "no cap exceeds an upper level at any age from 18": caps_under_upper_levels,
    "every spelling of what is guarded is guarded": guarded_names,
    "no word of risk is set aside by anybody": risks_waved_through,
    "no offer is made in doubt": offers_in_doubt,
    "a life stage left open counts from 12 to 55": life_stage_open,
    "a red flag gives the page for help and nothing else": red_flags,
}
