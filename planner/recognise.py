"""What a person typed → medicines, products, conditions and allergens we know, or an open question.

A name is found only by its exact spelling, whatever the case, accents, invisible letters, strength, form, salt, pack or
frequency around it. A spelling that is nearly right, or that only looks right, gives candidates and is never accepted
by itself. What cannot be read stays in the person's own words.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from planner.edition import Knowledge
from planner.entry import CouldMean
from planner.names import TAKEN, Names, Table, Target
from planner.spelling import clean, key
from planner.vocabulary import Match
from planner.wording import LONGEST_NAME, Wording, Words

if TYPE_CHECKING:
    from planner.guess import Guesser

_LONGEST_GUESS = 4


class Reading(NamedTuple):
    """One thing read in an entry. Only `recognised` and `confirmed` readings have targets; `ambiguous` ones have candidates.

    `risk` names the strictest conditions that words in something unrecognised could mean, `hints` what else a site has
    known them to mean: those count like candidates, and nobody is asked to say yes to them.
    """

    part: str
    match: Match
    targets: tuple[Target, ...] = ()
    candidates: tuple[Target, ...] = ()
    risk: tuple[str, ...] = ()
    hints: tuple[Target, ...] = ()


class Found(NamedTuple):
    """An exact name: where it starts, how many words it takes, and what it stands for."""

    start: int
    length: int
    targets: tuple[Target, ...]

    @property
    def places(self) -> range:
        """Where its words stand."""
        return range(self.start, self.start + self.length)


class Recogniser:
    """Every name of one edition of the knowledge, ready to be looked up."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.names = Names(knowledge)
        self.wording = Wording(self.names)
        self.risks = [(word, each.means) for each in knowledge.all("risk_word") for word in each.words]
        self.hints: dict[str, list[Target]] = {}
        for each in knowledge.all("could_mean"):
            for word in each.words:
                self.hints.setdefault(key(word), []).append(_meaning(each))
        self.salts = [(set(map(key, each.words)), set(map(key, each.beside))) for each in knowledge.all("salt")]
        self.elements = frozenset().union(*(words for words, beside in self.salts if beside))
        self.read = lru_cache(maxsize=4_096)(self._read)
        self._guesser: Guesser | None = None

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
        text = self.wording.split(said, table)
        aside = self.wording.set_aside(text.words, table)
        found = self._exact(text, table)
        salts = self._salts(text, found)
        found = [each for each in found if each.start not in salts and not self._schedule(each, text, found, aside, table)]
        silent = aside | salts | self.wording.reasons_in(text.words, aside) | {at for each in found for at in each.places}
        readings: list[Reading] = []
        unsure: list[Reading] = []
        for product in dict.fromkeys(text.product_of):
            inside = [each for each in found if text.product_of[text.part_of[each.start]] == product]
            alone = len(inside) == 1 and all(at in silent for at, part in enumerate(text.part_of) if text.product_of[part] == product)
            names: list[tuple[Target, ...]] = []
            for part in (number for number, each in enumerate(text.product_of) if each == product):
                mine = text.within(part)
                read = [each for each in inside if each.start in mine]
                left = [text.words[at] for at in mine if at not in silent]
                if table == "condition" and left and all(target.table == "supplement" for each in read for target in each.targets):
                    read, left = [], [text.words[at] for at in mine]  # "vitamin D deficiency" is a condition, not a product
                told = {target.id for each in read for target in each.targets if target.kind == "condition"}
                left = [word for word in left if not told or not (risks := self._risks([word])) or not told.issuperset(risks)]
                names += [self._meant(each, text, alone=alone) for each in read]
                if read and not left and table in TAKEN and not any(target.table in TAKEN for each in read for target in each.targets):
                    left = [text.words[at] for at in mine]  # a tablet named after what it is for is a tablet nobody knows
                if left:
                    unsure.append(self._unsure(text.parts[part], left, table, [text.words[at] for at in mine]))
            readings += [Reading(said, Match.recognised, targets) for targets in self._restated(names)]
        return (*readings, *unsure) or (Reading(said, Match.unrecognised, risk=self._risks(text.words)),)

    def _exact(self, text: Words, table: Table) -> list[Found]:
        """Return every exact name, the longest first. A name goes on after a break only from a word that is not set aside."""
        words, parts = text.words, text.part_of
        ends = {at for at in range(len(words) - 1) if parts[at] != parts[at + 1] and words[at] in self.wording.aside}
        found = []
        at = 0
        allergies = table == "allergy" or any(word in self.wording.allergy_words for word in words)
        while at < len(words):
            for length, name in self._names_from(words, at):
                targets = [each for each in self.names.of[name] if allergies or each.table != "allergy"]
                if targets and ends.isdisjoint(range(at, at + length - 1)) and not self._hides_whole_body(words, at, length):
                    own = [each for each in targets if each.table == table] or targets
                    found.append(Found(at, length, tuple(own)))
                    at += length
                    break
            else:
                at += 1
        return found

    def _names_from(self, words: list[str], at: int) -> list[tuple[int, str]]:
        """Return the names that begin here with how many words each takes, the longest first.

        The whole of an entry may be longer than any part of one.
        """
        found = []
        name = ""
        for length, word in enumerate(words[at : at + LONGEST_NAME], 1):
            name += word
            if name in self.names.of:
                found.append((length, name))
            elif not self.names.begin_with(name):
                return found[::-1]
        if not at and len(words) > LONGEST_NAME and (whole := "".join(words)) in self.names.of:
            found.append((len(words), whole))
        return found[::-1]

    def _hides_whole_body(self, words: list[str], at: int, length: int) -> bool:
        """Whether a name with a local form would hide tablets told beside it: both are meant."""
        around = words[:at] + words[at + length :]
        local = length > 1 and bool(self.wording.local_forms(words[at : at + length])) and not self.wording.whole_body.isdisjoint(around)
        return local and any("".join(words[at : at + less]) in self.names.of for less in range(1, length))

    def _schedule(self, each: Found, text: Words, found: list[Found], aside: set[int], table: Table) -> bool:
        """Whether a name is only words of form and schedule beside something else: it is no product then."""
        if not aside.issuperset(each.places) or (table not in TAKEN and each.targets[0].table == table):
            return False
        mine = text.within(text.part_of[each.start])
        others = {at for other in found if other != each and not aside.issuperset(other.places) for at in other.places}
        return any(at in others or at not in aside for at in mine)

    def _salts(self, text: Words, found: list[Found]) -> set[int]:
        """Return where the salt of a medicine stands: right after its medicine, the word is no product."""
        salts: set[int] = set()
        longer = {each.start for each in found if each.length > 1}
        for name in found:
            if not any(target.table == "medicine" for target in name.targets):
                continue
            known = {key(self.names.name(each)) for target in name.targets for each in self.names.substances(target)}
            mine = text.within(text.part_of[name.start])
            bare = not any(text.words[at] in self.elements for at in mine if at not in name.places)
            for words, beside in self.salts:
                after = name.start + name.length
                if beside and known & beside and after in mine and text.words[after] in words and after not in longer:
                    salts.add(after)
                elif not beside and bare:
                    salts |= {at for at in mine if text.words[at] in words and at not in name.places}
        return salts

    def _meant(self, name: Found, text: Words, *, alone: bool) -> tuple[Target, ...]:
        """Return what a name means with the words around it: a form for one place, a condition that is settled."""
        part = text.part_of[name.start]
        if alone and self.wording.whole_body.isdisjoint(text.words) and (twin := self._twin(name, text, text.product_of[part])):
            return twin
        near = [text.words[at] for at in text.within(part)]
        following = [text.words[at] for at in text.within(part + 1)]
        if all(word.isdigit() or word in self.wording.condition_words or word in self.wording.aside for word in following):
            near += following
        return tuple(self._settle(each, near, text.words) for each in name.targets)

    def _twin(self, name: Found, text: Words, product: int) -> tuple[Target, ...]:
        """Return what a medicine's name means together with a local form told anywhere in its product, if that is a name."""
        words = [word for word, part in zip(text.words, text.part_of, strict=True) if text.product_of[part] == product]
        stems = ["".join(text.words[at] for at in name.places), *(key(self.names.name(each)) for each in name.targets)]
        endings = [ending for form in self.wording.local_forms(words) for ending in self.wording.local[form]]
        found = (self.names.of.get(stem + ending, ()) for ending in endings for stem in stems)
        return next((each for each in found if each and all(target.table == "medicine" for target in (*each, *name.targets))), ())

    def _settle(self, target: Target, words: list[str], entry: list[str]) -> Target:
        """A condition that its own words put in the past, or under control, is another one, unless any word of the entry undoes it."""
        if target.kind != "condition":
            return target
        settled = self.knowledge.get("condition", target.id).settled
        if settled is None:
            return target
        text = " " + " ".join(words) + " "
        calm = any(f" {clean(word)} " in text for word in settled.words) or (settled.years_ago and re.search(r" \d+ years? ago ", text))
        undone = any(f" {clean(word)}" in f" {' '.join(entry)} " for word in settled.never_with)
        return Target("condition", settled.becomes) if calm and not undone else target

    def _restated(self, names: list[tuple[Target, ...]]) -> list[tuple[Target, ...]]:
        """Count a product once: its brand in brackets says nothing new, and its substances may be a combination we know."""
        holds = {each: frozenset(part for target in each for part in self.names.substances(target)) for each in names}
        if len(holds) > 1 and (whole := self.names.combinations.get(frozenset().union(*holds.values()))) is not None:
            return [(whole,)]
        named = [frozenset().union(*map(self.names.families, targets)) for targets in holds if targets[0].kind != "class"]
        kept = [targets for targets, parts in holds.items() if not any(parts < other for other in holds.values())]
        return [each for each in kept if not any(self._said_by(each, families) for families in named)]

    def _said_by(self, targets: tuple[Target, ...], families: frozenset[str]) -> bool:
        """Whether a phrase for a class is made clear by the name beside it: "blood thinner" after the name of one."""
        wider = {self.knowledge.get("class", each.id).part_of or each.id for each in targets if each.kind == "class"}
        return bool(wider) and wider <= families

    def _risks(self, words: list[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(means for word in words for start, means in self.risks if word.startswith(start)))

    def _unsure(self, part: str, left: list[str], table: Table, whole: list[str]) -> Reading:
        """Keep what was not read, with what it could mean. A name may hold small words that were set aside: try those too."""
        if self._guesser is None:
            from planner.guess import Guesser  # noqa: PLC0415 - slow to load, and most names are read

            self._guesser = Guesser(self.names)
        guesses: dict[Target, int] = {}
        hints: dict[Target, None] = {}
        for length in range(1, _LONGEST_GUESS + 1):
            for at in range(len(whole) - length + 1):
                window = whole[at : at + length]
                if not any(word in left for word in window) or (length > 1 and not self.wording.units.isdisjoint(window)):
                    continue
                hints |= dict.fromkeys(self.hints.get("".join(window), ()))
                for target, distance in self._guesser.of("".join(window)):
                    elsewhere = distance <= 1 and target.table != "allergy"
                    if target.table == table or elsewhere or target in self.names.guarded:
                        guesses[target] = min(distance, guesses.get(target, distance))
        candidates = tuple(sorted(guesses, key=lambda each: (guesses[each], each.table != table, each)))
        return Reading(part, Match.ambiguous if candidates else Match.unrecognised, (), candidates, self._risks(left), tuple(hints))


def _meaning(each: CouldMean) -> Target:
    found = (("class", each.in_class), ("substance", each.substance), ("condition", each.condition), ("allergen", each.allergen))
    return next(Target(kind, name) for kind, name in found if name is not None)


class Understood(NamedTuple):
    """What a name typed at a prompt was understood as: names, plain words for it, and suggestions where it was not."""

    match: Match
    names: tuple[str, ...]
    plain: str
    candidates: tuple[str, ...]


def look_up(knowledge: Knowledge, typed: str, table: Table) -> Understood:
    """Return what a person is shown for one thing typed into a list; nothing is accepted by itself."""
    reader = recogniser(knowledge)
    names = reader.names
    readings = reader.read(typed, table)
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
