"""The pages without a dose: see your doctor, get help now, and the letter that goes with a referral."""

import re
from collections.abc import Iterator
from math import ceil

from planner.decide import Judgement
from planner.listing import listed
from planner.match import Certainty, Fired
from planner.numerals import NBSP, day, either, unbroken
from planner.page import Address, Banner, Block, Box, Heading, Listing, Paragraph, Row, SignOff, Table, TickBoxes
from planner.patient_sheets import apart_lines, withheld_words
from planner.readability import sentences
from planner.reasons import already_gets, notices, open_words, reasons, say, see, who
from planner.story import Draft, Story
from planner.told_sheet import TOLD_CHANGES, clear_up, eaten_lines, entry_lines, intake_lines, lab_lines, medicine_names, told
from planner.vocabulary import Clinician, Decision, Part, PrintSize, Urgency, Verdict

_MOST_LINES = 7
_FEW_REASONS, _FEW_MEDICINES = 3, 5

# The steps by which a referral says less: advice in lines, no appeal twice, no times for what is not started, what was told
# in the letter alone, and all reasons but the firmest in the letter.
_IN_LINES, _ASKED_ONCE, _NO_TIMES, _TOLD_IN_LETTER, _FIRST_REASONS = 1, 2, 3, 4, 5
_MOST_REASONS = 8

# The amounts of a reason: what is too much, and what is taken.
_MORE_THAN = re.compile(r"(?:more than )?[\d,.]+\s(?:micrograms|milligrams)(?: \([\d,.]+\s\w+\))? of")


def referral_sheets(story: Story) -> Iterator[Draft]:
    """Yield the referral page, what the person told us, and the letter to whoever is asked."""
    changes = (_IN_LINES, _ASKED_ONCE, _NO_TIMES, _FIRST_REASONS)
    yield Draft("refer", story.words("word-see-your-doctor"), _refer, changes=changes)
    yield Draft("told", story.words("told-title"), _told, joins=0.8, changes=(*TOLD_CHANGES, _TOLD_IN_LETTER))
    yield Draft("letter", story.words("letter-subject"), _letter, part=Part.letter)


def _told(story: Story) -> Iterator[Block]:
    """Yield what the person told us; where that is very much it stands in the letter alone, which the person holds as well."""
    if story.short < _TOLD_IN_LETTER:
        yield from told(story)
        return
    yield Heading(level=1, text=story.words("told-title"))
    yield Paragraph(text=story.words("told-in-letter"))
    yield from clear_up(story)
    yield Paragraph(text=story.words("told-wrong"), style="strong")


def urgent_sheets(story: Story) -> Iterator[Draft]:
    """Yield the urgent page: one side and nothing else."""
    yield Draft("urgent", story.words("word-get-help-now"), _urgent, changes=(_IN_LINES,))


def _refer(story: Story) -> Iterator[Block]:
    knowledge, judgement = story.knowledge, story.judgement
    to_see = who(knowledge, see(judgement))
    both = [each.rule.already for each in judgement.fired if each.rule.already and _withholds(judgement, each)]
    today = any(already_gets(knowledge, judgement.person, each.source) for each in both)
    yield Banner(
        decision=Decision.see_your_doctor,
        word=story.words("word-see-your-doctor"),
        sentence=story.words("banner-see-your-doctor"),
        lines=(*((story.words("banner-call-today", who=to_see),) if today else ()), story.words("banner-see-your-doctor-do", who=to_see)),
    )
    if standing := story.standing():  # ahead of the reasons, which may run over to the second side
        yield Paragraph(text=" ".join(standing), style="small")
    parts = [_why(story), _steps(story)]
    for part in parts if len(reasons(knowledge, judgement)) <= _FEW_REASONS else reversed(parts):
        yield from part
    told_to_ask = _once(story, notices(knowledge, judgement, amounts=False))
    yield from listed(story.words("notices-title"), story.words("notices-title"), told_to_ask)
    if story.clinic:
        yield Paragraph(text=story.contact(to_see))
    if story.replaces:
        yield Box(tone="review", lines=(*story.replaces_words(), story.words("replaces-ask", who=to_see)))
    help_at_once = tuple(story.words(f"call-now-{at}") for at in (1, 2, 3, 4))
    yield Box(tone="call_now", title=story.words("refer-help-title", number=story.emergency), lines=help_at_once, bulleted=True)
    yield from _advice(story)
    apart = apart_lines(story)
    if apart and story.short < _NO_TIMES:  # the letter asks for what is taken; nothing is started meanwhile
        yield Box(tone="keep", lines=tuple(apart))


def _why(story: Story) -> Iterator[Block]:
    found = _once(story, reasons(story.knowledge, story.judgement, amounts=False))
    if story.short >= _FIRST_REASONS and len(found) > _MOST_REASONS + 1:  # the firmest come first, and the letter names them all
        found = (*found[:_MOST_REASONS], story.words("why-in-letter", count=len(found) - _MOST_REASONS))
    yield from listed(story.words("why-heading-one"), story.words("why-heading-more"), found)


def _once(story: Story, reasons: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_fact(story, each) for each in reasons)) if story.short >= _ASKED_ONCE else reasons


def _fact(story: Story, reason: str) -> str:
    """Return a reason without the sentences that send the person to somebody: the whole page does."""
    asking = story.words("ask-opening")
    kept = [sentence for sentence in re.split(r"(?<=[.?!]) ", reason) if not sentence.startswith(asking)]
    return " ".join(kept) or reason


def _steps(story: Story) -> Iterator[Block]:
    yield Heading(text=story.words("refer-do-title"))
    steps = ("refer-do-keep", "refer-do-food")
    to_see = who(story.knowledge, see(story.judgement))
    yield Listing(items=(*(story.words(each) for each in steps), story.words("refer-do-see", who=to_see)), numbered=True)


def _advice(story: Story) -> Iterator[Block]:
    """Yield a row a supplement, or a line for those of the same advice where room is short."""
    advice: dict[str, list[str]] = {}
    for each in story.judgement.supplements:
        if each.verdict is not Verdict.not_offered:
            word = withheld_words(story, each) if each.verdict is Verdict.withhold else story.words("cell-refer")
            word = story.words("cell-enough") if each.verdict is Verdict.already_enough else word
            advice.setdefault(word, []).append(unbroken(story.knowledge.get("supplement", each.supplement).name))
    if story.short >= _IN_LINES:
        yield from listed(story.words("refer-table"), "", (f"{either(names, 'and')}: {word}." for word, names in advice.items()))
        return
    rows = [Row(cells=((name,), (word,))) for word, names in advice.items() for name in names]
    columns = story.columns(("column-what", 1), ("refer-column-advice", 1.2))
    yield Table(title=story.words("refer-table"), columns=columns, rows=tuple(rows))


def _urgent(story: Story) -> Iterator[Block]:
    judgement = story.judgement
    now = judgement.urgency is Urgency.now
    name = "now" if now else "today"
    yield Banner(
        decision=Decision.get_help_now,
        word=story.words("word-get-help-now"),
        sentence=story.words(f"banner-help-{name}", number=story.emergency),
        lines=(story.words(f"banner-help-{name}-do", number=story.emergency),),
    )
    said = [each for each in judgement.fired if each.rule.then.urgent]
    said.sort(key=lambda each: each.rule.then.urgent is not Urgency.now)
    yield Heading(text=story.words("urgent-why-title"))
    signs = [words for each in said if (words := say(story.knowledge, judgement.person, each))]
    yield Listing(items=tuple(_told_alone(story, each) if story.short >= _IN_LINES else each for each in signs))
    steps = [
        story.words("urgent-do-number", number=story.emergency) if now else story.words("urgent-do-today"),
        story.words("urgent-do-box"),
    ]
    if now:
        steps.append(story.words("urgent-do-drive"))
    steps.append(story.words("urgent-do-nothing-new"))
    yield Heading(text=story.words("urgent-do-title"))
    yield Listing(items=tuple(steps), numbered=True)
    if medicines := medicine_names(story, judgement.person.profile.medicines):
        yield Heading(text=story.words("urgent-medicines"))
        if len(medicines) > _FEW_MEDICINES and judgement.person.profile.print.size is PrintSize.large:  # one side, whatever is taken
            yield Paragraph(text="; ".join(medicines))
        else:
            yield Listing(items=tuple(_in_rows(medicines)))
    if now:  # the one thing a crew asks first, ready to be filled in
        yield SignOff(fields=(story.words("urgent-blood-thinner"),))
    if standing := story.standing():
        yield Paragraph(text=" ".join(standing), style="small")


def _told_alone(story: Story, sign: str) -> str:
    """Return what was told and what to do, without what it can be a sign of: where one side has no room for that."""
    return " ".join(each for each in sentences(sign) if not each.startswith(story.words("sign-opening")))


def _in_rows(names: tuple[str, ...]) -> Iterator[str]:
    """Yield a line a medicine, or as many in a line as one side asks for."""
    beside = ceil(len(names) / _MOST_LINES)
    yield from ("; ".join(names[at : at + beside]) for at in range(0, len(names), beside))


def _letter(story: Story) -> Iterator[Block]:
    """Yield reasons, what is known and not known, three questions and a reply slip."""
    knowledge, judgement = story.knowledge, story.judgement
    profile = judgement.person.profile
    clinicians = [each for each in see(judgement) if each is not Clinician.pharmacist] or [Clinician.gp]
    addressees = either([knowledge.phrase(f"addressee-{each.value.replace('_', '-')}") for each in clinicians])
    yield Address(sender=_sender(story), to=(story.words("letter-to", who=addressees),), blank_lines=2)
    yield Heading(level=1, text=story.words("letter-subject"))
    yield Paragraph(text=f"{story.words('letter-why')} {story.words('letter-copy')}")
    yield Heading(text=story.words("letter-reasons"))
    # Titles, not the clinician's sentences: those quote trial amounts, and no amount stands on a referral.
    much = story.words("a-lot-of")
    known = [_MORE_THAN.sub(much, f"{each.rule.title} ({each.words})") for each in judgement.fired if _known(each)]
    unknown = [open_words(knowledge, each, story.emergency) for each in judgement.person.open]
    yield Listing(items=tuple(dict.fromkeys(known)) or (story.words("letter-reasons-open"),))
    yield Paragraph(text=" ".join(_basis(story)), style="small")
    yield Heading(text=story.words("letter-known"))
    goals = either([each.value.replace("_", " ") for each in profile.goals], "and")
    facts = [story.words("letter-facts", age=judgement.person.age, sex=profile.sex.value, goals=goals)]
    facts += entry_lines(story)
    facts += [" ".join(each) for each in (lab_lines(story), intake_lines(story, "letter-intake"), eaten_lines(story, "letter-eats"))]
    yield Listing(items=tuple(dict.fromkeys(filter(None, facts))))
    if unknown:
        yield Heading(text=story.words("letter-unknown"))
        yield Listing(items=tuple(dict.fromkeys(unknown)))
    yield Listing(lead=story.words("letter-ask-lead"), items=tuple(story.words(f"letter-ask-{at}") for at in (1, 2, 3)), numbered=True)
    replies = tuple(story.words(name) for name in ("letter-reply-none", "letter-reply-ok", "letter-reply-send"))
    yield TickBoxes(lead=story.words("letter-reply"), items=replies, in_a_row=True)
    names = ("letter-reply-dose", "sign-date", "letter-signature")
    yield SignOff(fields=tuple(story.words(name) for name in names))


def _sender(story: Story) -> tuple[str, ...]:
    """Return who writes, as far as a clinic said, when, and about whom."""
    clinic = story.clinic
    lines = () if clinic is None else (clinic.name, *clinic.address, *((clinic.telephone,) if clinic.telephone else ()))
    about = story.words("letter-about", person=story.person or story.words("letter-person-unnamed"))
    return (*lines, day(story.judgement.person.today), about, story.words("plan-number", plan=story.plan_number))


def _basis(story: Story) -> Iterator[str]:
    """Yield the rules behind the referral and where they were read."""
    behind = [
        each.rule
        for each in story.judgement.fired
        if each.certainty is Certainty.known and (each.rule.then.refer or each.rule.then.withhold)
    ]
    entries = [story.knowledge.get("evidence", name) for name in sorted({name for rule in behind for name in rule.evidence})]
    if behind:
        sources = dict.fromkeys(f"{each.publisher}{NBSP}{each.year}" for each in entries)
        yield story.words("letter-basis", rules=", ".join(rule.id for rule in behind), sources="; ".join(sources))


def _known(each: Fired) -> bool:
    """Whether a rule that refers or withholds is known to apply."""
    return each.certainty is Certainty.known and bool(each.rule.then.refer or each.rule.then.withhold)


def _withholds(judgement: Judgement, each: Fired) -> bool:
    verdicts = {plan.supplement: plan.verdict for plan in judgement.supplements}
    return any(verdicts[supplement] is Verdict.withhold for supplement in each.rule.then.withhold)
