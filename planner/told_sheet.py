"""What you told us: the person's own lists, as typed and as read, so that a mistake can be seen."""

from collections.abc import Iterator

from planner.compare import total_words
from planner.numerals import day, either
from planner.page import Block, Box, Column, Heading, Listing, Paragraph, Row, Table
from planner.plan import Entry
from planner.story import Story
from planner.vocabulary import NOT_SURE, Decision, Frequency, Match

_LISTS = (("medicine", "medicines"), ("supplement", "supplements"), ("condition", "conditions"), ("allergy", "allergies"))


def told(story: Story) -> Iterator[Block]:
    """Yield the person's own lists, as typed and as read, so that a mistake can be seen."""
    profile = story.judgement.person.profile
    nothing: dict[str, list[str]] = {}
    yield Heading(level=1, text=story.words("told-title"))
    rows = []
    for kind, field in _LISTS:
        answer, what = getattr(profile, field), story.words(f"told-{field}")
        mine = story.judgement.person.rows_of(kind)
        rows += [Row(cells=((each.said,), (read_as(story, each),), (story.words(f"kind-{kind}"),))) for each in mine]
        if not mine:
            name = "told-not-told" if answer is None else "told-not-sure" if answer == NOT_SURE else "told-none"
            nothing.setdefault(name, []).append(what[:1].lower() + what[1:])
    if rows:
        names = (("told-column-said", 1.2), ("told-column-read", 1.8), ("told-column-kind", 0.9))
        columns = tuple(Column(title=story.words(name), share=share) for name, share in names)
        yield Table(title=story.words("told-title"), columns=columns, rows=tuple(rows))
    none, more = _answers(story)
    answers = [*(story.words(name, what="; ".join(lists)) for name, lists in nothing.items()), *none, *more]
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


def _answers(story: Story) -> tuple[list[str], list[str]]:
    """Return the other answers the decision rests on, so that a wrong one can be seen: every "no" in one line, then the rest."""
    profile = story.judgement.person.profile
    told = {
        "blood-thinner": profile.blood_thinner,
        "inr-tests": profile.inr_tests,
        "life-stage": profile.life_stage,
        "surgery-planned": profile.surgery_planned,
    }
    none = [story.words("told-symptoms-none")] if profile.symptoms == () else []
    more: list[str] = []
    for name, answer in told.items():
        if answer is not None and (name != "life-stage" or answer != "none"):
            shown = ("yes" if answer else "no") if isinstance(answer, bool) else str(answer)
            (none if shown == "no" else more).append(story.words(f"told-{name}-{shown.replace('_', '-')}"))
    return [" ".join(none)] if none else [], [*more, *_facts(story)]


def _facts(story: Story) -> Iterator[str]:
    """Yield results, amounts and foods that were told."""
    yield from lab_lines(story)
    # A referral holds no amount of a supplement, not even of one that is taken: the letter tells them.
    if story.judgement.decision is not Decision.see_your_doctor:
        yield from intake_lines(story)
    yield from eaten_lines(story)


def lab_lines(story: Story) -> Iterator[str]:
    """Yield the laboratory results as they were given."""
    for name, result in story.judgement.person.labs.items():
        yield story.words("told-lab", lab=story.knowledge.get("lab", name.value).name, result=result.both)


def intake_lines(story: Story, phrase: str = "told-intake") -> Iterator[str]:
    """Yield what is taken a day of each nutrient, where the amount was told."""
    person = story.judgement.person
    for nutrient, total in person.totals.items():
        if total > 0 and nutrient not in person.assumed:
            name = story.knowledge.get("nutrient", nutrient.value).name
            yield story.words(phrase, nutrient=name, total=total_words(story.knowledge, nutrient, total))


def eaten_lines(story: Story, phrase: str = "told-eats") -> Iterator[str]:
    """Yield how often foods are eaten that matter with a blood thinner."""
    person = story.judgement.person
    for source in story.knowledge.all("source"):
        for food in source.foods:
            often = person.eats.get(food)
            if often is not None and often is not Frequency.never:
                yield story.words(phrase, food=story.knowledge.get("food", food).name, often=often.value)
