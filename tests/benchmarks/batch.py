"""A batch against the usual way: the same people, each engine in processes of its own, in turns, ratios only.

`python tests/benchmarks/batch.py [people] [rounds]`. Wall time, and beside it the time all processes of an engine spent
computing, which other work on the machine changes little. The usual way reads and decides as we do, draws the same files with
platypus and writes them with the same care; only the manifest and whom an unanswered question held up are ours alone.
Files go to a file system in memory, where the machine has one, so that engines are compared and not disks; and once more to the
disk of temporary files, whose pages cost both engines the same and so weigh most on the quicker one.
Plain loops are measured beside them: what two processes of nothing but computing make against one is what this machine allows.
"""

import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from itertools import islice, repeat
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))
import clinic

from planner.batch.item import Item
from planner.batch.run import Order, run
from planner.batch.sink import Folder
from planner.compose import make_plan
from planner.corridor import shipped_knowledge
from planner.files import write_file
from planner.reading import read_profile

DAY = date(2026, 11, 23)
WARM = 50  # people before the clock starts: fonts, knowledge and processes are ready
CHUNK = 25
PIECE = 100_000
MEMORY = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - a folder of a name nobody can guess is made in it


class Cost(NamedTuple):
    """Milliseconds a plan, by the clock and spent computing."""

    wall: float
    computing: float


def people(count: int) -> list[bytes]:
    """Return the same people for every engine."""
    return list(clinic.lines(count, seed=3))


def ours(data: list[bytes], jobs: int, place: Path | None = MEMORY) -> Cost:
    """Return what a plan costs in the batch as it is, with its files in a place."""
    items = (Item(f"line {at}", "people", each) for at, each in enumerate(data))
    with tempfile.TemporaryDirectory(dir=place) as folder:
        return _timed(run(items, Order(DAY, Folder(Path(folder))), jobs), len(data))


def usual(data: list[bytes], jobs: int, place: Path | None = MEMORY) -> Cost:
    """Return what a plan costs in a batch that draws with platypus, with its files in a place."""
    with tempfile.TemporaryDirectory(dir=place) as folder, ProcessPoolExecutor(jobs, mp_context=get_context("forkserver")) as pool:
        return _timed(pool.map(_draw_usually, data, repeat(Path(folder)), chunksize=CHUNK), len(data))


def thinking(data: list[bytes], _jobs: int) -> Cost:
    """Return what it costs to recognise, match and compose, in this process."""
    return _timed((make_plan(read_profile(each), shipped_knowledge(), DAY) for each in data), len(data))


def drawing_usually(data: list[bytes], _jobs: int) -> Cost:
    """Return what it costs to draw the same plans with platypus, in this process."""
    import platypus  # noqa: PLC0415 - each engine in a process of its own

    plans = [make_plan(read_profile(each), shipped_knowledge(), DAY) for each in data]
    return _timed(([platypus.draw(plan, part) for part in plan.parts()] for plan in plans), len(data))


def _draw_usually(data: bytes, folder: Path) -> None:
    import platypus  # noqa: PLC0415 - in the worker

    plan = make_plan(read_profile(data), shipped_knowledge(), DAY)
    for part in plan.parts():
        write_file(folder / f"{part.value}_{plan.plan_id}.pdf", platypus.draw(plan, part))


def loops(data: list[bytes], jobs: int) -> Cost:
    """Return what a fixed piece of plain computing costs, about as long as a plan: no file, and nothing to hand over."""
    with ProcessPoolExecutor(jobs, mp_context=get_context("forkserver")) as pool:
        return _timed(pool.map(_loop, range(len(data)), chunksize=CHUNK), len(data))


def _loop(start: int) -> int:
    kept = {}
    for number in range(start, start + PIECE):
        kept[number % 5_000] = f"{number}x"
    return len(kept)


def _timed(results: Iterator[object], count: int) -> Cost:
    for _ in islice(results, WARM):
        pass
    wall, computing = time.perf_counter(), _computing("self")
    done = sum(1 for _ in results)
    assert done == count - WARM
    return Cost((time.perf_counter() - wall) / done * 1000, (_computing("self") - computing) / done * 1000)


def _computing(process: int | str) -> float:
    """Return the seconds a process and all it began have spent computing."""
    folder = Path(f"/proc/{process}")
    words = (folder / "stat").read_text(encoding="ascii").rpartition(")")[2].split()
    ticks = int(words[11]) + int(words[12])
    children = [int(each) for task in (folder / "task").iterdir() for each in (task / "children").read_text(encoding="ascii").split()]
    return ticks / os.sysconf("SC_CLK_TCK") + sum(map(_computing, children))


ENGINES: dict[str, tuple[Callable[[list[bytes], int], Cost], int]] = {
    "ours, 1 process": (ours, 1),
    "ours, 2 processes": (ours, 2),
    "loops, 1 process": (loops, 1),
    "loops, 2 processes": (loops, 2),
    "platypus, 2 processes": (usual, 2),
    "ours, 1 process, disk": (partial(ours, place=None), 1),
    "ours, 2 processes, disk": (partial(ours, place=None), 2),
    "platypus, 2 processes, disk": (partial(usual, place=None), 2),
    "thinking": (thinking, 1),
    "platypus drawing": (drawing_usually, 1),
}
RATIOS: tuple[tuple[str, str, str, float | None], ...] = (
    ("two processes against one", "ours, 1 process", "ours, 2 processes", 1.9),
    ("the same of plain loops", "loops, 1 process", "loops, 2 processes", None),
    ("against the usual batch", "platypus, 2 processes", "ours, 2 processes", 7.0),
    ("two processes against one, disk", "ours, 1 process, disk", "ours, 2 processes, disk", None),
    ("against the usual batch, disk", "platypus, 2 processes, disk", "ours, 2 processes, disk", None),
    ("drawing the usual way against thinking", "platypus drawing", "thinking", 10.0),
)


def main(count: int, rounds: int) -> None:
    """Print the milliseconds of each engine and the median of each ratio."""
    found: dict[str, list[Cost]] = {name: [] for name in ENGINES}
    for _ in range(rounds):
        for name in ENGINES:
            command = [sys.executable, __file__, "--engine", name, str(count)]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
            found[name].append(Cost(*json.loads(done.stdout)))
    for name, costs in found.items():
        wall, computing = (statistics.median(each) for each in zip(*costs, strict=True))
        print(f"{name:<40} {wall:>8.1f} ms a plan, computing {computing:>8.1f}")
    for name, slow, quick, wanted in RATIOS:
        pairs = list(zip(found[slow], found[quick], strict=True))
        wall, computing = (statistics.median(one[at] / other[at] for one, other in pairs) for at in (0, 1))
        asked = "for comparison" if wanted is None else f"at least {wanted:g}"
        print(f"{name:<40} {wall:>8.2f} times ({asked}), computing {computing:.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--engine"]:
        gc.set_threshold(200_000, 20, 20)  # as the command does before it makes plans in its own process
        engine, jobs = ENGINES[sys.argv[2]]
        print(json.dumps(engine(people(int(sys.argv[3])), jobs)))
    else:
        words = [int(each) for each in sys.argv[1:]]
        main(*(words + [300, 3][len(words) :]))
