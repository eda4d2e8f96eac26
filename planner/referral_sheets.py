"""The pages without a dose: see your doctor, get help now, and the letter that goes with a referral."""

from collections.abc import Iterator

from planner.decide import Judgement
from planner.match import Certainty, Fired
from planner.numerals import day, either
from planner.page import Address, Banner, Block, Box, Column, Heading, Listing, Paragraph, Row, Sheet, SignOff, Table, TickBoxes
from planner.patient_sheets import apart_lines, withheld_words
from planner.reasons import already_gets, notices, open_words, reasons, say, see, who
from planner.story import Story
from planner.told_sheet import eaten_lines, intake_lines, lab_lines, read_as, told
from planner.vocabulary import Clinician, Decision, Part, Urgency, Verdict

_MOST_LINES = 6


def referral_sheets(story: Story) -> Iterator[Sheet]:
    """Yield the referral page, what the person told us, and the letter."""
    yield story.sheet("refer", story.words("word-see-your-doctor"), _refer(story))
    yield story.sheet("told", story.words("told-title"), told(story), joins=0.8)
    yield letter(story)


def urgent_sheets(story: Story) -> Iterator[Sheet]:
    """Yield the urgent page: one side and nothing else."""
    yield story.sheet("urgent", story.words("word-get-help-now"), _urgent(story))


def letter(story: Story) -> Sheet:
    """Return the letter to whoever is asked: reasons, what is known and not known, three questions, a reply slip."""
    return Sheet(part=Part.letter, page="letter", title=story.words("letter-subject"), band=None, blocks=tuple(_letter(story)))


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
    yield Heading(text=story.words("why-heading-one"))
    yield Listing(items=reasons(knowledge, judgement))
    yield Heading(text=story.words("refer-do-title"))
    steps = (story.words("refer-do-keep"), story.words("refer-do-food"), story.words("refer-do-see", who=to_see))
    yield Listing(items=steps, numbered=True)
    if told_to_ask := notices(knowledge, judgement):
        yield Heading(text=story.words("notices-title"))
        yield Listing(items=told_to_ask)
    if story.clinic:
        yield Paragraph(text=story.contact(to_see))
    if story.replaces:
        yield Box(tone="review", lines=(*story.replaces_words(), story.words("replaces-ask", who=to_see)))
    help_at_once = tuple(story.words(f"call-now-{at}") for at in (1, 2, 3, 4))
    yield Box(tone="call_now", title=story.words("refer-help-title", number=story.emergency), lines=help_at_once, bulleted=True)
    rows = []
    for each in judgement.supplements:
        if each.verdict is not Verdict.not_offered:
            word = withheld_words(story, each) if each.verdict is Verdict.withhold else story.words("cell-refer")
            word = story.words("cell-enough") if each.verdict is Verdict.already_enough else word
            rows.append(Row(cells=((knowledge.get("supplement", each.supplement).name,), (word,))))
    columns = (Column(title=story.words("column-what"), share=1), Column(title=story.words("refer-column-advice"), share=1.2))
    yield Table(title=story.words("refer-table"), columns=columns, rows=tuple(rows))
    apart = apart_lines(story)
    if apart:
        yield Box(tone="keep", lines=tuple(apart))


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
    yield Listing(items=tuple(words for each in said if (words := say(story.knowledge, judgement.person, each))))
    steps = [
        story.words("urgent-do-number", number=story.emergency) if now else story.words("urgent-do-today"),
        story.words("urgent-do-box"),
    ]
    if now:
        steps.append(story.words("urgent-do-drive"))
    steps.append(story.words("urgent-do-nothing-new"))
    yield Heading(text=story.words("urgent-do-title"))
    yield Listing(items=tuple(steps), numbered=True)
    told_medicines = judgement.person.profile.medicines
    listed = [each.name for each in told_medicines] if isinstance(told_medicines, tuple) else []
    medicines = list(dict.fromkeys((*listed, *(each.said for each in judgement.person.rows_of("medicine")))))
    if medicines:
        yield Heading(text=story.words("urgent-medicines"))
        if len(medicines) <= _MOST_LINES:
            yield Listing(items=tuple(medicines))
        else:  # one side, whatever the person takes
            yield Paragraph(text="; ".join(medicines))
    if now:  # the one thing a crew asks first, ready to be filled in
        yield SignOff(fields=(story.words("urgent-blood-thinner"),))
    if standing := story.standing():
        yield Paragraph(text=" ".join(standing), style="small")


def _letter(story: Story) -> Iterator[Block]:
    knowledge, judgement = story.knowledge, story.judgement
    profile = judgement.person.profile
    clinicians = [each for each in see(judgement) if each is not Clinician.pharmacist] or [Clinician.gp]
    addressees = either([knowledge.phrase(f"addressee-{each.value.replace('_', '-')}") for each in clinicians])
    yield Address(sender=_sender(story), to=(story.words("letter-to", who=addressees),), blank_lines=2)
    yield Heading(level=1, text=story.words("letter-subject"))
    yield Paragraph(text=f"{story.words('letter-why')} {story.words('letter-copy')}")
    yield Heading(text=story.words("letter-reasons"))
    # Titles, not the clinician's sentences: those quote trial amounts, and no amount stands on a referral.
    known = [f"{each.rule.title} ({each.words})" for each in judgement.fired if _known(each)]
    unknown = [open_words(knowledge, each, story.emergency) for each in judgement.person.open]
    yield Listing(items=tuple(dict.fromkeys(known)) or (story.words("letter-reasons-open"),))
    yield Paragraph(text=" ".join(_basis(story)), style="small")
    yield Heading(text=story.words("letter-known"))
    goals = either([each.value.replace("_", " ") for each in profile.goals], "and")
    facts = [story.words("letter-facts", age=judgement.person.age, sex=profile.sex.value, goals=goals)]
    facts += [f"{each.said}: {read_as(story, each)}" for each in judgement.person.rows]
    facts += [*lab_lines(story), *intake_lines(story, "letter-intake"), *eaten_lines(story, "letter-eats")]
    yield Listing(items=tuple(dict.fromkeys(facts)))
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
        sources = dict.fromkeys(f"{each.publisher} {each.year}" for each in entries)
        yield story.words("letter-basis", rules=", ".join(rule.id for rule in behind), sources="; ".join(sources))


def _known(each: Fired) -> bool:
    """Whether a rule that refers or withholds is known to apply."""
    return each.certainty is Certainty.known and bool(each.rule.then.refer or each.rule.then.withhold)


def _withholds(judgement: Judgement, each: Fired) -> bool:
    verdicts = {plan.supplement: plan.verdict for plan in judgement.supplements}
    return any(verdicts[supplement] is Verdict.withhold for supplement in each.rule.then.withhold)
