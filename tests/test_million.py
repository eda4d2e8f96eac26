"""The long run over invented people: its people, what it looks for, and that its counts add up.

The run itself is `python tests/million.py`; here a few hundred are looked at, and judgements are damaged on purpose to see
that each damage is found.
"""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import careful
import crowd
import million
import pytest
from crowd import KNOWLEDGE, Somebody, person

from planner.decide import Judgement
from planner.plan import Span, SwapPlan
from planner.vocabulary import Decision, FoodNutrient, Slot, Supplement, Verdict

WELL = {
    "age": 40,
    "sex": "male",
    "country": "GB",
    "diet": "omnivore",
    "allergies": [],
    "medicines": [],
    "blood_thinner": "no",
    "supplements": [],
    "conditions": [],
    "symptoms": [],
    "surgery_planned": False,
    "goals": ["general"],
}


def somebody(named: str = "", **told: Any) -> Somebody:
    return Somebody(0, WELL | told, frozenset(filter(None, [named])), None, regional_caps=False)


def test_everybody_of_a_few_hundred_is_treated_with_care() -> None:
    counted = million.count(million.Part(0, 400, 1))
    assert counted["broken"] == {}
    assert set(counted["decisions"]) == {*Decision, "refused"}
    assert len(counted["rules"]) > 150
    assert counted["again"] == {"people decided twice": counted["again"]["people decided twice"]}
    assert counted["again"]["people decided twice"] >= 35


def test_the_same_number_is_the_same_person() -> None:
    assert list(crowd.people(40, 60)) == [person(number) for number in range(40, 60)]
    assert person(41, seed=2).told != person(41).told


def test_the_people_are_of_every_kind() -> None:
    drawn = [each for each in crowd.people(0, 2500) if each.wrong is None]
    ages = Counter(careful.age_of(each.told) // 10 for each in drawn)
    assert min(ages[decade] for decade in range(11)) >= 5
    assert {each.told.get("life_stage") for each in drawn} >= {"pregnant", "breastfeeding", "trying_to_conceive", "not_sure", None}
    assert all(any(each.told.get(key, "gone") == answer for each in drawn) for key in crowd.SAFETY for answer in ("gone", "not_sure"))
    entries = [entry for each in drawn for entry in each.told.get("supplements", ()) if isinstance(entry, dict)]
    assert {entry["unit"] for entry in entries if "unit" in entry} >= {"IU", "mg", "micrograms"}
    wrong = [each for each in crowd.people(0, 2500) if each.wrong is not None]
    assert 10 <= len(wrong) <= 50


def test_parts_add_up() -> None:
    parts = million.parts(15, 75, 1, size=30)
    assert [(each.start, each.stop) for each in parts] == [(15, 30), (30, 60), (60, 75)]
    whole, sum_of_parts = million.count(million.Part(15, 75, 1)), million.add([million.count(each) for each in parts])
    for name in ("people", "decisions", "verdicts", "rules", "again", "broken"):
        assert sum_of_parts[name] == whole[name]


def test_a_run_goes_on_where_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--part", "20", "--into", str(tmp_path)]
    assert million.main(["40", *words]) == 0
    kept = {each.name: each.read_text() for each in tmp_path.iterdir()}
    first, second = sorted(kept)
    (tmp_path / second).unlink()
    assert million.main(["40", *words]) == 0
    assert million.main(["10", "--start", "40", *words]) == 0
    out, err = capsys.readouterr()
    assert [line for line in out.splitlines() if "people," in line] == [
        "40 people, 4 of them twice",
        "40 people, 4 of them twice",
        "50 people, 5 of them twice",
    ]
    assert err.splitlines()[-1].startswith("1 of 1 parts")
    assert (tmp_path / first).read_text() == kept[first]


def test_nobody_is_counted_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert million.main(["20", "--into", str(tmp_path)]) == 0
    assert million.main(["20", "--start", "10", "--into", str(tmp_path)]) == 2
    assert "hold some people twice" in capsys.readouterr().err


def test_counts_of_another_edition_are_not_added(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert million.main(["10", "--into", str(tmp_path)]) == 0
    first = next(tmp_path.iterdir())
    first.write_text(json.dumps({**json.loads(first.read_text()), "knowledge": "another"}))
    assert million.main(["10", "--start", "10", "--into", str(tmp_path)]) == 2
    assert "two editions" in capsys.readouterr().err


# -- damaged on purpose ------------------------------------------------------------------------------------------------------


def _supplement(judgement: Judgement, name: Supplement, **changes: Any) -> Judgement:
    """Return a judgement with one row changed."""
    rows = tuple(each.but(**changes) if each.supplement is name else each for each in judgement.supplements)
    return judgement._replace(supplements=rows)


def _swap(judgement: Judgement, choose: str) -> Judgement:
    swap = SwapPlan(instead_of="butter", choose=choose, nutrient=FoodNutrient.k2, portion="1", amount=None)
    return judgement._replace(foods=judgement.foods._replace(swaps=(swap,), permitted=judgement.foods.permitted | {choose}))


def _forbid(judgement: Judgement) -> Judgement:
    return judgement._replace(foods=judgement.foods._replace(permitted=frozenset()))


Damage = Callable[[Judgement], Judgement]
MK7, D3, MAGNESIUM = Supplement.mk7, Supplement.d3, Supplement.magnesium
DAMAGED: dict[str, tuple[Somebody, Damage]] = {
    "one decision": (somebody(), lambda each: each._replace(decision=Decision.check_first)),
    "three supplements": (somebody(), lambda each: each._replace(supplements=each.supplements[:2])),
    "a red flag withholds all": (somebody(symptoms=["chest_pain"]), lambda each: _supplement(each, D3, verdict=Verdict.refer)),
    "a dose with a recommendation and never without": (somebody(), lambda each: _supplement(each, D3, verdict=Verdict.refer)),
    "a dose with what is taken stays under every limit": (
        somebody(),
        lambda each: _supplement(each, D3, dose=Span(low=10, high=50, unit="micrograms")),
    ),
    "a dose is a range of strengths": (somebody(), lambda each: _supplement(each, D3, dose=Span(low=11, high=15, unit="micrograms"))),
    "care for a vitamin K antagonist": (somebody("class vitamin-k-antagonist"), lambda each: each),
    "care for under 18": (somebody(age=12), lambda each: _supplement(each, MAGNESIUM, verdict=Verdict.already_enough)),
    "care for a blood thinner of unknown kind": (
        somebody(blood_thinner="unknown_kind"),
        lambda each: _supplement(each, MK7, verdict=Verdict.refer),
    ),
    "care for a result of egfr": (
        somebody(labs={"egfr": {"value": 20, "unit": "mL/min/1.73m2"}}),
        lambda each: _supplement(each, MAGNESIUM, verdict=Verdict.refer),
    ),
    "a time of day keeps every distance": (
        somebody(medicines=[{"name": "levothyroxine", "slots": ["evening"]}]),
        lambda each: _supplement(each, MAGNESIUM, slots=(Slot.evening,)),
    ),
    "a food fits diet and food rules": (somebody(diet="vegan"), lambda each: _swap(each, "gouda")),
    "a food meets no allergy and no dislike": (somebody(allergies=["milk"]), lambda each: _swap(each, "gouda")),
    "no food that a rule keeps away": (somebody(), lambda each: _forbid(_swap(each, "gouda"))),
    "no swap on a referral, or with allergies open": (somebody(age=12), lambda each: _swap(each, "gouda")),
    "no swap that raises vitamin K": (somebody(age=12), lambda each: _swap(each, "gouda")),
    "natto only where MK-7 is not offered": (somebody(), lambda each: _swap(each, "natto")),
    "a swap changes something": (somebody(eats={"gouda": "daily"}), lambda each: _swap(each, "gouda")),
    "food is said to be missing to vegans only": (
        somebody(),
        lambda each: each._replace(foods=each.foods._replace(no_vegan_k2=True)),
    ),
    "every entry is shown back as typed": (
        somebody(medicines=["bisoprolol"]),
        lambda each: each._replace(person=replace(each.person, rows=())),
    ),
}


@pytest.mark.parametrize("fault", DAMAGED)
def test_a_damaged_judgement_is_found(fault: str) -> None:
    told, damage = DAMAGED[fault]
    sound = million.judge(KNOWLEDGE, told)
    if told.named == frozenset():
        assert careful.faults(KNOWLEDGE, told, sound) == []
    assert fault in careful.faults(KNOWLEDGE, told, damage(sound))


def test_looser_is_noticed() -> None:
    strict, loose = million.judge(KNOWLEDGE, somebody(age=12)), million.judge(KNOWLEDGE, somebody())
    assert careful.looser(strict, loose) == [each.value for each in Supplement]
    assert careful.looser(loose, strict) == []
    assert careful.looser(strict, strict) == []
