"""What every sheet is written from: the judgement, the words of the knowledge, and what was worked out once for all pages."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from planner.decide import Judgement
from planner.edition import Knowledge
from planner.numerals import NBSP, day, unbroken
from planner.page import Block, Column, PageName, Sheet
from planner.plan import Apart, Replaced, SupplementPlan, ToClearUp
from planner.vocabulary import Part, Verdict

if TYPE_CHECKING:
    from planner.clinic import Clinic

# A clinic of a longer name is `us` where it can be called: its name stands at the top of every page.
_LONGEST_NAME = 40


class Story(NamedTuple):
    """What the sheets are written from.

    `short` is how much less is said than there would be to say, so that the plan is no longer than a person reads: at every step
    something that matters less than the rest is left out, or said in fewer words.
    """

    knowledge: Knowledge
    judgement: Judgement
    plan_number: str
    person: str | None
    review: str | None
    apart: tuple[Apart, ...]
    to_clear_up: tuple[ToClearUp, ...]
    band: str | None
    clinic: "Clinic | None" = None
    replaces: Replaced | None = None
    clinician_changes: tuple[str, ...] = ()
    short: int = 0

    def words(self, name: str, /, **fills: object) -> str:
        """Return a phrase, filled in."""
        return words(self.knowledge, name, **fills)

    def columns(self, *names: tuple[str, float]) -> tuple[Column, ...]:
        """Return the columns of a table: the phrase that is the title of each, and its share of the width."""
        return _columns(self.knowledge, names)

    @property
    def issuer(self) -> str:
        """Who issues the papers."""
        return self.clinic.name if self.clinic else self.knowledge.phrase("issuer")

    @property
    def warning(self) -> str | None:
        """What every page says of knowledge that nobody released."""
        return self.knowledge.unverified_words(urgent=self.judgement.urgency is not None)

    @property
    def emergency(self) -> str:
        """The number to call, where the person lives."""
        return self.knowledge.country(self.judgement.person.profile.country).emergency.replace(" ", NBSP)

    def contact(self, asked: str) -> str:
        """Return whom to ask: the clinic with its telephone and hours where it said them, else `asked`."""
        if self.clinic is None or not (self.clinic.telephone or self.clinic.hours):
            return self.words("questions-to", who=asked)
        reach = ((self.clinic.telephone or "").replace(" ", NBSP), self.clinic.hours or "")
        name = self.clinic.name if len(self.clinic.name) <= _LONGEST_NAME else self.words("clinic-us")
        return self.words("clinic-contact", name=name, reach=", ".join(filter(None, reach)))

    def standing(self) -> tuple[str, ...]:
        """Return how the rules stand: whether a clinician has signed them, and who has added some."""
        added = self.knowledge.additions
        signed = () if self.knowledge.signed_off else (self.words("not-signed"),)
        return signed if added is None else (*signed, self.words("with-additions", name=added.name))

    def replaces_words(self) -> tuple[str, ...]:
        """Return which plan this one takes the place of."""
        if self.replaces is None:
            return ()
        return (self.words("replaces", plan=self.replaces.plan_id, date=day(self.replaces.made_on)),)

    def supplements(self, *verdicts: Verdict) -> list[SupplementPlan]:
        """Return the supplements with one of these verdicts."""
        return [each for each in self.judgement.supplements if each.verdict in verdicts]

    def medicine(self, substance: str) -> str:
        """Return a medicine's name as the page calls it."""
        return next((each.name for each in self.judgement.person.taken if each.substance == substance), substance)


def words(knowledge: Knowledge, name: str, /, **fills: object) -> str:
    """Return a phrase, filled in; `Story.words` is for what only one story says."""
    return unbroken(knowledge.phrase(name, **fills)) if fills else _said(knowledge, name)


@lru_cache(maxsize=128)
def _columns(knowledge: Knowledge, names: tuple[tuple[str, float], ...]) -> tuple[Column, ...]:
    return tuple(Column(title=words(knowledge, name), share=share) for name, share in names)


@lru_cache(maxsize=2_048)
def _said(knowledge: Knowledge, name: str) -> str:
    """Return a phrase in which nothing is filled in; most are that, and stand on every plan."""
    return unbroken(knowledge.phrase(name))


class Draft(NamedTuple):
    """A sheet that can be written again in fewer words: `changes` are the steps of saying less at which it is another one.

    At every other step it is what it was at the step before, and nobody writes it again.
    """

    page: PageName
    title: str
    write: Callable[[Story], Iterable[Block]]
    joins: float | None = None
    changes: tuple[int, ...] = ()
    part: Part = Part.patient

    def sheet(self, story: Story) -> Sheet:
        """Return the sheet; a patient's carries the band of anything not checked."""
        band = story.band if self.part is Part.patient else None
        return Sheet(part=self.part, page=self.page, title=self.title, band=band, joins=self.joins, blocks=tuple(self.write(story)))
