"""Rules nobody can meet, and rules that another rule makes idle.

Two facts are compared line by line, never searched: what is found here is certain, and what is not found may still be
true of a combination of lines. The proofs of the tests search every possible person.
"""

from collections.abc import Callable, Iterator
from typing import Any

from planner.edition import Knowledge
from planner.errors import Finding
from planner.rule import Facts, Rule, Then
from planner.vocabulary import Supplement, Urgency


def coverage_findings(knowledge: Knowledge) -> Iterator[Finding]:
    """Yield a fault for every rule that can never apply or stands twice, a warning for every rule that adds no answer."""
    members = _members(knowledge)
    for rule in knowledge.rules:
        for field, wrong, allowed in _never(knowledge, rule, members):
            yield knowledge.finding("rule", rule.id, field, wrong, allowed)
    for rule in knowledge.rules:
        for other in knowledge.rules:
            if other is rule or not covers(knowledge, other, rule):
                continue
            if covers(knowledge, rule, other):
                if other.id < rule.id:
                    place = knowledge.places["rule", rule.id]
                    yield place.head(f"asks and answers the same as {other.id}", "one of the two")
            else:
                place = knowledge.places["rule", rule.id]
                wrong = f"it adds words only: {other.id} answers as strictly, to everybody this rule speaks of"
                yield place.head(wrong, "an answer of its own, or one rule", warning=True)


def _members(knowledge: Knowledge) -> set[str]:
    """Return the classes a medicine can be found in, by its own name or by words for the class."""
    listed = {name for each in knowledge.all("substance") for name in each.classes}
    spoken = {each.id for each in knowledge.all("class") if each.people_say}
    return {wider for name in listed | spoken for wider in knowledge.families[name]}


def _never(knowledge: Knowledge, rule: Rule, members: set[str]) -> Iterator[tuple[str, str, str]]:
    for name, facts in (("when", rule.when), ("unless", rule.unless)):
        if facts is not None:
            yield from _empty(knowledge, name, facts, members)
    if rule.unless is not None and implies(knowledge, rule.when, rule.unless):
        yield "unless", "it holds whenever `when` does, so that the rule never applies", "something that `when` leaves open"


def _empty(knowledge: Knowledge, name: str, facts: Facts, members: set[str]) -> Iterator[tuple[str, str, str]]:
    if facts.age_from is not None and facts.age_under is not None and facts.age_from >= facts.age_under:
        yield f"{name}.age_from", f"nobody is {facts.age_from} or over and under {facts.age_under}", "an age below `age_under`"
    least, most = facts.cramps_per_2_weeks_from, facts.cramps_per_2_weeks_under
    if least is not None and most is not None and least >= most:
        yield f"{name}.cramps_per_2_weeks_from", f"no count is {least:g} or over and under {most:g}", "a count below the other"
    if facts.lab is not None and facts.lab.below is not None:
        lab = knowledge.get("lab", facts.lab.name)
        if facts.lab.below <= (lab.lowest if facts.lab.at_least is None else facts.lab.at_least):
            least = lab.lowest if facts.lab.at_least is None else facts.lab.at_least
            yield f"{name}.lab", f"no result is below {facts.lab.below:g} and from {least:g}", "`from` under `below`"
    if facts.takes is not None and facts.takes not in members:
        yield f"{name}.takes", f"no medicine is in the class {facts.takes}", "a class with a medicine, or with words people say"
    tag = facts.eats.tag if facts.eats is not None else None
    if tag is not None and not any(tag in food.tags for food in knowledge.all("food")):
        yield f"{name}.eats", f"no food carries the tag {tag}", "a tag of a food"


# -- one rule and another --------------------------------------------------------------------------------------------


def covers(knowledge: Knowledge, wide: Rule, narrow: Rule) -> bool:
    """Whether `wide` applies to everybody `narrow` applies to, and answers at least as strictly."""
    if wide.then.offers != narrow.then.offers or not implies(knowledge, narrow.when, wide.when):
        return False
    lifted = wide.unless is None or (narrow.unless is not None and implies(knowledge, wide.unless, narrow.unless))
    return lifted and (wide.doubt == narrow.doubt or wide.doubt is not None) and at_least_as_strict(wide.then, narrow.then)


def implies(knowledge: Knowledge, given: Facts, asked: Facts) -> bool:
    """Whether everybody for whom all lines of `given` hold meets all lines of `asked` too."""
    return all(_line(knowledge, given, asked, word) for word in asked.asked)


def _line(knowledge: Knowledge, given: Facts, asked: Facts, word: str) -> bool:
    want, have = getattr(asked, word), getattr(given, word)
    if word in {"takes", "takes_substance"}:
        return given.stopped_within_weeks == asked.stopped_within_weeks and (have == want or _takes(knowledge, given, asked))
    if have is None:
        return False
    compare = _ORDERED.get(word)
    if compare is not None:
        return compare(have, want)
    if word == "has":
        return bool(have == want) and (asked.since_within_months is None or given.since_within_months is not None)
    if word == "lab":
        return (have.name, have.unit) == (want.name, want.unit) and _within(have, want)
    if word == "total":
        return have.nutrient == want.nutrient and _reaches(have, want)
    if word == "eats":
        foods = knowledge.entries["food"]
        same = (have.food, have.tag) == (want.food, want.tag) or (have.food and want.tag and want.tag in foods[have.food].tags)
        return bool(same) and have.at_least.order >= want.at_least.order
    return bool(have == want)


_ORDERED: dict[str, Callable[[Any, Any], bool]] = {
    "age_under": lambda have, want: have <= want,
    "age_from": lambda have, want: have >= want,
    "stopped_within_weeks": lambda have, want: have <= want,
    "since_within_months": lambda have, want: have <= want,
    "medicine_count_from": lambda have, want: have >= want,
    "cramps_per_2_weeks_from": lambda have, want: have >= want,
    "cramps_per_2_weeks_under": lambda have, want: have <= want,
}


def _takes(knowledge: Knowledge, given: Facts, asked: Facts) -> bool:
    if asked.takes is None:
        return False
    if given.takes is not None:
        return asked.takes in knowledge.families[given.takes]
    if given.takes_substance is None:
        return False
    return any(asked.takes in knowledge.families[each] for each in knowledge.get("substance", given.takes_substance).classes)


def _within(have: Any, want: Any) -> bool:
    below = want.below is None or (have.below is not None and have.below <= want.below)
    return below and (want.at_least is None or (have.at_least is not None and have.at_least >= want.at_least))


def _reaches(have: Any, want: Any) -> bool:
    least = have.over if have.over is not None else have.at_least
    wanted = want.over if want.over is not None else want.at_least
    return bool(least > wanted or (least == wanted and (have.over is not None or want.over is None)))


def at_least_as_strict(one: Then, other: Then) -> bool:
    """Whether one answer says all that another says, or something stricter in its place."""
    if one.offers:
        narrower = one.range is None or other.range is None or (one.range.high <= other.range.high and one.range.low <= other.range.low)
        return one.offer == other.offer and narrower and (one.weeks or 0) <= (other.weeks or 0) and set(other.swap) <= set(one.swap)
    held, referred = set(one.withhold), {*one.withhold, *one.refer}
    verdicts = set(other.withhold) <= held and set(other.refer) <= referred and set(other.enough) <= {*referred, *one.enough}
    said = all(set(getattr(other, name)) <= set(getattr(one, name)) for name in ("avoid_food_tags", "see", "inform"))
    kept = other.prefer_slot.items() <= one.prefer_slot.items() and (one.no_swaps or not other.no_swaps)
    urgent = other.urgent is None or one.urgent in {other.urgent, Urgency.now}
    return bool(verdicts and said and kept and urgent and all(_kept(one, other, each) for each in Supplement))


def _kept(one: Then, other: Then, supplement: Supplement) -> bool:
    """Whether the distance and the cap of a supplement are at least as strict."""
    hours, wanted = one.apart.get(supplement), other.apart.get(supplement)
    far = wanted is None or (hours is not None and hours.before >= wanted.before and hours.after >= wanted.after)
    cap, most = one.cap.get(supplement), other.cap.get(supplement)
    return far and (most is None or (cap is not None and cap.amount <= most.amount))
