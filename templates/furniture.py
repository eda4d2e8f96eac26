"""What stands at the top of every page: who issued it, whose it is, which page; and the band of a sheet that has one."""

from typing import NamedTuple

from planner.page import Furniture
from templates.ink import Element, Frame, Picture, Piece, Role, Rule, Sketch
from templates.logo import Logo
from templates.theme import Look, Style
from templates.wrap import length, wrap

# Wide enough for the page numbers of any plan: the height of the header must not depend on them.
_WIDEST = 888
_LOGO_SHARE = 0.25


def header(furniture: Furniture, look: Look, page: int, pages: int, logo: Logo | None = None) -> Piece:
    """Draw issuer and plan number with the page, person and date, then a thin rule.

    Where the left side is too long to stand beside the right one, each has lines of its own. A logo stands at the far left;
    the issuer's name beside it says the same.
    """
    style, strong = look.furniture, look.furniture_strong
    counted = _counted(furniture.page_of, page, pages)
    widest = _counted(furniture.page_of, _WIDEST, _WIDEST)
    lines = (
        _Line(furniture.issuer, strong, furniture.plan, counted, widest),
        _Line(furniture.person or "", style, furniture.made, "", ""),
    )
    sketch = Sketch()
    start = _logo(sketch, logo, look) if logo else 0.0
    beside = all(start + line.left_width() + look.em + line.right_width(look) <= look.width for line in lines)
    for line in lines:
        left = wrap(line.left, line.style, look.width - start)
        sketch.lines(Element(Role.paragraph), left, line.style, start)
        if beside and left:
            sketch.y -= line.style.pitch
        _right(sketch, line, look)
    sketch.y += look.em * 0.25
    sketch.add(None, Rule(0, sketch.y, look.width, sketch.y, look.thickness.hair, look.grey.ink))
    return sketch.piece()


def _logo(sketch: Sketch, logo: Logo, look: Look) -> float:
    """Draw the logo as high as two lines and return where the words beside it begin."""
    height = 2 * look.furniture.pitch
    width = height * logo.width / logo.height
    scale = min(1.0, look.width * _LOGO_SHARE / width)
    sketch.add(None, Picture(0, height * (1 - scale) / 2, width * scale, height * scale))
    return width * scale + look.em * 0.6


class _Line(NamedTuple):
    """A line of the header: what stands left and right, and the page count at its end with the widest it can be."""

    left: str
    style: Style
    right: str
    counted: str
    widest: str

    def left_width(self) -> float:
        return length(self.left, self.style)

    def right_width(self, look: Look) -> float:
        return length(self.right, look.furniture) + (look.em + length(self.widest, look.furniture) if self.widest else 0)


def _right(sketch: Sketch, line: _Line, look: Look) -> None:
    style = look.furniture
    ends = look.width
    if line.counted:
        ends -= length(line.counted, style)
    text_ends = ends - look.em if line.counted else ends
    lines = wrap(line.right, style, text_ends)
    sketch.lines(Element(Role.paragraph), lines, style, max(text_ends - length(line.right, style), 0.0))
    if line.counted:
        sketch.line(None, line.counted, style, ends, y=sketch.y - (style.pitch if lines else 0))


def band(text: str, look: Look) -> Piece:
    """Draw a grey band with a sentence that belongs on every page of its sheet."""
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
