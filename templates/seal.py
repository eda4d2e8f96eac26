"""The check of a file, in letters and as a code: at its end, or on the last page that has room for it.

The code stands where a professional may scan it, on clinician sheet and letter.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from zxingcpp import BarcodeFormat, create_barcode

from planner.page import Furniture
from planner.seal import check_letters, code_words
from templates.ink import Drawn, Element, Piece, Role, Shape, Sketch, Text
from templates.layout import Placed
from templates.theme import MILLIMETRE, Look
from templates.wrap import wrap

_SIDE = 13 * MILLIMETRE
_QUIET = 4  # modules of white around a code
_DARK = re.compile(b"\0+")  # grey levels


def sealed(pages: list[list[Placed]], furniture: Furniture, plan_id: str, look: Look, *, code: bool) -> list[list[Placed]] | None:
    """Return the pages with the check, and with its code where that is asked for and fits; None where no page has room for a line."""
    if furniture.check is None:
        return pages
    check = check_letters(_words(pages))
    letters = _letters(check, furniture, look)
    for piece in (_seal(check, furniture, plan_id, look), letters) if code else (letters,):
        for number in range(len(pages) - 1, -1, -1):
            if _goes_on(pages, number):
                continue
            lowest = max(placed.top + placed.piece.height for placed in pages[number])
            if lowest + piece.before + piece.height <= look.height:
                return [*pages[:number], [*pages[number], Placed(piece, lowest + piece.before)], *pages[number + 1 :]]
    return None


def _goes_on(pages: list[list[Placed]], number: int) -> bool:
    """Whether a list, table or text goes on on the next page: nothing may be read out in the middle of it."""
    if number + 1 == len(pages):
        return False
    here, there = ({_root(each) for each in _elements(pages[at])} for at in (number, number + 1))
    return not here.isdisjoint(there)


def _elements(page: list[Placed]) -> Iterator[Element]:
    yield from (element for piece, _, again in page if not again for element in piece.owners)


def _root(element: Element) -> Element:
    return element if element.parent is None else _root(element.parent)


def _letters(check: str, furniture: Furniture, look: Look) -> Piece:
    """Draw the letters alone, where no page has room for the code."""
    sketch = Sketch()
    sketch.lines(
        Element(Role.paragraph), wrap((furniture.check or "").replace("{check}", check), look.furniture, look.width), look.furniture
    )
    return sketch.piece(before=look.em * 0.2)


def _words(pages: list[list[Placed]]) -> list[str]:
    """Return what a reader hears, in order."""
    return [_said(piece.drawn) for page in pages for piece, _, again in page if not again]


@lru_cache(maxsize=4096)
def _said(drawn: Drawn) -> str:
    """Return the words of a piece; many are the same in other files."""
    return "".join([ink.text for role, inks in drawn if role is not None for ink in inks if type(ink) is Text])


def _seal(check: str, furniture: Furniture, plan_id: str, look: Look) -> Piece:
    sketch, words = Sketch(), (furniture.check or "").replace("{check}", check)
    code = Element(Role.figure, alt=furniture.code_told or "")
    sketch.add(code, Shape(0, 0, _SIDE, _path(code_words(plan_id, check)), look.grey.ink))
    left = _SIDE + look.em
    lines = wrap(words, look.furniture, look.width - left)
    sketch.y = (_SIDE - len(lines) * look.furniture.pitch) / 2
    sketch.lines(Element(Role.paragraph), lines, look.furniture, left)
    sketch.y = _SIDE
    return sketch.piece(before=look.em * 0.8)


@lru_cache(maxsize=64)
def _path(words: str) -> str:
    """Return the dark squares of a code as a path in a square of side 1, those beside each other as one."""
    squares = create_barcode(words, BarcodeFormat.QRCode, ec_level="M").to_image(scale=1, add_quiet_zones=False)
    height, width = squares.shape
    rows = memoryview(squares).tobytes()  # type: ignore[arg-type]  # it is a buffer of grey levels; its types do not say so
    whole = width + 2 * _QUIET
    ends = [f"{number / whole:.4f}" for number in range(whole + 1)]  # of so many squares
    parts: list[str] = []
    for number in range(height):
        first, up = number * width, ends[whole - number - 1 - _QUIET]
        parts += [
            f"{ends[dark.start() - first + _QUIET]} {up} {ends[len(dark[0])]} {ends[1]} re"
            for dark in _DARK.finditer(rows, first, first + width)
        ]
    return " ".join((*parts, "f"))
