"""The plan: exactly what the page says, every sentence, in reading order.

`templates` sees nothing but this file and the closed words. A block holds finished words; whoever draws it adds no
sentence and decides nothing. Every block has one structure role (heading, paragraph, list, table, figure), so a
tagged page needs no second look at the content.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from planner.record import Record
from planner.vocabulary import (
    Clinician,
    Decision,
    FoodNutrient,
    Grade,
    Match,
    Paper,
    Part,
    PrintSize,
    Slot,
    Supplement,
    Symptom,
    Urgency,
    Verdict,
)


class Amount(Record):
    """A number and its unit in full words: `micrograms` or `milligrams`."""

    amount: float
    unit: str


class Span(Record):
    """A range from `low` to `high`, both included."""

    low: float
    high: float
    unit: str


class Reason(Record):
    """One rule behind a verdict. `words` name the answer that fired it; `doubt` marks an unanswered question."""

    rule: str
    words: str
    doubt: bool = False


class SupplementPlan(Record):
    """What was decided for one supplement. Without a recommendation there is no dose, slot or length."""

    supplement: Supplement
    verdict: Verdict
    dose: Span | None = None
    already_taking: Amount
    slots: tuple[Slot, ...] | None = None
    taken_with: str | None = Field(default=None, alias="with")
    weeks: int | None = None
    grade: Grade | None = None
    because: tuple[Reason, ...] = ()
    evidence: tuple[str, ...] = ()


class SwapPlan(Record):
    """One food instead of another. `amount` is null where sources disagree and only words are printed."""

    instead_of: str
    choose: str
    nutrient: FoodNutrient
    portion: str
    amount: Span | None = None


class Apart(Record):
    """Hours between a medicine and a supplement: the medicine at least `before` earlier or `after` later."""

    medicine: str
    supplement: Supplement
    hours: int
    before: int
    after: int


class Entry(Record):
    """One thing the person typed and what we read in it; a combination product gives one row a substance."""

    said: str
    match: Match
    kind: Literal["medicine", "supplement", "condition", "allergy"]
    substance: str | None = None
    in_class: str | None = Field(default=None, alias="class")
    name: str | None = None
    candidates: tuple[str, ...] = ()
    told_as: str | None = None
    stopped: date | None = None
    relevant: bool = True


class ToClearUp(Record):
    """Two answers that disagree; both are believed and the stricter one decides."""

    question: str
    words: str


class Urgent(Record):
    """The urgent page: how fast, for which symptoms, which number to call."""

    level: Urgency
    symptoms: tuple[Symptom, ...]
    number: str


class KnowledgeStamp(Record):
    """Which reviewed facts the plan was made from."""

    version: str
    sha256: str


class Printing(Record):
    """Paper, letter size and language."""

    paper: Paper
    size: PrintSize
    language: str


# -- blocks: all that is drawn -------------------------------------------------------------------------------------


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


class Plan(Record):
    """Everything decided and everything printed. Prints as the JSON of `--json`."""

    plan_id: str
    made_on: date
    review_on: date | None
    decision: Decision
    supplements: tuple[SupplementPlan, ...]
    swaps: tuple[SwapPlan, ...] = ()
    avoid_foods: tuple[str, ...] = ()
    apart: tuple[Apart, ...] = ()
    medicines: tuple[Entry, ...] = ()
    supplements_taken: tuple[Entry, ...] = ()
    conditions: tuple[Entry, ...] = ()
    allergies: tuple[Entry, ...] = ()
    not_known: tuple[str, ...] = ()
    to_clear_up: tuple[ToClearUp, ...] = ()
    urgent: Urgent | None = None
    see: tuple[Clinician, ...] = ()
    knowledge: KnowledgeStamp
    software: str
    printing: Printing
    furniture: Furniture
    document: tuple[Sheet, ...] = ()

    def sheets(self, part: Part) -> tuple[Sheet, ...]:
        """Return the sheets of one file, in reading order; none if the plan has no such file."""
        return tuple(sheet for sheet in self.document if sheet.part is part)

    def parts(self) -> tuple[Part, ...]:
        """Return the files this plan becomes."""
        return tuple(part for part in Part if self.sheets(part))
