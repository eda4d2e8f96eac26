"""What is drawn: blocks of finished words, sheets of blocks, and what stands on every page.

Whoever draws a block adds no sentence and decides nothing. Every block has one structure role (heading, paragraph,
list, table, figure), so a tagged page needs no second look at the content.
"""

from typing import Annotated, Literal

from pydantic import Field

from planner.record import Record
from planner.vocabulary import Decision, Paper, Part, PrintSize


class Heading(Record):
    """A heading; levels go 1, 2, 3 without jumps."""

    kind: Literal["heading"] = "heading"
    level: Literal[1, 2, 3] = 2
    text: str


class Paragraph(Record):
    """One or a few sentences. `lead` opens a page, `strong` must not be missed, `small` is the finest print we use."""

    kind: Literal["paragraph"] = "paragraph"
    text: str
    style: Literal["body", "lead", "strong", "small"] = "body"


class Banner(Record):
    """The main message, first on the first page: shape and word, one sentence, then a few lines."""

    kind: Literal["banner"] = "banner"
    decision: Decision
    word: str
    sentence: str
    lines: tuple[str, ...] = ()


class Listing(Record):
    """A list with its lead-in; numbered when the order matters."""

    kind: Literal["list"] = "list"
    lead: str | None = None
    items: tuple[str, ...]
    numbered: bool = False


class Column(Record):
    """A column: its heading and its share of the width (shares are relative)."""

    title: str
    share: float


class Row(Record):
    """A table row: cells of one or more lines, a full-width note under them, and blanks for a clinician's pen.

    `pen` holds the words printed beside the blanks; the first one gets a tick box, the others a line to write on.
    """

    cells: tuple[tuple[str, ...], ...]
    note: str | None = None
    pen: tuple[str, ...] = ()


class Table(Record):
    """A table with a heading row; the first column names the row. Rows never split; the heading repeats."""

    kind: Literal["table"] = "table"
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


class Box(Record):
    """Something set apart. The tone picks the frame and the sign, never the words."""

    kind: Literal["box"] = "box"
    tone: Literal["keep", "warning", "call_now", "call_today", "tell_us", "review"]
    title: str | None = None
    lines: tuple[str, ...]
    bulleted: bool = False


class SignOff(Record):
    """Labels with a line to write on, and what to do when they are empty."""

    kind: Literal["sign_off"] = "sign_off"
    fields: tuple[str, ...]
    note: str | None = None


class TickBoxes(Record):
    """Questions or answers with an empty tick box each, and blank lines after them."""

    kind: Literal["tick_boxes"] = "tick_boxes"
    lead: str | None = None
    items: tuple[str, ...]
    blank_lines: int = 0


class Bar(Record):
    """One bar: from nought to `high`, with `low` marked; `words` is the value as printed at its end."""

    label: str
    low: float
    high: float
    words: str
    mark: Literal["now", "swap", "other"]


class Bars(Record):
    """A horizontal bar chart; `told` is its full text alternative, `legend` the word for each mark used."""

    kind: Literal["bars"] = "bars"
    title: str
    axis: str
    bars: tuple[Bar, ...]
    legend: dict[Literal["now", "swap", "other"], str]
    how_to_read: str
    source: str
    told: str


class Sureness(Record):
    """How sure the evidence is: a word and a bar of `steps` out of three."""

    kind: Literal["sureness"] = "sureness"
    label: str
    word: str
    steps: Annotated[int, Field(ge=0, le=3)]


Block = Annotated[
    Heading | Paragraph | Banner | Listing | Table | Box | SignOff | TickBoxes | Bars | Sureness,
    Field(discriminator="kind"),
]


class Sheet(Record):
    """Blocks that belong on a page of their own (they may run over). `band` is the grey NOT CHECKED line, if any."""

    part: Part
    page: Literal["glance", "how", "food", "stop", "told", "sure", "urgent", "refer", "letter", "clinician"]
    title: str
    band: str | None = None
    blocks: tuple[Block, ...]


class Furniture(Record):
    """What stands at the same place on every page. `page_of` holds the marks {page} and {pages}."""

    issuer: str
    person: str | None
    plan: str
    made: str
    page_of: str
    document_titles: dict[Part, str]


class Printing(Record):
    """Paper, letter size and language."""

    paper: Paper
    size: PrintSize
    language: str
