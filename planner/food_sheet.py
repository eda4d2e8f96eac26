"""The food page: at most three swaps, a chart of one portion each, and what the plan keeps away from."""

from collections.abc import Iterator
from functools import lru_cache

from planner.edition import Knowledge
from planner.fare import amount_of, eater, fare
from planner.larder import Food, Swap
from planner.numerals import NBSP, amount, either, number, unbroken
from planner.page import Bar, BarMark, Bars, Block, Heading, Listing, Paragraph
from planner.reasons import open_words
from planner.story import Story, words
from planner.vocabulary import FoodNutrient, Question

_MOST_BARS = 6
_FEWEST_BARS = 3

# The step of saying less at which the amounts of the swaps stand in words alone.
_WORDS_ALONE = 4
FOOD_CHANGES = (_WORDS_ALONE,)


def food(story: Story) -> Iterator[Block]:
    """Yield the swaps and their chart, or why there are none, and the foods the plan keeps away from."""
    foods, knowledge = story.judgement.foods, story.knowledge
    yield Heading(level=1, text=story.words("food-title"))
    if foods.unknown:
        yield Paragraph(text=story.words("food-unknown"))
        asked = [each for each in story.judgement.person.open if each.question in {Question.diet, Question.allergies}]
        if asked:
            yield Listing(items=tuple(open_words(knowledge, each, story.emergency) for each in asked))
    elif foods.dietitian:
        yield Paragraph(text=story.words("food-dietitian"))
    elif not foods.chosen:
        yield Paragraph(text=story.words("food-none"))
    else:
        yield Paragraph(text=story.words("food-lead"), style="lead")
        chosen = tuple(each.id for each in foods.chosen)
        yield Listing(items=tuple(_swap_words(knowledge, each) for each in chosen), numbered=True)
        chart = _chart(knowledge, chosen, foods.permitted) if story.short < _WORDS_ALONE else None
        if chart is not None:
            yield chart
    if foods.no_vegan_k2:
        yield Paragraph(text=story.words("food-no-vegan-k2"))
    if names := _kept_away_from(story):
        yield Heading(text=story.words("food-avoid-title"))
        yield Paragraph(text=story.words("food-avoid", foods=either(names, "and")))


def _kept_away_from(story: Story) -> list[str]:
    """Name the foods that a rule keeps away from, where they stand on the person's table: a group of foods by its own name."""
    knowledge, person, avoid = story.knowledge, story.judgement.person, story.judgement.foods.avoid
    eatable = avoid if story.judgement.foods.unknown else fare(knowledge).eatable(eater(person))
    shown = [food for food in avoid if person.eats.get(food) is None and food in eatable]
    entries = [knowledge.get("food", food) for food in shown]
    return sorted((each.name for each in entries if each.group is None or each.group not in shown or each.group == each.id), key=str.lower)


@lru_cache(maxsize=512)
def _swap_words(knowledge: Knowledge, name: str) -> str:
    swap: Swap = knowledge.get("swap", name)
    told = [swap.say, words(knowledge, "food-portion", portion=swap.portion.replace(" ", NBSP, 1))]
    held = amount_of(knowledge, swap)
    if held is not None:
        nutrient = words(knowledge, f"nutrient-{swap.nutrient.value.replace('_', '-')}")
        high = f"{amount(held.high, held.unit)} of {nutrient}"
        if held.about and held.low != held.high:
            told.append(words(knowledge, "food-amount-about", low=number(held.low), high=high))
        else:
            told.append(words(knowledge, "food-amount", amount=words(knowledge, "about-one", amount=high) if held.about else high))
    return " ".join(told)


def held_lines(story: Story) -> tuple[str, ...]:
    """Return what a portion of each swap holds besides, for the clinician's sheet: K1, sodium, and K2 by its forms."""
    lines = (_held_line(story.knowledge, each.choose) for each in story.judgement.foods.chosen)
    return tuple(each for each in lines if each is not None)


@lru_cache(maxsize=512)
def _held_line(knowledge: Knowledge, food: str) -> str | None:
    entry: Food = knowledge.get("food", food)
    if entry.held is None or entry.grams is None or entry.held.k1 is None or entry.held.sodium is None:
        return None
    share = entry.grams / 100
    fills = {
        "food": entry.name,
        "grams": number(entry.grams),
        "k1": f"{entry.held.k1 * share:.1f}",
        "sodium": f"{entry.held.sodium * share:.0f}",
    }
    k2 = entry.k2
    if k2 and k2.low is not None and k2.high and k2.sure != "uncertain":  # what is uncertain is never printed as a number
        ends = dict.fromkeys(f"{end * share:.1f}" for end in (k2.low, k2.high))
        forms = either(k2.forms, "and") or words(knowledge, "clin-food-k2-forms-unknown")
        return words(knowledge, "clin-food-held-k2", k2=" to ".join(ends), forms=forms, **fills)
    return words(knowledge, "clin-food-held", **fills)


@lru_cache(maxsize=512)  # people who eat alike are shown the same
def _chart(knowledge: Knowledge, names: tuple[str, ...], permitted: frozenset[str]) -> Bars | None:
    """Draw the nutrient of a swap that has figures: what is eaten now, the swaps, and other swaps that would fit."""
    chosen: list[Swap] = [knowledge.get("swap", name) for name in names]
    for nutrient in dict.fromkeys((FoodNutrient.k2, *(each.nutrient for each in chosen))):
        mine = [each for each in chosen if each.nutrient is nutrient]
        swaps = {each.choose for each in mine}
        now = {each.instead_of for each in mine} - swaps
        known = {each.choose for each in knowledge.all("swap") if each.nutrient is nutrient and not each.only_away_from}
        others = known & permitted - swaps - now
        kinds: tuple[tuple[BarMark, set[str]], ...] = (("other", others), ("now", now), ("swap", swaps))
        marks = {food: mark for mark, foods_so in kinds for food in sorted(foods_so)}
        drawn = [food for food in marks if nutrient in knowledge.get("food", food).amounts]
        drawn.sort(key=lambda food: (marks[food] == "other", -knowledge.get("food", food).amounts[nutrient].high, food))
        drawn = drawn[:_MOST_BARS]
        if any(marks[food] == "swap" for food in drawn) and len(drawn) >= _FEWEST_BARS:
            drawn.sort(key=lambda food: (-knowledge.get("food", food).amounts[nutrient].high, food))
            return _bars(knowledge, chosen, nutrient, [(food, marks[food]) for food in drawn])
    return None


def _bars(knowledge: Knowledge, chosen: list[Swap], nutrient: FoodNutrient, drawn: list[tuple[str, BarMark]]) -> Bars:
    name = words(knowledge, f"nutrient-{nutrient.value.replace('_', '-')}")
    entries = [knowledge.get("food", food) for food, _ in drawn]
    unit = entries[0].amounts[nutrient].unit
    sources = {source for entry in entries for source in _sources(entry, nutrient) if knowledge.get("evidence", source).kind == "table"}
    named = sorted({f"{knowledge.get('evidence', each).publisher}, {knowledge.get('evidence', each).year}" for each in sources})
    used = {mark for _, mark in drawn}
    return Bars(
        title=_title(knowledge, chosen, drawn, name),
        axis=words(knowledge, "chart-axis", nutrient=name[:1].upper() + name[1:], unit=unit),
        bars=tuple(_bar(knowledge, food, nutrient, mark) for food, mark in drawn),
        legend={mark: words(knowledge, f"chart-{mark}") for mark in ("now", "swap", "other") if mark in used},
        how_to_read=words(knowledge, "chart-how-to-read", nutrient=name),
        source=words(knowledge, "chart-source", sources="; ".join(named)),
        told=" ".join(
            words(knowledge, "chart-told", food=entry.name, portion=entry.portion, amount=f"{_held(knowledge, entry, nutrient)} {unit}")
            for entry in entries
        ),
    )


def _sources(entry: Food, nutrient: FoodNutrient) -> tuple[str, ...]:
    """Return where a food's figure of a nutrient was found."""
    return entry.k2.evidence if nutrient is FoodNutrient.k2 and entry.k2 else entry.evidence


def _title(knowledge: Knowledge, chosen: list[Swap], drawn: list[tuple[str, BarMark]], nutrient: str) -> str:
    """State the point: the swap beside what it replaces, or the richest food."""
    held = {food: knowledge.get("food", food) for food, _ in drawn}
    for each in chosen:
        if each.choose in held and each.instead_of in held:
            swap = held[each.choose].name
            return words(knowledge, "chart-title", swap=swap[:1].upper() + swap[1:], now=held[each.instead_of].name, nutrient=nutrient)
    most = held[drawn[0][0]].name
    return words(knowledge, "chart-title-most", food=most[:1].upper() + most[1:], nutrient=nutrient)


def _bar(knowledge: Knowledge, food: str, nutrient: FoodNutrient, mark: BarMark) -> Bar:
    entry = knowledge.get("food", food)
    held = entry.amounts[nutrient]
    pieces = [piece.strip() for piece in entry.portion.split(",")]
    label = unbroken(f"{entry.name}, {next((piece for piece in pieces if piece[:1].isdigit()), pieces[0])}")
    return Bar(label=label, low=held.low, high=held.high, words=_held(knowledge, entry, nutrient), mark=mark)


def _held(knowledge: Knowledge, entry: Food, nutrient: FoodNutrient) -> str:
    held = entry.amounts[nutrient]
    if held.about and held.low != held.high:
        return words(knowledge, "about", low=number(held.low), high=number(held.high))
    return words(knowledge, "about-one", amount=number(held.high)) if held.about else number(held.high)
