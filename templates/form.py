"""What is filled in by hand: lines to write on, boxes to tick."""

from planner.page import SignOff, TickBoxes
from templates.ink import Element, Frame, Piece, Role, Rule, Sketch
from templates.theme import MILLIMETRE, Look, Style
from templates.wrap import length, wrap

# The shortest line anybody can write a dose or a name on, and the height handwriting needs.
_SHORTEST = 30 * MILLIMETRE
_HAND = 9 * MILLIMETRE

# Up to this many boxes are never parted, so that nobody answers half a question.
_TOGETHER = 12


def sign_off(block: SignOff, look: Look) -> list[Piece]:
    """Frame labels with lines to write on, two beside each other where the labels are short."""
    pad = look.em * 0.5
    sketch = Sketch(y=pad * 0.4)
    fields = list(block.fields)
    while fields:
        pair = fields[:2]
        if len(fields) % 2 or not _side_by_side(pair, look, pad):
            pair = fields[:1]
        _blanks(sketch, Element(Role.paragraph), tuple(pair), look, (pad, look.width - pad))
        del fields[: len(pair)]
    sketch.y += pad * 0.6
    if block.note:
        sketch.lines(Element(Role.paragraph), wrap(block.note, look.strong, min(look.measure, look.width - 2 * pad)), look.strong, pad)
    sketch.y += pad * 0.8
    sketch.add(None, Frame(0, 0, look.width, sketch.y, look.thickness.light_frame, look.grey.ink))
    return [sketch.piece(before=look.em * 0.55)]


def tick_boxes(block: TickBoxes, look: Look) -> list[Piece]:
    """Measure a lead-in, items with an empty box each, then blank lines; all on one page unless they are many."""
    found = []
    if block.lead:
        sketch = Sketch()
        sketch.lines(Element(Role.paragraph), wrap(block.lead, look.body, look.measure), look.body)
        found.append(sketch.piece(before=look.em * 0.55, holds_next=True))
    element = Element(Role.list)
    if block.in_a_row:
        found.append(_row_of_boxes(block.items, element, look))
    else:
        starts = range(0, len(block.items), block.columns)
        found += [_boxes_beside(block.items[first : first + block.columns], element, block.columns, look) for first in starts]
    for _ in range(block.blank_lines):
        sketch = Sketch()
        indent = tick_box(sketch, 0, look.body, look, _HAND - look.body.pitch)
        sketch.add(None, Rule(indent, _HAND, look.width, _HAND, look.thickness.hair, look.grey.rule))
        sketch.y = _HAND
        found.append(sketch.piece())
    if len(found) <= _TOGETHER:
        found = [*(piece._replace(holds_next=True) for piece in found[:-1]), *found[-1:]]
    return found


def _boxes_beside(items: tuple[str, ...], element: Element, columns: int, look: Look) -> Piece:
    """Draw items on one line of columns, each with its box."""
    sketch, bottom = Sketch(), 0.0
    for number, text in enumerate(items):
        left = number * look.width / columns
        sketch.y = 0.0
        indent = tick_box(sketch, left, look.body, look)
        body = Element(Role.item_body, Element(Role.item, element))
        room = min(look.measure, (number + 1) * look.width / columns - look.em * 0.5 * (columns - 1)) - indent
        sketch.lines(body, wrap(text, look.body, room), look.body, indent)
        bottom = max(bottom, sketch.y)
    sketch.y = bottom
    return sketch.piece(before=look.em * 0.35)


def _row_of_boxes(items: tuple[str, ...], element: Element, look: Look) -> Piece:
    """Draw boxes and their words one after the other, on as many lines as they need."""
    sketch, x = Sketch(), 0.0
    indent = look.body.size * 1.4
    for number, text in enumerate(items):
        lines = wrap(text, look.body, look.width - indent)
        wide = indent + max((length(line, look.body) for line in lines), default=0.0)
        if number and x + wide > look.width:
            x = 0.0
            sketch.y += look.body.pitch * 1.2
        tick_box(sketch, x, look.body, look)
        body, top = Element(Role.item_body, Element(Role.item, element)), sketch.y
        sketch.lines(body, lines, look.body, x + indent)
        sketch.y = top if len(lines) < 2 else sketch.y - look.body.pitch  # noqa: PLR2004 - a second line moves on
        x += wide + look.em * 1.6
    sketch.y += look.body.pitch
    return sketch.piece(before=look.em * 0.35)


def tick_box(sketch: Sketch, x: float, style: Style, look: Look, y: float | None = None) -> float:
    """Draw an empty box on the present line and return how far the words after it are indented."""
    side = style.size * 0.85
    top = (sketch.y if y is None else y) + (style.pitch - side) / 2
    sketch.add(None, Frame(x, top, side, side, look.thickness.rule, look.grey.ink))
    return x + style.size * 1.4


def pen_line(sketch: Sketch, element: Element, labels: tuple[str, ...], look: Look) -> None:
    """Draw the first label with a box to tick, each other label with a line to write on."""
    first, *others = labels
    sketch.y += look.em * 0.2
    indent = tick_box(sketch, 0, look.cell, look, sketch.y + _HAND - look.cell.pitch)
    start = indent + length(first, look.cell_strong) + look.em
    beside = sum(length(label, look.cell) + look.em + _SHORTEST for label in others)
    if start + beside > look.width:
        sketch.y += _HAND - look.cell.pitch
        sketch.lines(element, wrap(first, look.cell_strong, look.width - indent), look.cell_strong, indent)
        for label in others:
            _blanks(sketch, element, (label,), look, (indent, look.width))
        return
    sketch.line(element, first, look.cell_strong, indent, y=sketch.y + _HAND - look.cell.pitch)
    if others:
        _blanks(sketch, element, tuple(others), look, (start, look.width))
    else:
        sketch.y += _HAND


def _blanks(sketch: Sketch, element: Element, labels: tuple[str, ...], look: Look, edges: tuple[float, float]) -> None:
    """Draw labels beside each other and share the rest of the width among their lines."""
    left, right = edges
    style, space = look.body, look.em * 0.4
    names = [wrap(label, style, right - left - _SHORTEST) or ("",) for label in labels]
    widths = [max(length(line, style) for line in lines) for lines in names]
    line = (right - left - sum(widths) - len(labels) * space - (len(labels) - 1) * look.em) / len(labels)
    sketch.y += max(_HAND - style.pitch, 0)
    top, x = sketch.y, left
    bottom = top
    for lines, width in zip(names, widths, strict=True):
        sketch.y = top
        sketch.lines(element, lines, style, x)
        at = sketch.y - style.size * 0.15
        bottom = max(bottom, sketch.y)
        x += width + space
        sketch.add(None, Rule(x, at, x + line, at, look.thickness.hair, look.grey.rule))
        x += line + look.em
    sketch.y = bottom


def _side_by_side(labels: list[str], look: Look, pad: float) -> bool:
    room = (look.width - 2 * pad - look.em) / 2 - _SHORTEST
    return len(labels) > 1 and all(length(label, look.body) <= room for label in labels)
