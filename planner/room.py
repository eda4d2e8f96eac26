"""How much room a person's pages have, and how much blocks take of it: roughly, and enough to say less in time.

Nothing is drawn by these numbers. A plan that would be longer than a person reads leaves out what matters least, see `Story`;
what is left then moves closer together on the page.
"""

from collections.abc import Iterable, Iterator
from math import ceil

from planner.page import (
    Banner,
    Bars,
    Block,
    Box,
    DayChart,
    Heading,
    Listing,
    Paragraph,
    Row,
    SignOff,
    Sureness,
    Table,
    TickBoxes,
)
from planner.vocabulary import Decision, PrintSize

_USUAL = {PrintSize.standard: 6, PrintSize.large: 10}
_FEW = {
    Decision.see_your_doctor: {PrintSize.standard: 2, PrintSize.large: 3},
    Decision.get_help_now: {PrintSize.standard: 1, PrintSize.large: 1},
}

# How many times a plan may say less.
MOST_SHORT = 5

# Lines of running text on a side under a header of two lines, letters in a line, and what the band takes: its edges, and its lines.
_LINES = {PrintSize.standard: 37.8, PrintSize.large: 28.2}
_LETTERS = {PrintSize.standard: 69, PrintSize.large: 56}
_BAND_EDGE, _BAND_LETTERS = 0.65, 57

# Letters of the issuer's name that stand beside plan number and page, and beside the page alone, in the header's letters.
_BESIDE = {PrintSize.standard: (38, 66), PrintSize.large: (19, 46)}
_HEADER_LINE = 0.87

# What is left of the space between blocks and lines where pages have moved closer together.
_CLOSER = 0.95


def most_sides(decision: Decision, size: PrintSize) -> int:
    """Return the most sides of the patient's pages: a referral is read at once, and an urgent page at a glance."""
    return _FEW.get(decision, _USUAL)[size]


def room(size: PrintSize, issuer: str, warning: str | None, band: str | None) -> float:
    """Return the lines a side has for blocks, under its header and the band that says what is not checked or not released."""
    beside, alone = _BESIDE[size]
    header = 0 if len(issuer) <= beside else ceil(len(issuer) / alone)
    told = len(" ".join(filter(None, (warning, band))))
    return _LINES[size] - (_BAND_EDGE + _HEADER_LINE * ceil(told / _BAND_LETTERS) if told else 0) - _HEADER_LINE * header


def sides(sheets: Iterable[Iterable[float]], room: float) -> int:
    """Return how many sides sheets of these `pieces` fill, roughly: each begins right after the one before, and a piece stays whole."""
    count, filled = 1, 0.0
    for sheet in sheets:
        for piece in sheet:
            filled += piece * _CLOSER
            if filled > room:
                count, filled = count + 1, piece * _CLOSER
    return count


def pieces(blocks: Iterable[Block], size: PrintSize) -> Iterator[float]:
    """Yield the lines of everything that stays whole: a heading with what follows it, an item of a list."""
    letters = _LETTERS[size]
    above = 0.0
    for block in blocks:
        if isinstance(block, Heading):
            above += _lines(block, letters)
            continue
        whole = _lines(block, letters)
        count = len(block.items) if isinstance(block, Listing) else 1
        for _ in range(count):
            yield above + whole / count
            above = 0.0
    if above:
        yield above


def _lines(block: Block, letters: int) -> float:
    match block:
        case Heading():
            return _text(block.text, letters * 0.75) * 1.2 + 0.85
        case Paragraph():
            return _text(block.text, letters) + 0.4
        case Banner():
            return 2.7 + sum(_text(each, letters * 0.83) for each in (block.sentence, *block.lines))
        case Listing():
            items = (block.lead or "", *block.items)
            return 0.3 + sum(_text(each, letters * 0.97) + 0.2 for each in items if each)
        case Table():
            return 1.8 + 1.4 * bool(block.title) + sum(_row(row, block, letters) for row in block.rows)
        case Box():
            room = letters * (0.87 if block.bulleted else 0.9)
            return 1.2 + bool(block.title) + sum(_text(each, room) + 0.2 for each in block.lines)
        case SignOff():
            return 1.2 + 1.3 * (len(block.fields) - 1) + _text(block.note or "", letters * 0.85)
        case TickBoxes():
            return 0.4 + bool(block.lead) + 1.3 * (len(block.items) + block.blank_lines)
        case Bars():
            return 6.2 + sum(0.35 + _text(bar.label, letters * 0.33) for bar in block.bars)
        case DayChart():
            return 8.0 + sum(1.3 + sum(1.1 + bool(row.waits) for row in group.rows) for group in block.groups)
        case Sureness():
            return 1.4 if letters > _LETTERS[PrintSize.large] else 2.6
        case _:
            return 0.0


def _row(row: Row, table: Table, letters: int) -> float:
    share = sum(column.share for column in table.columns)
    rooms = [max(letters * column.share / share - 1, 8) for column in table.columns]
    cells = max(sum(_text(line, room) for line in cell) for cell, room in zip(row.cells, rooms, strict=True))
    return 0.5 + cells + (_text(row.note, letters) if row.note else 0) + (1.8 if row.pen else 0)


def _text(text: str, letters: float) -> int:
    """Return the lines a text takes: roughly."""
    return ceil(len(text) / letters) if text else 0
