"""F: print, digital, access."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from planner.lint.document import File
from planner.lint.failure import Failure
from planner.lint.tree import SPOKEN, Part
from planner.vocabulary import Part as Kind

_ACTS = (
    "/JS",
    "/JavaScript",
    "/URI",
    "/Launch",
    "/GoToR",
    "/GoToE",
    "/SubmitForm",
    "/ImportData",
    "/EmbeddedFiles",
    "/EF",
    "/AcroForm",
    "/XFA",
    "/OpenAction",
    "/AA",
    "/RichMedia",
    "/Encrypt",
)
_LARGEST = 500_000
_FILE = re.compile(r"(?:plan|clinician|letter|chart)_[0-9A-Z]{4}(?:-[0-9A-Z]{1,4}){3}\.pdf|form[\w.-]*\.pdf")


def failures(file: File) -> Iterator[Failure]:
    """Yield what fails."""
    yield from _letters(file)
    yield from _tags(file)
    yield from _acts(file)
    yield from _private(file)
    yield from _printing(file)
    if len(file.data) >= _LARGEST:
        yield Failure("F8", None, f"{len(file.data)} bytes; under {_LARGEST}")
    if problems := file.objects.check_pdf_syntax():
        yield Failure("F8", None, f"the file is damaged: {problems[0]}")


def _letters(file: File) -> Iterator[Failure]:
    for page in file.pages:
        if page.unmapped:
            yield Failure("F1", page.number, f"{page.unmapped} letters that cannot be read out")
        if not page.runs:
            yield Failure("F1", page.number, "no text on the page")


def _tags(file: File) -> Iterator[Failure]:
    root = file.objects.Root
    if not str(root.get("/Lang", "")):
        yield Failure("F2", None, "the file does not say its language")
    if not file.title or not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield Failure("F2", None, "no title is shown")
    if not root.get("/MarkInfo", {}).get("/Marked", False) or not file.blocks:
        yield Failure("F2", None, "the file is not tagged")
        return
    owned = {mark for part in file.tree.all() for mark in part.marks}
    lost = [run for page in file.pages for run in page.runs if run.mark >= 0 and (run.page, run.mark) not in owned]
    if lost:
        yield Failure("F2", lost[0].page, f"words that no reader hears: {lost[0].spoken[:40]}")
    order = [mark for part in file.tree.all() for mark in part.marks]
    wrong = next((after for before, after in pairwise(order) if after < before), None)
    if wrong:
        yield Failure("F2", wrong[0], "what is heard is not in the order of the page")
    yield from _structure(file)


def _structure(file: File) -> Iterator[Failure]:
    level = 0
    for part in file.parts("H1", "H2", "H3", "H4", "H5", "H6"):
        if int(part.role[1]) > level + 1:
            yield Failure("F2", part.pages[0] if part.pages else None, f"a heading of level {part.role[1]} under level {level}")
        level = int(part.role[1])
    for part in file.parts("Figure"):
        if not part.alt:
            yield Failure("F2", part.pages[0] if part.pages else None, "a figure that is not told in words")
    for table in file.parts("Table"):
        if not table.of("TR"):
            yield Failure("F2", table.pages[0] if table.pages else None, "a table without rows")
        elif not any(cell.scope for cell in table.of("TH")):
            yield Failure("F2", table.pages[0] if table.pages else None, "a table whose headings do not say what they head")
    loose = [part for part in file.tree.all() if part.runs and part.role not in SPOKEN]
    if loose:
        yield Failure("F2", loose[0].pages[0], f"words in a {loose[0].role}: {loose[0].text[:40]}")


def _acts(file: File) -> Iterator[Failure]:
    found = {name for thing in file.objects.objects for name in _names(thing, 0)}
    yield from (Failure("F3", None, f"the file can act or carries something: {name[1:]}") for name in sorted(found))


def _names(thing: Any, depth: int) -> Iterator[str]:
    """Yield the names of everything that acts in an object and what it holds directly."""
    kind = getattr(thing, "_type_name", "")
    if depth > 8:  # noqa: PLR2004 - deeper nothing of a page is held directly
        return
    if kind in ("dictionary", "stream"):
        for key, value in thing.items():
            if key in _ACTS:
                yield str(key)
            elif key == "/S" and str(value) in _ACTS:
                yield str(value)
            if key not in ("/Parent", "/P", "/Pg") and not getattr(value, "is_indirect", False):
                yield from _names(value, depth + 1)
    elif kind == "array":
        for value in thing:
            if not getattr(value, "is_indirect", False):
                yield from _names(value, depth + 1)


def _private(file: File) -> Iterator[Failure]:
    facts = " ".join(str(value) for value in file.objects.docinfo.values())
    if "/Metadata" in file.objects.Root:
        facts += file.objects.Root.Metadata.read_bytes().decode("utf-8", "replace")
    person = next((part.text for part in _header(file) if _is_person(file, part)), None)
    told = [word for word in re.findall(r"[^\W\d_]{3,}", person or "") if word not in ("age", "born")]
    told += [each for each in file.names if not file.pattern(f"title-{file.kind.value}").search(each)] if file.kind else []
    if any(re.search(rf"\b{re.escape(each)}\b", re.sub(r"<[^>]*>", " ", facts)) for each in told):
        yield Failure("F4", None, "what the file says about itself holds a name or an answer")
    if not _FILE.fullmatch(file.path.name):
        yield Failure("F4", None, "the name of the file is not a plan number")
    if str(file.objects.docinfo.get("/Author", "")):
        yield Failure("F4", None, "the file names an author")


def _header(file: File) -> list[Part]:
    made = file.pattern("made-on")
    at = next((number for number, part in enumerate(file.blocks) if made.fullmatch(part.text)), 0)
    return file.blocks[:at]


def _is_person(file: File, part: Part) -> bool:
    return (
        part.role == "P" and not file.pattern("plan-number").search(part.text) and part.runs[:1] != [] and "Bold" not in part.runs[0].font
    )


def _printing(file: File) -> Iterator[Failure]:
    wishes = file.objects.Root.get("/ViewerPreferences", {})
    if str(wishes.get("/PrintScaling", "")) != "/None":
        yield Failure("F5", None, "the file does not ask to be printed at its own size")
    if file.kind in (Kind.patient, Kind.clinician) and not str(wishes.get("/Duplex", "")).startswith("/Duplex"):
        yield Failure("F5", None, "the file does not ask for both sides")
