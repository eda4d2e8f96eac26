"""One page as one content string: text and lines in reading order, each stretch marked with the element it belongs to."""

from functools import lru_cache

from templates.ink import Element, Frame, Hatch, Ink, Picture, Role, Rule, Shape, Text
from templates.layout import Placed
from templates.lettering import Lettering
from templates.structure import Structure
from templates.theme import Stock

# What pages call the one picture a document may have.
LOGO = "Logo"


def content(placed: list[Placed], stock: Stock, lettering: Lettering, structure: Structure) -> bytes:
    """Write the pieces of one page."""
    structure.begin_page()
    script = _Script(lettering, stock)
    for piece, top, again in placed:
        script.begin(stock.top + top)
        for element, ink in piece.marks:
            owner = None if again else element
            if owner is not script.owner or not script.began:
                script.belongs(owner, None if owner is None else structure.mark(owner))
            if type(ink) is Text:  # most marks are
                script.text(ink)
            else:
                script.draw(ink)
    return script.finished()


# How the marked content of each role opens.
_OPENS = {role: f"/{role.value} <</MCID " for role in Role}


@lru_cache(maxsize=4096)
def _step(across: int, up: int) -> str:
    """Return the move to the next line of text, given in hundredths of a point."""
    return f"{across / 100:.2f} {up / 100:.2f} Td"


@lru_cache(maxsize=256)
def _set(resource: str, size: float) -> str:
    """Return the choice of a font."""
    return f"/{resource} {size:g} Tf"


class _Script:
    """The operators of a page; remembers the state of the page, so that nothing is said twice."""

    def __init__(self, lettering: Lettering, stock: Stock) -> None:
        self.owner: Element | None = None
        self.began = False
        self._lettering = lettering
        self._left, self._height = stock.left, stock.height
        self._up = stock.height  # where the present piece begins, from the bottom of the page
        self._parts: list[str] = []
        self._writing = False
        self._font: tuple[str, float] = ("", 0.0)
        self._at = (0, 0)  # in hundredths of a point
        self._fill = self._stroke = self._thickness = -1.0

    def begin(self, down: float) -> None:
        """Begin a piece whose top is so far from the top of the page."""
        self._up = self._height - down

    def belongs(self, owner: Element | None, number: int | None) -> None:
        """End the marked content and begin that of another element, or of none."""
        self._lift()
        if self.began:
            self._parts.append("EMC")
        self.began, self.owner = True, owner
        self._parts.append("/Artifact BMC" if owner is None else f"{_OPENS[owner.role]}{number}>> BDC")

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

    def finished(self) -> bytes:
        """Return the content string."""
        self._lift()
        if self.began:
            self._parts.append("EMC")
        return "\n".join(self._parts).encode("ascii")

    def text(self, ink: Text) -> None:
        """Write letters."""
        left, down, text, size, weight, grey = ink
        parts = self._parts
        if not self._writing:
            parts.append("BT")
            self._writing, self._at = True, (0, 0)
        if grey != self._fill:
            self._filling(grey)
        x, y = round((self._left + left) * 100), round((self._up - down) * 100)
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
        return f"{self._left + x:.2f}"

    def _y(self, y: float) -> str:
        return f"{self._up - y:.2f}"
