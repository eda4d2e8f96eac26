"""Strict JSON in, with the line and column of every value.

The standard reader lets the last of two equal keys win, takes NaN, turns 1e999 into infinity and runs out of stack on
nested brackets. Each of those can lose a medicine, so each is refused here with its place.
"""

import re
from json.decoder import JSONDecoder, scanstring  # type: ignore[attr-defined]
from math import isfinite
from typing import NamedTuple, NoReturn

from planner.errors import Fault, ProfileError

Path = tuple[str | int, ...]
Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None

DEEPEST = 20
LARGEST = 1_000_000
_LONGEST_NUMBER = 30
_MOST_LETTERS = 20_000  # of all texts together: more than anybody tells, and what can be looked up in seconds
_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")
_WORD = re.compile(r"[A-Za-z_+\-]*\w*")
_NEVER = {"NaN", "Infinity", "-Infinity", "True", "False", "None", "undefined"}  # any other word may be an answer
_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


class Located(NamedTuple):
    """A JSON value and where each part of it stands: offsets by path, a key's own place under its path."""

    text: str
    value: Json
    offsets: dict[Path, int]

    def place(self, path: Path) -> tuple[int, int]:
        """Return line and column, from 1, of the value at `path`, or of the nearest value that encloses it."""
        return _place(self.text, self.offset(path))

    def offset(self, path: Path) -> int:
        """Return where the value at `path`, or the nearest value that encloses it, begins."""
        while path not in self.offsets:
            path = path[:-1]
        return self.offsets[path]


def decode(data: bytes) -> str:
    """Return the text of a UTF-8 file, with or without its mark; raise `ProfileError` for anything else."""
    if len(data) > LARGEST:
        raise ProfileError([Fault((), f"the text is longer than {LARGEST:,} bytes", "one profile is a few thousand bytes")], [(1, 1)])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        raise ProfileError([Fault((), "the text is not UTF-8", "save the file as UTF-8")], [place]) from None


def strict(text: str) -> bool:
    """Whether the text is JSON that `locate` reads as well, told without places and many times as fast.

    What is doubtful, or long, counts as not strict. How deep brackets are nested is left to whoever knows what may stand in them.
    """
    if len(text) > _MOST_LETTERS or _HALF.search(text):
        return False
    try:
        _DECODER.decode(text)
    except (ValueError, RecursionError):
        return False
    return True


def _once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """Return a table; of two equal keys one would be lost."""
    table = dict(pairs)
    if len(table) != len(pairs):
        raise ValueError
    return table


def _readable(number: str) -> float:
    if len(number) > _LONGEST_NUMBER or not isfinite(value := float(number)):
        raise ValueError
    return value


def _refused(_word: str) -> NoReturn:
    raise ValueError


_HALF = re.compile(r"\\u(?:[dD][89a-fA-F]|0000)")  # half a character, or a NUL
_DECODER = JSONDecoder(object_pairs_hook=_once, parse_float=_readable, parse_int=_readable, parse_constant=_refused)


def locate(text: str) -> Located:
    """Read strict JSON; raise `ProfileError` with line and column at the first thing that is not."""
    reader = _Reader(text)
    start = reader.skip(0)
    if start == len(text):
        reader.refuse(0, (), "the text is empty", 'a profile in curly brackets, like {"age": 67}')
    value, end = reader.value(start, ())
    end = reader.skip(end)
    if end != len(text):
        reader.refuse(end, (), "there is more text after the end of the profile", "one profile in one pair of brackets")
    return Located(text, value, reader.offsets)


def _place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.offsets: dict[Path, int] = {}
        self.letters = 0

    def refuse(self, offset: int, path: Path, wrong: str, allowed: str) -> NoReturn:
        raise ProfileError([Fault(path, wrong, allowed)], [_place(self.text, offset)]) from None

    def skip(self, at: int) -> int:
        found = _SPACE.match(self.text, at)
        return found.end() if found else at

    def value(self, at: int, path: Path) -> tuple[Json, int]:
        self.offsets[path] = at
        mark = self.text[at : at + 1]
        if mark in "{[" and mark:
            if len(path) >= DEEPEST:
                self.refuse(at, (), f"nested deeper than {DEEPEST} levels", "a profile needs fewer than 5")
            return self.table(at + 1, path) if mark == "{" else self.array(at + 1, path)
        if mark == '"':
            text, end = self.string(at, path)
            self.letters += len(text)
            if self.letters > _MOST_LETTERS:
                self.refuse(at, path, "the answers are too long", f"at most {_MOST_LETTERS:,} letters in all of them together")
            return text, end
        if mark == "-" or mark.isdigit():
            return self.number(at, path)
        return self.constant(at, path)

    def string(self, at: int, path: Path) -> tuple[str, int]:
        try:
            value, end = scanstring(self.text, at + 1, True)
        except ValueError as error:
            where = getattr(error, "pos", at)
            self.refuse(
                where,
                path,
                "the text in quotes is not closed or holds a raw control character",
                "close it with a quote; write \\n for a new line",
            )
        if any("\ud800" <= letter <= "\udfff" for letter in value) or "\x00" in value:
            self.refuse(at, path, "the text holds half a character or a NUL", "write the letter itself")
        return value, end

    def number(self, at: int, path: Path) -> tuple[int | float, int]:
        found = _NUMBER.match(self.text, at)
        end = found.end() if found else at + 1
        after = self.text[end : end + 1]
        if not found or after.isalnum() or after in {".", "_", "+"}:
            self.refuse(at, path, "this is not a number as JSON writes it", "digits, with a point for decimals, like 62 or 2.5")
        if end - at > _LONGEST_NUMBER:
            self.refuse(at, path, f"the number has more than {_LONGEST_NUMBER} digits", "a number a person would write")
        if not (found[1] or found[2]):
            return int(found[0]), end
        value = float(found[0])
        if value in (float("inf"), float("-inf")):
            self.refuse(at, path, "the number is too large", "a number a person would write")
        return value, end

    def constant(self, at: int, path: Path) -> tuple[bool | None, int]:
        found = _WORD.match(self.text, at)
        word = found[0] if found else ""
        if word not in _CONSTANTS:
            what = (
                f"the word {word}"
                if word in _NEVER
                else "this word"
                if word
                else "this character"
                if at < len(self.text)
                else "the end of the text"
            )
            self.refuse(at, path, f"{what} is not a value", "a text in quotes, a number, true, false, null, a list or a table")
        return _CONSTANTS[word], at + len(word)

    def array(self, at: int, path: Path) -> tuple[list[Json], int]:
        items: list[Json] = []
        at = self.skip(at)
        if self.text[at : at + 1] == "]":
            return items, at + 1
        while True:
            item, at = self.value(self.skip(at), (*path, len(items)))
            items.append(item)
            at, ended = self.separator(at, path, "]")
            if ended:
                return items, at

    def table(self, at: int, path: Path) -> tuple[dict[str, Json], int]:
        items: dict[str, Json] = {}
        keys: dict[str, int] = {}
        at = self.skip(at)
        if self.text[at : at + 1] == "}":
            return items, at + 1
        while True:
            start = self.skip(at)
            if self.text[start : start + 1] != '"':
                self.refuse(start, path, "a key in quotes is missing here", 'a key, a colon and a value, like "age": 67')
            key, at = self.string(start, path)
            if key in keys:
                first = _place(self.text, keys[key])[0]
                self.refuse(start, (*path, key), f"the key stands twice, first in line {first}", "each key once")
            keys[key] = start
            at = self.skip(at)
            if self.text[at : at + 1] != ":":
                self.refuse(at, (*path, key), "a colon is missing after the key", 'a key, a colon and a value, like "age": 67')
            items[key], at = self.value(self.skip(at + 1), (*path, key))
            at, ended = self.separator(at, path, "}")
            if ended:
                return items, at

    def separator(self, at: int, path: Path, close: str) -> tuple[int, bool]:
        at = self.skip(at)
        mark = self.text[at : at + 1]
        if mark == close:
            return at + 1, True
        if mark != ",":
            self.refuse(at, path, f"a comma or {close} is missing here", "items stand between commas")
        return at + 1, False
