"""Which foods a person may be shown. People answer alike: what suits one kind of eater is worked out once an edition."""

from functools import lru_cache
from typing import NamedTuple

from planner.edition import Knowledge
from planner.larder import Food, FoodAmount, Swap
from planner.person import Person
from planner.plan import Span, SwapPlan
from planner.spelling import key
from planner.vocabulary import Diet, FoodRule, Goal, Supplement, Verdict

_REFUSED = {Verdict.refer, Verdict.withhold}


class Eater(NamedTuple):
    """What a person does not eat, for whatever reason; `diet` is None where nobody knows it."""

    diet: Diet | None
    food_rules: frozenset[FoodRule]
    allergens: frozenset[str]
    dislikes: frozenset[str]
    disliked_words: tuple[str, ...]


class Fare:
    """The foods of one edition, sorted by what rules them out."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.foods: tuple[Food, ...] = knowledge.all("food")
        self.spellings = {food.id: [key(name) for name in (food.id, food.name, *food.names)] for food in self.foods}
        only_when = {tag.id: tag.only_when_mk7 for tag in knowledge.all("food_tag")}
        self.needs = {food.id: {only_when[tag] for tag in food.tags} for food in self.foods}
        self.plans = {swap.id: self._plan(knowledge, swap) for swap in knowledge.all("swap")}
        self.swaps = sorted(knowledge.all("swap"), key=lambda each: (-self._held(knowledge, each), each.id))
        self.eatable = lru_cache(maxsize=2_048)(self._eatable)
        self.tagged = lru_cache(maxsize=512)(self._tagged)
        self.fitting = lru_cache(maxsize=2_048)(self._fitting)
        self.besides_mk7 = lru_cache(maxsize=len(Verdict))(self._besides_mk7)

    def permitted(self, person: Person, avoided: frozenset[str], verdicts: dict[Supplement, Verdict]) -> frozenset[str]:
        """Return the foods that meet no allergy, diet, rule, dislike or caution they must not; `avoided` are food tags."""
        return self.eatable(eater(person)).difference(self.tagged(avoided)) & self.besides_mk7(verdicts[Supplement.mk7])

    def _fitting(self, eater: Eater, country: str, goals: tuple[Goal, ...], avoided: frozenset[str]) -> tuple[Swap, ...]:
        """Return the swaps between two foods this eater can eat that make sense there, those with the most in them first."""
        eatable = self.eatable(eater)
        return tuple(
            swap
            for swap in self.swaps
            if swap.choose in eatable
            and swap.instead_of in eatable
            and avoided.isdisjoint(swap.blocked_by)
            and not (swap.only_away_from and avoided.isdisjoint(swap.only_away_from))
            and country not in swap.not_in
            and (not swap.diets or eater.diet in swap.diets)
            and not (swap.goals and set(goals).isdisjoint(swap.goals))
        )

    @staticmethod
    def _held(knowledge: Knowledge, swap: Swap) -> float:
        """Return how much of its nutrient the food to choose holds, at least."""
        amount: FoodAmount | None = knowledge.get("food", swap.choose).amounts.get(swap.nutrient)
        return 0.0 if amount is None else amount.low

    @staticmethod
    def _plan(knowledge: Knowledge, swap: Swap) -> SwapPlan:
        amount = amount_of(knowledge, swap)
        span = None if amount is None else Span(low=amount.low, high=amount.high, unit=amount.unit)
        return SwapPlan(instead_of=swap.instead_of, choose=swap.choose, nutrient=swap.nutrient, portion=swap.portion, amount=span)

    def _eatable(self, eater: Eater) -> frozenset[str]:
        """Return what this eater can eat: nothing where nobody knows the diet."""
        return frozenset(
            food.id
            for food in self.foods
            if eater.diet in food.diets
            and eater.food_rules.issubset(food.fits)
            and eater.allergens.isdisjoint(food.allergens)
            and not self._disliked(eater, food)
        )

    def _disliked(self, eater: Eater, food: Food) -> bool:
        """A dislike is a food, one of its names, or a word that stands in one of them."""
        return food.id in eater.dislikes or any(word in name for word in eater.disliked_words if word for name in self.spellings[food.id])

    def _tagged(self, tags: frozenset[str]) -> tuple[str, ...]:
        """Return the foods that carry one of these tags, in the order of their ids."""
        return tuple(food.id for food in self.foods if not tags.isdisjoint(food.tags))

    def _besides_mk7(self, verdict: Verdict) -> frozenset[str]:
        """Return the foods that may be suggested beside this verdict on MK-7."""
        out = {"not_offered"} if verdict is not Verdict.not_offered else set()
        out |= {"not_refused"} if verdict in _REFUSED else set()
        return frozenset(food.id for food in self.foods if self.needs[food.id].isdisjoint(out))


def eater(person: Person) -> Eater:
    """Return what a person does not eat."""
    profile = person.profile
    diet = profile.diet if isinstance(profile.diet, Diet) else None
    return Eater(diet, frozenset(profile.food_rules), frozenset(person.allergens), person.dislikes, person.disliked_words)


def amount_of(knowledge: Knowledge, swap: Swap) -> FoodAmount | None:
    """Return what the swap's portion holds, where it may be printed and the portion is the one it was worked out for."""
    food: Food = knowledge.get("food", swap.choose)
    return food.amounts.get(swap.nutrient) if swap.portion == food.portion else None


@lru_cache(maxsize=4)
def fare(knowledge: Knowledge) -> Fare:
    """Return the fare of an edition; built once."""
    return Fare(knowledge)
