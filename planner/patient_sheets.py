"""The patient's pages of a plan with something to take: at a glance, how to take them, food, when to call, what you told us, how sure."""

from collections.abc import Iterator

from planner.food_sheet import food
from planner.numerals import NBSP, amount, both_units, day, either, number, twin_of, unbroken
from planner.page import Banner, Block, Box, Column, Heading, Listing, Paragraph, Row, Sheet, SignOff, Sureness, Table, TickBoxes
from planner.plan import SupplementPlan
from planner.reasons import assumed_words, information, notices, reasons, say, see, who
from planner.story import Story
from planner.told_sheet import told
from planner.vocabulary import Capsules, Clinician, Decision, Grade, Match, Question, Supplement, Verdict

_MOST_CLAIMS = 3
_STEPS = {Grade.high: 3, Grade.moderate: 2, Grade.low: 1, Grade.very_low: 1, Grade.against: 0}


def patient_sheets(story: Story) -> Iterator[Sheet]:
    """Yield the pages in the order a person needs them."""
    taking = bool(story.supplements(Verdict.recommend))
    yield story.sheet("glance", story.words("table-at-a-glance"), _glance(story))
    swaps = bool(story.judgement.foods.chosen)
    if taking:
        yield story.sheet("how", story.words("how-title"), [*_how(story), *(() if swaps else food(story))])
    if swaps or not taking:  # a page of its own only where there is something to cook
        yield story.sheet("food", story.words("food-title"), food(story))
    if taking:
        yield story.sheet("stop", story.words("stop-title"), _stop(story))
    yield story.sheet("told", story.words("told-title"), [*told(story), *(_sure(story) if taking else ())])


# -- page 1 ----------------------------------------------------------------------------------------------------------


def _glance(story: Story) -> Iterator[Block]:
    yield _banner(story)
    shown = [each for each in story.judgement.supplements if each.verdict is not Verdict.not_offered]
    if shown:
        titles = ("column-what", "column-how-much", "column-when", "column-how-long")
        columns = tuple(Column(title=story.words(name), share=share) for name, share in zip(titles, (2.3, 2.4, 3.5, 1.6), strict=True))
        yield Table(title=story.words("table-at-a-glance"), columns=columns, rows=tuple(glance_row(story, each) for each in shown))
    careful = [each.supplement for each in story.supplements(Verdict.refer, Verdict.withhold)]
    yield Box(tone="keep", lines=(story.words("keep-medicines"), *apart_lines(story)))
    told_to_ask = notices(story.knowledge, story.judgement)
    if told_to_ask:
        yield Box(tone="tell_us", lines=told_to_ask)
    asked = who(story.knowledge, see(story.judgement) or (Clinician.pharmacist, Clinician.gp))
    contact = [f"{story.words('questions-to', who=asked)} {story.words('emergency-number', number=story.emergency)}"]
    if story.review and story.supplements(Verdict.recommend):
        contact.insert(0, story.words("review", date=story.review))
    yield Box(tone="review", lines=tuple(contact))
    if story.supplements(Verdict.recommend):
        fields = tuple(story.words(name) for name in ("sign-checked-by", "sign-role", "sign-date"))
        note = [story.words("sign-empty")] + ([] if story.knowledge.signed_off else [story.words("not-signed")])
        yield SignOff(fields=fields, note=" ".join(note))
    elif not story.knowledge.signed_off:
        yield Paragraph(text=story.words("not-signed"), style="small")
    # After the sign-off, so that long reasons never push it off the first page.
    why = reasons(story.knowledge, story.judgement, careful) if careful else ()
    if why:
        yield Heading(text=story.words("why-heading"))
        yield Listing(items=why)


def _banner(story: Story) -> Banner:
    decision = story.judgement.decision
    word = story.words(f"word-{decision.value.replace('_', '-')}")
    if decision is Decision.start:
        count = len(story.supplements(Verdict.recommend))
        sentence = story.words("banner-start-one") if count == 1 else story.words("banner-start-many", count=count)
        lines = [story.words("banner-start-meal")]
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
    what = (entry.name,)
    if plan.verdict is Verdict.recommend and plan.dose is not None and plan.slots is not None:
        much = [amount(plan.dose.low, plan.dose.unit)]
        twin = twin_of(entry, plan.dose.low)
        if twin:
            much.append(f"({twin})")
        when = (either([each.value for each in plan.slots], "and"), story.words("cell-with-food"))
        return Row(cells=(what, tuple(much), when, (story.words("cell-weeks", weeks=f"{plan.weeks}").replace(" ", NBSP),)))
    none = (story.words("cell-none"),)
    if plan.verdict is Verdict.already_enough:
        return Row(cells=(what, (story.words("cell-enough"),), (story.words("cell-enough-dose"),), none))
    if plan.verdict is Verdict.withhold:
        return Row(cells=(what, (withheld_words(story, plan),), (story.words("cell-withhold-dose"),), none))
    pen = tuple(story.words(name) for name in ("pen-ok", "pen-dose", "pen-by"))
    return Row(cells=(what, (story.words("cell-refer"),), (story.words("cell-refer-dose"),), none), pen=pen)


def withheld_words(story: Story, plan: SupplementPlan) -> str:
    """Say `do not start`, and `do not stop` as well wherever a blood thinner of the guarded kind may be behind it."""
    guarded = any(each.rule.doubt == "withhold" and plan.supplement in each.rule.then.withhold for each in story.judgement.fired)
    return story.words("cell-vitamin-k-in-doubt" if guarded else "cell-withhold")


def apart_lines(story: Story) -> list[str]:
    """Return one sentence for each distance to keep."""
    lines = []
    for each in story.apart:
        medicine = medicine_words(story, each.medicine)
        supplement = story.knowledge.get("supplement", each.supplement).short
        fills = {"medicine": medicine, "supplement": supplement, "hours": each.hours, "before": each.before, "after": each.after}
        name = "apart-both-ways" if each.before == each.after else "apart-one-way" if each.before == 0 else "apart-directed"
        lines.append(story.words(name, **fills).replace(" hours", f"{NBSP}hours"))
    return lines


def medicine_words(story: Story, substance: str) -> str:
    """Return a medicine's name, with what the person wrote where that differs."""
    return next((each.name for each in story.judgement.person.taken if each.substance == substance), substance)


# -- how to take them --------------------------------------------------------------------------------------------------


def _how(story: Story) -> Iterator[Block]:
    knowledge, taking = story.knowledge, story.supplements(Verdict.recommend)
    yield Heading(level=1, text=story.words("how-title"))
    names = ("column-what", "column-how-much", "column-when", "column-with-what", "column-how-long")
    columns = tuple(Column(title=story.words(name), share=share) for name, share in zip(names, (2.4, 2.4, 1.7, 2.2, 1.6), strict=True))
    rows = []
    for each in taking:
        row = glance_row(story, each)
        rows.append(Row(cells=(row.cells[0], row.cells[1], row.cells[2][:1], (each.taken_with or "",), row.cells[3])))
    yield Table(title=story.words("how-title"), columns=columns, rows=tuple(rows))
    yield Paragraph(text=story.words("how-missed"))
    if any(each.supplement is Supplement.magnesium for each in taking):
        yield Paragraph(text=story.words("how-magnesium-loose"))
        if story.judgement.person.current:
            yield Paragraph(text=story.words("how-magnesium-two-hours"))
    apart = [
        words
        for each in story.judgement.fired
        if each.rule.then.apart and (words := say(knowledge, story.judgement.person, each, story.judgement.gaps))
    ]
    if apart and story.apart:
        yield Box(tone="warning", title=story.words("how-apart-title"), lines=tuple(dict.fromkeys(apart)))
    yield Heading(text=story.words("how-choose-title"))
    yield Listing(items=tuple(_choose(story)))
    enough = [_enough(story, each) for each in story.supplements(Verdict.already_enough)]
    if enough:
        yield Heading(text=story.words("how-enough-title"))
        yield Listing(items=tuple(dict.fromkeys(enough)))
    wanted = {each.supplement for each in taking}
    why = [unbroken(each.rule.say) for each in story.judgement.fired if each.rule.then.offer in wanted and each.rule.say]
    if why:
        yield Heading(text=story.words("how-why-title"))
        yield Listing(items=tuple(dict.fromkeys(why)))


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


def _pack(story: Story, plan: SupplementPlan) -> str:
    """Return which amount to look for: the range stands here, the single figure in the table."""
    entry, dose = story.knowledge.get("supplement", plan.supplement), plan.dose
    if dose is None or dose.low == dose.high:
        return story.words("how-range-one", name=entry.name, range=amount(dose.low if dose else entry.cap, entry.unit))
    spread = story.words("range", low=number(dose.low), high=amount(dose.high, entry.unit)).replace(" to ", f"{NBSP}to{NBSP}")
    return story.words("how-range", name=entry.name, range=spread)


def _choose(story: Story) -> Iterator[str]:
    person = story.judgement.person
    taking = [each.supplement for each in story.supplements(Verdict.recommend)]
    yield story.words("how-choose-one")
    for plan in story.supplements(Verdict.recommend):
        yield _pack(story, plan)
    if Supplement.magnesium in taking:
        yield story.words("how-magnesium-elemental")
    yield from information(story.knowledge, story.judgement, taking)
    if person.profile.capsules is not Capsules.any:
        yield story.words(f"capsules-{person.profile.capsules.value.replace('_', '-')}")
    if person.asks(Question.allergies) and Supplement.mk7 in taking:
        yield story.words("soya-free-in-doubt")
    for each in person.rows_of("allergy"):
        if each.relevant and (each.match is not Match.recognised or story.knowledge.get("allergen", each.substance or "").in_food):
            yield story.words("allergy-check-the-pack", allergy=each.said)
    for product in dict.fromkeys(person.unlooked):
        yield story.words("check-label", product=product)


# -- when to stop and call ---------------------------------------------------------------------------------------------


def _stop(story: Story) -> Iterator[Block]:
    yield Heading(level=1, text=story.words("stop-title"))
    lists = (("call_now", "call-now", 4), ("call_today", "call-today", 3), ("tell_us", "tell-us", 3))
    for tone, name, count in lists:
        lines = tuple(story.words(f"{name}-{at}") for at in range(1, count + 1))
        title = story.words(f"{name}-title", number=story.emergency)
        yield Box.model_validate({"tone": tone, "title": title, "lines": lines, "bulleted": True})
    yield Paragraph(text=story.words("tell-everybody"))
    yield Heading(text=story.words("ask-title"))
    items = tuple(story.words(f"ask-{at}") for at in (1, 2, 3))
    yield TickBoxes(lead=story.words("ask-lead"), items=items, blank_lines=2)


# -- how sure are we ---------------------------------------------------------------------------------------------------


def _sure(story: Story) -> Iterator[Block]:
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
    yield Paragraph(text=story.words("sure-fine"), style="strong")
    yield Paragraph(text=story.words("about-plan", date=day(story.judgement.person.today)))
