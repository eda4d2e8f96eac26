"""One edition of the knowledge: every reviewed entry by kind and id, and where each of them stands."""

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from planner import digest, entry
from planner.errors import Finding
from planner.rule import Rule
from planner.stamp import Additions, KnowledgeStamp

SHIPPED = digest.SHIPPED


class Place(NamedTuple):
    """Where an entry stands."""

    file: str
    line: int
    block: tuple[str, ...]

    def of(self, loc: tuple[Any, ...]) -> int:
        """Return the line of a field of the entry, or the entry's own line."""
        words = [str(each) for each in loc if not isinstance(each, int)]
        for length in range(len(words), 0, -1):
            name = re.compile(rf"\s*{re.escape('.'.join(words[:length]))}\s*[.=]")
            for number, line in enumerate(self.block):
                if name.match(line):
                    return self.line + number
        return self.line

    def head(self, wrong: str, allowed: str, *, warning: bool = False) -> Finding:
        """Return a finding about the entry as a whole."""
        return Finding(self.file, self.line, "id", wrong, allowed, warning)

    def finding(self, loc: tuple[Any, ...], wrong: str, allowed: str, *, warning: bool = False) -> Finding:
        """Return a finding about a field of the entry."""
        return Finding(self.file, self.of(loc), ".".join(map(str, loc)), wrong, allowed, warning)


class Age(StrEnum):
    """How old an edition is on a day; `early` is a day before its release, which is a clock that is wrong."""

    early = "early"
    fresh = "fresh"
    old = "old"
    refused = "refused"


@dataclass(frozen=True, eq=False)
class Knowledge:
    """All reviewed facts of one edition. Entries are looked up by kind and id.

    `verified` is false where the files are not those that came with the software, and somebody chose to use them.

    `spellings` is what every name stands for, see `planner.names`, and `signed` whether everything is signed off, where that
    was worked out from the same entries before.
    """

    entries: Mapping[str, Mapping[str, Any]]
    sha256: str
    places: dict[tuple[str, str], Place] = field(default_factory=dict, repr=False)
    spellings: Mapping[str, tuple[Any, ...]] | None = field(default=None, repr=False)
    signed: bool | None = field(default=None, repr=False)
    verified: bool = True
    additions: Additions | None = None
    _sorted: dict[str, tuple[Any, ...]] = field(default_factory=dict, init=False, repr=False)
    _said: dict[str, str] = field(default_factory=dict, init=False, repr=False)

    def all(self, kind: str) -> tuple[Any, ...]:
        """Return every entry of a kind, in the order of their ids."""
        if kind not in self._sorted:
            self._sorted[kind] = tuple(each for _, each in sorted(self.entries[kind].items()))
        return self._sorted[kind]

    def get(self, kind: str, name: str) -> Any:
        """Return one entry; a missing id is a bug, because references are checked when the files are read."""
        return self.entries[kind][name]

    def has(self, kind: str, name: str) -> bool:
        """Whether there is such an entry."""
        return name in self.entries[kind]

    def finding(self, kind: str, name: str, field: str, wrong: str, allowed: str, *, warning: bool = False) -> Finding:
        """Return a finding about a field, like `then.cap`, of an entry."""
        return self.places[kind, name].finding(tuple(field.split(".")), wrong, allowed, warning=warning)

    def phrase(self, name: str, /, **words: object) -> str:
        """Return the sentence of a phrase entry, its {brackets} filled in."""
        say = self._said.get(name)
        if say is None:
            say = self._said[name] = self.entries["phrase"][name].say
        return say.format(**words) if words else say

    @property
    def edition(self) -> entry.Edition:
        """Which edition this is, and how long it serves."""
        found: entry.Edition = self.all("edition")[0]
        return found

    def unverified_words(self, *, urgent: bool = False) -> str | None:
        """Return what every page says where the files are not as they were released; it must not hold anybody back from urgent help."""
        return None if self.verified else self.phrase("unverified-urgent" if urgent else "unverified")

    @property
    def version(self) -> str:
        """The edition, like 2026.11."""
        return self.edition.version

    @property
    def stamp(self) -> KnowledgeStamp:
        """What names these facts on a plan."""
        return KnowledgeStamp(version=self.version, sha256=self.sha256, verified=self.verified, additions=self.additions)

    @property
    def mark(self) -> str:
        """What two plans made with other facts differ in: the hash of the edition, and that of a site's additions."""
        return self.sha256 if self.additions is None else f"{self.sha256}+{self.additions.sha256}"

    def age(self, today: date) -> Age:
        """Return how old the edition is on a day."""
        edition = self.edition
        if today < edition.released:
            return Age.early
        if today > _months_after(edition.released, edition.refused_after_months):
            return Age.refused
        return Age.old if today > _months_after(edition.released, edition.old_after_months) else Age.fresh

    @cached_property
    def signed_off(self) -> bool:
        """Whether a clinician has signed everything."""
        if self.signed is not None:
            return self.signed
        return all(getattr(each, "signed_off", True) for kind in self.entries.values() for each in kind.values())

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule, in the order of their ids."""
        return self.all("rule")

    @cached_property
    def families(self) -> dict[str, frozenset[str]]:
        """Each medicine class with every wider class it is part of, itself included."""
        found = {}
        for name in self.entries["class"]:
            family, step = [name], self.get("class", name).part_of
            while step is not None and step not in family:
                family.append(step)
                step = self.get("class", step).part_of
            found[name] = frozenset(family)
        return found

    @cached_property
    def foods_tagged(self) -> dict[str, frozenset[str]]:
        """The ids of the foods that carry each tag."""
        tags = {tag for food in self.all("food") for tag in food.tags}
        return {tag: frozenset(food.id for food in self.all("food") if tag in food.tags) for tag in tags}

    @cached_property
    def dated_conditions(self) -> frozenset[str]:
        """The conditions some rule asks the date of."""
        return frozenset(rule.when.has for rule in self.rules if rule.when.has and rule.when.since_within_months is not None)

    def region_of(self, country: str) -> str:
        """Return the id of the region that names the country, else `elsewhere`."""
        return self._regions.get(country, "elsewhere")

    @cached_property
    def _regions(self) -> dict[str, str]:
        return {code: region.id for region in self.all("region") for code in region.countries}

    def country(self, code: str) -> entry.Country:
        """Return what the paper needs to know of a country."""
        found: entry.Country = self.entries["country"].get(code.lower()) or self.entries["country"]["elsewhere"]
        return found


def names_of(kind: str, each: Any) -> Iterator[str]:
    """Yield every spelling under which an entry is found."""
    if kind == "class":
        yield from each.people_say
        return
    if kind != "combination":
        yield each.name
        yield each.id
    yield from each.names
    yield from getattr(each, "misspellings", ())


def _months_after(start: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a month that is too short for it."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
