"""What you told us: the person's own lists, as typed and as read, so that a mistake can be seen."""

from collections.abc import Iterator

from planner.compare import total_words
from planner.numerals import day, either
from planner.page import Block, Box, Column, Heading, Listing, Paragraph, Row, Table
from planner.plan import Entry
from planner.story import Story
from planner.vocabulary import NOT_SURE, Decision, Frequency, Match


def told(story: Story) -> Iterator[Block]:
    """Yield the person's own lists, as typed and as read, so that a mistake can be seen."""
    profile = story.judgement.person.profile
    yield Heading(level=1, text=story.words("told-title"))
    lists = (("medicine", "medicines"), ("supplement", "supplements"), ("condition", "conditions"), ("allergy", "allergies"))
    for kind, field in lists:
        yield Heading(text=story.words(f"told-{field}"))
        answer = getattr(profile, field)
        rows = story.judgement.person.rows_of(kind)
        if rows:
            columns = (Column(title=story.words("told-column-said"), share=1), Column(title=story.words("told-column-read"), share=1.6))
            yield Table(
                title=story.words(f"told-{field}"),
                columns=columns,
                rows=tuple(Row(cells=((each.said,), (read_as(story, each),))) for each in rows),
            )
        else:
            yield Paragraph(text=story.words("told-not-told" if answer is None else "told-not-sure" if answer == NOT_SURE else "told-none"))
    answers = list(_answers(story))
    if answers:
        yield Heading(text=story.words("told-answers"))
        yield Listing(items=tuple(answers))
    if story.to_clear_up:
        yield Box(tone="warning", title=story.words("clear-up-title"), lines=tuple(each.words for each in story.to_clear_up))
    if profile.surgery_planned is None:
        yield Paragraph(text=story.words("told-surgery-not-asked"))
    yield Paragraph(text=story.words("told-wrong"), style="strong")


def read_as(story: Story, entry: Entry) -> str:
    """Return how an entry was understood, in the words of the page."""
    if entry.match is Match.ambiguous:
        return story.words("told-ambiguous", candidates=either(entry.candidates[:5]))
    if entry.match is Match.unrecognised:
        return story.words("told-not-found")
    name = entry.name or entry.said
    if entry.told_as:
        name = story.words("told-moved", name=name)
    if entry.stopped is not None:
        return story.words("told-stopped", name=name, date=day(entry.stopped))
    if entry.kind == "medicine":
        if entry.in_class is None:
            return story.words("told-no-rule", name=name, version=story.knowledge.version)
        plain = story.knowledge.get("class", entry.in_class).plain
        return name if plain == entry.name else story.words("told-in-class", name=name, plain=plain)
    return name


def _answers(story: Story) -> Iterator[str]:
    """Yield the other answers the decision rests on, so that a wrong one can be seen."""
    profile, person = story.judgement.person.profile, story.judgement.person
    told = {
        "blood-thinner": profile.blood_thinner,
        "inr-tests": profile.inr_tests,
        "life-stage": profile.life_stage,
        "surgery-planned": profile.surgery_planned,
    }
    if profile.symptoms == ():
        yield story.words("told-symptoms-none")
    for name, answer in told.items():
        if answer is not None and (name != "life-stage" or answer != "none"):
            shown = ("yes" if answer else "no") if isinstance(answer, bool) else str(answer)
            yield story.words(f"told-{name}-{shown.replace('_', '-')}")
    for name, result in person.labs.items():
        yield story.words("told-lab", lab=story.knowledge.get("lab", name.value).name, result=result.said)
    # A referral holds no amount of a supplement, not even of one that is taken: the letter tells them.
    if story.judgement.decision is not Decision.see_your_doctor:
        yield from intake_lines(story)
    yield from eaten_lines(story)


def intake_lines(story: Story) -> Iterator[str]:
    """Yield what is taken a day of each nutrient, where the amount was told."""
    person = story.judgement.person
    for nutrient, total in person.totals.items():
        if total > 0 and nutrient not in person.assumed:
            name = story.knowledge.get("nutrient", nutrient.value).name
            yield story.words("told-intake", nutrient=name, total=total_words(story.knowledge, nutrient, total))


def eaten_lines(story: Story) -> Iterator[str]:
    """Yield how often foods are eaten that matter with a blood thinner."""
    person = story.judgement.person
    for source in story.knowledge.all("source"):
        for food in source.foods:
            often = person.eats.get(food)
            if often is not None and often is not Frequency.never:
                yield story.words("told-eats", food=story.knowledge.get("food", food).name, often=often.value)
