"""What stands at the top of every page: who issued it, whose it is, which page; and the band of a sheet that has one."""

from functools import lru_cache
from typing import NamedTuple

from planner.page import Furniture
from templates.ink import Element, Frame, Picture, Piece, Role, Rule, Sketch
from templates.logo import Logo
from templates.theme import Look, Style
from templates.wrap import length, wrap

# Wide enough for the page numbers of any plan: the height of the header must not depend on them.
_WIDEST = 88
_LOGO_SHARE = 0.25


def headers(furniture: Furniture, look: Look, pages: int, logo: Logo | None = None) -> list[Piece]:
    """Draw on each page who issued it and whose it is at the left, plan number, page and date at the right, then a thin rule.

    Two lines where all of that fits. Else the page stays beside the issuer, and number and date have a line of their own below,
    so that every line begins at the left edge or ends at the right one. A logo stands at the far left; the issuer's name beside
    it says the same. Only the first line differs from page to page.
    """
    style, strong = look.furniture, look.furniture_strong
    widest = _counted(furniture.page_of, _WIDEST, _WIDEST)
    counted = [_Count(_counted(furniture.page_of, page, pages), widest) for page in range(1, pages + 1)]
    person = furniture.person or ""
    two = (_Line(furniture.issuer, strong, furniture.plan, counted[0]), _Line(person, style, furniture.made))
    three = (
        _Line(furniture.issuer, strong, "", counted[0]),
        *((_Line(person, style),) if person else ()),
        _Line(furniture.plan, style, furniture.made),
    )
    picture = _picture(logo, look) if logo else None
    start = picture.width + look.em * 0.6 if picture else 0.0
    first, *others = two if all(line.fits(look, start) for line in two) else three
    found: list[Piece] = []
    below = Sketch()
    for count in counted:
        sketch = Sketch()
        if picture:
            sketch.add(None, picture)
        _draw(sketch, first._replace(page=count), look, start)
        if not found:
            below.y = sketch.y
            for line in others:
                _draw(below, line, look, start)
            below.y += look.em * 0.25
            below.add(None, Rule(0, below.y, look.width, below.y, look.thickness.hair, look.grey.ink))
        sketch.y = below.y
        for element, inks in below.stretches:
            sketch.add(element, *inks)
        found.append(sketch.piece())
    return found


def _picture(logo: Logo, look: Look) -> Picture:
    """Return the logo as high as two lines."""
    height = 2 * look.furniture.pitch
    width = height * logo.width / logo.height
    scale = min(1.0, look.width * _LOGO_SHARE / width)
    return Picture(0, height * (1 - scale) / 2, width * scale, height * scale)


class _Count(NamedTuple):
    """The page count, and the widest it can be."""

    words: str
    widest: str


class _Line(NamedTuple):
    """A line of the header: what stands left and right, and the page count at its end where it has one."""

    left: str
    style: Style
    right: str = ""
    page: _Count | None = None

    def right_width(self, look: Look) -> float:
        """Return the room that must stay free at the right."""
        words = length(self.right, look.furniture)
        return words + ((look.em if words else 0) + length(self.page.widest, look.furniture) if self.page else 0)

    def fits(self, look: Look, start: float) -> bool:
        """Whether left and right stand beside each other."""
        return start + length(self.left, self.style) + look.em + self.right_width(look) <= look.width


def _draw(sketch: Sketch, line: _Line, look: Look, start: float) -> None:
    """Draw the left side, broken where it is long, and the right side beside its first line, or below it if it must."""
    style, top = look.furniture, sketch.y
    room = look.width - start
    beside = bool(line.left) and (line.fits(look, start) or not line.right)
    if line.page and not line.right:
        room -= look.em + line.right_width(look)
    left = wrap(line.left, line.style, room)
    sketch.lines(Element(Role.paragraph), left, line.style, start)
    if beside:
        sketch.y = top
    ends = look.width
    if line.page:
        ends -= length(line.page.words, style)
        sketch.line(None, line.page.words, style, ends)
        ends -= look.em
    right = wrap(line.right, style, ends)
    sketch.lines(Element(Role.paragraph), right, style, max(ends - length(line.right, style), 0.0))
    if beside:
        sketch.y = max(top + len(left) * line.style.pitch, sketch.y)


@lru_cache(maxsize=128)
def band(text: str, look: Look, _place: int) -> Piece:
    """Draw a grey band with a sentence that belongs on every page of its sheet; most plans print the same few.

    Every group of sheets in a file has another `_place`: its band is another part of the structure.
    """
    pad = look.em * 0.4
    lines = wrap(text, look.furniture_strong, min(look.width - 2 * pad, look.small_measure))
    height = len(lines) * look.furniture_strong.pitch + pad
    sketch = Sketch(y=pad / 2)
    sketch.add(None, Frame(0, 0, look.width, height, 0, look.grey.ink, look.grey.band))
    sketch.lines(Element(Role.paragraph), lines, look.furniture_strong, pad)
    sketch.y = height
    return sketch.piece(before=look.em * 0.5)


def _counted(page_of: str, page: int, pages: int) -> str:
    return page_of.replace("{page}", str(page)).replace("{pages}", str(pages))
