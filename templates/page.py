"""One page as one content string: text and lines in reading order, each stretch marked with the element it belongs to.

A piece is written as if it stood at the top left of the paper and moved into its place, so that what many pages print alike is
written once a process: whole pieces, and stretches of pieces that differ otherwise.
"""

from functools import lru_cache
from typing import NamedTuple

from templates.ink import Drawn, Frame, Hatch, Ink, Picture, Role, Rule, Shape, Text
from templates.layout import Placed
from templates.lettering import Lettering
from templates.structure import Structure
from templates.theme import Stock, Weight

# What pages call the one picture a document may have.
LOGO = "Logo"


def content(placed: list[Placed], stock: Stock, lettering: Lettering, structure: Structure) -> bytes:
    """Write the pieces of one page."""
    structure.begin_page()
    parts: list[str] = []
    for piece, top, again in placed:
        written = _written_alike(piece.drawn)
        if written is None:
            stretches = _written(piece.drawn, lettering)
        else:
            stretches = written.stretches
            lettering.use(written.weights)
        parts.append(f"q 1 0 0 1 {stock.left:.2f} {stock.height - stock.top - top:.2f} cm")
        number = -1 if again else structure.mark(piece.owners)
        for opening, operators in stretches:
            if opening is None or again:
                parts.append(f"/Artifact BMC{operators}")
            else:
                parts.append(f"{opening}{number}>> BDC{operators}")
                number += 1
        parts.append("Q")
    return "\n".join(parts).encode("ascii")


Operators = tuple[str | None, str]
"""How the mark of a stretch opens before its number, if an element owns it, and its operators with the end of the mark."""


class Written(NamedTuple):
    """A piece whose letters are all common ones: its stretches, and the weights they are in."""

    stretches: list[Operators]
    weights: dict[Weight, bool]


class _Set(NamedTuple):
    """What operators leave set for those after them in the piece: font and its size, greys, thickness of lines."""

    font: tuple[str, float] = ("", 0.0)
    fill: float = -1.0
    stroke: float = -1.0
    thickness: float = -1.0


_NOTHING = _Set()


@lru_cache(maxsize=2048)
def _written_alike(drawn: Drawn) -> Written | None:
    """Write a piece; None where it needs letters whose codes differ from file to file."""
    lettering = Lettering()
    stretches = _written(drawn, lettering)
    weights = lettering.common_only()
    return None if weights is None else Written(stretches, weights)


def _written(drawn: Drawn, lettering: Lettering) -> list[Operators]:
    found: list[Operators] = []
    before = _NOTHING
    for role, inks in drawn:
        alike = _stretch_alike(inks, before)
        if alike is None:
            script = _Script(lettering, before)
            operators, before = script.write(inks), script.left()
        else:
            operators, before, weights = alike
            lettering.use(weights)
        found.append((_OPENS[role], operators))
    return found


@lru_cache(maxsize=4096)
def _stretch_alike(inks: tuple[Ink, ...], before: _Set) -> tuple[str, _Set, dict[Weight, bool]] | None:
    """Write a stretch; return what it leaves set and the weights it is in as well. None where its letters are not all common ones.

    Most pieces are new with every person, and four fifths of their stretches, such as the cells of a table, are not.
    """
    lettering = Lettering()
    script = _Script(lettering, before)
    operators, weights = script.write(inks), lettering.common_only()
    return None if weights is None else (operators, script.left(), weights)


# How the marked content of each role opens.
_OPENS: dict[Role | None, str | None] = {None: None, **{role: f"/{role.value} <</MCID " for role in Role}}


@lru_cache(maxsize=4096)
def _step(across: int, up: int) -> str:
    """Return the move to the next line of text, given in hundredths of a point."""
    return f"{across / 100:.2f} {up / 100:.2f} Td"


@lru_cache(maxsize=256)
def _set(resource: str, size: float) -> str:
    """Return the choice of a font."""
    return f"/{resource} {size:g} Tf"


class _Script:
    """The operators of a stretch; remembers what is set, so that nothing is said twice."""

    def __init__(self, lettering: Lettering, before: _Set) -> None:
        self._lettering = lettering
        self._parts: list[str] = []
        self._writing = False
        self._at = (0, 0)  # in hundredths of a point
        self._font, self._fill, self._stroke, self._thickness = before

    def write(self, inks: tuple[Ink, ...]) -> str:
        """Return the operators of inks."""
        for ink in inks:
            if type(ink) is Text:  # most are
                self.text(ink)
            else:
                self.draw(ink)
        self._lift()
        self._parts.append("EMC")
        return "\n" + "\n".join(self._parts)

    def left(self) -> _Set:
        """Return what is set now."""
        return _Set(self._font, self._fill, self._stroke, self._thickness)

    def draw(self, ink: Ink) -> None:
        """Write one mark."""
        match ink:
            case Rule():
                self._lift()
                self._pen(ink.grey, ink.thickness)
                self._parts.append(f"{self._x(ink.x)} {self._y(ink.y)} m {self._x(ink.to_x)} {self._y(ink.to_y)} l S")
            case Frame():
                self._lift()
                self._frame(ink)
            case Shape():
                self._lift()
                size = f"{ink.size:.2f}"
                self._parts.append(
                    f"q {size} 0 0 {size} {self._x(ink.x)} {self._y(ink.y + ink.size)} cm {ink.grey:g} g {ink.grey:g} G {ink.path} Q"
                )
            case Hatch():
                self._lift()
                self._hatch(ink)
            case Picture():
                self._lift()
                place = f"{ink.width:.2f} 0 0 {ink.height:.2f} {self._x(ink.x)} {self._y(ink.y + ink.height)}"
                self._parts.append(f"q {place} cm /{LOGO} Do Q")

    def text(self, ink: Text) -> None:
        """Write letters."""
        left, down, text, size, weight, grey = ink
        parts = self._parts
        if not self._writing:
            parts.append("BT")
            self._writing, self._at = True, (0, 0)
        if grey != self._fill:
            self._filling(grey)
        x, y = round(left * 100), round(down * -100)
        old_x, old_y = self._at
        parts.append(_step(x - old_x, y - old_y))
        self._at = (x, y)
        for resource, codes in self._lettering.stretches(text, weight):
            font = (resource, size)
            if font != self._font:
                parts.append(_set(resource, size))
                self._font = font
            parts.append(codes)

    def _frame(self, ink: Frame) -> None:
        if ink.fill is not None:
            self._filling(ink.fill)
        if ink.thickness:
            self._pen(ink.grey, ink.thickness)
        inset = ink.thickness / 2
        paint = "f" if not ink.thickness else "S" if ink.fill is None else "B"
        width, height = max(ink.width - 2 * inset, 0.0), max(ink.height - 2 * inset, 0.0)
        self._parts.append(f"{self._x(ink.x + inset)} {self._y(ink.y + ink.height - inset)} {width:.2f} {height:.2f} re {paint}")

    def _hatch(self, ink: Hatch) -> None:
        lines = []
        step, offset = 4 * ink.thickness, -ink.height
        while offset < ink.width:
            start, end = self._x(ink.x + offset), self._x(ink.x + offset + ink.height)
            lines.append(f"{start} {self._y(ink.y + ink.height)} m {end} {self._y(ink.y)} l")
            offset += step
        clip = f"{self._x(ink.x)} {self._y(ink.y + ink.height)} {ink.width:.2f} {ink.height:.2f} re W n"
        self._parts.append(f"q {clip} {ink.grey:g} G {ink.thickness:g} w {' '.join(lines)} S Q")

    def _lift(self) -> None:
        if self._writing:
            self._parts.append("ET")
            self._writing = False

    def _filling(self, grey: float) -> None:
        if grey != self._fill:
            self._parts.append(f"{grey:g} g")
            self._fill = grey

    def _pen(self, grey: float, thickness: float) -> None:
        if grey != self._stroke:
            self._parts.append(f"{grey:g} G")
            self._stroke = grey
        if thickness != self._thickness:
            self._parts.append(f"{thickness:g} w")
            self._thickness = thickness

    def _x(self, x: float) -> str:
        return f"{x:.2f}"

    def _y(self, y: float) -> str:
        return f"{-y:.2f}"
