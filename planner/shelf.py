"""Knowledge kept as bytes, in parts that are made again when something of them is first asked for.

A plan needs a few hundred of some thousands of entries, and a few of all names. The bytes are what `planner.kept` makes.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Any

from planner.kept import from_bytes, to_bytes

MODULES = frozenset(f"planner.{name}" for name in ("entry", "larder", "ledger", "names", "rule", "vocabulary"))
_RARELY_WHOLE = 300  # a kind with more entries than this is kept in parts of so many
_TOGETHER = 8
_LETTERS = 2  # names are kept by their first letters


class Shelf(Mapping[str, Any]):
    """The entries of one kind by id, in the order of the files: `where` says in which part each is."""

    def __init__(self, where: Mapping[str, int], parts: tuple[bytes, ...]) -> None:
        """Take what `packed` returned."""
        self._where, self._parts = where, parts
        self._made: dict[str, Any] = {}

    @staticmethod
    def packed(entries: Mapping[str, Any]) -> tuple[dict[str, int], tuple[bytes, ...]]:
        """Return entries as a shelf takes them."""
        size = _TOGETHER if len(entries) > _RARELY_WHOLE else max(len(entries), 1)
        names = list(entries)
        parts = [{name: entries[name] for name in names[at : at + size]} for at in range(0, len(names), size)]
        return {name: at // size for at, name in enumerate(names)}, tuple(map(to_bytes, parts))

    def __getitem__(self, name: str) -> Any:
        """Return an entry."""
        try:
            return self._made[name]
        except KeyError:
            self._made |= _made(self._parts[self._where[name]])
            return self._made[name]

    def __contains__(self, name: object) -> bool:
        """Whether there is such an entry."""
        return name in self._where

    def __iter__(self) -> Iterator[str]:
        """Go through the ids."""
        return iter(self._where)

    def __len__(self) -> int:
        """Return how many entries there are."""
        return len(self._where)


class Index(Mapping[str, Any]):
    """What each spelling stands for, in parts by the first letters of the spelling."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        """Take what `packed` returned."""
        self._parts = parts
        self._made: dict[str, dict[str, Any]] = {}
        self._in_order: dict[str, list[str]] = {}
        self._begun = {each[:length] for each in parts for length in range(len(each) + 1)}

    @staticmethod
    def packed(spellings: Mapping[str, Any]) -> dict[str, bytes]:
        """Return spellings as an index takes them."""
        parts: dict[str, dict[str, Any]] = {}
        for spelling, found in spellings.items():
            parts.setdefault(spelling[:_LETTERS], {})[spelling] = found
        return {letters: to_bytes(part) for letters, part in parts.items()}

    def _part(self, spelling: str) -> dict[str, Any]:
        letters = spelling[:_LETTERS]
        if letters not in self._parts:
            return {}
        if letters not in self._made:
            self._made[letters] = _made(self._parts[letters])
        return self._made[letters]

    def begin_with(self, letters: str) -> bool:
        """Whether some spelling begins with these letters."""
        first = letters[:_LETTERS]
        if len(first) < _LETTERS:
            return first in self._begun
        if first not in self._in_order:
            if first not in self._parts:
                return False
            self._in_order[first] = sorted(self._part(letters))
        known = self._in_order[first]
        at = bisect_left(known, letters)
        return at < len(known) and known[at].startswith(letters)

    def __getitem__(self, spelling: str) -> Any:
        """Return what a spelling stands for."""
        return self._part(spelling)[spelling]

    def get(self, spelling: str, default: Any = None) -> Any:
        """Return what a spelling stands for, or the default: most words stand for nothing, and an exception is slow."""
        return self._part(spelling).get(spelling, default)

    def __contains__(self, spelling: object) -> bool:
        """Whether a spelling stands for anything."""
        return isinstance(spelling, str) and spelling in self._part(spelling)

    def __iter__(self) -> Iterator[str]:
        """Go through the spellings, part by part."""
        for letters in self._parts:
            yield from self._part(letters)

    def __len__(self) -> int:
        """Return how many spellings there are."""
        return sum(len(self._part(letters)) for letters in self._parts)


def _made(data: bytes) -> Any:
    return from_bytes(data, MODULES)
