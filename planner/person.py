"""A person as rules see them: what is known, what is possible, and which questions are open.

`match` asks only this record, and `understand` makes it. An entry that could not be read, an answer that was not given
and a name that may mean something else are all kept as they are.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from planner.plan import Entry
from planner.profile import Profile
from planner.vocabulary import Frequency, Lab, LifeStage, Nutrient, Question, Slot

# A number of days or weeks, in words, figures or as on a prescription (7/7, 2/52), and in other languages; never "every 2 days".
_COURSE = re.compile(
    r"(?<!every )(?<!each )(?<!alle )\b(?:\d+|for an?|one|two|three|four|five|six|seven|ten|fourteen)(?:\s|-)?"
    r"(?:days?|d|weeks?|wks?|tage?n?|wochen?|jours?|semaines?|d[ií]as?|semanas?|giorni|settimane)"
    r"\b(?! (?:a|per|pro|par) )|\b\d+/(?:7|52)\b",
    re.IGNORECASE,
)


class Taken(NamedTuple):
    """A medicine that is, was or may be taken. `classes` holds the wider classes too.

    `counts_as` is the product: the substances of a combination count as one medicine.
    """

    said: str
    substance: str | None
    classes: frozenset[str]
    certain: bool
    stopped: date | None
    slots: tuple[Slot, ...]
    name: str
    counts_as: str

    @property
    def course(self) -> bool:
        """Whether it was told with a length in days or weeks."""
        return _COURSE.search(self.said) is not None


class Has(NamedTuple):
    """A condition the person has or may have; `since` is the latest day it can have begun."""

    condition: str
    said: str
    certain: bool
    since: date | None


class Product(NamedTuple):
    """A kind of product the person takes or may take."""

    said: str
    certain: bool


class Open(NamedTuple):
    """A question whose answer we do not have. `said` holds the person's words where some were given."""

    question: Question
    reason: str
    said: str | None = None
    candidates: tuple[str, ...] = ()


class LabValue(NamedTuple):
    """A result in this tool's unit. One that is old or undated may tighten, never loosen.

    `said` is the result as it was told, `also` the same in the other unit it is given in, where there is one.
    """

    value: float
    unit: str
    fresh: bool
    said: str
    also: str | None = None

    @property
    def both(self) -> str:
        """The result in both units: `20 ng/mL (50 nmol/L)`."""
        return self.said if self.also is None else f"{self.said} ({self.also})"


@dataclass(frozen=True)
class Person:
    """Everything a rule may ask about, and the rows that show the person how they were understood."""

    profile: Profile
    today: date
    age: int
    region: str
    taken: tuple[Taken, ...]
    conditions: tuple[Has, ...]
    allergens: dict[str, bool]
    products: dict[str, Product]
    totals: dict[Nutrient, float]
    sources: dict[Nutrient, tuple[str, ...]]
    holds_vitamin_k: bool
    eats: dict[str, Frequency]
    dislikes: frozenset[str]
    disliked_words: tuple[str, ...]
    labs: dict[Lab, LabValue]
    open: tuple[Open, ...]
    rows: tuple[Entry, ...]
    unlooked: tuple[str, ...]
    assumed: frozenset[Nutrient]
    # Whether the clinic keeps the caps of single countries: a setting of the clinic, never an answer.
    regional_caps: bool = False

    def asks(self, *questions: Question) -> bool:
        """Whether one of these questions is open."""
        return any(each.question in questions for each in self.open)

    def rows_of(self, kind: str) -> tuple[Entry, ...]:
        """Return the rows of one list."""
        return tuple(each for each in self.rows if each.kind == kind)

    @property
    def current(self) -> tuple[Taken, ...]:
        """Medicines taken now: a stop date in the past ends one, anything else does not."""
        return tuple(each for each in self.taken if each.stopped is None)


def life_stage(person: Person) -> LifeStage | None:
    """Return the life stage, or None where it is not known and could matter."""
    told = person.profile.life_stage
    if isinstance(told, LifeStage):
        return told
    return None if person.asks(Question.life_stage) else LifeStage.none
