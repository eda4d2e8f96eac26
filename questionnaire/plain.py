"""Questions line by line, for screen readers and terminals that only print: no moving cursor, no colour, numbers to type.

An empty line is never an answer to a list. What matters comes first in a line, and nothing is drawn twice.
"""

import os
import select
import sys
from collections.abc import Sequence
from typing import TextIO

from questionnaire import words
from questionnaire.asking import Back, Check, SaveNow
from questionnaire.text import cleaned
from questionnaire.widgets import flush_terminal, ticks_wrong

_SETTLE = 0.1  # seconds in which the rest of a paste arrives
_CHUNK = 4096
_WHY, _BACK = "?", "<"


class Plain:
    """The screen of a terminal that prints one line after the other."""

    keys: str = words.PLAIN_WELCOME

    def __init__(self, out: TextIO | None = None) -> None:
        """Print to where a person can read it: standard output, or standard error where the output goes to a file."""
        self.out = out or next((each for each in (sys.stdout, sys.stderr) if each is not None and each.isatty()), sys.stderr)
        self._left = b""

    def say(self, text: str, style: str = "", hanging: int = 0) -> None:  # noqa: ARG002 - a line is a line
        """Print a sentence of ours."""
        self.out.write(f"{cleaned(text)}\n")
        self.out.flush()

    def choose(self, items: Sequence[str], *, why: str, error: str = words.PLAIN_CHOOSE, back: bool = True) -> int | Back:
        """Return the place of the item whose number was typed."""
        self._list(items, back=back)
        while True:
            typed = self._typed(words.PLAIN_NUMBER.format(last=len(items)), why, back=back)
            if isinstance(typed, Back):
                return typed
            place = _place(typed, len(items))
            if place is not None:
                self.say(f"{words.PLAIN_TAKEN} {items[place]}")
                return place
            self.say(f"{error} {words.PLAIN_NUMBER_ERROR.format(last=len(items))}")

    def tick(
        self, items: Sequence[str], *, why: str, error: str, alone: Sequence[int] = (), most: int | None = None, back: bool = True
    ) -> list[int] | Back:
        """Return the places of the items whose numbers were typed."""
        self._list(items, back=back)
        while True:
            typed = self._typed(words.PLAIN_NUMBERS, why, back=back)
            if isinstance(typed, Back):
                return typed
            places = [_place(each, len(items)) for each in typed.replace(",", " ").split()]
            known = sorted({each for each in places if each is not None})
            wrong = words.PLAIN_NUMBERS_ERROR.format(last=len(items)) if None in places else None
            wrong = wrong or (ticks_wrong(known, items, error, alone, most) if known else f"{error} {words.PLAIN_NUMBERS}")
            if wrong is None:
                self.say(f"{words.PLAIN_TAKEN} {'; '.join(items[each] for each in known)}")
                return known
            self.say(wrong)

    def rate(self, rows: Sequence[str], items: Sequence[str], *, why: str, error: str, back: bool = True) -> list[int] | Back:
        """Return the place of the item taken for each row, one row after the other."""
        self._list(items, back=back)
        rates: list[int] = []
        while len(rates) < len(rows):
            number = words.PLAIN_NUMBER.format(last=len(items))
            typed = self._typed(f"{rows[len(rates)]}. {number}", why, back=back or bool(rates))
            place = None if isinstance(typed, Back) else _place(typed, len(items))
            if isinstance(typed, Back):
                if not rates:
                    return typed
                rates.pop()
            elif place is None:
                self.say(f"{error} {words.PLAIN_NUMBER_ERROR.format(last=len(items))}")
            else:
                rates.append(place)
        return rates

    def type_in(
        self, message: str = words.ANSWER, *, why: str, check: Check, before: str = "", back: bool = True, lines: bool = False
    ) -> str | Back:
        """Return what was typed once `check` has nothing to say about it; Enter alone keeps the answer from before."""
        if before:
            self.say(words.PLAIN_BEFORE.format(before=before))
        while True:
            typed = self._typed(message, why, back=back, lines=lines)
            if isinstance(typed, Back):
                return typed
            if not cleaned(typed) and before:
                return before
            wrong = check(cleaned(typed))
            if wrong is None:
                return typed if lines else cleaned(typed)
            self.say(wrong)

    def _list(self, items: Sequence[str], *, back: bool) -> None:
        for number, item in enumerate(items, 1):
            self.say(f"{number}. {item}")
        self.say(words.PLAIN_KEYS if back else words.PLAIN_KEYS_FIRST)

    def _typed(self, message: str, why: str, *, back: bool, lines: bool = False) -> str | Back:
        while True:
            self.flush()
            self.out.write(f"{message} ")
            self.out.flush()
            typed = self.line()
            if lines:
                typed += self.rest()
            said = cleaned(typed)
            if said == _WHY:
                self.say(why)
            elif said == words.SAVE_SIGN:
                raise SaveNow
            elif back and said == _BACK:
                return Back.back
            else:
                return typed

    def flush(self) -> None:
        """Forget what was typed before the question was there to be read."""
        self._left = b""
        flush_terminal()

    def line(self) -> str:
        """Return the next line; raise `EOFError` where there is no more input."""
        while b"\n" not in self._left:
            chunk = os.read(sys.stdin.fileno(), _CHUNK)
            if not chunk:
                raise EOFError
            self._left += chunk
        line, _, self._left = self._left.partition(b"\n")
        return line.decode(errors="replace")

    def rest(self) -> str:
        """Return the lines that a paste left behind its first Enter."""
        if os.name == "nt":  # a console cannot be asked whether more has come
            return ""
        while select.select([sys.stdin.fileno()], [], [], _SETTLE)[0]:
            chunk = os.read(sys.stdin.fileno(), _CHUNK)
            if not chunk:
                break
            self._left += chunk
        rest, self._left = self._left, b""
        return "\n" + rest.decode(errors="replace") if rest.strip() else ""


def _place(typed: str, many: int) -> int | None:
    said = cleaned(typed).rstrip(".")
    return int(said) - 1 if said.isascii() and said.isdigit() and len(said) < 4 and 1 <= int(said) <= many else None  # noqa: PLR2004 - no list is that long
