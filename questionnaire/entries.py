"""Lists a person types: medicines, supplements, conditions, allergies.

What is typed is looked up and shown; the person says whether it is theirs. Nothing is accepted by itself, and a name
nobody knows is kept as typed, never dropped in silence.
"""

import re
from typing import Any

from planner.vocabulary import NOT_SURE, Match
from questionnaire import words
from questionnaire.answer import NONE, entry_words, ticked
from questionnaire.asking import Asking, Back, Entry, Reading, Table
from questionnaire.detail import put_amount, put_medicine, put_since
from questionnaire.question import Kind, Question
from questionnaire.text import split

_MOST = 40
_LONGEST = 120
_MOST_SHOWN = 5
_TABLES: dict[Kind, Table] = {
    Kind.medicines: "medicine",
    Kind.supplements: "supplement",
    Kind.conditions: "condition",
    Kind.allergies: "allergy",
}
_DETAILS = {Kind.medicines: put_medicine, Kind.supplements: put_amount, Kind.conditions: put_since}
# A suggestion stands for the whole entry. Where the entry may hold two names, taking one would lose the other.
_SEVERAL = re.compile(r"[+/&|]|\b(and|with|plus)\b", re.IGNORECASE)
_TYPE = "some"


class EntryList:
    """One typed list while it is asked; `draft` grows as the person types, so that stopping loses nothing."""

    def __init__(self, question: Question, draft: list[Entry], asking: Asking) -> None:
        self.question = question
        self.table = _TABLES[question.kind]
        self.draft = draft
        self.asking = asking
        self.screen = asking.screen
        self.maybe_thins: set[str] = set()

    def put(self, *, back: bool) -> Any:
        """Ask for the list; return it, `not_sure` or `Back`."""
        while True:
            if self.draft:
                after = self._more()
                if after is not None:
                    return after
            else:
                opened = self._open(back=back)
                if opened is not None:
                    return opened
            if len(self.draft) < _MOST:
                self._add()

    def _open(self, *, back: bool) -> Any:
        """Ask what the list begins with; None means that the person wants to type."""
        question = self.question
        if question.entries:
            values: Any = ticked(question, self.asking, back=back)
        else:
            place = self.screen.choose([each.words for each in question.choices], why=question.why, error=question.error, back=back)
            values = place if isinstance(place, Back) else [question.choices[place].value]
        if isinstance(values, Back):
            return values
        if values in ([NONE], [NOT_SURE]):
            return [] if values == [NONE] else NOT_SURE
        for name in (each for each in values if each != _TYPE):
            more = self._details(name, self.asking.door.look_up(name, self.table))
            if isinstance(more, Back):
                self.draft.clear()
                return self._open(back=back)
            self._keep({"name": name, **more})
        return None if _TYPE in values else list(self.draft)

    def _keep(self, entry: dict[str, Any]) -> None:
        self.draft.append(entry if len(entry) > 1 else entry["name"])
        self.asking.note()

    def _more(self) -> list[Entry] | Back | None:
        """Show the list and ask what now; None means that the person wants to type more."""
        while self.draft:
            self.asking.bold(words.SO_FAR)
            self.asking.numbered(map(entry_words, self.draft))
            if len(self.draft) >= _MOST:
                self.screen.say(words.LIST_FULL.format(most=_MOST))
            self.screen.say(words.MORE, "bold")
            place = self.screen.choose([words.THAT_IS_ALL, words.ADD, words.TAKE_OFF], why=self.question.why)
            if isinstance(place, Back):
                return place
            if place == 0:
                return list(self.draft)
            if place == 1:
                return None
            self.screen.say(words.WHICH_OFF, "bold")
            off = self.screen.choose(list(map(entry_words, self.draft)), why=self.question.why)
            if not isinstance(off, Back):
                self.draft.pop(off)
                self.asking.note()
        return None

    def _add(self) -> None:
        self.screen.say("")
        typed = self.screen.type_in(words.TYPE_SOME, why=self.question.why, check=_something, lines=True)
        if isinstance(typed, Back):
            return
        parts = [each[:_LONGEST] for each in split(typed)][: _MOST - len(self.draft)]
        if len(parts) > 1:
            self.screen.say(words.YOU_TYPED_SEVERAL.format(count=len(parts)))
            self.asking.numbered(parts)
        for place, part in enumerate(parts):
            entry = self._entry(part)
            if isinstance(entry, Back):
                # Going back in the middle of a pasted list must not lose the rest of it: it is kept to be taken off.
                self.draft.extend(parts[place:] if len(parts) > 1 else [])
                self.asking.note()
                return
            if entry is not None:
                self._keep(entry)

    def _entry(self, typed: str) -> dict[str, Any] | Back | None:
        """Return the entry for one name, None where the person leaves it out."""
        while True:
            named = self._named(typed)
            if named is None or isinstance(named, Back):
                return named
            if isinstance(named, str):
                typed = named
                continue
            if named.get("relevant") is False:
                return named
            name = named.get("confirmed_as", typed)
            more = self._details(name, self.asking.door.look_up(name, self.table))
            if not isinstance(more, Back):
                return {**named, **more}

    def _details(self, typed: str, reading: Reading) -> dict[str, Any] | Back:
        put = _DETAILS.get(self.question.kind)
        return put(self.question, typed, reading, self.asking) if put else {}

    def _named(self, typed: str) -> dict[str, Any] | str | Back | None:
        """Return the named entry; a text is what the person typed instead, to be looked up again."""
        reading = self.asking.door.look_up(typed, self.table)
        self.screen.say("")
        if reading.candidates and not reading.names and not _SEVERAL.search(typed):
            return self._suggested(typed, reading)
        if reading.names and not reading.candidates and reading.match is Match.recognised:  # else a part of it was not read
            return self._recognised(typed, reading)
        unclear = reading.names or reading.candidates
        self.screen.say((words.ONE_AT_A_TIME if unclear else words.NOT_KNOWN).format(typed=typed))
        return self._otherwise(typed, reading)

    def _recognised(self, typed: str, reading: Reading) -> dict[str, Any] | str | Back | None:
        same = typed.casefold() in {each.casefold() for each in reading.names} and len(reading.names) == 1
        same = same or reading.names == (reading.plain,)
        plain, bare = (words.KNOWN_PLAIN, words.KNOWN) if same else (words.READ_AS_PLAIN, words.READ_AS)
        sentence = plain if reading.plain else bare
        self.screen.say(sentence.format(typed=typed, names=listed(reading.names), plain=reading.plain))
        self.screen.say(words.IS_THAT_YOURS[self.asking.they], "bold")
        place = self.screen.choose([words.YES, words.NO, words.NOT_SURE], why=self.question.why)
        if isinstance(place, Back):
            return place
        if place == 1:
            return self._otherwise(typed, reading)
        if place == 2:  # noqa: PLR2004 - the third of the three lines above
            self.screen.say(words.KEPT_UNSURE.format(typed=typed))
        return {"name": typed}

    def _suggested(self, typed: str, reading: Reading) -> dict[str, Any] | str | Back | None:
        lines = dict(list(zip(reading.candidates, reading.shown or reading.candidates, strict=True))[:_MOST_SHOWN])
        names = list(lines)
        self.screen.say(words.DO_YOU_MEAN.format(typed=typed), "bold")
        place = self.screen.choose([*lines.values(), words.NONE_OF_THESE, words.CANNOT_FIND], why=self.question.why)
        if isinstance(place, Back):
            return place
        if place < len(names):
            return {"name": typed, "confirmed_as": names[place]}
        return self._otherwise(typed, reading) if place == len(names) else self._kept(typed)

    def _otherwise(self, typed: str, reading: Reading) -> dict[str, Any] | str | Back | None:
        """Ask what to do with a name that was not understood."""
        self.screen.say(words.WHAT_NOW, "bold")
        seen = [words.SEEN] if self.asking.health_worker and reading.settles else []
        place = self.screen.choose([words.TYPE_AGAIN, words.KEEP_AS_TYPED, words.LEAVE_OUT, *seen], why=self.question.why)
        if isinstance(place, Back):
            return place
        if place == 0:
            self.screen.say(words.AGAIN.format(typed=typed))
            again = self.screen.type_in(why=self.question.why, check=_something)
            return {"name": typed} if isinstance(again, Back) else again[:_LONGEST]
        if place == 1:
            return self._kept(typed)
        if place == 2:  # noqa: PLR2004 - the third of the lines above
            self.screen.say(words.LEFT_OUT.format(typed=typed))
            return None
        self.screen.say(words.KEPT_SEEN.format(typed=typed))
        return {"name": typed, "relevant": False}

    def _kept(self, typed: str) -> dict[str, Any] | Back:
        """Keep a name nobody knows; a medicine may thin the blood, and that is asked."""
        if self.question.kind is Kind.medicines:
            self.asking.bold(words.FOR_BLOOD.format(typed=typed))
            place = self.screen.choose([words.YES, words.NO, words.NOT_SURE], why=self.question.why)
            if isinstance(place, Back):
                return place
            if place != 1:
                self.maybe_thins.add(typed)
        self.screen.say(words.KEPT.format(typed=typed))
        return {"name": typed}


def listed(names: tuple[str, ...] | list[str]) -> str:
    """Return names as a sentence has them."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _something(text: str) -> str | None:
    return None if split(text) else words.TYPE_SOMETHING
