"""The swaps that survive diet, food rules, allergies, dislikes, medicines and conditions; at most three a plan."""

from collections.abc import Iterable
from typing import NamedTuple

from planner.edition import Knowledge
from planner.fare import eater, fare
from planner.larder import Food, FoodAmount, Swap
from planner.match import Fired
from planner.person import Person
from planner.plan import Span, SwapPlan
from planner.vocabulary import Decision, Diet, FoodNutrient, Frequency, Question, Supplement, Verdict

MOST_SWAPS = 3
# A food to choose: the lower, the sooner. What is eaten every day adds little, and what is never eaten may not be wanted.
_ROOM = {None: 0, Frequency.monthly: 0, Frequency.weekly: 1, Frequency.often: 2, Frequency.never: 3, Frequency.daily: 4}
_SUPPLEMENT = {FoodNutrient.k2: Supplement.mk7, FoodNutrient.vitamin_d: Supplement.d3, FoodNutrient.magnesium: Supplement.magnesium}
_OPEN_TO_FOOD = {Verdict.not_offered, Verdict.recommend}
_NO_FOOD = {Decision.see_your_doctor, Decision.get_help_now}


class Foods(NamedTuple):
    """The food side of a plan. `swaps` and `chosen` go together; `permitted` is every food the person may be shown.

    `unknown` means that nobody knows all the person may eat, `dietitian` that a condition makes food a dietitian's choice,
    `no_vegan_k2` that K2 was wanted and no food of a vegan who eats no soya is rich in it.
    """

    swaps: tuple[SwapPlan, ...]
    chosen: tuple[Swap, ...]
    avoid: tuple[str, ...]
    permitted: frozenset[str]
    unknown: bool = False
    dietitian: bool = False
    no_vegan_k2: bool = False


def foods_for(
    knowledge: Knowledge, person: Person, fired: Iterable[Fired], verdicts: dict[Supplement, Verdict], decision: Decision
) -> Foods:
    """Return the swaps for a person. An unknown diet or allergy means no swap at all: no food can be vouched for."""
    fired = tuple(fired)
    tags = frozenset(tag for each in fired for tag in each.rule.then.avoid_food_tags)
    foods = fare(knowledge)
    avoid = foods.tagged(tags)
    allowed = foods.permitted(person, tags, verdicts)
    unknown = person.asks(Question.diet, Question.allergies)
    dietitian = any(each.rule.then.no_swaps for each in fired)
    if unknown or dietitian or decision in _NO_FOOD:
        return Foods((), (), avoid, allowed, unknown, dietitian)
    wanted = _wanted(person, fired)
    open_to_food = {each for each in wanted if verdicts[_SUPPLEMENT[each]] in _OPEN_TO_FOOD}
    eatable = foods.eatable(eater(person))
    fitting = [
        each
        for each in knowledge.all("swap")
        if each.nutrient in open_to_food and each.choose in allowed and each.instead_of in eatable and _fits(knowledge, person, each, tags)
    ]
    chosen = _choose(knowledge, person, fitting, wanted)
    no_vegan_k2 = FoodNutrient.k2 in wanted and verdicts[Supplement.mk7] in _OPEN_TO_FOOD and not _vegan_k2(knowledge, person)
    return Foods(tuple(_swap_plan(knowledge, each) for each in chosen), chosen, avoid, allowed, no_vegan_k2=no_vegan_k2)


def _wanted(person: Person, fired: Iterable[Fired]) -> tuple[FoodNutrient, ...]:
    """Return the nutrients to look for in food, those of the person's own goals first."""
    by_goal = sorted(fired, key=lambda each: each.rule.when.goal not in person.profile.goals)
    return tuple(dict.fromkeys(nutrient for each in by_goal for nutrient in each.rule.then.swap))


def _vegan_k2(knowledge: Knowledge, person: Person) -> bool:
    """Whether food can give K2: to everybody but a vegan who cannot eat the only vegan foods rich in it."""
    if person.profile.diet is not Diet.vegan:
        return True
    eatable = fare(knowledge).eatable(eater(person))
    return any(each.choose in eatable for each in knowledge.all("swap") if each.nutrient is FoodNutrient.k2)


def _fits(knowledge: Knowledge, person: Person, swap: Swap, avoided: frozenset[str]) -> bool:
    """Whether a swap between two foods the person can eat makes sense for them."""
    eaten = eaten_now(knowledge, person, swap.instead_of)
    return (
        eaten is not Frequency.never
        and (eaten is not None or not swap.only_if_eaten)
        and person.eats.get(swap.choose) is not Frequency.daily
        and not avoided & set(swap.blocked_by)
        and (not swap.only_away_from or bool(avoided & set(swap.only_away_from)))
        and person.profile.country not in swap.not_in
        and (not swap.diets or person.profile.diet in swap.diets)
        and (not swap.goals or bool(set(swap.goals) & set(person.profile.goals)))
    )


def eaten_now(knowledge: Knowledge, person: Person, food: str) -> Frequency | None:
    """Return how often the person eats a food: as told of itself, else of the group it belongs to, else not known."""
    group = knowledge.get("food", food).group
    return person.eats.get(food) or (person.eats.get(group) if group else None)


def _choose(knowledge: Knowledge, person: Person, fitting: list[Swap], wanted: tuple[FoodNutrient, ...]) -> tuple[Swap, ...]:
    """Take one swap a nutrient in turn, those the person's own eating suggests first, no food twice."""

    def liking(swap: Swap) -> tuple[int, int, float, str]:
        now, then = eaten_now(knowledge, person, swap.instead_of), eaten_now(knowledge, person, swap.choose)
        held = knowledge.get("food", swap.choose).amounts.get(swap.nutrient)
        return (-(now.order if now else 1), _ROOM[then], -held.low if held else 0.0, swap.id)

    queues = {nutrient: sorted((each for each in fitting if each.nutrient is nutrient), key=liking) for nutrient in wanted}
    chosen: list[Swap] = []
    while len(chosen) < MOST_SWAPS and any(queues.values()):
        for queue in queues.values():
            used = {food for each in chosen for food in (each.instead_of, each.choose)}
            while queue and ({queue[0].instead_of, queue[0].choose} & used or _too_many(knowledge, chosen, queue[0])):
                queue.pop(0)
            if queue and len(chosen) < MOST_SWAPS:
                chosen.append(queue.pop(0))
    return tuple(chosen)


def _too_many(knowledge: Knowledge, chosen: list[Swap], more: Swap) -> bool:
    """Whether one more swap would suggest more of a kind of food than its tag allows in a plan."""
    tags = [tag for each in (*chosen, more) for tag in knowledge.get("food", each.choose).tags]
    limits = {tag: knowledge.get("food_tag", tag).most_swaps for tag in tags}
    return any(most is not None and tags.count(tag) > most for tag, most in limits.items())


def amount_of(knowledge: Knowledge, swap: Swap) -> FoodAmount | None:
    """Return what the swap's portion holds, where it may be printed and the portion is the one it was worked out for."""
    food: Food = knowledge.get("food", swap.choose)
    return food.amounts.get(swap.nutrient) if swap.portion == food.portion else None


def _swap_plan(knowledge: Knowledge, swap: Swap) -> SwapPlan:
    amount = amount_of(knowledge, swap)
    return SwapPlan(
        instead_of=swap.instead_of,
        choose=swap.choose,
        nutrient=swap.nutrient,
        portion=swap.portion,
        amount=Span(low=amount.low, high=amount.high, unit=amount.unit) if amount else None,
    )
