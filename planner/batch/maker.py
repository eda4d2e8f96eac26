"""One input → its files and its row. What goes wrong with one input stays with it; only a disk or a folder stops a run."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from planner.batch.held import held
from planner.batch.item import Item, read_mark
from planner.batch.row import Row, field_of, outcome_of
from planner.batch.sink import Sink
from planner.batch.writer import Writer
from planner.corridor import PLAIN, Desk, files_of, read_and_plan
from planner.decide import decide
from planner.edition import Knowledge
from planner.errors import FileError, PlannerError, ProfileError, place_of
from planner.files import ExistsError
from planner.profile import Profile
from planner.understand import understand
from planner.vocabulary import Decision, Verdict

_MOST_WAITING = 100  # rows whose files, or those of a row before them, are on their way


class Chunk(NamedTuple):
    """The rows of several inputs; where files could not be written, those before that, and the error."""

    rows: list[Row]
    error: FileError | None = None

    def among(self, asked: Sequence[Item | Row]) -> Iterator[Row]:
        """Yield the rows in the places of their inputs, between those there were before; raise the error where there is one."""
        made = iter(self.rows)
        for each in asked:
            row = each if isinstance(each, Row) else next(made, None)
            if row is None:
                raise self.error or FileError("a worker gave back fewer rows than it was given inputs")
            yield row


def _kept(waiting: deque[tuple[Row, int]], writer: Writer) -> Iterator[Row]:
    """Yield the rows in front whose files have all ended."""
    while waiting and waiting[0][1] <= writer.ended:
        yield waiting.popleft()[0]


class Maker:
    """Makes plans for one day from one edition of the knowledge."""

    def __init__(
        self, knowledge: Knowledge, today: date, sink: Sink, desk: Desk = PLAIN, *, force: bool = False, draw: bool = True
    ) -> None:
        """Without `draw` everybody is decided and no file is made."""
        self.knowledge, self.today, self.sink, self.desk = knowledge, today, sink, desk
        self.force, self.draw = force, draw

    def chunk(self, items: Iterable[Item]) -> Chunk:
        """Return one row for each item, up to the first for which files could not be written at all."""
        rows: list[Row] = []
        try:
            rows.extend(self.rows(items))
        except FileError as error:
            return Chunk(rows, error)
        return Chunk(rows)

    def rows(self, items: Iterable[Item | Row]) -> Iterator[Row]:
        """Yield one row for each item, in order, and none before its files are kept; raise `FileError` where they cannot be at all.

        A row among the items is one that there was before.
        """
        waiting: deque[tuple[Row, int]] = deque()
        trouble: Exception | None = None
        with Writer(self.sink) as writer:
            try:
                for item in items:
                    waiting.append((item if isinstance(item, Row) else self._row(item, writer), writer.begun))
                    if len(waiting) > _MOST_WAITING:
                        writer.rest()
                    yield from _kept(waiting, writer)
                    writer.look()
            except Exception as error:  # noqa: BLE001 - it is raised below, after what was kept before it
                trouble = error
            writer.rest()
            yield from _kept(waiting, writer)
            if trouble is not None:
                raise trouble
            writer.look()

    def _row(self, item: Item, writer: Writer) -> Row:
        if item.faults:
            return self._refused(item, ProfileError(item.faults))
        if item.data is None:
            return Row(item.position, "failed", error="unreadable", said=(item.error or "",))
        try:
            row = self._make(item, item.data, writer)
        except ProfileError as error:
            row = self._refused(item, error)
        except ExistsError as error:
            row = Row(item.position, "failed", error="exists", said=(f"{item.name}: {error}",))
        except FileError:
            raise
        except PlannerError as error:
            row = Row(item.position, "invalid", error=type(error).__name__, said=(f"{item.name}: {error}",))
        except Exception as error:  # noqa: BLE001 - a bug in one plan must not cost the others; its text could hold health data
            bug = f"{type(error).__name__} {place_of(error)}"
            row = Row(item.position, "failed", error=f"bug: {bug}", said=(f"{item.name}: {item.position}: a bug: {bug}",))
        return row._replace(read=read_mark(item.data))

    def _make(self, item: Item, data: bytes, writer: Writer) -> Row:
        profile, plan = read_and_plan(data, self.knowledge, self.today, settings=self.desk)
        logo = self.desk.issuer.logo if self.desk.issuer else None
        files = tuple(writer.put(name, drawn, force=self.force) for name, drawn in files_of(plan, logo)) if self.draw else ()
        said = (f"{item.name}: {item.position}: {plan.decision}, plan {plan.plan_id}",) if plan.decision is Decision.get_help_now else ()
        return Row(
            item.position, outcome_of(plan.decision), plan_id=plan.plan_id, files=files, held=held(profile, plan, self._verdicts), said=said
        )

    def _refused(self, item: Item, error: ProfileError) -> Row:
        fields = tuple(field_of(each) for each in error.faults)
        return Row(item.position, "invalid", error="profile", fields=fields, said=tuple(item.lines(error)))

    def _verdicts(self, profile: Profile) -> list[Verdict]:
        judgement = decide(self.knowledge, understand(profile, self.knowledge, self.today, regional_caps=self.desk.regional_caps))
        return [each.verdict for each in judgement.supplements]
