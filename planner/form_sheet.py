"""The blank questionnaire on paper, for whoever answers with a pen: the same questions, nothing ticked beforehand."""

from collections.abc import Iterable, Iterator
from math import ceil
from typing import Literal

from planner.edition import Knowledge
from planner.page import Block, Box, Column, FillIn, Furniture, Heading, Paragraph, Sheet, TickBoxes
from planner.record import Record
from planner.vocabulary import Part

_SHORT = 26  # letters: answers up to this length stand beside each other
_MANY, _MOST_ITEMS = 3, 7  # answers: more than these stand in two columns, and at most so many in a list
_LINES = {"medicines": 8, "supplements": 6, "conditions": 5, "allergies": 3, "words": 3}


class AskedChoice(Record):
    """An answer to tick; `urgent` ones send the person for help."""

    words: str
    urgent: Literal["now", "today"] | None = None


class Asked(Record):
    """A question as it stands on paper. `lists` names what the lines under it are for."""

    ask: str
    hint: str = ""
    optional: bool = False
    choices: tuple[AskedChoice, ...] = ()
    several: bool = False
    rows: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    lists: Literal["medicines", "supplements", "conditions", "allergies", "words"] | None = None
    dated: bool = False


def form_furniture(knowledge: Knowledge, issuer: str | None) -> Furniture:
    """Return what stands on every page of the form."""
    title = knowledge.phrase("title-form")
    return Furniture(
        issuer=issuer or knowledge.phrase("issuer"),
        person=None,
        plan=knowledge.phrase("form-edition", version=knowledge.version),
        made="",
        page_of=knowledge.phrase("page-of"),
        warning=knowledge.unverified_words(),
        document_titles={Part.form: title},
    )


def form_sheet(knowledge: Knowledge, questions: Iterable[Asked]) -> Sheet:
    """Return the form as one sheet that runs over as many pages as it needs."""
    return Sheet(part=Part.form, page="form", title=knowledge.phrase("title-form"), blocks=tuple(_blocks(knowledge, questions)))


def _blocks(knowledge: Knowledge, questions: Iterable[Asked]) -> Iterator[Block]:
    yield Paragraph(text=knowledge.phrase("form-lead"), style="lead")
    for number, question in enumerate(questions, 1):
        yield Heading(text=f"{number}. {question.ask}")
        if question.rows:
            titles = (knowledge.phrase("form-words-1"), *(each.words for each in question.choices))
            columns = tuple(Column(title=title, share=1 if number else 2.2) for number, title in enumerate(titles))
            words = " ".join(filter(None, (question.hint, knowledge.phrase("form-empty-row"))))
            yield FillIn(title=question.ask, lead=words, columns=columns, rows=question.rows, boxes=True)
            continue
        yield from _choices(knowledge, question)
        if question.lists:
            names = [f"form-{question.lists}-{at}" for at in (1, 2, 3) if knowledge.has("phrase", f"form-{question.lists}-{at}")]
            columns = tuple(Column(title=knowledge.phrase(name), share=1 if at else 1.6) for at, name in enumerate(names))
            yield FillIn(title=question.ask, columns=columns, rows=("",) * _LINES[question.lists])
        if not question.choices or question.dated:
            names = ["form-answer", "form-test-date"] if question.dated else ["form-answer"]
            columns = tuple(Column(title=knowledge.phrase(name), share=1) for name in names)
            more = knowledge.phrase("form-optional") if question.optional and not question.dated else ""
            lead = None if question.choices else " ".join(filter(None, (question.hint, more))) or None
            yield FillIn(title=question.ask, lead=lead, columns=columns, rows=("",))
        if question.units:
            yield TickBoxes(lead=knowledge.phrase("form-unit"), items=question.units, in_a_row=True)


def _choices(knowledge: Knowledge, question: Asked) -> Iterator[Block]:
    """Yield the answers to tick; those that need help at once stand first, each kind with what to do."""
    lead = " ".join(filter(None, (question.hint, knowledge.phrase("form-tick-all") if question.several else "")))
    for level in ("now", "today"):
        items = tuple(each.words for each in question.choices if each.urgent == level)
        if items:
            yield from _boxes(items, lead)
            title, words = knowledge.phrase("form-urgent-title"), knowledge.phrase(f"form-urgent-{level}")
            yield Box(tone="call_now" if level == "now" else "call_today", title=title, lines=(words,))
            lead = ""
    items = tuple(each.words for each in question.choices if each.urgent is None)
    yield from _boxes(items, lead)


def _boxes(items: tuple[str, ...], lead: str) -> Iterator[Block]:
    """Yield answers to tick: short ones beside each other, many in two columns, and never more than seven in a list."""
    short = all(len(item) <= _SHORT for item in items) and len(items) <= _MOST_ITEMS
    many = len(items) > _MANY and not short
    count = ceil(len(items) / _MOST_ITEMS)
    each = ceil(len(items) / count) if count else 1
    each += many and each % 2  # two columns end even
    for first in range(0, len(items), each):
        part = items[first : first + each]
        yield TickBoxes(lead=(lead or None) if first == 0 else None, items=part, in_a_row=short, columns=2 if many else 1)
