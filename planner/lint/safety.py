"""E: what keeps a patient safe."""

import re
from collections.abc import Iterator

from planner.lint.document import FILL, File, page_of
from planner.lint.failure import Failure
from planner.lint.tree import CELLS
from planner.vocabulary import Decision
from planner.vocabulary import Part as Kind

_AMOUNT = re.compile(r"\d\s(?:micrograms?|milligrams?|grams?|units)\b")
_REFERRED = (Decision.see_your_doctor, Decision.get_help_now)
_TO_TAKE = (Decision.start, Decision.check_first)
_STOP_LIST = ("call-now-1", "call-now-3", "call-today-1", "call-today-3", "tell-us-1", "tell-us-2", "tell-us-3")


def failures(file: File) -> Iterator[Failure]:
    """Yield what fails."""
    if file.kind is Kind.patient:
        yield from _banner_first(file)
        yield from _no_dose(file)
        yield from _always(file)
        yield from _checked(file)
        yield from _told(file)
        yield from _to_take(file)
        yield from _apart(file)
    if file.kind is Kind.letter:
        yield from _no_dose(file)
    if file.kind is Kind.clinician and not file.says("clin-column-sum"):
        yield Failure("E11", None, "the dose check has no sum of what is taken and planned")


def _banner_first(file: File) -> Iterator[Failure]:
    first = file.body[0] if file.body else None
    words = {file.knowledge.phrase(f"word-{each.value.replace('_', '-')}") for each in Decision}
    if first is None or first.role != "H1" or first.text not in words:
        yield Failure("E1", 1, f"the first thing on page 1 is not the decision but: {first.text[:40] if first else 'nothing'}")


def _no_dose(file: File) -> Iterator[Failure]:
    if file.kind is Kind.patient and file.decision not in _REFERRED:
        return
    taken = [file.pattern(each) for each in ("told-intake", "letter-intake", "told-lab")]
    for part, text in file.spoken:
        own = text
        for pattern in taken:
            own = pattern.sub("", own)
        if found := _AMOUNT.search(own):
            yield Failure("E2", page_of(part), f"an amount on a referral: {own[max(found.start() - 20, 0) : found.end()]}")
    for each in ("buy-title", "food-title", "tick-title", "how-title", "table-at-a-glance"):
        if any(file.pattern(each).fullmatch(part.text) for part in file.parts("H1", "H2", "Caption")):
            yield Failure("E2", None, f"a part that no referral has: {file.knowledge.phrase(each)}")


def _always(file: File) -> Iterator[Failure]:
    started = ("keep-medicines", "banner-start-meal", "banner-start-meal-one")
    if not file.says(*started, "banner-no-supplement-do", "refer-do-keep", "urgent-do-nothing-new", text=file.first_leaf):
        yield Failure("E3", 1, "page 1 does not say to keep taking one's own medicines")


def _checked(file: File) -> Iterator[Failure]:
    bands = [file.says("not-checked", "not-checked-urgent", text=page.text) for page in file.pages]
    if any(bands) and not all(bands):
        yield Failure("E7", bands.index(False) + 1, "not every page says that nobody has checked it")
    if file.decision in _TO_TAKE:
        yield from (
            Failure("E7", 1, f"page 1 does not say: {file.knowledge.phrase(each)}")
            for each in file.missing("sign-checked-by", "sign-empty", text=file.first_leaf)
        )
    if not file.knowledge.signed_off and not file.says("not-signed", text=file.first_leaf):
        yield Failure("E7", 1, "page 1 does not say that no clinician has signed the rules")


def _told(file: File) -> Iterator[Failure]:
    if file.decision is Decision.get_help_now:
        if not file.says("urgent-why-title"):
            yield Failure("E8", None, "the page does not say what was told")
        return
    if len(file.pages) > 1 and (missing := list(file.missing("told-title", "told-wrong"))):
        yield Failure("E8", None, f"what was told cannot be looked through: {file.knowledge.phrase(missing[0])}")
    for table in file.parts("Table"):
        rows = [[cell.text for cell in row.of(*CELLS)] for row in table.of("TR")]
        if rows and file.pattern("told-column-said").fullmatch(rows[0][0] if rows[0] else ""):
            yield from (Failure("E8", page_of(table), f"an entry without its reading: {row[0][:40]}") for row in rows[1:] if not all(row))


def _to_take(file: File) -> Iterator[Failure]:
    if file.decision not in _TO_TAKE:
        return
    text = file.first_leaf
    days = {found[1] for found in re.finditer(file.pattern("review").pattern.replace(FILL, r"(\d{1,2} [A-Z]\w+ \d{4})"), text)}
    if len(days) != 1:
        yield Failure("E6", 1, "page 1 does not say until when the plan may be used")
    if len(file.pages) == 1:
        return
    yield from (
        Failure("E5", None, f"the page on when to stop does not say: {file.knowledge.phrase(each)}") for each in file.missing(*_STOP_LIST)
    )
    grades = [each.id for each in file.knowledge.all("phrase") if each.id.startswith("grade-")]
    if not file.says("sure-title") or not file.says("sure-fine") or not file.says(*grades):
        yield Failure("E10", None, "the plan does not say how sure we are, or that not taking it is fine")


def _apart(file: File) -> Iterator[Failure]:
    """Hours that the chart shows are told in words as well, and the drawn distance is no shorter than they say."""
    waits = file.pattern("day-wait")
    for part in file.parts("Figure"):
        shown = {found[0] for found in re.finditer(r"\d+ hours", " ".join(waits.findall(part.text)))}
        words = " ".join(text for other, text in file.spoken if other is not part)
        yield from (
            Failure("E4", page_of(part), f"{hours} apart in the chart, and nowhere in words") for hours in shown if hours not in words
        )
        yield from (
            Failure("E4", page_of(part), f"{hours} apart in the chart, and not in its text")
            for hours in shown
            if hours not in (part.alt or "")
        )
