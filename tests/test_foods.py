"""Swaps made for people who must keep away from something, and what the shipped foods and swaps must be in themselves."""

from typing import Any

import pytest
from people import TODAY, profile_of
from test_cases import ANSWERED

from planner.compose import make_plan
from planner.decide import decide, decision_of
from planner.foods import Foods, foods_for
from planner.library import Knowledge
from planner.match import Certainty, Fired
from planner.rule import Then
from planner.shape import from_data, to_json
from planner.understand import understand
from planner.vocabulary import Diet, FoodNutrient, FoodRule, Part, Supplement, Verdict

HEALTHY = dict.fromkeys(Supplement, Verdict.recommend)


def foods_away_from(knowledge: Knowledge, tags: list[str], verdicts: dict[Supplement, Verdict] = HEALTHY, **told: object) -> Foods:
    """Return the food side of a healthy person with one rule that keeps away from tags, and one that looks for every nutrient."""
    return foods_under(knowledge, {"avoid_food_tags": tags} if tags else None, verdicts, **told)


def foods_under(
    knowledge: Knowledge, caution: dict[str, Any] | None, verdicts: dict[Supplement, Verdict] = HEALTHY, **told: object
) -> Foods:
    person = understand(profile_of({**ANSWERED, **told}), knowledge, TODAY)
    answers = [from_data(Then, each, strict=False) for each in ({"swap": list(FoodNutrient)}, caution) if each]
    fired = [Fired(knowledge.rules[0].but(then=then), Certainty.known, ()) for then in answers]
    return foods_for(knowledge, person, fired, verdicts, decision_of(verdicts.values(), None))


@pytest.mark.parametrize(
    ("tag", "eaten", "instead"),
    [
        ("tyramine", "hard-cheese", {"ricotta", "mozzarella", "egg", "chicken-thigh", "cottage-cheese"}),
        ("histamine", "hard-cheese", {"ricotta", "mozzarella", "egg", "chicken-thigh", "cottage-cheese"}),
        ("tyramine", "natto", {"egg"}),
        ("pregnancy-avoid", "shark-swordfish-marlin", {"salmon", "rainbow-trout"}),
        ("pregnancy-avoid", "cod-liver-oil", {"salmon"}),
        ("purine", "mackerel", {"rainbow-trout"}),
        ("purine", "herring", {"salmon"}),
        ("purine", "sardines", {"rainbow-trout", "egg"}),
        ("oxalate", "spinach", {"banana-and-oats", "brown-rice", "quinoa"}),
    ],
)
def test_what_must_be_left_gets_something_in_its_place(knowledge: Knowledge, tag: str, eaten: str, instead: set[str]) -> None:
    foods = foods_away_from(knowledge, [tag], eats={eaten: "daily"})
    mine = [each.choose for each in foods.swaps if each.instead_of == eaten]
    assert mine
    assert set(mine) <= instead
    assert not any(tag in knowledge.get("food", each.choose).tags for each in foods.swaps)
    # Without the rule, a swap that was made for it does not come up.
    made_for_it = {each.id for each in knowledge.all("swap") if each.only_away_from}
    assert not made_for_it & {each.id for each in foods_away_from(knowledge, [], eats={eaten: "daily"}).chosen}


def test_greens_stay_the_same_beside_a_vitamin_k_medicine(knowledge: Knowledge) -> None:
    foods = foods_away_from(knowledge, ["vka", "oxalate"], {**HEALTHY, Supplement.mk7: Verdict.withhold}, eats={"spinach": "daily"})
    assert foods.swaps
    assert not {each.instead_of for each in foods.swaps} & {"spinach", "hard-cheese", "natto"}
    assert not any("high-k1" in knowledge.get("food", each.choose).tags for each in foods.swaps)


@pytest.mark.parametrize("verdict", [Verdict.not_offered, Verdict.recommend])
def test_natto_is_a_swap_only_where_mk7_is_not_offered(knowledge: Knowledge, verdict: Verdict) -> None:
    verdicts = {**HEALTHY, Supplement.mk7: verdict}
    foods = foods_away_from(knowledge, [], verdicts, diet="vegan", eats={"baked-beans": "daily"})
    assert ("natto" in {each.choose for each in foods.swaps}) == (verdict is Verdict.not_offered)


def test_a_condition_that_needs_a_dietitian_takes_every_swap(knowledge: Knowledge) -> None:
    foods = foods_under(knowledge, {"no_swaps": True})
    assert (foods.swaps, foods.dietitian, foods.unknown) == ((), True, False)


def test_weak_kidneys_get_no_swap_that_needs_a_dietitian(knowledge: Knowledge) -> None:
    foods = foods_away_from(knowledge, ["kidney-care"])
    assert foods.swaps
    assert not any("kidney-care" in each.blocked_by for each in foods.chosen)
    magnesium = [
        each.id for each in knowledge.all("swap") if each.nutrient is FoodNutrient.magnesium and "kidney-care" not in each.blocked_by
    ]
    assert magnesium == ["dark-chocolate-for-milk-chocolate"], "every other one needs a dietitian where kidneys are weak"


def test_the_nutrient_of_the_goal_comes_first(knowledge: Knowledge) -> None:
    for goal, nutrient in (("bone", FoodNutrient.k2), ("leg_cramps", FoodNutrient.magnesium), ("vitamin_d", FoodNutrient.vitamin_d)):
        person = understand(profile_of({**ANSWERED, "age": 70, "goals": [goal]}), knowledge, TODAY)
        assert decide(knowledge, person).foods.swaps[0].nutrient is nutrient


# -- the data ---------------------------------------------------------------------------------------------------------------


def test_tags_follow_from_what_a_hundred_grams_hold(knowledge: Knowledge) -> None:
    """Salty from 600 mg of sodium in a hundred grams, fat over 5 g saturated; nuts, seeds and oils are exempt from the second."""
    wrong = []
    for food in knowledge.all("food"):
        held = food.held
        if held is None:
            continue
        if held.sodium is not None and held.sodium >= 600 and "high-salt" not in food.tags:
            wrong.append(f"{food.id}: {held.sodium:g} mg sodium, not high-salt")
        nutty = {"tree-nut", "peanut", "seeds", "sesame"} & set(food.allergens) and "magnesium-rich" in food.tags
        oil = food.diets == tuple(Diet) and held.magnesium == 0
        if held.saturated_fat is not None and held.saturated_fat > 5 and not nutty and not oil and "saturated-fat" not in food.tags:
            wrong.append(f"{food.id}: {held.saturated_fat:g} g saturated fat, not saturated-fat")
        if held.k1 is not None and held.k1 >= 100 and not oil and "high-k1" not in food.tags and "check-label" not in food.tags:
            wrong.append(f"{food.id}: {held.k1:g} micrograms K1, not high-k1")
        if FoodRule.low_salt in food.fits and held.sodium is not None and held.sodium * food.grams / 100 > 140:
            wrong.append(f"{food.id}: {held.sodium * food.grams / 100:.0f} mg sodium in a portion, and fits low_salt")
    assert not wrong, "\n".join([*wrong, "tag the food, or mend the figure"])


def test_every_food_of_the_table_is_here_with_what_it_holds(knowledge: Knowledge) -> None:
    table = [each for each in knowledge.all("food") if each.source_ref.startswith("clinical.md 7 ")]
    assert len(table) == 101
    assert not [each.id for each in table if each.k2 is None or each.grams is None]
    assert len([each for each in table if each.held is not None]) == 101
    assert len({each.held.usda for each in table if each.held.usda}) == 100, "all but one have their own number in the USDA table"


def test_uncertain_or_conflicting_k2_is_never_a_number_on_a_page(knowledge: Knowledge) -> None:
    printed = [each for each in knowledge.all("food") if FoodNutrient.k2 in each.amounts and each.k2 is not None]
    assert printed
    assert not [each.id for each in printed if each.k2.sure == "uncertain"]
    assert not [each.id for each in printed if each.k2.high > 2.5 * each.k2.low], "laboratories differ several fold: words, no number"
    assert all(each.amounts[FoodNutrient.k2].about for each in printed if each.k2.sure == "about")


def test_swaps_stand_for_every_usable_row(knowledge: Knowledge) -> None:
    """Rows without two foods: K11 and K14 say that there is no swap, D12 and D13 are capsules, D17 is met by D6, D7 and D9."""
    rows = {each.source_ref.split()[-1] for each in knowledge.all("swap")}
    wanted = {*(f"K{at}" for at in range(1, 16)), *(f"D{at}" for at in range(1, 18)), *(f"M{at}" for at in range(1, 23))}
    assert wanted - rows == {"K11", "K14", "D12", "D13", "D17"}
    assert rows <= wanted


def test_every_food_of_a_swap_can_be_suggested_to_somebody(knowledge: Knowledge) -> None:
    """A swap whose two foods suit no common diet would be there in vain."""
    for swap in knowledge.all("swap"):
        first, second = knowledge.get("food", swap.instead_of), knowledge.get("food", swap.choose)
        assert set(swap.diets) <= set(first.diets) & set(second.diets), f"swap {swap.id}: a diet one of its foods does not suit"
        assert swap.diets, f"swap {swap.id}: no diet"


def test_a_clinician_sees_what_a_swap_holds_besides_and_no_uncertain_figure(knowledge: Knowledge) -> None:
    told = {**ANSWERED, "country": "US", "eats": {"processed-cheese": "daily", "cod": "daily"}}
    sheet = "".join(to_json(each) for each in make_plan(profile_of(told), knowledge, TODAY).sheets(Part.clinician))
    sheet = sheet.replace("\u00a0", " ")
    assert "Gouda cheese, 30 g: vitamin K1 0.7 micrograms, sodium 246 mg, vitamin K2 about 15.0 to 22.5 micrograms" in sheet
    assert 'rainbow trout, 120 g: vitamin K1 0.1 micrograms, sodium 73 mg"' in sheet
