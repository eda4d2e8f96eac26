"""How sure we are: the proof in a word and three steps, what is known and not known, and that not taking it is fine."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from planner.edition import Knowledge
from planner.ledger import answered
from planner.numerals import day, unbroken
from planner.page import Block, Heading, Listing, Paragraph, Sureness
from planner.readability import sentences
from planner.story import Story, words
from planner.vocabulary import Goal, Grade, Supplement, Verdict

# The steps of saying less at which nothing is answered that people may have read, and each supplement gets one sentence.
_NOTHING_HEARD, _ONE_LINE = 3, 5
SURE_CHANGES = (_NOTHING_HEARD, _ONE_LINE)

_MOST_WORDS = 105

_STEPS = {Grade.high: 3, Grade.moderate: 2, Grade.low: 1, Grade.very_low: 1, Grade.against: 0}


class _Offer(NamedTuple):
    """A supplement that is recommended, how strong the proof is, and what the rules behind it say."""

    supplement: Supplement
    grade: Grade
    lines: tuple[str, ...]


def sure(story: Story) -> tuple[Block, ...]:
    """Return, for everything recommended, why it is, how strong the proof is, and what is known and not known."""
    offers = tuple(
        _Offer(
            each.supplement,
            each.grade or Grade.very_low,
            tuple(one.rule.say for one in story.judgement.fired if one.rule.then.offer is each.supplement and one.rule.say),
        )
        for each in story.supplements(Verdict.recommend)
    )
    person = story.judgement.person
    return _sure(story.knowledge, offers, frozenset(person.profile.goals), story.short, person.today)


@lru_cache(maxsize=512)  # people of the same goals are told the same
def _sure(knowledge: Knowledge, offers: tuple[_Offer, ...], goals: frozenset[Goal], short: int, today: date) -> tuple[Block, ...]:
    return tuple(_blocks(knowledge, offers, goals, short, today))


def _blocks(knowledge: Knowledge, offers: tuple[_Offer, ...], goals: frozenset[Goal], short: int, today: date) -> Iterator[Block]:
    recommended = [each.supplement for each in offers]
    heard = () if short >= _NOTHING_HEARD else tuple(_heard(knowledge, goals, recommended))  # answers leave less room for the rest
    yield Heading(level=1, text=words(knowledge, "sure-title"))
    for offer in offers:
        grade = words(knowledge, f"grade-{offer.grade.value.replace('_', '-')}")
        yield Heading(text=knowledge.get("supplement", offer.supplement).name)
        yield Sureness(label=words(knowledge, "sure-label"), word=grade, steps=_STEPS[offer.grade])
        lines = list(offer.lines)
        claims = [each for each in knowledge.all("claim") if each.supplement is offer.supplement]
        # What is known of the person's own goals comes first; what holds for everybody fills up, unless answers below do.
        mine = [each for each in claims if goals & set(each.goals)][: len(goals) + 1]
        rest = [each for each in claims if not each.goals][: 1 if len(mine) <= len(goals) and not (heard and lines) else 0]
        lines += [each.say for each in ((*mine, *rest) if short < _ONE_LINE else (*mine, *rest)[: 0 if lines else 1])]
        yield Listing(items=tuple(unbroken(each) for each in _each_once(lines)))
    yield from heard
    yield Heading(text=words(knowledge, "about-title"))
    yield Paragraph(text=words(knowledge, "sure-fine"), style="strong")
    yield Paragraph(text=words(knowledge, "about-plan", date=day(today)))


def _each_once(lines: list[str]) -> Iterator[str]:
    """Yield lines without the sentences that an earlier one said in the same words."""
    said: set[str] = set()
    count = 0
    for line in lines:
        new = [sentence for sentence in sentences(line) if sentence not in said]
        said.update(new)
        count += sum(len(sentence.split()) for sentence in new)
        if new and count <= _MOST_WORDS:  # what matters most to the person comes first
            yield " ".join(new)


def _heard(knowledge: Knowledge, goals: frozenset[Goal], recommended: list[Supplement]) -> Iterator[Block]:
    """Answer what people may have read, where it belongs to the person's goals and can be taken for no offer."""
    rows = answered(knowledge, goals, recommended)
    if rows:
        yield Heading(text=words(knowledge, "heard-title"))
        yield Listing(items=tuple(words(knowledge, "heard-line", heard=each.heard, known=each.say) for each in rows))
