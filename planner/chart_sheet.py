"""The tick chart: weeks of empty boxes for the door of a fridge, where visitors see it, so with initials and no diagnosis."""

from collections.abc import Iterator
from datetime import date, timedelta

from planner.numerals import NBSP, day, either
from planner.page import Block, Box, Heading, Paragraph, Sheet, TickGrid, TickWeek
from planner.story import Story
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
    for first in range(0, len(weeks), most):
        blocks = tuple(_blocks(story, review, weeks[first : first + most]))
        yield Sheet(part=Part.chart, page="chart", title=story.words("tick-title"), band=story.band, blocks=blocks)


def _blocks(story: Story, review: date, weeks: list[date]) -> Iterator[Block]:
    taking = story.supplements(Verdict.recommend)
    used = {slot for each in taking for slot in each.slots or ()}
    times = tuple(slot for slot in Slot if slot in used)
    boxes = times if 1 < len(times) <= _MOST_BOXES else ()
    yield Heading(level=1, text=story.words("tick-title"))
    yield Paragraph(text=_lead(story, times))
    yield Paragraph(text=story.words("tick-start"))
    yield TickGrid(
        title=story.words("tick-table"),
        corner=story.words("tick-week"),
        days=tuple(story.words(f"tick-day-{at}") for at in range(1, _DAYS + 1)),
        times=boxes,
        weeks=tuple(_week(each, review) for each in weeks),
    )
    yield Paragraph(text=story.words("tick-missed"))
    yield Box(tone="review", lines=(story.words("tick-review", date=day(review)),))


def _lead(story: Story, times: tuple[Slot, ...]) -> str:
    words = [story.words(f"slot-{each.value}").lower() for each in times]
    if len(words) == 1:
        return story.words("tick-lead-one", time=words[0])
    if len(words) <= _MOST_BOXES:
        return story.words("tick-lead-two", first=words[0], second=words[1])
    return story.words("tick-lead-all", times=either(words, "and"))


def _week(start: date, review: date) -> TickWeek:
    offset = (review - start).days
    label = day(start).replace(NBSP + str(start.year), "")
    return TickWeek(label=label.replace(NBSP, " "), review=offset if 0 <= offset < _DAYS else None)
