"""Numbers, amounts and dates as they are printed: digits with commas, a space that never breaks, units in words."""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from planner.entry import SupplementEntry

NBSP = "\u00a0"
_NUMBER_AND_UNIT = re.compile(
    r"\d (?:micrograms?|milligrams?|units|grams?|millilitres|pieces|hours?|days?|weeks|months|years)\b|[Vv]itamin (?=[A-K]\d?\b)"
)
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def number(value: float) -> str:
    """Return a number without a trailing zero, with commas from a thousand: `1,000`, `2.5`."""
    return f"{round(value, 2):,.10g}" if value < 1e6 else f"{value:,.0f}"  # noqa: PLR2004 - beyond that nobody reads decimals


def amount(value: float, unit: str) -> str:
    """Return an amount whose number and unit stay on one line."""
    return f"{number(value)}{NBSP}{unit}"


def both_units(entry: SupplementEntry, value: float) -> str:
    """Return an amount in the supplement's unit, with its twin (international units) where there is one."""
    twin = twin_of(entry, value)
    return f"{amount(value, entry.unit)} ({twin})" if twin else amount(value, entry.unit)


def twin_of(entry: SupplementEntry, value: float) -> str | None:
    """Return the amount in the twin unit, if the supplement has one."""
    if entry.twin_unit is None or entry.twin_worth is None:
        return None
    return amount(value * entry.twin_worth, entry.twin_unit)


@lru_cache(maxsize=4_096)  # plans say the same things
def unbroken(text: str) -> str:
    """Return a sentence in which no amount, age or length of time is parted from its unit at the end of a line, and no vitamin's name."""
    return _NUMBER_AND_UNIT.sub(lambda found: found[0].replace(" ", NBSP), text)


def day(value: date) -> str:
    """Return a date that no country reads the wrong way round: `22 February 2027`."""
    return f"{value.day}{NBSP}{_MONTHS[value.month - 1]}{NBSP}{value.year}"


def either(words: Iterable[str], join: str = "or") -> str:
    """Return words in a row as a person says them: `a, b or c`."""
    listed = list(words)
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} {join} {listed[-1]}" if listed else ""
