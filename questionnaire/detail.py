"""What belongs to a name on a list: how much of a supplement is taken and how often, when a condition began."""

from datetime import date
from typing import Any

from questionnaire import words
from questionnaire.dates import read_since
from questionnaire.keys import Back
from questionnaire.numbers import number
from questionnaire.question import Question
from questionnaire.widgets import choose, say, type_in

_LARGEST = 1_000_000  # as in the profile


def put_amount(question: Question, typed: str) -> dict[str, Any] | Back:
    """Ask how much of a supplement is taken, and how often. Without a frequency it counts as one a day."""
    amount = _amount(question)
    if isinstance(amount, Back):
        return amount
    say("")
    say(words.HOW_OFTEN.format(typed=typed), "bold")
    often = choose([*(each for _, each, _, _ in words.OFTEN), words.NOT_SURE], why=question.why)
    if isinstance(often, Back):
        return often
    if often == len(words.OFTEN):
        return amount
    key, _, period, most = words.OFTEN[often]

    def check(text: str) -> str | None:
        many = number(text)
        return None if many is not None and 0 < many <= most else words.HOW_MANY_ERROR.format(most=f"{most:,}")

    say("")
    say(words.HOW_MANY.format(period=period), "bold")
    many = type_in(why=question.why, check=check)
    return many if isinstance(many, Back) else {**amount, key: number(many)}


def put_since(question: Question, typed: str, today: date) -> dict[str, Any] | Back:
    """Ask when a condition began: some rules count the months. Left out, the date is not known."""

    def check(text: str) -> str | None:
        return words.SINCE_ERROR if text and read_since(text, today) is None else None

    say("")
    say(words.SINCE.format(typed=typed), "bold")
    say(words.SKIP)
    since = type_in(why=question.why, check=check)
    if isinstance(since, Back):
        return since
    return {"since": read_since(since, today)} if since else {}


def _amount(question: Question) -> dict[str, Any] | Back:
    def check(text: str) -> str | None:
        amount = number(text) if text else 1
        return None if amount is not None and 0 < amount <= _LARGEST else words.AMOUNT_ERROR

    say("")
    say(words.AMOUNT, "bold")
    say(words.SKIP)
    typed = type_in(why=question.why, check=check)
    if isinstance(typed, Back):
        return typed
    if not typed:
        return {}
    say("")
    say(words.UNIT, "bold")
    unit = choose([*(each for _, each in words.UNITS), words.NOT_SURE], why=question.why)
    if isinstance(unit, Back):
        return unit
    if unit < len(words.UNITS):
        return {"amount": number(typed), "unit": words.UNITS[unit][0]}
    say(words.NO_UNIT)
    return {}
