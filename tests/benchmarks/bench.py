"""How fast pages are drawn: this program, platypus and typst draw the same plans, side by side on one core.

Each engine has a process of its own. They take turns: every round draws plans that no engine has drawn before, after a few to
get warm. What is counted is processor time, so that whatever else the machine does weighs on nobody.
"""

import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import IO

from planner.shape import from_json, to_json

HERE = Path(__file__).resolve().parent
ENGINES = {"supplement-plan": "templates.sheet", "platypus": "platypus", "typst": "typst_pages"}
WARM, ROUNDS, EACH = 12, 7, 8


def main() -> None:
    """Print the table, or draw for it."""
    if len(sys.argv) > 1:
        _draw(sys.argv[1], Path(sys.argv[2]))
        return
    import long_plans  # noqa: PLC0415 - only who makes the plans needs it

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plans.jsonl"
        path.write_text("\n".join(to_json(each, by_alias=True) for each in long_plans.plans(WARM + ROUNDS * EACH)), encoding="utf-8")
        children = {name: _child(module, path) for name, module in ENGINES.items()}
        rounds = [{name: _answer(child, number) for name, child in children.items()} for number in range(ROUNDS + 1)][1:]
        for child in children.values():
            _pipe(child.stdin).close()
            child.wait()
    _table(rounds)


def _table(rounds: list[dict[str, dict[str, float]]]) -> None:
    print(f"{ROUNDS} rounds of {EACH} plans (patient pages and clinician sheet), one core, processor time")
    print(f"{'engine':<16} {'ms a plan':>10} {'pages':>6} {'KB':>6} {'times as long':>14}")
    for name in ENGINES:
        ratio = median(each[name]["seconds"] / each["supplement-plan"]["seconds"] for each in rounds)
        milliseconds = median(each[name]["seconds"] for each in rounds) / EACH * 1000
        pages, size = (sum(each[name][what] for each in rounds) / len(rounds) / EACH for what in ("pages", "bytes"))
        print(f"{name:<16} {milliseconds:>10.1f} {pages:>6.1f} {size / 1000:>6.0f} {ratio:>14.1f}")


def _child(module: str, plans: Path) -> subprocess.Popen[str]:
    command = [sys.executable, str(HERE / "bench.py"), module, str(plans)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _pipe(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream


def _answer(child: subprocess.Popen[str], number: int) -> dict[str, float]:
    _pipe(child.stdin).write(f"{number}\n")
    _pipe(child.stdin).flush()
    told: dict[str, float] = json.loads(_pipe(child.stdout).readline())
    return told


def _draw(module: str, path: Path) -> None:
    """Draw the plans of each round that is asked for; round 0 is for getting warm."""
    from planner.plan import Plan  # noqa: PLC0415
    from planner.vocabulary import Part  # noqa: PLC0415

    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    draw = importlib.import_module(module).draw
    plans = [from_json(Plan, line) for line in path.read_text(encoding="utf-8").splitlines()]
    for line in sys.stdin:
        number = int(line)
        mine = plans[:WARM] if number == 0 else plans[WARM + (number - 1) * EACH : WARM + number * EACH]
        start = time.process_time()
        files = [draw(plan, part) for plan in mine for part in (Part.patient, Part.clinician)]
        seconds = time.process_time() - start
        pages = sum(data.count(b"/Type/Page/") + data.count(b"/Type /Page\n") + data.count(b"/Type /Page ") for data in files)
        print(json.dumps({"seconds": seconds, "bytes": sum(map(len, files)), "pages": pages}), flush=True)


if __name__ == "__main__":
    main()
