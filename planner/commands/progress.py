"""How far a run is, on standard error: a bar with rate and time left on a terminal, else a plain line now and then."""

import sys
import time
from types import TracebackType
from typing import Self

from planner.batch.row import Tally
from planner.commands.terminal import warn

_EVERY = 30.0  # seconds between two plain lines: a night's log stays readable
_MINUTE = 60


class Progress:
    """Shows a tally as it grows. `expected` is how many inputs there will be, where that can be known."""

    def __init__(self, expected: int | None) -> None:
        self.expected = expected
        self.began = self.told = time.monotonic()
        self.bar = _Bar(expected) if sys.stderr.isatty() else None

    def __enter__(self) -> Self:
        """Show the bar, where there is one."""
        if self.bar is not None:
            self.bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Take the bar away: what is said at the end stays."""
        if self.bar is not None:
            self.bar.stop()

    def step(self, tally: Tally) -> None:
        """Show that one more input is done."""
        if self.bar is not None:
            self.bar.step(tally)
        elif (now := time.monotonic()) - self.told >= _EVERY:
            self.told = now
            warn(self.line(tally, now - self.began))

    def line(self, tally: Tally, seconds: float) -> str:
        """Return how far a run is after so many seconds: how many, how fast, how long still, and who waits."""
        rate = tally.inputs / seconds
        parts = [f"{tally.inputs:,}{of(self.expected)} inputs", f"{rate:,.0f} a second"]
        if self.expected is not None and rate:
            parts.append(f"{_length((self.expected - tally.inputs) / rate)} left")
        waiting = tally.waiting(acknowledged=False)
        return ", ".join([*parts, *([f"{waiting:,} need a person"] if waiting else [])])


def of(expected: int | None) -> str:
    """Return ` of 300`, or nothing where the number is not known."""
    return "" if expected is None else f" of {expected:,}"


def _length(seconds: float) -> str:
    whole = max(0, round(seconds))
    return f"{whole} s" if whole < _MINUTE else f"{whole // _MINUTE} min"


class _Bar:
    def __init__(self, expected: int | None) -> None:
        from rich import progress as drawn  # noqa: PLC0415 - only where there is a terminal to draw on
        from rich.console import Console  # noqa: PLC0415

        columns = (drawn.BarColumn(), drawn.MofNCompleteColumn(), drawn.TextColumn("{task.fields[told]}"), drawn.TimeRemainingColumn())
        # Paths that go to the same terminal stand above the bar; a pipe is left alone.
        self.drawn = drawn.Progress(
            *columns, console=Console(stderr=True), redirect_stdout=sys.stdout.isatty(), redirect_stderr=False, transient=True
        )
        self.task = self.drawn.add_task("", total=expected, told="")
        self.start, self.stop = self.drawn.start, self.drawn.stop

    def step(self, tally: Tally) -> None:
        task = self.drawn.tasks[self.task]
        waiting = tally.waiting(acknowledged=False)
        told = f"{task.speed or 0:,.0f} a second" + (f", {waiting:,} need a person" if waiting else "")
        self.drawn.update(self.task, completed=tally.inputs, told=told)
