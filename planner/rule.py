"""What a rule may ask and what it may answer. One rule is one reviewable paragraph of clinical knowledge."""

from functools import cached_property
from typing import Annotated, Literal

from planner.entry import (
    AllergenId,
    ClassId,
    ConditionId,
    FoodId,
    FoodTagId,
    Id,
    ProductId,
    Range,
    RegionId,
    Reviewed,
    Sentence,
    SourceId,
    Strength,
    SubstanceId,
    UnitInWords,
)
from planner.mark import Called, Within
from planner.record import Record, fields_of, given_in, refused
from planner.vocabulary import (
    BloodThinner,
    Clinician,
    Diet,
    FoodNutrient,
    FoodRule,
    Frequency,
    Goal,
    Grade,
    Lab,
    LifeStage,
    Nutrient,
    Sex,
    Slot,
    Supplement,
    Symptom,
    Urgency,
)

Years = Annotated[int, Within(ge=0, le=120)]


class LabAsk(Record):
    """A laboratory result below or from a value."""

    name: Lab
    below: float | None = None
    at_least: Annotated[float | None, Called("from")] = None
    unit: str


class TotalAsk(Record):
    """A day's total of a nutrient from what the person takes: `from` a value, or `over` it (upper levels are exceeded, not reached)."""

    nutrient: Nutrient
    at_least: Annotated[float | None, Called("from")] = None
    over: float | None = None
    unit: UnitInWords

    def _consistent(self) -> None:
        if (self.at_least is None) == (self.over is None):
            raise refused("total", "`total` needs `from` or `over`, one of them")


class EatsAsk(Record):
    """A food, or any food of a tag, eaten at least this often."""

    food: FoodId | None = None
    tag: FoodTagId | None = None
    at_least: Frequency

    def _consistent(self) -> None:
        if (self.food is None) == (self.tag is None):
            raise refused("eats", "`eats` needs `food` or `tag`, one of them")


class Facts(Record):
    """Facts about a person; every one given must hold. A new word is added here, in `match` and nowhere else."""

    age_under: Years | None = None
    age_from: Years | None = None
    sex: Sex | None = None
    life_stage: LifeStage | None = None
    country: RegionId | None = None
    # The clinic keeps this country's own caps, and the person lives there. Off unless a clinic turns it on.
    regional_cap: Annotated[str, Within(pattern="^[A-Z]{2}$")] | None = None
    diet: Diet | None = None
    food_rule: FoodRule | None = None
    goal: Goal | None = None
    takes: ClassId | None = None
    takes_substance: SubstanceId | None = None
    # Two medicines may matter only together.
    takes_also: ClassId | None = None
    # Products people take by themselves are told apart from medicines, and a rule may speak of a kind of them.
    takes_product: ProductId | None = None
    stopped_within_weeks: Annotated[int, Within(ge=1, le=52)] | None = None
    # Told with the medicine, "for 7 days": a short course is waited out, a long one is not.
    course: Literal[True] | None = None
    medicine_count_from: Annotated[int, Within(ge=1)] | None = None
    blood_thinner: BloodThinner | None = None
    # Asked apart from the blood thinner because a listed anticoagulant answers `unknown_kind` but never this.
    inr_tests: Literal[True] | None = None
    has: ConditionId | None = None
    since_within_months: Annotated[int, Within(ge=1, le=120)] | None = None
    allergy: AllergenId | None = None
    symptom: Symptom | None = None
    lab: LabAsk | None = None
    total: TotalAsk | None = None
    eats: EatsAsk | None = None
    surgery_planned: Literal[True] | None = None
    cramps_per_2_weeks_from: Annotated[float, Within(gt=0)] | None = None
    # The cramps trial took people with at least two in two weeks: fewer, if told, is another dose.
    cramps_per_2_weeks_under: Annotated[float, Within(gt=0)] | None = None

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """The words that are set, in the order of the class: every rule is asked for every person, most with one or two."""
        return tuple(name for name in fields_of(type(self)) if getattr(self, name) is not None)

    def _consistent(self) -> None:
        if not given_in(self):
            raise refused("asks_nothing", "it asks nothing; name at least one fact")
        for name in ("stopped_within_weeks", "course"):
            if getattr(self, name) is not None and self.takes is None and self.takes_substance is None:
                raise refused("narrows", f"`{name}` needs `takes` or `takes_substance`")
        if self.since_within_months is not None and self.has is None:
            raise refused("since", "`since_within_months` needs `has`")


class DoseRange(Range):
    """A daily range before anything already taken is subtracted."""

    low: Annotated[float, Within(gt=0)]
    high: Annotated[float, Within(gt=0)]


class Hours(Record):
    """Hours the medicine is taken `before` the supplement at least, or `after` it at least."""

    before: Annotated[int, Within(ge=0, le=24)]
    after: Annotated[int, Within(ge=0, le=24)]


class Then(Record):
    """What follows: offers, or cautions, never both."""

    offer: Supplement | None = None
    range: DoseRange | None = None
    weeks: Annotated[int, Within(ge=1, le=52)] | None = None
    swap: tuple[FoodNutrient, ...] = ()

    refer: tuple[Supplement, ...] = ()
    withhold: tuple[Supplement, ...] = ()
    # Enough comes from a food or product that no total can count.
    enough: tuple[Supplement, ...] = ()
    apart: dict[Supplement, Hours] = {}
    cap: dict[Supplement, Strength] = {}
    avoid_food_tags: tuple[FoodTagId, ...] = ()
    no_swaps: Literal[True] | None = None
    urgent: Urgency | None = None
    see: tuple[Clinician, ...] = ()
    inform: tuple[Supplement, ...] = ()
    prefer_slot: dict[Supplement, Slot] = {}

    @property
    def offers(self) -> bool:
        """Whether the rule gives something; a rule that does not, cautions."""
        return self.offer is not None or bool(self.swap)

    def _consistent(self) -> None:
        cautions = any(getattr(self, name) for name in given_in(self) - {"offer", "range", "weeks", "swap"})
        if self.offers == cautions:
            raise refused("offer_or_caution", "`then` must either offer or caution, not both and not neither")
        if (self.offer is None) != (self.range is None) or (self.offer is None) != (self.weeks is None):
            raise refused("offer", "`offer`, `range` and `weeks` belong together")
        if Clinician.emergency in self.see and self.urgent is None:
            raise refused("emergency", "`see` names the emergency service without `urgent`; `urgent`, or somebody else to see")


class SayAlready(Record):
    """Words printed in place of `say` for a person who already gets what the rule keeps away."""

    source: SourceId
    say: Sentence


class Rule(Reviewed):
    """One paragraph: when it applies, what follows, and what patient and clinician read.

    `doubt = "withhold"` keeps `then.withhold` at full strength when the medicines or the blood thinner are not known;
    for every other rule doubt alone refers. `policy` marks an offer that rests on a policy under a verified upper level.
    Words in {brackets} are filled in: {medicine}, {condition}, {hours}, {total}.
    """

    id: Id
    title: str
    when: Facts
    unless: Facts | None = None
    then: Then
    doubt: Literal["withhold"] | None = None
    policy: bool = False
    say: Sentence | None = None
    already: SayAlready | None = None
    clinician: Sentence
    grade: Grade

    def _consistent(self) -> None:
        if self.then.offer is not None and not (self.checked or self.policy):
            raise refused("unchecked_offer", "a figure not read at its source may not permit a dose; check it, or mark a policy")
        if self.doubt == "withhold" and not self.then.withhold:
            raise refused("doubt", '`doubt = "withhold"` needs `then.withhold`')
