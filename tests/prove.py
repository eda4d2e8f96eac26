"""Prints every promise with how it was proved, how many rules it hangs on, and the time; exit 1 where one does not hold.

    make prove

`z3` searches everybody there can be for somebody who is let down. `every case` looks at each of so many cases. With
`--breaks` it is said of each what has to be lost for it to be broken: rules, or steps of the engine.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import every_case
import z3
from people import KNOWLEDGE
from promises import PROMISES
from proof import World


class Line(NamedTuple):
    """One promise as it is printed. `fault` says who is let down."""

    promise: str
    how: str
    rules: int | None
    seconds: float
    fault: str | None = None
    breaks: str = ""


def involved(world: World, formula: Any) -> int:
    """Return how many rules a promise speaks of, itself or through a verdict."""
    seen: set[int] = set()
    waiting = [formula]
    while waiting:
        part = waiting.pop()
        if part.get_id() not in seen:
            seen.add(part.get_id())
            waiting.extend(part.children())
    firings = world.firings.values()
    return sum(any(part.get_id() in seen for part in (each.known, each.possible, each.doubt)) for each in firings)


def by_z3(world: World, losing: World | None) -> Iterator[Line]:
    """Yield every promise that is said in formulas."""
    for name, make in PROMISES.items():
        started = time.perf_counter()
        made = make(world)
        claim = z3.Implies(made.to, made.holds)
        fault = world.counterexample(claim)
        if fault is None and not world.possible(made.to):
            fault = "it is promised to nobody"
        seconds = time.perf_counter() - started
        breaks = "" if losing is None else _lost(losing, name)
        yield Line(name, "z3", involved(world, claim), seconds, fault, breaks)
    for rules, what in ((world.knowledge.rules, "every rule can apply to somebody known"),):
        started = time.perf_counter()
        idle = [rule.id for rule in rules if not world.possible(world.firings[rule.id].known)]
        yield Line(what, "z3", len(rules), time.perf_counter() - started, ", ".join(idle) or None)


def _lost(losing: World, name: str) -> str:
    made = PROMISES[name](losing)
    said = losing.counterexample(z3.Implies(made.to, made.holds)) or ""
    return ", ".join(each.removeprefix("without ") for each in said.split("; ") if each.startswith("without "))


def case_by_case() -> Iterator[Line]:
    """Yield every promise that is looked at in each case."""
    for name, cases in every_case.PROMISES.items():
        started = time.perf_counter()
        count, faults = every_case.look(cases(KNOWLEDGE))
        fault = "; ".join(faults) or (None if count else "there was no case")
        yield Line(name, f"every case: {count:,}", None, time.perf_counter() - started, fault)


def show(line: Line) -> str:
    rules = "" if line.rules is None else str(line.rules)
    verdict = "" if line.fault is None else f"  FAILS: {line.fault}"
    breaks = f"\n    breaks without {line.breaks}" if line.breaks else ""
    return f"{line.seconds:7.2f} s  {line.how:<20} {rules:>5}  {line.promise}{verdict}{breaks}"


def main(words: list[str] | None = None) -> int:
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--breaks", action="store_true", help="say what each promise hangs on; takes some minutes")
    chosen = told.parse_args(words)
    started = time.perf_counter()
    world = World(KNOWLEDGE)
    losing = World(KNOWLEDGE, world, can_lose=True) if chosen.breaks else None
    print(f"{'time':>9}  {'how':<20} {'rules':>5}  promise")  # noqa: T201
    count = broken = 0
    for lines in (by_z3(world, losing), case_by_case()):
        for line in lines:
            print(show(line), flush=True)  # noqa: T201
            count += 1
            broken += line.fault is not None
    print(f"{count} promises, {count - broken} hold, {time.perf_counter() - started:,.0f} s")  # noqa: T201
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
