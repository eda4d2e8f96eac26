"""How sure we are: the proof in a word and three steps, what is known and not known, and that not taking it is fine."""

from collections.abc import Iterator

from planner.ledger import answered
from planner.numerals import day, unbroken
from planner.page import Block, Heading, Listing, Paragraph, Sureness
from planner.readability import sentences
from planner.story import Story
from planner.vocabulary import Grade, Verdict

# The steps of saying less at which nothing is answered that people may have read, and each supplement gets one sentence.
_NOTHING_HEARD, _ONE_LINE = 3, 5
SURE_CHANGES = (_NOTHING_HEARD, _ONE_LINE)

_MOST_WORDS = 105

_STEPS = {Grade.high: 3, Grade.moderate: 2, Grade.low: 1, Grade.very_low: 1, Grade.against: 0}


def sure(story: Story) -> Iterator[Block]:
    """Yield, for everything recommended, why it is, how strong the proof is, and what is known and not known."""
    knowledge = story.knowledge
    goals = set(story.judgement.person.profile.goals)
    heard = () if story.short >= _NOTHING_HEARD else tuple(_heard(story))  # answers there leave less room for the rest
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
        lines += [each.say for each in ((*mine, *rest) if story.short < _ONE_LINE else (*mine, *rest)[: 0 if lines else 1])]
        yield Listing(items=tuple(unbroken(each) for each in _each_once(lines)))
    yield from heard
    yield Heading(text=story.words("about-title"))
    yield Paragraph(text=story.words("sure-fine"), style="strong")
    yield Paragraph(text=story.words("about-plan", date=day(story.judgement.person.today)))


def _each_once(lines: list[str]) -> Iterator[str]:
    """Yield lines without the sentences that an earlier one said in the same words."""
    said: set[str] = set()
    words = 0
    for line in lines:
        new = [sentence for sentence in sentences(line) if sentence not in said]
        said.update(new)
        words += sum(len(sentence.split()) for sentence in new)
        if new and words <= _MOST_WORDS:  # what matters most to the person comes first
            yield " ".join(new)


def _heard(story: Story) -> Iterator[Block]:
    """Answer what people may have read, where it belongs to the person's goals and can be taken for no offer."""
    goals, recommended = story.judgement.person.profile.goals, [each.supplement for each in story.supplements(Verdict.recommend)]
    rows = answered(story.knowledge, goals, recommended)
    if rows:
        yield Heading(text=story.words("heard-title"))
        yield Listing(items=tuple(story.words("heard-line", heard=each.heard, known=each.say) for each in rows))
