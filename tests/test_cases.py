"""Each case in `cases/*.toml` is a sentence, a person and what must follow; the sentence is the name of the test.

A case tells only what it is about: the rest is the healthy adult below, who has answered every safety question.
`base = "silent"` starts from someone who told nothing but the four things a profile needs. Words of a case:

- `decision`, `mk7`, `d3`, `magnesium`: one word each, as in the plan.
- `because`: rules (and upper levels) that must apply and be known; `not_because`: rules that must not apply in any way.
  `doubt`: rules that may apply because a question is open; `possible`: because a name may mean something else.
- `says`, `never_says`: texts on the patient pages or the letter, whatever their case, hard spaces and thousands marks.
  `clinician_says`: the same on the clinician sheet.
- `dose.mk7 = [90, 180]`, `no_dose = true`, `weeks`, `slots.magnesium`, `apart`: what is printed to take, and when.
- `swaps` (an empty list means none at all), `never_swaps`, `avoids`, `never_avoids`: foods by id.
- `see`, `not_known`, `clears_up`, `urgent`: the other answers of a plan.

A key of the base is removed by `"left out"`.
"""

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from planner.compare import checks
from planner.compose import make_plan
from planner.decide import Judgement, decide
from planner.library import Knowledge, read_knowledge
from planner.match import Certainty
from planner.page import Sheet
from planner.person import Person
from planner.reading import read_profile
from planner.rule import Rule
from planner.shape import to_data
from planner.understand import understand
from planner.vocabulary import Clinician, Decision, Part, Question, Slot, Supplement, Verdict

if TYPE_CHECKING:
    from planner.plan import Plan

TODAY = date(2026, 11, 23)
FOLDER = Path(__file__).parent / "cases"

SILENT = {"age": 40, "sex": "female", "country": "GB", "goals": ["general"]}
ANSWERED = {
    **SILENT,
    "life_stage": "none",
    "diet": "omnivore",
    "allergies": [],
    "medicines": [],
    "blood_thinner": "no",
    "inr_tests": False,
    "supplements": [],
    "conditions": [],
    "symptoms": [],
    "surgery_planned": False,
    "filled_in_by": "health_worker",
}
BASES = {"answered": ANSWERED, "silent": SILENT}
# Keys of a block that pick its look; everything else in a block is printed.
_LOOKS = {"kind", "style", "tone", "decision", "mark", "part", "page"}


class Strict(BaseModel):
    """A misspelt word in a case is a fault of the case."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Expect(Strict):
    """What must follow; what is left out may be anything."""

    decision: Decision | None = None
    mk7: Verdict | None = None
    d3: Verdict | None = None
    magnesium: Verdict | None = None
    because: tuple[str, ...] = ()
    not_because: tuple[str, ...] = ()
    doubt: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    never_says: tuple[str, ...] = ()
    clinician_says: tuple[str, ...] = ()
    dose: dict[Supplement, tuple[float, float]] = {}
    no_dose: Literal[True] | None = None
    weeks: dict[Supplement, int] = {}
    slots: dict[Supplement, tuple[Slot, ...]] = {}
    apart: tuple[tuple[str, Supplement, int, int], ...] = ()
    swaps: tuple[str, ...] | None = None
    never_swaps: tuple[str, ...] = ()
    avoids: tuple[str, ...] = ()
    never_avoids: tuple[str, ...] = ()
    see: tuple[Clinician, ...] | None = None
    not_known: tuple[Question, ...] | None = None
    clears_up: tuple[str, ...] | None = None
    urgent: Literal["now", "today"] | None = None


class Case(Strict):
    """One sentence about one person."""

    name: str = Field(pattern=r"^[A-Z0-9].*[^.]$", max_length=140)
    base: Literal["answered", "silent"] = "answered"
    # A setting of the clinic, not an answer.
    regional_caps: bool = False
    profile: dict[str, Any] = {}
    expect: Expect
    # Why the program does not do this yet; the test then expects the case to fail, and fails itself once it passes.

    @property
    def told(self) -> dict[str, Any]:
        """The whole profile; the word `left out` removes a key of the base."""
        merged = {**BASES[self.base], **self.profile}
        return {key: value for key, value in merged.items() if value != "left out"}


def read_cases() -> Iterator[tuple[str, Case]]:
    for path in sorted(FOLDER.glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        assert set(table) == {"case"}, f"{path.name}: there is more than [[case]]; cases only"
        for each in table["case"]:
            yield path.stem, Case.model_validate(each)


CASES = [case for _, case in read_cases()]


class Outcome:
    """Everything a case may look at, worked out once."""

    def __init__(self, case: Case, knowledge: Knowledge) -> None:
        # As a file holds it: dates are texts, and the reader is the strict one.
        profile = read_profile(json.dumps(case.told, default=str).encode())
        self.person: Person = understand(profile, knowledge, TODAY, regional_caps=case.regional_caps)
        self.judgement: Judgement = decide(knowledge, self.person)
        self.plan: Plan = make_plan(profile, knowledge, TODAY, regional_caps=case.regional_caps)

    def fired(self, *certainties: Certainty) -> set[str]:
        return {each.rule.id for each in self.judgement.fired if each.certainty in certainties}

    def reasons(self, *, doubt: bool) -> set[str]:
        return {reason.rule for each in self.plan.supplements for reason in each.because if reason.doubt is doubt}

    def text(self, *parts: Part) -> str:
        return plain(" ¶ ".join(words for part in parts for sheet in self.plan.sheets(part) for words in printed(sheet)))


@lru_cache(maxsize=1)
def _shipped() -> Knowledge:
    return read_knowledge()


@cache
def outcome_at(position: int) -> Outcome:
    return Outcome(CASES[position], _shipped())


def printed(value: Any) -> Iterator[str]:
    """Yield every text of a sheet that is drawn."""
    if isinstance(value, Sheet):
        value = to_data(value)
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            if key not in _LOOKS:
                yield from printed(each)
    elif isinstance(value, list):
        for each in value:
            yield from printed(each)


def plain(text: str) -> str:
    """Return a text without case, hard spaces, curly quotes and thousands marks."""
    for mark, letter in (("\u00a0", " "), ("“", '"'), ("”", '"'), ("’", "'")):
        text = text.replace(mark, letter)
    return re.sub(r"(?<=\d)[,\u202f](?=\d{3}\b)", "", text).casefold()


def food_words(food: str) -> re.Pattern[str]:
    """Match a food's name as whole words, singular or plural, inside an id."""
    return re.compile(rf"\b{re.escape(food.replace('-', ' '))}(s|es)?\b")


# -- the cases -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("position", range(len(CASES)), ids=[case.name for case in CASES])
def test_case(position: int) -> None:
    found = outcome_at(position)
    faults = faults_of(found, CASES[position].expect)
    assert not faults, "\n  ".join(["", *faults, _seen(found)])


def faults_of(found: Outcome, expect: Expect) -> list[str]:
    """Return a line for everything that does not follow as the case says."""
    return [*_verdicts(found, expect), *_rules(found, expect), *_words(found, expect), *_to_take(found, expect), *_foods(found, expect)]


def _seen(found: Outcome) -> str:
    lines = [
        f"{each.supplement}: {each.verdict} because {', '.join(reason.rule for reason in each.because)}" for each in found.plan.supplements
    ]
    return "\n  ".join(
        [f"seen: {found.plan.decision}, see {', '.join(found.plan.see)}, not known {', '.join(found.plan.not_known)}", *lines]
    )


def _verdicts(found: Outcome, expect: Expect) -> Iterator[str]:
    plan = found.plan
    if expect.decision is not None and plan.decision is not expect.decision:
        yield f"decision is {plan.decision}, not {expect.decision}"
    for each in plan.supplements:
        wanted: Verdict | None = getattr(expect, each.supplement)
        if wanted is not None and each.verdict is not wanted:
            yield f"{each.supplement} is {each.verdict}, not {wanted}"
    if expect.see is not None and set(expect.see) != set(plan.see):
        yield f"see is {', '.join(plan.see)}, not {', '.join(expect.see)}"
    if expect.not_known is not None and set(expect.not_known) != set(plan.not_known):
        yield f"not known is {', '.join(plan.not_known) or 'nothing'}, not {', '.join(expect.not_known) or 'nothing'}"
    level = plan.urgent.level.value if plan.urgent else None
    if expect.urgent is not None and level != expect.urgent:
        yield f"urgent is {level}, not {expect.urgent}"


def _rules(found: Outcome, expect: Expect) -> Iterator[str]:
    known = found.fired(Certainty.known) | found.reasons(doubt=False)
    for rule in expect.because:
        if rule not in known:
            yield f"{rule} does not apply, or is not known to"
    for rule in expect.not_because:
        if rule in found.fired(*Certainty) | found.reasons(doubt=False):
            yield f"{rule} applies"
    for rule in expect.doubt:
        if rule not in found.fired(Certainty.doubt) | found.reasons(doubt=True):
            yield f"{rule} does not apply as doubt"
    for rule in expect.possible:
        if rule not in found.fired(Certainty.possible):
            yield f"{rule} does not apply as possible"


def _words(found: Outcome, expect: Expect) -> Iterator[str]:
    text, clinician = found.text(Part.patient, Part.letter), found.text(Part.clinician)
    for words in expect.says:
        if plain(words) not in text:
            yield f"the pages do not say: {words}"
    for words in expect.never_says:
        if plain(words) in text:
            at = text.index(plain(words))
            yield f"the pages say: {text[max(0, at - 60) : at + 60]}"
    for words in expect.clinician_says:
        if plain(words) not in clinician:
            yield f"the clinician sheet does not say: {words}"
    if expect.clears_up is not None:
        clashes = [plain(each.words) for each in found.plan.to_clear_up]
        if len(clashes) != len(expect.clears_up):
            yield f"{len(clashes)} things to clear up, not {len(expect.clears_up)}: {clashes}"
        for words in expect.clears_up:
            if not any(plain(words) in each for each in clashes):
                yield f"nothing to clear up says: {words}"


def _to_take(found: Outcome, expect: Expect) -> Iterator[str]:
    plans = {each.supplement: each for each in found.plan.supplements}
    for supplement, (low, high) in expect.dose.items():
        dose = plans[supplement].dose
        if dose is None or (dose.low, dose.high) != (low, high):
            yield f"dose of {supplement} is {(dose.low, dose.high) if dose else 'none'}, not {(low, high)}"
    if expect.no_dose and any(each.dose or each.slots or each.weeks for each in plans.values()):
        yield "there is a dose, a time of day or a length"
    for supplement, weeks in expect.weeks.items():
        if plans[supplement].weeks != weeks:
            yield f"{supplement} for {plans[supplement].weeks} weeks, not {weeks}"
    for supplement, slots in expect.slots.items():
        if plans[supplement].slots != slots:
            yield f"{supplement} at {plans[supplement].slots}, not {slots}"
    kept = {(each.medicine, each.supplement, each.before, each.after) for each in found.plan.apart}
    for wanted in expect.apart:
        if wanted not in kept:
            yield f"not kept apart: {wanted}; kept apart are {sorted(kept)}"


def _foods(found: Outcome, expect: Expect) -> Iterator[str]:
    chosen = [each.choose for each in found.plan.swaps]
    if expect.swaps == () and chosen:
        yield f"there are swaps: {', '.join(chosen)}"
    for food in expect.swaps or ():
        if food not in chosen:
            yield f"{food} is not a swap; the swaps are {', '.join(chosen) or 'none'}"
    for food in expect.never_swaps:
        if any(food_words(food).search(each.replace("-", " ")) for each in chosen):
            yield f"{food} is a swap"
    avoided = found.plan.avoid_foods
    yield from (f"{food} is not avoided" for food in expect.avoids if food not in avoided)
    yield from (f"{food} is avoided" for food in expect.never_avoids if food in avoided)


# -- the cases themselves --------------------------------------------------------------------------------------------


def test_every_sentence_is_told_once() -> None:
    names = [each.name for each in CASES]
    assert sorted(names) == sorted(set(names)), f"told twice: {sorted({each for each in names if names.count(each) > 1})}"


def test_every_case_names_things_that_exist() -> None:
    knowledge = _shipped()
    reasons = {each.id for kind in ("rule", "upper_level") for each in knowledge.all(kind)}
    reasons |= (
        {f"open-{each.value.replace('_', '-')}" for each in Question}
        | {"no-time-of-day"}
        | {f"{each}-already-enough" for each in Supplement}
    )
    for case in CASES:
        expect = case.expect
        unknown = {*expect.because, *expect.not_because, *expect.doubt, *expect.possible} - reasons
        assert not unknown, f"{case.name}: no rule is called {', '.join(sorted(unknown))}"
        foods = {*(expect.swaps or ()), *expect.avoids, *expect.never_avoids} - set(knowledge.entries["food"])
        assert not foods, f"{case.name}: no food is called {', '.join(sorted(foods))}"


def test_every_rule_has_a_near_miss(knowledge: Knowledge) -> None:
    """A near miss is a case where all lines of the rule hold but one."""
    near = {
        rule
        for position, case in enumerate(CASES)
        for rule in case.expect.not_because
        if knowledge.has("rule", rule) and _lines_missed(knowledge, knowledge.get("rule", rule), outcome_at(position).person) == 1
    }
    missing = [rule.id for rule in knowledge.rules if rule.id not in near]
    assert not missing, f"no case has these rules in `not_because` with all lines but one holding: {', '.join(missing)}"


def _lines_missed(knowledge: Knowledge, rule: Rule, person: Person) -> int:
    caution = not rule.then.offers
    missed = sum(each.holds is not True for each in checks(knowledge, rule.when, person, tightens=caution))
    lifted = rule.unless is not None and all(each.holds for each in checks(knowledge, rule.unless, person, tightens=not caution))
    return missed + lifted


def test_every_shape_of_a_plan_has_a_case() -> None:
    """The cases show every decision, every verdict of every supplement, and every safety question left open."""
    decisions = {each.expect.decision for each in CASES}
    assert decisions >= set(Decision), f"no case decides {', '.join(set(Decision) - decisions)}"
    shown = {(each, getattr(case.expect, each)) for case in CASES for each in Supplement}
    # Vitamin D is offered to every adult, and every child is referred: it cannot be `not_offered`.
    possible = [(each, verdict) for each in Supplement for verdict in Verdict if (each, verdict) != (Supplement.d3, Verdict.not_offered)]
    missing = [f"{each} {verdict}" for each, verdict in possible if (each, verdict) not in shown]
    assert not missing, f"no case has {', '.join(missing)}"
    opened = {question for case in CASES for question in case.expect.not_known or ()}
    assert opened >= set(Question), f"no case leaves open {', '.join(set(Question) - opened)}"
