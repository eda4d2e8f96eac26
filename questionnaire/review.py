"""Check your answers: every answer with a number, and the way to change one."""

from collections.abc import Sequence

from questionnaire import words
from questionnaire.answer import said
from questionnaire.flow import Answers, reached
from questionnaire.keys import Back
from questionnaire.question import Question
from questionnaire.widgets import choose, say, type_in


def to_change(answers: Answers, questions: Sequence[Question]) -> Question | None:
    """Show all answers; return the question whose answer the person wants to change, or None to make the plan."""
    asked = list(reached(answers, questions))
    while True:
        say("")
        say(words.REVIEW, "bold")
        widest = max(len(each.short) for each in asked)
        for number, question in enumerate(asked, 1):
            say(f"{number:>3}  {question.short:<{widest}}  {said(question, answers.get(question.id))}", hanging=widest + 7)
        say("")
        say(words.READY, "bold")
        if choose([words.MAKE, words.CHANGE], why=words.KEYS, back=False) == 0:
            return None
        wrong = words.WHICH_ERROR.format(last=len(asked))
        typed = type_in(words.WHICH, why=words.KEYS, check=lambda text: None if _in(text, asked) else wrong)  # noqa: B023 - asked at once
        if not isinstance(typed, Back):
            return asked[int(typed) - 1]


def _in(text: str, asked: Sequence[Question]) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= len(asked)  # noqa: PLR2004 - no list is that long
