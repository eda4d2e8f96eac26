"""What belongs to a name on a list, asked only where a rule would use it.

How much of a supplement is taken and how often, whether a medicine was stopped and when in the day it is taken, when a
condition began.
"""

from typing import Any

from questionnaire import words
from questionnaire.asking import Asking, Back, Reading, Scale
from questionnaire.dates import read_day, read_since
from questionnaire.numbers import number, told_both_ways
from questionnaire.question import Question

_LARGEST = 1_000_000  # as in the profile
_TINY = 100  # so many times less than a usual pack, and the unit is likely another


def put_medicine(question: Question, typed: str, reading: Reading, asking: Asking) -> dict[str, Any] | Back:
    """Ask whether a medicine was stopped, and when in the day it is taken, where that counts."""
    if "stopped" in reading.asks:
        asking.bold(words.TAKEN_NOW[asking.they].format(typed=typed))
        now = asking.screen.choose([words.YES, words.STOPPED, words.NOT_SURE], why=question.why)
        if isinstance(now, Back):
            return now
        if now == 1:
            return _stopped(question, typed, asking)
    return _slots(typed, asking) if "slots" in reading.asks else {}


def put_since(question: Question, typed: str, reading: Reading, asking: Asking) -> dict[str, Any] | Back:
    """Ask when a condition began, where a rule counts the months. Left out, the date is not known."""
    if "since" not in reading.asks:
        return {}

    def check(text: str) -> str | None:
        return words.SINCE_ERROR if text and read_since(text, asking.today) is None else None

    asking.bold(words.SINCE.format(typed=typed))
    asking.screen.say(words.SKIP)
    since = asking.screen.type_in(why=question.why, check=check)
    if isinstance(since, Back):
        return since
    return {"since": read_since(since, asking.today)} if since else {}


def put_amount(question: Question, typed: str, reading: Reading, asking: Asking) -> dict[str, Any] | Back:
    """Ask how much of a supplement is taken, and how often. Without a frequency it counts as one a day."""
    amount = _amount(question, reading, asking)
    if isinstance(amount, Back):
        return amount
    asking.bold(words.HOW_OFTEN[asking.they].format(typed=typed))
    often = asking.screen.choose([*(each for _, each, _, _ in words.OFTEN), words.NOT_SURE], why=question.why)
    if isinstance(often, Back):
        return often
    if often == len(words.OFTEN):
        return amount
    key, _, period, most = words.OFTEN[often]

    def check(text: str) -> str | None:
        many = number(text)
        return None if many is not None and 0 < many <= most else words.HOW_MANY_ERROR.format(most=f"{most:,}")

    asking.bold(words.HOW_MANY[asking.they].format(period=period))
    many = asking.screen.type_in(why=question.why, check=check)
    return many if isinstance(many, Back) else {**amount, key: number(many)}


def _stopped(question: Question, typed: str, asking: Asking) -> dict[str, Any] | Back:
    def check(text: str) -> str | None:
        day = read_day(text)
        return None if not text or (day and day <= asking.today) else words.DATE_ERROR if day is None else words.DATE_AHEAD

    asking.bold(words.WHEN_STOPPED.format(typed=typed))
    asking.screen.say(words.SKIP)
    told = asking.screen.type_in(why=question.why, check=check)
    if isinstance(told, Back):
        return told
    day = read_day(told)
    return {"stopped": day.isoformat() if day else True}  # without a day it still counts as taken


def _slots(typed: str, asking: Asking) -> dict[str, Any] | Back:
    asking.bold(words.WHICH_SLOTS[asking.they].format(typed=typed))
    items = [*(each for _, each in words.SLOTS), words.NOT_SURE]
    places = asking.screen.tick(items, why=words.SLOTS_WHY, error=words.SLOTS_ERROR, alone=[len(words.SLOTS)])
    if isinstance(places, Back):
        return places
    slots = [words.SLOTS[each][0] for each in places if each < len(words.SLOTS)]
    return {"slots": slots} if slots else {}


def _amount(question: Question, reading: Reading, asking: Asking) -> dict[str, Any] | Back:
    """Ask for number and unit until they can be true together, or the person goes on without them."""

    def check(text: str) -> str | None:
        amount = number(text) if text else 1
        return None if amount is not None and 0 < amount <= _LARGEST else words.AMOUNT_ERROR

    while True:
        asking.bold(words.AMOUNT)
        asking.screen.say(words.SKIP)
        typed = asking.screen.type_in(why=question.why, check=check)
        if isinstance(typed, Back):
            return typed
        if not typed:
            return {}
        asking.bold(words.UNIT)
        place = asking.screen.choose([*(each for _, each in words.UNITS), words.NOT_SURE], why=question.why)
        if isinstance(place, Back):
            continue
        if place == len(words.UNITS):
            asking.screen.say(words.NO_UNIT)
            return {}
        amount, unit = number(typed) or 0.0, words.UNITS[place][0]
        if reading.scale is None:
            return {"amount": amount, "unit": unit}
        if unit not in reading.scale.worth:
            asking.screen.say(words.NOT_ITS_UNIT.format(unit=unit), "bold")
            continue
        asking.screen.say(told_both_ways(amount, unit, reading.scale, [each for each, _ in words.UNITS]))
        if not _unusual(amount, unit, reading.scale, reading.usual) or _sure(question, f"{amount:,g} {unit}", asking):
            return {"amount": amount, "unit": unit}


def _unusual(amount: float, unit: str, scale: Scale, usual: float | None) -> bool:
    """Whether no pack holds so much, or the number is so small that it likely has another unit."""
    value = amount * scale.worth[unit]
    return usual is not None and not usual / _TINY <= value <= usual


def _sure(question: Question, amount: str, asking: Asking) -> bool:
    asking.bold(words.UNUSUAL.format(amount=amount))
    return asking.screen.choose([words.YES_AS_ON_PACK, words.TYPE_AMOUNT_AGAIN], why=question.why) == 0
