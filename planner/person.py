"""A profile understood: what is known of a person, what is possible, and which questions are open.

`match` asks only this record. Nothing here decides: an entry that could not be read, an answer that was not given and
two answers that disagree are all kept as they are.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple, TypeVar

from planner.entry import Product
from planner.errors import Fault, ProfileError
from planner.library import Knowledge
from planner.plan import Entry
from planner.profile import Medicine, Profile, SupplementTaken
from planner.recognise import Reading, Recogniser, Target, recogniser
from planner.spelling import clean, key
from planner.vocabulary import NOT_SURE, FilledInBy, Frequency, Lab, LifeStage, Match, Nutrient, Question, Sex, Slot

T = TypeVar("T")
Table = Literal["medicine", "supplement", "condition", "allergy"]
_AMOUNT = re.compile(r"(\d{1,3}(?:[ ,.]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)\s*([^\W\d_]+)")
# The family a unit is usually used for; international units belong to whatever nutrient has them.
_USUAL = {"mg": "milligrams", "milligrams": "milligrams", "g": "milligrams", "IU": "", "units": ""} | dict.fromkeys(
    ("micrograms", "mcg", "ug", "µg"), "micrograms"
)
_FRESH = timedelta(days=365)
_CAN_BE_PREGNANT = range(12, 56)
_CERTAIN = {Match.recognised, Match.confirmed}


class Taken(NamedTuple):
    """A medicine that is, was or may be taken. `classes` holds the wider classes too."""

    said: str
    substance: str | None
    classes: frozenset[str]
    certain: bool
    stopped: date | None
    slots: tuple[Slot, ...]
    name: str


class Has(NamedTuple):
    """A condition the person has or may have; `since` is the latest day it can have begun."""

    condition: str
    said: str
    certain: bool
    since: date | None


class Open(NamedTuple):
    """A question whose answer we do not have. `said` holds the person's words where some were given."""

    question: Question
    reason: str
    said: str | None = None
    candidates: tuple[str, ...] = ()


class LabValue(NamedTuple):
    """A result in this tool's unit. One that is old or undated may tighten, never loosen."""

    value: float
    unit: str
    fresh: bool
    said: str


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


def understand(profile: Profile, knowledge: Knowledge, today: date) -> Person:
    """Return the profile understood; raise `ProfileError` for dates, units and foods that cannot be true."""
    return _Understanding(profile, knowledge, today).person()


class _Understanding:
    def __init__(self, profile: Profile, knowledge: Knowledge, today: date) -> None:
        self.profile, self.knowledge, self.today = profile, knowledge, today
        self.names: Recogniser = recogniser(knowledge)
        self.by_worker = profile.filled_in_by is FilledInBy.health_worker
        self.faults: list[Fault] = []
        self.open: list[Open] = []
        self.rows: list[Entry] = []
        self.taken: list[Taken] = []
        self.has: list[Has] = []
        self.allergens: dict[str, bool] = {}
        self.totals: dict[Nutrient, float] = {}
        self.sources: dict[Nutrient, tuple[str, ...]] = {}
        self.holds_vitamin_k = False
        self.unlooked: list[str] = []

    def person(self) -> Person:
        profile = self.profile
        if profile.date_of_birth is not None and profile.date_of_birth > self.today:
            self.fault(("date_of_birth",), "the date is after the plan's date", "a date in the past")
        self.unanswered()
        for index, medicine in enumerate(_told(profile.medicines)):
            self.dated(("medicines", index, "stopped"), medicine.stopped)
            self.entry("medicine", medicine.name, medicine.confirmed_as, medicine.relevant, medicine)
        for index, supplement in enumerate(_told(profile.supplements)):
            self.supplement(index, supplement)
        for index, condition in enumerate(_told(profile.conditions)):
            since = _latest(condition.since)
            if condition.since and (since is None or date.fromisoformat((condition.since + "-01-01")[:10]) > self.today):
                self.fault(("conditions", index, "since"), "the date does not exist or is after the plan's date", "a date in the past")
            self.entry(
                "condition", condition.name, condition.confirmed_as, condition.relevant, since=min(since, self.today) if since else None
            )
        for allergy in _told(profile.allergies):
            self.entry("allergy", allergy.name, allergy.confirmed_as, allergy.relevant)
        labs, eats = self.labs(), self.eats()
        dislikes = {word: self.foods(word) for word in profile.dislikes}
        if self.faults:
            raise ProfileError(self.faults)
        return Person(
            profile=profile,
            today=self.today,
            age=profile.age_on(self.today),
            region=self.knowledge.region_of(profile.country),
            taken=tuple(self.taken),
            conditions=tuple(self.has),
            allergens=self.allergens,
            totals=self.totals,
            sources=self.sources,
            holds_vitamin_k=self.holds_vitamin_k,
            eats=eats,
            dislikes=frozenset(food for foods in dislikes.values() for food in foods),
            disliked_words=tuple(key(word) for word in dislikes),
            labs=labs,
            open=tuple(dict.fromkeys(self.open)),
            rows=tuple(self.rows),
            unlooked=tuple(self.unlooked),
        )

    def fault(self, path: tuple[str | int, ...], wrong: str, allowed: str) -> None:
        self.faults.append(Fault(path, wrong, allowed))

    def dated(self, path: tuple[str | int, ...], value: date | bool | None) -> None:
        if isinstance(value, date) and value > self.today:
            self.fault(path, "the date is after the plan's date", "a date in the past, or leave it out")

    def unanswered(self) -> None:
        """Open every safety question that was left out or answered `not_sure`."""
        profile = self.profile
        stage_counts = profile.sex is not Sex.male and profile.age_on(self.today) in _CAN_BE_PREGNANT
        for question in Question:
            if question is Question.condition_dates or (question is Question.life_stage and not stage_counts):
                continue
            answer = getattr(profile, question.value)
            # INR tests left out tell nothing; an operation not asked about prints a line and no more.
            if answer == NOT_SURE:
                self.open.append(Open(question, "not_sure"))
            elif answer is None and question not in {Question.inr_tests, Question.surgery_planned}:
                self.open.append(Open(question, "missing"))

    def entry(
        self, table: Table, said: str, confirmed: str | None, relevant: bool, medicine: Medicine | None = None, since: date | None = None
    ) -> None:
        for reading in self.names.confirm(said, confirmed, table):
            if reading.match in _CERTAIN:
                for target in reading.targets:
                    self.known(table, said, reading, target, medicine, since, certain=True)
            else:
                self.doubtful(table, said, reading, relevant, medicine, since)

    def known(
        self, table: Table, said: str, reading: Reading, target: Target, medicine: Medicine | None, since: date | None, *, certain: bool
    ) -> None:
        told_as = None if target.table == table else table
        if target.table == "medicine":
            for substance in self._substances(target):
                classes = self.names.classes(substance)
                name = self.names.name(substance)
                self.take(said, substance, medicine, certain=certain)
                if certain:
                    stopped = medicine.stopped if medicine and isinstance(medicine.stopped, date) else None
                    self.rows.append(
                        Entry(
                            said=said,
                            match=reading.match,
                            kind="medicine",
                            substance=substance.id if substance.kind == "substance" else None,
                            in_class=classes[0] if classes else None,
                            name=name,
                            told_as=told_as,
                            stopped=stopped,
                        )
                    )
            return
        name = self.names.name(target)
        if target.table == "condition":
            self.has.append(Has(target.id, said, certain, since))
        elif target.table == "allergy":
            self.allergens[target.id] = certain or self.allergens.get(target.id, False)
        elif certain and table != "supplement":
            self.count(target.id, SupplementTaken(name=said))
        if certain:
            self.rows.append(Entry(said=said, match=reading.match, kind=target.table, substance=target.id, name=name, told_as=told_as))

    def _substances(self, target: Target) -> list[Target]:
        if target.kind != "combination":
            return [target]
        return [Target("substance", each) for each in self.knowledge.get("combination", target.id).substances]

    def take(self, said: str, target: Target, medicine: Medicine | None, *, certain: bool) -> None:
        families = self.knowledge.families
        self.taken.append(
            Taken(
                said=said,
                substance=target.id if target.kind == "substance" else None,
                classes=frozenset().union(*(families[each] for each in self.names.classes(target))),
                certain=certain,
                stopped=medicine.stopped if medicine and isinstance(medicine.stopped, date) else None,
                slots=medicine.slots if medicine else (),
                name=self.names.name(target),
            )
        )

    def doubtful(self, table: Table, said: str, reading: Reading, relevant: bool, medicine: Medicine | None, since: date | None) -> None:
        """Keep an entry that is ambiguous or not known; each candidate counts, and nothing is looked away from."""
        settled = not relevant and self.by_worker and reading.match is Match.unrecognised and not reading.risk
        candidates = tuple(dict.fromkeys(self.names.name(each) for each in reading.candidates))
        self.rows.append(Entry(said=said, match=reading.match, kind=table, name=reading.part, candidates=candidates, relevant=not settled))
        if settled:
            return
        for target in reading.candidates:
            self.known(table, said, reading, target, medicine, since, certain=False)
        for condition in reading.risk:
            self.has.append(Has(condition, said, certain=False, since=since))
        question = {
            "medicine": Question.medicines,
            "supplement": Question.supplements,
            "condition": Question.conditions,
            "allergy": Question.allergies,
        }[table]
        self.open.append(Open(question, reading.match.value, reading.part, candidates))

    # -- supplements -----------------------------------------------------------------------------------------------

    def supplement(self, index: int, taken: SupplementTaken) -> None:
        path = ("supplements", index)
        if taken.contains is not None:
            for at, content in enumerate(taken.contains):
                self.add(
                    (*path, "contains", at, "unit"), content.nutrient, content.amount, content.unit.value, taken.pieces_a_day, taken.name
                )
        readings = self.names.confirm(taken.name, taken.confirmed_as, "supplement")
        for reading in readings:
            if reading.match not in _CERTAIN and taken.contains is not None:
                self.rows.append(Entry(said=taken.name, match=Match.recognised, kind="supplement", name=taken.name))
                continue
            if reading.match not in _CERTAIN:
                self.doubtful("supplement", taken.name, reading, taken.relevant, None, None)
                continue
            for target in reading.targets:
                self.known("supplement", taken.name, reading, target, None, None, certain=True)
                if target.table == "supplement" and taken.contains is None:
                    self.count(target.id, taken, path)
                elif target.table == "supplement":
                    self.holds_vitamin_k |= self.knowledge.get("product", target.id).holds_vitamin_k

    def count(self, product_id: str, taken: SupplementTaken, path: tuple[str | int, ...] = ()) -> None:
        """Add what a product gives: the amount told, in its own nutrient; else the highest usual label."""
        product = self.knowledge.get("product", product_id)
        amount, unit = taken.amount, taken.unit.value if taken.unit else None
        if amount is None:
            amount, unit = self.amount_in(taken.name)
        told = None
        if amount is not None and unit is not None and product.amount_of is not None:
            told = self.belongs(product, unit)
            if told is not None:
                self.add((*path, "unit"), told, amount, unit, taken.pieces_a_day, taken.name)
            elif path:
                self.fault(
                    (*path, "unit"),
                    f"{unit} is not a unit of {self.knowledge.get('nutrient', product.amount_of).name}",
                    "the unit on the pack",
                )
        for typical in product.typical:
            if typical.nutrient is not told:
                self.add(path, typical.nutrient, typical.amount, typical.unit, taken.pieces_a_day, taken.name)
                self.unlooked.append(taken.name)
        self.holds_vitamin_k |= product.holds_vitamin_k

    def belongs(self, product: Product, unit: str) -> Nutrient | None:
        """Return the nutrient an amount belongs to: the product's own, unless the unit is the usual one of another it holds."""
        holds = [each for each in (product.amount_of, *(each.nutrient for each in product.typical)) if each is not None]
        known = [each for each in holds if unit in self.knowledge.get("nutrient", each).worth]
        usual = [each for each in known if _USUAL.get(unit, unit) in {"", self.knowledge.get("nutrient", each).unit}]
        return next(iter([*usual, *known]), None)

    def amount_in(self, text: str) -> tuple[float | None, str | None]:
        """Find an amount with its unit in free text, like `Vitamin D3 1,000 IU`."""
        found = []
        for number, word in _AMOUNT.findall(clean(text)):
            unit = next((each for entry in self.knowledge.all("nutrient") for each in entry.worth if clean(each) == word), None)
            if unit is not None:
                found.append((float(re.sub(r"[ ,.](?=\d{3}(?!\d))", "", number).replace(",", ".")), unit))
        # Two amounts belong to two nutrients, and nobody said which is which: the usual label is counted.
        return found[0] if len(found) == 1 else (None, None)

    def add(self, path: tuple[str | int, ...], nutrient: Nutrient, amount: float, unit: str, pieces: float, name: str) -> None:
        known = self.knowledge.get("nutrient", nutrient.value)
        if unit not in known.worth:
            self.fault(path, f"{unit} is not a unit of {known.name}", f"one of {', '.join(known.worth)}")
            return
        self.totals[nutrient] = self.totals.get(nutrient, 0.0) + amount * known.worth[unit] * pieces
        self.sources[nutrient] = tuple(dict.fromkeys((*self.sources.get(nutrient, ()), name)))

    # -- the rest --------------------------------------------------------------------------------------------------

    def labs(self) -> dict[Lab, LabValue]:
        found: dict[Lab, LabValue] = {}
        for lab in Lab:
            result = getattr(self.profile.labs, lab.value)
            if result is None:
                continue
            known = self.knowledge.get("lab", lab.value)
            self.dated(("labs", lab.value, "date"), result.date)
            unit = result.unit or (None if known.unit_needed else known.unit)
            if unit not in known.worth:
                self.fault(("labs", lab.value, "unit"), "the unit is missing or not one of this result", f"one of {', '.join(known.worth)}")
                continue
            value = result.value * known.worth[unit]
            if not known.lowest <= value <= known.highest:
                self.fault(
                    ("labs", lab.value, "value"),
                    "the number cannot be right in this unit",
                    f"from {known.lowest:g} to {known.highest:g} {known.unit}",
                )
            fresh = result.date is not None and self.today - result.date <= _FRESH
            found[lab] = LabValue(value, known.unit, fresh, f"{result.value:g} {unit}")
        return found

    def foods(self, word: str) -> frozenset[str]:
        """Return the foods a word names, by id or by any of their names."""
        wanted = key(word)
        return frozenset(each.id for each in self.knowledge.all("food") if wanted in {key(each.id), key(each.name), *map(key, each.names)})

    def eats(self) -> dict[str, Frequency]:
        found: dict[str, Frequency] = {}
        for word, often in self.profile.eats.items():
            foods = self.foods(word)
            if not foods:
                self.fault(("eats", word), "this food is not known", "the id of a food, as `supplement-plan schema profile` lists them")
            for food in foods:
                found[food] = max(often, found.get(food, often), key=lambda each: each.order)
        return found


def life_stage(person: Person) -> LifeStage | None:
    """Return the life stage, or None where it is not known and could matter."""
    told = person.profile.life_stage
    if isinstance(told, LifeStage):
        return told
    return None if person.asks(Question.life_stage) else LifeStage.none


def _told(answer: tuple[T, ...] | str | None) -> tuple[T, ...]:
    return answer if isinstance(answer, tuple) else ()


def _latest(since: str | None) -> date | None:
    """Return the last day a year, month or day can mean: the shortest time ago is the careful reading."""
    if since is None:
        return None
    try:
        parts = [int(each) for each in since.split("-")]
        year, month = parts[0], parts[1] if len(parts) > 1 else 12
        return date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])  # noqa: PLR2004
    except ValueError:
        return None
