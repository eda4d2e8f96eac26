"""The clinician's sheet: every rule fired with its reason, the sums, entries as read, gaps, versions and sources."""

from collections.abc import Iterator
from functools import lru_cache

from planner.day import HOUR, Gap
from planner.decide import Judgement
from planner.dose import upper_levels
from planner.edition import Age, Knowledge
from planner.food_sheet import held_lines
from planner.ledger import conflicts_for
from planner.match import Certainty, Fired
from planner.numerals import NBSP, amount, day, either, number, unbroken
from planner.page import Banner, Block, Box, Heading, Listing, Paragraph, Row, Sheet, SignOff, Table, TickBoxes
from planner.plan import SupplementPlan
from planner.rule import Then
from planner.story import Story, words
from planner.vocabulary import Part, Supplement, Verdict

_DAY = 24


def clinician_sheet(story: Story, software: str) -> Sheet:
    """Return the sheet that lets a professional check the plan and its basis."""
    return Sheet(
        part=Part.clinician, page="clinician", title=story.words("clin-title"), band=story.band, blocks=tuple(_blocks(story, software))
    )


def _blocks(story: Story, software: str) -> Iterator[Block]:
    knowledge, judgement = story.knowledge, story.judgement
    word = story.words(f"word-{judgement.decision.value.replace('_', '-')}")
    yield Banner(
        decision=judgement.decision, word=word, sentence=story.words("clin-decision", decision=word), lines=(story.words("clin-draft"),)
    )
    if warnings := tuple(_warnings(story)):
        yield Box(tone="warning", lines=warnings)
    yield from _rules(story)
    yield Heading(text=story.words("clin-dose"))
    yield _doses(story)
    yield from _entries(story)
    if story.judgement.gaps:
        yield Heading(text=story.words("clin-timing"))
        yield Listing(items=tuple(_timing(story)))
    yield Heading(text=story.words("clin-gaps"))
    yield Listing(items=tuple(_gaps(story)) or (story.words("cell-none"),))
    if story.replaces:
        yield Heading(text=story.words("clin-changes"))
        yield Listing(items=(*story.replaces_words(), *story.clinician_changes))
    yield Heading(text=story.words("clin-food"))
    swaps = either([f"{each.choose} for {each.instead_of}" for each in judgement.foods.swaps], "and") or story.words("cell-none")
    yield Paragraph(text=story.words("clin-food-line", swaps=swaps, avoid=", ".join(judgement.foods.avoid) or story.words("cell-none")))
    held = held_lines(story)
    if held:
        yield Listing(lead=story.words("clin-food-held-lead"), items=held)
    recommended = [each.supplement for each in story.supplements(Verdict.recommend)]
    conflicts = conflicts_for(knowledge, judgement.person.profile.goals, recommended)
    if conflicts:
        yield Heading(text=story.words("clin-conflicts"))
        yield Listing(items=tuple(unbroken(each.clinician) for each in conflicts))
    yield from _to_sign(knowledge)
    yield from _versions(story, software)


@lru_cache(maxsize=4)
def _to_sign(knowledge: Knowledge) -> tuple[Block, ...]:
    """Return what stands on every sheet: what was not looked at, and where it is signed."""
    signs = tuple(words(knowledge, f"clin-sign-{each}") for each in ("accept", "changes", "refuse", "teach"))
    return (
        Heading(text=words(knowledge, "clin-not-assessed")),
        Listing(items=tuple(words(knowledge, f"clin-not-assessed-{at}") for at in (1, 2, 3))),
        Heading(text=words(knowledge, "clin-sign-title")),
        TickBoxes(items=signs, in_a_row=True, blank_lines=1),
        SignOff(fields=tuple(words(knowledge, each) for each in ("clin-sign-name", "sign-role", "clin-sign-number", "sign-date"))),
    )


def _warnings(story: Story) -> Iterator[str]:
    """What a professional has to know of the knowledge before reading on."""
    knowledge, today = story.knowledge, story.judgement.person.today
    if not knowledge.signed_off:
        yield story.words("not-signed")
    if not knowledge.verified:
        yield story.words("clin-unverified")
    if knowledge.age(today) is Age.old:
        edition = knowledge.edition
        yield story.words("clin-knowledge-old", date=day(edition.released), months=edition.old_after_months)


def _rules(story: Story) -> Iterator[Block]:
    judgement = story.judgement
    sure = [each for each in judgement.fired if each.certainty is not Certainty.doubt]
    columns = story.columns(("clin-column-rule", 1.7), ("clin-column-because", 2), ("clin-column-effect", 2.1), ("clin-column-basis", 2.2))
    rows = tuple(_rule_row(story.knowledge, each) for each in sure)
    if rows:
        yield Heading(text=story.words("clin-rules"))
        yield Table(title=story.words("clin-rules"), columns=columns, rows=rows)
    doubtful = [each for each in judgement.fired if each.certainty is Certainty.doubt]
    if doubtful:
        questions = sorted({check.question.value for each in doubtful for check in each.because if check.holds is None and check.question})
        yield Heading(text=story.words("clin-doubt"))
        rules = ", ".join(each.rule.id for each in doubtful)
        yield Paragraph(text=story.words("clin-doubt-lead", questions=either(questions, "and"), rules=rules))


def _rule_row(knowledge: Knowledge, each: Fired) -> Row:
    certainty = "" if each.certainty is Certainty.known else f" ({each.certainty})"
    effects, basis = _follows(knowledge, each.rule.id)
    cells = ((each.rule.id + certainty,), (unbroken(each.words),), effects, basis)
    return Row(cells=cells, note=unbroken(each.rule.clinician) if each.rule.clinician else None)


@lru_cache(maxsize=2_048)
def _follows(knowledge: Knowledge, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what follows from a rule, a line each, and what it rests on."""
    rule = knowledge.get("rule", name)
    return tuple(_effects(rule.then)) or ("information",), (rule.grade.value.replace("_", " "), ", ".join(rule.evidence))


def _effects(then: Then) -> Iterator[str]:
    for word in ("refer", "withhold", "enough", "inform"):
        supplements: tuple[Supplement, ...] = getattr(then, word)
        if supplements:
            yield f"{word} {', '.join(supplements)}"
    if then.offer is not None and then.range is not None:
        yield f"offer {then.offer} {then.range.low:g} to {amount(then.range.high, then.range.unit)}, {then.weeks}{NBSP}weeks"
    for supplement, cap in then.cap.items():
        yield f"cap {supplement} {amount(cap.amount, cap.unit)}"
    for supplement, hours in then.apart.items():
        yield f"apart {supplement}: {hours.before}{NBSP}hours before, {hours.after} after"
    if then.urgent is not None:
        yield f"urgent {then.urgent}"
    if then.swap:
        yield f"swaps {', '.join(then.swap)}"
    if then.avoid_food_tags:
        yield f"avoid {', '.join(then.avoid_food_tags)}"


def _doses(story: Story) -> Table:
    names = (
        "clin-column-supplement",
        "clin-column-verdict",
        "clin-column-taken",
        "clin-column-plan",
        "clin-column-sum",
        "clin-column-cap",
        "clin-column-limit",
    )
    columns = story.columns(*zip(names, (2, 1.4, 0.8, 1.2, 0.8, 0.8, 3), strict=True))
    return Table(
        title=story.words("clin-dose"), columns=columns, rows=tuple(_dose_row(story, each) for each in story.judgement.supplements)
    )


def _dose_row(story: Story, plan: SupplementPlan) -> Row:
    knowledge, person = story.knowledge, story.judgement.person
    entry = knowledge.get("supplement", plan.supplement)
    dosing = story.judgement.dosings[plan.supplement]
    limits = [f"{number(each.amount)} ({each.body})" for each in upper_levels(knowledge, entry, person)]
    dose, total = story.words("cell-none"), dosing.taken
    if plan.dose is not None:
        low, high = plan.dose.low, plan.dose.high
        dose = number(high) if low == high else story.words("range", low=number(low), high=number(high))
        total += high
    figures = (number(dosing.taken), dose, number(total), number(dosing.cap))
    cells = ((entry.name, entry.unit), (plan.verdict.value.replace("_", " "),), *((each,) for each in figures))
    return Row(cells=(*cells, tuple(limits) or (story.words("clin-no-limit"),)))


def _entries(story: Story) -> Iterator[Block]:
    rows = []
    for each in story.judgement.person.rows:
        read = each.name if each.match.value in {"recognised", "confirmed"} else either(each.candidates) or story.words("told-not-found")
        clear = each.kind == "medicine" and each.substance is not None and each.in_class is None
        kind = story.words("clin-known-clear") if clear else each.in_class or each.kind
        note = None if each.relevant else story.words("clin-not-relevant")
        rows.append(Row(cells=((each.said,), (read or each.said,), (each.match.value,), (kind,)), note=note))
    if rows:
        names = (("clin-column-typed", 2.2), ("clin-column-read", 2.2), ("clin-column-match", 1.3), ("clin-column-class", 1.8))
        yield Heading(text=story.words("clin-medicines"))
        yield Table(title=story.words("clin-medicines"), columns=story.columns(*names), rows=tuple(rows))


def _timing(story: Story) -> Iterator[str]:
    for gap in story.judgement.gaps:
        slots = either([each.value for each in gap.slots], "and") or story.words("clin-slots-not-told")
        fills = {
            "medicine": gap.said,
            "supplement": gap.apart.supplement,
            "before": gap.apart.before,
            "after": gap.apart.after,
            "slots": slots,
        }
        yield story.words("clin-timing-line", **fills) + _drawn(story, gap)


def _drawn(story: Story, gap: Gap) -> str:
    """Return how far apart the plan puts them, the nearest way round the clock."""
    placed = next((each.slots for each in story.judgement.supplements if each.supplement is gap.apart.supplement), None)
    if not placed or not gap.slots:
        return ""
    ways = [abs(HOUR[one] - HOUR[other]) for one in placed for other in gap.slots]
    return " " + story.words("clin-timing-drawn", hours=number(min(min(way, _DAY - way) for way in ways)))


def _gaps(story: Story) -> Iterator[str]:
    person = story.judgement.person
    for each in person.open:
        reason = each.reason.replace("_", " ") + (f" ({each.said})" if each.said else "")
        yield story.words("clin-gap-line", question=each.question.value.replace("_", " "), reason=reason)
    labs = [story.words("clin-lab" if lab.fresh else "clin-lab-old", lab=name.value, value=lab.both) for name, lab in person.labs.items()]
    if labs:
        yield story.words("clin-labs", labs="; ".join(labs))
    for clash in story.to_clear_up:
        yield clash.words


def _versions(story: Story, software: str) -> Iterator[Block]:
    knowledge = story.knowledge
    yield Heading(text=story.words("clin-versions"))
    language = story.judgement.person.profile.print.language
    fills = {"software": software, "version": knowledge.version, "hash": knowledge.sha256[:12], "language": language}
    added = knowledge.additions
    more = () if added is None else (story.words("clin-with-additions", name=added.name, hash=added.sha256[:12]),)
    yield Paragraph(text=" ".join((story.words("clin-version-line", **fills), *more)))
    yield Heading(text=story.words("clin-sources"))
    yield Listing(items=tuple(_sources(story, story.judgement)))


def _sources(story: Story, judgement: Judgement) -> Iterator[str]:
    knowledge = story.knowledge
    unread = {source for each in judgement.fired if not each.rule.checked for source in each.rule.evidence}
    read = {source for each in judgement.fired if each.rule.checked for source in each.rule.evidence}
    for name in sorted({source for each in judgement.fired if each.certainty is not Certainty.doubt for source in each.rule.evidence}):
        mark = f" ({story.words('clin-unchecked')})" if name in unread - read else ""
        yield f"{_source(knowledge, name)}{mark}"


@lru_cache(maxsize=1_024)
def _source(knowledge: Knowledge, name: str) -> str:
    entry = knowledge.get("evidence", name)
    return f"{entry.title}. {entry.publisher}, {entry.year}. {day(entry.seen)}"
