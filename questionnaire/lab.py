"""A laboratory result: the number, its unit (nobody may guess it) and the day of the test."""

from datetime import date
from typing import Any

from questionnaire import words
from questionnaire.dates import read_day
from questionnaire.keys import Back
from questionnaire.numbers import number
from questionnaire.question import Question
from questionnaire.widgets import choose, say, type_in


def put_lab(question: Question, today: date, *, back: bool) -> Any:
    """Ask for number, unit and date; going back leads to the step before. None where the person goes on without it."""
    told: list[Any] = []
    while len(told) < 3:  # noqa: PLR2004 - number, unit, date
        if not told:
            value: Any = _result(question, back=back)
        elif len(told) == 1:
            value = _unit(question)
        else:
            value = _day(question, today)
        if isinstance(value, Back):
            if not told:
                return value
            told.pop()
            if len(told) == 1 and len(question.units) <= 1:  # that step asked nothing
                told.pop()
        elif value is None:
            return None
        else:
            told.append(value)
    result, unit, day = told
    return {"value": result, **({"unit": unit} if unit else {}), **({"date": day} if day else {})}


def _result(question: Question, *, back: bool) -> float | Back | None:
    def check(typed: str) -> str | None:
        if not typed and question.optional:
            return None
        value = number(typed)
        if value is None:
            return question.error
        return words.TOO_HIGH.format(short=question.short, bound=question.highest, typed=typed) if value > question.highest else None

    say(words.SKIP)
    typed = type_in(words.RESULT, why=question.why, check=check, back=back)
    return typed if isinstance(typed, Back) else number(typed)


def _unit(question: Question) -> str | Back:
    if len(question.units) <= 1:
        return str(question.units[0].value) if question.units else ""
    say("")
    say(words.RESULT_UNIT, "bold")
    place = choose([each.words for each in question.units], why=question.why)
    return place if isinstance(place, Back) else str(question.units[place].value)


def _day(question: Question, today: date) -> str | Back:
    def check(typed: str) -> str | None:
        if not typed:
            return None
        day = read_day(typed)
        return words.DATE_ERROR if day is None else words.DATE_AHEAD if day > today else None

    say("")
    say(words.RESULT_DATE, "bold")
    say(words.SKIP)
    typed = type_in(why=question.why, check=check)
    if isinstance(typed, Back):
        return typed
    day = read_day(typed)
    return day.isoformat() if day else ""
