"""How many plans of generated people fail a criterion: `python tests/lint_people.py 300` prints the tables.

Each person is printed on one of the four looks (two sizes, two papers) in turn, or on all of them with `--all`; the blank form
on all four. Leaves with 1 if a must-item fails. `--keep FOLDER` keeps the files that failed, to be looked at.
"""

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import visitors
from conftest import TODAY

from planner.corridor import files_of
from planner.library import Knowledge, read_knowledge
from planner.lint.failure import Failure
from planner.lint.judge import criteria, judge_all
from planner.vocabulary import Paper, PrintSize


class Judged(NamedTuple):
    """One file: what it is, how it looks, how many sides it has, what fails."""

    who: str
    kind: str
    look: str
    sides: int
    failed: list[Failure]
    data: bytes


def judged(numbers: range, looks: list[tuple[PrintSize, Paper]], knowledge: Knowledge, seed: int = 1) -> Iterator[Judged]:
    """Yield every file of these people; a person's number picks the look where only one is asked for."""
    for number in numbers:
        who = visitors.visitor(number, seed)
        for size, paper in looks if len(looks) > 1 else [visitors.look_of(number)]:
            plan = visitors.plan_of(who, knowledge, TODAY, size, paper)
            files = [(Path(name), data) for name, data in files_of(plan, None)]
            yield from _each(f"{number}", plan.decision.value, f"{size} {paper}", files, knowledge)


def forms(knowledge: Knowledge) -> Iterator[Judged]:
    """Yield the blank form in every look."""
    for size, paper in visitors.LOOKS:
        name, data = visitors.form_of(knowledge, TODAY, size, paper)
        yield from _each("form", "", f"{size} {paper}", [(Path(name), data)], knowledge)


def _each(who: str, decision: str, look: str, files: list[tuple[Path, bytes]], knowledge: Knowledge) -> Iterator[Judged]:
    found = judge_all(files, knowledge)
    for path, data in files:
        part = path.name.partition("_")[0]
        kind = f"{part} {decision}" if part == "plan" else part
        yield Judged(who, kind, look, len(pypdfium2.PdfDocument(data)), found[path], data)


def must(failed: list[Failure]) -> list[str]:
    """Return the criteria that must hold and do not."""
    return sorted({each.criterion for each in failed if criteria()[each.criterion].must})


def main() -> int:
    """Print the tables; return 1 if a must-item fails."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("count", type=int, nargs="?", default=300)
    asked.add_argument("--first", type=int, default=0)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--all", action="store_true", help="everybody on every paper in both sizes")
    asked.add_argument("--keep", type=Path, help="a folder for the files that failed")
    asked.add_argument("--show", action="store_true", help="print each failure")
    told = asked.parse_args()
    knowledge, began = read_knowledge(), time.monotonic()
    looks = visitors.LOOKS if told.all else visitors.LOOKS[:1]
    failures: Counter[tuple[str, str, str]] = Counter()
    files: Counter[tuple[str, str]] = Counter()
    broken: Counter[tuple[str, str]] = Counter()
    sides: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    for each in chain(forms(knowledge), judged(range(told.first, told.first + told.count), looks, knowledge, told.seed)):
        files[each.kind, each.look] += 1
        sides[each.kind, each.look.partition(" ")[0]][each.sides] += 1
        broken[each.kind, each.look] += bool(must(each.failed))
        failures.update((each.kind, each.look, name) for name in must(each.failed))
        if told.show:
            for failure in each.failed:
                if criteria()[failure.criterion].must:
                    print(f"{each.who} {each.kind} {each.look}: {failure.criterion} p{failure.page}: {failure.words}", flush=True)
        if told.keep and must(each.failed):
            told.keep.mkdir(parents=True, exist_ok=True)
            (told.keep / f"{each.who}_{each.kind}_{each.look}.pdf".replace(" ", "_")).write_bytes(each.data)
    print(f"{'kind':32}{'size and paper':18}{'files':>6}{'broken':>8}  criteria")
    for (kind, look), count in sorted(files.items()):
        shown = ", ".join(f"{name} {number}" for (k, lo, name), number in sorted(failures.items()) if (k, lo) == (kind, look))
        print(f"{kind:32}{look:18}{count:6}{broken[kind, look]:8}  {shown}")
    print("\nsides")
    for (kind, size), found in sorted(sides.items()):
        print(f"{kind:32}{size:10}{', '.join(f'{number}: {count}' for number, count in sorted(found.items()))}")
    total = Counter(name for _, _, name in failures.elements())
    print(f"\n{sum(files.values())} files, {sum(broken.values())} fail a must-item: {dict(total.most_common())}")
    print(f"{time.monotonic() - began:.0f} seconds", file=sys.stderr)
    return 1 if total else 0


if __name__ == "__main__":
    raise SystemExit(main())
