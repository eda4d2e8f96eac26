"""The range to print: the usual range, lowered by every cap, minus what is already taken, in marketed strengths."""

from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from planner.edition import Knowledge
from planner.entry import SupplementEntry, UpperLevel
from planner.match import Fired
from planner.person import Person
from planner.plan import Amount, Span
from planner.rule import Rule
from planner.vocabulary import Supplement


class Dosing(NamedTuple):
    """What may be printed for one supplement. `dose` is None where nothing is left to add or nothing is offered."""

    taken: float
    offered: bool
    dose: Span | None
    weeks: int | None
    cap: float
    over: UpperLevel | None
    offers: tuple[Rule, ...]


def dosing(knowledge: Knowledge, person: Person, fired: Iterable[Fired], supplement: Supplement) -> Dosing:
    """Return the dose of one supplement; amounts are in the supplement's own unit.

    Two offers: the lowest high, then the lowest low, and the shortest weeks. `high` is the target's, lowered by every
    cap, minus what is taken; `low` is at least the smallest strength and at most `high`; both are rounded down.
    """
    entry: SupplementEntry = knowledge.get("supplement", supplement)
    fired = tuple(fired)
    taken = sum(person.totals.get(each, 0.0) for each in entry.counts)
    caps = [entry.cap, *(each.rule.then.cap[supplement].amount for each in fired if supplement in each.rule.then.cap)]
    over = next((each for each in upper_levels(knowledge, entry, person) if taken > each.amount), None)
    offers = tuple(each.rule for each in fired if each.rule.then.offer is supplement)
    ranges = [each.then.range for each in offers if each.then.range is not None]
    if not ranges:
        return Dosing(taken, False, None, None, min(caps), over, ())
    high = _down(entry, min([*(each.high for each in ranges), *caps]) - taken)
    low = _down(entry, max(min(each.low for each in ranges) - taken, entry.strengths[0]))
    dose = None if high is None or low is None else Span(low=min(low, high), high=high, unit=entry.unit)
    weeks = min(each.then.weeks for each in offers if each.then.weeks is not None)
    return Dosing(taken, True, dose, weeks, min(caps), over, offers)


def already(knowledge: Knowledge, supplement: Supplement, taken: float) -> Amount:
    """Return what is already taken, in the supplement's unit."""
    return Amount(amount=round(taken, 4), unit=knowledge.get("supplement", supplement).unit)


def upper_levels(knowledge: Knowledge, entry: SupplementEntry, person: Person) -> tuple[UpperLevel, ...]:
    """Return the upper levels that hold for a supplement at the person's age, where they live."""
    levels = _levels(knowledge).get(person.region, ())
    return tuple(each for each in levels if each.nutrient in entry.counts and each.age_from <= person.age < each.age_under)


@lru_cache(maxsize=4)
def _levels(knowledge: Knowledge) -> dict[str, tuple[UpperLevel, ...]]:
    """Return the upper levels by region."""
    every: tuple[UpperLevel, ...] = knowledge.all("upper_level")
    return {region: tuple(each for each in every if each.region == region) for region in {each.region for each in every}}


def _down(entry: SupplementEntry, amount: float) -> float | None:
    """Round down to a marketed strength; None where it is under the smallest. Sums of decimals lose a hair: forgive it."""
    at = bisect_right(entry.strengths, amount + 1e-9)
    return entry.strengths[at - 1] if at else None
