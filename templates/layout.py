"""Pages: where each piece goes. What must stay together moves whole to the next page; a table repeats its heading."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from templates.ink import Frame, Hatch, Ink, Picture, Piece, Rule, Shape, Sketch, Text


class Placed(NamedTuple):
    """A piece and the distance of its top from the top of the frame. `again` marks what an earlier page has said."""

    piece: Piece
    top: float
    again: bool = False


Page = tuple[Placed, ...]


# Below this share a page is next to nothing, and the shares that gaps shrink to in order to save it.
_NEXT_TO_NOTHING = 0.25
_TIGHTER = (0.8, 0.65, 0.5)

# How full a page may be for the next sheet to begin on it, where a plan would else have too many sides.
_ANYWHERE = 0.9


class Joined(NamedTuple):
    """The pieces of a sheet, and how full a page may be for it to begin there if it does not fit whole."""

    pieces: list[Piece]
    fullest: float


def paginate(groups: Iterable[Iterable[Joined]], top: float, bottom: float, most: int | None = None) -> list[list[Page]]:
    """Fill pages between `top` and `bottom` with groups of sheets, each group from a page of its own; it has always a page.

    The first sheet stays on one page if smaller gaps can keep it there. Where the last page of a group would hold next to nothing,
    the gaps shrink if that saves it. Where all would be more than `most` pages, sheets begin wherever there is room, and the gaps
    shrink as far as they must.
    """
    kept = [tuple(group) for group in groups]
    if kept and kept[0]:
        kept[0] = (_on_one_page(kept[0][0], bottom - top), *kept[0][1:])
    pages = [_saved(group, top, bottom) for group in kept]
    for share in (1.0, *_TIGHTER) if most else ():
        if sum(map(len, pages)) <= (most or 0):
            break
        closer = [_filled([each._replace(fullest=_ANYWHERE) for each in group], top, bottom, share) for group in kept]
        pages = min(pages, closer, key=lambda found: sum(map(len, found)))
    return pages


def _on_one_page(sheet: Joined, room: float) -> Joined:
    share = next((each for each in (1.0, *_TIGHTER) if _height(sheet.pieces, each) <= room), 1.0)
    return sheet if share == 1.0 else sheet._replace(pieces=[piece._replace(before=piece.before * share) for piece in sheet.pieces])


def _saved(sheets: tuple[Joined, ...], top: float, bottom: float) -> list[Page]:
    """Return the pages of a group, closer if its last would hold next to nothing."""
    pages = _filled(sheets, top, bottom)
    if len(pages) > 1 and max((each.top + each.piece.height for each in pages[-1]), default=top) < top + (bottom - top) * _NEXT_TO_NOTHING:
        for share in _TIGHTER:
            fewer = _filled(sheets, top, bottom, share)
            if len(fewer) < len(pages):
                return fewer
    return pages


def _filled(sheets: Iterable[Joined], top: float, bottom: float, share: float = 1.0) -> list[Page]:
    """Return the pages that sheets fill; `share` is what the gaps between pieces shrink to."""
    pages: list[list[Placed]] = [[]]
    y = top
    for pieces, fullest in sheets:
        if pages[-1] and y + _height(pieces, share) > bottom and y > top + (bottom - top) * fullest:
            pages.append([])
            y = top
        for chain in _chains(pieces):
            if pages[-1] and y + _height(chain, share) > bottom:
                pages.append([])
                y = top
            for piece in chain:
                y = _place(piece, piece.before * share, pages, y, top, bottom)
    return [tuple(page) for page in pages]


def _place(piece: Piece, before: float, pages: list[list[Placed]], y: float, top: float, bottom: float) -> float:
    if pages[-1] and y + before + piece.height > bottom:
        pages.append([])
        y = top
    page = pages[-1]
    y += before if page else 0
    if piece.heading and not page:
        page.append(Placed(piece.heading, y, again=True))
        y += piece.heading.height
    while y + piece.height > bottom:
        part, rest = cut(piece, bottom - y)
        if not part.drawn:
            break
        page.append(Placed(part, y))
        page = []
        pages.append(page)
        piece, y = rest, top
    page.append(Placed(piece, y))
    return y + piece.height


def _chains(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    chain: list[Piece] = []
    for piece in pieces:
        chain.append(piece)
        if not piece.holds_next:
            yield chain
            chain = []
    if chain:
        yield chain


def _height(chain: list[Piece], share: float) -> float:
    return sum([piece.before * share + piece.height for piece in chain])


def cut(piece: Piece, height: float) -> tuple[Piece, Piece]:
    """Part a piece that no page can hold: no line of text and no sign is cut, a frame goes on below."""
    atoms = [_extent(ink) for _, ink in piece.inks() if isinstance(ink, Text | Shape)]
    at = height
    for upper, lower in sorted(atoms, key=lambda atom: -atom[0]):
        if upper < at < lower:
            at = upper
    above, below = Sketch(), Sketch()
    for element, ink in piece.inks():
        upper, lower = _extent(ink)
        if lower <= at:
            above.add(element, ink)
        elif upper >= at:
            below.add(element, _raised(ink, at))
        else:
            first, second = _parted(ink, at)
            above.add(element, first)
            below.add(element, second)
    part, rest = (above if at > 0 else Sketch()).piece(), below.piece()
    return (
        piece._replace(height=at, drawn=part.drawn, owners=part.owners),
        piece._replace(height=piece.height - at, drawn=rest.drawn, owners=rest.owners, before=0.0, heading=None),
    )


def _extent(ink: Ink) -> tuple[float, float]:
    match ink:
        case Text():
            return ink.y - ink.size * 0.97, ink.y + ink.size * 0.25  # together no more than the closest lines
        case Rule():
            return min(ink.y, ink.to_y), max(ink.y, ink.to_y)
        case Shape():
            return ink.y, ink.y + ink.size
        case Frame() | Hatch() | Picture():
            return ink.y, ink.y + ink.height


def _raised(ink: Ink, by: float) -> Ink:
    if isinstance(ink, Rule):
        return ink._replace(y=ink.y - by, to_y=ink.to_y - by)
    return ink._replace(y=ink.y - by)


def _parted(ink: Ink, at: float) -> tuple[Ink, Ink]:
    match ink:
        case Rule():
            return ink._replace(to_y=at), ink._replace(y=0.0, to_y=ink.to_y - at)
        case Frame() | Hatch():
            return ink._replace(height=at - ink.y), ink._replace(y=0.0, height=ink.height - (at - ink.y))
        case _:
            return ink, _raised(ink, at)
