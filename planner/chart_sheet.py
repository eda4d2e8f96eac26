"""The tick chart: weeks of empty boxes for the door of a fridge, where visitors see it, so with initials and no diagnosis."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from planner.edition import Knowledge
from planner.numerals import NBSP, day, either
from planner.page import Block, Box, Heading, Paragraph, Sheet, TickGrid, TickWeek
from planner.story import Story, words
from planner.vocabulary import Part, PrintSize, Slot, Verdict

_WEEKS_A_PAGE = {PrintSize.standard: 13, PrintSize.large: 6}
_MOST_BOXES = 2
_DAYS = 7


def initials(name: str | None) -> str | None:
    """Return the first letter of each name: `A. S.`."""
    letters = [word[0].upper() for word in (name or "").split() if word[0].isalpha()]
    return " ".join(f"{letter}." for letter in letters) or None


def chart_sheets(story: Story, review: date) -> Iterator[Sheet]:
    """Yield the chart of a plan with something to take: weeks from the Monday after the plan was made to the review."""
    made = story.judgement.person.today
    start = made + timedelta(days=_DAYS - made.weekday())
    weeks = [start + timedelta(weeks=number) for number in range(((review - start).days // _DAYS) + 1)]
    most = _WEEKS_A_PAGE[story.judgement.person.profile.print.size]
    used = {slot for each in story.supplements(Verdict.recommend) for slot in each.slots or ()}
    times = tuple(slot for slot in Slot if slot in used)
    for first in range(0, len(weeks), most):
        blocks = _blocks(story.knowledge, review, tuple(weeks[first : first + most]), times)
        yield Sheet(part=Part.chart, page="chart", title=story.words("tick-title"), band=story.band, blocks=blocks)


@lru_cache(maxsize=256)  # plans of one day that are looked at again on one day have one chart
def _blocks(knowledge: Knowledge, review: date, weeks: tuple[date, ...], times: tuple[Slot, ...]) -> tuple[Block, ...]:
    return (
        Heading(level=1, text=words(knowledge, "tick-title")),
        Paragraph(text=_lead(knowledge, times)),
        Paragraph(text=words(knowledge, "tick-start")),
        TickGrid(
            title=words(knowledge, "tick-table"),
            corner=words(knowledge, "tick-week"),
            days=tuple(words(knowledge, f"tick-day-{at}") for at in range(1, _DAYS + 1)),
            times=times if 1 < len(times) <= _MOST_BOXES else (),
            weeks=tuple(_week(each, review) for each in weeks),
        ),
        Paragraph(text=words(knowledge, "tick-missed")),
        Box(tone="review", lines=(words(knowledge, "tick-review", date=day(review)),)),
    )


def _lead(knowledge: Knowledge, times: tuple[Slot, ...]) -> str:
    named = [words(knowledge, f"slot-{each.value}").lower() for each in times]
    if len(named) == 1:
        return words(knowledge, "tick-lead-one", time=named[0])
    if len(named) <= _MOST_BOXES:
        return words(knowledge, "tick-lead-two", first=named[0], second=named[1])
    return words(knowledge, "tick-lead-all", times=either(named, "and"))


def _week(start: date, review: date) -> TickWeek:
    offset = (review - start).days
    label = day(start).replace(NBSP + str(start.year), "")
    return TickWeek(label=label.replace(NBSP, " "), review=offset if 0 <= offset < _DAYS else None)
