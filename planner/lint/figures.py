"""C: numbers, units and doses."""

import re
from collections import defaultdict
from collections.abc import Iterator

from planner.lint.document import File, page_of
from planner.lint.failure import Failure
from planner.lint.tree import CELLS, Part
from planner.lint.wording import meant_well

_AMOUNT = r"(?:micrograms?|milligrams?|grams?|units)"

# What must not stand on a page a patient reads: criterion, pattern, what is wrong.
_NEVER = (
    ("C1", r"µg|μg|\bug\b|\bmcg\b", "a short form of micrograms"),
    ("C2", r"\bI\.?U\.?\b|\bie\b|(?<=\d )U\b", "a short form of units"),
    ("C3", rf"\d\.\d*0\s{_AMOUNT}\b", "a nought at the end"),
    ("C4", r"(?<![\d\w])\.\d", "no nought before the point"),
    ("C5", rf"\b\d{{4,}}\s{_AMOUNT}\b|\b\d{{1,3}}\.\d{{3}}\s{_AMOUNT}\b", "thousands that are not parted by a comma"),
    ("C6", rf"\d(?:{_AMOUNT}|mg|mcg|g)\b", "no space between number and unit"),
    ("C9", r"\d\s?[x\u00d7\u00f7*]\s?\d|\bdivide[ds]?\b|\bmultipl(?:y|ied)\b", "a sum left to the reader"),
    ("C10", rf"\d\s?[-\u2013\u2014]\s?\d[\d,.]*\s{_AMOUNT}\b", "a range without the word to"),
    ("C11", r"[<>≥≤&+@]|\b(?:and/or)\b|(?<=[a-z]{2})/(?=[a-z]{2})", "a sign in the place of a word"),
    ("C12", r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\b\d{4}-\d\d-\d\d\b|\b12 ?(?:am|pm)\b|\b\d{1,2} ?(?:am|pm)\b", "a date or hour in figures"),
)


def failures(file: File) -> Iterator[Failure]:
    """Yield what fails; the form for answers holds no doses."""
    if file.for_patients:
        yield from _written(file)
        yield from _held(file)
    yield from _columns(file)
    yield from _same_everywhere(file)


def _written(file: File) -> Iterator[Failure]:
    pack, style = meant_well(file), file.knowledge.get("style", "patient")
    never = [(criterion, re.compile(pattern), wrong) for criterion, pattern, wrong in _NEVER]
    number_words = "|".join(map(re.escape, style.number_words))
    never.append(
        ("C7", re.compile(rf"\b(?:{number_words})\s(?:{_AMOUNT}|capsules?|tablets?|drops)\b", re.IGNORECASE), "a number as a word")
    )
    often = "|".join(rf"(?<!\w){re.escape(each)}(?!\w)" for each in style.often)
    never.append(("C8", re.compile(often), "how often, without the time of day"))
    for part, text in file.spoken:
        own = pack.sub("", text)
        for criterion, pattern, wrong in never:
            if found := pattern.search(own):
                yield Failure(criterion, page_of(part), f"{wrong}: {own[max(found.start() - 15, 0) : found.end() + 15]}")


def _held(file: File) -> Iterator[Failure]:
    """Numbers stay with their unit by a space that cannot break."""
    units = re.compile(rf"\d ({_AMOUNT})\b")
    for part in file.parts("P", "LBody", *CELLS):
        raw = "".join(run.text for run in part.runs).replace("\u2011", "-")
        told = part.text in file.names or any(name in part.text for name in file.names)
        if (found := units.search(raw)) and not told:
            yield Failure("C6", page_of(part), f"number and unit may be parted: {raw[max(found.start() - 10, 0) : found.end()]}")


def _columns(file: File) -> Iterator[Failure]:
    for table in file.parts("Table"):
        titles = [cell.text for cell in table.of("TH") if cell.scope == "Column"]
        much, when = (file.knowledge.phrase(name) for name in ("column-how-much", "column-when"))
        if much in titles and when not in titles:
            yield Failure("C8", page_of(table), "how much has no column for when beside it")
        if much in titles:
            for name, cell in _column(table, much):
                if re.search(r"\d\sto\s\d", cell):
                    yield Failure("C10", page_of(table), f"a range in the table of the day: {name} {cell[:40]}")


def amounts(file: File) -> Iterator[tuple[str, str]]:
    """Yield each supplement and the amount a table says to take of it."""
    much = file.knowledge.phrase("column-how-much")
    for table in file.parts("Table"):
        for name, cell in _column(table, much):
            if amount := re.match(rf"[\d,.]+\s{_AMOUNT}", cell):
                yield name, amount[0]
    yield from _planned(file)


def _planned(file: File) -> Iterator[tuple[str, str]]:
    """Yield the lowest amount of the clinician's dose check, which is the one the patient's table prints."""
    plan = file.knowledge.phrase("clin-column-plan")
    for table in file.parts("Table"):
        for name, cell in _column(table, plan):
            words, _, unit = name.rpartition(" ")
            if amount := re.match(r"[\d,.]+", cell):
                yield words, f"{amount[0]} {unit}"


def _same_everywhere(file: File) -> Iterator[Failure]:
    found: dict[str, set[str]] = defaultdict(set)
    for name, amount in amounts(file):
        found[name].add(amount)
    for name, taken in found.items():
        if len(taken) > 1:
            yield Failure("C13", None, f"{name} has different amounts: {' and '.join(sorted(taken))}")
    piece = file.knowledge.phrase("buy-column-piece")
    for table in file.parts("Table"):
        for name, cell in _column(table, piece):
            taken = found.get(name, set())
            if taken and not any(amount.split()[0] in cell.split() for amount in taken):
                yield Failure("C13", page_of(table), f"{name}: {cell[:40]} to buy, {' '.join(taken)} to take")


def _column(table: Part, title: str) -> Iterator[tuple[str, str]]:
    """Yield the name of each row and its cell under a title."""
    rows = [row.of(*CELLS) for row in table.of("TR")]
    at = next((number for number, cell in enumerate(rows[0]) if cell.text == title), None) if rows else None
    if at is not None:
        yield from ((cells[0].text, cells[at].text) for cells in rows[1:] if len(cells) > at)
