"""Lists a person types: medicines, supplements, conditions, allergies.

What is typed is looked up and shown; the person says whether it is theirs. Nothing is accepted by itself, and a name
nobody knows is kept as typed, never dropped in silence.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Protocol

from planner.vocabulary import NOT_SURE, Match
from questionnaire import words
from questionnaire.answer import NONE, entry_words, split
from questionnaire.detail import put_amount, put_since
from questionnaire.keys import Back
from questionnaire.question import Kind, Question
from questionnaire.widgets import choose, say, type_in

_MOST = 40
_LONGEST = 120
_MOST_SHOWN = 5
_TABLES = {Kind.medicines: "medicine", Kind.supplements: "supplement", Kind.conditions: "condition", Kind.allergies: "allergy"}
# A suggestion stands for the whole entry. Where the entry may hold two names, taking one would lose the other.
_SEVERAL = re.compile(r"[+/&|]|\b(and|with|plus)\b", re.IGNORECASE)
Entry = str | dict[str, Any]


class Reading(Protocol):
    """What the caller made of something typed; `names` are recognised, `candidates` are only suggestions."""

    @property
    def match(self) -> Match:
        """How sure the reading is."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names that were recognised."""

    @property
    def plain(self) -> str:
        """What kind of thing it is, in plain words; may be empty."""

    @property
    def candidates(self) -> tuple[str, ...]:
        """Names that may be meant."""


class LookUp(Protocol):
    """Look up what was typed into the list called `medicine`, `supplement`, `condition` or `allergy`."""

    def __call__(self, text: str, kind: str, /) -> Reading:
        """Return what was made of it."""


def put_list(question: Question, draft: list[Entry], look_up: LookUp, today: date, *, back: bool) -> Any:
    """Ask for a list; `draft` holds what is already on it, and grows as the person types, so that stopping loses nothing."""
    while True:
        if draft:
            after = _more(question, draft)
            if after is not None:
                return after
        else:
            place = choose([each.words for each in question.choices], why=question.why, error=question.error, back=back)
            if isinstance(place, Back):
                return place
            value = question.choices[place].value
            if value == NONE:
                return []
            if value == NOT_SURE:
                return NOT_SURE
        if len(draft) < _MOST:
            _add(question, draft, look_up, today)


def _more(question: Question, draft: list[Entry]) -> list[Entry] | Back | None:
    """Show the list and ask what now; None means that the person wants to type more."""
    while draft:
        say("")
        say(words.SO_FAR, "bold")
        _numbered(map(entry_words, draft))
        if len(draft) >= _MOST:
            say(words.LIST_FULL.format(most=_MOST))
        say(words.MORE, "bold")
        place = choose([words.THAT_IS_ALL, words.ADD, words.TAKE_OFF], why=question.why)
        if isinstance(place, Back):
            return place
        if place == 0:
            return list(draft)
        if place == 1:
            return None
        say(words.WHICH_OFF, "bold")
        off = choose(list(map(entry_words, draft)), why=question.why)
        if not isinstance(off, Back):
            draft.pop(off)
    return None


def _add(question: Question, draft: list[Entry], look_up: LookUp, today: date) -> None:
    say("")
    typed = type_in(words.TYPE_SOME, why=question.why, check=_something, lines=True)
    if isinstance(typed, Back):
        return
    parts = [each[:_LONGEST] for each in split(typed)][: _MOST - len(draft)]
    if len(parts) > 1:
        say(words.YOU_TYPED_SEVERAL.format(count=len(parts)))
        _numbered(parts)
    for place, part in enumerate(parts):
        entry = _entry(question, part, look_up, today)
        if isinstance(entry, Back):
            # Going back in the middle of a pasted list must not lose the rest of it: it is kept to be taken off.
            draft.extend(parts[place:] if len(parts) > 1 else [])
            return
        if entry is not None:
            draft.append(entry)


def _entry(question: Question, typed: str, look_up: LookUp, today: date) -> Entry | Back | None:
    """Return the entry for one name, None where the person leaves it out."""
    while True:
        named = _named(question, typed, look_up)
        if named is None or isinstance(named, Back):
            return named
        if isinstance(named, str):
            typed = named
            continue
        more = _more_about(question, typed, today)
        if isinstance(more, Back):
            continue
        entry = {**named, **more}
        return entry if len(entry) > 1 else typed


def _more_about(question: Question, typed: str, today: date) -> dict[str, Any] | Back:
    if question.kind is Kind.supplements:
        return put_amount(question, typed)
    return put_since(question, typed, today) if question.kind is Kind.conditions else {}


def _named(question: Question, typed: str, look_up: LookUp) -> dict[str, Any] | str | Back | None:
    """Return the named entry; a text is what the person typed instead, to be looked up again."""
    reading = look_up(typed, _TABLES[question.kind])
    say("")
    if reading.candidates and not reading.names and not _SEVERAL.search(typed):
        return _suggested(question, typed, reading.candidates)
    if reading.names and not reading.candidates and reading.match is Match.recognised:  # else a part of it was not read
        return _recognised(question, typed, reading)
    unclear = reading.names or reading.candidates
    say((words.ONE_AT_A_TIME if unclear else words.NOT_KNOWN).format(typed=typed))
    return _otherwise(question, typed)


def _recognised(question: Question, typed: str, reading: Reading) -> dict[str, Any] | str | Back | None:
    sentence = words.READ_AS_PLAIN if reading.plain else words.READ_AS
    say(sentence.format(typed=typed, names=_listed(reading.names), plain=reading.plain))
    say(words.IS_THAT_YOURS, "bold")
    place = choose([words.YES, words.NO, words.NOT_SURE], why=question.why)
    if isinstance(place, Back):
        return place
    if place == 1:
        return _otherwise(question, typed)
    if place == 2:  # noqa: PLR2004 - the third of the three lines above
        say(words.KEPT_UNSURE.format(typed=typed))
    return {"name": typed}


def _suggested(question: Question, typed: str, candidates: Sequence[str]) -> dict[str, Any] | str | Back | None:
    shown = list(dict.fromkeys(candidates))[:_MOST_SHOWN]
    say(words.DO_YOU_MEAN.format(typed=typed), "bold")
    place = choose([*shown, words.NONE_OF_THESE, words.CANNOT_FIND], why=question.why)
    if isinstance(place, Back):
        return place
    if place < len(shown):
        return {"name": typed, "confirmed_as": shown[place]}
    if place == len(shown):
        return _otherwise(question, typed)
    say(words.KEPT.format(typed=typed))
    return {"name": typed}


def _otherwise(question: Question, typed: str) -> dict[str, Any] | str | Back | None:
    """Ask what to do with a name that was not understood."""
    say(words.WHAT_NOW, "bold")
    place = choose([words.TYPE_AGAIN, words.KEEP_AS_TYPED, words.LEAVE_OUT], why=question.why)
    if isinstance(place, Back):
        return place
    if place == 0:
        say(words.AGAIN.format(typed=typed))
        again = type_in(why=question.why, check=_something)
        return {"name": typed} if isinstance(again, Back) else again[:_LONGEST]
    if place == 1:
        say(words.KEPT.format(typed=typed))
        return {"name": typed}
    say(words.LEFT_OUT.format(typed=typed))
    return None


def _something(text: str) -> str | None:
    return None if split(text) else words.TYPE_SOMETHING


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _numbered(lines: Iterable[str]) -> None:
    for place, line in enumerate(lines, 1):
        say(f"{place:>3}. {line}", hanging=5)
