"""A laboratory result: the number, its unit (nobody may guess it) and the day of the test."""

from typing import Any

from questionnaire import words
from questionnaire.asking import Asking, Back
from questionnaire.dates import read_day
from questionnaire.numbers import number, told_both_ways
from questionnaire.question import Question


def put_lab(question: Question, asking: Asking, *, back: bool) -> Any:
    """Ask for number, unit and date; going back leads to the step before. None where the person goes on without it."""
    told: list[Any] = []
    while len(told) < 3:  # noqa: PLR2004 - number, unit, date
        if not told:
            value: Any = _result(question, asking, back=back)
        elif len(told) == 1:
            value = _unit(question, asking)
            if isinstance(value, str) and not _can_be(question, asking, told[0], value):
                told.clear()
                continue
        else:
            value = _day(question, asking)
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


def _can_be(question: Question, asking: Asking, value: float, unit: str) -> bool:
    """Say the result in both units; one that cannot be true is asked for again."""
    scale = asking.door.lab((question.field or "").removeprefix("labs."))
    if unit and not scale.lowest <= value * scale.worth.get(unit, 1.0) <= scale.highest:
        asking.screen.say(words.CANNOT_BE.format(amount=f"{value:g} {unit}"), "bold")
        return False
    if both := told_both_ways(value, unit, scale, [str(each.value) for each in question.units]):
        asking.screen.say(both)
    return True


def _result(question: Question, asking: Asking, *, back: bool) -> float | Back | None:
    def check(typed: str) -> str | None:
        if not typed and question.optional:
            return None
        value = number(typed)
        if value is None:
            return question.error
        return words.TOO_HIGH.format(short=question.short, bound=question.highest, typed=typed) if value > question.highest else None

    asking.screen.say(words.SKIP)
    typed = asking.screen.type_in(words.RESULT, why=question.why, check=check, back=back)
    return typed if isinstance(typed, Back) else number(typed)


def _unit(question: Question, asking: Asking) -> str | Back:
    if len(question.units) <= 1:
        return str(question.units[0].value) if question.units else ""
    asking.bold(words.RESULT_UNIT)
    place = asking.screen.choose([each.words for each in question.units], why=question.hint or question.why)
    return place if isinstance(place, Back) else str(question.units[place].value)


def _day(question: Question, asking: Asking) -> str | Back:
    def check(typed: str) -> str | None:
        if not typed:
            return None
        day = read_day(typed)
        return words.DATE_ERROR if day is None else words.DATE_AHEAD if day > asking.today else None

    asking.bold(words.RESULT_DATE)
    asking.screen.say(words.SKIP)
    typed = asking.screen.type_in(why=question.why, check=check)
    if isinstance(typed, Back):
        return typed
    day = read_day(typed)
    return day.isoformat() if day else ""
