"""What a person typed → medicines, products, conditions and allergens we know, or an open question.

A name is found only by its exact spelling, whatever the case, accents, invisible letters, strength, form, salt, pack or
frequency around it. A spelling that is nearly right, or that only looks right, gives candidates and is never accepted
by itself. What cannot be read stays in the person's own words.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from planner.library import Knowledge, names_of
from planner.spelling import clean, key, skeleton
from planner.spelling import tokens as words_of
from planner.vocabulary import Match

Table = Literal["medicine", "supplement", "condition", "allergy"]
_KINDS: dict[str, Table] = {
    "class": "medicine",
    "substance": "medicine",
    "combination": "medicine",
    "product": "supplement",
    "condition": "condition",
    "allergen": "allergy",
}
_BREAK = re.compile(r"[;+/&|\n\r\t•]|,(?!\d)|(?<!\d),|--+")
_NUMBER = re.compile(r"\d+")
_TAKEN = {"medicine", "supplement"}
_GLUED = re.compile(r"([^\d]{4,})(\d.*)")
_LONGEST_NAME = 7
_LONGEST_GUESS = 4
_SHORTEST_GUESS = 4
_LONG = 7


class Target(NamedTuple):
    """An entry of knowledge that a name stands for; `kind` is the kind of knowledge, like `substance`."""

    kind: str
    id: str

    @property
    def table(self) -> Table:
        """Which list it belongs to: medicine, supplement, condition or allergy."""
        return _KINDS[self.kind]


class Reading(NamedTuple):
    """One thing read in an entry. Only `recognised` and `confirmed` readings have targets; `ambiguous` ones have candidates.

    `risk` names the strictest conditions that words in something unrecognised could mean.
    """

    part: str
    match: Match
    targets: tuple[Target, ...] = ()
    candidates: tuple[Target, ...] = ()
    risk: tuple[str, ...] = ()


class Recogniser:
    """Every name of one edition of the knowledge, ready to be looked up."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Index the names; the guarded class is the one whose near misses are always asked about."""
        self.knowledge = knowledge
        self.names: dict[str, tuple[Target, ...]] = {}
        for kind in _KINDS:
            for each in knowledge.all(kind):
                for spelling in names_of(kind, each):
                    known = self.names.get(key(spelling), ())
                    target = Target(kind, each.id)
                    if target not in known:
                        self.names[key(spelling)] = (*known, target)
        aside = {each.id: {key(word) for word in each.words} for each in knowledge.all("set_aside")}
        self.breaks = aside.pop("separators", set())
        self.condition_breaks = aside.pop("condition-separators", set())
        self.condition_words = aside.pop("condition-words", set())
        self.glued = tuple(sorted(aside.pop("glued-forms", set()), key=len, reverse=True))
        self.allergy_words = aside.get("allergy-words", set())
        self.aside = frozenset().union(*aside.values())
        self.longest_aside = max((len(words_of(word)) for each in knowledge.all("set_aside") for word in each.words), default=1)
        self.risks = [(word, each.means) for each in knowledge.all("risk_word") for word in each.words]
        guarded = {rule.when.takes for rule in knowledge.rules if rule.doubt == "withhold" and rule.when.takes}
        self.guarded = [name for name, targets in self.names.items() if any(self.families(target) & guarded for target in targets)]
        self.foods: dict[str, frozenset[str]] = {}
        for food in knowledge.all("food"):
            for spelling in names_of("food", food):
                self.foods[key(spelling)] = self.foods.get(key(spelling), frozenset()) | {food.id}
        self._guess = lru_cache(maxsize=20_000)(self._guess_key)
        self.read = lru_cache(maxsize=20_000)(self._read)

    def classes(self, target: Target) -> tuple[str, ...]:
        """Return the medicine classes a target is listed under."""
        if target.kind == "class":
            return (target.id,)
        if target.kind == "substance":
            found: tuple[str, ...] = self.knowledge.get("substance", target.id).classes
            return found
        return tuple(name for each in self.substances(target) for name in self.classes(each)) if target.kind == "combination" else ()

    def substances(self, target: Target) -> tuple[Target, ...]:
        """Return a combination's substances, anything else as it is."""
        if target.kind != "combination":
            return (target,)
        return tuple(Target("substance", each) for each in self.knowledge.get("combination", target.id).substances)

    def families(self, target: Target) -> frozenset[str]:
        """Return the medicine classes of a target with every wider class."""
        return frozenset().union(*(self.knowledge.families[each] for each in self.classes(target)))

    def name(self, target: Target) -> str:
        """Return the name a person is shown for a target."""
        entry = self.knowledge.get(target.kind, target.id)
        if target.kind == "combination":
            return " and ".join(self.knowledge.get("substance", each).name for each in entry.substances)
        shown: str = entry.plain if target.kind == "class" else entry.name
        return shown

    def confirm(self, said: str, confirmed_as: str | None, table: Table) -> tuple[Reading, ...]:
        """Read an entry. A name the person said yes to is taken where it was one of the suggestions; else both count."""
        readings = self.read(said, table)
        if confirmed_as is None or all(each.match is Match.recognised for each in readings):
            return readings
        chosen = self.read(confirmed_as, table)
        targets = {target for each in chosen for target in each.targets}
        if len(readings) == len(chosen) == 1 and targets and targets <= set(readings[0].candidates):
            return (chosen[0]._replace(part=said, match=Match.confirmed),)
        return (*readings, *(each for each in chosen if each.match is Match.recognised))

    def _read(self, said: str, table: Table) -> tuple[Reading, ...]:
        """Read every part of an entry typed into the list named `table`; never empty."""
        words, part_of, parts = self._words(said, table)
        found = self._exact(words, part_of, table, said)
        taken = {at for start, (length, _) in found.items() for at in range(start, start + length)}
        aside = self._set_aside(words, table)
        readings: list[Reading] = []
        for number, part in enumerate(parts):
            mine = [at for at in range(len(words)) if part_of[at] == number]
            names = [found[at][1] for at in mine if at in found]
            left = [words[at] for at in mine if at not in taken | aside]
            if table == "condition" and left and all(target.table == "supplement" for each in names for target in each.targets):
                names, left = [], [words[at] for at in mine]  # "vitamin D deficiency" is a condition, not a product
            readings += names
            if names and not left and table in _TAKEN and not any(target.table in _TAKEN for each in names for target in each.targets):
                left = [words[at] for at in mine]  # a tablet named after what it is for is a tablet nobody knows
            if left:
                readings.append(self._unsure(part, left, table, [words[at] for at in mine]))
        return tuple(readings) or (self._unsure(said, words, table, words),)

    def _words(self, said: str, table: Table) -> tuple[list[str], list[int], list[str]]:
        """Return the words, the part each stands in, and the parts as typed."""
        breaks = self.breaks | self.condition_breaks if table == "condition" else self.breaks
        words: list[str] = []
        part_of: list[int] = []
        parts: list[str] = []
        for piece in _BREAK.split(clean(said)):
            current: list[str] = []
            for word in [*self._unglued(piece), None]:
                if word is not None and word not in breaks:
                    current.append(word)
                elif current:
                    words += current
                    part_of += [len(parts)] * len(current)
                    parts.append(" ".join(current))
                    current = []
        return words, part_of, [said] if len(parts) == 1 else parts

    def _unglued(self, piece: str) -> Iterator[str]:
        """Yield the words of a piece, a strength or form written onto a name taken off it."""
        for word in words_of(piece):
            glued = _GLUED.match(word)
            if word not in self.names and glued and (glued[1] in self.names or glued[1].endswith(self.glued)):
                yield from (glued[1].removesuffix(next((each for each in self.glued if glued[1].endswith(each)), "")), glued[2])
            else:
                ending = next((each for each in self.glued if word.endswith(each) and word not in self.names), "")
                yield word.removesuffix(ending) or word

    def _exact(self, words: list[str], part_of: list[int], table: Table, said: str) -> dict[int, tuple[int, Reading]]:
        """Return every exact name, the longest first: where it starts, how many words it takes, and its reading."""
        found: dict[int, tuple[int, Reading]] = {}
        at = 0
        allergies = table == "allergy" or any(word in self.allergy_words for word in words)
        while at < len(words):
            for length in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
                targets = [each for each in self.names.get("".join(words[at : at + length]), ()) if allergies or each.table != "allergy"]
                if targets:
                    own = [each for each in targets if each.table == table] or targets
                    found[at] = (length, Reading(said, Match.recognised, tuple(own)))
                    at += length
                    break
            else:
                at += 1
        return {start: (length, self._settled(reading, start, words, part_of)) for start, (length, reading) in found.items()}

    def _settled(self, reading: Reading, start: int, words: list[str], part_of: list[int]) -> Reading:
        """Read a condition with the words of its own part, and of the next one where that says nothing else."""
        mine = {part_of[start]}
        following = [word for word, part in zip(words, part_of, strict=True) if part == part_of[start] + 1]
        if all(word.isdigit() or word in self.condition_words or word in self.aside for word in following):
            mine.add(part_of[start] + 1)
        near = [word for word, part in zip(words, part_of, strict=True) if part in mine]
        return reading._replace(targets=tuple(self._settle(each, near) for each in reading.targets))

    def _settle(self, target: Target, words: list[str]) -> Target:
        """A condition that its own words put in the past, or under control, is another condition."""
        if target.kind != "condition":
            return target
        settled = self.knowledge.get("condition", target.id).settled
        if settled is None:
            return target
        text = " " + " ".join(words) + " "
        calm = any(f" {clean(word)} " in text for word in settled.words) or (settled.years_ago and re.search(r" \d+ years? ago ", text))
        undone = any(f" {clean(word)}" in text for word in settled.never_with)
        return Target("condition", settled.becomes) if calm and not undone else target

    def _set_aside(self, words: list[str], table: Table) -> set[int]:
        """Return where the words stand that say nothing about which name it is: numbers, and what the knowledge sets aside."""
        known = self.aside | self.condition_words if table in {"condition", "allergy"} else self.aside
        found: set[int] = set()
        for at, word in enumerate(words):
            rest = _NUMBER.sub("", word, count=1) if word[:1].isdigit() else word
            if not rest or rest in known:
                found.add(at)
            for length in range(2, min(self.longest_aside, len(words) - at) + 1):
                if "".join(words[at : at + length]) in known:
                    found |= set(range(at, at + length))
        return found

    def _risks(self, words: list[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(means for word in words for start, means in self.risks if word.startswith(start)))

    def _unsure(self, part: str, left: list[str], table: Table, whole: list[str]) -> Reading:
        """Keep what was not read, with what it could mean. A name may hold small words that were set aside: try those too."""
        guesses: dict[Target, int] = {}
        for length in range(1, _LONGEST_GUESS + 1):
            for at in range(len(whole) - length + 1):
                window = whole[at : at + length]
                if not any(word in left for word in window):
                    continue
                word = "".join(window)
                for target, distance in self._guess(word):
                    if target.table == table or (target.table != "allergy" and len(word) >= _LONG):
                        guesses[target] = min(distance, guesses.get(target, distance))
        candidates = tuple(sorted(guesses, key=lambda each: (guesses[each], each.table != table, each)))
        return Reading(part, Match.ambiguous if candidates else Match.unrecognised, (), candidates, self._risks(left))

    def _guess_key(self, word: str) -> tuple[tuple[Target, int], ...]:
        """Return what a spelling could mean: look-alike letters, or a letter or two wrong, in any script."""
        found: dict[Target, int] = {}
        for seen in dict.fromkeys((key(word), skeleton(word))):
            if len(seen) < _SHORTEST_GUESS:
                continue
            limit = 1 if len(seen) < _LONG else 2
            near = process.extract(seen, self.names.keys(), scorer=OSA.distance, score_cutoff=limit, limit=12)
            near += process.extract(seen, self.guarded, scorer=OSA.distance, score_cutoff=2 if len(seen) > _SHORTEST_GUESS else 1, limit=12)
            for name, distance, _ in near:
                if len(name) > _SHORTEST_GUESS:
                    for target in self.names[name]:
                        found[target] = min(int(distance), found.get(target, 9))
        return tuple(found.items())


class Understood(NamedTuple):
    """What a name typed at a prompt was understood as: names, plain words for it, and suggestions where it was not."""

    match: Match
    names: tuple[str, ...]
    plain: str
    candidates: tuple[str, ...]


def look_up(knowledge: Knowledge, typed: str, table: Table) -> Understood:
    """Return what a person is shown for one thing typed into a list; nothing is accepted by itself."""
    names = recogniser(knowledge)
    readings = names.read(typed, table)
    targets = tuple(dict.fromkeys(target for each in readings for target in each.targets))
    candidates = tuple(dict.fromkeys(names.name(target) for each in readings for target in each.candidates))
    unsure = [each.match for each in readings if each.match is not Match.recognised]
    plain = (knowledge.get("class", each).plain for target in targets for each in names.classes(target)[:1])
    return Understood(
        unsure[0] if unsure else Match.recognised, tuple(names.name(each) for each in targets), ", ".join(dict.fromkeys(plain)), candidates
    )


@lru_cache(maxsize=4)
def recogniser(knowledge: Knowledge) -> Recogniser:
    """Return the recogniser of an edition; built once."""
    return Recogniser(knowledge)
