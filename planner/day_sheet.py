"""The picture of the day: medicines and supplements at their times, and the hours between them, from the plan's own slots."""

from collections.abc import Iterator
from functools import lru_cache

from planner.day import HOUR, Gap
from planner.edition import Knowledge
from planner.numerals import either, unbroken
from planner.page import DayChart, DayGroup, DayRow, DayTime, Wait
from planner.story import Story, words
from planner.vocabulary import Slot, Verdict

_MOST_MEDICINES = 6


def day_chart(story: Story) -> DayChart | None:
    """Return the day of everything recommended; None where nothing is."""
    new = tuple(
        DayRow(label=unbroken(story.knowledge.get("supplement", each.supplement).name), slots=each.slots)
        for each in story.supplements(Verdict.recommend)
        if each.slots
    )
    if not new:
        return None
    groups = [DayGroup(mark="new", title=story.words("day-new"), legend=story.words("day-new-mark"), rows=new)]
    had = tuple(_medicines(story))[:_MOST_MEDICINES]
    if had:
        groups.insert(0, DayGroup(mark="had", title=story.words("day-had"), legend=story.words("day-had-mark"), rows=had))
    times = _times(story.knowledge)
    return DayChart(
        title=story.words("day-title"),
        times=times,
        groups=tuple(groups),
        how_to_read=story.words("day-how-to-read-waits" if any(row.waits for row in had) else "day-how-to-read"),
        told=" ".join(_told(story, times, (*had, *new))),
    )


@lru_cache(maxsize=4)
def _times(knowledge: Knowledge) -> tuple[DayTime, ...]:
    return tuple(
        DayTime(slot=slot, word=words(knowledge, f"slot-{slot.value}"), hint=words(knowledge, f"slot-hint-{slot.value}"), hour=HOUR[slot])
        for slot in Slot
    )


def _medicines(story: Story) -> Iterator[DayRow]:
    """Yield the medicines that keep their distance, then the others whose times the person told."""
    gaps = story.judgement.gaps
    names = {each.apart.medicine: each for each in gaps if each.slots}
    for medicine in names:
        slots = tuple(slot for slot in Slot if any(slot in gap.slots for gap in gaps if gap.apart.medicine == medicine))
        yield DayRow(label=story.medicine(medicine), slots=slots, waits=tuple(_waits(story, medicine)))
    for taken in story.judgement.person.current:
        if taken.slots and (taken.substance or taken.name) not in names:
            yield DayRow(label=taken.name, slots=taken.slots)


def _waits(story: Story, medicine: str) -> Iterator[Wait]:
    """Yield the hours to keep on each side of a medicine where a supplement stands on that side, the longest once."""
    plans = {each.supplement: each.slots or () for each in story.supplements(Verdict.recommend)}
    found: dict[tuple[Slot, bool], int] = {}
    for gap in story.judgement.gaps:
        for slot in gap.slots if gap.apart.medicine == medicine else ():
            for place in plans.get(gap.apart.supplement, ()):
                later = HOUR[place] > HOUR[slot]
                found[slot, later] = max(found.get((slot, later), 0), _hours(gap, later=later))
    for (slot, later), hours in found.items():
        if hours:
            start = HOUR[slot] if later else HOUR[slot] - hours
            yield Wait(start=start, end=start + hours, words=story.words("day-wait", hours=hours))


def _hours(gap: Gap, *, later: bool) -> int:
    return gap.apart.before if later else gap.apart.after


def _told(story: Story, times: tuple[DayTime, ...], rows: tuple[DayRow, ...]) -> Iterator[str]:
    for time in times:
        names = [row.label for row in rows if time.slot in row.slots]
        yield story.words("day-told", time=time.word, names=either(names, "and") or story.words("day-nothing"))
    for row in rows:
        for wait in row.waits:
            yield story.words("day-told-wait", name=row.label, words=wait.words)
