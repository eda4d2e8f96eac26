"""What a spelling that is no name could mean: letters that only look alike, or a letter or two wrong, in any script.

A guess is a question to ask, never an answer. Names of five to seven letters allow one wrong letter, longer ones two;
near a guarded medicine two are allowed at any length. A name that is known to be taken for others brings them along.
"""

from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from planner.names import Names, Target
from planner.spelling import key, skeleton

_SHORTEST = 4
_LONG = 8
_FAR = 2
_MOST = 12


class Guess(NamedTuple):
    """Something a spelling could mean, and how many letters it is away."""

    target: Target
    distance: int


class _Shelf(NamedTuple):
    """Names of one length, each with the set of its letters: names that share too few letters are not compared."""

    names: list[str]
    letters: list[int]

    def within(self, seen: str, letters: int, allowed: int) -> dict[str, int]:
        """Return the names at most so many wrong letters away; one wrong letter changes the set by two at most."""
        alike = [name for name, other in zip(self.names, self.letters, strict=True) if (letters ^ other).bit_count() <= 2 * allowed]
        near = process.extract(seen, alike, scorer=OSA.distance, score_cutoff=allowed, limit=_MOST)
        return {name: int(distance) for name, distance, _ in near}


class Guesser:
    """The names by length, so that a guess compares only with names that are near enough in length."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.by_length: dict[int, _Shelf] = {}
        self.guarded: dict[int, _Shelf] = {}
        for name, targets in names.of.items():
            if len(name) > _SHORTEST:
                guarded = not names.guarded.isdisjoint(targets)
                for shelves in (self.by_length, self.guarded) if guarded else (self.by_length,):
                    shelf = shelves.setdefault(len(name), _Shelf([], []))
                    shelf.names.append(name)
                    shelf.letters.append(_letters(name))
        self.alike: dict[str, set[str]] = {}
        for group in names.knowledge.all("look_alike"):
            mistaken = {key(name) for name in group.names} & names.of.keys()
            for name in mistaken:
                self.alike.setdefault(name, set()).update(mistaken)
        self.of = lru_cache(maxsize=8_192)(self._of)

    def _of(self, word: str) -> tuple[Guess, ...]:
        """Return what a word could mean; nothing under four letters, and of four letters only what is guarded."""
        found: dict[Target, int] = {}
        for seen in dict.fromkeys((key(word), skeleton(word))):
            if len(seen) >= _SHORTEST:
                for name, distance in self._near(seen).items():
                    for other in (name, *sorted(self.alike.get(name, ()))):
                        for target in self.names.of[other]:
                            found[target] = min(distance, found.get(target, distance))
        return tuple(Guess(target, distance) for target, distance in found.items())

    def _near(self, seen: str) -> dict[str, int]:
        """Return the names within reach of a spelling, and how far each is."""
        found: dict[str, int] = {}
        short, letters = len(seen) == _SHORTEST, _letters(seen)
        for length in range(len(seen) - _FAR, len(seen) + _FAR + 1):
            allowed = 1 if length < _LONG else _FAR
            if length in self.by_length and not short and abs(length - len(seen)) <= allowed:
                found |= self.by_length[length].within(seen, letters, allowed)
            if length in self.guarded:
                found |= self.guarded[length].within(seen, letters, 1 if short else _FAR)
        return found


def _letters(word: str) -> int:
    """Return the set of a word's letters as bits; letters of other scripts share them."""
    bits = 0
    for letter in word:
        bits |= 1 << ord(letter) % 61
    return bits
