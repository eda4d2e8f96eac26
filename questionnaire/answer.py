"""One question on the screen, one answer back; and how an answer reads on the page "Check your answers"."""

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from planner.vocabulary import NOT_SURE
from questionnaire import words
from questionnaire.country import country_code, country_name, near_countries
from questionnaire.keys import Back
from questionnaire.lab import put_lab
from questionnaire.question import TYPED_LISTS, Kind, Question
from questionnaire.widgets import choose, cleaned, say, tick, type_in

if TYPE_CHECKING:
    from collections.abc import Callable

NONE = "none"
_BREAK = re.compile(r"[;\n\r\t•]|,(?!\d)|(?<!\d),")  # a comma between digits belongs to a number


def put(question: Question, before: Any, today: date, *, back: bool) -> Any:
    """Ask a question of any kind but a typed list; return what was answered, or `Back`."""
    if question.kind is Kind.lab:
        return put_lab(question, today, back=back)
    if question.kind in _TYPED:
        return _TYPED[question.kind](question, before, back=back)
    return _LISTED[question.kind](question, back=back)


def said(question: Question, value: Any) -> str:
    """Return an answer in words."""
    if value is None or value == {}:
        return words.NOT_TOLD
    if value == []:
        return words.NONE_TOLD
    if value == NOT_SURE:
        return words.NOT_SURE
    if isinstance(value, list):
        return "; ".join(entry_words(each) if question.kind in TYPED_LISTS else question.words_for(each) for each in value)
    if isinstance(value, dict):
        return _result_words(value) if question.kind is Kind.lab else _frequency_words(question, value)
    return country_name(value) if question.kind is Kind.country else question.words_for(value)


def entry_words(entry: str | dict[str, Any]) -> str:
    """Return one entry of a typed list in words."""
    if isinstance(entry, str):
        return entry
    parts = [f"{entry['name']} ({entry['confirmed_as']})" if "confirmed_as" in entry else entry["name"]]
    if "amount" in entry:
        parts.append(f"{entry['amount']:,g} {entry['unit']}")
    parts += [f"{entry[key]:g} a {period}" for key, _, period, _ in words.OFTEN if key in entry]
    if "since" in entry:
        parts.append(f"since {entry['since']}")
    return ", ".join(parts)


def _result_words(result: dict[str, Any]) -> str:
    return ", ".join(filter(None, [f"{result['value']:g} {result.get('unit', '')}".strip(), result.get("date")]))


def _frequency_words(question: Question, frequencies: dict[str, str]) -> str:
    told = [row for row in question.rows if row.food in frequencies]
    return "; ".join(f"{row.words.split(' (')[0]}: {question.words_for(frequencies[row.food]).lower()}" for row in told)


def split(typed: str) -> list[str]:
    """Return the names in a typed or pasted list, each cleaned."""
    return [each for each in map(cleaned, _BREAK.split(typed)) if each]


def _select(question: Question, *, back: bool) -> Any:
    while True:
        place = choose([each.words for each in question.choices], why=question.why, error=question.error, back=back)
        if isinstance(place, Back):
            return place
        choice = question.choices[place]
        if not choice.tells_why:
            return choice.value
        say(question.why)


def _select_many(question: Question, *, back: bool) -> Any:
    alone = [place for place, each in enumerate(question.choices) if each.alone]
    items = [each.words for each in question.choices]
    places = tick(items, why=question.why, error=question.error, alone=alone, most=question.most, back=back)
    if isinstance(places, Back):
        return places
    values = [question.choices[each].value for each in places]
    return [] if values == [NONE] else NOT_SURE if values == [NOT_SURE] else values


def _frequencies(question: Question, *, back: bool) -> Any:
    frequencies: dict[str, str | bool] = {}
    at = 0
    while at < len(question.rows):
        say("")
        say(f"{question.rows[at].words}:", "bold")
        place = choose([each.words for each in question.choices], why=question.why, error=question.error, back=back or at > 0)
        if isinstance(place, Back):
            if at == 0:
                return place
            at -= 1
            continue
        frequencies.pop(question.rows[at].food, None)
        if question.choices[place].value != NOT_SURE:  # a food left out is what "not known" looks like in a profile
            frequencies[question.rows[at].food] = question.choices[place].value
        at += 1
    return frequencies


def _words(question: Question, *, back: bool) -> Any:
    while True:
        place = choose([each.words for each in question.choices], why=question.why, error=question.error, back=back)
        if isinstance(place, Back):
            return place
        if question.choices[place].value == NONE:
            return []
        typed = type_in(words.TYPE_SOME, why=question.why, check=lambda text: None if split(text) else words.TYPE_SOMETHING, lines=True)
        if not isinstance(typed, Back):
            return [each[:300] for each in split(typed)][:40]


def _whole_number(question: Question, before: Any, *, back: bool) -> Any:
    def check(typed: str) -> str | None:
        if not typed and question.optional:
            return None
        if not re.fullmatch(r"\d{1,9}", typed, re.ASCII):
            return question.error
        if int(typed) > question.highest:
            return words.TOO_HIGH.format(short=question.short, bound=question.highest, typed=typed)
        return words.TOO_LOW.format(short=question.short, bound=question.lowest, typed=typed) if int(typed) < question.lowest else None

    typed = type_in(why=question.why, check=check, before="" if before is None else str(before), back=back)
    return typed if isinstance(typed, Back) else int(typed) if typed else None


def _text(question: Question, before: Any, *, back: bool) -> Any:
    def check(typed: str) -> str | None:
        if not typed:
            return None if question.optional else question.error
        return words.TOO_LONG.format(longest=question.longest, typed=len(typed)) if len(typed) > question.longest else None

    typed = type_in(why=question.why, check=check, before=before or "", back=back)
    return typed if isinstance(typed, Back) else typed or None


def _country(question: Question, before: Any, *, back: bool) -> Any:
    def check(typed: str) -> str | None:
        if country_code(typed):
            return None
        near = near_countries(typed)
        return words.COUNTRY_NEAR.format(names=" / ".join(near)) if near else question.error

    typed = type_in(why=question.why, check=check, before=country_name(before) if before else "", back=back)
    if isinstance(typed, Back):
        return typed
    code = country_code(typed) or ""
    say(country_name(code))
    return code


_LISTED: "dict[Kind, Callable[..., Any]]" = {
    Kind.select: _select,
    Kind.select_many: _select_many,
    Kind.frequency_table: _frequencies,
    Kind.words: _words,
}
_TYPED: "dict[Kind, Callable[..., Any]]" = {Kind.whole_number: _whole_number, Kind.country: _country, Kind.text: _text}
