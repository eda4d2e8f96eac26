"""The questions that came with the program, kept once they were checked: the first of them must not wait for what checks them."""

import hashlib
import sys
from pathlib import Path

from planner import kept, mark, record, vocabulary
from planner.kept import Unfit, from_bytes, keep, take, to_bytes
from questionnaire import question
from questionnaire.question import QUESTIONS, Question, read_questions

_READER = tuple(Path(str(each.__file__)) for each in (question, vocabulary, mark, record, kept))
_MODULES = frozenset({question.__name__})


def shipped_questions() -> tuple[Question, ...]:
    """Return the questions, as kept if file and reader are the same to the byte; else read, check and keep them."""
    import platformdirs  # noqa: PLC0415 - loaded when needed

    digest = hashlib.sha256(b"\0".join((sys.version.encode(), *(each.read_bytes() for each in (QUESTIONS, *_READER)))))
    path = Path(platformdirs.user_cache_dir("supplement-plan")) / f"questions-{digest.hexdigest()}.kept"
    data = take(path)
    if data is not None:
        try:
            found: tuple[Question, ...] = from_bytes(data, _MODULES)
        except Unfit:
            pass
        else:
            return found
    questions = read_questions()
    keep(path, to_bytes(questions))
    return questions
