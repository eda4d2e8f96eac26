"""`knowledge diff`: what a new edition would decide otherwise, and for whom."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from planner.commands.terminal import AsJson, Day, day_of, tell, warn
from planner.difference import Difference, PersonChange, compare_person, entry_changes
from planner.errors import ExitCode, ProfileError
from planner.library import Knowledge, read_knowledge
from planner.reading import read_profile
from planner.shape import to_json


def diff(
    old: Annotated[Path, typer.Argument(readable=False, help="The knowledge folder as it was.")],
    new: Annotated[Path, typer.Argument(readable=False, help="The knowledge folder as it would be.")],
    profiles: Annotated[Path | None, typer.Option(readable=False, help="A folder of .json profiles, or a .jsonl file.")] = None,
    day: Day = None,
    as_json: AsJson = False,
) -> None:
    """Print which entries differ, and with --profiles whose plan would be another and by which rules."""
    before, after = read_knowledge(old), read_knowledge(new)
    found = Difference(old=before.stamp, new=after.stamp, entries=tuple(entry_changes(before, after)))
    if profiles is not None:
        found = _people(found, profiles, before, after, day)
    tell(to_json(found, indent=2) if as_json else "\n".join(_lines(found)))
    if found.unread:
        raise typer.Exit(ExitCode.bad_input)


def _people(found: Difference, source: Path, old: Knowledge, new: Knowledge, day: str | None) -> Difference:
    from planner.batch.source import Disk, Source  # noqa: PLC0415 - only where profiles are compared

    today, people, unread, compared = day_of(day), [], [], 0
    for item in Source(str(source), Disk()).items():
        if item.data is None:
            warn(item.error or item.name)
            unread.append(item.title)
            continue
        try:
            change = compare_person(item.title, read_profile(item.data), old, new, today)
        except ProfileError as error:
            warn("\n".join(item.lines(error)))
            unread.append(item.title)
        else:
            compared += 1
            people += [change] if change is not None else []
    return found.but(people=tuple(people), compared=compared, unread=tuple(unread))


def _lines(found: Difference) -> Iterator[str]:
    yield f"{found.old.version} {found.old.sha256[:12]} -> {found.new.version} {found.new.sha256[:12]}"
    for each in found.entries:
        fields = f": {', '.join(each.fields)}" if each.fields else ""
        yield f"{each.change} {each.kind} {each.id}{fields}"
    if not found.entries:
        yield "no entry differs"
    for person in found.people:
        yield from _person(person)
    if found.compared:
        decided = sum(bool(each.supplements) or each.old_decision is not each.new_decision for each in found.people)
        words = len(found.people) - decided
        yield f"{found.compared:,} profiles: {decided:,} decided otherwise, {words:,} with other words only"


def _person(person: PersonChange) -> Iterator[str]:
    other = f" {person.old_decision} -> {person.new_decision}" if person.old_decision is not person.new_decision else ""
    yield f"{person.profile}:{other}{'' if other or person.supplements else ' other words on the pages'}"
    for each in person.supplements:
        doses = [f" {dose.low:g} to {dose.high:g} {dose.unit}" if dose else "" for dose in (each.old_dose, each.new_dose)]
        yield f"  {each.supplement}: {each.old_verdict}{doses[0]} -> {each.new_verdict}{doses[1]}"
    if person.rules:
        yield f"  rules: {', '.join(person.rules)}"
