"""What became of one input, and what is kept of it: the manifest, a line of JSON an input, without health data."""

import json
from collections import Counter
from typing import Annotated, Literal, NamedTuple

from pydantic_core import ValidationError

from planner.errors import Fault
from planner.mark import Within
from planner.reading import KEYS
from planner.record import Record
from planner.shape import from_json, to_data
from planner.stamp import KnowledgeStamp
from planner.vocabulary import Decision

Outcome = Literal["start", "check_first", "see_your_doctor", "get_help_now", "no_supplement_needed", "invalid", "failed"]
OUTCOMES: tuple[Outcome, ...] = ("start", "check_first", "see_your_doctor", "no_supplement_needed", "failed", "invalid", "get_help_now")
NEEDS_A_PERSON: tuple[Outcome, ...] = ("failed", "invalid", "get_help_now")


class Made(NamedTuple):
    """A file and the SHA-256 of its bytes."""

    name: str
    sha256: str


class Held(NamedTuple):
    """Why somebody was referred and would not have been otherwise: questions nobody answered, names nobody could read."""

    questions: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


class Row(NamedTuple):
    """What became of one input. `said` and the names in `held` are for the terminal and never reach the manifest.

    `config` is the hash of the clinic's details, `facts` names the knowledge a plan was made from.
    `read` is the start of the SHA-256 of the input's bytes: by it a run that goes on knows what it has done already.
    """

    position: str
    outcome: Outcome
    read: str = ""
    plan_id: str | None = None
    files: tuple[Made, ...] = ()
    duplicate: bool = False
    error: str | None = None
    fields: tuple[str, ...] = ()
    held: Held = Held()
    config: str | None = None
    facts: KnowledgeStamp | None = None
    said: tuple[str, ...] = ()

    def line(self) -> str:
        """Return the row as one line of JSON."""
        kept = {
            "position": self.position,
            "outcome": self.outcome,
            "plan_id": self.plan_id,
            "files": [each._asdict() for each in self.files],
            "duplicate": self.duplicate,
            "input": self.read,
            "error": self.error,
            "fields": list(self.fields),
            "config": self.config,
            "knowledge": None if self.facts is None else to_data(self.facts),
            "only_because": [*self.held.questions, *(["name"] if self.held.names else [])],
        }
        return json.dumps(kept, ensure_ascii=True)


class _KeptFile(Record):
    """A file is named after its plan, and lies in the folder: no manifest reaches anything else."""

    name: Annotated[str, Within(pattern=r"^[a-z]+_[0-9A-Z-]+\.pdf$")]
    sha256: str


class _Kept(Record):
    position: str
    outcome: Outcome
    plan_id: str | None
    files: tuple[_KeptFile, ...]
    duplicate: bool
    input: str
    error: str | None
    fields: tuple[str, ...]
    config: str | None
    knowledge: KnowledgeStamp | None
    only_because: tuple[str, ...]


def row_of(line: bytes) -> Row | None:
    """Return the row in a line of a manifest, or nothing where it is no such line. A name it held is not in the line."""
    try:
        kept = from_json(_Kept, line)
    except ValidationError:
        return None
    because = kept.only_because
    return Row(
        position=kept.position,
        outcome=kept.outcome,
        read=kept.input,
        plan_id=kept.plan_id,
        files=tuple(Made(each.name, each.sha256) for each in kept.files),
        duplicate=kept.duplicate,
        error=kept.error,
        fields=kept.fields,
        config=kept.config,
        facts=kept.knowledge,
        held=Held(tuple(each for each in because if each != "name"), ("",) if "name" in because else ()),
    )


def outcome_of(decision: Decision) -> Outcome:
    """Return the outcome of a plan that was made."""
    return decision.value


def field_of(fault: Fault) -> str:
    """Return a field's place with every key that is not one of ours starred: a person may have typed anything there."""
    return fault._replace(path=tuple(part if isinstance(part, int) or part in KEYS else "*" for part in fault.path)).field


class Tally:
    """Counts of a run as it goes: no more is kept than what the summary says, however many inputs there are."""

    _MOST_NAMES = 10_000

    def __init__(self) -> None:
        """Begin at nothing."""
        self.inputs = 0
        self.outcomes: Counter[Outcome] = Counter()
        self.questions: Counter[str] = Counter()
        self.names: Counter[str] = Counter()
        self.only_questions = self.only_names = self.both = 0
        self.said: dict[Outcome, list[str]] = {each: [] for each in NEEDS_A_PERSON}

    def add(self, row: Row) -> None:
        """Count one row."""
        self.inputs += 1
        self.outcomes[row.outcome] += 1
        if row.said:
            self.said[row.outcome] += row.said
        questions, names = row.held
        self.both += bool(questions and names)
        self.only_questions += bool(questions and not names)
        self.only_names += bool(names and not questions)
        self.questions.update(questions)
        self.names.update(each for each in names if each in self.names or len(self.names) < self._MOST_NAMES)

    def totals(self) -> list[tuple[Outcome, int]]:
        """Return the count of every outcome, those that need a person last, urgent ones at the very end."""
        return [(outcome, self.outcomes[outcome]) for outcome in OUTCOMES]

    def waiting(self, *, acknowledged: bool) -> int:
        """Return how many inputs need a person; urgent ones do not count once somebody has acknowledged them."""
        return sum(self.outcomes[each] for each in NEEDS_A_PERSON if not (acknowledged and each == "get_help_now"))

    def lines(self) -> list[str]:
        """Return everybody who needs a person, the urgent ones last."""
        return [line for outcome in NEEDS_A_PERSON for line in self.said[outcome]]
