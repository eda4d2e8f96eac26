"""Forty generated people, on both papers and in both sizes: no page that reaches somebody fails a must-item of `lint`.

`python tests/lint_people.py 300` prints the same for as many as wanted, with the sides each kind of plan takes.
"""

from collections import Counter

import lint_people
import pytest
import visitors
from conftest import TODAY

from planner.library import Knowledge
from planner.vocabulary import Decision

# Ten people a look: every decision comes up, and the people with the longest lists.
PEOPLE = 40


def failed(found: list[lint_people.Judged]) -> list[str]:
    return [
        f"{each.who} {each.kind} {each.look}: {failure.criterion} {failure.words}"
        for each in found
        for failure in each.failed
        if lint_people.must([failure])
    ]


@pytest.mark.parametrize("first", range(0, PEOPLE, 8))
def test_no_page_of_a_generated_person_fails_a_must_item(first: int, knowledge: Knowledge) -> None:
    assert failed([*lint_people.judged(range(first, first + 8), visitors.LOOKS[:1], knowledge)]) == []


def test_the_blank_form_fails_no_must_item(knowledge: Knowledge) -> None:
    assert failed([*lint_people.forms(knowledge)]) == []


def test_the_people_make_every_kind_of_plan_on_every_look(knowledge: Knowledge) -> None:
    kinds: Counter[Decision] = Counter()
    looks = Counter(visitors.look_of(number) for number in range(PEOPLE))
    for number in range(PEOPLE):
        kinds[visitors.plan_of(visitors.visitor(number), knowledge, TODAY, *visitors.look_of(number)).decision] += 1
    assert set(kinds) == set(Decision)
    assert set(looks) == set(visitors.LOOKS)
