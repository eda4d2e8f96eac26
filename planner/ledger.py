"""The claims ledger: what people may have read, how far it is right, and what a page may answer."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

from planner.edition import Knowledge
from planner.entry import Id, Reviewed, Sentence
from planner.mark import Within
from planner.record import refused
from planner.vocabulary import Goal, Supplement

MOST_SHOWN = 2


class Standing(StrEnum):
    """How far a claim is right. `unsupported` means that no adequate study in people was found."""

    supported = "supported"
    imprecise = "imprecise"
    contradicted = "contradicted"
    outdated = "outdated"
    unsupported = "unsupported"
    uncertain = "uncertain"
    no_claim = "no_claim"


class LedgerRow(Reviewed):
    """One thing people may have read. `heard` completes the sentence "You may have read that …".

    `known` is for professionals. `say` is all a page may print about it; without `say` nothing is printed. `goals` are
    those it belongs to, `shown_for` those for which a plan answers it, and `supplement` is the one it speaks of.
    """

    id: Id
    heard: Annotated[str, Within(min_length=2, max_length=120, pattern=r"[^.]$")]
    verdict: Standing
    known: Sentence
    supplement: Supplement | None = None
    goals: tuple[Goal, ...] = ()
    say: Sentence | None = None
    shown_for: tuple[Goal, ...] = ()

    def _consistent(self) -> None:
        if self.shown_for and self.say is None:
            raise refused("shown_for", "`shown_for` without `say`; write what the page may say, or show it nowhere")
        if not set(self.shown_for) <= set(self.goals):
            raise refused("shown_for", "`shown_for` names a goal that `goals` does not; add it there")


class Conflict(Reviewed):
    """Where good sources disagree about a supplement, in a professional's words; for every goal where none is named."""

    id: Id
    supplement: Supplement
    goals: tuple[Goal, ...] = ()
    clinician: Sentence


def rows_for(knowledge: Knowledge, goal: Goal | None = None) -> tuple[LedgerRow, ...]:
    """Return the rows that belong to a goal, or all of them, in the order of their ids."""
    return tuple(each for each in knowledge.all("ledger") if goal is None or goal in each.goals)


def answered(knowledge: Knowledge, goals: Iterable[Goal], recommended: Iterable[Supplement]) -> tuple[LedgerRow, ...]:
    """Return the rows a plan answers, the general goal last, and none that speaks of what is not recommended.

    The order in which the goals were given means nothing.
    """
    taken, told = {None, *recommended}, set(goals)
    ordered = [each for each in Goal if each in told - {Goal.general}] + [Goal.general] * (Goal.general in told)
    found = [each for goal in ordered for each in rows_for(knowledge, goal) if goal in each.shown_for and each.supplement in taken]
    return tuple(dict.fromkeys(found))[:MOST_SHOWN]


def conflicts_for(knowledge: Knowledge, goals: Iterable[Goal], recommended: Iterable[Supplement]) -> tuple[Conflict, ...]:
    """Return what sources disagree about, of the supplements that are recommended and for the goals given."""
    wanted, taken = set(goals), set(recommended)
    return tuple(each for each in knowledge.all("conflict") if each.supplement in taken and (not each.goals or wanted & set(each.goals)))
