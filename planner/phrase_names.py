"""The phrases the program prints: the ids it names, and the ids it builds from closed words.

The source files are read for the ids they name; what an id built from parts can become stands in `FAMILIES`.
"""

import ast
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple

from planner.edition import Knowledge
from planner.errors import Finding
from planner.vocabulary import (
    NOT_SURE,
    BloodThinner,
    Capsules,
    Clinician,
    Decision,
    FoodNutrient,
    FoodRule,
    Grade,
    LifeStage,
    Part,
    Question,
    Slot,
    Supplement,
)


def _numbered(name: str, most: int) -> set[str]:
    return {f"{name}-{at}" for at in range(1, most + 1)}


def _hyphens(prefix: str, values: Iterable[StrEnum]) -> set[str]:
    return {f"{prefix}-{each.value.replace('_', '-')}" for each in values}


_LISTS = (Question.medicines, Question.supplements, Question.conditions, Question.allergies)
_ONLY_NOT_SURE = (Question.inr_tests, Question.surgery_planned)
_ASKED = [each for each in Question if each is not Question.condition_dates]
# Every phrase id that the program builds from parts: the f-string as it stands in the source, and what it can become.
FAMILIES: dict[str, set[str]] = {
    "word-{}": _hyphens("word", Decision),
    "see-{}": _hyphens("see", Clinician),
    "addressee-{}": _hyphens("addressee", set(Clinician) - {Clinician.emergency, Clinician.pharmacist}),
    "grade-{}": _hyphens("grade", Grade),
    "capsules-{}": _hyphens("capsules", set(Capsules) - {Capsules.any}),
    "nutrient-{}": _hyphens("nutrient", FoodNutrient),
    "title-{}": _hyphens("title", Part),
    "{}-already-enough": {f"{each.value}-already-enough" for each in Supplement},
    "form-{}-{}": {
        *_numbered("form-medicines", 3),
        *_numbered("form-supplements", 3),
        *_numbered("form-conditions", 2),
        *_numbered("form-allergies", 1),
        *_numbered("form-words", 1),
    },
    "form-urgent-{}": {"form-urgent-now", "form-urgent-today"},
    "slot-{}": {f"slot-{each.value}" for each in Slot},
    "slot-hint-{}": {f"slot-hint-{each.value}" for each in Slot},
    "tick-day-{}": _numbered("tick-day", 7),
    "rule-check-the-pack-{}": _hyphens("rule-check-the-pack", {FoodRule.gluten_free, FoodRule.lactose_free, FoodRule.no_pork}),
    "told-{}": {f"told-{each.value}" for each in _LISTS},
    "chart-{}": {"chart-now", "chart-swap", "chart-other"},
    "clin-sign-{}": {"clin-sign-accept", "clin-sign-changes", "clin-sign-refuse", "clin-sign-teach"},
    "banner-help-{}": {"banner-help-now", "banner-help-today"},
    "banner-help-{}-do": {"banner-help-now-do", "banner-help-today-do"},
    "clin-not-assessed-{}": _numbered("clin-not-assessed", 3),
    "letter-ask-{}": _numbered("letter-ask", 3),
    "ask-{}": _numbered("ask", 3),
    "call-now-{}": _numbered("call-now", 4),
    "{}-{}": _numbered("call-now", 4) | _numbered("call-today", 3) | _numbered("tell-us", 3),
    "{}-title": {"call-now-title", "call-today-title", "tell-us-title"},
    "open-{}-{}-many": {f"open-{each}-unrecognised-many" for each in ("medicines", "supplements", "conditions")},
    "open-{}-{}": {
        *(f"{each}-not-sure" for each in _hyphens("open", _ASKED)),
        *(f"{each}-missing" for each in _hyphens("open", set(Question) - set(_ONLY_NOT_SURE))),
        "open-medicines-told-as-allergy",
        *(f"{each}-{match}" for each in _hyphens("open", _LISTS) for match in ("unrecognised", "ambiguous")),
    },
}


_ANSWERS = {
    "blood-thinner": {each.value for each in BloodThinner} | {NOT_SURE},
    "inr-tests": {"yes", "no", NOT_SURE},
    "life-stage": {each.value for each in LifeStage} - {LifeStage.none.value} | {NOT_SURE},
    "surgery-planned": {"yes", "no", NOT_SURE},
    "symptoms": {"none"},
}
FAMILIES["told-{}-{}"] = {f"told-{name}-{shown.replace('_', '-')}" for name, values in _ANSWERS.items() for shown in values}


def _built(node: ast.JoinedStr) -> str:
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)


class Named(NamedTuple):
    """What the sources say: ids given to `words` or `phrase` as they are, ids built from parts, and every text there is."""

    direct: frozenset[str]
    built: frozenset[str]
    texts: frozenset[str]


@cache
def named() -> Named:
    """Return what the program's own sources name."""
    direct: set[str] = set()
    built: set[str] = set()
    texts: set[str] = set()
    for path in Path(__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
            if (asked := _asked(node)) is not None:
                direct |= {str(each.value) for each in ast.walk(asked) if isinstance(each, ast.Constant) and _whole(each, asked)}
                built |= {_built(each) for each in ast.walk(asked) if isinstance(each, ast.JoinedStr)}
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "has" and node.args[1:]:
                built |= {_built(each) for each in ast.walk(node.args[1]) if isinstance(each, ast.JoinedStr)}
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "name":
                built |= {_built(each) for each in ast.walk(node.value) if isinstance(each, ast.JoinedStr) and "\\" not in _built(each)}
    return Named(frozenset(direct), frozenset(built), frozenset(texts))


def _asked(node: ast.AST) -> ast.expr | None:
    """Return what names a phrase: given to `words` or `phrase` of something, or to the function `words` after the knowledge."""
    if not isinstance(node, ast.Call):
        return None
    if isinstance(node.func, ast.Attribute) and node.func.attr in {"words", "phrase"}:
        return node.args[0] if node.args else None
    return node.args[1] if isinstance(node.func, ast.Name) and node.func.id == "words" and len(node.args) > 1 else None


def needed() -> frozenset[str]:
    """Return the id of every phrase the program prints or may print."""
    return named().direct.union(*(FAMILIES.get(each, ()) for each in named().built))


def phrase_findings(knowledge: Knowledge) -> Iterator[Finding]:
    """Yield a fault for every phrase the program needs and the edition does not have."""
    here = {place.file for (kind, _), place in knowledge.places.items() if kind == "phrase"}
    for name in sorted(needed() - knowledge.entries["phrase"].keys()):
        yield Finding(
            min(here, default="phrases.toml"), 1, "phrase", f"there is no phrase {name}", "an entry of this id: the program prints it"
        )


def _whole(text: ast.Constant, argument: ast.expr) -> bool:
    """Whether a text is an id of its own, and not a part of one or a condition between two."""
    if isinstance(argument, ast.IfExp):
        return text in {argument.body, argument.orelse}
    return text is argument
