"""Many profiles → many plans: each input ends in exactly one row, and one bad profile never stops the rest.

A source is a folder of `.json` files or a `.jsonl` file with a profile a line, read one at a time. The manifest holds
plan numbers, decisions and error codes; never a name, an answer or the text of an error that could repeat one.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from planner.errors import Fault, FileError, PlannerError, ProfileError, UsageError, place_of
from planner.files import ExistsError, read_file, why
from planner.located import LARGEST
from planner.plan import Plan
from planner.reading import KEYS
from planner.vocabulary import Decision

Outcome = Literal["start", "check_first", "see_your_doctor", "get_help_now", "no_supplement_needed", "invalid", "failed"]
OUTCOMES: tuple[Outcome, ...] = ("start", "check_first", "see_your_doctor", "no_supplement_needed", "invalid", "failed", "get_help_now")
NEEDS_A_PERSON: tuple[Outcome, ...] = ("invalid", "failed", "get_help_now")


class Item(NamedTuple):
    """One profile's bytes, or why they could not be read; `name` is for the terminal, a file may be named after a person."""

    position: str
    name: str
    data: bytes | None
    error: str | None = None


class Row(NamedTuple):
    """What became of one input. `said` is for the person at the terminal and never reaches the manifest."""

    position: str
    outcome: Outcome
    plan_id: str | None = None
    files: tuple[str, ...] = ()
    duplicate: bool = False
    fields: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    def manifest(self, config: str | None = None) -> str:
        """Return the row as one line of JSON, without health data; `config` is the hash of the clinic's details."""
        kept = {"position": self.position, "outcome": self.outcome, "plan_id": self.plan_id, "files": list(self.files)}
        return json.dumps({**kept, "duplicate": self.duplicate, "fields": list(self.fields), "config": config}, ensure_ascii=True)


def read_items(source: Path) -> Iterator[Item]:
    """Yield every profile of a source; raise `UsageError` for a source that is neither a folder nor JSON Lines."""
    if source.is_dir():
        for number, path in enumerate(sorted(each for each in source.iterdir() if each.suffix.lower() == ".json"), 1):
            try:
                yield Item(f"file {number}", path.name, read_file(path, most=LARGEST))
            except FileError as error:
                yield Item(f"file {number}", path.name, None, str(error))
    elif source.is_file() and source.suffix.lower() in {".jsonl", ".ndjson"}:
        yield from _lines(source)
    else:
        raise UsageError(f"{source}: not a folder or a .jsonl file; give a folder of .json files, or one profile a line in a .jsonl file")


def _lines(source: Path) -> Iterator[Item]:
    try:
        with source.open("rb") as stream:
            number = 0
            while line := stream.readline(LARGEST + 2):
                number += 1
                rest = line
                while not rest.endswith(b"\n") and (rest := stream.readline(LARGEST)):
                    line = line[: LARGEST + 1]  # the remainder of an endless line is read past, never kept
                if line.strip():
                    yield Item(f"line {number}", f"line {number}", line.rstrip(b"\r\n"))
    except OSError as error:
        raise FileError(f"{source}: {why(error)}; name a file that can be read") from None


def run(items: Iterator[Item], make: Callable[[bytes], tuple[Plan, tuple[str, ...]]]) -> Iterator[Row]:
    """Yield one row for each item. `make` reads, plans and writes one profile; what it raises stays with that item."""
    seen: set[str] = set()
    for item in items:
        if item.data is None:
            yield Row(item.position, "failed", said=(item.error or "",))
            continue
        try:
            plan, files = make(item.data)
        except ProfileError as error:
            yield Row(
                item.position, "invalid", fields=tuple(_structure(each) for each in error.faults), said=tuple(_named(error, item.name))
            )
        except ExistsError as error:
            yield Row(item.position, "failed", said=(f"{item.name}: {error}",))
        except FileError:
            raise
        except PlannerError as error:
            yield Row(item.position, "invalid", said=(f"{item.name}: {error}",))
        except Exception as error:  # noqa: BLE001 - a bug in one plan must not cost the others; its text could hold health data
            yield Row(item.position, "failed", said=(f"{item.name}: {type(error).__name__} {place_of(error)}",))
        else:
            urgent = (f"{item.name}: {plan.decision}, plan {plan.plan_id}",) if plan.decision is Decision.get_help_now else ()
            yield Row(item.position, _outcome(plan.decision), plan.plan_id, files, plan.plan_id in seen, said=urgent)
            seen.add(plan.plan_id)


def _structure(fault: Fault) -> str:
    """Return a field's place with every key that is not one of ours starred: a person may have typed anything there."""
    return fault._replace(path=tuple(part if isinstance(part, int) or part in KEYS else "*" for part in fault.path)).field


def _named(error: ProfileError, position: str) -> list[str]:
    error.source = position
    return error.lines()


def _outcome(decision: Decision) -> Outcome:
    return decision.value


def summary(rows: Sequence[Row]) -> list[str]:
    """Return the totals and everybody who needs a person, the urgent ones last: lines for the terminal."""
    counted = totals(Counter(row.outcome for row in rows))
    lines = [f"{outcome:>22} {count:>7,}" for outcome, count in counted]
    lines.append(f"{'inputs':>22} {len(rows):>7,}")
    return lines + [line for outcome in NEEDS_A_PERSON for row in rows if row.outcome == outcome for line in row.said]


def totals(rows: Counter[Outcome]) -> list[tuple[Outcome, int]]:
    """Return the count of every outcome, those that need a person last, urgent ones at the very end."""
    return [(outcome, rows[outcome]) for outcome in OUTCOMES]
