"""A profile → the person rules see. Nothing here decides: what could not be read is kept, and its question stays open."""

import calendar
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from planner.edition import Knowledge
from planner.errors import Fault, ProfileError
from planner.intake import Intake, Path
from planner.names import TAKEN, Names, Table, Target
from planner.person import Has, LabValue, Open, Person, Product, Taken
from planner.plan import Entry
from planner.profile import Profile, SupplementTaken
from planner.recognise import Reading, recogniser
from planner.spelling import key
from planner.vocabulary import NOT_SURE, FilledInBy, Frequency, Lab, Match, Question, Sex, Slot

T = TypeVar("T")

_FRESH = timedelta(days=365)
CAN_BE_PREGNANT = range(12, 56)
_CERTAIN = {Match.recognised, Match.confirmed}
_LIST_OF: dict[Table, Question] = {
    "medicine": Question.medicines,
    "supplement": Question.supplements,
    "condition": Question.conditions,
    "allergy": Question.allergies,
}


class Said(NamedTuple):
    """One entry as typed, the list it stood in, and what was told with it."""

    table: Table
    words: str
    confirmed_as: str | None
    relevant: bool
    stopped: date | None = None
    slots: tuple[Slot, ...] = ()
    since: date | None = None


def understand(profile: Profile, knowledge: Knowledge, today: date, *, regional_caps: bool = False) -> Person:
    """Return the profile understood; raise `ProfileError` for dates, units and foods that cannot be true."""
    return replace(_Understanding(profile, knowledge, today).person(), regional_caps=regional_caps)


class _Understanding:
    def __init__(self, profile: Profile, knowledge: Knowledge, today: date) -> None:
        self.profile, self.knowledge, self.today = profile, knowledge, today
        self.reader = recogniser(knowledge)
        self.names: Names = self.reader.names
        self.intake = Intake(knowledge)
        self.dated = knowledge.dated_conditions
        self.faults: list[Fault] = []
        self.open: list[Open] = []
        self.rows: list[Entry] = []
        self.taken: list[Taken] = []
        self.has: list[Has] = []
        self.allergens: dict[str, bool] = {}
        self.products: dict[str, Product] = {}

    def person(self) -> Person:
        profile = self.profile
        if profile.date_of_birth is not None and profile.date_of_birth > self.today:
            self.fault(("date_of_birth",), "the date is after the plan's date", "a date in the past")
        if profile.age is not None and profile.date_of_birth is not None and abs(profile.age - profile.age_on(self.today)) > 1:
            self.fault(("age",), "the age and the date of birth disagree", "give one of them, or both right")
        self.unanswered()
        self.entries()
        labs, eats = self.labs(), self.eats()
        if self.faults or self.intake.faults:
            raise ProfileError([*self.faults, *self.intake.faults])
        return Person(
            profile=profile,
            today=self.today,
            age=profile.age_on(self.today),
            region=self.knowledge.region_of(profile.country),
            taken=tuple(self.taken),
            conditions=tuple(self.has),
            allergens=self.allergens,
            products=self.products,
            totals=self.intake.totals,
            sources=self.intake.sources,
            holds_vitamin_k=self.intake.holds_vitamin_k,
            eats=eats,
            dislikes=frozenset(food for word in profile.dislikes for food in self.foods(word)),
            disliked_words=tuple(key(word) for word in profile.dislikes),
            labs=labs,
            open=tuple(dict.fromkeys(self.open)),
            rows=tuple(self.rows),
            unlooked=tuple(self.intake.unlooked),
            assumed=frozenset(self.intake.assumed),
        )

    def fault(self, path: Path, wrong: str, allowed: str) -> None:
        self.faults.append(Fault(path, wrong, allowed))

    def unanswered(self) -> None:
        """Open every safety question that was left out or answered `not_sure`."""
        profile = self.profile
        stage_counts = profile.sex is not Sex.male and profile.age_on(self.today) in CAN_BE_PREGNANT
        for question in Question:
            if question is Question.condition_dates or (question is Question.life_stage and not stage_counts):
                continue
            answer = getattr(profile, question.value)
            # INR tests left out tell nothing; an operation not asked about prints a line and no more.
            if answer == NOT_SURE:
                self.open.append(Open(question, "not_sure"))
            elif answer is None and question not in {Question.inr_tests, Question.surgery_planned}:
                self.open.append(Open(question, "missing"))

    # -- free text -------------------------------------------------------------------------------------------------

    def entries(self) -> None:
        for index, medicine in enumerate(_told(self.profile.medicines)):
            stopped = medicine.stopped if isinstance(medicine.stopped, date) else None
            self.past(("medicines", index, "stopped"), stopped)
            self.entry(Said("medicine", medicine.name, medicine.confirmed_as, medicine.relevant, stopped, medicine.slots))
        for index, supplement in enumerate(_told(self.profile.supplements)):
            self.supplement(("supplements", index), supplement)
        for index, condition in enumerate(_told(self.profile.conditions)):
            since = _latest(condition.since)
            if condition.since and (since is None or date.fromisoformat((condition.since + "-01-01")[:10]) > self.today):
                self.fault(("conditions", index, "since"), "the date does not exist or is after the plan's date", "a date in the past")
            begun = min(since, self.today) if since else None
            self.entry(Said("condition", condition.name, condition.confirmed_as, condition.relevant, since=begun))
        for allergy in _told(self.profile.allergies):
            self.entry(Said("allergy", allergy.name, allergy.confirmed_as, allergy.relevant))

    def entry(self, said: Said) -> None:
        for reading in self.reader.confirm(said.words, said.confirmed_as, said.table):
            if reading.match in _CERTAIN:
                self.certain(said, reading)
            else:
                self.doubtful(said, reading)

    def supplement(self, path: Path, taken: SupplementTaken) -> None:
        said = Said("supplement", taken.name, taken.confirmed_as, taken.relevant)
        self.intake.contents(taken, path)
        for reading in self.reader.confirm(taken.name, taken.confirmed_as, "supplement"):
            if reading.match in _CERTAIN:
                self.certain(said, reading, taken, path)
            elif reading.match is Match.unrecognised and taken.contains:
                self.rows.append(Entry(said=taken.name, match=Match.recognised, kind="supplement", name=taken.name))
            else:
                self.doubtful(said, reading)

    def certain(self, said: Said, reading: Reading, taken: SupplementTaken | None = None, path: Path = ()) -> None:
        for target in reading.targets:
            # Who is allergic to a medicine does not take it; a guarded one or a product is doubted, and nobody is told they take it.
            allergic = said.table == "allergy" and target.table in TAKEN
            doubted = allergic and (target in self.names.guarded or target.table == "supplement")
            if doubted or not allergic:
                self.count(said, target, certain=not allergic, counts_as=target.id)
            if doubted:
                self.open.append(Open(Question.medicines, "told_as_allergy", said.words))
            if target.table == "supplement" and said.stopped is None and not allergic:
                self.intake.product(self.knowledge.get("product", target.id), taken or SupplementTaken(name=said.words), path)
            for each in self.names.substances(target):
                self.rows.append(self.row(said, reading, each))

    def row(self, said: Said, reading: Reading, target: Target) -> Entry:
        medicine = target.table == "medicine"
        classes = self.names.classes(target)
        return Entry(
            said=said.words,
            match=reading.match,
            kind=target.table,
            substance=None if target.kind == "class" else target.id,
            in_class=classes[0] if classes else None,
            name=self.names.name(target),
            told_as=None if target.table == said.table else said.table,
            stopped=said.stopped if medicine else None,
        )

    def count(self, said: Said, target: Target, *, certain: bool, counts_as: str) -> None:
        """Add what an entry stands for, surely or possibly, to what rules see; amounts of products are summed apart.

        A combination counts as one medicine, and so does an entry that could mean several.
        """
        if target.table == "condition":
            self.has.append(Has(target.id, said.words, certain, said.since))
            if said.since is None and target.id in self.dated:
                self.open.append(Open(Question.condition_dates, "missing", said.words))
        elif target.table == "allergy":
            self.allergens[target.id] = certain or self.allergens.get(target.id, False)
        elif target.table == "supplement":
            if said.stopped is None and not (target.id in self.products and self.products[target.id].certain):
                self.products[target.id] = Product(said.words, certain)
        else:
            for each in self.names.substances(target):
                self.taken.append(
                    Taken(
                        said=said.words,
                        substance=each.id if each.kind == "substance" else None,
                        classes=self.names.families(each),
                        certain=certain,
                        stopped=said.stopped,
                        slots=said.slots,
                        name=self.names.name(each),
                        counts_as=counts_as,
                    )
                )

    def doubtful(self, said: Said, reading: Reading) -> None:
        """Keep an entry that is ambiguous or not known; each candidate counts, and nothing is looked away from."""
        by_worker = self.profile.filled_in_by is FilledInBy.health_worker
        settled = not said.relevant and by_worker and reading.match is Match.unrecognised and not (reading.risk or reading.hints)
        possible = tuple(dict.fromkeys((*reading.candidates, *reading.hints)))
        candidates = tuple(dict.fromkeys(self.names.name(each) for each in possible))
        self.rows.append(
            Entry(said=said.words, match=reading.match, kind=said.table, name=reading.part, candidates=candidates, relevant=not settled)
        )
        if settled:
            return
        for target in possible:
            self.count(said, target, certain=False, counts_as=said.words)
        for condition in reading.risk if said.table == "condition" else ():
            self.has.append(Has(condition, said.words, certain=False, since=said.since))
        self.open.append(Open(_LIST_OF[said.table], reading.match.value, reading.part, candidates))

    # -- the rest --------------------------------------------------------------------------------------------------

    def past(self, path: Path, value: date | None) -> None:
        if value is not None and value > self.today:
            self.fault(path, "the date is after the plan's date", "a date in the past, or leave it out")

    def labs(self) -> dict[Lab, LabValue]:
        found: dict[Lab, LabValue] = {}
        for lab in Lab:
            result = getattr(self.profile.labs, lab.value)
            if result is None:
                continue
            path: Path = ("labs", lab.value)
            known = self.knowledge.get("lab", lab.value)
            self.past((*path, "date"), result.date)
            unit = result.unit or (None if known.unit_needed else known.unit)
            if unit not in known.worth:
                self.fault((*path, "unit"), "the unit is missing or not one of this result", f"one of {', '.join(known.worth)}")
                continue
            value = result.value * known.worth[unit]
            if not known.lowest <= value <= known.highest:
                allowed = f"from {known.lowest:g} to {known.highest:g} {known.unit}"
                self.fault((*path, "value"), "the number cannot be right in this unit", allowed)
            fresh = result.date is not None and self.today - result.date <= _FRESH
            said = f"{result.value:g} {unit}" if known.unit_needed else f"{result.value:g}"
            other = next((each for each, worth in known.worth.items() if worth != known.worth[unit]), None)
            also = None if other is None else f"{round(value / known.worth[other], 2):g} {other}"
            found[lab] = LabValue(value, known.unit, fresh, said, also)
        return found

    def foods(self, word: str) -> frozenset[str]:
        """Return the foods a word names, by id or by any of their names."""
        return self.names.foods.get(key(word), frozenset())

    def eats(self) -> dict[str, Frequency]:
        found: dict[str, Frequency] = {}
        for word, often in self.profile.eats.items():
            foods = self.foods(word)
            if not foods:
                from planner.consistency import near  # noqa: PLC0415 - slow to load, and most words are known

                meant = near(word, self.knowledge.entries["food"]).strip(" ()")
                self.fault(("eats", word), "this food is not known", meant or "the id of a food in the knowledge, or the key left out")
            for food in foods:
                found[food] = max(often, found.get(food, often), key=lambda each: each.order)
        return found


def _told(answer: tuple[T, ...] | str | None) -> tuple[T, ...]:
    return answer if isinstance(answer, tuple) else ()


def _latest(since: str | None) -> date | None:
    """Return the last day a year, month or day can mean: the shortest time ago is the careful reading."""
    if since is None:
        return None
    try:
        year, month, day = (*(int(each) for each in since.split("-")), 0, 0)[:3]
        month = month or 12
        return date(year, month, day or calendar.monthrange(year, month)[1])
    except ValueError:
        return None
