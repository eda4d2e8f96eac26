"""Mistakes a hand can make in the knowledge, each made on purpose in a copy, and what finds it.

Most are refused when the files are read, or found by `knowledge check`. Where an edit is well formed and only wrong, the
cases are what stands between it and a patient: a sentence about a person no longer holds, and its name says which.
"""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from test_cases import CASES, Outcome, faults_of

from planner.errors import KnowledgeError, ProfileError
from planner.library import SHIPPED, Knowledge, read_knowledge
from planner.review import review

TODAY = date(2026, 11, 27)


class Draft:
    """A copy of the shipped knowledge, edited entry by entry."""

    def __init__(self, folder: Path, shipped: Knowledge) -> None:
        self.folder, self.shipped = Path(shutil.copytree(SHIPPED, folder)), shipped

    def edit(self, kind: str, name: str, old: str, new: str) -> None:
        """Replace the first text that matches inside one entry."""
        place = self.shipped.places[kind, name]
        path = self.folder / place.file
        lines = path.read_text(encoding="utf-8").split("\n")
        block = "\n".join(lines[place.line - 1 : place.line - 1 + len(place.block)])
        changed, count = re.subn(old, new, block, count=1)
        assert count == 1, f"{kind} {name} has no {old}"
        lines[place.line - 1 : place.line - 1 + len(place.block)] = changed.split("\n")
        path.write_text("\n".join(lines), encoding="utf-8")

    def found(self) -> list[str]:
        """What reading refuses, else what `knowledge check` finds."""
        try:
            return [str(each) for each in review(read_knowledge(self.folder), TODAY) if not each.warning]
        except KnowledgeError as error:
            return [str(each) for each in error.findings]

    def red_cases(self, about: str) -> list[str]:
        """The names of the cases about a rule or food that no longer hold."""
        knowledge = read_knowledge(self.folder)
        mine = [case for case in CASES if about in repr(case)]
        assert mine, f"no case is about {about}"
        return [case.name for case in mine if _fails(case, knowledge)]


def _fails(case: object, knowledge: Knowledge) -> bool:
    try:
        return bool(faults_of(Outcome(case, knowledge), case.expect))  # type: ignore[arg-type, attr-defined]
    except ProfileError:
        return True


@pytest.fixture
def draft(tmp_path: Path, knowledge: Knowledge) -> Draft:
    return Draft(tmp_path / "draft", knowledge)


# The mistake, the entry it is made in, and the line that names it.
FOUND: dict[str, tuple[tuple[str, str, str, str], str]] = {
    "a misspelt class": (
        ("rule", "vka-no-k2", r"vitamin-k-antagonist", "vitamin-k-antagonst"),
        r"when\.takes: there is no class vitamin-k-antagonst; an id that exists \(did you mean vitamin-k-antagonist\?\)$",
    ),
    "a dose ten times too high": (
        ("rule", "d3-adult-uk", r"high = (\d+)", r"high = \g<1>0"),
        r"then\.range: \d+0 is above the cap of d3; at most 25 micrograms$",
    ),
    "a cap ten times too high": (
        ("rule", "natto-weekly", r"amount = (\d+)", r"amount = \g<1>0"),
        r"then\.cap\.mk7: 450 is above the cap of mk7 itself; at most 180 micrograms$",
    ),
    "an upper level with a digit lost": (
        ("upper_level", "vitamin-d-uk-18", r"amount = (\d)\d+", r"amount = \g<1>"),
        r"cap: 25 is above the upper level vitamin-d-uk-18; at most \d micrograms$",
    ),
    "milligrams for micrograms in a dose": (
        ("rule", "general-mk7", "micrograms", "milligrams"),
        r"then\.range: the unit is milligrams; micrograms, as in the rest of the knowledge$",
    ),
    "milligrams for micrograms in what a rule counts": (
        ("rule", "vitamin-d-over-25", 'unit = "micrograms"', 'unit = "milligrams"'),
        r"when\.total(\.unit)?: the unit is milligrams; micrograms, as in the rest of the knowledge$",
    ),
    "evidence that does not exist": (
        ("rule", "kidney-stones", r'evidence = \["', '''evidence = ["smith-1999", "'''),
        r"evidence\.0: there is no evidence smith-1999; an id that exists",
    ),
    "no evidence at all": (
        ("rule", "kidney-stones", r"evidence = \[.*\]", "evidence = []"),
        r"evidence: .*; .*",
    ),
    "a brand that another medicine has": (
        ("substance", "apixaban", r'names = \["', '''names = ["Jantoven", "'''),
        r"names: Jantoven already means apixaban; a name means one thing only$",
    ),
    "a promise": (
        ("rule", "osteoporosis", r'say = "', 'say = "Vitamin K2 is the best natural help. '),
        r"say: the word best in: Vitamin K2 is the best natural help\.; no health claim and no promise; say what was found$",
    ),
    "a sentence that tells someone to stop": (
        ("rule", "thiazide-d3-magnesium", r'say = "', 'say = "Stop your water tablet for now. '),
        r"say: the word Stop in: Stop your water tablet for now\.; no sentence tells anyone to stop or change a medicine; .*",
    ),
    "a sentence of twenty-four words": (
        ("rule", "kidney-stones", r'say = "', 'say = "' + "and so it goes on " * 4 + "and on and on. "),
        r"say: 24 words in one sentence: and so it goes on .*; at most 20; make two of it$",
    ),
    "a review that ends before it began": (
        ("rule", "kidney-stones", "title =", "review_by = 2026-01-01\ntitle ="),
        r"entry: `review_by` is not after `reviewed`; a later date is allowed$",
    ),
    "a distance without hours": (
        ("rule", "thyroid-hormone-magnesium-apart", r"before = \d+, after = \d+", "before = 0, after = 0"),
        r"then\.apart\.magnesium: no hours before and none after; hours on at least one side$",
    ),
    "a bracket that nothing fills": (
        ("rule", "kidney-stones", r"\{condition\}", "{medicine}"),
        r"say: nothing fills \{medicine\} here; a rule with when\.takes or when\.takes_substance$",
    ),
    "an age of seventeen where a range ends": (
        ("upper_level", "vitamin-d-uk-18", "age_from = 18", "age_from = 17"),
        r"id: at age 17 there are 2 upper levels of vitamin_d in united-kingdom; one for every age$",
    ),
}


def test_a_copy_without_a_mistake_has_no_finding(draft: Draft) -> None:
    assert draft.found() == []
    assert draft.red_cases("kidney-stones") == []


@pytest.mark.parametrize("mistake", FOUND)
def test_reading_or_checking_finds(mistake: str, draft: Draft) -> None:
    edit, line = FOUND[mistake]
    draft.edit(*edit)
    found = draft.found()
    assert any(re.match(rf"[\w/]+\.toml:\d+: {line}", each) for each in found), found


# The mistake, the rule, the edit, and a rule or food that the red cases are about.
RED: dict[str, tuple[str, str, str]] = {
    "seventeen for eighteen": ("teen-12-to-17", r"age_under = 18", "age_under = 17"),
    "an offer from seventeen": ("magnesium-adult", r"age_from = 18", "age_from = 17"),
    "hours the wrong way round": ("fluoroquinolone-magnesium-apart", r"before = (\d+), after = (\d+)", r"before = \2, after = \1"),
    "a lost unless": ("blood-thinner-unknown-kind", r"unless\.takes = .*\n", ""),
    "a loosened verdict": ("vka-no-k2", r'then\.withhold = \["mk7"\]\n', 'then.inform = ["mk7"]\n'),
    "a withhold that became a referral": ("myasthenia-no-magnesium", "then.withhold", "then.refer"),
    "a symptom that is no longer urgent": ("symptom-chest-pain", r'then\.urgent = "now"\n', ""),
    "under for from": ("bone-mk7-from-50", r"age_from = 50", "age_under = 50"),
    "a dose that is lower but wrong": ("cramps-mk7-from-65", r"low = 180", "low = 18"),
    "weeks for months": ("cramps-mk7-from-65", r"weeks = 8", "weeks = 32"),
    "nobody to see": ("mechanical-valve-no-k2", r"then\.see = \[.*\]", 'then.see = ["gp"]'),
}


@pytest.mark.parametrize("mistake", RED)
def test_a_case_or_the_check_goes_red(mistake: str, draft: Draft) -> None:
    rule, old, new = RED[mistake]
    draft.edit("rule", rule, old, new)
    assert draft.found() or draft.red_cases(rule), f"nothing noticed: {mistake}"


def test_a_food_that_lost_its_tag_is_noticed(draft: Draft) -> None:
    draft.edit("food", "natto", r'"vka"(, )?', "")
    assert draft.found() or draft.red_cases("natto")


def test_a_brand_moved_to_another_medicine_is_noticed(draft: Draft) -> None:
    draft.edit("substance", "warfarin", r'"Coumadin", ', "")
    draft.edit("substance", "bisoprolol", r"names = \[", 'names = ["Coumadin", ')
    assert draft.found() == []
    assert draft.red_cases("Coumadin")
