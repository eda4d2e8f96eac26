"""A table as pieces: its title and heading row hold the first row, and every row stays whole, and so does a short table."""

from typing import NamedTuple

from planner.page import Column, Row, Table
from templates.form import pen_line
from templates.ink import Element, Piece, Role, Rule, Sketch
from templates.theme import Look, Style
from templates.wrap import longest_word, wrap

_LEAST = 0.6

# A table shorter than this share of the page is never parted.
_SHORT = 0.3


class Grid(NamedTuple):
    """Where the columns begin, how wide their words may be, and the letters that fit them."""

    lefts: tuple[float, ...]
    rooms: tuple[float, ...]
    plain: Style
    strong: Style


def table(block: Table, look: Look) -> list[Piece]:
    """Measure title, heading row and rows."""
    element = Element(Role.table)
    grid = _grid(block, look)
    heading = _heading(block.columns, element, grid, look)
    rows = [_row(row, element, grid, look, heading) for row in block.rows]
    heading = heading._replace(holds_next=bool(rows))
    if sum(row.height for row in rows) < look.height * _SHORT:
        rows = [*(row._replace(holds_next=True) for row in rows[:-1]), *rows[-1:]]
    if not block.title:
        return [heading._replace(before=look.em * 0.3), *rows]
    title = Sketch()
    title.lines(Element(Role.caption, element), wrap(block.title, look.strong, look.width), look.strong)
    title.y += look.em * 0.2
    return [title.piece(before=look.em * 0.55, holds_next=True), heading, *rows]


def _heading(columns: tuple[Column, ...], element: Element, grid: Grid, look: Look) -> Piece:
    sketch, parent = Sketch(), Element(Role.row, element)
    top = look.em * 0.2
    bottom = top
    for column, left, room in zip(columns, grid.lefts, grid.rooms, strict=True):
        sketch.y = top
        sketch.lines(Element(Role.heading_cell, parent, scope="Column"), wrap(column.title, grid.strong, room), grid.strong, left)
        bottom = max(bottom, sketch.y)
    sketch.y = bottom + look.em * 0.2
    sketch.add(None, Rule(0, sketch.y, look.width, sketch.y, look.thickness.frame, look.grey.ink))
    return sketch.piece()


def _row(row: Row, element: Element, grid: Grid, look: Look, heading: Piece) -> Piece:
    sketch, parent = Sketch(), Element(Role.row, element)
    top = look.em * 0.28
    bottom = top
    for number, cell in enumerate(row.cells):
        names = number == 0
        place = Element(Role.heading_cell, parent, scope="Row") if names else Element(Role.cell, parent)
        sketch.y = top
        for line_number, text in enumerate(cell or ("",)):
            style = grid.strong if names and line_number == 0 else grid.plain
            sketch.lines(place, wrap(text, style, grid.rooms[number]) or ("",), style, grid.lefts[number])
        bottom = max(bottom, sketch.y)
    sketch.y = bottom
    if row.note or row.pen:
        under = Element(Role.cell, Element(Role.row, element), span=len(grid.lefts))
        if row.note:
            sketch.y += look.em * 0.15
            sketch.lines(under, wrap(row.note, grid.plain, min(look.width, look.measure)), grid.plain)
        if row.pen:
            pen_line(sketch, under, row.pen, look)
    sketch.y += look.em * (0.7 if row.pen else 0.28)
    sketch.add(None, Rule(0, sketch.y, look.width, sketch.y, look.thickness.hair, look.grey.light))
    return sketch.piece(heading=heading)


def _grid(block: Table, look: Look) -> Grid:
    roomy = _fit(block, look, look.cell, look.cell_strong)
    if roomy and _fair(block, roomy):
        return roomy
    return _fit(block, look, look.tight, look.tight_strong) or _squeeze(block, look)


def _fair(block: Table, grid: Grid) -> bool:
    """Whether no column lost so much of its share to long words elsewhere that its own words stand one under the other."""
    room, shares = sum(grid.rooms), sum(column.share for column in block.columns)
    return all(width >= _LEAST * column.share / shares * room for width, column in zip(grid.rooms, block.columns, strict=True))


def _fit(block: Table, look: Look, plain: Style, strong: Style) -> Grid | None:
    """Share the width as asked, but give each column at least its longest word; nothing if even that is too much."""
    gap = _gap(look)
    needs = _needs(block, plain, strong)
    room = look.width - gap * (len(needs) - 1)
    if sum(needs) > room:
        return None
    return _placed(_shared([column.share for column in block.columns], needs, room), gap, plain, strong)


def _squeeze(block: Table, look: Look) -> Grid:
    """Break words by letters, in the columns of the longest words."""
    gap = _gap(look)
    needs = _needs(block, look.tight, look.tight_strong)
    room = look.width - gap * (len(needs) - 1)
    return _placed(_levelled(needs, room), gap, look.tight, look.tight_strong)


def _levelled(needs: list[float], room: float) -> list[float]:
    """Give narrow columns all they need, and the widest ones the rest in equal parts."""
    widths = [0.0] * len(needs)
    for place, number in enumerate(sorted(range(len(needs)), key=needs.__getitem__)):
        widths[number] = min(needs[number], room / (len(needs) - place))
        room -= widths[number]
    return widths


def _needs(block: Table, plain: Style, strong: Style) -> list[float]:
    needs = [longest_word(column.title, strong) for column in block.columns]
    for row in block.rows:
        for number, cell in enumerate(row.cells):
            for line_number, text in enumerate(cell):
                style = strong if number == 0 and line_number == 0 else plain
                needs[number] = max(needs[number], longest_word(text, style))
    return [need + 0.01 for need in needs]


def _shared(shares: list[float], needs: list[float], room: float) -> list[float]:
    widths: dict[int, float] = {}
    while True:
        free = [number for number in range(len(shares)) if number not in widths]
        left = room - sum(widths.values())
        total = sum(shares[number] for number in free)
        short = [number for number in free if shares[number] / total * left < needs[number]]
        if not short:
            return [widths.get(number, shares[number] / total * left if number in free else 0.0) for number in range(len(shares))]
        widths.update((number, needs[number]) for number in short)


def _placed(widths: list[float], gap: float, plain: Style, strong: Style) -> Grid:
    lefts = [0.0]
    for width in widths[:-1]:
        lefts.append(lefts[-1] + width + gap)
    return Grid(tuple(lefts), tuple(widths), plain, strong)


def _gap(look: Look) -> float:
    return look.em * 0.8
