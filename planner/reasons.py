"""Which sentences explain a decision: a rule's own words where it is known to apply, one phrase for each open question.

Nobody is said to take or have what is only possible. A person who already gets what a rule keeps away reads the rule's
`already` words in place of its usual ones: a sudden stop can do as much harm as a start.
"""

import re
from collections.abc import Iterable, Iterator

from planner.compare import total_words
from planner.day import Gap
from planner.decide import Judgement
from planner.edition import Knowledge
from planner.entry import UpperLevel
from planner.match import Certainty, Fired
from planner.numerals import either, unbroken
from planner.person import Open, Person
from planner.rule import Rule
from planner.vocabulary import Clinician, Frequency, Nutrient, Question, Supplement, Urgency, Verdict

_SEE_FOR_DOUBT = {Question.symptoms: Clinician.gp, Question.life_stage: Clinician.gp, Question.surgery_planned: Clinician.gp}
_AMOUNT_TAKEN = re.compile(r"(?:about )?\{total\} of")
_SAFETY = set(Question) - {Question.allergies, Question.diet}


def already_gets(knowledge: Knowledge, person: Person, source_id: str) -> bool:
    """Whether the person takes a product that may hold what the source names, or eats its foods often enough."""
    source = knowledge.get("source", source_id)
    eaten = any(person.eats.get(food, Frequency.never).order >= Frequency(source.at_least).order for food in source.foods)
    held = any(person.totals.get(each, 0.0) > 0 for each in source.nutrients)
    return eaten or held or (person.holds_vitamin_k and bool({Nutrient.vitamin_k1, Nutrient.mk7} & set(source.nutrients)))


def say(knowledge: Knowledge, person: Person, each: Fired, gaps: Iterable[Gap] = (), *, amounts: bool = True) -> str | None:
    """Return the words of a rule that is known to apply, filled in; None where it has none or is only possible.

    Without `amounts` what is taken already is told without its figure, as on a referral.
    """
    if each.certainty is not Certainty.known:
        return None
    words = each.rule.say
    if each.rule.already is not None and already_gets(knowledge, person, each.rule.already.source):
        words = each.rule.already.say
    if words is None:
        return None
    mine = [gap.apart for gap in gaps if each.rule.id in gap.rules]
    hours = (
        {"hours": max(gap.hours for gap in mine), "before": max(gap.before for gap in mine), "after": max(gap.after for gap in mine)}
        if mine
        else {}
    )
    number = knowledge.country(person.profile.country).emergency
    if not amounts:
        words = _AMOUNT_TAKEN.sub(knowledge.phrase("a-lot-of"), words)
    return unbroken(words.format_map({**each.fills, **hours, "number": number}))


def open_words(knowledge: Knowledge, question: Open, number: str) -> str:
    """Return the one sentence for an open question, in the person's own words where some were given."""
    name = f"open-{question.question.value}-{question.reason}".replace("_", "-")
    return knowledge.phrase(name, said=question.said, candidates=either(question.candidates[:5]), number=number)


def reasons(
    knowledge: Knowledge, judgement: Judgement, supplements: Iterable[Supplement] | None = None, *, amounts: bool = True
) -> tuple[str, ...]:
    """Return why these supplements (all of them, if none are named) are referred or withheld: each sentence once."""
    wanted = set(Supplement if supplements is None else supplements)
    return tuple(dict.fromkeys(_reasons(knowledge, judgement, wanted, amounts=amounts)))


def _reasons(knowledge: Knowledge, judgement: Judgement, wanted: set[Supplement], *, amounts: bool) -> Iterator[str]:
    person = judgement.person
    guard = next(
        (each.rule for each in judgement.fired if _withheld_in_doubt(judgement, each) and wanted & set(each.rule.then.withhold)), None
    )
    if guard is not None and guard.already is not None:
        known = already_gets(knowledge, person, guard.already.source)
        yield knowledge.phrase("vitamin-k-until-known-already" if known else "vitamin-k-until-known")
    # The firmest word first: what must not be started stands above what has to be asked.
    behind = [each for each in judgement.fired if wanted & {*each.rule.then.refer, *each.rule.then.withhold}]
    for each in sorted(behind, key=lambda each: (each.rule.doubt is None, not wanted & set(each.rule.then.withhold))):
        words = say(knowledge, person, each, judgement.gaps, amounts=amounts)
        if words:
            yield words
    for supplement in Supplement:
        dosing = judgement.dosings[supplement]
        if supplement in wanted and dosing.over is not None:
            yield over_words(knowledge, person, dosing.over, dosing.taken, amounts=amounts)
    yield from _open_reasons(knowledge, judgement, wanted)
    for supplement in judgement.unplaced:
        if supplement in wanted:
            yield knowledge.phrase("timetable", supplement=knowledge.get("supplement", supplement).short)


def _open_reasons(knowledge: Knowledge, judgement: Judgement, wanted: set[Supplement]) -> Iterator[str]:
    """Yield a sentence for each open question behind the verdicts; names of a list that nobody knows share one."""
    number = knowledge.country(judgement.person.profile.country).emergency
    asked = [each for each in judgement.person.open if each.question in _SAFETY and _matters(judgement, each, wanted)]
    for each in asked:
        alike = [other.said for other in asked if (other.question, other.reason) == (each.question, each.reason)]
        name = f"open-{each.question.value}-{each.reason}-many".replace("_", "-")
        if len(alike) > 1 and knowledge.has("phrase", name):
            yield knowledge.phrase(name, said=either([f"\u201c{said}\u201d" for said in alike], "and"))
        else:
            yield open_words(knowledge, each, number)


def _withheld_in_doubt(judgement: Judgement, each: Fired) -> bool:
    """A guarded rule that only may apply, where no sentence of a known one already says what to do."""
    if each.rule.doubt != "withhold" or each.certainty is Certainty.known:
        return False
    verdicts = {plan.supplement: plan.verdict for plan in judgement.supplements}
    withheld = any(verdicts[supplement] is Verdict.withhold for supplement in each.rule.then.withhold)
    said = any(other.rule.doubt == "withhold" and other.certainty is Certainty.known for other in judgement.fired)
    return withheld and not said


def _matters(judgement: Judgement, question: Open, wanted: set[Supplement]) -> bool:
    """Whether an open question stands behind one of the verdicts: every safety question does, unless rules say it cannot."""
    if question.reason == "told_as_allergy":
        return True
    if question.question not in {Question.life_stage, Question.condition_dates, Question.inr_tests, Question.surgery_planned}:
        return True
    return any(
        each.certainty is Certainty.doubt
        and any(check.question is question.question and check.holds is None for check in each.because)
        and wanted & {*each.rule.then.refer, *each.rule.then.withhold}
        for each in judgement.fired
    )


def over_words(knowledge: Knowledge, person: Person, level: UpperLevel, taken: float, *, amounts: bool = True) -> str:
    """Return the words for a sum over an upper level; a sum that rests on a usual label accuses nobody of taking it."""
    if not amounts:
        name = knowledge.get("nutrient", level.nutrient).name
        if level.nutrient in person.assumed:
            return knowledge.phrase("referred-assumed-over", nutrient=name, product=either(person.sources[level.nutrient], "and"))
        return knowledge.phrase("referred-over", nutrient=name)
    total = total_words(knowledge, level.nutrient, taken)
    return assumed_words(knowledge, person, level.nutrient, total, "assumed-over") or unbroken(level.say.format(total=total))


def assumed_words(knowledge: Knowledge, person: Person, nutrient: Nutrient, total: str, phrase: str) -> str | None:
    """Return the words for a sum whose label nobody read; None where every amount was told."""
    if nutrient not in person.assumed:
        return None
    name, product = knowledge.get("nutrient", nutrient).name, either(person.sources[nutrient], "and")
    return knowledge.phrase(phrase, nutrient=name, product=product, total=total)


def notices(knowledge: Knowledge, judgement: Judgement, *, amounts: bool = True) -> tuple[str, ...]:
    """Return information that sends the person to somebody: printed whatever the verdicts."""
    found = [
        say(knowledge, judgement.person, each, judgement.gaps, amounts=amounts)
        for each in judgement.fired
        if _informs(each.rule) and each.rule.then.see
    ]
    return tuple(dict.fromkeys(words for words in found if words))


def information(knowledge: Knowledge, judgement: Judgement, supplements: Iterable[Supplement]) -> tuple[str, ...]:
    """Return what the known information rules say about these supplements, beyond the notices."""
    wanted = set(supplements)
    found = [
        say(knowledge, judgement.person, each, judgement.gaps)
        for each in judgement.fired
        if _informs(each.rule) and not each.rule.then.see and wanted & set(each.rule.then.inform)
    ]
    return tuple(dict.fromkeys(words for words in found if words))


def _informs(rule: Rule) -> bool:
    return bool(rule.then.inform) and not rule.then.apart


def see(judgement: Judgement) -> tuple[Clinician, ...]:
    """Return everybody the person is sent to, the most urgent first."""
    found = {clinician for each in judgement.fired if each.certainty is not Certainty.doubt for clinician in each.rule.then.see}
    if judgement.urgency is not None:
        return tuple(each for each in Clinician if each is (Clinician.emergency if judgement.urgency is Urgency.now else Clinician.gp))
    found |= {_SEE_FOR_DOUBT.get(each.question, Clinician.pharmacist) for each in judgement.person.open if each.question in _SAFETY}
    if judgement.unplaced:
        found.add(Clinician.pharmacist)
    if any(each.over is not None for each in judgement.dosings.values()):
        found |= {Clinician.gp, Clinician.pharmacist}
    return tuple(each for each in Clinician if each in found)


def who(knowledge: Knowledge, clinicians: Iterable[Clinician]) -> str:
    """Return the clinicians in words: `your midwife or your doctor`."""
    names = [knowledge.phrase(f"see-{each.value.replace('_', '-')}") for each in clinicians if each is not Clinician.emergency]
    return either(names) or knowledge.phrase("see-anyone")
