"""The tick chart: a row a week, a column a day, an empty box for each time of the day."""

from planner.page import TickGrid, TickWeek
from templates.ink import Element, Frame, Piece, Role, Rule, Shape, Sketch
from templates.symbols import SLOT_SIGNS
from templates.theme import MILLIMETRE, Look
from templates.wrap import length, wrap

_BOX = 9 * MILLIMETRE
_WIDEST = 14 * MILLIMETRE
_BETWEEN = 0.7 * MILLIMETRE


def tick_grid(block: TickGrid, look: Look) -> list[Piece]:
    """Draw title, heading row and weeks; a week stays whole and the heading row repeats."""
    table, count = Element(Role.table), max(len(block.times), 1)
    labels = _labels(block, look, count)
    column = (look.width - labels) / len(block.days)
    box = min((column - 2 * _BETWEEN) / count, _WIDEST)
    title = Sketch()
    title.lines(Element(Role.caption, table), wrap(block.title, look.strong, look.width), look.strong)
    title.y += look.em * 0.2
    heading = _heading(block, table, look, (labels, column, box))
    rows = [_week(week, block, table, look, heading, (labels, column, box)) for week in block.weeks]
    return [title.piece(before=look.em * 0.55, holds_next=True), heading._replace(holds_next=True), *rows]


def _labels(block: TickGrid, look: Look, count: int) -> float:
    """Return the room for each week's date beside its boxes; none where it does not fit, and stands above them."""
    words = (block.corner, *(week.label for week in block.weeks))
    room = look.width - len(block.days) * (count * _BOX + 2 * _BETWEEN)
    whole = max(length(text, look.tight) for text in words) + look.em * 0.5
    return whole if whole <= room else 0.0


def _heading(block: TickGrid, table: Element, look: Look, sizes: tuple[float, float, float]) -> Piece:
    labels, column, box = sizes
    sketch, row = Sketch(), Element(Role.row, table)
    lines = wrap(block.corner, look.tight_strong, labels or look.width)
    sketch.lines(Element(Role.heading_cell, row, scope="Column"), lines, look.tight_strong)
    top = 0.0 if labels else sketch.y
    sign = look.em if len(block.times) > 1 else 0.0
    height = max(sketch.y, top + look.tight.pitch + sign * 1.2)
    for number, day in enumerate(block.days):
        middle = labels + (number + 0.5) * column
        left = middle - length(day, look.tight_strong) / 2
        sketch.line(Element(Role.heading_cell, row, scope="Column"), day, look.tight_strong, left, y=top)
        for at, slot in enumerate(block.times if sign else ()):
            place = middle + (at - len(block.times) / 2 + 0.5) * box
            sketch.add(None, Shape(place - sign / 2, top + look.tight.pitch, sign, SLOT_SIGNS[slot], look.grey.ink))
    sketch.y = height + look.em * 0.2
    sketch.add(None, Rule(0, sketch.y, look.width, sketch.y, look.thickness.frame, look.grey.ink))
    return sketch.piece()


def _week(week: TickWeek, block: TickGrid, table: Element, look: Look, heading: Piece, sizes: tuple[float, float, float]) -> Piece:
    labels, column, box = sizes
    sketch, row = Sketch(), Element(Role.row, table)
    words = wrap(week.label, look.tight, labels or look.width)
    said = len(words) * look.tight.pitch
    height = (max(_BOX, said) if labels else said + _BOX) + 2 * _BETWEEN
    sketch.y = (height - said) / 2 if labels else _BETWEEN
    sketch.lines(Element(Role.heading_cell, row, scope="Row"), words, look.tight)
    top = (height - _BOX) / 2 if labels else height - _BETWEEN - _BOX
    for number in range(len(block.days)):
        cell, middle = Element(Role.cell, row), labels + (number + 0.5) * column
        thick = look.thickness.heavy_frame if number == week.review else look.thickness.rule
        count = max(len(block.times), 1)
        for at in range(count):
            left = middle + (at - count / 2) * box
            sketch.add(cell, Frame(left, top, box, _BOX, thick, look.grey.ink))
    sketch.y = height
    sketch.add(None, Rule(0, sketch.y, look.width, sketch.y, look.thickness.hair, look.grey.light))
    return sketch.piece(heading=heading)
