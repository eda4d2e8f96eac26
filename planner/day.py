"""The day: which slot each supplement goes in, apart from medicines by the hours the rules ask."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from planner.edition import Knowledge
from planner.match import Certainty, Fired
from planner.person import Person, Taken
from planner.plan import Apart
from planner.spelling import spaced
from planner.vocabulary import Slot, Supplement

HOUR = {Slot.morning: 7.0, Slot.midday: 12.5, Slot.evening: 18.5, Slot.bedtime: 22.5}
_DAY = 24
_SCHEME = re.compile(r"(?<![\d-])(\d)-(\d)-(\d)(?:-(\d))?(?![\d-])")


class Gap(NamedTuple):
    """A medicine or product that keeps its distance, for one rule or several. Without a slot, told or usual, only words are printed."""

    apart: Apart
    said: str
    slots: tuple[Slot, ...]
    rules: tuple[str, ...]


def gaps(knowledge: Knowledge, person: Person, fired: Iterable[Fired]) -> tuple[Gap, ...]:
    """Return every distance the rules ask between a medicine or product taken now and a supplement."""
    found: dict[tuple[str, Supplement], Gap] = {}
    for each in fired:
        if each.certainty is Certainty.doubt:
            continue
        for supplement, hours in each.rule.then.apart.items():
            for name, said, slots in _behind(knowledge, each, person):
                longest = max(hours.before, hours.after)
                apart = Apart(medicine=name, supplement=supplement, hours=longest, before=hours.before, after=hours.after)
                gap = Gap(apart, said, slots, (each.rule.id,))
                known = found.get((apart.medicine, supplement))
                found[apart.medicine, supplement] = gap if known is None else _wider(known, gap)
    return tuple(found.values())


def arrange(knowledge: Knowledge, supplement: Supplement, gaps: Iterable[Gap], preferred: Iterable[Slot] = ()) -> tuple[Slot, ...] | None:
    """Return the slot for a supplement, or None where no slot keeps every distance."""
    mine = [gap for gap in gaps if gap.apart.supplement is supplement]
    order = [*preferred, *knowledge.get("supplement", supplement).slots]
    for slot in dict.fromkeys((*order, *Slot)):
        if all(_far_enough(HOUR[taken], HOUR[slot], gap.apart) for gap in mine for taken in gap.slots):
            return (slot,)
    return None


def _behind(knowledge: Knowledge, each: Fired, person: Person) -> Iterator[tuple[str, str, tuple[Slot, ...]]]:
    """Yield what a rule keeps apart: its name, as typed, and its slots. Nobody is asked when a product is taken."""
    when = each.rule.when
    for taken in person.current:
        if when.takes in taken.classes or (when.takes_substance is not None and when.takes_substance == taken.substance):
            yield taken.substance or taken.name, taken.said, _slots(knowledge, taken, person)
    if when.takes_product in person.products:
        yield knowledge.get("product", when.takes_product).name, person.products[when.takes_product].said, ()


def _slots(knowledge: Knowledge, taken: Taken, person: Person) -> tuple[Slot, ...]:
    """Return when a medicine is taken: as asked, as written beside its name, as usual for its kind, or as often as it is taken.

    Where one entry names two medicines, the time written may belong to the other one: the usual time counts as well.
    """
    written = _written(knowledge, taken.said, "time_of_day") or _scheme(taken.said)
    usual = _usual(knowledge, taken)
    if sum(each.said == taken.said for each in person.current) > 1:
        written = tuple(dict.fromkeys((*written, *usual)))
    return taken.slots or written or usual or _written(knowledge, taken.said, "times_a_day")


def _written(knowledge: Knowledge, said: str, kind: str) -> tuple[Slot, ...]:
    words = spaced(said)
    found = {slot for each in knowledge.all(kind) if any(spaced(word) in words for word in each.words) for slot in each.slots}
    return tuple(slot for slot in Slot if slot in found)


def _scheme(said: str) -> tuple[Slot, ...]:
    """Return the times of a scheme such as `1-0-1` or `0-0-0-1`: pieces in the morning, at midday, in the evening, at bedtime."""
    found = _SCHEME.search(said)
    return tuple(slot for slot, pieces in zip(Slot, found.groups(), strict=True) if pieces not in {None, "0"}) if found else ()


def _usual(knowledge: Knowledge, taken: Taken) -> tuple[Slot, ...]:
    for each in sorted(taken.classes):
        slots: tuple[Slot, ...] = knowledge.get("class", each).usual_slots
        if slots:
            return slots
    return ()


def _wider(one: Gap, other: Gap) -> Gap:
    before, after = max(one.apart.before, other.apart.before), max(one.apart.after, other.apart.after)
    apart = one.apart.but(before=before, after=after, hours=max(before, after))
    return Gap(apart, one.said, tuple(dict.fromkeys((*one.slots, *other.slots))), tuple(dict.fromkeys((*one.rules, *other.rules))))


def _far_enough(medicine: float, supplement: float, apart: Apart) -> bool:
    """The medicine comes at least `before` hours earlier and at least `after` hours later, round the clock.

    At the same time it is no hours later: one way or both, every distance rules that out.
    """
    return (supplement - medicine) % _DAY >= apart.before and (medicine - supplement) % _DAY >= apart.after
