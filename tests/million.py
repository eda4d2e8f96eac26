"""Decides any number of invented people, without paper, and looks at each for what must hold of everybody.

    python tests/million.py 1000000 --processes 2 --into counted

The people of `crowd` are numbered; a part of them is counted and its counts are kept in a file of the folder, so that a
run that was ended goes on where it was, and several runs over other numbers (`--start`) add up. One in ten is decided
again with one medicine, condition, symptom or doubt more, or with one allergy more. Exit 1 where anything does not hold.
"""

import argparse
import json
import os
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import crowd
from careful import can_be_pregnant, faults, looser
from crowd import TODAY, Somebody

from planner.decide import Judgement, decide
from planner.errors import ProfileError
from planner.library import Knowledge
from planner.reading import read_profile
from planner.understand import understand
from planner.vocabulary import NOT_SURE, Decision, Symptom, Verdict

PART = 10_000
_KEPT_EXAMPLES = 5
_AGAIN = 10
Counts = dict[str, Counter[str]]


class Part(NamedTuple):
    """Some of the people: from one number up to another."""

    start: int
    stop: int
    seed: int

    @property
    def name(self) -> str:
        return f"seed-{self.seed}-{self.start:09d}-{self.stop:09d}.json"


def judge(knowledge: Knowledge, somebody: Somebody) -> Judgement:
    """Return what is decided; raise `ProfileError` for a profile that is wrong."""
    profile = read_profile(json.dumps(somebody.told).encode())
    return decide(knowledge, understand(profile, knowledge, TODAY, regional_caps=somebody.regional_caps))


def look(knowledge: Knowledge, somebody: Somebody, counts: Counts) -> list[str]:
    """Decide one person, count what came of it, and return what does not hold."""
    try:
        judgement = judge(knowledge, somebody)
    except ProfileError as error:
        counts["decisions"]["refused"] += 1
        places = {each.path[0] if each.path else None for each in error.faults}
        return [] if places == {somebody.wrong} else ["a wrong profile is refused at its wrong place, and no other"]
    except Exception as error:  # noqa: BLE001 - a crash is one more thing that must not be
        return [f"a crash: {type(error).__name__}"]
    counts["decisions"][judgement.decision.value] += 1
    counts["verdicts"].update(f"{each.supplement} {each.verdict}" for each in judgement.supplements)
    counts["rules"].update(each.rule.id for each in judgement.fired if each.certainty.value == "known")
    found = faults(knowledge, somebody, judgement)
    if somebody.wrong is not None:
        found.append("a wrong profile is refused")
    if somebody.number % _AGAIN == 0:
        counts["again"]["people decided twice"] += 1
        found += _again(knowledge, somebody, judgement)
    return found


def _again(knowledge: Knowledge, somebody: Somebody, before: Judgement) -> Iterator[str]:
    """Decide the same person with one thing more, and yield what became looser."""
    draw = random.Random(f"again {somebody.number}")  # noqa: S311 - people, not secrets
    told = somebody.told
    lists = [key for key in ("medicines", "conditions", "symptoms", "allergies") if isinstance(told.get(key), list)]
    # A listed anticoagulant answers `unknown_kind`, and what is taken with a name nobody asked about answers no question.
    if told.get("blood_thinner") == "unknown_kind":
        lists = [key for key in lists if key != "medicines"]
    answered = [key for key in crowd.SAFETY if told.get(key) not in (None, NOT_SURE)]
    if lists and draw.random() < 0.7:
        key = draw.choice(lists)
        after = judge(knowledge, somebody._replace(told={**told, key: [*told[key], _more(draw, key)]}))
        if key == "allergies":
            if not after.foods.permitted <= before.foods.permitted:
                yield "one allergy more adds no food"
            return
        if looser(before, after):
            yield f"one more of {key} never loosens"
        if before.decision is Decision.get_help_now and after.decision is not Decision.get_help_now:
            yield "one more keeps the call for help"
    elif answered:
        key = draw.choice(answered)
        if key == "life_stage" and not can_be_pregnant(somebody):
            return
        if key == "allergies" and _more_than_allergies(before):
            return
        after = judge(knowledge, somebody._replace(told={**told, key: NOT_SURE}))
        if looser(before, after, at_most=Verdict.refer):
            yield f"{key} not sure never loosens"


def _more(draw: random.Random, key: str) -> Any:
    if key == "symptoms":
        return draw.choice(list(Symptom)).value
    return crowd.entry(draw, key)


def _more_than_allergies(judgement: Judgement) -> bool:
    """Whether something told as an allergy counts in another list, where it is that list's matter."""
    return any(row.told_as == "allergy" for row in judgement.person.rows) or any(
        each.reason == "told_as_allergy" for each in judgement.person.open
    )


def count(part: Part) -> dict[str, Any]:
    """Return the counts of a part."""
    started, worked = time.perf_counter(), time.process_time()
    counts: Counts = {each: Counter() for each in ("decisions", "verdicts", "rules", "again", "broken")}
    examples: dict[str, list[int]] = {}
    for somebody in crowd.people(part.start, part.stop, part.seed):
        for fault in look(crowd.KNOWLEDGE, somebody, counts):
            counts["broken"][fault] += 1
            examples.setdefault(fault, []).append(somebody.number)
    return {
        **part._asdict(),
        "people": part.stop - part.start,
        "seconds": time.perf_counter() - started,
        "processor_seconds": time.process_time() - worked,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "knowledge": crowd.KNOWLEDGE.sha256,
        "examples": {name: numbers[:_KEPT_EXAMPLES] for name, numbers in examples.items()},
        **{name: dict(each) for name, each in counts.items()},
    }


def parts(start: int, stop: int, seed: int, size: int) -> list[Part]:
    """Return the parts that numbers fall into; the same numbers always fall into the same ones."""
    edges = [start, *range((start // size + 1) * size, stop, size), stop]
    return [Part(low, high, seed) for low, high in pairwise(edges)]


def add(counted: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the sum of several parts; memory is the most any process held."""
    total: dict[str, Any] = {name: Counter() for name in ("decisions", "verdicts", "rules", "again", "broken")}
    examples: dict[str, list[int]] = {}
    for each in counted:
        for name in ("decisions", "verdicts", "rules", "again", "broken"):
            total[name].update(each[name])
        for fault, numbers in each["examples"].items():
            examples[fault] = [*examples.get(fault, []), *numbers][:_KEPT_EXAMPLES]
    sums = {name: sum(each[name] for each in counted) for name in ("people", "seconds", "processor_seconds")}
    return {**total, **sums, "examples": examples, "memory_mb": max((each["memory_mb"] for each in counted), default=0.0)}


def _keep(job: tuple[Path, Part]) -> None:
    """Count a part and write its file whole."""
    folder, part = job
    text = json.dumps(count(part), indent=1)
    unfinished = folder / f"{part.name}.{os.getpid()}"
    unfinished.write_text(text, encoding="utf-8")
    unfinished.rename(folder / part.name)


def show(total: dict[str, Any]) -> str:
    """Return the counts as a person reads them."""
    rules = {each.id for each in crowd.KNOWLEDGE.rules}
    people = total["people"]
    lines = [f"{people:,} people, {total['again']['people decided twice']:,} of them twice"]
    lines += [f"  {name}: {each:,}" for name, each in sorted(total["decisions"].items())]
    lines += [f"  {name}: {each:,}" for name, each in sorted(total["verdicts"].items())]
    rare = [name for name, each in total["rules"].items() if each < people / 10_000]
    lines.append(f"rules that applied: {len(rules & set(total['rules']))} of {len(rules)}; to fewer than 1 in 10,000: {len(rare)}")
    lines.append(
        f"{total['processor_seconds']:,.0f} processor seconds, {total['processor_seconds'] / max(people, 1) * 1000:.2f} ms a person; "
        f"at most {total['memory_mb']:.0f} MB a process"
    )
    lines.append(f"broken properties: {sum(total['broken'].values())}")
    lines += [f"  {name}: {each:,}, for instance {total['examples'][name]}" for name, each in sorted(total["broken"].items())]
    return "\n".join(lines)


def main(words: list[str] | None = None) -> int:
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("people", type=int, help="how many")
    told.add_argument("--start", type=int, default=0, help="the first number")
    told.add_argument("--processes", type=int, default=1)
    told.add_argument("--seed", type=int, default=1)
    told.add_argument("--part", type=int, default=PART, help="how many are counted into one file")
    told.add_argument("--into", type=Path, default=Path("counted"), help="the folder of the counts; what is in it already is added up too")
    chosen = told.parse_args(words)
    chosen.into.mkdir(parents=True, exist_ok=True)
    wanted = parts(chosen.start, chosen.start + chosen.people, chosen.seed, chosen.part)
    missing = [each for each in wanted if not (chosen.into / each.name).exists()]
    started = time.perf_counter()
    for done, _ in enumerate(_run(chosen.into, missing, chosen.processes), start=1):
        print(f"{done} of {len(missing)} parts, {time.perf_counter() - started:,.0f} s", file=sys.stderr, flush=True)  # noqa: T201
    kept = [json.loads(each.read_text(encoding="utf-8")) for each in sorted(chosen.into.glob("seed-*.json"))]
    wrong = _unfit(kept)
    if wrong:
        print(f"the counts in {chosen.into} {wrong}: use an empty folder", file=sys.stderr)  # noqa: T201
        return 2
    total = add(kept)
    print(f"{show(total)}\n{time.perf_counter() - started:,.0f} s on the clock for {len(missing)} parts")  # noqa: T201
    return 1 if total["broken"] else 0


def _run(folder: Path, missing: list[Part], processes: int) -> Iterator[None]:
    jobs = [(folder, each) for each in missing]
    if processes == 1:
        yield from map(_keep, jobs)
        return
    with get_context("spawn").Pool(processes) as pool:
        yield from pool.imap_unordered(_keep, jobs)


def _unfit(kept: list[dict[str, Any]]) -> str | None:
    """Say why several parts cannot be added up."""
    if len({each["knowledge"] for each in kept}) > 1:
        return "are of two editions of the knowledge"
    ranges = sorted((each["seed"], each["start"], each["stop"]) for each in kept)
    if any(one[0] == other[0] and other[1] < one[2] for one, other in pairwise(ranges)):
        return "hold some people twice"
    return None


if __name__ == "__main__":
    sys.exit(main())
