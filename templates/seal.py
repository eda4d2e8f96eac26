"""The check of a file, in letters and as a code: at its end, or on the last page that has room for it.

The code stands where a professional may scan it, on clinician sheet and letter; it takes longer to make than a page to draw.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from typing import Any

from planner.page import Furniture
from planner.seal import check_letters, code_words
from templates.ink import Element, Piece, Role, Shape, Sketch, Text
from templates.layout import Placed
from templates.theme import MILLIMETRE, Look
from templates.wrap import wrap

_SIDE = 13 * MILLIMETRE
_QUIET = 4  # modules of white around a code

# One of the eight masks of the format: any can be read, and trying all of them takes longer than drawing a page.
_MASK = 3
_DARK = re.compile(b"\x01+")


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
    yield from (element for piece, _, again in page if not again for element, _ in piece.marks if element is not None)


def _root(element: Element) -> Element:
    return element if element.parent is None else _root(element.parent)


def _letters(check: str, furniture: Furniture, look: Look) -> Piece:
    """Draw the letters alone, where no page has room for the code."""
    sketch = Sketch()
    sketch.lines(
        Element(Role.paragraph), wrap((furniture.check or "").replace("{check}", check), look.furniture, look.width), look.furniture
    )
    return sketch.piece(before=look.em * 0.2)


def _words(pages: list[list[Placed]]) -> Iterable[str]:
    """Yield every word a reader hears, in order."""
    for page in pages:
        for piece, _, again in page:
            if not again:
                yield from [ink.text for element, ink in piece.marks if element is not None and type(ink) is Text]


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
    rows = [bytes(row) for row in _encoder().encode(words, error="m", boost_error=False, micro=False, mask=_MASK).matrix]
    step = 1 / (len(rows) + 2 * _QUIET)
    parts = []
    for number, row in enumerate(rows):
        y = 1 - (number + 1 + _QUIET) * step
        for dark in _DARK.finditer(row):
            start, end = dark.span()
            parts.append(f"{(start + _QUIET) * step:.4f} {y:.4f} {(end - start) * step:.4f} {step:.4f} re")
    return " ".join((*parts, "f"))


@cache
def _encoder() -> Any:
    """Return what makes codes without what writes pictures of them: that brings a whole web client along."""
    whole = sys.modules.get("segno")
    spec = find_spec("segno")
    if whole is None and spec is not None:
        sys.modules["segno"] = module_from_spec(spec)  # a package that was never run: only a place to look for its parts
    try:
        return import_module("segno.encoder")
    finally:
        if whole is None:
            sys.modules.pop("segno", None)
