"""A judgement → the plan: identity, dates, rows and every printed sentence, in reading order."""

import hashlib
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from planner import VERSION
from planner.changes import clinician_changes, replaced
from planner.chart_sheet import chart_sheets, initials
from planner.clinician_sheet import clinician_sheet
from planner.decide import Judgement, decide
from planner.edition import Age, Knowledge
from planner.errors import KnowledgeError
from planner.numerals import day, either
from planner.page import Furniture, Printing, Sheet
from planner.patient_sheets import patient_sheets
from planner.person import Person
from planner.plan import Apart, Plan, ToClearUp, Urgent
from planner.profile import Profile
from planner.reasons import see
from planner.referral_sheets import referral_sheets, urgent_sheets
from planner.room import MOST_SHORT, most_sides, pieces, room, sides
from planner.shape import to_json
from planner.story import Draft, Story
from planner.understand import understand
from planner.vocabulary import BloodThinner, Decision, FilledInBy, Part, PrintSize, Symptom, Urgency, Verdict

if TYPE_CHECKING:
    from planner.clinic import Clinic

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
_CHECK = 29  # a prime: one wrong letter or two swapped ones change the check letter, and it is always a letter or digit
_FIRST_REVIEW_WEEKS = 12
_DRAFTS = {Decision.get_help_now: urgent_sheets, Decision.see_your_doctor: referral_sheets}


def make_plan(
    profile: Profile,
    knowledge: Knowledge,
    today: date,
    clinic: "Clinic | None" = None,
    previous: Plan | None = None,
    *,
    regional_caps: bool = False,
) -> Plan:
    """Return the finished plan: recognise → match → decide → dose → foods → day → compose.

    `regional_caps` is the clinic's choice to keep the lower caps of single countries; they can only lower a plan.
    Raises `ProfileError` for dates, units and foods in the profile that cannot be true, `InputError` for a previous
    plan that cannot be this person's earlier one, and `KnowledgeError` for an edition that is too old.
    """
    refuse_too_old(knowledge, today)
    here = knowledge
    if clinic is not None:
        from planner.clinic import local  # noqa: PLC0415 - slow to load, and most people have no clinic

        here = local(knowledge, clinic)
    return compose(here, profile, decide(here, understand(profile, here, today, regional_caps=regional_caps)), clinic, previous)


def refuse_too_old(knowledge: Knowledge, today: date) -> None:
    """Raise `KnowledgeError` for an edition that nobody has renewed for too long."""
    if knowledge.age(today) is Age.refused:
        edition = knowledge.edition
        raise KnowledgeError(
            f"knowledge {edition.version}: it was released on {edition.released}, more than {edition.refused_after_months} months"
            f" before {today}; install a newer edition"
        )


def _sheets(story: Story) -> tuple[Sheet, ...]:
    """Write the person's pages, and a letter where there is one: in fewer words until they are no more than a person reads."""
    decision, size = story.judgement.decision, story.judgement.person.profile.print.size
    drafts = drafts_of(story)
    sheets = [each.sheet(story) for each in drafts]
    filled = [_filled(each, size) for each in sheets]
    most, lines = most_sides(decision, size), room(size, story.issuer, story.warning, story.band)
    for short in range(1, MOST_SHORT + 1):
        if sides(filled, lines) <= most:
            break
        for at, draft in enumerate(drafts):
            if short in draft.changes:
                sheets[at] = draft.sheet(story._replace(short=short))
                filled[at] = _filled(sheets[at], size)
    return tuple(sheets)


def _filled(sheet: Sheet, size: PrintSize) -> tuple[float, ...]:
    """Return the pieces of a sheet that a person has to read: a letter is for somebody else."""
    return tuple(pieces(sheet.blocks, size)) if sheet.part is Part.patient else ()


def plan_id(profile: Profile, knowledge: Knowledge, today: date, *, regional_caps: bool = False) -> str:
    """Return the plan's number: 60 bits of a hash of profile, date, knowledge and setting, and a check letter."""
    canonical = f"{to_json(profile)}|{today.isoformat()}|{knowledge.mark}" + "|regional caps" * regional_caps
    number = int.from_bytes(hashlib.sha256(canonical.encode()).digest()[:8], "big") >> 4
    letters = "".join(_LETTERS[number >> shift & 31] for shift in range(55, -1, -5))
    return "-".join((letters[:4], letters[4:8], letters[8:], _LETTERS[number % _CHECK]))


def compose(
    knowledge: Knowledge, profile: Profile, judgement: Judgement, clinic: "Clinic | None" = None, previous: Plan | None = None
) -> Plan:
    """Write everything down. Decides nothing that `judgement` has not decided."""
    person, review = judgement.person, _review(judgement)
    story = story_of(knowledge, profile, judgement, clinic, previous)
    sheets = _sheets(story)
    if review and story.supplements(Verdict.recommend):
        sheets += tuple(chart_sheets(story, review))
    country = knowledge.country(profile.country)
    return Plan(
        plan_id=story.plan_number,
        made_on=person.today,
        review_on=review,
        decision=judgement.decision,
        supplements=judgement.supplements,
        swaps=judgement.foods.swaps,
        avoid_foods=judgement.foods.avoid,
        apart=story.apart,
        medicines=person.rows_of("medicine"),
        supplements_taken=person.rows_of("supplement"),
        conditions=person.rows_of("condition"),
        allergies=person.rows_of("allergy"),
        not_known=tuple(dict.fromkeys(each.question.value for each in person.open)),
        to_clear_up=story.to_clear_up,
        urgent=_urgent(knowledge, judgement),
        see=see(judgement),
        replaces=story.replaces,
        knowledge=knowledge.stamp,
        software=VERSION,
        printing=Printing(
            paper=profile.print.paper or country.paper,
            size=profile.print.size,
            language=profile.print.language,
            sides=most_sides(judgement.decision, profile.print.size),
        ),
        furniture=_furniture(story),
        document=(*sheets, clinician_sheet(story, VERSION)),
    )


def story_of(
    knowledge: Knowledge, profile: Profile, judgement: Judgement, clinic: "Clinic | None" = None, previous: Plan | None = None
) -> Story:
    """Return what all sheets of a plan are written from."""
    person, review = judgement.person, _review(judgement)
    number = plan_id(profile, knowledge, person.today, regional_caps=person.regional_caps)
    return Story(
        knowledge=knowledge,
        judgement=judgement,
        plan_number=number,
        person=_who(knowledge, person),
        review=day(review) if review else None,
        apart=_apart(judgement),
        to_clear_up=_to_clear_up(knowledge, person),
        band=_band(knowledge, judgement),
        clinic=clinic,
        replaces=replaced(knowledge, judgement, previous, number) if previous else None,
        clinician_changes=tuple(clinician_changes(knowledge, judgement, previous)) if previous else (),
    )


def drafts_of(story: Story) -> tuple[Draft, ...]:
    """Return the sheets of a plan that can say less: the patient's, and a letter where there is one."""
    return tuple(_DRAFTS.get(story.judgement.decision, patient_sheets)(story))


def _band(knowledge: Knowledge, judgement: Judgement) -> str | None:
    """Return the line that marks every page nobody has checked; it must not hold anybody back from urgent help."""
    if judgement.person.profile.filled_in_by is FilledInBy.health_worker:
        return None
    return knowledge.phrase("not-checked-urgent" if judgement.urgency else "not-checked")


def _review(judgement: Judgement) -> date | None:
    weeks = min((each.weeks for each in judgement.supplements if each.weeks is not None), default=_FIRST_REVIEW_WEEKS)
    return None if judgement.urgency else judgement.person.today + timedelta(weeks=weeks)


def _apart(judgement: Judgement) -> tuple[Apart, ...]:
    """Keep the distances to a supplement that is taken, or may be on this plan or a clinician's word."""
    if judgement.decision is Decision.get_help_now:
        return ()
    possible = {
        each.supplement
        for each in judgement.supplements
        if each.verdict in {Verdict.recommend, Verdict.refer} or each.already_taking.amount
    }
    return tuple(gap.apart for gap in judgement.gaps if gap.apart.supplement in possible)


def _urgent(knowledge: Knowledge, judgement: Judgement) -> Urgent | None:
    if judgement.urgency is None:
        return None
    urgent = [each.rule for each in judgement.fired if each.rule.then.urgent]
    told = judgement.person.profile.symptoms
    symptoms = tuple(
        each for each in Symptom if isinstance(told, tuple) and each in told and any(rule.when.symptom is each for rule in urgent)
    )
    return Urgent(level=Urgency(judgement.urgency), symptoms=symptoms, number=knowledge.country(judgement.person.profile.country).emergency)


def _who(knowledge: Knowledge, person: Person) -> str | None:
    """Return the person as the pages name them: name, then date of birth or age; None where neither name nor date was told."""
    profile = person.profile
    who = [] if profile.name is None else [profile.name]
    if profile.date_of_birth is not None:
        who.append(knowledge.phrase("person-born", date=day(profile.date_of_birth)))
    elif who:
        who.append(knowledge.phrase("person-age", age=person.age))
    return ", ".join(who) or None


def _furniture(story: Story) -> Furniture:
    knowledge, person, number = story.knowledge, story.judgement.person, story.plan_number
    return Furniture(
        issuer=story.issuer,
        person=_who(knowledge, person),
        initials=initials(person.profile.name),
        plan=knowledge.phrase("plan-number", plan=number),
        made=knowledge.phrase("made-on", date=day(person.today)),
        page_of=knowledge.phrase("page-of"),
        check=knowledge.phrase("check"),
        code_told=knowledge.phrase("code-told"),
        warning=story.warning,
        document_titles={part: knowledge.phrase(f"title-{part.value}", plan=number) for part in Part},
    )


@lru_cache(maxsize=4)
def _guarded(knowledge: Knowledge) -> tuple[frozenset[str], frozenset[str]]:
    """Return the medicine classes a rule guards even in doubt, and those with every wider class."""
    guarded = frozenset(rule.when.takes for rule in knowledge.rules if rule.doubt == "withhold" and rule.when.takes)
    return guarded, frozenset(family for each in guarded for family in knowledge.families[each])


def _to_clear_up(knowledge: Knowledge, person: Person) -> tuple[ToClearUp, ...]:
    """Return the differences between the blood thinner answer and the medicine list; both were believed."""
    answer = person.profile.blood_thinner
    guarded, wide = _guarded(knowledge)
    thinners = [each for each in person.current if each.certain and wide & each.classes]
    guarded_kind = [each for each in thinners if guarded & each.classes]
    names = either(dict.fromkeys(each.name for each in thinners), "and")
    listed = isinstance(person.profile.medicines, tuple) and not any(each.question.value == "medicines" for each in person.open)
    found = []
    if answer is BloodThinner.no and thinners:
        found.append(knowledge.phrase("clear-up-thinner-in-list", medicine=names))
    elif answer is BloodThinner.other and guarded_kind:
        found.append(knowledge.phrase("clear-up-thinner-other-kind", medicine=names))
    elif answer is BloodThinner.vitamin_k_antagonist and thinners and not guarded_kind:
        found.append(knowledge.phrase("clear-up-thinner-kind-not-in-list", medicine=names))
    elif answer in {BloodThinner.vitamin_k_antagonist, BloodThinner.other, BloodThinner.unknown_kind} and not thinners and listed:
        found.append(knowledge.phrase("clear-up-thinner-not-in-list"))
    return tuple(ToClearUp(question="blood_thinner", words=words) for words in found)
