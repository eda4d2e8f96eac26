"""Dates as people type them. A month in digits is refused where it could be a day: 3/4 is March here and April there."""

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.?\s+([a-z]+)\.?,?\s+(\d{4})")
_MONTH_FIRST = re.compile(r"([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_MONTH_YEAR = re.compile(r"([a-z]+|\d{1,2})[./\s]+(\d{4})")
_YEAR_MONTH = re.compile(r"(\d{4})-(\d{1,2})")


def read_day(typed: str) -> date | None:
    """Return the day in `typed`, like 1 Sep 2026 or 2026-09-01, or None."""
    text = typed.strip().casefold()
    if found := _ISO.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.fullmatch(text):
        return _day(int(found[3]), _month(found[2]), int(found[1]))
    if found := _MONTH_FIRST.fullmatch(text):
        return _day(int(found[3]), _month(found[1]), int(found[2]))
    return None


def read_since(typed: str, today: date) -> str | None:
    """Return a year, a month or a day that is not ahead of today, as a profile writes it, or None."""
    text = typed.strip().casefold()
    day = read_day(text)
    if day is not None:
        return day.isoformat() if day <= today else None
    if re.fullmatch(r"\d{4}", text):
        year, month = int(text), None
    elif found := _YEAR_MONTH.fullmatch(text):
        year, month = int(found[1]), int(found[2])
    elif found := _MONTH_YEAR.fullmatch(text):
        year, month = int(found[2]), int(found[1]) if found[1].isdigit() else _month(found[1])
    else:
        return None
    first = _day(year, month if month is not None else 1, 1)
    if first is None or first > today or year < today.year - 120:
        return None
    return f"{year}" if month is None else f"{year}-{month:02}"


def _month(word: str) -> int:
    for names in (_MONTHS, _NAMES, ("", "", "", "", "", "", "", "", "sept")):
        if word in names:
            return names.index(word) + 1
    return 0


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
