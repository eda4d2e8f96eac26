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


class Guesser:
    """The names by length, so that a guess compares only with names that are near enough in length."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.by_length: dict[int, list[str]] = {}
        self.guarded: dict[int, list[str]] = {}
        for name, targets in names.of.items():
            if len(name) > _SHORTEST:
                guarded = not names.guarded.isdisjoint(targets)
                for shelves in (self.by_length, self.guarded) if guarded else (self.by_length,):
                    shelves.setdefault(len(name), []).append(name)
        self.alike: dict[str, set[str]] = {}
        for group in names.knowledge.all("look_alike"):
            mistaken = {key(name) for name in group.names} & names.of.keys()
            for name in mistaken:
                self.alike.setdefault(name, set()).update(mistaken)
        self.of = lru_cache(maxsize=1_024)(self._of)

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
        short = len(seen) == _SHORTEST
        for length in range(len(seen) - _FAR, len(seen) + _FAR + 1):
            allowed = 1 if length < _LONG else _FAR
            if length in self.by_length and not short and abs(length - len(seen)) <= allowed:
                found |= _within(self.by_length[length], seen, allowed)
            if length in self.guarded:
                found |= _within(self.guarded[length], seen, 1 if short else _FAR)
        return found


def _within(names: list[str], seen: str, allowed: int) -> dict[str, int]:
    """Return the names at most so many wrong letters away, the nearest first."""
    near = process.extract(seen, names, scorer=OSA.distance, score_cutoff=allowed, limit=_MOST)
    return {name: int(distance) for name, distance, _ in near}
