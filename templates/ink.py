"""What layout hands to the page writer: marks at a place, each belonging to an element of the document.

Inside a piece, `x` runs from the left edge of the frame and `y` down from the top of the piece. A mark without an
element is an artifact: it can be seen but says nothing that is not also said in words.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, NamedTuple

from templates.theme import Style, Weight

# Where letters stand in their line, measured from its top in letter sizes: leaves capitals in the middle of it.
_BASELINE = 0.97


class Role(StrEnum):
    """The roles of a tagged page, by the names the format gives them."""

    heading1 = "H1"
    heading2 = "H2"
    heading3 = "H3"
    paragraph = "P"
    list = "L"
    item = "LI"
    label = "Lbl"
    item_body = "LBody"
    table = "Table"
    caption = "Caption"
    row = "TR"
    heading_cell = "TH"
    cell = "TD"
    figure = "Figure"


@dataclass(eq=False, slots=True)  # made by the hundred for every page: frozen ones take three times as long to make
class Element:
    """One part of the document's structure; without a parent it belongs to the document itself."""

    role: Role
    parent: "Element | None" = None
    scope: Literal["Column", "Row"] | None = None
    span: int = 1
    alt: str | None = None
    numbered: bool = False


class Text(NamedTuple):
    """Letters on a baseline."""

    x: float
    y: float
    text: str
    size: float
    weight: Weight
    grey: float


class Rule(NamedTuple):
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    thickness: float
    grey: float


class Frame(NamedTuple):
    """A rectangle, drawn with a line if it has a thickness and filled if it has a fill."""

    x: float
    y: float
    width: float
    height: float
    thickness: float
    grey: float
    fill: float | None = None


class Shape(NamedTuple):
    """A drawn sign in a square of this size, `y` being its top."""

    x: float
    y: float
    size: float
    path: str
    grey: float


class Hatch(NamedTuple):
    """Diagonal lines inside a rectangle."""

    x: float
    y: float
    width: float
    height: float
    thickness: float
    grey: float
    kind: Literal["hatch"] = "hatch"  # named tuples of the same values are equal, and no hatch is a rule


class Picture(NamedTuple):
    """The logo of the document, scaled to this rectangle."""

    x: float
    y: float
    width: float
    height: float


Ink = Text | Rule | Frame | Shape | Hatch | Picture


class Mark(NamedTuple):
    """Ink and the element it belongs to."""

    element: Element | None
    ink: Ink


class Marks(tuple[Mark, ...]):
    """The marks of a piece, known by what they are and not by what they hold: to compare them would take longer than to write them."""

    __slots__ = ()
    __eq__ = object.__eq__
    __hash__ = object.__hash__


class Piece(NamedTuple):
    """Marks that stay together. `before` is the space above it, dropped at the top of a page.

    `holds_next` keeps it on the page of the piece after it; `heading` is drawn again above it on a new page.
    """

    height: float
    marks: Marks
    before: float = 0.0
    holds_next: bool = False
    heading: "Piece | None" = None


@dataclass
class Sketch:
    """A piece being drawn from top to bottom; `y` is how far it has come."""

    y: float = 0.0
    marks: list[Mark] = field(default_factory=list)

    def add(self, element: Element | None, ink: Ink) -> None:
        """Put ink anywhere."""
        self.marks.append(Mark(element, ink))

    def line(self, element: Element | None, text: str, style: Style, x: float = 0.0, *, y: float | None = None, grey: float = 0.0) -> None:
        """Put one line of text whose line box begins at `y`, without moving on."""
        top = self.y if y is None else y
        self.marks.append(Mark(element, Text(x, top + _BASELINE * style.size, text, style.size, style.weight, grey)))

    def lines(self, element: Element | None, lines: Iterable[str], style: Style, x: float = 0.0, grey: float = 0.0) -> None:
        """Put lines of text one under the other and move on below them."""
        for text in lines:
            self.line(element, text, style, x, grey=grey)
            self.y += style.pitch

    def piece(self, *, before: float = 0.0, holds_next: bool = False, heading: Piece | None = None) -> Piece:
        """Return what was drawn as one piece, as high as the sketch has come."""
        return Piece(self.y, Marks(self.marks), before, holds_next, heading)
