"""The plan: everything decided, and exactly what the pages say, every sentence, in reading order.

`templates` sees nothing but this file, the pages and the closed words.
"""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal, Self

from planner.mark import Called
from planner.page import Furniture, PageName, Printing, Sheet
from planner.record import Record
from planner.stamp import KnowledgeStamp
from planner.vocabulary import (
    Clinician,
    Decision,
    FoodNutrient,
    Grade,
    Match,
    Part,
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
    taken_with: Annotated[str | None, Called("with")] = None
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
    in_class: Annotated[str | None, Called("class")] = None
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


class Replaced(Record):
    """The plan this one takes the place of, and what is different, in the words of the page."""

    plan_id: str
    made_on: date
    changes: tuple[str, ...] = ()


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
    replaces: Replaced | None = None
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

    def only(self, pages: Iterable[PageName]) -> Self:
        """Return the plan with these patient pages; what page 1 says, why, and what is new are always kept."""
        wanted = {*pages, *ALWAYS}
        kept = tuple(sheet for sheet in self.document if sheet.part is not Part.patient or sheet.page in wanted)
        return self.but(document=kept)


ALWAYS: tuple[PageName, ...] = ("glance", "why", "new", "urgent", "refer")
CHOSEN: tuple[PageName, ...] = ("how", "food", "stop", "buy", "told", "sure")
