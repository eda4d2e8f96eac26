"""Whether a finished file still prints the words it was made with."""

import re
from enum import StrEnum
from pathlib import Path

from planner.edition import Knowledge
from planner.errors import InputError
from planner.lint.document import FILL, File
from planner.seal import check_letters


class Answer(StrEnum):
    """What is found."""

    matches = "matches"
    changed = "changed"
    not_ours = "not ours"
    no_check = "no check is printed in it"


def verify(path: Path, data: bytes, knowledge: Knowledge) -> Answer:
    """Make the check of a file anew from its own text, and hold it against the letters printed in it."""
    try:
        file = File(path, data, knowledge)
    except InputError:
        return Answer.not_ours
    try:
        return _answer(file)
    finally:
        file.close()


def _answer(file: File) -> Answer:
    printed = re.compile(file.pattern("check").pattern.replace(FILL, "([0-9A-Z]{4}-[0-9A-Z]{4})"))
    seals = [(part, found[1]) for part in file.parts("P") if (found := printed.fullmatch(part.text))]
    if file.kind is None:
        return Answer.not_ours
    if len(seals) != 1:
        return Answer.no_check
    seal, letters = seals[0]
    own = set(seal.marks)
    words = [run.text for page in file.pages for run in page.runs if run.mark >= 0 and (run.page, run.mark) not in own]
    return Answer.matches if check_letters(words) == letters else Answer.changed
