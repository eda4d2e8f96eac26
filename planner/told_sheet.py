"""What you told us: the person's own lists, as typed and as read, so that a mistake can be seen."""

from collections.abc import Iterator

from planner.numerals import day, either
from planner.plan import Block, Box, Column, Entry, Heading, Paragraph, Row, Table
from planner.story import Story
from planner.vocabulary import NOT_SURE, Match


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
