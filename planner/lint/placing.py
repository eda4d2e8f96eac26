"""A: where things stand on the page, and what a printer and a copier make of it."""

import re
from collections.abc import Iterator

from planner.lint.document import FILL, File, page_of
from planner.lint.failure import Failure
from planner.lint.measure import MILLIMETRE, Page
from planner.lint.tree import HEADINGS, Part

_COUNT_WIDTH = 20  # points: how much wider "Page 10 of 10" is than "Page 1 of 10", which pushes what stands before it
_OUTLINE = (0.015, 0.97)  # the least and most ink a line of letters leaves on a black and white copy


def failures(file: File) -> Iterator[Failure]:
    """Yield what fails."""
    for page in file.pages:
        yield from _copies(file, page)
        yield from _margins(file, page)
        yield from _direction(page)
    yield from _breaks(file)
    yield from _furniture(file)


def _copies(file: File, page: Page) -> Iterator[Failure]:
    for run in page.runs:
        share = page.picture.copied(run.box)
        if re.search(r"\w", run.text) and not _OUTLINE[0] < share < _OUTLINE[1]:
            yield Failure("A9", page.number, f"lost on a copy: {run.spoken[:40]}")
    urgent = file.decision is not None and file.decision.value == "get_help_now"
    if page.picture.darkness() > file.limits.darkness and not urgent:
        yield Failure("A10", page.number, f"{page.picture.darkness():.0%} ink")
    for shape in page.shapes:
        area = shape.width * shape.height / (page.width * page.height)
        if shape.fill is not None and shape.fill < 128 and area > file.limits.solid and not urgent:  # noqa: PLR2004 - half black
            yield Failure("A10", page.number, f"a solid area of {area:.0%} of the page")


def _margins(file: File, page: Page) -> Iterator[Failure]:
    ink = page.picture.ink()
    if ink is None:
        return
    left, top, right, bottom = ink
    edges = {"left": left, "top": top, "right": page.width - right, "bottom": page.height - bottom}
    inner = "left" if page.number % 2 else "right"
    for name, space in edges.items():
        asked = (file.limits.inner if name == inner else file.limits.outer) * MILLIMETRE
        if space < asked - 1:
            yield Failure("A11", page.number, f"{space / MILLIMETRE:.1f} mm at the {name}; at least {asked / MILLIMETRE:g}")
    wide, high = (side * MILLIMETRE + 1 for side in file.limits.common)
    if right > wide or page.width - left > wide or bottom > high or page.height - top > high:
        yield Failure("A12", page.number, "ink outside what A4 and Letter share")


def _direction(page: Page) -> Iterator[Failure]:
    if any(run.turned for run in page.runs) or page.turned or page.width > page.height:
        yield Failure("A14", page.number, "turned text, or a page that is not upright")


def _breaks(file: File) -> Iterator[Failure]:
    for table in file.parts("Table"):
        for row in table.of("TR"):
            if len(row.pages) > 1:
                yield Failure("A13", row.pages[0], f"a row is parted: {row.text[:40]}")
        titles = [cell.text for cell in table.of("TH") if cell.scope == "Column"]
        for number in table.pages[1:]:
            if titles and not all(title in file.page_text(number) for title in titles):
                yield Failure("A13", number, f"a table goes on without its headings: {', '.join(titles)[:40]}")
    for page in file.pages:
        placed = [(part, part.box) for part in file.body if page.number in part.pages]
        last = max((each for each in placed if each[1] and each[0].pages[0] == page.number), key=lambda each: each[1][3], default=None)  # type: ignore[index]
        if (
            last
            and last[0].role in HEADINGS
            and not any(part.pages[0] < page.number for part, _ in placed)
            and len(file.pages) > page.number
        ):
            yield Failure("A13", page.number, f"a heading stands last: {last[0].text[:40]}")
    if len(file.decisions) == 1 and _banner(file)[1:] and {page_of(part) for part in _banner(file)} != {1}:
        yield Failure("A13", 1, "the banner is parted from its words")


def _banner(file: File) -> list[Part]:
    return file.body[:2]


def _furniture(file: File) -> Iterator[Failure]:
    counted = re.compile(file.pattern("page-of").pattern.replace(FILL, r"(\d+)"))
    heads = []
    for page in file.pages:
        found = counted.search(page.text)
        if not found or (int(found[1]), int(found[2])) != (page.number, len(file.pages)):
            yield Failure("A15", page.number, f"the page does not say that it is {page.number} of {len(file.pages)}")
        top = [run for run in page.runs if run.baseline < _header_ends(page)]
        heads.append([(round(run.baseline), run.spoken, run.box[0]) for run in top if not counted.search(run.spoken)])
    for number, head in enumerate(heads, 1):
        same = [each[:2] for each in head] == [each[:2] for each in heads[0]]
        if not head or not same or any(abs(one[2] - other[2]) > _COUNT_WIDTH for one, other in zip(head, heads[0], strict=True)):
            yield Failure("A15", number, "the header differs from that of page 1")
    if file.kind and file.kind.value != "form":
        made = file.pattern("made-on")
        for page in file.pages:
            if file.number is None or file.number not in page.text or not made.search(page.text):
                yield Failure("A15", page.number, "no plan number or no date at the top")


def _header_ends(page: Page) -> float:
    """Return how low the header reaches: to the first line across the page."""
    lines = [shape.box[1] for shape in page.shapes if shape.height < 2 and shape.width > page.width / 2]  # noqa: PLR2004 - points
    return min(lines, default=page.height * 0.12)
