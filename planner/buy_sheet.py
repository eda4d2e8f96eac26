"""The shopping list: what to look for, how many pieces, what this person must avoid, and how to read the pack. No brands."""

from collections.abc import Iterator

from planner.listing import listed
from planner.numerals import NBSP, amount, either, number
from planner.page import Block, Box, Column, Heading, Listing, Row, Table
from planner.plan import Span, SupplementPlan
from planner.reasons import information
from planner.story import Story
from planner.vocabulary import Capsules, Match, Question, Supplement, Verdict

_DAYS = 7


def buy(story: Story) -> Iterator[Block]:
    """Yield the list for everything recommended."""
    yield Heading(level=1, text=story.words("buy-title"))
    plans = story.supplements(Verdict.recommend)
    weeks = {each.weeks for each in plans}
    many = story.words("buy-column-pieces") if len(weeks) > 1 else story.words("buy-for-weeks", weeks=min(filter(None, weeks), default=0))
    titles = ((story.words("column-what"), 2.2), (story.words("buy-column-piece"), 3), (many, 2))
    columns = tuple(Column(title=title, share=share) for title, share in titles)
    rows = tuple(_row(story, each, tell_weeks=len(weeks) > 1) for each in plans)
    yield Table(title=story.words("buy-table"), columns=columns, rows=rows)
    yield from listed(story.words("how-choose-title"), story.words("how-choose-more"), dict.fromkeys(_look_for(story)))
    if mine := tuple(dict.fromkeys(_yours(story))):
        yield Heading(text=story.words("buy-yours-title"))
        yield Listing(items=mine)
    lines = (f"{story.words('pack-short-forms')} {story.words('pack-same-number')}",)
    yield Box(tone="pack", title=story.words("pack-title"), lines=lines)


def _row(story: Story, plan: SupplementPlan, *, tell_weeks: bool) -> Row:
    """Return the range to look for (the daily table holds the single figure) and the pieces for all weeks, one a day."""
    entry, dose, weeks = story.knowledge.get("supplement", plan.supplement), plan.dose, plan.weeks
    if dose is None or weeks is None:
        return Row(cells=((entry.name,), (story.words("cell-none"),), (story.words("cell-none"),)))
    piece = [_spread(story, dose)]
    if entry.twin_unit and entry.twin_worth:
        twin = Span(low=dose.low * entry.twin_worth, high=dose.high * entry.twin_worth, unit=entry.twin_unit)
        piece.append(f"({_spread(story, twin)})")
    pieces = [story.words("buy-pieces", count=number(weeks * _DAYS * len(plan.slots or (1,))))]
    if tell_weeks:
        pieces.append(story.words("buy-for-weeks", weeks=weeks).lower())
    return Row(cells=((entry.name,), tuple(piece), tuple(pieces)))


def _spread(story: Story, span: Span) -> str:
    if span.low == span.high:
        return amount(span.low, span.unit)
    return story.words("range", low=number(span.low), high=amount(span.high, span.unit)).replace(" to ", f"{NBSP}to{NBSP}")


def _look_for(story: Story) -> Iterator[str]:
    knowledge = story.knowledge
    taking = [each.supplement for each in story.supplements(Verdict.recommend)]
    if any(each.dose and each.dose.low != each.dose.high for each in story.supplements(Verdict.recommend)):
        yield story.words("buy-lower-number")
    yield story.words("buy-nothing-else")
    if Supplement.magnesium in taking:
        yield story.words("how-magnesium-elemental")
    yield from information(knowledge, story.judgement, taking)


def _yours(story: Story) -> Iterator[str]:
    """Yield what this person checks a product for: its capsule, what is in it, food rules."""
    person, knowledge = story.judgement.person, story.knowledge
    taking = [each.supplement for each in story.supplements(Verdict.recommend)]
    if person.profile.capsules is not Capsules.any:
        yield story.words(f"capsules-{person.profile.capsules.value.replace('_', '-')}")
    if person.asks(Question.allergies) and Supplement.mk7 in taking:
        yield story.words("soya-free-in-doubt")
    yield from allergy_lines(story)
    for each in person.profile.food_rules:
        if knowledge.has("phrase", name := f"rule-check-the-pack-{each.value.replace('_', '-')}"):
            yield story.words(name)
    for product in dict.fromkeys(person.unlooked):
        yield story.words("check-label", product=product)


def allergy_lines(story: Story) -> Iterator[str]:
    """Yield what to check every pack for: allergies and food rules, in one sentence."""
    person, knowledge = story.judgement.person, story.knowledge
    found = []
    for each in person.rows_of("allergy"):
        known = knowledge.get("allergen", each.substance or "") if each.match is Match.recognised else None
        if each.relevant and (known is None or known.in_food):
            found.append(each.said)
    if found:
        yield story.words("allergy-check-the-pack", allergy=either(dict.fromkeys(found), "and"))
