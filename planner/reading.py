"""A profile's text in, a `Profile` out, or one line for each thing wrong with it: where, what, and what is allowed."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from pydantic_core import ErrorDetails, ValidationError

from planner.errors import Fault, ProfileError
from planner.located import Located, Path, decode, locate, strict
from planner.profile import Allergy, Condition, Content, Cramps, LabResult, Labs, Medicine, Print, Profile, SupplementTaken
from planner.record import Record, fields_of
from planner.shape import from_json

_MODELS: dict[tuple[str, ...], type[Record]] = {
    (): Profile,
    ("medicines",): Medicine,
    ("conditions",): Condition,
    ("allergies",): Allergy,
    ("supplements",): SupplementTaken,
    ("supplements", "contains"): Content,
    ("cramps",): Cramps,
    ("labs",): Labs,
    ("print",): Print,
    **{("labs", each): LabResult for each in fields_of(Labs)},
}
_MOST_FAULTS = 20  # what a person can take in; a text made to have a hundred thousand costs no more than these
KEYS = frozenset(name for model in _MODELS.values() for name in fields_of(model))
_ANYWHERE = {"told", "not_sure", "words", "table"}
_BRANCHES = {"stopped": {"date", "bool", "function-wrap[_day()]"}}
_ALLOWED = {
    "amount_and_unit": "give amount and unit, or neither",
    "one_frequency": "one of per_day, per_week and per_month",
    "age_missing": "give age in years or date_of_birth as YYYY-MM-DD",
    "date_shape": "a date as YYYY-MM-DD",
    "too_early": "a date of birth from 1900 on, as YYYY-MM-DD",
    "control_character": "letters, digits and signs that can be printed",
    "blank": "some words, or leave the key out",
}
_KINDS = {
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "a table",
    type(None): "null",
}


def read_profile(data: bytes) -> Profile:
    """Return the profile in `data` (UTF-8 JSON); raise `ProfileError` with line and column of each fault."""
    text = decode(data)
    if strict(text):  # nearly always; places are looked for only where something is wrong
        with suppress(ValidationError):
            return from_json(Profile, text)
    located = locate(text)
    if not isinstance(located.value, dict):
        raise ProfileError([Fault((), f"{_KINDS[type(located.value)]} is not a profile", "a table in curly brackets")], [located.place(())])
    try:
        return from_json(Profile, located.text)
    except ValidationError as error:
        faults = faults_of(error, located)
        raise ProfileError(faults, [located.place(each.path) for each in faults]) from None


def read_some(data: bytes) -> dict[str, Any]:
    """Return what a profile tells, though keys it must have may be missing; raise `ProfileError` for anything told wrong."""
    located = locate(decode(data))
    if not isinstance(located.value, dict):
        raise ProfileError([Fault((), f"{_KINDS[type(located.value)]} is not a profile", "a table in curly brackets")], [located.place(())])
    try:
        from_json(Profile, located.text)
    except ValidationError as error:
        wrong = [each for each in error.errors(include_url=False) if each["type"] not in {"missing", "age_missing"} or len(each["loc"]) > 1]
        if wrong:
            faults = faults_of(error, located)
            raise ProfileError(faults, [located.place(each.path) for each in faults]) from None
    return dict(located.value)


def locate_faults(error: ProfileError, data: bytes) -> ProfileError:
    """Return the same faults with their places, for what was found only when dates, units and names were looked at."""
    located = locate(decode(data))
    return ProfileError(error.faults, [located.place(each.path) for each in error.faults])


def faults_of(error: ValidationError, located: Located) -> list[Fault]:
    """Return one fault a field. Missing keys are told only when nothing else is wrong, together, in one line."""
    found: dict[Path, ErrorDetails] = {}
    missing: list[str] = []
    for each in error.errors(include_url=False):
        path = _path(each["loc"])
        if each["type"] in {"missing", "age_missing"} and not path[:-1]:
            missing.append("age or date_of_birth" if each["type"] == "age_missing" else str(path[-1]))
        else:
            found.setdefault(path, each)
    # A list that lost its only item to a fault is not too short as well.
    short = {path for path, each in found.items() if each["type"] == "too_short"}
    short = {path for path in short if any(other[: len(path)] == path != other for other in found)}
    faults = sorted(found.keys() - short, key=located.offset)
    top = located.value if isinstance(located.value, dict) else {}
    if missing and not faults:
        if not {"age", "date_of_birth"} & top.keys() and "age or date_of_birth" not in missing:
            missing.insert(0, "age or date_of_birth")
        one = f"the key {missing[0]} is missing" if len(missing) == 1 else f"the keys {', '.join(missing)} are missing"
        return [Fault((), one, "a profile tells age or date_of_birth, sex, country and goals")]
    told = [_fault(path, found[path]) for path in faults[:_MOST_FAULTS]]
    more = len(faults) - len(told)
    return [*told, Fault((), f"{more:,} more faults are not told", "mend these first")] if more else told


def suggestion(wrong: str, right: Iterable[str]) -> str | None:
    """Return the known word nearest to `wrong`, if one is near enough to be meant."""
    from rapidfuzz import process  # noqa: PLC0415 - only for a mistake
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - the same

    found = process.extractOne(wrong.lower(), list(right), scorer=OSA.distance, score_cutoff=max(2, len(wrong) // 3))
    return found[0] if found else None


def _path(loc: tuple[int | str, ...]) -> Path:
    """Drop the names pydantic gives to the branches of an answer that may be `not_sure`."""
    if loc[:1] == ("eats",):  # its keys are a person's own words
        return loc
    return tuple(part for place, part in enumerate(loc) if not (place and part in _BRANCHES.get(str(loc[place - 1]), _ANYWHERE)))


def _fault(path: Path, error: ErrorDetails) -> Fault:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        known = list(fields_of(_MODELS.get(tuple(each for each in path[:-1] if isinstance(each, str)), Profile)))
        near = suggestion(str(path[-1]), known)
        key = (*path[:-1], "".join(each if each.isprintable() else "?" for each in str(path[-1]))[:40])
        return Fault(key, "this key is not known", f"did you mean {near}?" if near else f"known keys are {', '.join(known)}")
    if kind == "missing":
        return Fault(path, "this key is missing", "it has to be told")
    if kind in _ALLOWED:
        return Fault(path, error["msg"], _ALLOWED[kind])
    return Fault(path, _wrong(kind, error["input"], context), _allowed(path, kind, context))


def _wrong(kind: str, value: object, context: dict[str, Any]) -> str:
    if kind.startswith(("greater", "less", "too_long", "too_short", "string_too", "string_pattern", "enum", "literal")) and not isinstance(
        value, (dict, list)
    ):
        return f"{_KINDS.get(type(value), 'this')} of this size or spelling is not accepted"
    if kind in {"too_long", "too_short"}:
        return f"a list of {context.get('actual_length', 'this many')} is not accepted"
    if kind.startswith("date") and isinstance(value, str):
        return "this text is not a date"
    return f"{_KINDS.get(type(value), 'this')} is not accepted here"


def _allowed(path: Path, kind: str, context: dict[str, Any]) -> str:
    names = tuple(each for each in path if isinstance(each, str))
    if "expected" in context:
        return (
            f"one of {context['expected']}".replace("'", "")
            if " or " in str(context["expected"])
            else str(context["expected"]).replace("'", "")
        )
    if names == ("age",):
        return "a whole number from 0 to 120, without quotes"
    if names == ("country",):
        return "two capital letters, like GB or US"
    if names[-1:] == ("since",):
        return "a year, a month or a day, like 2026, 2026-03 or 2026-03-14"
    if kind.startswith("date"):
        return "a date as YYYY-MM-DD"
    bounds = [
        f"{words} {context[key]:,g}"
        for key, words in (("ge", "from"), ("gt", "more than"), ("le", "to"), ("lt", "less than"))
        if key in context
    ]
    if bounds:
        return f"a number {' '.join(bounds)}"
    if "max_length" in context:
        return f"at most {context['max_length']:,}"
    if "min_length" in context:
        return f"at least {context['min_length']:,}"
    entry = len(path) == 2 and names[0] in {"medicines", "conditions", "allergies", "supplements"}  # noqa: PLR2004 - list and place
    return "a text, or a table in curly brackets" if kind.startswith("model") and entry else _wanted(kind)


def _wanted(kind: str) -> str:
    for start, words in (
        ("bool", "true or false, without quotes"),
        ("int", "a whole number, without quotes"),
        ("float", "a number, without quotes"),
        ("string", "a text in quotes"),
        ("tuple", 'a list in square brackets, or "not_sure" where the question allows it'),
        ("dict", "a table in curly brackets"),
        ("model", "a table in curly brackets"),
    ):
        if kind.startswith(start):
            return words
    return "see `supplement-plan schema profile`"
