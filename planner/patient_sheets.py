"""The patient's pages of a plan with something to take: at a glance, how to take them, food, when to call, what you told us, how sure."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from planner.buy_sheet import allergy_lines, buy
from planner.day_sheet import day_chart
from planner.edition import Knowledge
from planner.food_sheet import FOOD_CHANGES, food
from planner.listing import listed
from planner.numerals import NBSP, amount, both_units, either, twin_of, unbroken
from planner.page import Banner, Block, Box, Heading, Listing, Paragraph, Row, SignOff, Table, TickBoxes
from planner.plan import SupplementPlan
from planner.reasons import assumed_words, notices, reasons, say, see, who
from planner.story import Draft, Story, words
from planner.sure_sheet import SURE_CHANGES, sure
from planner.told_sheet import TOLD_CHANGES, told
from planner.vocabulary import Clinician, Decision, PrintSize, Supplement, Verdict

# The steps of saying less at which one line is left to write on, and a table is left out that page 1 has as well.
_ONE_LINE_LEFT, _ON_PAGE_ONE = 1, 2

# How full a page may be for the next sheet to begin on it, where it does not fit whole.
_NEVER_IN_PART, _MOSTLY_WHOLE, _HALF_PAGE, _WHERE_IT_CAN = 0.0, 0.45, 0.7, 0.8


def patient_sheets(story: Story) -> Iterator[Draft]:
    """Yield the pages in the order a person needs them."""
    taking = bool(story.supplements(Verdict.recommend))
    yield Draft("glance", story.words("table-at-a-glance"), _glance)
    careful = [each.supplement for each in story.supplements(Verdict.refer, Verdict.withhold)]
    why = reasons(story.knowledge, story.judgement, careful) if careful else ()
    if why:  # after page 1 with its sign-off, so that long reasons never push that off the page
        title, more = story.words("why-heading"), story.words("why-heading-more")
        yield Draft("why", title, lambda _: listed(title, more, why, level=1), joins=_MOSTLY_WHOLE)
    if told_to_ask := notices(story.knowledge, story.judgement):
        notice = story.words("notices-title")
        yield Draft("why", notice, lambda _: listed(notice, notice, told_to_ask, level=1), joins=_WHERE_IT_CAN)
    if story.replaces:
        yield Draft("new", story.words("new-title"), _new, joins=_MOSTLY_WHOLE)
    if taking:
        yield Draft("how", story.words("how-title"), _how, joins=_MOSTLY_WHOLE, changes=(_ON_PAGE_ONE,))
    yield Draft("food", story.words("food-title"), food, joins=_HALF_PAGE, changes=FOOD_CHANGES)
    if taking:
        yield Draft("stop", story.words("stop-title"), _stop, joins=_NEVER_IN_PART, changes=(_ONE_LINE_LEFT,))
        yield Draft("buy", story.words("buy-title"), buy, joins=_MOSTLY_WHOLE)
    yield Draft("told", story.words("told-title"), told, joins=_WHERE_IT_CAN if taking else _MOSTLY_WHOLE, changes=TOLD_CHANGES)
    if taking:
        yield Draft("sure", story.words("sure-title"), sure, joins=_WHERE_IT_CAN, changes=SURE_CHANGES)


def _new(story: Story) -> Iterator[Block]:
    changes = story.replaces.changes if story.replaces else ()
    yield Heading(level=1, text=story.words("new-title"))
    yield Listing(items=changes or (story.words("change-none"),))


# -- page 1 ----------------------------------------------------------------------------------------------------------


def _glance(story: Story) -> Iterator[Block]:
    yield _banner(story)
    shown = [each for each in story.judgement.supplements if each.verdict is not Verdict.not_offered]
    if shown:
        columns = story.columns(("column-what", 2.9), ("column-how-much", 2.4), ("column-when", 2.8), ("column-how-long", 1.5))
        yield Table(title=story.words("table-at-a-glance"), columns=columns, rows=tuple(glance_row(story, each) for each in shown))
    yield Box(tone="keep", lines=(story.words("keep-medicines"), *_careful_lines(story)))
    asked = who(story.knowledge, see(story.judgement) or (Clinician.pharmacist, Clinician.gp))
    contact = [f"{story.contact(asked)} {story.words('emergency-number', number=story.emergency)}"]
    if story.review and story.supplements(Verdict.recommend):
        contact.insert(0, story.words("review", date=story.review))
    yield Box(tone="review", lines=(*contact, *story.replaces_words()))
    if story.supplements(Verdict.recommend):
        fields = tuple(story.words(name) for name in ("sign-checked-by", "sign-role", "sign-date"))
        yield SignOff(fields=fields, note=" ".join((story.words("sign-empty"), *story.standing())))
    elif standing := story.standing():
        yield Paragraph(text=" ".join(standing), style="small")
    if story.clinic and story.clinic.opening:
        yield Paragraph(text=story.clinic.opening, style="small")


def _banner(story: Story) -> Banner:
    decision = story.judgement.decision
    word = story.words(f"word-{decision.value.replace('_', '-')}")
    if decision is Decision.start:
        count = len(story.supplements(Verdict.recommend))
        sentence = story.words("banner-start-one") if count == 1 else story.words("banner-start-many", count=count)
        lines = [story.words("banner-start-meal-one") if count == 1 else story.words("banner-start-meal")]
    elif decision is Decision.check_first:
        sentence = story.words("banner-check-first")
        lines = [story.words("banner-check-first-do", who=who(story.knowledge, see(story.judgement)))]
    else:
        enough = bool(story.supplements(Verdict.already_enough))
        sentence = story.words("banner-enough" if enough else "banner-nothing")
        lines = [story.words("banner-no-supplement-do")]
    return Banner(decision=decision, word=word, sentence=sentence, lines=tuple(dict.fromkeys(lines)))


def glance_row(story: Story, plan: SupplementPlan) -> Row:
    """Return a supplement's row: a dose only where one is recommended, words everywhere else."""
    entry = story.knowledge.get("supplement", plan.supplement)
    what = (unbroken(entry.name),)
    if plan.verdict is Verdict.recommend and plan.dose is not None and plan.slots is not None:
        much = [amount(plan.dose.low, plan.dose.unit)]
        twin = twin_of(entry, plan.dose.low)
        if twin:
            much.append(f"({twin})")
        when = f"{_slots(plan)}, {story.words('cell-with-food')}"
        return Row(cells=(what, tuple(much), (when,), (story.words("cell-weeks", weeks=f"{plan.weeks}").replace(" ", NBSP),)))
    none = (story.words("cell-none"),)
    if plan.verdict is Verdict.already_enough:
        return Row(cells=(what, (story.words("cell-enough"),), (story.words("cell-enough-dose"),), none))
    if plan.verdict is Verdict.withhold:
        return Row(cells=(what, (withheld_words(story, plan),), (story.words("cell-withhold-dose"),), none))
    pen = tuple(story.words(name) for name in ("pen-ok", "pen-dose", "pen-by"))
    return Row(cells=(what, (story.words("cell-refer"),), (story.words("cell-refer-dose"),), none), pen=pen)


def _slots(plan: SupplementPlan) -> str:
    return either([each.value for each in plan.slots or ()], "and")


def withheld_words(story: Story, plan: SupplementPlan) -> str:
    """Say `do not start`, and `do not stop` as well wherever a blood thinner of the guarded kind may be behind it."""
    guarded = any(each.rule.doubt == "withhold" and plan.supplement in each.rule.then.withhold for each in story.judgement.fired)
    return story.words("cell-vitamin-k-in-doubt" if guarded else "cell-withhold")


def _careful_lines(story: Story) -> Iterator[str]:
    """Yield what nobody may miss who reads page 1 alone: the hours to keep, and what to check every pack for."""
    yield from apart_lines(story)
    taking = {each.supplement for each in story.supplements(Verdict.recommend)}
    if Supplement.magnesium in taking and story.judgement.person.current:
        yield story.words("how-magnesium-two-hours")
    if taking:
        yield from allergy_lines(story)


def apart_lines(story: Story) -> list[str]:
    """Return one sentence for each distance to keep, medicines of the same distance together."""
    alike: dict[tuple[str, str, int, int, int], list[str]] = {}
    for each in story.apart:
        supplement = story.knowledge.get("supplement", each.supplement).short
        name = "apart-both-ways" if each.before == each.after else "apart-one-way" if each.before == 0 else "apart-directed"
        alike.setdefault((name, supplement, each.hours, each.before, each.after), []).append(story.medicine(each.medicine))
    lines = []
    for (name, supplement, hours, before, after), medicines in alike.items():
        fills = {"medicine": either(dict.fromkeys(medicines), "and"), "supplement": supplement}
        line = story.words(name, **fills, hours=hours, before=before, after=after)
        lines.append(re.sub(r"\b1 hours", "1 hour", line).replace(" hour", f"{NBSP}hour"))
    return lines


# -- how to take them --------------------------------------------------------------------------------------------------


def _how(story: Story) -> Iterator[Block]:
    knowledge, taking = story.knowledge, story.supplements(Verdict.recommend)
    yield Heading(level=1, text=story.words("how-title"))
    if story.short < _ON_PAGE_ONE:
        yield _how_table(story, taking)
    chart = day_chart(story)
    if chart is not None:
        yield chart
    apart = [
        line
        for each in story.judgement.fired
        if each.rule.then.apart and (line := say(knowledge, story.judgement.person, each, story.judgement.gaps))
    ]
    if apart and story.apart:
        yield Box(tone="warning", title=story.words("how-apart-title"), lines=tuple(dict.fromkeys(apart)))
    yield Paragraph(text=story.words("how-missed"))
    if any(each.supplement is Supplement.magnesium for each in taking):
        yield Paragraph(text=story.words("how-magnesium-loose"))
    enough = [_enough(story, each) for each in story.supplements(Verdict.already_enough)]
    if enough:
        yield Heading(text=story.words("how-enough-title"))
        yield Listing(items=tuple(dict.fromkeys(enough)))


def _how_table(story: Story, taking: list[SupplementPlan]) -> Table:
    # How long stands on page 1 too, so large letters get the room.
    kept = 4 if story.judgement.person.profile.print.size is PrintSize.large else 5
    names = (("column-what", 2.4), ("column-how-much", 2.4), ("column-when", 1.7), ("column-with-what", 2.2), ("column-how-long", 1.6))
    columns = story.columns(*names[:kept])
    rows = []
    for each in taking:
        row = glance_row(story, each)
        cells = (row.cells[0], row.cells[1], (_slots(each),), (each.taken_with or "",), row.cells[3])
        rows.append(Row(cells=cells[:kept]))
    return Table(title=story.words("how-title"), columns=columns, rows=tuple(rows))


def _enough(story: Story, plan: SupplementPlan) -> str:
    """Return why no more is needed: the rule's words where a food covers it, else the total."""
    for each in story.judgement.fired:
        if plan.supplement in each.rule.then.enough and each.rule.say:
            return each.rule.say
    entry = story.knowledge.get("supplement", plan.supplement)
    total = both_units(entry, plan.already_taking.amount)
    nutrient = entry.counts[0]
    assumed = assumed_words(story.knowledge, story.judgement.person, nutrient, total, "assumed-enough")
    return assumed or story.words(f"{plan.supplement.value}-already-enough", total=total)


# -- when to stop and call ---------------------------------------------------------------------------------------------


def _stop(story: Story) -> tuple[Block, ...]:
    return _stop_blocks(story.knowledge, story.emergency, 1 if story.short >= _ONE_LINE_LEFT else 2)


@lru_cache(maxsize=64)
def _stop_blocks(knowledge: Knowledge, emergency: str, lines_left: int) -> tuple[Block, ...]:
    """Return what stands on everybody's page where the same number is called."""
    blocks: list[Block] = [Heading(level=1, text=words(knowledge, "stop-title"))]
    lists: tuple[tuple[Literal["call_now", "call_today", "tell_us"], str, int], ...] = (
        ("call_now", "call-now", 4),
        ("call_today", "call-today", 3),
        ("tell_us", "tell-us", 3),
    )
    for tone, name, count in lists:
        lines = tuple(words(knowledge, f"{name}-{at}") for at in range(1, count + 1))
        title = words(knowledge, f"{name}-title", number=emergency)
        blocks.append(Box(tone=tone, title=title, lines=lines, bulleted=True))
    items = tuple(words(knowledge, f"ask-{at}") for at in (1, 2, 3))
    return (
        *blocks,
        Paragraph(text=words(knowledge, "tell-everybody")),
        Heading(text=words(knowledge, "ask-title")),
        TickBoxes(lead=words(knowledge, "ask-lead"), items=items, blank_lines=lines_left),
    )
