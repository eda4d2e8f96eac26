"""D: structure and action."""

import re
from collections.abc import Iterator

from planner.lint.document import File, page_of
from planner.lint.failure import Failure
from planner.lint.tree import CELLS, HEADINGS, Part
from planner.readability import sentences, words
from planner.vocabulary import Decision
from planner.vocabulary import Part as Kind

_TOP = 1 / 3
_MOST_WORDS, _MOST_ITEMS, _MOST_COLUMNS, _MOST_TITLE_WORDS = 120, 7, 6, 3
_SIDES = {Decision.get_help_now: (1, 1), Decision.see_your_doctor: (2, 3)}
_USUAL_SIDES = (6, 10)
_SPOKEN_CELL = re.compile(r"[.?!]$")


def failures(file: File) -> Iterator[Failure]:
    """Yield what fails."""
    if file.kind is Kind.patient:
        yield from _first_page(file)
        yield from _tools(file)
        yield from _sides(file)
    if file.for_patients:
        yield from _headings(file)
        yield from _lists(file)
        yield from _figures(file)
    yield from _tables(file)
    if found := re.search(r"\{\w*\}|\bTODO\b|\bxxx+\b|\bNone\b(?=\.)|\blorem\b", file.text):
        yield Failure("D11", None, f"a place nobody filled: {found[0]}")


def _first_page(file: File) -> Iterator[Failure]:
    page, found = file.pages[0], file.decisions
    if len(found) != 1:
        yield Failure("D2", 1, f"{len(found)} decision words on page 1; exactly one")
    banner = next((part for part in file.parts("H1") if page_of(part) == 1), None)
    box = banner.box if banner else None
    framed = box and any(
        shape.line is not None
        and shape.box[0] <= box[0]
        and shape.box[2] >= box[2]
        and shape.box[1] <= box[1] + 2
        and shape.box[3] >= box[3]
        for shape in page.shapes
        if shape.width > page.width / 2
    )
    if not box or not framed or box[1] > page.height * _TOP:
        yield Failure("D1", 1, "the main message is not boxed in the top third")
    yield from _enough(file)


def _enough(file: File) -> Iterator[Failure]:
    """Page 1 alone is enough to act on."""
    text = file.first_leaf
    wanted: list[tuple[str, ...]] = []
    if file.decision in (Decision.start, Decision.check_first):
        wanted += [("column-what",), ("column-how-much",), ("column-when",), ("review",), ("keep-medicines",)]
    if file.decision is Decision.no_supplement_needed:
        wanted += [("keep-medicines", "banner-no-supplement-do")]
    if file.decision is Decision.see_your_doctor:
        wanted += [("refer-do-keep",)]
    yield from (
        Failure("D3", 1, f"page 1 does not say: {file.knowledge.phrase(names[0])}") for names in wanted if not file.says(*names, text=text)
    )
    numbers = {each.emergency for each in file.knowledge.all("country")}
    called = {found[1] for found in re.finditer(r"\b[Cc]all (\d[\d ]*\d)\b", file.text)}
    generic = any(not re.search(r"\d", number) and number in file.text for number in numbers)
    if not (called & numbers or generic):
        yield Failure("D11", 1, "no emergency number of any country we know")
    if len(called & numbers) > 2:  # noqa: PLR2004 - a country may have one number for now and one for today
        yield Failure("D11", None, f"different emergency numbers: {', '.join(sorted(called & numbers))}")


def _tools(file: File) -> Iterator[Failure]:
    """A plan to follow names what to buy and what to ask; the chart to tick is a file of its own."""
    if file.decision is Decision.start and len(file.pages) > 1:
        yield from (
            Failure("D8", None, f"the part is missing: {file.knowledge.phrase(each)}") for each in file.missing("buy-title", "ask-title")
        )


def _sides(file: File) -> Iterator[Failure]:
    standard, large = _SIDES.get(file.decision, _USUAL_SIDES) if file.decision else _USUAL_SIDES
    most = large if file.limits.body > 14 else standard  # noqa: PLR2004 - the body size of standard print
    if len(file.pages) > most:
        yield Failure("D10", None, f"{len(file.pages)} sides; at most {most}")


def _headings(file: File) -> Iterator[Failure]:
    count, since = 0, ""
    for part in file.tree.all():
        text = file.without_names(part.text) if part.role in (*HEADINGS, "Caption", "P", "LBody", "TD") else ""
        if part.role in (*HEADINGS, "Caption", "Table", "Figure") or _is_title(part):
            count, since = 0, text
        elif part.role in ("P", "LBody"):
            count += len(words(text))
            if count > _MOST_WORDS:
                yield Failure("D4", page_of(part), f"{count} words without a heading after: {since[:40]}")
                count = 0


def _is_title(part: Part) -> bool:
    """Whether a paragraph is the bold title of a box or chart."""
    return part.role == "P" and bool(part.runs) and all("Bold" in run.font for run in part.runs) and not part.text.endswith(".")


def _lists(file: File) -> Iterator[Failure]:
    for above, part in zip([None, *file.blocks], file.blocks, strict=False):
        if part.role != "L":
            continue
        items = [each for each in part.parts if each.role == "LI"]
        if len(items) > _MOST_ITEMS:
            yield Failure("D5", page_of(part), f"a list of {len(items)} items; at most {_MOST_ITEMS}")
        if above is None or above.role not in (*HEADINGS, "P", "Table", "L"):
            yield Failure("D5", page_of(part), f"a list without a lead-in: {part.text[:40]}")
        if part.numbered and any(len(sentences(file.without_names(item.text.partition(".")[2]))) > 5 for item in items):  # noqa: PLR2004
            yield Failure("D7", page_of(part), f"a step of many sentences: {part.text[:40]}")
    if file.decision in (Decision.see_your_doctor, Decision.get_help_now) and not any(part.numbered for part in file.parts("L")):
        yield Failure("D7", None, "what to do now is not in numbered steps")


def _tables(file: File) -> Iterator[Failure]:
    for table in file.parts("Table"):
        rows = [row.of(*CELLS) for row in table.of("TR")]
        titles = [cell.text for cell in table.of("TH") if cell.scope == "Column"]
        most = _MOST_COLUMNS + (file.kind is Kind.clinician) + 2 * (file.kind is Kind.chart)
        if titles and len(titles) > most:
            yield Failure("D6", page_of(table), f"a table of {len(titles)} columns; at most {most}")
        long = [title for title in titles if len(title.split()) > _MOST_TITLE_WORDS + (file.kind is Kind.form)]
        if long and file.for_patients:
            yield Failure("D6", page_of(table), f"a column heading of many words: {long[0]}")
        empty = [cells for cells in rows if any(not cell.text for cell in cells)]
        if empty and file.kind not in (Kind.chart, Kind.form):
            yield Failure("D6", page_of(table), f"an empty cell beside: {empty[0][0].text[:40]}")


def _figures(file: File) -> Iterator[Failure]:
    for above, part, below in zip(file.blocks, file.blocks[1:], [*file.blocks[2:], None], strict=False):
        if part.role != "Figure" or file.pattern("code-told").fullmatch(part.alt or ""):
            continue
        if not part.alt or set(re.findall(r"\d+", part.text)) - set(re.findall(r"\d+", f"{part.alt} {above.text}")):
            yield Failure("D9", page_of(part), f"a chart whose values are not told in words: {above.text[:40]}")
        if above.role != "P":
            yield Failure("D9", page_of(part), "a chart without a title")
        if below is None or not file.says("chart-how-to-read", "day-how-to-read", "day-how-to-read-waits", text=below.text):
            yield Failure("D9", page_of(part), f"a chart that does not say how to read it: {above.text[:40]}")
