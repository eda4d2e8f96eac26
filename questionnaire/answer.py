"""One question on the screen, one answer back; and how an answer reads on the page "Check your answers"."""

import re
from typing import TYPE_CHECKING, Any

from planner.vocabulary import NOT_SURE
from questionnaire import words
from questionnaire.answers import birth
from questionnaire.asking import Asking, Back
from questionnaire.country import country_code, country_name, near_countries
from questionnaire.dates import read_day
from questionnaire.lab import put_lab
from questionnaire.question import TYPED_LISTS, Kind, Question
from questionnaire.text import split

if TYPE_CHECKING:
    from collections.abc import Callable

NONE = "none"
_EARLIEST = 1900  # nobody older is alive
_LIKELY = 100  # years; above it the number is asked for once more


def put(question: Question, before: Any, asking: Asking, *, back: bool) -> Any:
    """Ask a question of any kind but a typed list; return what was answered, or `Back`."""
    if question.kind is Kind.lab:
        return put_lab(question, asking, back=back)
    return _PUT[question.kind](question, before, asking, back=back)


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
        if question.kind is Kind.age:
            return f"{value['age']}, born {value['date_of_birth']}"
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
    if entry.get("stopped"):
        parts.append("stopped" if entry["stopped"] is True else f"stopped {entry['stopped']}")
    parts += [dict(words.SLOTS)[each].lower() for each in entry.get("slots", ())]
    if entry.get("relevant") is False:
        parts.append("seen, not relevant")
    return ", ".join(parts)


def _result_words(result: dict[str, Any]) -> str:
    return ", ".join(filter(None, [f"{result['value']:g} {result.get('unit', '')}".strip(), result.get("date")]))


def _frequency_words(question: Question, frequencies: dict[str, str]) -> str:
    told = [row for row in question.rows if row.food in frequencies]
    return "; ".join(f"{row.words.split(' (')[0]}: {question.words_for(frequencies[row.food]).lower()}" for row in told)


def _select(question: Question, _before: Any, asking: Asking, *, back: bool) -> Any:
    while True:
        place = asking.screen.choose([each.words for each in question.choices], why=question.why, error=question.error, back=back)
        if isinstance(place, Back):
            return place
        choice = question.choices[place]
        if not choice.tells_why:
            return choice.value
        asking.screen.say(question.why)


def _select_many(question: Question, _before: Any, asking: Asking, *, back: bool) -> Any:
    values = ticked(question, asking, back=back)
    return values if isinstance(values, Back) else [] if values == [NONE] else NOT_SURE if _only_doubt(question, values) else values


def _only_doubt(question: Question, values: list[Any]) -> bool:
    """Whether the answer is "not sure" and fills a field; a choice that adds to another list stays a choice."""
    return values == [NOT_SURE] and not any(each.adds for each in question.choices if each.value == NOT_SURE)


def ticked(question: Question, asking: Asking, *, back: bool) -> list[Any] | Back:
    """Return the values ticked in a list."""
    alone = [place for place, each in enumerate(question.choices) if each.alone]
    items = [each.words for each in question.choices]
    places = asking.screen.tick(items, why=question.why, error=question.error, alone=alone, most=question.most, back=back)
    return places if isinstance(places, Back) else [question.choices[each].value for each in places]


def _frequencies(question: Question, _before: Any, asking: Asking, *, back: bool) -> Any:
    rows, items = [each.words for each in question.rows], [each.words for each in question.choices]
    places = asking.screen.rate(rows, items, why=question.why, error=question.error, back=back)
    if isinstance(places, Back):
        return places
    values = {row.food: question.choices[place].value for row, place in zip(question.rows, places, strict=True)}
    # A food left out is what "not known" looks like in a profile.
    return {food: value for food, value in values.items() if value != NOT_SURE}


def _words(question: Question, _before: Any, asking: Asking, *, back: bool) -> Any:
    def check(text: str) -> str | None:
        return None if split(text) else words.TYPE_SOMETHING

    while True:
        place = asking.screen.choose([each.words for each in question.choices], why=question.why, error=question.error, back=back)
        if isinstance(place, Back):
            return place
        if question.choices[place].value == NONE:
            return []
        typed = asking.screen.type_in(words.TYPE_SOME, why=question.why, check=check, lines=True)
        if not isinstance(typed, Back):
            return [each[:300] for each in split(typed)][:40]


def _whole_number(question: Question, before: Any, asking: Asking, *, back: bool) -> Any:
    typed = asking.screen.type_in(
        why=question.why, check=lambda text: _number_wrong(question, text), before="" if before is None else str(before), back=back
    )
    return typed if isinstance(typed, Back) else int(typed) if typed else None


def _age(question: Question, before: Any, asking: Asking, *, back: bool) -> Any:
    """Ask for an age in years; a date of birth is as good. An age that few people reach is asked for once more."""
    shown = before["date_of_birth"] if isinstance(before, dict) else "" if before is None else str(before)

    def check(typed: str) -> str | None:
        day = read_day(typed)
        if day is None:
            return _number_wrong(question, typed)
        return None if day <= asking.today and day.year >= _EARLIEST else words.BORN_ERROR

    while True:
        typed = asking.screen.type_in(why=question.why, check=check, before=shown, back=back)
        if isinstance(typed, Back):
            return typed
        day = read_day(typed)
        answer = int(typed) if day is None else birth(day, asking.today)
        years = answer if isinstance(answer, int) else answer["age"]
        if day is not None:
            asking.screen.say(words.AGE_SAID.format(age=years))
        if years <= _LIKELY:
            return answer
        asking.bold(words.OLD.format(age=years))
        if asking.screen.choose([words.YES, words.TYPE_AMOUNT_AGAIN], why=question.why) == 0:
            return answer


def _number_wrong(question: Question, typed: str) -> str | None:
    if not typed and question.optional:
        return None
    if not re.fullmatch(r"\d{1,9}", typed, re.ASCII):
        return question.error
    if int(typed) > question.highest:
        return words.TOO_HIGH.format(short=question.short, bound=question.highest, typed=typed)
    return words.TOO_LOW.format(short=question.short, bound=question.lowest, typed=typed) if int(typed) < question.lowest else None


def _text(question: Question, before: Any, asking: Asking, *, back: bool) -> Any:
    def check(typed: str) -> str | None:
        if not typed:
            return None if question.optional else question.error
        if question.allowed and not re.fullmatch(question.allowed, typed):
            return question.error
        return words.TOO_LONG.format(longest=question.longest, typed=len(typed)) if len(typed) > question.longest else None

    typed = asking.screen.type_in(why=question.why, check=check, before=before or "", back=back)
    return typed if isinstance(typed, Back) else typed or None


def _country(question: Question, before: Any, asking: Asking, *, back: bool) -> Any:
    def check(typed: str) -> str | None:
        if country_code(typed):
            return None
        near = near_countries(typed)
        return words.COUNTRY_NEAR.format(names=" / ".join(near)) if near else question.error

    typed = asking.screen.type_in(why=question.why, check=check, before=country_name(before) if before else "", back=back)
    if isinstance(typed, Back):
        return typed
    code = country_code(typed) or ""
    asking.screen.say(country_name(code))
    return code


_PUT: "dict[Kind, Callable[..., Any]]" = {
    Kind.select: _select,
    Kind.select_many: _select_many,
    Kind.frequency_table: _frequencies,
    Kind.words: _words,
    Kind.age: _age,
    Kind.whole_number: _whole_number,
    Kind.country: _country,
    Kind.text: _text,
}
