"""What a person told us: the only input a plan is made from.

A missing key is never "no". The safety questions (see `vocabulary.Question`) are None when nothing was told and
`not_sure` when the person did not know; both are doubt, and doubt only ever makes a plan more careful.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, TypeVar

from planner.mark import After, Around, Before, Tagged, ToldBy, Within
from planner.record import Record, refused, values_of
from planner.vocabulary import (
    NOT_SURE,
    BloodThinner,
    Capsules,
    Diet,
    FilledInBy,
    FoodRule,
    Frequency,
    Goal,
    LifeStage,
    Nutrient,
    Paper,
    PrintSize,
    Sex,
    Slot,
    Symptom,
    Unit,
)

T = TypeVar("T")


def _is_not_sure(value: object) -> str:
    return "not_sure" if value == NOT_SURE else "told"


Told = Annotated[
    Annotated[T, Tagged("told")] | Annotated[Literal["not_sure"], Tagged("not_sure")],
    ToldBy(_is_not_sure),
]

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def _plain(text: str) -> str:
    if _CONTROL.search(text):
        raise refused("control_character", "the text holds a control character")
    if not text.strip():
        raise refused("blank", "the text is empty")
    return text


Name = Annotated[str, Within(max_length=120), After(_plain)]
Words = Annotated[str, Within(max_length=300), After(_plain)]
Key = Annotated[str, Within(max_length=60), After(_plain)]


def _day(value: object, check: Callable[[object], Any]) -> date:
    """Accept a day as written, never a number of seconds in quotes."""
    if isinstance(value, str):
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            raise refused("date_shape", "this text is not a date")
        with suppress(ValueError):
            value = date.fromisoformat(value)
    day: date = check(value)
    return day


Day = Annotated[date, Around(_day)]


class Alone(NamedTuple):
    """Makes a table of a text: nothing but its name."""

    shape: Any

    def __call__(self, name: str) -> Any:
        """Return the table of this name."""
        return self.shape(name=name)


def _is_words(value: object) -> str:
    return "words" if isinstance(value, str) else "table"


def _said(shape: Any) -> Any:
    """Accept a table, or a text that stands for a table with nothing but a name."""
    words = Annotated[Words, After(Alone(shape)), Tagged("words")]
    return Annotated[words | Annotated[shape, Tagged("table")], ToldBy(_is_words)]


class Medicine(Record):
    """A medicine as typed. `stopped` without a date in the past counts as still taken."""

    name: Words
    stopped: Day | bool | None = None
    slots: Annotated[tuple[Slot, ...], Within(max_length=4)] = ()
    relevant: bool = True
    confirmed_as: Words | None = None


class Content(Record):
    """What one piece of a product contains."""

    nutrient: Nutrient
    amount: Annotated[float, Within(ge=0, le=1_000_000)]
    unit: Unit


class SupplementTaken(Record):
    """A product the person takes now. Without a frequency it counts as one a day."""

    name: Words
    amount: Annotated[float, Within(gt=0, le=1_000_000)] | None = None
    unit: Unit | None = None
    contains: Annotated[tuple[Content, ...], Within(max_length=40)] | None = None
    per_day: Annotated[float, Within(gt=0, le=100)] | None = None
    per_week: Annotated[float, Within(gt=0, le=700)] | None = None
    per_month: Annotated[float, Within(gt=0, le=3100)] | None = None
    relevant: bool = True
    confirmed_as: Words | None = None

    def _consistent(self) -> None:
        if (self.amount is None) != (self.unit is None):
            raise refused("amount_and_unit", "an amount and its unit belong together")
        if sum(each is not None for each in (self.per_day, self.per_week, self.per_month)) > 1:
            raise refused("one_frequency", "only one of per_day, per_week and per_month can be given")

    @property
    def pieces_a_day(self) -> float:
        """How many pieces a day, on average."""
        if self.per_week is not None:
            return self.per_week / 7
        if self.per_month is not None:
            return self.per_month / 30
        return 1.0 if self.per_day is None else self.per_day


class Condition(Record):
    """A condition as typed; `since` is a year, a month or a day."""

    name: Words
    since: Annotated[str, Within(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-\d{2})?)?$")] | None = None
    relevant: bool = True
    confirmed_as: Words | None = None


class Allergy(Record):
    """An allergy or a food that must not be eaten, as typed."""

    name: Words
    relevant: bool = True
    confirmed_as: Words | None = None


class LabResult(Record):
    """A laboratory result. Without a date it counts as old: it may tighten, never loosen."""

    value: Annotated[float, Within(ge=0, le=10_000)]
    unit: Annotated[str, Within(max_length=20)] | None = None
    date: Day | None = None


class Labs(Record):
    """The results a rule may use."""

    vitamin_d_25oh: LabResult | None = None
    egfr: LabResult | None = None
    calcium: LabResult | None = None
    inr: LabResult | None = None


class Cramps(Record):
    """Night cramps counted over two weeks."""

    per_2_weeks: Annotated[float, Within(ge=0, le=1000)]


class Print(Record):
    """How the paper is made. Paper follows the country where it is not told."""

    paper: Paper | None = None
    size: PrintSize = PrintSize.standard
    language: Literal["en"] = "en"


def _uk_is_gb(value: object) -> object:
    return "GB" if value == "UK" else value


def _in_living_memory(value: date | None) -> date | None:
    if value is not None and value.year < 1900:  # noqa: PLR2004 - nobody older is alive
        raise refused("too_early", "the date is before 1900")
    return value


if TYPE_CHECKING:
    MedicineSaid = Medicine
    ConditionSaid = Condition
    AllergySaid = Allergy
    SupplementSaid = SupplementTaken
else:
    MedicineSaid, ConditionSaid, AllergySaid, SupplementSaid = map(_said, (Medicine, Condition, Allergy, SupplementTaken))
_LONGEST = Within(max_length=200)


class Profile(Record):
    """One person's answers, already checked for form; meaning is looked up later."""

    schema_version: Literal[1] = 1
    reference: Name | None = None
    name: Name | None = None
    age: Annotated[int, Within(ge=0, le=120)] | None = None
    date_of_birth: Annotated[Day | None, After(_in_living_memory)] = None
    sex: Sex
    country: Annotated[str, Within(pattern=r"^[A-Z]{2}$"), Before(_uk_is_gb)]
    life_stage: Told[LifeStage] | None = None
    diet: Told[Diet] | None = None
    food_rules: Annotated[tuple[FoodRule, ...], _LONGEST] = ()
    allergies: Told[Annotated[tuple[AllergySaid, ...], _LONGEST]] | None = None
    dislikes: Annotated[tuple[Words, ...], _LONGEST] = ()
    eats: Annotated[dict[Key, Frequency], Within(max_length=200)] = {}
    medicines: Told[Annotated[tuple[MedicineSaid, ...], _LONGEST]] | None = None
    blood_thinner: Told[BloodThinner] | None = None
    inr_tests: Told[bool] | None = None
    supplements: Told[Annotated[tuple[SupplementSaid, ...], _LONGEST]] | None = None
    conditions: Told[Annotated[tuple[ConditionSaid, ...], _LONGEST]] | None = None
    symptoms: Told[Annotated[tuple[Symptom, ...], _LONGEST]] | None = None
    surgery_planned: Told[bool] | None = None
    cramps: Cramps | None = None
    labs: Labs = Labs()
    goals: Annotated[tuple[Goal, ...], Within(min_length=1, max_length=7)]
    capsules: Capsules = Capsules.any
    filled_in_by: FilledInBy = FilledInBy.patient
    print: Print = Print()

    def _consistent(self) -> None:
        if self.age is None and self.date_of_birth is None:
            raise refused("age_missing", "neither age nor date_of_birth is told")

    def age_on(self, today: date) -> int:
        """Return the age in whole years. Where both were told and differ, the date of birth decides."""
        if self.date_of_birth is None:
            return self.age or 0
        born = self.date_of_birth
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day))

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield every free text with its path, for whoever must check that it can be printed."""
        for name in ("reference", "name", "allergies", "dislikes", "medicines", "supplements", "conditions"):
            yield from _texts((name,), getattr(self, name))


def _texts(path: tuple[str | int, ...], value: Any) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Record):
        for key, each in values_of(value).items():
            yield from _texts((*path, key), each)
    elif isinstance(value, tuple):
        for index, each in enumerate(value):
            yield from _texts((*path, index), each)
