"""Bars and the three steps of sureness: drawn lengths, always with the value in words beside them."""

from typing import Literal, NamedTuple

from planner.page import Bar, Bars, Sureness
from templates.ink import Element, Frame, Hatch, Piece, Role, Rule, Sketch
from templates.theme import Look
from templates.wrap import length, wrap

Fill = Literal["now", "swap", "other"]


class Scale(NamedTuple):
    """How wide the labels are, where the bars begin, how wide their words are, and the length of one unit."""

    labels: float
    left: float
    words: float
    unit: float


def bars(block: Bars, look: Look) -> list[Piece]:
    """Draw a bar chart: filled to the low value, open to the high one, the words of the value at its end."""
    sketch = Sketch()
    sketch.lines(Element(Role.paragraph), wrap(block.title, look.strong, look.width), look.strong)
    figure = Element(Role.figure, alt=block.told)
    sketch.lines(figure, wrap(block.axis, look.small, look.small_measure), look.small)
    sketch.y += look.em * 0.3
    labels = max((min(length(bar.label, look.body), look.width * 0.36) for bar in block.bars), default=0.0)
    words = max((min(length(bar.words, look.body), look.width * 0.3) for bar in block.bars), default=0.0)
    left = labels + look.em * 0.6
    most = max((bar.high for bar in block.bars), default=0.0) or 1.0
    scale = Scale(labels, left, words, (look.width - left - words - look.em * 0.5) / most)
    top = sketch.y
    for bar in block.bars:
        _bar(sketch, figure, bar, look, scale)
    sketch.add(figure, Rule(left, top, left, sketch.y, look.thickness.rule, look.grey.ink))
    sketch.y += look.em * 0.3
    _legend(sketch, figure, block.legend, look)
    for text in (block.how_to_read, block.source):
        sketch.lines(Element(Role.paragraph), wrap(text, look.small, look.small_measure), look.small)
        sketch.y += look.em * 0.15
    return [sketch.piece(before=look.em * 0.8)]


def sureness(block: Sureness, look: Look) -> list[Piece]:
    """Draw what it is about, three steps of which some are filled, and the word: beside each other where they fit."""
    sketch, element = Sketch(), Element(Role.paragraph)
    step, height, space = look.em * 1.5, look.em * 0.75, look.em * 0.2
    steps = 3 * step + 2 * space + look.em * 0.6
    left = length(block.label, look.body) + look.em * 0.5
    if left + steps + length(block.word, look.strong) <= look.width:
        sketch.line(element, block.label, look.body)
    else:
        sketch.lines(element, wrap(block.label, look.body, look.measure), look.body)
        sketch.y += look.em * 0.1
        left = 0.0
    for number in range(3):
        fill = look.grey.bar if number < block.steps else None
        at = sketch.y + (look.body.pitch - height) / 2
        sketch.add(None, Frame(left + number * (step + space), at, step, height, look.thickness.rule, look.grey.ink, fill))
    sketch.lines(element, wrap(block.word, look.strong, look.width - left - steps), look.strong, left + steps)
    return [sketch.piece(before=look.em * 0.5, holds_next=True)]


def _bar(sketch: Sketch, figure: Element, bar: Bar, look: Look, scale: Scale) -> None:
    labels, left, words, unit = scale
    thick = look.em * 0.95
    top = sketch.y + look.em * 0.2
    sketch.y = top
    sketch.lines(figure, wrap(bar.label, look.body, labels + 0.1), look.body)
    bottom = sketch.y
    middle = top + (look.body.pitch - thick) / 2
    _filled(sketch, figure, bar.mark, look, (left, middle, max(bar.low * unit, look.thickness.rule), thick))
    if bar.high > bar.low:
        sketch.add(figure, Frame(left + bar.low * unit, middle, (bar.high - bar.low) * unit, thick, look.thickness.rule, look.grey.ink))
    sketch.y = top
    sketch.lines(figure, wrap(bar.words, look.body, words + 0.1), look.body, left + bar.high * unit + look.em * 0.4)
    sketch.y = max(bottom, sketch.y) + look.em * 0.2


def _legend(sketch: Sketch, figure: Element, legend: dict[Fill, str], look: Look) -> None:
    side, x = look.em * 0.95, 0.0
    indent = side * 1.6 + look.em * 0.4
    for number, (mark, words) in enumerate(legend.items()):
        wide = indent + length(words, look.small)
        if number and x + wide > look.width:
            x = 0.0
        elif number:
            sketch.y -= look.body.pitch
        _filled(sketch, figure, mark, look, (x, sketch.y + (look.small.pitch - side) / 2, side * 1.6, side))
        sketch.lines(figure, wrap(words, look.small, look.width - indent), look.small, x + indent)
        sketch.y += look.body.pitch - look.small.pitch
        x += wide + look.em * 1.2
    sketch.y += look.em * 0.2


def _filled(sketch: Sketch, figure: Element, mark: Fill, look: Look, place: tuple[float, float, float, float]) -> None:
    fill = look.grey.bar if mark == "now" else None
    if mark == "swap":
        sketch.add(figure, Hatch(*place, look.thickness.rule, look.grey.ink))
    sketch.add(figure, Frame(*place, look.thickness.rule, look.grey.ink, fill))
