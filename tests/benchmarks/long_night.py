"""A long night: generated people from a stream, everything decided and drawn, nothing kept. Prints time and memory as it goes.

`python tests/benchmarks/long_night.py 100000 2` makes the plans of 100,000 people on two processes; one in a hundred has
an answer that cannot be right. With `decide` after it nothing is drawn.
"""

import json
import multiprocessing
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from planner.batch.item import Item
from planner.batch.row import Tally
from planner.batch.run import Order, run
from planner.batch.sink import Counted
from planner.batch.summary import summary

sys.path.insert(0, str(Path(__file__).parents[1]))
import clinic

_BROKEN = 100


def items(count: int) -> Iterator[Item]:
    """Yield people from a stream, one in a hundred with an age in words."""
    for number, profile in enumerate(clinic.people(count, seed=11), 1):
        told = {**profile, "age": "old"} if number % _BROKEN == 0 else profile
        yield Item(f"line {number}", "stream", json.dumps(told, ensure_ascii=False).encode())


def megabytes(process: int | str) -> float:
    """Return the memory a process has in use."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def main(count: int, jobs: int, *, draw: bool) -> None:
    """Run, and print a line at each power of ten and every tenth of the whole."""
    tally, began, last = Tally(), time.perf_counter(), time.perf_counter()
    marks = {10**power for power in range(3, 9)} | {count * tenth // 10 for tenth in range(1, 11)}
    before = 0
    print(f"{'plans':>9} {'ms a plan':>10} {'parent MB':>10}  workers MB")
    for row in run(items(count), Order(date(2026, 11, 23), Counted(), draw=draw), jobs):
        tally.add(row)
        if tally.inputs in marks:
            now = time.perf_counter()
            workers = " ".join(f"{megabytes(each):.0f}" for each in sorted(_below("self")) if megabytes(each) > _SMALL)
            each = (now - last) / (tally.inputs - before) * 1000
            print(f"{tally.inputs:>9,} {each:>10.2f} {megabytes('self'):>10.0f}  {workers}", flush=True)
            last, before = now, tally.inputs
    seconds = time.perf_counter() - began
    print(f"{count:,} inputs in {seconds:,.0f} s on {jobs} processes, {count / seconds:,.0f} a second")
    print("\n".join(line for line in summary(tally) if "stream:" not in line))


_SMALL = 60  # megabytes: less than this is the process that begins the others


def _below(process: int | str) -> list[int]:
    """Return all processes a process began, directly or not."""
    tasks = Path(f"/proc/{process}/task").iterdir()
    children = [int(each) for task in tasks for each in (task / "children").read_text(encoding="ascii").split()]
    return [*children, *(below for child in children for below in _below(child))]


if __name__ == "__main__":
    multiprocessing.freeze_support()
    main(int(sys.argv[1]), int(sys.argv[2]), draw="decide" not in sys.argv)
