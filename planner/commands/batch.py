"""`batch`: a night's profiles in, plans, a manifest and totals out."""

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Annotated

import typer

from planner import VERSION
from planner.batch.cluster import run_on_cluster
from planner.batch.item import Item, read_mark
from planner.batch.journal import MANIFEST, Journal, Stamp, earlier
from planner.batch.pile import Pile, SortBy
from planner.batch.row import Row, Tally
from planner.batch.run import Order, run
from planner.batch.sink import Counted, Folder, Sink
from planner.batch.source import Disk, Source
from planner.batch.store import Store, is_address, local
from planner.batch.summary import summary
from planner.batch.table import read_mapping
from planner.commands.desk import Config, OverlayFolder, Sections, Unverified, desk, knowledge_for
from planner.commands.pile import bind, check_pile, clear_parts, parts_of
from planner.commands.progress import Progress, of
from planner.commands.terminal import AsJson, Day, Force, RegionalCaps, day_of, tell, warn, warn_of_copies
from planner.errors import FileError, NeedsPersonError, UsageError
from planner.files import is_open_to_others, make_folder, only_user

_OWN = "600"


def batch(
    source: Annotated[str, typer.Argument(help="A folder of .json profiles, a .jsonl, .json or .csv file, or - for standard input.")],
    out: Annotated[str | None, typer.Option("--out", help="Folder or address for the files; plans without --merged.")] = None,
    day: Day = None,
    columns: Annotated[Path | None, typer.Option("--columns", help="What the columns of a table mean (TOML).")] = None,
    merged: Annotated[Path | None, typer.Option("--merged", help="One file to print, everybody on sheets of their own.")] = None,
    sort_by: Annotated[SortBy, typer.Option("--sort", help="How people lie in the merged file.")] = SortBy.source,
    jobs: Annotated[int, typer.Option("--jobs", min=0, max=256, help="Processes to use; 0 for all there are.")] = 0,
    cluster: Annotated[str | None, typer.Option("--cluster", help="Scheduler of a dask cluster, like tcp://host:8786.")] = None,
    mode: Annotated[str, typer.Option("--mode", help="Permissions of the files, like 640 for a print room.")] = _OWN,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Stop after this many inputs.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run in this folder: make what is missing or changed.")] = False,
    only_failed: Annotated[bool, typer.Option("--only-failed", help="Make again only what failed or was invalid.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Decide everybody and make no file.")] = False,
    ack_urgent: Annotated[bool, typer.Option("--ack-urgent", help="Urgent people do not count for exit code 4.")] = False,
    as_json: AsJson = False,
    force: Force = False,
    config: Config = None,
    sections: Sections = None,
    regional_caps: RegionalCaps = False,
    overlay: OverlayFolder = None,
    unverified: Unverified = False,
) -> None:
    """Make the plans of many profiles. One bad profile never stops the rest."""
    if not re.fullmatch(r"[0-7]{3}", mode):
        raise UsageError("--mode: these are no permissions; three digits from 0 to 7, like 640")
    if dry_run and (resume or only_failed or merged is not None):
        raise UsageError("--dry-run: it makes no file; leave out --resume, --only-failed and --merged")
    if merged is not None:
        check_pile(merged, is_address(local(out or "")), force=force or resume or only_failed)
    source, out = local(source), local(out or ("plans" if merged is None else str(parts_of(merged))))
    goes_on = resume or only_failed
    read = Source(source, Store(source) if is_address(source) else Disk(), read_mapping(columns) if columns else None)
    items = _first_of(read)
    folder = _run_folder(out) if is_address(out) else Path(out)
    settings = desk(config, sections, regional_caps=regional_caps, overlay=overlay, unverified=unverified)
    clinic = settings.issuer.sha256 if settings.issuer else None
    pile = None if merged is None else Pile(sort_by)
    if not dry_run:
        warn_of_copies(folder if merged is None else merged)
    with nullcontext() if dry_run else only_user(make_folder(folder)):
        if not dry_run and mode == _OWN and is_open_to_others(folder):
            warn(f"{folder}: other users of this computer can look into this folder; `chmod 700` closes it")
        today = day_of(day) if dry_run else _day_of_run(folder, day, goes_on=goes_on)
        sink: Sink = Counted() if dry_run else Store(out) if is_address(out) else Folder(folder.absolute(), int(mode, 8))
        knowledge = knowledge_for(settings, today)
        stamp = Stamp(today.isoformat(), VERSION, knowledge.mark, settings.mark)
        journal = None if dry_run else Journal(folder, stamp, clinic, knowledge.stamp, resume=goes_on, force=force)
        order = Order(today, sink, force=force or goes_on, draw=not dry_run, desk=settings)
        asked = islice(_asked(items, journal, sink, pile, only_failed=only_failed), limit)
        made = run_on_cluster(asked, order, cluster) if cluster else run(asked, order, jobs or _processors())
        alone = merged is not None and folder == parts_of(merged)  # the single files are only on the way to the merged one
        night = _Night(out, journal, sink, pile, as_json=as_json, silent=as_json or alone)
        night.go(made, _expected(read, limit, only_failed=only_failed), complete=limit is None and not only_failed)
        if merged is not None and pile is not None:
            made_file = bind(pile, folder, merged, order, int(mode, 8))
            tell("" if as_json else made_file)
            if alone:
                clear_parts(folder, merged)
    waiting = night.tally.waiting(acknowledged=ack_urgent)
    if waiting:
        raise NeedsPersonError(f"{waiting:,} of {night.tally.inputs:,} inputs need a person")


class _Night:
    """One run as it goes: every row is kept, counted and told, however the run ends."""

    def __init__(self, out: str, journal: Journal | None, sink: Sink, pile: Pile | None, *, as_json: bool, silent: bool) -> None:
        self.out, self.journal, self.sink, self.pile = out.rstrip("/"), journal, sink, pile
        self.as_json, self.silent = as_json, silent
        self.tally = Tally()

    def go(self, made: Iterable[Row], expected: int | None, *, complete: bool) -> None:
        """Take in all rows; raise `FileError` where files, or the manifest, could not be written."""
        ended, trouble = False, None
        try:
            with Progress(expected) as progress:
                for row in made:
                    self.take(row)
                    progress.step(self.tally)
            ended = complete
        except FileError as error:
            raise FileError(f"after {self.tally.inputs:,}{of(expected)} inputs: {error}; --resume goes on from there") from None
        finally:  # a run that is stopped says as much as one that ends: above all who needs somebody now
            trouble = self.close(complete=ended)
            if self.as_json:
                manifest = {} if self.journal is None else {"manifest": f"{self.out}/{MANIFEST}"}
                tell(json.dumps({"inputs": self.tally.inputs, **dict(self.tally.totals()), **manifest}))
            warn("\n".join(summary(self.tally)))
        if trouble is not None:
            raise trouble

    def take(self, row: Row) -> None:
        kept = row if self.journal is None else self.journal.add(row)
        self.tally.add(kept)
        if self.pile is not None:
            self.pile.add(kept)
        if not self.silent:
            tell("\n".join(f"{self.out}/{file.name}" for file in kept.files))

    def close(self, *, complete: bool) -> FileError | None:
        """Keep the manifest; return what went wrong with that, so that the summary is said all the same."""
        if self.journal is None:
            return None
        try:
            self.journal.end(complete=complete)
            if isinstance(self.sink, Store):
                self.sink.put(MANIFEST, (self.journal.folder / MANIFEST).read_bytes(), force=True)
        except FileError as error:
            warn(str(error))
            return error
        return None


def _first_of(source: Source) -> Iterator[Item]:
    """Return the inputs of a source; raise `UsageError` for one without any, before anything is made."""
    items = source.items()
    first = next(items, None)
    if first is None:
        raise UsageError(f"{source.name}: there is no profile here; .json files in a folder, or a profile a line in a .jsonl file")
    return chain([first], items)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _day_of_run(folder: Path, day: str | None, *, goes_on: bool) -> date:
    """Return the day of a run: one that goes on keeps its own."""
    before = earlier(folder) if goes_on else None
    if before is not None and day not in {None, before.date}:
        raise UsageError(f"--date: this run was begun for {before.date}; leave the date out, or begin another run")
    return day_of(before.date if before is not None else day)


def _run_folder(address: str) -> Path:
    """Return where the record of a run is kept whose files go to an address."""
    import platformdirs  # noqa: PLC0415 - only for a run that leaves this machine

    return Path(platformdirs.user_state_dir("supplement-plan")) / "runs" / hashlib.sha256(address.encode()).hexdigest()[:16]


def _expected(source: Source, limit: int | None, *, only_failed: bool) -> int | None:
    expected = None if only_failed else source.expected()
    return expected if expected is None or limit is None else min(expected, limit)


def _asked(items: Iterable[Item], journal: Journal | None, sink: Sink, pile: Pile | None, *, only_failed: bool) -> Iterator[Item | Row]:
    """Put the row of an earlier run in place of every input that it has done; pass over what is not asked for."""
    for item in items:
        found: Item | Row | None = item
        if journal is not None and only_failed:
            found = journal.failed_before(item)
        elif journal is not None and item.data is not None:
            found = journal.find(read_mark(item.data), sink) or item
        if found is not None:
            if pile is not None:
                pile.expect(item.data)
            yield found._replace(position=item.position)
