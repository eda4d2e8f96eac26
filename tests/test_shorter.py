"""A plan that says less: a sheet is written again at the steps it names, and at no other step is it another one."""

import json
from collections import defaultdict
from functools import cache

import crowd
import pytest

from planner.compose import drafts_of, story_of
from planner.decide import decide
from planner.errors import ProfileError
from planner.reading import read_profile
from planner.room import MOST_SHORT
from planner.understand import understand
from planner.vocabulary import Decision, PrintSize

PEOPLE = 150
# Somebody with more reasons for a referral than a page holds.
LOADED: crowd.Answers = {
    "age": 71,
    "sex": "male",
    "country": "GB",
    "goals": ["bone"],
    "medicines": ["amiodarone", "digoxin", "methotrexate", "lithium", "tacrolimus"],
    "conditions": ["kidney failure", "sarcoidosis", "kidney stones", "heart block", "stroke", "cirrhosis", "cancer"],
    "supplements": [{"name": "vitamin D3", "amount": 10000, "unit": "IU", "per_day": 1}],
    "surgery_planned": True,
}
STEPS = range(1, MOST_SHORT + 1)
Steps = defaultdict[tuple[Decision, str], set[int]]


@cache
def steps() -> tuple[Steps, Steps]:
    """Return the steps the sheets of each kind of plan name, and those at which one was another one for somebody."""
    named: Steps = defaultdict(set)
    found: Steps = defaultdict(set)
    for number, answers in enumerate((*(each.told for each in crowd.people(0, PEOPLE)), LOADED)):
        told = {**answers, "print": {"size": PrintSize.standard if number % 2 else PrintSize.large}}
        try:
            profile = read_profile(json.dumps(told).encode())
            judgement = decide(crowd.KNOWLEDGE, understand(profile, crowd.KNOWLEDGE, crowd.TODAY))
        except ProfileError:  # some of the crowd are to be refused
            continue
        story = story_of(crowd.KNOWLEDGE, profile, judgement)
        for draft in drafts_of(story):
            sheets = [draft.sheet(story._replace(short=short)) for short in range(MOST_SHORT + 1)]
            named[judgement.decision, draft.page].update(draft.changes)
            found[judgement.decision, draft.page].update(at for at in STEPS if sheets[at] != sheets[at - 1])
    return named, found


def test_no_sheet_changes_at_a_step_it_does_not_name() -> None:
    named, found = steps()
    assert {each: at - named[each] for each, at in found.items() if at - named[each]} == {}


@pytest.mark.parametrize("decision", [each for each in Decision if each is not Decision.no_supplement_needed])
def test_every_step_that_is_named_changes_the_sheet_for_somebody(decision: Decision) -> None:
    named, found = steps()
    mine = {each: at - found[each] for each, at in named.items() if each[0] is decision}
    assert mine
    assert {each: at for each, at in mine.items() if at} == {}
