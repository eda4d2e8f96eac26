"""The answers as a profile, and a profile as answers. Pure."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from typing import Any

from planner.vocabulary import NOT_SURE, Goal
from questionnaire.flow import Answers, chosen, reached
from questionnaire.question import Kind, Question


def to_profile(answers: Answers, questions: Sequence[Question], rest: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return what was answered in the keys of a profile, ready for JSON; what was not asked or skipped is left out.

    `rest` holds keys of a profile that was given before and that no question asks, like the paper.
    """
    profile: dict[str, Any] = {"schema_version": 1}
    for question in reached(answers, questions):
        value = answers.get(question.id)
        if question.field is None or value is None or value == {}:
            continue
        if question.kind is Kind.age and isinstance(value, dict):
            profile["date_of_birth"] = value["date_of_birth"]
            continue
        *tables, last = question.field.split(".")
        place = profile
        for each in tables:
            place = place.setdefault(each, {})
        place[last] = value
    for question in reached(answers, questions):
        for choice in chosen(question, answers.get(question.id)):
            for field, entry in choice.adds.items():
                profile[field] = _with(profile.get(field), entry, surely=choice.ends is not None)
    return _merged(profile, rest or {})


def complete(answers: Answers, questions: Sequence[Question], rest: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the profile of an interview that has ended.

    The goal is the last thing asked and is not asked of children or of someone who needs help now. A profile must have
    one; the general goal is the one that says nothing about the person.
    """
    return {**to_profile(answers, questions, rest), **({} if answers.get("goals") else {"goals": [Goal.general.value]})}


def from_profile(profile: Mapping[str, Any], questions: Sequence[Question], today: date) -> tuple[Answers, dict[str, Any]]:
    """Return the answers a profile holds, and those of its keys that no question asks."""
    answers: Answers = {}
    rest = {key: deepcopy(value) for key, value in profile.items() if key != "schema_version"}
    for question in questions:
        if question.field is None:
            continue
        if question.kind is Kind.age:
            told = _age(rest.pop("date_of_birth", None), rest.pop("age", None), today)
        else:
            told = _take(rest, question.field.split("."))
        if told is not None:
            answers[question.id] = told
    for question in questions:
        fields = {field for choice in question.choices for field in choice.adds}
        if fields and fields <= answers.keys():  # what it adds is in the lists already
            answers[question.id] = []
    labs = [each.field.removeprefix("labs.") for each in questions if each.field and each.field.startswith("labs.") and each.id in answers]
    if labs:
        answers["results"] = labs
    return answers, rest


def _age(born: str | None, age: int | None, today: date) -> Any:
    if born is None:
        return age
    return birth(date.fromisoformat(born), today)


def birth(born: date, today: date) -> dict[str, Any]:
    """Return a date of birth as an answer: with the age today, which decides what is asked."""
    return {"date_of_birth": born.isoformat(), "age": today.year - born.year - ((today.month, today.day) < (born.month, born.day))}


def _take(table: dict[str, Any], path: Sequence[str]) -> Any:
    first, *more = path
    if not more:
        return table.pop(first, None)
    inner = table.get(first)
    return _take(inner, more) if isinstance(inner, dict) else None


def _with(told: Any, entry: str, *, surely: bool) -> Any:
    """Return a list with one entry more. A list nobody is sure of stays so: doubt is stricter, unless help is needed now."""
    if told == NOT_SURE:
        return [entry] if surely else NOT_SURE
    listed = list(told or [])
    names = [str(each["name"] if isinstance(each, dict) else each).casefold() for each in listed]
    return listed if entry.casefold() in names else [*listed, entry]


def _merged(profile: dict[str, Any], rest: Mapping[str, Any]) -> dict[str, Any]:
    for key, value in rest.items():
        if isinstance(value, dict) and isinstance(profile.get(key), dict):
            profile[key] = {**value, **profile[key]}
        elif key not in profile and value != {}:
            profile[key] = value
    return profile
