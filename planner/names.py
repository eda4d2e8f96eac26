"""Every name of one edition of the knowledge by its spelling, and what a name stands for."""

from bisect import bisect_left
from collections.abc import Mapping
from functools import cached_property
from typing import Literal, NamedTuple

from planner.edition import Knowledge, names_of
from planner.shelf import Index
from planner.spelling import key

Table = Literal["medicine", "supplement", "condition", "allergy"]
_KINDS: dict[str, Table] = {
    "class": "medicine",
    "substance": "medicine",
    "combination": "medicine",
    "product": "supplement",
    "condition": "condition",
    "allergen": "allergy",
}
TAKEN = frozenset({"medicine", "supplement"})


class Target(NamedTuple):
    """An entry of knowledge that a name stands for; `kind` is the kind of knowledge, like `substance`."""

    kind: str
    id: str

    @property
    def table(self) -> Table:
        """Which list it belongs to: medicine, supplement, condition or allergy."""
        return _KINDS[self.kind]


def spellings(knowledge: Knowledge) -> dict[str, tuple[Target, ...]]:
    """Return what every name stands for, by the `key` of its spelling."""
    found: dict[str, tuple[Target, ...]] = {}
    for kind in _KINDS:
        for each in knowledge.all(kind):
            target = Target(kind, each.id)
            for spelling in dict.fromkeys(map(key, names_of(kind, each))):
                found[spelling] = (*found.get(spelling, ()), target)
    return found


class Names:
    """The names, indexed once. A spelling is looked up by its `key`, so nothing is searched."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.of: Mapping[str, tuple[Target, ...]] = spellings(knowledge) if knowledge.spellings is None else knowledge.spellings

    def begin_with(self, letters: str) -> bool:
        """Whether some name begins with these letters."""
        if isinstance(self.of, Index):
            return self.of.begin_with(letters)
        at = bisect_left(self._sorted, letters)
        return at < len(self._sorted) and self._sorted[at].startswith(letters)

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.of)

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

    @cached_property
    def guarded(self) -> frozenset[Target]:
        """Medicines whose near misses are always asked about: doubt alone already withholds for their class."""
        classes = {rule.when.takes for rule in self.knowledge.rules if rule.doubt == "withhold" and rule.when.takes}
        kinds = ("class", "substance", "combination")
        every = (Target(kind, each.id) for kind in kinds for each in self.knowledge.all(kind))
        return frozenset(each for each in every if self.families(each) & classes)

    @cached_property
    def combinations(self) -> dict[frozenset[Target], Target]:
        """The product that holds exactly these substances."""
        found: dict[frozenset[Target], Target] = {}
        for each in self.knowledge.all("combination"):
            target = Target("combination", each.id)
            found.setdefault(frozenset(self.substances(target)), target)
        return found

    @cached_property
    def foods(self) -> dict[str, frozenset[str]]:
        """The foods by any of their names."""
        found: dict[str, frozenset[str]] = {}
        for food in self.knowledge.all("food"):
            for spelling in names_of("food", food):
                found[key(spelling)] = found.get(key(spelling), frozenset()) | {food.id}
        return found
