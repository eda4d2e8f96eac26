"""A table to fill in by hand: boxes to tick or spaces to write in, under headings, with the rows named at the left."""

from planner.page import FillIn
from templates.ink import Element, Frame, Piece, Role, Rule, Sketch
from templates.theme import MILLIMETRE, Look
from templates.wrap import wrap

_HAND = 9 * MILLIMETRE
_BOX = 5 * MILLIMETRE


def fill_in(block: FillIn, look: Look) -> list[Piece]:
    """Measure the lead, the heading row and the rows; all stay together where a page can hold them."""
    found, element = [], Element(Role.table)
    if block.lead:
        sketch = Sketch()
        sketch.lines(Element(Role.paragraph), wrap(block.lead, look.body, look.measure), look.body)
        found.append(sketch.piece(before=look.em * 0.3, holds_next=True))
    gap = look.em * 0.6
    whole = sum(column.share for column in block.columns)
    widths = [(look.width - gap * (len(block.columns) - 1)) * column.share / whole for column in block.columns]
    lefts = [sum(widths[:number]) + gap * number for number in range(len(widths))]
    heading = _heading(block, element, look, lefts, widths)
    rows = [_row(label, block, element, look, (lefts, widths), heading) for label in block.rows]
    found += [heading._replace(holds_next=bool(rows)), *rows]
    if sum(piece.before + piece.height for piece in found) < look.height * 0.6:
        found = [*(piece._replace(holds_next=True) for piece in found[:-1]), *found[-1:]]
    return found


def _heading(block: FillIn, element: Element, look: Look, lefts: list[float], widths: list[float]) -> Piece:
    sketch, row = Sketch(), Element(Role.row, element)
    bottom = 0.0
    for column, left, width in zip(block.columns, lefts, widths, strict=True):
        sketch.y = 0.0
        cell = Element(Role.heading_cell, row, scope="Column")
        sketch.lines(cell, wrap(column.title, look.tight_strong, width), look.tight_strong, left)
        bottom = max(bottom, sketch.y)
    sketch.y = bottom + look.em * 0.15
    sketch.add(None, Rule(0, sketch.y, look.width, sketch.y, look.thickness.rule, look.grey.ink))
    return sketch.piece(before=look.em * 0.3)


def _row(label: str, block: FillIn, element: Element, look: Look, places: tuple[list[float], list[float]], heading: Piece) -> Piece:
    lefts, widths = places
    sketch, row = Sketch(), Element(Role.row, element)
    lines = wrap(label, look.tight, widths[0])
    height = max(_HAND, len(lines) * look.tight.pitch + look.em * 0.3)
    if lines:
        sketch.y = (height - len(lines) * look.tight.pitch) / 2
        sketch.lines(Element(Role.heading_cell, row, scope="Row"), lines, look.tight, lefts[0])
    for left, width in zip(lefts[bool(lines) :], widths[bool(lines) :], strict=True):
        cell = Element(Role.cell, row)
        if block.boxes:
            sketch.add(cell, Frame(left, (height - _BOX) / 2, _BOX, _BOX, look.thickness.rule, look.grey.ink))
        else:
            sketch.add(cell, Rule(left, height - 1, left + width, height - 1, look.thickness.hair, look.grey.rule))
    sketch.y = height
    if block.boxes:
        sketch.add(None, Rule(0, height, look.width, height, look.thickness.hair, look.grey.light))
    return sketch.piece(heading=heading)
