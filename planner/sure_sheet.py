"""How sure we are: the proof in a word and three steps, what is known and not known, and that not taking it is fine."""

from collections.abc import Iterator

from planner.ledger import answered
from planner.numerals import day, unbroken
from planner.page import Block, Heading, Listing, Paragraph, Sureness
from planner.story import Story
from planner.vocabulary import Grade, Verdict

_STEPS = {Grade.high: 3, Grade.moderate: 2, Grade.low: 1, Grade.very_low: 1, Grade.against: 0}


def sure(story: Story) -> Iterator[Block]:
    """Yield, for everything recommended, why it is, how strong the proof is, and what is known and not known."""
    knowledge = story.knowledge
    goals = set(story.judgement.person.profile.goals)
    heard = tuple(_heard(story))  # answers there leave less room for the rest
    yield Heading(level=1, text=story.words("sure-title"))
    for plan in story.supplements(Verdict.recommend):
        entry = knowledge.get("supplement", plan.supplement)
        grade = plan.grade or Grade.very_low
        yield Heading(text=entry.name)
        yield Sureness(label=story.words("sure-label"), word=story.words(f"grade-{grade.value.replace('_', '-')}"), steps=_STEPS[grade])
        lines = [each.rule.say for each in story.judgement.fired if each.rule.then.offer is plan.supplement and each.rule.say]
        claims = [each for each in knowledge.all("claim") if each.supplement is plan.supplement]
        # What is known of the person's own goals comes first; what holds for everybody fills up, unless answers below do.
        mine = [each for each in claims if goals & set(each.goals)][: len(goals) + 1]
        rest = [each for each in claims if not each.goals][: 1 if len(mine) <= len(goals) and not (heard and lines) else 0]
        lines += [each.say for each in (*mine, *rest)]
        yield Listing(items=tuple(unbroken(each) for each in dict.fromkeys(lines)))
    yield from heard
    yield Heading(text=story.words("about-title"))
    yield Paragraph(text=story.words("sure-fine"), style="strong")
    yield Paragraph(text=story.words("about-plan", date=day(story.judgement.person.today)))


def _heard(story: Story) -> Iterator[Block]:
    """Answer what people may have read, where it belongs to the person's goals and can be taken for no offer."""
    goals, recommended = story.judgement.person.profile.goals, [each.supplement for each in story.supplements(Verdict.recommend)]
    rows = answered(story.knowledge, goals, recommended)
    if rows:
        yield Heading(text=story.words("heard-title"))
        yield Listing(items=tuple(story.words("heard-line", heard=each.heard, known=each.say) for each in rows))
