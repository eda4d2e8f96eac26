"""The shapes of what the knowledge says of foods: portions, what a hundred grams hold, whom they suit, and one food for another."""

from typing import Annotated, Literal

from planner.entry import AllergenId, EvidenceId, FoodId, FoodTagId, Id, Names, Range, Reviewed, Sentence
from planner.mark import Within
from planner.record import Record, refused
from planner.vocabulary import Diet, FoodNutrient, FoodRule, Goal

# What rounding may take from or add to a printed amount, and half a last digit of the table.
_ROUNDING = {FoodNutrient.k2: 0.51, FoodNutrient.magnesium: 0.51, FoodNutrient.vitamin_d: 0.051}


class FoodTag(Record):
    """A word a rule or swap uses for a group of foods.

    `only_when_mk7` keeps such a food out of the swaps unless MK-7 is `not_offered` (the food is a dose in itself) or at
    least `not_refused` (neither referred nor withheld). `most_swaps` is how many of the kind one plan may suggest.
    """

    id: Id
    name: str
    only_when_mk7: Literal["not_offered", "not_refused"] | None = None
    most_swaps: Annotated[int, Within(ge=1)] | None = None


class FoodAmount(Range):
    """How much one portion holds, as it is printed. `about` marks a figure from general knowledge, printed with its range."""

    about: bool


class HeldK2(Record):
    """Vitamin K2 in a hundred grams, in micrograms. The low end counts towards what is eaten, the high end where too much would harm.

    `sure` is `read` (at its source), `about` (general knowledge) or `uncertain` (never printed as a number); a figure may
    be missing altogether. `forms` are the menaquinones found, as laboratories name them; `evidence` is where.
    """

    low: Annotated[float, Within(ge=0)] | None = None
    high: Annotated[float, Within(ge=0)] | None = None
    forms: tuple[Annotated[str, Within(pattern=r"^MK-\d{1,2}$")], ...] = ()
    sure: Literal["read", "about", "uncertain"]
    evidence: tuple[EvidenceId, ...] = ()

    def _consistent(self) -> None:
        if (self.low is None) != (self.high is None) or (self.low or 0) > (self.high or 0):
            raise refused("range", "`low` and `high` stand together, low first; both may be left out")


class Held(Record):
    """What a hundred grams hold: K1 and vitamin D in micrograms, magnesium and sodium in milligrams, saturated fat in grams.

    `usda` is the number of the food in the USDA table; a figure the table does not give is left out.
    """

    usda: Annotated[str, Within(pattern=r"^\d{5}$")] | None = None
    k1: Annotated[float, Within(ge=0)] | None = None
    vitamin_d: Annotated[float, Within(ge=0)] | None = None
    magnesium: Annotated[float, Within(ge=0)] | None = None
    sodium: Annotated[float, Within(ge=0)] | None = None
    saturated_fat: Annotated[float, Within(ge=0)] | None = None


class Food(Reviewed):
    """A food with its household portion.

    `amounts` is what a page may print of one portion; `held` and `k2` are what a hundred grams hold, for rules and professionals.
    `grams` is what the portion weighs. `group` is the wider food under which the questionnaire asks for it.
    """

    id: Id
    name: str
    names: Names = ()
    portion: str
    grams: Annotated[float, Within(gt=0)] | None = None
    group: FoodId | None = None
    amounts: dict[FoodNutrient, FoodAmount] = {}
    held: Held | None = None
    k2: HeldK2 | None = None
    diets: tuple[Diet, ...]
    fits: tuple[FoodRule, ...] = ()
    allergens: tuple[AllergenId, ...] = ()
    tags: tuple[FoodTagId, ...] = ()

    def _consistent(self) -> None:
        if self.held is None:
            return
        if self.grams is None:
            raise refused("grams", "`held` is there without `grams`; say what the portion weighs")
        for nutrient, printed in self.amounts.items():
            low, high = self._held(nutrient)
            if low is None or high is None:
                raise refused("held", "{nutrient} is printed, and `held` or `k2` has no figure for it", {"nutrient": nutrient})
            share, slack = self.grams / 100, _ROUNDING[nutrient]
            if abs(printed.low - low * share) > slack or abs(printed.high - high * share) > slack:
                raise refused(
                    "portion",
                    "{nutrient} of a portion is not what a hundred grams hold; {low} to {high}",
                    {"nutrient": nutrient, "low": f"{low * share:.4g}", "high": f"{high * share:.4g}"},
                )

    def _held(self, nutrient: FoodNutrient) -> tuple[float | None, float | None]:
        if nutrient is not FoodNutrient.k2:
            figure = getattr(self.held, nutrient.value)
            return figure, figure
        if self.k2 is None or self.k2.sure == "uncertain":
            return None, None
        return self.k2.low, self.k2.high


class Swap(Reviewed):
    """One food instead of another, in the same place of the meal.

    `blocked_by` are food tags that rule it out while the plan keeps away from them. `only_away_from` are tags the plan
    has to keep away from for the swap to make sense; `only_if_eaten` asks that the person told us they eat the first food.
    `not_in` are countries where the swap is pointless, because the first food is as good there.
    """

    id: Id
    instead_of: FoodId
    choose: FoodId
    nutrient: FoodNutrient
    portion: str
    goals: tuple[Goal, ...] = ()
    diets: tuple[Diet, ...] = ()
    blocked_by: tuple[FoodTagId, ...] = ()
    only_away_from: tuple[FoodTagId, ...] = ()
    only_if_eaten: bool = False
    not_in: tuple[Annotated[str, Within(pattern=r"^[A-Z]{2}$")], ...] = ()
    say: Sentence
