"""Whether every amount of an edition stays under what stands above it, in the unit of what it is compared with.

An offer stays under the cap of its supplement, and a cap under every adult upper level. No amount is converted here: a
figure in another unit than its neighbour is a fault, because the engine compares them as they are.
"""

from collections.abc import Iterator
from typing import Any

from planner.edition import Knowledge
from planner.errors import Finding
from planner.rule import Facts, Rule
from planner.vocabulary import FoodNutrient, Nutrient

_ADULT = 18
_AGES = range(121)
_COUNTED_AS = {FoodNutrient.k2: Nutrient.mk7, FoodNutrient.vitamin_d: Nutrient.vitamin_d, FoodNutrient.magnesium: Nutrient.magnesium}


def amount_faults(knowledge: Knowledge) -> Iterator[Finding]:
    """Yield every dose, cap, strength, level, distance and result that cannot be meant as written."""
    for rule in knowledge.rules:
        yield from _doses(knowledge, rule)
        yield from _distances(knowledge, rule)
        for name, facts in (("when", rule.when), ("unless", rule.unless)):
            if facts is not None:
                yield from _asked(knowledge, rule, name, facts)
    for supplement in knowledge.all("supplement"):
        yield from _caps(knowledge, supplement)
    yield from _levels(knowledge)
    for food in knowledge.all("food"):
        for nutrient, amount in food.amounts.items():
            unit = knowledge.get("nutrient", _COUNTED_AS[nutrient]).unit
            yield from _unit(knowledge, "food", food.id, f"amounts.{nutrient}", amount.unit, unit)
    for product in knowledge.all("product"):
        for at, typical in enumerate(product.typical):
            known = {"micrograms", "milligrams", *knowledge.get("nutrient", typical.nutrient).worth}
            if typical.unit not in known:
                wrong, allowed = f"{typical.unit} is no unit of {typical.nutrient}", f"one of {', '.join(sorted(known))}"
                yield knowledge.finding("product", product.id, f"typical.{at}.unit", wrong, allowed)


def _unit(knowledge: Knowledge, kind: str, name: str, field: str, unit: str, wanted: str) -> Iterator[Finding]:
    if unit != wanted:
        yield knowledge.finding(kind, name, field, f"the unit is {unit}", f"{wanted}, as in the rest of the knowledge")


def _doses(knowledge: Knowledge, rule: Rule) -> Iterator[Finding]:
    then = rule.then
    if then.offer is not None and then.range is not None:
        entry = knowledge.get("supplement", then.offer)
        yield from _unit(knowledge, "rule", rule.id, "then.range", then.range.unit, entry.unit)
        if then.range.high > entry.cap:
            wrong, allowed = f"{then.range.high:g} is above the cap of {then.offer}", f"at most {entry.cap:g} {entry.unit}"
            yield knowledge.finding("rule", rule.id, "then.range", wrong, allowed)
        if then.range.low < entry.strengths[0]:
            wrong, allowed = (
                f"{then.range.low:g} is under the smallest strength of {then.offer}",
                f"from {entry.strengths[0]:g} {entry.unit}",
            )
            yield knowledge.finding("rule", rule.id, "then.range", wrong, allowed)
    for supplement, cap in then.cap.items():
        entry = knowledge.get("supplement", supplement)
        yield from _unit(knowledge, "rule", rule.id, f"then.cap.{supplement}", cap.unit, entry.unit)
        if cap.amount > entry.cap:
            wrong, allowed = f"{cap.amount:g} is above the cap of {supplement} itself", f"at most {entry.cap:g} {entry.unit}"
            yield knowledge.finding("rule", rule.id, f"then.cap.{supplement}", wrong, allowed)


def _distances(knowledge: Knowledge, rule: Rule) -> Iterator[Finding]:
    for supplement, hours in rule.then.apart.items():
        if hours.before == hours.after == 0:
            wrong, allowed = "no hours before and none after", "hours on at least one side"
            yield knowledge.finding("rule", rule.id, f"then.apart.{supplement}", wrong, allowed)
    if rule.then.apart and not (rule.when.takes or rule.when.takes_substance or rule.when.takes_product):
        wrong, allowed = "a distance from nothing that is taken", "a rule with when.takes, when.takes_substance or when.takes_product"
        yield knowledge.finding("rule", rule.id, "then.apart", wrong, allowed)


def _asked(knowledge: Knowledge, rule: Rule, name: str, facts: Facts) -> Iterator[Finding]:
    if facts.total is not None:
        wanted = knowledge.get("nutrient", facts.total.nutrient).unit
        yield from _unit(knowledge, "rule", rule.id, f"{name}.total", facts.total.unit, wanted)
    if facts.lab is not None:
        lab = knowledge.get("lab", facts.lab.name)
        yield from _unit(knowledge, "rule", rule.id, f"{name}.lab", facts.lab.unit, lab.unit)
        for value in (facts.lab.below, facts.lab.at_least):
            if value is not None and not lab.lowest <= value <= lab.highest:
                wrong, allowed = f"{value:g} cannot be a result of {lab.name}", f"from {lab.lowest:g} to {lab.highest:g} {lab.unit}"
                yield knowledge.finding("rule", rule.id, f"{name}.lab", wrong, allowed)


def _caps(knowledge: Knowledge, supplement: Any) -> Iterator[Finding]:
    largest = supplement.strengths[-1]
    if largest > supplement.cap:
        wrong = f"{largest:g} is above the cap"
        yield knowledge.finding("supplement", supplement.id, "strengths", wrong, f"at most {supplement.cap:g} {supplement.unit}")
    for nutrient in supplement.counts:
        yield from _unit(knowledge, "supplement", supplement.id, "unit", supplement.unit, knowledge.get("nutrient", nutrient).unit)
    for level in knowledge.all("upper_level"):
        if level.nutrient in supplement.counts and level.age_under > _ADULT and level.amount < supplement.cap:
            wrong, allowed = f"{supplement.cap:g} is above the upper level {level.id}", f"at most {level.amount:g} {level.unit}"
            yield knowledge.finding("supplement", supplement.id, "cap", wrong, allowed)


def _levels(knowledge: Knowledge) -> Iterator[Finding]:
    """For a nutrient with upper levels every region has exactly one at every age."""
    levels = knowledge.all("upper_level")
    for level in levels:
        yield from _unit(knowledge, "upper_level", level.id, "unit", level.unit, knowledge.get("nutrient", level.nutrient).unit)
    for nutrient in {each.nutrient for each in levels}:
        for region in knowledge.all("region"):
            mine = [each for each in levels if (each.nutrient, each.region) == (nutrient, region.id)]
            for age in _AGES:
                found = [each for each in mine if each.age_from <= age < each.age_under]
                if len(found) != 1:
                    wrong = f"at age {age} there are {len(found)} upper levels of {nutrient} in {region.id}"
                    place = knowledge.places["upper_level", found[1].id] if found else knowledge.places["region", region.id]
                    yield place.head(wrong, "one for every age")
                    break
