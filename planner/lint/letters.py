"""A: letters and lines."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import Any

from planner.lint.document import File, page_of
from planner.lint.failure import Failure
from planner.lint.measure import Page, Run, Shape, plain
from planner.lint.tree import CELLS, HEADINGS, Part

_NEARLY = 0.06  # points: sizes are written with two decimals
_WHITE = 255
_RISE, _FALL = 0.5, 0.22  # how far over (points) and under (letter sizes) its baseline a line underlines


def failures(file: File) -> Iterator[Failure]:
    """Yield what fails."""
    for page in file.pages:
        yield from _sizes(file, page)
        yield from _difference(file, page)
    yield from _body_size(file)
    yield from _faces(file)
    yield from _lines(file)
    yield from _edges(file)
    yield from _kept_together(file)
    yield from _colour(file)


def _sizes(file: File, page: Page) -> Iterator[Failure]:
    small = {run.size for run in page.runs if run.size < file.limits.least - _NEARLY}
    if small:
        yield Failure("A1", page.number, f"letters of {min(small):g} points; at least {file.limits.least:g}")


def _body_size(file: File) -> Iterator[Failure]:
    if file.kind and file.kind.value == "chart":  # a chart is boxes: most of its letters are labels
        return
    usual: Counter[float] = Counter()
    for part in file.parts("P", "LBody"):
        for run in part.runs:
            usual[run.size] += len(run.text)
    if usual and (most := max(usual, key=lambda size: usual[size])) < file.limits.body - _NEARLY:
        yield Failure("A1", None, f"running text of {most:g} points; {file.limits.body:g} is asked for")


def _faces(file: File) -> Iterator[Failure]:
    for font in _fonts(file):
        name = str(font.get("/BaseFont", ""))[1:]
        described = font.get("/FontDescriptor", {})
        if not any(key in described for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield Failure("A2", None, f"the font {name} is not in the file")
        slanted = described.get("/ItalicAngle", 0) != 0 or re.search("italic|oblique", name, re.IGNORECASE)
        if slanted:
            yield Failure("A2", None, f"the font {name} is slanted")
        if re.search("times|serif(?<!sans)|georgia|garamond|courier", name.replace("SansSerif", ""), re.IGNORECASE):
            yield Failure("A2", None, f"the font {name} is not a sans serif")
    for page in file.pages:
        for run in page.runs:
            if any(_underlines(shape, run) for shape in page.shapes):
                yield Failure("A2", page.number, f"underlined: {run.spoken[:40]}")
    for part, text in file.spoken:
        if found := re.search(r"\b[A-Z]{2,}(?:\s+[A-Z]{2,}\b){3,}", text):
            yield Failure("A2", page_of(part), f"a run of capital words: {found[0][:40]}")


def _fonts(file: File) -> Iterator[Any]:
    for page in file.objects.pages:
        yield from page.Resources.get("/Font", {}).values()


def _underlines(shape: Shape, run: Run) -> bool:
    thin = shape.height < 2 and shape.width > run.size  # noqa: PLR2004 - points
    beside = shape.box[0] < run.box[2] - 1 and shape.box[2] > run.box[0] + 1
    return thin and beside and -_RISE < shape.box[1] - run.baseline < run.size * _FALL and shape.mark == run.mark


def _lines(file: File) -> Iterator[Failure]:
    least, most = file.limits.pitch
    for part in file.parts("P", "LBody", "Caption", *CELLS, *HEADINGS):
        for above, below in pairwise(part.rows):
            one, two = above[0], below[0]
            if one.page == two.page and one.size == two.size and one.baseline < two.baseline:
                pitch = (two.baseline - one.baseline) / two.size
                if pitch < least - 0.01 or (pitch > most + 0.01 and part.role in ("P", "LBody")):
                    yield Failure("A3", one.page, f"lines {pitch:.2f} times their size apart: {plain(two.text)[:40]}")
                    break
    rows = [line for part in file.parts("P", "LBody", *HEADINGS) for line in part.lines]
    lengths = sorted(len(line) for line in rows if len(line) > 25)  # noqa: PLR2004 - a short line is no measure of width
    if lengths:
        longest, usual = lengths[int(len(lengths) * 0.95)], median(lengths)
        if longest > file.limits.line or usual > file.limits.usual_line:
            yield Failure(
                "A4", None, f"lines of {longest} letters, {usual:g} in the middle; {file.limits.line} and {file.limits.usual_line}"
            )


def _edges(file: File) -> Iterator[Failure]:
    for part in file.parts("P", "LBody"):
        rows = [row for row in part.rows if row[0].page == part.rows[0][0].page]
        if len({round(row[0].baseline) for row in rows}) != len(rows):
            continue  # words beside each other, as where a blank is filled in
        if len(rows) > 3:  # noqa: PLR2004 - three full lines and a last one
            right = [row[-1].box[2] for row in rows[:-1]]
            if max(right) - min(right) < 0.5:  # noqa: PLR2004 - points
                yield Failure("A5", rows[0][0].page, f"both edges are straight: {part.text[:40]}")
        for line, following in pairwise(part.lines):
            if re.search(r"[^\W\d_]-$", line) and following[:1].islower():
                yield Failure("A5", page_of(part), f"a word is parted: {line[-20:]} {following[:20]}")


def _kept_together(file: File) -> Iterator[Failure]:
    style = file.knowledge.get("style", "patient")
    after = "|".join(map(re.escape, (*style.units, *style.months)))
    number_first = re.compile(rf"(?:^|\s)[\d,.]+$\n(?:{after})\b")
    pairs = [number_first, re.compile(r"\d\s?$\n\d{3}"), re.compile(rf"(?:{'|'.join(style.months)})$\n\d{{4}}")]
    if file.for_patients:
        pairs.append(re.compile(r"itamin$\n[A-K]\d?\b"))
    for part in file.parts("P", "LBody", "Figure", *CELLS, *HEADINGS):
        for line, following in pairwise(part.lines):
            both = f"{line[-30:]}\n{following[:30]}"
            if _in_a_name(file, part, line, following):
                continue
            if any(re.search(pair.pattern, both, re.MULTILINE) for pair in pairs):
                yield Failure("A6", page_of(part), f"parted over two lines: {line[-14:]} / {following[:14]}")


def _in_a_name(file: File, part: Part, line: str, following: str) -> bool:
    """Whether the break stands inside the person's own words, which may be as long as they like."""
    last, first = line.rpartition(" ")[2], following.partition(" ")[0]
    return f"{last} {first}" not in file.without_names(part.text)


def _difference(file: File, page: Page) -> Iterator[Failure]:
    for run in page.runs:
        ratio, asked = difference(run.ink, run.ground), file.limits.body_difference if run.mark >= 0 else file.limits.difference
        if ratio < asked:
            yield Failure("A7", page.number, f"difference {ratio:.1f}, at least {asked:g}: {run.spoken[:40]}")
    figures = {mark for part in file.parts("Figure") for number, mark in part.marks if number == page.number}
    for shape in page.shapes:
        level = shape.line if shape.line is not None else shape.fill
        if (
            shape.mark in figures
            and shape.mark >= 0
            and level is not None
            and level < _WHITE
            and difference(level, 255) < file.limits.drawn_difference
        ):
            yield Failure("A7", page.number, f"a drawn edge of difference {difference(level, 255):.1f}")


def difference(one: int, other: int) -> float:
    """Return how far two greys stand apart, from 1 to 21, as the web guidelines count it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(level: int) -> float:
    share = level / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - the standard's curve


def _colour(file: File) -> Iterator[Failure]:
    for page in file.pages:
        if any(each.coloured for each in page.runs) or any(each.coloured and each.line is not None for each in page.shapes):
            yield Failure("A8", page.number, "colour: what it means is lost on a grey printer")
        for part in file.parts("Figure"):
            marks = {mark for number, mark in part.marks if number == page.number}
            fills = sorted({each.fill for each in page.shapes if each.mark in marks and each.fill is not None})
            near = [(a, b) for a, b in pairwise(fills) if b - a < file.limits.grey_step and b < 250]  # noqa: PLR2004
            if near:
                yield Failure("A8", page.number, f"two fills of a figure look alike: {near[0][0]} and {near[0][1]} of 255")
