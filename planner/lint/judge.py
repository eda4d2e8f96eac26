"""Files in, failures out: every criterion, over every file, and over the files of one plan together."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from planner.edition import Knowledge
from planner.lint import access, figures, letters, order, placing, safety, trace, wording
from planner.lint.document import File
from planner.lint.failure import Failure

_SECTIONS = (letters, placing, wording, figures, order, safety, access, trace)


class Criterion(NamedTuple):
    """What a page is judged by; `held` is where the part that a file cannot show is held."""

    id: str
    must: bool
    says: str
    held: str | None = None


@lru_cache(maxsize=1)
def criteria() -> dict[str, Criterion]:
    """Return every criterion by its id."""
    found = tomllib.loads((files("planner.lint") / "criteria.toml").read_text(encoding="utf-8"))["criterion"]
    return {each["id"]: Criterion(**each) for each in found}


def judge(path: Path, data: bytes, knowledge: Knowledge) -> list[Failure]:
    """Return what fails in one file, in the order of the criteria.

    Raises `InputError` for what is not a PDF and `UsageError` where the readers are not installed.
    """
    return judge_all([(path, data)], knowledge)[path]


def judge_all(given: Iterable[tuple[Path, bytes]], knowledge: Knowledge) -> dict[Path, list[Failure]]:
    """Return what fails in each file; files of one plan are held against each other as well."""
    found: dict[Path, list[Failure]] = {}
    told: dict[tuple[str, str], dict[str, set[Path]]] = defaultdict(lambda: defaultdict(set))
    for path, data in given:
        file = File(path, data, knowledge)
        try:
            found[path] = [*_one(file)]
            for name, amount in figures.amounts(file):
                if file.number:
                    told[file.number, name][amount].add(path)
        finally:
            file.close()
    for (_, name), amounts in told.items():
        if len(amounts) > 1:
            words = f"the files of this plan differ on {name}: {' and '.join(sorted(amounts))}"
            for path in set().union(*amounts.values()):
                if not any(each.criterion == "C13" for each in found[path]):
                    found[path].append(Failure("C13", None, words))
    places = {name: place for place, name in enumerate(criteria())}
    return {path: sorted(failed, key=lambda each: (places[each.criterion], each.page or 0)) for path, failed in found.items()}


def _one(file: File) -> Iterator[Failure]:
    if file.kind is None:
        yield Failure("F2", None, f"this is none of our papers: its title is {file.title[:40] or 'empty'}")
    for section in _SECTIONS:
        yield from section.failures(file)
