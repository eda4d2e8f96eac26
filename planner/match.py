"""Which rules apply to a person, and why.

A fact is true, false or not known. A caution applies unless it is known not to; an offer applies only if it is known
to. So an unanswered question can fire a caution and block an offer, and can never do the opposite. A fact that is true
only through a name we are not sure of counts in full for cautions, never lifts one, and accuses nobody: its rule is
marked `possible` and its own words are not printed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from planner.compare import Check, checks
from planner.library import Knowledge
from planner.person import Person
from planner.rule import Rule


class Certainty(StrEnum):
    """How a rule came to apply: known facts, a name that may mean something else, or an open question."""

    known = "known"
    possible = "possible"
    doubt = "doubt"


@dataclass(frozen=True)
class Fired:
    """A rule that applies, how surely, and the answers behind it."""

    rule: Rule
    certainty: Certainty
    because: tuple[Check, ...]

    @property
    def words(self) -> str:
        """The answers in words; for a doubt only the open questions, so that nobody is said to take or have anything."""
        if self.certainty is Certainty.doubt:
            return "not known: " + ", ".join(sorted({each.question.value for each in self.because if each.question}))
        return "; ".join(each.words for each in self.because)

    @property
    def fills(self) -> dict[str, str]:
        """What the words in brackets of the rule's sentences stand for."""
        found: dict[str, list[str]] = {}
        for check in self.because:
            for name, value in check.fills:
                if value not in found.setdefault(name, []):
                    found[name].append(value)
        return {name: " and ".join(values) for name, values in found.items()}


def fired(knowledge: Knowledge, person: Person) -> tuple[Fired, ...]:
    """Return every rule that applies, in the order of their ids."""
    return tuple(each for rule in knowledge.rules if (each := _fire(knowledge, rule, person)) is not None)


def _fire(knowledge: Knowledge, rule: Rule, person: Person) -> Fired | None:
    caution = not rule.then.offers
    found = []
    for each in checks(knowledge, rule.when, person, tightens=caution):
        if each.holds is False:  # one line that is known not to hold settles it, for offers and cautions alike
            return None
        found.append(each)
    included, inside = tuple(found), _all(found)
    outside = (
        False if rule.unless is None else _all(_lifting(checks(knowledge, rule.unless, person, tightens=not caution), caution=caution))
    )
    applies = outside is not True if caution else (inside is True and outside is False)
    if not applies:
        return None
    if inside is None:
        return Fired(rule, Certainty.doubt, included)
    return Fired(rule, Certainty.known if all(each.certain for each in included) else Certainty.possible, included)


def _all(checks: Iterable[Check]) -> bool | None:
    answers = {each.holds for each in checks}
    return False if False in answers else None if None in answers else True


def _lifting(checks: Iterator[Check], *, caution: bool) -> Iterator[Check]:
    """What is only possible may block an offer, never lift a caution."""
    for each in checks:
        yield Check(None, each.words) if caution and each.holds and not each.certain else each
