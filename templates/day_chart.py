"""The day from left to right, drawn to scale: what is taken when, and the hours to keep, told in words as well.

A filled mark was there before, an open one is new: the difference holds in grey, on a bad copy and without colour.
"""

from typing import NamedTuple

from planner.page import DayChart, DayGroup, DayRow, DayTime, Wait
from planner.vocabulary import Slot
from templates.ink import Element, Frame, Piece, Role, Rule, Shape, Sketch
from templates.symbols import BULLET, RING, SLOT_SIGNS
from templates.theme import Look
from templates.wrap import length, longest_word, wrap

_MARK = {"had": BULLET, "new": RING}
_LABELS, _MOST_LABELS = 0.3, 0.4


class Day(NamedTuple):
    """Where the hours stand: `left` is the place of hour `first`, `hour` the length of one. `labels` is the room for names."""

    first: float
    left: float
    hour: float
    labels: float
    places: dict[Slot, float]

    def at(self, hour: float) -> float:
        """Return the place of an hour of the clock."""
        return self.left + (hour - self.first) * self.hour


def day_chart(block: DayChart, look: Look) -> list[Piece]:
    """Draw the times of the day, and under them a row for each thing that is taken."""
    sketch, figure = Sketch(), Element(Role.figure, alt=block.told)
    sketch.lines(Element(Role.paragraph), wrap(block.title, look.strong, look.width), look.strong)
    sketch.y += look.em * 0.4
    day = _day(block, look)
    _heads(sketch, figure, block.times, day, look)
    top = sketch.y
    for group in block.groups:
        _group(sketch, figure, group, day, look)
    for time in block.times:
        sketch.under(_line(day.at(time.hour), top, sketch.y, look))
    sketch.y += look.em * 0.35
    sketch.lines(Element(Role.paragraph), wrap(block.how_to_read, look.small, look.small_measure), look.small)
    return [sketch.piece(before=look.em * 0.8)]


def _day(block: DayChart, look: Look) -> Day:
    """Share the width between names and hours, so that every time has room for its words on both sides."""
    names = [row.label for group in block.groups for row in group.rows]
    whole = max((length(name, look.tight) for name in names), default=0.0)
    labels = max(longest_word(" ".join(names), look.tight), min(whole, look.width * _LABELS))
    labels = min(labels, look.width * _MOST_LABELS)
    first, last = block.times[0].hour, block.times[-1].hour
    before, after = (max(longest_word(each.word, look.tight), longest_word(each.hint, look.tight)) / 2 for each in _ends(block))
    left = labels + look.em * 0.8 + max(before, look.em)
    hour = (look.width - max(after, look.em) - look.em * 0.3 - left) / (last - first)
    return Day(first, left, hour, labels, {each.slot: each.hour for each in block.times})


def _ends(block: DayChart) -> tuple[DayTime, DayTime]:
    return block.times[0], block.times[-1]


def _heads(sketch: Sketch, figure: Element, times: tuple[DayTime, ...], day: Day, look: Look) -> None:
    """Draw a sign, the word and the line under it, in the middle over their hour."""
    sign, top = look.em * 1.5, sketch.y
    bottom = top
    for number, time in enumerate(times):
        place = day.at(time.hour)
        sides = [abs(day.at(other.hour) - place) for other in (*times[max(number - 1, 0) : number], *times[number + 1 : number + 2])]
        room = min([*sides, 2 * (look.width - place) if number == len(times) - 1 else look.width]) - look.em * 0.4
        sketch.add(None, Shape(place - sign / 2, top, sign, SLOT_SIGNS[time.slot], look.grey.ink))
        sketch.y = top + sign
        for text in (time.word, time.hint):
            for line in wrap(text, look.tight, room):
                sketch.lines(figure, (line,), look.tight, place - length(line.rstrip(), look.tight) / 2)
        bottom = max(bottom, sketch.y)
    sketch.y = bottom + look.em * 0.2
    sketch.add(None, Rule(0, sketch.y, look.width, sketch.y, look.thickness.rule, look.grey.ink))


def _group(sketch: Sketch, figure: Element, group: DayGroup, day: Day, look: Look) -> None:
    sketch.y += look.em * 0.3
    side = look.em * 0.8
    _clear(sketch, 0, sketch.y, look.width, look)
    sketch.line(figure, group.title, look.tight_strong)
    after = length(group.title, look.tight_strong) + look.em * 0.8
    sketch.add(figure, Shape(after, sketch.y + (look.tight.pitch - side) / 2, side, _MARK[group.mark], look.grey.ink))
    sketch.lines(figure, wrap(group.legend, look.tight, look.width - after - side * 1.6), look.tight, after + side * 1.6)
    for row in group.rows:
        _row(sketch, figure, row, group.mark, day, look)
    sketch.y += look.em * 0.2
    sketch.add(None, Rule(0, sketch.y, look.width, sketch.y, look.thickness.hair, look.grey.light))


def _row(sketch: Sketch, figure: Element, row: DayRow, mark: str, day: Day, look: Look) -> None:
    sketch.y += look.em * 0.25
    top, side = sketch.y, look.em * 0.95
    sketch.lines(figure, wrap(row.label, look.tight, day.labels + 0.1), look.tight)
    bottom, lowest = sketch.y, top + look.tight.pitch
    said: list[float] = []  # how far right the words under the bars reach, a line each
    for wait in sorted(row.waits, key=lambda each: each.start):
        lowest = max(lowest, _wait(sketch, figure, wait, day, look, top, said))
    for slot in row.slots:
        place = day.at(day.places[slot])
        sketch.add(figure, Frame(place - side / 2, top + (look.tight.pitch - side) / 2, side, side, 0, look.grey.ink, look.grey.paper))
        sketch.add(figure, Shape(place - side / 2, top + (look.tight.pitch - side) / 2, side, _MARK[mark], look.grey.ink))
    sketch.y = max(bottom, lowest)


def _wait(sketch: Sketch, figure: Element, wait: Wait, day: Day, look: Look, top: float, said: list[float]) -> float:
    """Draw the hours to keep as a bar, with its words inside where they fit, else under it; return how low they reach.

    `said` is how far right words stand under the bars already, a number a line: others go below them.
    """
    start, end = day.at(wait.start), day.at(wait.end)
    sketch.add(figure, Frame(start, top, end - start, look.tight.pitch, look.thickness.rule, look.grey.ink, look.grey.band))
    style, clear = look.tight, look.em * 0.6
    words = length(wait.words, style)
    if words <= end - start - 2 * clear:
        sketch.line(figure, wait.words, style, (start + end - words) / 2, y=top + (look.tight.pitch - style.pitch) / 2)
        return top + look.tight.pitch
    place = max(min((start + end - words) / 2, look.width - words), day.labels + look.em * 0.4)
    lines = wrap(wait.words, style, look.width - place + 0.1)
    first = next((number for number, reach in enumerate(said) if reach + clear <= place), len(said))
    said[first:] = [place + words] * len(lines)
    for number, line in enumerate(lines, first + 1):
        _clear(sketch, place, top + number * style.pitch, words, look)
        sketch.line(figure, line, style, place, y=top + number * style.pitch)
    return top + (first + 1 + len(lines)) * style.pitch


def _clear(sketch: Sketch, x: float, y: float, width: float, look: Look) -> None:
    """Take the lines of the hours away from behind words."""
    sketch.add(None, Frame(x, y, width, look.tight.pitch, 0, look.grey.ink, look.grey.paper))


def _line(place: float, top: float, bottom: float, look: Look) -> Rule:
    return Rule(place, top, place, bottom, look.thickness.hair, look.grey.rule)
