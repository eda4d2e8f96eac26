"""What a question is, and the reader that refuses a questions file with a fault in it, naming file and line.

Nothing heavy is loaded before a file is read: a question that was read before must not wait for what checks one.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, get_args

from planner.errors import KnowledgeError
from planner.mark import Within
from planner.vocabulary import NOT_SURE

QUESTIONS = Path(__file__).with_name("questions.toml")


Id = Annotated[str, Within(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$")]
Words = Annotated[str, Within(min_length=2, max_length=400)]
Short = Annotated[str, Within(min_length=1, max_length=70)]  # one line of a list at 80 columns


class Kind(StrEnum):
    """How a question is put; each has its own way of being answered."""

    select = "select"
    select_many = "select_many"
    age = "age"
    whole_number = "whole_number"
    text = "text"
    country = "country"
    words = "words"
    medicines = "medicines"
    supplements = "supplements"
    conditions = "conditions"
    allergies = "allergies"
    lab = "lab"
    frequency_table = "frequency_table"


TYPED_LISTS = frozenset({Kind.medicines, Kind.supplements, Kind.conditions, Kind.allergies})
PREFILLED = frozenset({Kind.age, Kind.whole_number, Kind.text, Kind.country})  # the answer from before stands on the line
_LISTED = frozenset({Kind.select, Kind.select_many, Kind.frequency_table, Kind.words}) | TYPED_LISTS


class _Strict:
    """Reject unknown keys and conversions that lose meaning, like every record."""

    __pydantic_config__ = {"extra": "forbid", "strict": True}


@dataclass(frozen=True)
class Choice(_Strict):
    """One line of a list. `alone` excludes all others, `ends` stops the interview, `tells_why` asks again, `saves` keeps answers.

    `adds` puts words into a list of the profile beside the question's own field. In a typed list a value of its own,
    like the name of a disease, is the entry that ticking the line adds. `heading` is what a column of ticks is called on paper.
    """

    value: str | bool
    words: Short
    they: Short | None = None
    alone: bool = False
    ends: Literal["stop", "now", "today"] | None = None
    tells_why: bool = False
    saves: bool = False
    heading: Short | None = None
    adds: dict[Literal["medicines", "supplements", "symptoms"], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Condition(_Strict):
    """What an earlier answer must be for a question to be asked; every part that is given must hold."""

    question: Id
    one_of: tuple[str | bool, ...] = ()
    none_of: tuple[str | bool, ...] = ()
    at_least: int | None = None
    under: int | None = None


@dataclass(frozen=True)
class Row(_Strict):
    """One food of a frequency table."""

    food: Annotated[str, Within(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    words: Short
    ask_when: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class They(_Strict):
    """The words for somebody who answers for another person."""

    ask: Words | None = None
    short: Short | None = None
    hint: str | None = None
    why: Words | None = None
    error: Words | None = None


@dataclass(frozen=True)
class Question(_Strict):
    """One question as data. `field` is the profile key it fills; without one the answer steers the interview only."""

    id: Id
    ask: Words
    short: Short
    why: Words
    error: Words
    kind: Kind
    hint: str = ""
    field: str | None = None
    optional: bool = False
    choices: tuple[Choice, ...] = ()
    most: int | None = None
    rows: tuple[Row, ...] = ()
    units: tuple[Choice, ...] = ()
    lowest: int = 0
    highest: int = 1000
    longest: int = 120
    allowed: str = ""
    ask_when: tuple[Condition, ...] = ()
    they: They = They()

    @property
    def entries(self) -> frozenset[str]:
        """The entries a typed list offers to be ticked."""
        own = {str(each.value) for each in self.choices} - {"some", "none", NOT_SURE}
        return frozenset(own) if self.kind in TYPED_LISTS else frozenset()

    def told_to(self, *, they: bool) -> "Question":
        """Return the question in the words for whoever answers."""
        if not they:
            return self
        choices = tuple(replace(each, words=each.they or each.words) for each in self.choices)
        return replace(self, choices=choices, **{name: words for name, words in vars(self.they).items() if words is not None})

    def words_for(self, value: object) -> str:
        """Return how the choice with this value reads."""
        return next((each.words for each in self.choices if each.value == value), str(value))


class _Fault(NamedTuple):
    line: int
    field: str
    wrong: str

    def in_file(self, name: str) -> str:
        return f"{name}:{self.line}: {self.field}: {self.wrong}"


def read_questions(path: Path = QUESTIONS) -> tuple[Question, ...]:
    """Return the questions of a file in asking order; raise `KnowledgeError` with one line a fault."""
    import json  # noqa: PLC0415 - see above
    import tomllib  # noqa: PLC0415

    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415

    text = path.read_text(encoding="utf-8")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise KnowledgeError(f"{path.name}:{line[1] if line else 1}: file: {error}; TOML is allowed") from None
    unknown = table.keys() - {"question"}
    if unknown or not table.get("question"):
        wrong = f"the table {min(unknown)} is not known" if unknown else "there is no question"
        raise KnowledgeError(f"{path.name}:1: file: {wrong}; tables called [[question]] are allowed")
    try:
        # Through JSON, because strict records take lists for tuples and texts for closed words only from there.
        questions = TypeAdapter(tuple[Question, ...]).validate_json(json.dumps(table["question"], default=str))
    except ValidationError as error:
        faults = [_fault(text, each["loc"], each["type"], each["msg"]) for each in error.errors(include_url=False)]
    else:
        faults = [*_between(text, questions), *(_outside_profile(text, questions) if path != QUESTIONS else ())]
        if not faults:
            return questions
    raise KnowledgeError("\n".join(each.in_file(path.name) for each in faults))


def _outside_profile(text: str, questions: Sequence[Question]) -> Iterable[_Fault]:
    """Yield fields that are no key of the profile. The shipped file is held to this by the tests: a profile is slow to load."""
    for index, question in enumerate(questions):
        if question.field is not None and not in_profile(question.field):
            wrong = f"{question.field} is not a key of the profile; see `supplement-plan schema profile`"
            yield _Fault(_line(text, index, "field"), "field", wrong)


def in_profile(place: str) -> bool:
    """Whether a field, like `print.size`, is a key of the profile."""
    from planner.profile import Profile  # noqa: PLC0415 - a question must not wait for it
    from planner.record import Record, fields_of  # noqa: PLC0415 - the same

    record: type[Record] = Profile
    *tables, last = place.split(".")
    for each in tables:
        if each not in fields_of(record):
            return False
        kinds = (fields_of(record)[each], *get_args(fields_of(record)[each]))
        inner = next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Record)), None)
        if inner is None:
            return False
        record = inner
    return last in fields_of(record)


def _between(text: str, questions: Sequence[Question]) -> Iterable[_Fault]:
    """Yield what is wrong between questions: an id or field used twice, a condition on what is not asked before."""
    seen: dict[str, Question] = {}
    filled: set[str] = set()
    for index, question in enumerate(questions):
        if (question.kind in _LISTED) != bool(question.choices):
            wrong = "`choices` are missing or not used; all kinds with a list have them, and only those"
            yield _Fault(_line(text, index, "id"), "question", wrong)
        if (question.kind is Kind.frequency_table) != bool(question.rows):
            yield _Fault(_line(text, index, "id"), "question", "`rows` are missing or not used; only a frequency_table has them")
        if question.id in seen:
            yield _Fault(_line(text, index, "id"), "id", f"{question.id} stands twice; each id once")
        if question.field in filled:
            yield _Fault(_line(text, index, "field"), "field", f"{question.field} is asked twice; each field once")
        for condition in (*question.ask_when, *(each for row in question.rows for each in row.ask_when)):
            before = seen.get(condition.question)
            if before is None:
                wrong = f"{condition.question} is not asked before; the id of an earlier question is allowed"
                yield _Fault(_line(text, index, "ask_when"), "ask_when", wrong)
                continue
            values = {each.value for each in before.choices}
            for value in (*condition.one_of, *condition.none_of):
                if value not in values:
                    wrong = f"{value} is not an answer to {before.id}; {', '.join(map(str, sorted(values, key=str)))} are allowed"
                    yield _Fault(_line(text, index, "ask_when"), "ask_when", wrong)
        seen[question.id] = question
        filled |= {question.field} if question.field else set()


def _fault(text: str, loc: tuple[int | str, ...], kind: str, message: str) -> _Fault:
    index, *path = loc
    key = str(path[0]) if path else "id"
    if kind in {"extra_forbidden", "unexpected_keyword_argument"}:
        message = f"this key is not known; {', '.join(each.name for each in fields(Question))} are allowed"
    place = "".join(f"[{each}]" if isinstance(each, int) else f".{each}" for each in path).lstrip(".")
    return _Fault(_line(text, int(index), key), place or "question", message if ";" in message else f"{message}; see the other questions")


def _line(text: str, index: int, key: str) -> int:
    """Return the line of a key of the question with this index, or the line where the question begins."""
    lines = text.splitlines()
    heads = [number for number, line in enumerate(lines) if line.strip() == "[[question]]"]
    start = heads[index] if index < len(heads) else 0
    end = heads[index + 1] if index + 1 < len(heads) else len(lines)
    return next((number for number in range(start, end) if re.match(rf"\s*{re.escape(key)}\s*[=.]", lines[number])), start) + 1
