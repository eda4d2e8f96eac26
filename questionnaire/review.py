"""Check your answers: every answer with a number, and the way to change one."""

from collections.abc import Sequence

from questionnaire import words
from questionnaire.answer import said
from questionnaire.asking import Asking, Back
from questionnaire.flow import Answers
from questionnaire.question import Question

_LONGEST = 3


def to_change(answers: Answers, asked: Sequence[Question], asking: Asking, *, going_on: bool = False) -> Question | None:
    """Show all answers; return the question whose answer the person wants to change, or None to make the plan or go on."""
    while True:
        asking.bold(words.REVIEW)
        widest = max(len(each.short) for each in asked)
        for number, question in enumerate(asked, 1):
            told = said(question, answers[question.id]) if question.id in answers else words.NOT_TOLD
            asking.screen.say(f"{number:>3}  {question.short + ':':<{widest + 1}}  {told}", hanging=widest + 8)
        asking.bold(words.READY)
        ready = words.GO_ON if going_on else words.MAKE
        if asking.screen.choose([ready, words.CHANGE], why=asking.screen.keys, back=False) == 0:
            return None
        wrong = words.WHICH_ERROR.format(last=len(asked))
        typed = asking.screen.type_in(words.WHICH, why=asking.screen.keys, check=lambda text: None if _in(text, len(asked)) else wrong)  # noqa: B023 - asked at once
        if not isinstance(typed, Back):
            return asked[int(typed) - 1]


def _in(text: str, last: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST and 1 <= int(text) <= last
