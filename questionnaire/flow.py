"""Which question comes next. Pure: no terminal, no clock, no file.

Answers are kept by question id: a text, number, truth value, list or table, or None where the person went on without
answering. An answer whose question is no longer reached stays in the answers but never enters the profile.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from questionnaire.question import Choice, Condition, Kind, Question

Answers = dict[str, Any]
_ENDS = ("stop", "now", "today")


def next_question(answers: Answers, questions: Sequence[Question]) -> Question | None:
    """Return the first question that is reached and not answered, or None when all is said."""
    return next((each for each in reached(answers, questions) if each.id not in answers), None)


def previous_question(answers: Answers, questions: Sequence[Question], current: Question) -> Question | None:
    """Return the reached question before this one."""
    before: Question | None = None
    for each in reached(answers, questions):
        if each.id == current.id:
            break
        before = each
    return before


def reached(answers: Answers, questions: Sequence[Question]) -> Iterator[Question]:
    """Yield the questions these answers lead to, in order; an answer that ends the interview is the last one.

    A table is yielded with the rows these answers leave.
    """
    counted: Answers = {}
    for question in questions:
        if not all(_holds(each, counted) for each in question.ask_when):
            continue
        yield _with_rows(question, counted)
        if question.id in answers:
            counted[question.id] = answers[question.id]
            if any(each.ends for each in chosen(question, answers[question.id])):
                return


def ending(answers: Answers, questions: Sequence[Question]) -> str | None:
    """Return how the interview is cut short (`stop`, `now` or `today`), if it is."""
    for question in reached(answers, questions):
        ends = [each.ends for each in chosen(question, answers.get(question.id)) if each.ends]
        if ends:
            return min(ends, key=_ENDS.index)
    return None


def answered(answers: Answers, questions: Sequence[Question], question: Question, value: Any) -> Answers:
    """Return the answers with this one in. A new value takes out what depends on it, so that it is asked again."""
    after = {**answers, question.id: value}
    if question.id in answers and answers[question.id] != value:
        changed = {question.id}
        for each in questions:
            if any(condition.question in changed for condition in _conditions(each)) and _asked_otherwise(each, answers, after, questions):
                changed.add(each.id)
                after.pop(each.id, None)
    return after


def chosen(question: Question, value: Any) -> tuple[Choice, ...]:
    """Return the choices taken in a list."""
    if question.kind not in {Kind.select, Kind.select_many} or value is None:
        return ()
    taken = value if isinstance(value, list) else [value]
    return tuple(each for each in question.choices if each.value in taken)


def _conditions(question: Question) -> tuple[Condition, ...]:
    return (*question.ask_when, *(each for row in question.rows for each in row.ask_when))


def _asked_otherwise(question: Question, before: Answers, after: Answers, questions: Sequence[Question]) -> bool:
    """Whether a question is asked, or its rows are, only since the change or only until it."""
    now, then = ({each.id: each for each in reached(answers, questions)}.get(question.id) for answers in (after, before))
    return now is None or then is None or now != then


def _with_rows(question: Question, answers: Answers) -> Question:
    rows = tuple(row for row in question.rows if all(_holds(each, answers) for each in row.ask_when))
    return question if len(rows) == len(question.rows) else replace(question, rows=rows)


def _holds(condition: Condition, answers: Answers) -> bool:
    if condition.question not in answers:
        return False
    value = answers[condition.question]
    said = value if isinstance(value, list) else [value]
    if condition.one_of and not any(each in condition.one_of for each in said):
        return False
    if any(each in condition.none_of for each in said if not isinstance(each, dict)):
        return False
    if condition.at_least is None and condition.under is None:
        return True
    years = value.get("age") if isinstance(value, dict) else value
    return isinstance(years, int) and (condition.at_least or 0) <= years and (condition.under is None or years < condition.under)
