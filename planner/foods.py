"""The swaps that survive diet, food rules, allergies, dislikes, medicines and conditions; at most three a plan."""

from collections.abc import Iterable
from typing import NamedTuple

from planner.entry import Food, Swap
from planner.library import Knowledge
from planner.match import Fired
from planner.person import Person
from planner.plan import Span, SwapPlan
from planner.spelling import key
from planner.vocabulary import Decision, Diet, FoodNutrient, Frequency, Question, Supplement, Verdict

MOST_SWAPS = 3
_SUPPLEMENT = {FoodNutrient.k2: Supplement.mk7, FoodNutrient.vitamin_d: Supplement.d3, FoodNutrient.magnesium: Supplement.magnesium}
_OPEN_TO_FOOD = {Verdict.not_offered, Verdict.recommend}
_NO_FOOD = {Decision.see_your_doctor, Decision.get_help_now}


class Foods(NamedTuple):
    """The food side of a plan. `swaps` and `chosen` go together; `permitted` is every food the person may be shown."""

    swaps: tuple[SwapPlan, ...]
    chosen: tuple[Swap, ...]
    avoid: tuple[str, ...]
    permitted: frozenset[str]
    unknown: bool


def foods_for(
    knowledge: Knowledge, person: Person, fired: Iterable[Fired], verdicts: dict[Supplement, Verdict], decision: Decision
) -> Foods:
    """Return the swaps for a person. An unknown diet or allergy means no swap at all: no food can be vouched for."""
    fired = tuple(fired)
    tags = {tag for each in fired for tag in each.rule.then.avoid_food_tags}
    avoid = tuple(each.id for each in knowledge.all("food") if tags & set(each.tags))
    allowed = permitted(knowledge, person, tags, verdicts)
    unknown = person.asks(Question.diet, Question.allergies) or any(each.rule.then.no_swaps for each in fired)
    if unknown or decision in _NO_FOOD:
        return Foods((), (), avoid, allowed, unknown)
    wanted = tuple(dict.fromkeys(nutrient for each in fired for nutrient in each.rule.then.swap))
    fitting = [
        each for each in knowledge.all("swap") if _fits(knowledge, person, each, tags, allowed, verdicts) and each.nutrient in wanted
    ]
    chosen = _choose(knowledge, person, fitting, wanted)
    return Foods(tuple(_swap_plan(knowledge, each) for each in chosen), chosen, avoid, allowed, unknown=False)


def permitted(knowledge: Knowledge, person: Person, avoided_tags: Iterable[str], verdicts: dict[Supplement, Verdict]) -> frozenset[str]:
    """Return the foods that meet no allergy, diet, rule, dislike or caution they must not."""
    avoided = set(avoided_tags)
    return frozenset(
        each.id
        for each in knowledge.all("food")
        if _eatable(person, each) and not avoided & set(each.tags) and _mk7_allows(knowledge, each, verdicts)
    )


def _eatable(person: Person, food: Food) -> bool:
    diet = person.profile.diet
    return (
        isinstance(diet, Diet)
        and diet in food.diets
        and set(person.profile.food_rules) <= set(food.fits)
        and not person.allergens.keys() & set(food.allergens)
        and not _disliked(person, food)
    )


def _disliked(person: Person, food: Food) -> bool:
    """A dislike is a food, one of its names, or a word that stands in one of them."""
    if not person.disliked_words:
        return False
    names = [key(name) for name in (food.id, food.name, *food.names)]
    return food.id in person.dislikes or any(word in name for word in person.disliked_words if word for name in names)


def _mk7_allows(knowledge: Knowledge, food: Food, verdicts: dict[Supplement, Verdict]) -> bool:
    verdict = verdicts[Supplement.mk7]
    needs = {knowledge.get("food_tag", tag).only_when_mk7 for tag in food.tags}
    if "not_offered" in needs and verdict is not Verdict.not_offered:
        return False
    return "not_refused" not in needs or verdict not in {Verdict.refer, Verdict.withhold}


def _fits(
    knowledge: Knowledge, person: Person, swap: Swap, avoided: set[str], allowed: frozenset[str], verdicts: dict[Supplement, Verdict]
) -> bool:
    return (
        swap.choose in allowed
        and _eatable(person, knowledge.get("food", swap.instead_of))
        and person.eats.get(swap.instead_of) is not Frequency.never
        and not avoided & set(swap.blocked_by)
        and verdicts[_SUPPLEMENT[swap.nutrient]] in _OPEN_TO_FOOD
        and (not swap.diets or person.profile.diet in swap.diets)
        and (not swap.goals or bool(set(swap.goals) & set(person.profile.goals)))
    )


def _choose(knowledge: Knowledge, person: Person, fitting: list[Swap], wanted: tuple[FoodNutrient, ...]) -> tuple[Swap, ...]:
    """Take one swap a nutrient in turn, those the person's own eating suggests first, no food twice."""

    def liking(swap: Swap) -> tuple[int, int, float, str]:
        now, then = person.eats.get(swap.instead_of), person.eats.get(swap.choose)
        held = knowledge.get("food", swap.choose).amounts.get(swap.nutrient)
        return (-(now.order if now else 1), then.order if then else 0, -held.low if held else 0.0, swap.id)

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


def _swap_plan(knowledge: Knowledge, swap: Swap) -> SwapPlan:
    amount = knowledge.get("food", swap.choose).amounts.get(swap.nutrient)
    return SwapPlan(
        instead_of=swap.instead_of,
        choose=swap.choose,
        nutrient=swap.nutrient,
        portion=swap.portion,
        amount=Span(low=amount.low, high=amount.high, unit=amount.unit) if amount else None,
    )
