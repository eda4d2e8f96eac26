"""What you told us: the person's own lists, as typed and as read, so that a mistake can be seen."""

from collections.abc import Iterable, Iterator

from planner.compare import total_words
from planner.numerals import day, either
from planner.page import Block, Box, Heading, Listing, Paragraph, Row, Table
from planner.plan import Entry
from planner.spelling import key, own_word
from planner.story import Story
from planner.vocabulary import NOT_SURE, Decision, Frequency, Match

# So many medicines at most are written out on an urgent page.
_FEW = 5

# The step of saying less at which every list is one line.
_IN_LINES = 1
TOLD_CHANGES = (_IN_LINES,)

_LISTS = (("medicine", "medicines"), ("supplement", "supplements"), ("condition", "conditions"), ("allergy", "allergies"))


def told(story: Story) -> Iterator[Block]:
    """Yield the person's own lists, as typed and as read, so that a mistake can be seen.

    A medicine that a rule knows, or that could not be read, has a row to itself; all else stands in a line a list.
    """
    yield Heading(level=1, text=story.words("told-title"))
    medicines = story.judgement.person.rows_of("medicine")
    in_lines = story.short >= _IN_LINES
    if in_lines:
        yield Listing(items=(*_short_lines(story), *_nothing(story)))
    rows = () if in_lines else tuple(Row(cells=((each.said,), (read_as(story, each),))) for each in medicines if not _clear(each))
    if rows:
        columns = story.columns(("told-column-said", 1), ("told-column-read", 1))
        yield Table(title=story.words("told-medicines"), columns=columns, rows=rows)
    if not in_lines and (lists := tuple(_lists(story))):
        yield Listing(items=lists)
    if answers := tuple(filter(None, _answers(story))):
        yield Heading(text=story.words("told-answers"))
        yield Listing(items=answers)
    yield from clear_up(story)
    if story.judgement.person.profile.surgery_planned is None:
        yield Paragraph(text=story.words("told-surgery-not-asked"))
    yield Paragraph(text=story.words("told-wrong"), style="strong")


def clear_up(story: Story) -> Iterator[Block]:
    """Yield the answers that disagree, if any."""
    if story.to_clear_up:
        yield Box(tone="warning", title=story.words("clear-up-title"), lines=tuple(each.words for each in story.to_clear_up))


def _clear(entry: Entry) -> bool:
    """Whether a medicine was read without a doubt, is taken now, and no rule speaks of it."""
    return _plain(entry) and entry.in_class is None


def _plain(entry: Entry) -> bool:
    """Whether an entry was read without a doubt in its own list, and is taken now."""
    return entry.match in {Match.recognised, Match.confirmed} and entry.stopped is None and entry.told_as is None


def _lists(story: Story) -> Iterator[str]:
    """Yield a line for the medicines no rule speaks of, for each other list, and for the lists that are empty or open."""
    person = story.judgement.person
    if clear := [each for each in person.rows_of("medicine") if _clear(each)]:
        yield story.words("told-no-rule", version=story.knowledge.version, entries=_entries(story, clear))
    for kind, field in _LISTS[1:]:
        if mine := person.rows_of(kind):
            yield f"{story.words(f'told-{field}')}: {_entries(story, mine)}"
    yield from _nothing(story)


def _nothing(story: Story) -> Iterator[str]:
    """Yield a line for the lists that are empty, and one for those nobody filled in."""
    person = story.judgement.person
    nothing: dict[str, list[str]] = {}
    for kind, field in _LISTS:
        if not person.rows_of(kind):
            answer, what = getattr(person.profile, field), story.words(f"told-{field}")
            name = "told-not-told" if answer is None else "told-not-sure" if answer == NOT_SURE else "told-none"
            nothing.setdefault(name, []).append(what[:1].lower() + what[1:])
    yield from (story.words(name, what="; ".join(lists)) for name, lists in nothing.items())


def entry_lines(story: Story) -> Iterator[str]:
    """Yield a line for each list that is not empty, with the names that everything was read as: what a professional reads."""
    for kind, field in _LISTS:
        if mine := story.judgement.person.rows_of(kind):
            yield f"{story.words(f'told-{field}')}: {_entries(story, mine, brief=True)}"


def _short_lines(story: Story) -> Iterator[str]:
    """Yield the same lines with the person's own word for each medicine that was read without a doubt, and no more of it."""
    medicines = story.judgement.person.rows_of("medicine")
    named = [own_word(each.said, each.name) for each in medicines if each.name and _plain(each)]
    doubtful = [each for each in medicines if not (each.name and _plain(each))]
    told = "; ".join(filter(None, (*dict.fromkeys(named), _entries(story, doubtful))))
    yield from [f"{story.words('told-medicines')}: {told}"] if told else []
    yield from list(entry_lines(story))[bool(told) :]


def medicine_names(story: Story, listed: object) -> tuple[str, ...]:
    """Return the medicines of an urgent page, whole where they are few: what was typed and nobody read stands there as well."""
    rows = story.judgement.person.rows_of("medicine")
    typed = [each.name for each in listed] if isinstance(listed, tuple) else []
    whole = tuple(dict.fromkeys((*typed, *(each.said for each in rows))))
    if len(whole) <= _FEW:
        return whole
    read = {each.said for each in rows}
    known = [_named(story, each) for each in rows]
    return tuple(dict.fromkeys((*known, *(name for name in typed if not any(said in name for said in read)))))


def _named(story: Story, entry: Entry) -> str:
    """Return a medicine's name for a page without room: the person's own word with it, or the name alone."""
    if not entry.name or not _plain(entry):
        return entry.said
    return entry.name if story.short >= _IN_LINES else own_word(entry.said, entry.name)


def _entries(story: Story, entries: Iterable[Entry], *, brief: bool = False) -> str:
    """Return entries in a row, each as typed and, where that is something else, as read: a product of two substances once."""
    read: dict[str, list[str]] = {}
    for each in entries:
        read.setdefault(each.said, []).append(read_as(story, each, brief=brief))
    told = (story.words("told-read-as", said=said, read=either(dict.fromkeys(names), "and")) for said, names in read.items())
    same = (said if [key(each) for each in names] == [key(said)] else None for said, names in read.items())
    return "; ".join(short or long for short, long in zip(same, told, strict=True))


def read_as(story: Story, entry: Entry, *, brief: bool = False) -> str:
    """Return how an entry was understood, in the words of the page; `brief` leaves out what kind of medicine it is."""
    if entry.match is Match.ambiguous:
        return story.words("told-ambiguous", candidates=either(entry.candidates[:5]))
    if entry.match is Match.unrecognised:
        return story.words("told-not-found")
    name = entry.name or entry.said
    if entry.told_as:
        name = story.words("told-moved", name=name)
    if entry.stopped is not None:
        return story.words("told-stopped", name=name, date=day(entry.stopped))
    if entry.kind == "medicine" and entry.in_class is not None and not brief:
        plain = story.knowledge.get("class", entry.in_class).plain
        return name if plain == entry.name else story.words("told-in-class", name=name, plain=plain)
    return name


def _answers(story: Story) -> Iterator[str]:
    """Yield the other answers the decision rests on, so that a wrong one can be seen: those of a kind in one line."""
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
    yield " ".join(none)
    yield " ".join(more)
    yield from lab_lines(story)
    # A referral holds no amount of a supplement, not even of one that is taken: the letter tells them.
    if story.judgement.decision is not Decision.see_your_doctor:
        yield " ".join(intake_lines(story))
    yield " ".join(eaten_lines(story))


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
