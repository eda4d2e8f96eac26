"""The page on how sure we are: the evidence for each supplement, and answers to what people may have read."""

from collections.abc import Iterator

from planner.ledger import answered
from planner.numerals import day, unbroken
from planner.plan import Block, Heading, Listing, Paragraph, Sureness
from planner.story import Story
from planner.vocabulary import Grade, Verdict

_MOST_CLAIMS = 3
_STEPS = {Grade.high: 3, Grade.moderate: 2, Grade.low: 1, Grade.very_low: 1, Grade.against: 0}


def sure(story: Story) -> Iterator[Block]:
    """Yield how good the research is, what was found, and what may have been read elsewhere."""
    knowledge = story.knowledge
    goals = set(story.judgement.person.profile.goals)
    yield Heading(level=1, text=story.words("sure-title"))
    for plan in story.supplements(Verdict.recommend):
        entry = knowledge.get("supplement", plan.supplement)
        grade = plan.grade or Grade.very_low
        yield Heading(text=entry.name)
        yield Sureness(label=story.words("sure-label"), word=story.words(f"grade-{grade.value.replace('_', '-')}"), steps=_STEPS[grade])
        claims = [
            each for each in knowledge.all("claim") if each.supplement is plan.supplement and (not each.goals or goals & set(each.goals))
        ]
        claims.sort(key=lambda each: not each.goals)  # what is known of the person's own goal comes first
        yield from (Paragraph(text=unbroken(each.say)) for each in claims[:_MOST_CLAIMS])
    yield from _heard(story)
    yield Paragraph(text=story.words("sure-fine"), style="strong")
    yield Paragraph(text=story.words("about-plan", date=day(story.judgement.person.today)))


def _heard(story: Story) -> Iterator[Block]:
    """Answer what people may have read, where it belongs to the person's goals and can be taken for no offer."""
    goals, recommended = story.judgement.person.profile.goals, [each.supplement for each in story.supplements(Verdict.recommend)]
    rows = answered(story.knowledge, goals, recommended)
    if rows:
        yield Heading(text=story.words("heard-title"))
        yield Listing(items=tuple(story.words("heard-line", heard=each.heard, known=each.say) for each in rows))
