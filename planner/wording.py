"""The words of an entry: where one thing ends and the next begins, and what says nothing about which name it is."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from planner.names import Names, Table
from planner.spelling import clean, key, tokens

_PRODUCT_BREAK = re.compile(r"[;+&|\n\r\t•]|,(?!\d)|(?<!\d),|--+")
_PART_BREAK = re.compile(r"[/]")
LONGEST_NAME = 7
_SHORT_NAME = 14  # letters; so short a name with a break in it may be two things that happen to spell one
_NUMBER = re.compile(r"\d+")
_GLUED = re.compile(r"([^\d]{4,})(\d.*)")


class Words(NamedTuple):
    """The words of an entry. `part_of` numbers the part each stands in, `product_of` the product each part belongs to.

    A slash parts words and may part the substances of one product; a comma, a plus sign or "and" parts products.
    """

    words: list[str]
    part_of: list[int]
    parts: list[str]
    product_of: list[int]

    def within(self, part: int) -> list[int]:
        """Return where the words of one part stand."""
        return [at for at, each in enumerate(self.part_of) if each == part]


class Wording:
    """What the knowledge says about words around names."""

    def __init__(self, names: Names) -> None:
        self.names = names
        knowledge = names.knowledge
        groups = {each.id: {key(word) for word in each.words} for each in knowledge.all("set_aside")}
        self.breaks = groups.pop("separators", set())
        self.condition_breaks = groups.pop("condition-separators", set())
        self.condition_words = groups.pop("condition-words", set())
        self.openers = groups.pop("reason-openers", set())
        self.reasons = groups.pop("reasons", set())
        self.after_number = groups.pop("after-a-number", set())
        self.glued = tuple(sorted(groups.pop("glued-forms", set()), key=len, reverse=True))
        self.glued_salts = tuple(sorted(groups.pop("glued-salts", set()), key=len, reverse=True))
        self.allergy_words = groups.get("allergy-words", set())
        self.whole_body = groups.get("whole-body-forms", set())
        self.units = groups.get("units", set()) | {""}
        self.local = {each.id: tuple(dict.fromkeys(map(key, each.words))) for each in knowledge.all("local_form")}
        self.aside = frozenset().union(*groups.values(), *self.local.values())
        self.aside_from_conditions = self.aside | self.condition_words
        self._in_order = sorted(self.aside_from_conditions)
        phrases = (word for kind in ("set_aside", "local_form") for each in knowledge.all(kind) for word in each.words)
        self.longest = max([1, *(len(tokens(phrase)) for phrase in phrases if not (phrase.isascii() and phrase.isalnum()))])

    def split(self, said: str, table: Table) -> Words:
        """Return the words of an entry with their parts and products."""
        breaks = self.breaks | self.condition_breaks if table == "condition" else self.breaks
        whole = key(said)
        if whole in self.names.of and (len(whole) > _SHORT_NAME or not _PRODUCT_BREAK.search(clean(said))):
            return Words(words := tokens(said), [0] * len(words), [said], [0])
        found = Words([], [], [], [])
        product = 0
        for piece in _PRODUCT_BREAK.split(clean(said)):
            for part in _PART_BREAK.split(piece):
                current: list[str] = []
                words = list(self._unglued(part))
                kept = self._inside_names(words, breaks)
                for at, word in enumerate([*words, None]):
                    if word is not None and (at in kept or word not in breaks):
                        current.append(word)
                        continue
                    if current:
                        found.words.extend(current)
                        found.part_of.extend([len(found.parts)] * len(current))
                        found.parts.append(" ".join(current))
                        found.product_of.append(product)
                        current = []
                    product += word is not None
            product += 1
        return found._replace(parts=[said]) if len(found.parts) == 1 else found

    def _inside_names(self, words: list[str], breaks: set[str]) -> set[int]:
        """Return where breaking words stand inside a name: they part nothing there."""
        found: set[int] = set()
        for at, word in enumerate(words):
            if word in breaks:
                for start in range(max(0, at - LONGEST_NAME + 1), at):
                    ends = range(at + 2, min(start + LONGEST_NAME, len(words)) + 1)
                    if any("".join(words[start:end]) in self.names.of for end in ends):
                        found.add(at)
        return found

    def _unglued(self, piece: str) -> Iterator[str]:
        """Yield the words of a piece, a strength, form or salt written onto a name taken off it."""
        for word in tokens(piece):
            if word in self.names.of or word in self.aside:
                yield word
                continue
            glued = _GLUED.match(word)
            name, rest = (glued[1], glued[2]) if glued else (word, "")
            bare = name
            if name.endswith(self.glued):
                bare = name.removesuffix(next(each for each in self.glued if name.endswith(each))) or name
            if bare not in self.names.of and bare.endswith(self.glued_salts):
                salted = bare.removesuffix(next(each for each in self.glued_salts if bare.endswith(each)))
                bare = salted if any(each.table == "medicine" for each in self.names.of.get(salted, ())) else bare
            if not rest:
                yield bare
            elif bare in self.names.of or bare != name or _NUMBER.sub("", rest, count=1) in self.units:
                yield from (bare, rest)
            else:
                yield word

    def set_aside(self, words: list[str], table: Table) -> set[int]:
        """Return where the words stand that say nothing about which name it is: numbers, and what the knowledge sets aside."""
        known = self.aside_from_conditions if table in {"condition", "allergy"} else self.aside
        found: set[int] = set()
        for at, word in enumerate(words):
            rest = _NUMBER.sub("", word, count=1) if word[:1].isdigit() else word
            if not rest or rest in known or (rest != word and rest in self.after_number):
                found.add(at)
            joined = word
            for length in range(2, min(self.longest, len(words) - at) + 1):
                if not self._opens(joined):
                    break
                joined += words[at + length - 1]
                if joined in known:
                    found |= set(range(at, at + length))
        return found

    def _opens(self, letters: str) -> bool:
        """Whether a word that is set aside begins with these letters, and has more."""
        at = bisect_right(self._in_order, letters)
        return at < len(self._in_order) and self._in_order[at].startswith(letters)

    def reasons_in(self, words: list[str], aside: set[int]) -> set[int]:
        """Return where a reason stands, in an entry: an opening word ("for"), small words ("my"), the reason."""
        found: set[int] = set()
        for start, word in enumerate(words):
            if word not in self.openers:
                continue
            at = start + 1
            while at < len(words):
                length = next((size for size in (3, 2, 1) if "".join(words[at : at + size]) in self.reasons), 0)
                if length:
                    found |= set(range(start, at + length))
                elif at not in aside:
                    break
                at += length or 1
        return found

    def local_forms(self, words: list[str]) -> list[str]:
        """Return the ids of the forms, that words name."""
        joined = {"".join(words[at : at + length]) for at in range(len(words)) for length in range(1, self.longest + 1)}
        return [name for name, forms in self.local.items() if not joined.isdisjoint(forms)]
