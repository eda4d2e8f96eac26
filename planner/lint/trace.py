"""G: what a professional traces a plan by."""

import re
from collections.abc import Iterator

from planner.lint.document import FILL, File
from planner.lint.failure import Failure
from planner.vocabulary import Part as Kind

_SIGNED = (
    "clin-sign-accept",
    "clin-sign-changes",
    "clin-sign-refuse",
    "clin-sign-teach",
    "clin-sign-name",
    "clin-sign-number",
    "sign-role",
    "sign-date",
)


def failures(file: File) -> Iterator[Failure]:
    """Yield what fails."""
    if file.kind is not Kind.form:
        for page in file.pages:
            if file.number is None or file.number not in page.text:
                yield Failure("G1", page.number, "no plan number")
    if file.kind is not Kind.clinician:
        return
    versions = file.pattern("clin-version-line").pattern.replace(FILL, "([^,]+?)", 2).replace(FILL, "([0-9a-f]{12})", 1)
    if not re.search(versions, file.text) or not file.says("made-on"):
        yield Failure("G1", None, "no version of software and knowledge with its hash, or no date")
    style = file.knowledge.get("style", "patient")
    dated = rf"\d{{1,2}} (?:{'|'.join(style.months)}) \d{{4}}"
    listed = file.text.partition(file.knowledge.phrase("clin-sources"))[2]
    if not re.search(dated, listed):
        yield Failure("G2", None, "no sources with the day they were last read")
    yield from (Failure("G3", None, f"the sign-off does not ask for: {file.knowledge.phrase(each)}") for each in file.missing(*_SIGNED))
