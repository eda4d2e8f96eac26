"""What `lint` finds in broken pages, and that it finds nothing in those we make."""

import json
from pathlib import Path

import broken_pages as broken
import pytest

from planner.compose import make_plan
from planner.library import Knowledge
from planner.lint.failure import Failure
from planner.lint.judge import criteria, judge_all
from planner.plan import Plan
from planner.reading import read_profile
from planner.vocabulary import Part
from templates.sheet import draw

HERE = Path(__file__).parent
NAMES = [path.stem for path in sorted((HERE / "profiles").glob("*.json"))]


def failed(folder: Path, plan: Plan, files: dict[Part, bytes]) -> list[Failure]:
    finished = []
    for part, data in files.items():
        path = folder / f"{part.value}_{plan.plan_id}.pdf"
        path.write_bytes(data)
        finished.append((path, data))
    return [each for found in judge_all(finished, broken.shipped()).values() for each in found]


def must(found: list[Failure]) -> list[Failure]:
    return [each for each in found if criteria()[each.criterion].must]


@pytest.mark.parametrize("name", broken.BROKEN)
def test_a_broken_page_fails_the_criterion_it_breaks(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan, part, data = broken.BROKEN[name](monkeypatch)
    assert name.partition(" ")[0] in {each.criterion for each in failed(tmp_path, plan, {part: data})}


def test_every_must_item_that_a_file_can_show_has_a_broken_page() -> None:
    shown = {name.partition(" ")[0] for name in broken.BROKEN}
    elsewhere = {"E9", "F7"}  # held by properties over all plans and by the print job
    assert {each.id for each in criteria().values() if each.must} - shown == elsewhere


def test_what_no_file_can_show_is_held_by_something_that_is_there() -> None:
    held = [each for each in criteria().values() if each.held]
    assert {"E9", "F7"} <= {each.id for each in held}
    for each in held:
        assert (HERE.parent / str(each.held)).exists(), each


def test_there_are_seventy_criteria_in_seven_sections() -> None:
    counts = {letter: sum(name[0] == letter for name in criteria()) for letter in "ABCDEFG"}
    assert counts == {"A": 15, "B": 9, "C": 13, "D": 11, "E": 11, "F": 8, "G": 3}


@pytest.mark.parametrize("size", ["standard", "large"])
@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("name", NAMES)
def test_the_papers_of_the_people_in_profiles_fail_nothing(name: str, paper: str, size: str, tmp_path: Path, knowledge: Knowledge) -> None:
    told = json.loads((HERE / "profiles" / f"{name}.json").read_bytes()) | {"print": {"paper": paper, "size": size}}
    plan = make_plan(read_profile(json.dumps(told).encode()), knowledge, broken.TODAY)
    assert must(failed(tmp_path, plan, {part: draw(plan, part) for part in plan.parts()})) == []
