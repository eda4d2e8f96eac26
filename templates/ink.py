"""What layout hands to the page writer: ink at a place, each belonging to an element of the document.

Inside a piece, `x` runs from the left edge of the frame and `y` down from the top of the piece. Ink without an
element is an artifact: it can be seen but says nothing that is not also said in words.
"""

from collections.abc import Iterator, Sequence
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


class Stretch(NamedTuple):
    """Inks that follow each other and belong to one element of this role; those without a role belong to none."""

    role: Role | None
    inks: tuple[Ink, ...]


class Drawn(tuple[Stretch, ...]):
    """What is drawn of a piece, known by what it is and not by what it holds: to compare that would take longer than to write it.

    Pieces that differ in the elements alone may share it, and it is written once.
    """

    __slots__ = ()
    __eq__ = object.__eq__
    __hash__ = object.__hash__


class Piece(NamedTuple):
    """Ink that stays together. `owners` are the elements of the stretches that have a role, in their order.

    `before` is the space above it, dropped at the top of a page.
    `holds_next` keeps it on the page of the piece after it; `heading` is drawn again above it on a new page.
    """

    height: float
    drawn: Drawn
    owners: tuple[Element, ...]
    before: float = 0.0
    holds_next: bool = False
    heading: "Piece | None" = None

    def inks(self) -> Iterator[tuple[Element | None, Ink]]:
        """Yield every ink with the element it belongs to."""
        owners = iter(self.owners)
        for role, inks in self.drawn:
            owner = None if role is None else next(owners)
            yield from ((owner, ink) for ink in inks)


@dataclass
class Sketch:
    """A piece being drawn from top to bottom; `y` is how far it has come."""

    y: float = 0.0
    stretches: list[tuple[Element | None, list[Ink]]] = field(default_factory=list)

    def add(self, element: Element | None, *inks: Ink) -> None:
        """Put ink anywhere."""
        self._stretch(element).extend(inks)

    def _stretch(self, element: Element | None) -> list[Ink]:
        """Return the last stretch if it belongs to this element, else a new one."""
        if not self.stretches or self.stretches[-1][0] is not element:
            self.stretches.append((element, []))
        return self.stretches[-1][1]

    def under(self, ink: Ink) -> None:
        """Put ink that says nothing under all that was drawn."""
        if self.stretches and self.stretches[0][0] is None:
            self.stretches[0][1].insert(0, ink)
        else:
            self.stretches.insert(0, (None, [ink]))

    def line(self, element: Element | None, text: str, style: Style, x: float = 0.0, *, y: float | None = None, grey: float = 0.0) -> None:
        """Put one line of text whose line box begins at `y`, without moving on."""
        top = self.y if y is None else y
        self._stretch(element).append(Text(x, top + _BASELINE * style.size, text, style.size, style.weight, grey))

    def lines(self, element: Element | None, lines: Sequence[str], style: Style, x: float = 0.0, grey: float = 0.0) -> None:
        """Put lines of text one under the other and move on below them."""
        if not lines:
            return
        size, weight, pitch = style
        inks, rise, y = self._stretch(element), _BASELINE * size, self.y
        for text in lines:
            inks.append(Text(x, y + rise, text, size, weight, grey))
            y += pitch
        self.y = y

    def piece(self, *, before: float = 0.0, holds_next: bool = False, heading: Piece | None = None) -> Piece:
        """Return what was drawn as one piece, as high as the sketch has come."""
        drawn = Drawn([Stretch(None if owner is None else owner.role, tuple(inks)) for owner, inks in self.stretches])
        owners = tuple([owner for owner, _ in self.stretches if owner is not None])
        return Piece(self.y, drawn, owners, before, holds_next, heading)
