"""Breaks the engine and the knowledge on purpose, one small edit at a time, and says which test notices.

    make mutants                          all of them
    python tests/mutants.py day dose      those whose name or file holds one of these words

Each edit is made in a copy of the program. The killers come quickest first: invented people, the cases, the promises in
every case, formulas beside the engine, the promises by z3, and the tests of names and properties. Exit 1 where an edit
does not fit any more, or where nobody notices one that is not said to be harmless. The edits are in mutants.toml.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PEOPLE = 300
COMPARED = 400
SLOW_TESTS = ("test_understand.py", "test_recognise.py", "test_strings.py", "test_foods.py", "test_properties.py")


class Mutant(NamedTuple):
    """One edit: the first `old` in a file becomes `new`; in a file of knowledge, the first inside the entry `id`.

    `harmless` says why nobody notices, where nobody has to.
    """

    name: str
    file: str
    old: str
    new: str
    id: str | None = None
    harmless: str | None = None

    def spoil(self, root: Path) -> None:
        """Make the edit in a copy; raise `LookupError` where its text is not there."""
        path = root / self.file
        text = path.read_text(encoding="utf-8")
        start = 0 if self.id is None else text.find(f'id = "{self.id}"')
        end = len(text) if self.id is None else text.find("\n[[", start)
        at = text.find(self.old, start, end if end > 0 else len(text)) if start >= 0 else -1
        if at < 0:
            raise LookupError(f"{self.file} has no {self.old!r}" + (f" in {self.id}" if self.id else ""))
        path.write_text(text[:at] + self.new + text[at + len(self.old) :], encoding="utf-8")


MUTANTS = [Mutant(**each) for each in tomllib.loads((ROOT / "tests" / "mutants.toml").read_text(encoding="utf-8"))["mutant"]]


# -- inside a copy -----------------------------------------------------------------------------------------------------------


def _cases() -> Iterator[str]:
    from test_cases import CASES, Outcome, faults_of  # noqa: PLC0415 - the edited program loads only in the copy

    from planner.library import read_knowledge  # noqa: PLC0415

    knowledge = read_knowledge()
    for case in CASES:
        if faults_of(Outcome(case, knowledge), case.expect):
            yield case.name


def _crowd() -> Iterator[str]:
    from million import Part, count  # noqa: PLC0415

    for start in range(0, PEOPLE, 50):
        yield from count(Part(start, start + 50, 1))["broken"]


def _every_case() -> Iterator[str]:
    from every_case import PROMISES, look  # noqa: PLC0415
    from people import KNOWLEDGE  # noqa: PLC0415

    yield from (name for name, cases in PROMISES.items() if look(cases(KNOWLEDGE))[1])


def _formulas() -> Iterator[str]:
    import crowd  # noqa: PLC0415
    from million import judge  # noqa: PLC0415
    from proof import World  # noqa: PLC0415

    world = World(crowd.KNOWLEDGE)
    for somebody in crowd.people(0, COMPARED):
        if somebody.wrong is None:
            judgement = judge(crowd.KNOWLEDGE, somebody)
            judged = world.judge(judgement.person, judgement.unplaced)
            if judged.verdicts != {each.supplement: each.verdict for each in judgement.supplements}:
                yield f"the verdicts of person {somebody.number}"
            if judged.rules != {each.rule.id: each.certainty.value for each in judgement.fired}:
                yield f"the rules of person {somebody.number}"


def _z3() -> Iterator[str]:
    import z3  # noqa: PLC0415
    from people import KNOWLEDGE  # noqa: PLC0415
    from promises import PROMISES  # noqa: PLC0415
    from proof import World  # noqa: PLC0415

    world = World(KNOWLEDGE)
    for name, make in PROMISES.items():
        made = make(world)
        if not world.possible(made.to) or world.possible(z3.Not(z3.Implies(made.to, made.holds))):
            yield name


def _tests() -> Iterator[str]:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:randomly", *(f"tests/{each}" for each in SLOW_TESTS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    yield from (line.removeprefix("FAILED ") for line in done.stdout.splitlines() if line.startswith("FAILED "))


KILLERS: dict[str, Callable[[], Iterator[str]]] = {
    "invented people": _crowd,
    "cases": _cases,
    "every case": _every_case,
    "formulas": _formulas,
    "z3": _z3,
    "tests": _tests,
}


def _read_knowledge_once() -> None:
    """Let every killer have the knowledge of the copy as it is kept between starts."""
    from planner import compiled, library  # noqa: PLC0415

    known = compiled.quick(library.SHIPPED, Path(os.environ["XDG_CACHE_HOME"]), library.read_knowledge)
    library.read_knowledge = lambda *_: known


def first_notice(killers: list[str]) -> tuple[str, str] | None:
    """Return who notices first, and what; None where nobody does. A program that does not even start is noticed."""
    _read_knowledge_once()
    for killer in killers:
        notices = KILLERS[killer]
        try:
            found = next(notices(), None)
        except Exception as error:  # noqa: BLE001 - a crash is a notice as well
            found = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"[:120]
        if found is not None:
            return killer, found
    return None


# -- outside ---------------------------------------------------------------------------------------------------------------------


def try_one(mutant: Mutant | None, *, long: bool = False) -> tuple[str, str] | None:
    """Return who notices an edit; without one, who notices an unharmed copy. Formulas are of rules, so z3 is asked about knowledge."""
    rules = mutant is None or mutant.file.startswith("planner/knowledge")
    killers = [each for each in KILLERS if (rules or each != "z3") and (long or each != "tests")]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "program"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "__pycache__", "plans", "counted", "pages"))
        if mutant is not None:
            mutant.spoil(copy)
        paths = os.pathsep.join([str(copy), str(copy / "tests")])
        kept = ROOT / ".mutants"
        kept.mkdir(exist_ok=True)
        settings = {**os.environ, "PYTHONPATH": paths, "XDG_CACHE_HOME": str(kept), "PYTHONDONTWRITEBYTECODE": "1"}
        ask = f"import json, mutants; print(json.dumps(mutants.first_notice({killers})))"
        command = [sys.executable, "-c", ask]
        done = subprocess.run(command, cwd=copy, env=settings, capture_output=True, text=True, check=False)
    if done.returncode:
        return "start", (done.stderr.strip().splitlines() or ["it does not start"])[-1][:160]
    found = json.loads(done.stdout.splitlines()[-1])
    return None if found is None else (found[0], found[1])


def main(words: list[str] | None = None) -> int:
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("words", nargs="*", help="parts of names or files; nothing for all")
    told.add_argument("--unharmed", action="store_true", help="see first that nobody notices anything in an unharmed copy")
    told.add_argument("--long", action="store_true", help="ask the slow tests too, about what nobody else notices")
    chosen = told.parse_args(words)
    if chosen.unharmed and (noticed := try_one(None, long=chosen.long)) is not None:
        print(f"the unharmed program is noticed by {noticed[0]}: {noticed[1]}")  # noqa: T201
        return 1
    wanted = [each for each in MUTANTS if not chosen.words or any(word in each.name or word in each.file for word in chosen.words)]
    missed = sum(not _tried(each, long=chosen.long) for each in wanted)
    print(f"{len(wanted)} edits, {missed} that nobody notices and that are not explained")  # noqa: T201
    return 1 if missed else 0


def _tried(mutant: Mutant, *, long: bool) -> bool:
    """Try one, print what came of it, and return whether that is as it should be."""
    started = time.perf_counter()
    try:
        noticed = try_one(mutant, long=long)
        shown = f"{noticed[0]}: {noticed[1]}" if noticed else f"nobody: {mutant.harmless or 'NOT EXPLAINED'}"
    except LookupError as error:
        noticed, shown = None, f"DOES NOT FIT: {error}"
    head = f"{time.perf_counter() - started:6.1f} s  {mutant.file.removeprefix('planner/'):<28} {mutant.name}"
    print(f"{head}\n{'':>10}{shown}", flush=True)  # noqa: T201
    return noticed is not None or (shown.startswith("nobody: ") and mutant.harmless is not None)


if __name__ == "__main__":
    sys.exit(main())
