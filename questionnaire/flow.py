"""Which question comes next, and what the answers say as a profile. Pure: no terminal, no clock.

Answers are kept by question id: a text, number, truth value, list or table, or None where the person went on without
answering. An answer whose question is no longer reached stays in the answers but never enters the profile.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from planner.vocabulary import NOT_SURE, Goal
from questionnaire.question import Choice, Condition, Kind, Question

Answers = dict[str, Any]


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
    """Yield the questions these answers lead to, in order; an answer that ends the interview is the last one."""
    counted: Answers = {}
    for question in questions:
        if not all(_holds(each, counted) for each in question.ask_when):
            continue
        yield question
        if question.id in answers:
            counted[question.id] = answers[question.id]
            if _ending_choice(question, answers[question.id]):
                return


def ending(answers: Answers, questions: Sequence[Question]) -> str | None:
    """Return how the interview is cut short (`stop`, `now` or `today`), if it is."""
    for question in reached(answers, questions):
        choice = _ending_choice(question, answers.get(question.id))
        if choice:
            return choice.ends
    return None


def answered(answers: Answers, questions: Sequence[Question], question: Question, value: Any) -> Answers:
    """Return the answers with this one in. A new value takes out what depends on it, so that it is asked again."""
    after = {**answers, question.id: value}
    if question.id in answers and answers[question.id] != value:
        changed = {question.id}
        for each in questions:
            if any(condition.question in changed for condition in each.ask_when):
                changed.add(each.id)
                after.pop(each.id, None)
    return after


def to_profile(answers: Answers, questions: Sequence[Question]) -> dict[str, Any]:
    """Return what was answered in the keys of a profile, ready for JSON; what was not asked or skipped is left out."""
    profile: dict[str, Any] = {"schema_version": 1}
    for question in reached(answers, questions):
        value = answers.get(question.id)
        if question.field is None or value is None or value == {}:
            continue
        *tables, last = question.field.split(".")
        place = profile
        for each in tables:
            place = place.setdefault(each, {})
        place[last] = value
    return profile


def complete(answers: Answers, questions: Sequence[Question]) -> dict[str, Any]:
    """Return the profile of an interview that has ended.

    The goal is the last thing asked and is not asked of children or of someone who needs help now. A profile must have
    one; the general goal is the one that says nothing about the person.
    """
    return {**to_profile(answers, questions), **({} if answers.get("goals") else {"goals": [Goal.general.value]})}


def _holds(condition: Condition, answers: Answers) -> bool:
    if condition.question not in answers:
        return False
    value = answers[condition.question]
    said = value if isinstance(value, list) else [value]
    if condition.one_of and not any(each in condition.one_of for each in said):
        return False
    if any(each in condition.none_of for each in said):
        return False
    if condition.at_least is None and condition.under is None:
        return True
    return isinstance(value, int) and (condition.at_least or 0) <= value and (condition.under is None or value < condition.under)


def _ending_choice(question: Question, value: Any) -> Choice | None:
    """Return the most urgent choice among those taken that ends the interview."""
    if question.kind not in {Kind.select, Kind.select_many} or value is None or value == NOT_SURE:
        return None
    said = value if isinstance(value, list) else [value]
    taken = [each for each in question.choices if each.ends and each.value in said]
    return min(taken, key=lambda each: ("stop", "now", "today").index(each.ends or "stop"), default=None)
