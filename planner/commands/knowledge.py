"""`knowledge`: check, list, show and compare the reviewed facts behind every plan."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from planner.commands import compare_editions
from planner.commands.describe import entry_lines
from planner.commands.options import OverlayFolder
from planner.commands.terminal import AsJson, Day, day_of, tell, warn
from planner.consistency import SHAPES, near
from planner.digest import is_released, listing
from planner.errors import ExitCode, Finding, KnowledgeError, UsageError
from planner.library import SHIPPED, Knowledge, read_knowledge
from planner.shape import to_data

app = typer.Typer(no_args_is_help=True, help="Check, list, show and compare the reviewed facts behind every plan.")
app.command("diff")(compare_editions.diff)

Folder = Annotated[Path, typer.Argument(readable=False, help="A knowledge folder; the shipped one if left out.")]
From = Annotated[Path, typer.Option("--from", readable=False, help="A knowledge folder; the shipped one if left out.")]
_CASES = SHIPPED.parent.parent / "tests" / "cases"


@app.command()
def check(
    folder: Folder = SHIPPED,
    cases: Annotated[
        Path | None, typer.Option(readable=False, help="A folder of cases; those beside the program if there are any.")
    ] = None,
    day: Day = None,
    as_json: AsJson = False,
    overlay: OverlayFolder = None,
) -> None:
    """Say whether the knowledge holds together, or what is wrong, with file and line; with --overlay also a site's own rules."""
    from planner.review import review  # noqa: PLC0415 - only this command needs it

    if cases is not None and not cases.is_dir():
        raise UsageError(f"{cases}: there is no such folder; a folder of cases in TOML")
    knowledge: Knowledge | None = None
    findings: tuple[Finding, ...]
    try:
        found = read_knowledge(folder)
        if overlay is None:
            findings = review(found, day_of(day), cases or (_CASES if _CASES.is_dir() else None))
            knowledge = found
        else:
            knowledge, findings = _with(found, overlay, day_of(day))
    except KnowledgeError as error:
        findings = error.findings
    faults = [each for each in findings if not each.warning]
    if as_json:
        tell(json.dumps({"faults": len(faults), "findings": [each._asdict() for each in findings]}, ensure_ascii=False, indent=2))
    else:
        warn("\n".join([*map(str, faults), *(f"{each} (warning)" for each in findings if each.warning)]))
    if faults or knowledge is None:
        raise typer.Exit(ExitCode.bad_input)
    if not as_json:
        tell(f"knowledge {knowledge.version} holds together: {len(knowledge.rules)} rules, sha256 {knowledge.sha256[:12]}")
    if knowledge.additions is not None and not as_json:
        tell(f"with the additions of {knowledge.additions.name}, sha256 {knowledge.additions.sha256[:12]}: nothing in them loosens advice")
    if not knowledge.signed_off:
        warn("not yet signed by a clinician")
    if folder == SHIPPED and not is_released(SHIPPED, knowledge.sha256):
        warn("not as released: plans are refused until `make digest` has written the list of these files anew")


def _with(knowledge: Knowledge, folder: Path, today: date) -> tuple[Knowledge, tuple[Finding, ...]]:
    """Return an edition with a site's additions, and what is to be looked at in those."""
    from planner.overlay import read_overlay, with_overlay  # noqa: PLC0415 - only where there is one
    from planner.review import review  # noqa: PLC0415 - the same

    overlay = read_overlay(folder, knowledge)
    joined = with_overlay(knowledge, overlay)
    before, files = set(review(knowledge, today)), {place.file for place in overlay.places.values()}
    return joined, tuple(each for each in review(joined, today) if each not in before and each.file in files)


@app.command()
def digest(folder: Folder = SHIPPED) -> None:
    """Print the list of the files with their hashes, as a release keeps it beside them in DIGEST."""
    read_knowledge(folder)  # what does not hold together is not released
    paths = sorted(folder.rglob("*.toml"))
    tell(listing((path.relative_to(folder).as_posix(), path.read_bytes()) for path in paths).decode().rstrip("\n"))


@app.command("list")
def list_(
    kind: Annotated[
        str | None, typer.Argument(help="A kind of entry, like rule or substance; every kind with its count if left out.")
    ] = None,
    folder: From = SHIPPED,
    as_json: AsJson = False,
) -> None:
    """Print the kinds of entries there are, or every entry of one kind."""
    from planner.lookup import listing  # noqa: PLC0415 - only this command needs it

    knowledge = read_knowledge(folder)
    if kind is None:
        counts = {each: len(knowledge.entries[each]) for each in SHAPES}
        tell(json.dumps(counts, indent=2) if as_json else "\n".join(f"{each:<12} {count:>6,}" for each, count in counts.items()))
        return
    if kind not in SHAPES:
        raise UsageError(f"{kind}: this is not a kind of entry{near(kind, SHAPES)}; one of {', '.join(SHAPES)}")
    found = listing(knowledge, kind)
    if as_json:
        tell(json.dumps([to_data(each) for each in found], ensure_ascii=False, indent=2))
    else:
        widest = max((len(each.id) for each in found), default=0)
        tell("\n".join(f"{each.id:<{widest}}  {each.name}" for each in found))


@app.command()
def show(
    entry: Annotated[str, typer.Argument(metavar="ID", help="The id of an entry, or a name it goes by.")],
    folder: From = SHIPPED,
    as_json: AsJson = False,
) -> None:
    """Print an entry with its sources, its reviews, and the entries that speak of it."""
    from planner.lookup import near_ids, show  # noqa: PLC0415 - only this command needs it

    knowledge = read_knowledge(folder)
    found = show(knowledge, entry)
    if not found:
        meant = ", ".join(near_ids(knowledge, entry))
        raise UsageError(
            f"{entry}: there is no entry of this id or name; {f'did you mean {meant}?' if meant else '`knowledge list` has them all'}"
        )
    if as_json:
        tell(json.dumps([to_data(each) for each in found], ensure_ascii=False, indent=2))
    else:
        tell("\n\n".join("\n".join(entry_lines(each)) for each in found))
