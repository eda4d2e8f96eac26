"""Finished files of drawn people, held against their plan: what a reader finds on paper is what was decided.

And profiles that are wrong, in their form or in one answer: each gives one clear error with its place, and no plan.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import page as validation
import people
import pypdfium2
from crowd import WRONG
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from people import KNOWLEDGE, TODAY, Answers, draws
from test_properties import amounts_told, entries, typed

from planner.corridor import files_of, plan_from
from planner.errors import ProfileError
from planner.lint.judge import criteria, judge_all
from planner.vocabulary import Decision, Part, Verdict
from templates.sheet import undrawable

NO_DOSE = {Decision.see_your_doctor, Decision.get_help_now}
STANDARDS = (validation.ValidationProfile.PDF_UA_1, validation.ValidationProfile.PDF_A_2A)
_AMOUNT = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(micrograms|milligrams|units)\b(?!/)")
_PROMISE = re.compile(
    r"\b(cure[sd]?|curing|revers\w*|unclog\w*|boost\w*|detox\w*|miracle\w*|natural\w*|safe(ly|st)?|please)\b", re.IGNORECASE
)


class Papers:
    """All files of one person's plan, with their texts in one line each."""

    def __init__(self, told: Answers) -> None:
        self.told = told
        self.plan = plan_from(json.dumps(told).encode(), KNOWLEDGE, TODAY)
        self.files = dict(files_of(self.plan))
        self.texts = {name.partition("_")[0]: _text(data) for name, data in self.files.items()}

    @property
    def patient(self) -> str:
        return self.texts[Part.patient]


def _text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).replace("\u00a0", " ").split())
    finally:
        document.close()


def _squeezed(text: str) -> str:
    """A text without spaces and without hyphens at the end of a line: where lines break says nothing."""
    return re.sub(r"[\s\u00a0\ufffe\u00ad]", "", text)


def _referral(papers: Papers) -> Iterator[str]:
    """On a referral no amount but those that were told."""
    known = amounts_told(papers.told)
    for part in (Part.patient, Part.letter) if papers.plan.decision in NO_DOSE else ():
        for amount in _AMOUNT.findall(papers.texts.get(part, "")):
            if amount not in known:
                yield f"{' '.join(amount)} on the {part} of a referral"


def _doses(papers: Papers) -> Iterator[str]:
    """Wherever an amount stands beside a supplement's name it is the plan's; beside one without a dose there is none."""
    for each in papers.plan.supplements:
        entry = KNOWLEDGE.get("supplement", each.supplement)
        name, unit = re.escape(entry.name), re.escape(entry.unit)
        found = re.findall(rf"{name} ((?:[\d,.]+ to )?[\d,.]+) {unit}", papers.patient)
        if each.dose is None:
            yield from (f"{each.supplement} {amount} without a dose" for amount in found)
            continue
        low, high = (f"{amount:,g}" for amount in (each.dose.low, each.dose.high))
        both = low if low == high else f"{low} to {high}"
        if set(found) - {low, both} or found.count(low) < 2:
            yield f"{each.supplement} is {found} on the plan, and {both} was decided"
        if not re.search(rf"{name} {unit} recommend \S+ {re.escape(both)} ", papers.texts[Part.clinician]):
            yield f"{each.supplement} {both} is not in the clinician's table"


def _tick_chart(papers: Papers) -> Iterator[str]:
    """A chart to tick only where something is to be taken, and no dose on it."""
    recommended = any(each.verdict is Verdict.recommend for each in papers.plan.supplements)
    if (Part.chart in papers.texts) != recommended:
        yield "a tick chart without a dose, or a dose without one"
    if _AMOUNT.search(papers.texts.get(Part.chart, "")):
        yield "a dose on the tick chart"


def _names(papers: Papers) -> Iterator[str]:
    """Every medicine as it was typed, on the plan and, where there is one, in the letter."""
    for part in (Part.patient, Part.letter):
        text = _squeezed(papers.texts.get(part, ""))
        for entry in entries(papers.told, "medicines") if text else ():
            if _squeezed(typed(entry)) not in text and not undrawable(typed(entry)):
                yield f"{typed(entry)!r} is not on the {part}"


def _promises(papers: Papers) -> Iterator[str]:
    text = papers.patient
    for key in ("medicines", "supplements", "conditions", "allergies", "dislikes"):
        for entry in entries(papers.told, key):
            text = text.replace(typed(entry), "")
    yield from (f"the word {found[0]}: {text[max(0, found.start() - 30) : found.end() + 20]}" for found in _PROMISE.finditer(text))


def _numbers(papers: Papers) -> Iterator[str]:
    """The plan's number on every file, and its decision in words on page 1."""
    yield from (f"no number on the {part}" for part, text in papers.texts.items() if papers.plan.plan_id not in text)
    if KNOWLEDGE.phrase(f"word-{papers.plan.decision.value.replace('_', '-')}") not in papers.patient:
        yield "the decision is not said"


def _accessible(papers: Papers) -> Iterator[str]:
    for name, data in papers.files.items():
        for standard in STANDARDS:
            report = validation.validate_pdf_bytes(data, profile=standard)
            if not report.is_compliant:
                yield f"{name.partition('_')[0]}: {standard}: {report.failures}"


_LOOKS = (_referral, _doses, _tick_chart, _names, _promises, _numbers, _accessible)


def _as_drawn(count: int) -> settings:
    """Draw so many people; a smaller example is not worth minutes of drawing."""
    return settings(draws(count), phases=[Phase.explicit, Phase.generate])  # type: ignore[arg-type]


@_as_drawn(60)
@given(people.answers())
def test_every_file_says_what_the_plan_says(told: Answers) -> None:
    papers = Papers(told)
    assert [fault for look in _LOOKS for fault in look(papers)] == []


@_as_drawn(25)
@given(people.answers())
def test_every_file_keeps_what_papers_are_judged_by(told: Answers) -> None:
    papers = Papers(told)
    judged = judge_all([(Path(name), data) for name, data in papers.files.items()], KNOWLEDGE)
    failed = [each for failures in judged.values() for each in failures if criteria()[each.criterion].must]
    assert failed == []


# -- wrong profiles ------------------------------------------------------------------------------------------------------------


@st.composite
def _one_wrong_answer(draw: st.DrawFn) -> tuple[str, Answers]:
    told = draw(people.answers())
    key, value = draw(st.sampled_from(WRONG))
    for other in {"age": ["date_of_birth"], "date_of_birth": ["age"]}.get(key, ()):
        told.pop(other, None)
    return key, {**told, key: value}


@draws(150)
@given(_one_wrong_answer())
def test_one_wrong_answer_is_named_with_its_place(wrong: tuple[str, Answers]) -> None:
    key, told = wrong
    data = json.dumps(told, indent=1).encode()
    error = _refused(data)
    assert error is not None, "it was planned all the same"
    assert {fault.path[0] for fault in error.faults} == {key}
    lines = data.decode().splitlines()
    start = next(number for number, line in enumerate(lines, start=1) if line.startswith(f' "{key}"'))
    for said in str(error).splitlines():
        found = re.fullmatch(r"profile:(\d+):(\d+): (.+?): (.+); (.+)", said) or re.fullmatch(r"profile:(\d+):(\d+): (.+?): (.+)", said)
        assert found, said
        assert int(found[1]) >= start, said
        assert found[3].startswith(key), said
        assert not re.search(r"type=|pydantic|Traceback|validation error|https?:", said), said


@draws(80)
@given(people.answers(), st.data())
def test_a_profile_cut_short_or_scribbled_on_is_refused_with_line_and_column(told: Answers, data: st.DataObject) -> None:
    whole = json.dumps(told, indent=1).encode()
    how = data.draw(st.sampled_from(["cut", "list", "text", "scribble"]))
    if how == "cut":
        spoiled = whole[: data.draw(st.integers(0, len(whole) - 1))]
    elif how == "scribble":
        at = data.draw(st.integers(0, len(whole) - 1))
        spoiled = whole[:at] + data.draw(st.sampled_from([b"\x00", b"\xff", b"}", b"\x1b["])) + whole[at:]
    else:
        spoiled = b"[" + whole + b"]" if how == "list" else b'"warfarin"'
    error = _refused(spoiled)
    # A brace or two bytes inside a quoted text are only other words.
    assume(how != "scribble" or error is not None)
    assert error is not None, "it was planned all the same"
    for said in str(error).splitlines():
        assert re.match(r"profile(:\d+:\d+)?: \S", said), said
        assert not re.search(r"type=|pydantic|Traceback|validation error|https?:", said), said


def _refused(data: bytes) -> ProfileError | None:
    """The error of a profile; anything else that is raised is a failure of its own."""
    try:
        plan_from(data, KNOWLEDGE, TODAY)
    except ProfileError as error:
        return error
    return None


# -- damaged on purpose --------------------------------------------------------------------------------------------------------


def _adult(**told: Any) -> Papers:
    person = {"age": 40, "sex": "male", "country": "GB", "diet": "omnivore", "goals": ["general"], "medicines": ["bisoprolol 5 mg"]}
    answered = {"allergies": [], "blood_thinner": "no", "supplements": [], "conditions": [], "symptoms": [], "surgery_planned": False}
    return Papers({**person, **answered, **told})


def test_damaged_papers_are_found() -> None:
    sound, referred = _adult(), _adult(age=15)
    assert [fault for papers in (sound, referred) for look in _LOOKS for fault in look(papers)] == []
    damages = {
        _doses: ("45 micrograms", "450 micrograms", sound),
        _names: ("bisoprolol 5 mg", "bisoprolol", sound),
        _promises: ("vitamin", "natural vitamin", sound),
        _numbers: (sound.plan.plan_id, "", sound),
        _tick_chart: ("", "45 micrograms ", sound),
    }
    for look, (old, new, papers) in damages.items():
        kept = dict(papers.texts)
        papers.texts = {part: text.replace(old, new, 1) if not old else text.replace(old, new) for part, text in kept.items()}
        assert list(look(papers)), look.__name__
        papers.texts = kept
    referred.texts[Part.patient] += " Take 45 micrograms."
    assert list(_referral(referred)) == ["45 micrograms on the plan of a referral"]
