"""Everything `knowledge check` looks for beyond what reading refuses: wording, idle rules, cases, reviews, evidence."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from planner.consistency import SHAPES, references
from planner.coverage import coverage_findings
from planner.edition import Age, Knowledge
from planner.errors import Finding
from planner.files import why
from planner.phrase_names import phrase_findings
from planner.style import style_findings


def review(knowledge: Knowledge, today: date, cases: Path | None = None) -> tuple[Finding, ...]:
    """Return everything to look at in an edition, faults first; `cases` is a folder of cases, if there is one."""
    found = [
        *phrase_findings(knowledge),
        *style_findings(knowledge),
        *coverage_findings(knowledge),
        *(case_findings(knowledge, cases) if cases is not None else ()),
        *unused_evidence(knowledge),
        *overdue(knowledge, today),
        *old_edition(knowledge, today),
    ]
    return tuple(sorted(found, key=lambda each: (each.warning, each.file, each.line)))


def overdue(knowledge: Knowledge, today: date) -> Iterator[Finding]:
    """Yield a warning for every entry that should have been looked at again by now."""
    for kind, entries in knowledge.entries.items():
        for each in entries.values():
            by = getattr(each, "review_by", None)
            if by is not None and by < today:
                yield knowledge.finding(kind, each.id, "review_by", f"{each.id} was due for review by {by}", "a new review", warning=True)


def old_edition(knowledge: Knowledge, today: date) -> Iterator[Finding]:
    """Yield a warning for an edition that is old, or so old that no plan is made from it any more."""
    age, edition = knowledge.age(today), knowledge.edition
    if age in {Age.old, Age.refused}:
        wrong = f"{edition.version} is old" if age is Age.old else f"{edition.version} is too old to make plans from"
        yield knowledge.finding("edition", edition.id, "released", wrong, "a newer edition", warning=True)


def unused_evidence(knowledge: Knowledge) -> Iterator[Finding]:
    """Yield a warning for everything that was read and nothing cites."""
    entries = ((shape, each) for kind, shape in SHAPES.items() for each in knowledge.all(kind))
    cited = {name for shape, each in entries for _, kind, name in references(each, shape, ()) if kind == "evidence"}
    for each in knowledge.all("evidence"):
        if each.id not in cited:
            yield knowledge.places["evidence", each.id].head(f"nothing cites {each.id}", "an entry that cites it", warning=True)


def case_findings(knowledge: Knowledge, folder: Path) -> Iterator[Finding]:
    """Yield a fault for every rule that no case fires or that no case nearly fires, and for every case of a rule that is gone."""
    fires: set[str] = set()
    misses: set[str] = set()
    for path in sorted(folder.glob("*.toml")):
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            wrong = why(error) if isinstance(error, OSError) else str(error)
            yield Finding(path.name, 1, "file", wrong, "cases in TOML")
            return
        for case in table.get("case", ()):
            expect: dict[str, Any] = case.get("expect", {})
            fires |= set(expect.get("because", ()))
            misses |= set(expect.get("not_because", ()))
    for rule in knowledge.rules:
        place = knowledge.places["rule", rule.id]
        if rule.id not in fires:
            yield place.head(f"no case in {folder.name} fires {rule.id}", "a case with it in `because`")
        if rule.id not in misses:
            yield place.head(f"no case in {folder.name} nearly fires {rule.id}", "a case with it in `not_because`")
