"""The swaps that survive diet, food rules, allergies, dislikes, medicines and conditions; at most three a plan."""

from collections.abc import Iterable
from typing import NamedTuple

from planner.edition import Knowledge
from planner.fare import eater, fare
from planner.larder import Swap
from planner.match import Fired
from planner.person import Person
from planner.plan import SwapPlan
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
    fitting = [
        each
        for each in foods.fitting(eater(person), person.profile.country, person.profile.goals, tags)
        if each.nutrient in open_to_food and each.choose in allowed and _adds_something(knowledge, person, each)
    ]
    chosen = _choose(knowledge, person, fitting, wanted)
    no_vegan_k2 = FoodNutrient.k2 in wanted and verdicts[Supplement.mk7] in _OPEN_TO_FOOD and not _vegan_k2(knowledge, person)
    return Foods(tuple(foods.plans[each.id] for each in chosen), chosen, avoid, allowed, no_vegan_k2=no_vegan_k2)


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


def _adds_something(knowledge: Knowledge, person: Person, swap: Swap) -> bool:
    """Whether the person may eat the first food, must where the swap asks it, and does not eat the second every day."""
    eaten = eaten_now(knowledge, person, swap.instead_of)
    return (
        eaten is not Frequency.never
        and (eaten is not None or not swap.only_if_eaten)
        and person.eats.get(swap.choose) is not Frequency.daily
    )


def eaten_now(knowledge: Knowledge, person: Person, food: str) -> Frequency | None:
    """Return how often the person eats a food: as told of itself, else of the group it belongs to, else not known."""
    if not person.eats:
        return None
    group = knowledge.get("food", food).group
    return person.eats.get(food) or (person.eats.get(group) if group else None)


def _choose(knowledge: Knowledge, person: Person, fitting: list[Swap], wanted: tuple[FoodNutrient, ...]) -> tuple[Swap, ...]:
    """Take one swap a nutrient in turn, those the person's own eating suggests first, then as they come, no food twice."""

    def liking(swap: Swap) -> tuple[int, int]:
        now, then = eaten_now(knowledge, person, swap.instead_of), eaten_now(knowledge, person, swap.choose)
        return -(now.order if now else 1), _ROOM[then]

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
