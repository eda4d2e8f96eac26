"""Each kind of block as measured pieces, ready to be placed; tables, charts and forms have files of their own."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from planner.page import (
    Banner,
    Bars,
    Block,
    Box,
    DayChart,
    FillIn,
    Heading,
    Listing,
    Paragraph,
    SignOff,
    Sureness,
    Table,
    TickBoxes,
    TickGrid,
)
from planner.vocabulary import Decision
from templates.chart import bars, sureness
from templates.day_chart import day_chart
from templates.fill_in import fill_in
from templates.form import sign_off, tick_boxes
from templates.ink import Element, Frame, Piece, Role, Shape, Sketch
from templates.symbols import BULLET, DECISION_SIGNS, TONE_SIGNS
from templates.table import table
from templates.theme import Look
from templates.tick_grid import tick_grid
from templates.wrap import wrap

_HEADINGS = (Role.heading1, Role.heading2, Role.heading3)


# From so many lines on a text may go on on the next page.
_LONG = 5


def pieces(block: Block, look: Look, used: set[int]) -> list[Piece]:
    """Measure one block; what many plans print alike is measured once a process.

    Pieces own the parts of a document's structure, so a block that comes twice in one document is measured twice: `used` holds
    the `id` of those that came before.
    """
    if isinstance(block, Bars):  # a chart is hardly ever the same twice, and cannot be hashed
        return bars(block, look)
    known = _known(block, look)
    if id(known) in used:
        return _MEASURED[type(block)](block, look)
    used.add(id(known))
    return list(known)


@lru_cache(maxsize=1024)
def _known(block: Block, look: Look) -> tuple[Piece, ...]:
    return tuple(_MEASURED[type(block)](block, look))


def heading(block: Heading, look: Look) -> list[Piece]:
    """Measure a heading, which holds the piece after it."""
    style = look.headings[block.level - 1]
    sketch = Sketch()
    sketch.lines(Element(_HEADINGS[block.level - 1]), wrap(block.text, style, look.width), style)
    return [sketch.piece(before=look.em * (1.1, 1.0, 0.8)[block.level - 1], holds_next=True)]


def paragraph(block: Paragraph, look: Look) -> list[Piece]:
    """Measure running text; what leads into a page stays with what it leads to."""
    style = {"body": look.body, "lead": look.lead, "strong": look.strong, "small": look.small}[block.style]
    lines = wrap(block.text, style, look.small_measure if block.style == "small" else look.measure)
    element = Element(Role.paragraph)
    found: list[Piece] = []
    for part in _parts(lines):
        sketch = Sketch()
        sketch.lines(element, part, style)
        found.append(sketch.piece(before=0.0 if found else look.em * 0.55, holds_next=block.style == "lead"))
    return found


def _parts(lines: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Part a long text where a page may end: two lines at least stand together at its beginning and its end."""
    if len(lines) < _LONG:
        return [lines]
    return [lines[:2], *((line,) for line in lines[2:-2]), lines[-2:]]


def banner(block: Banner, look: Look) -> list[Piece]:
    """Frame the decision: sign and word, its sentence, its lines. Only an emergency gets a black bar."""
    urgent = block.decision is Decision.get_help_now
    pad = look.em * 0.55
    sketch = Sketch(y=pad)
    left, lowest = _alarm(sketch, block, look, pad) if urgent else _verdict(sketch, block, look, pad)
    room = min(look.width - left - pad, look.measure)
    sentence = look.banner if urgent else look.strong
    sketch.lines(Element(Role.paragraph), wrap(block.sentence, sentence, room), sentence, left)
    for text in block.lines:
        sketch.y += look.em * 0.2
        sketch.lines(Element(Role.paragraph), wrap(text, look.body, room), look.body, left)
    sketch.y = max(sketch.y, lowest) + pad
    sketch.add(None, Frame(0, 0, look.width, sketch.y, _weight(block.decision, look), look.grey.ink))
    return [sketch.piece(before=look.em * 0.6)]


def _verdict(sketch: Sketch, block: Banner, look: Look, pad: float) -> tuple[float, float]:
    """Draw the sign beside all that follows; return where the words begin and how low the sign reaches."""
    sign = look.banner.pitch * 1.9
    left = pad + sign + pad
    sketch.add(None, Shape(pad, pad, sign, DECISION_SIGNS[block.decision], look.grey.ink))
    sketch.lines(Element(Role.heading1), wrap(block.word, look.banner, look.width - left - pad), look.banner, left, look.grey.ink)
    return left, pad + sign


def _alarm(sketch: Sketch, block: Banner, look: Look, pad: float) -> tuple[float, float]:
    """Draw sign and word white on a black bar; return where the words under it begin and where it ends."""
    style, sign = look.alarm, look.alarm.pitch
    left = pad + sign + pad
    word = wrap(block.word, style, look.width - left - pad)
    bar = max(len(word), 1) * style.pitch + 2 * pad
    sketch.add(None, Frame(0, 0, look.width, bar, 0, look.grey.ink, fill=look.grey.ink))
    sketch.add(None, Shape(pad, pad, sign, DECISION_SIGNS[block.decision], look.grey.paper))
    sketch.lines(Element(Role.heading1), word, style, left, look.grey.paper)
    sketch.y = bar + pad
    return pad, bar


def listing(block: Listing, look: Look) -> list[Piece]:
    """Measure a list: the lead-in holds the first item, each item stays whole."""
    found = []
    if block.lead:
        sketch = Sketch()
        sketch.lines(Element(Role.paragraph), wrap(block.lead, look.body, look.measure), look.body)
        found.append(sketch.piece(before=look.em * 0.55, holds_next=True))
    element = Element(Role.list, numbered=block.numbered)
    for number, text in enumerate(block.items, 1):
        found += _items(element, text, look, number if block.numbered else None, look.em * (0.25 if found else 0.55))
    return found


def _items(parent: Element, text: str, look: Look, number: int | None, before: float) -> list[Piece]:
    """Measure an item of a list, a long one in parts."""
    entry = Element(Role.item, parent)
    found: list[Piece] = []
    indent = look.em * (1.0 if number is None else 1.6)
    body = Element(Role.item_body, entry)
    for part in _parts(wrap(text, look.body, look.measure - indent)):
        sketch = Sketch()
        if not found:
            _label(sketch, entry, look, _Place(0.0, look.measure, number))
        sketch.lines(body, part, look.body, indent)
        found.append(sketch.piece(before=0.0 if found else before))
    return found


def box(block: Box, look: Look) -> list[Piece]:
    """Frame the words with the sign of their tone beside them."""
    pad, sign = look.em * 0.45, look.body.pitch * 1.15
    left = pad + sign + pad
    room = min(look.width - left - pad, look.measure)
    sketch = Sketch(y=pad)
    sketch.add(None, Shape(pad, pad - look.em * 0.05, sign, TONE_SIGNS[block.tone], look.grey.ink))
    if block.title:
        sketch.lines(Element(Role.paragraph), wrap(block.title, look.strong, room), look.strong, left)
    element = Element(Role.list) if block.bulleted else None
    for text in block.lines:
        if sketch.y > pad:
            sketch.y += look.em * 0.2
        if element:
            _item(sketch, element, text, look, _Place(left, room))
        else:
            sketch.lines(Element(Role.paragraph), wrap(text, look.body, room), look.body, left)
    sketch.y = max(sketch.y, pad + sign) + pad
    sketch.add(None, Frame(0, 0, look.width, sketch.y, _tone_weight(block.tone, look), look.grey.ink))
    return [sketch.piece(before=look.em * 0.55)]


class _Place(NamedTuple):
    """Where an item stands, and its number if it has one."""

    left: float
    room: float
    number: int | None = None


def _item(sketch: Sketch, parent: Element, text: str, look: Look, place: _Place) -> None:
    entry = Element(Role.item, parent)
    indent = look.em * (1.0 if place.number is None else 1.6)
    _label(sketch, entry, look, place)
    sketch.lines(Element(Role.item_body, entry), wrap(text, look.body, place.room - indent), look.body, place.left + indent)


def _label(sketch: Sketch, entry: Element, look: Look, place: _Place) -> None:
    if place.number is None:
        sketch.add(None, Shape(place.left + look.em * 0.2, sketch.y + look.em * 0.5, look.em * 0.34, BULLET, look.grey.ink))
    else:
        sketch.line(Element(Role.label, entry), f"{place.number}.", look.strong, place.left)


def _weight(decision: Decision, look: Look) -> float:
    thickness = look.thickness
    if decision in (Decision.see_your_doctor, Decision.get_help_now):
        return thickness.heavy_frame
    return thickness.frame if decision is Decision.check_first else thickness.light_frame


def _tone_weight(tone: str, look: Look) -> float:
    thickness = look.thickness
    if tone == "call_now":
        return thickness.heavy_frame
    return thickness.frame if tone in ("warning", "call_today") else thickness.light_frame


_MEASURED: dict[type[Block], Callable[[Any, Look], list[Piece]]] = {
    Heading: heading,
    Paragraph: paragraph,
    Banner: banner,
    Listing: listing,
    Table: table,
    Box: box,
    SignOff: sign_off,
    TickBoxes: tick_boxes,
    Bars: bars,
    Sureness: sureness,
    DayChart: day_chart,
    TickGrid: tick_grid,
    FillIn: fill_in,
}
