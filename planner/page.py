"""What is drawn: blocks of finished words, sheets of blocks, and what stands on every page.

Whoever draws a block adds no sentence and decides nothing. Every block has one structure role (heading, paragraph,
list, table, figure), so a tagged page needs no second look at the content.
"""

from typing import Annotated, Literal

from planner.mark import ToldBy, Within
from planner.record import Record
from planner.vocabulary import Decision, Paper, Part, PrintSize, Slot


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
    tone: Literal["keep", "warning", "call_now", "call_today", "tell_us", "review", "pack"]
    title: str | None = None
    lines: tuple[str, ...]
    bulleted: bool = False


class SignOff(Record):
    """Labels with a line to write on, and what to do when they are empty."""

    kind: Literal["sign_off"] = "sign_off"
    fields: tuple[str, ...]
    note: str | None = None


class TickBoxes(Record):
    """Questions or answers with an empty tick box each, and blank lines after them.

    They stand in one column or two, or one after the other where `in_a_row`.
    """

    kind: Literal["tick_boxes"] = "tick_boxes"
    lead: str | None = None
    items: tuple[str, ...]
    in_a_row: bool = False
    columns: Literal[1, 2] = 1
    blank_lines: int = 0


class FillIn(Record):
    """A table to fill in by hand: a row for each label, or lines to write on where the labels are empty.

    With `boxes` every cell after the label is a box to tick, else a space to write in.
    """

    kind: Literal["fill_in"] = "fill_in"
    title: str
    lead: str | None = None
    columns: tuple[Column, ...]
    rows: tuple[str, ...]
    boxes: bool = False


BarMark = Literal["now", "swap", "other"]


class Bar(Record):
    """One bar: from nought to `high`, with `low` marked; `words` is the value as printed at its end."""

    label: str
    low: float
    high: float
    words: str
    mark: BarMark


class Bars(Record):
    """A horizontal bar chart; `told` is its full text alternative, `legend` the word for each mark used."""

    kind: Literal["bars"] = "bars"
    title: str
    axis: str
    bars: tuple[Bar, ...]
    legend: dict[BarMark, str]
    how_to_read: str
    source: str
    told: str


class Sureness(Record):
    """How sure the evidence is: a word and a bar of `steps` out of three."""

    kind: Literal["sureness"] = "sureness"
    label: str
    word: str
    steps: Annotated[int, Within(ge=0, le=3)]


class Wait(Record):
    """Hours to keep from a medicine: from `start` to `end` on the clock, with the words for them."""

    start: float
    end: float
    words: str


class DayTime(Record):
    """One time of the day: its word, a line under it, and where it stands on the clock."""

    slot: Slot
    word: str
    hint: str
    hour: float


class DayRow(Record):
    """What is taken, at which times, and the hours to keep from it."""

    label: str
    slots: tuple[Slot, ...]
    waits: tuple[Wait, ...] = ()


class DayGroup(Record):
    """Rows of one kind: `had` before this plan, or `new` with it. `legend` says what its mark means."""

    mark: Literal["had", "new"]
    title: str
    legend: str
    rows: tuple[DayRow, ...]


class DayChart(Record):
    """A day from left to right, drawn to scale: what is taken when, and how long to wait. `told` is its text alternative."""

    kind: Literal["day_chart"] = "day_chart"
    title: str
    times: tuple[DayTime, ...]
    groups: tuple[DayGroup, ...]
    how_to_read: str
    told: str


class TickWeek(Record):
    """A week of the tick chart; `review` is the day (0 to 6) of the review, if it falls in this week."""

    label: str
    review: int | None = None


class TickGrid(Record):
    """Seven days a week with an empty box for each time in `times`; all words that are needed are in `corner` and `days`."""

    kind: Literal["tick_grid"] = "tick_grid"
    title: str
    corner: str
    days: tuple[str, ...]
    times: tuple[Slot, ...]
    weeks: tuple[TickWeek, ...]


class Address(Record):
    """Whom a letter goes to, placed for the window of an envelope, with lines to write on, and beside it who sends it."""

    kind: Literal["address"] = "address"
    to: tuple[str, ...]
    blank_lines: int = 0
    sender: tuple[str, ...] = ()


Block = Annotated[
    Heading | Paragraph | Banner | Listing | Table | Box | SignOff | TickBoxes | Bars | Sureness | DayChart | TickGrid | FillIn | Address,
    ToldBy("kind"),
]


PageName = Literal[
    "glance",
    "why",
    "new",
    "how",
    "food",
    "stop",
    "buy",
    "told",
    "sure",
    "urgent",
    "refer",
    "letter",
    "chart",
    "clinician",
    "form",
]


class Sheet(Record):
    """Blocks that begin on a page of their own and may run over.

    A sheet that `joins` may follow the one before it on the same page: where all of it fits, or where that page is filled
    to no more than this share.
    `band` is the grey NOT CHECKED line, if any.
    """

    part: Part
    page: PageName
    title: str
    band: str | None = None
    joins: Annotated[float, Within(ge=0, le=1)] | None = None
    blocks: tuple[Block, ...]


class Furniture(Record):
    """What stands at the same place on every page. `page_of` holds the marks {page} and {pages}.

    `check` holds the mark {check} and is printed once a file, beside a code that `code_told` describes; without it there is neither.
    `warning` stands in a band on every page of every document.
    `initials` stand for the person on a page that hangs where visitors see it.
    """

    issuer: str
    person: str | None
    initials: str | None = None
    plan: str
    made: str
    page_of: str
    check: str | None = None
    code_told: str | None = None
    warning: str | None = None
    document_titles: dict[Part, str]


class Printing(Record):
    """Paper, letter size and language, and the most sides a patient should get: more than those, and the pages move closer together."""

    paper: Paper
    size: PrintSize
    language: str
    sides: int | None = None
