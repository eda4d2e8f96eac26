"""The conversation: one question after the other, a look at all answers, and a profile at the end.

Stopping loses nothing: `Stopped` carries the answers so far in the keys of a profile. An answer that ends the
interview (help is needed now or today) ends it at once, without the page "Check your answers".
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from planner.errors import Stopped, UsageError
from questionnaire import words
from questionnaire.answer import put, said
from questionnaire.entries import Entry, LookUp, Reading, put_list
from questionnaire.flow import Answers, answered, complete, ending, next_question, previous_question, reached, to_profile
from questionnaire.keys import Back
from questionnaire.question import PREFILLED, TYPED_LISTS, Question
from questionnaire.review import to_change
from questionnaire.widgets import has_terminal, say

__all__ = ["LookUp", "Reading", "ask"]


def ask(questions: Sequence[Question], look_up: LookUp, answers: Answers | None = None, *, today: date | None = None) -> dict[str, Any]:
    """Ask every question these answers (by question id) leave open; return the profile, ready for JSON."""
    if not has_terminal():
        raise UsageError(words.NEEDS_TERMINAL)
    interview = _Interview(questions, look_up, answers or {}, today or datetime.now(UTC).astimezone().date())
    try:
        return interview.run()
    except EOFError:
        raise UsageError(words.NEEDS_TERMINAL) from None
    except KeyboardInterrupt:
        raise Stopped(interview.so_far()) from None


class _Interview:
    """What has been said up to now. `earlier` keeps answers that were taken out, to be shown when asked again."""

    def __init__(self, questions: Sequence[Question], look_up: LookUp, answers: Answers, today: date) -> None:
        self.questions = questions
        self.look_up = look_up
        self.answers = dict(answers)
        self.earlier: Answers = {}
        self.today = today
        self.draft: tuple[Question, list[Entry]] | None = None

    def run(self) -> dict[str, Any]:
        say(words.WELCOME)
        say(words.KEYS)
        while True:
            self.ask_open()
            how = ending(self.answers, self.questions)
            if how:
                say("")
                say(words.ENDS[how], "bold")
                if how == "stop":  # without consent nothing is kept, not even what was said before
                    raise Stopped({})
                return complete(self.answers, self.questions)
            change = to_change(self.answers, self.questions)
            if change is None:
                return complete(self.answers, self.questions)
            self.put(change, back=True)

    def ask_open(self) -> None:
        """Ask until nothing is open; going back asks the question before again and keeps all other answers."""
        question = next_question(self.answers, self.questions)
        while question is not None:
            before = previous_question(self.answers, self.questions, question)
            gone_on = self.put(question, back=before is not None)
            question = next_question(self.answers, self.questions) if gone_on else before or question

    def put(self, question: Question, *, back: bool) -> bool:
        """Ask one question and keep its answer; False means that the person went back."""
        say("")
        say(question.ask, "bold")
        if question.hint:
            say(question.hint)
        before = {**self.earlier, **self.answers}.get(question.id)
        if before is not None and question.kind not in TYPED_LISTS | PREFILLED:
            say(words.BEFORE.format(answer=said(question, before)))
        if question.kind in TYPED_LISTS:
            draft: list[Entry] = list(before) if isinstance(before, list) else []
            self.draft = (question, draft)
            value = put_list(question, draft, self.look_up, self.today, back=back)
            self.earlier[question.id] = draft
            self.draft = None
        else:
            value = put(question, before, self.today, back=back)
        if isinstance(value, Back):
            return False
        self.keep(question, value)
        return True

    def keep(self, question: Question, value: Any) -> None:
        asked = {each.id for each in reached(self.answers, self.questions) if each.id in self.answers}
        self.earlier |= self.answers
        self.answers = answered(self.answers, self.questions, question, value)
        open_now = {each.id for each in reached(self.answers, self.questions)}
        gone = [each.short.lower() for each in self.questions if each.id in asked - open_now]
        if gone and not ending(self.answers, self.questions):
            say(words.NO_LONGER.format(names=", ".join(gone)))

    def so_far(self) -> dict[str, Any]:
        """Return the answers as a profile, with the names already on a list that is not finished."""
        answers = dict(self.answers)
        if self.draft and self.draft[1]:
            question, draft = self.draft
            answers[question.id] = list(draft)
        return to_profile(answers, self.questions)
