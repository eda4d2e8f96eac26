"""What a name typed at a prompt is heard as: shown to the person, who says whether it is theirs; nothing is accepted by itself.

Beside the reading there is what the conversation needs to ask no more than a rule would use: whether it matters when a
medicine is taken or was stopped, when a condition began, what the amount of a product is counted in.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from rapidfuzz.distance import OSA

from planner.edition import Knowledge, names_of
from planner.names import Names, Table, Target
from planner.recognise import Recogniser, look_up, recogniser
from planner.rule import Rule
from planner.spelling import key
from planner.vocabulary import BloodThinner, Match


class Scale(NamedTuple):
    """What a number may be told in: each unit's worth in `unit`, and between which values it can be true."""

    unit: str
    worth: Mapping[str, float]
    lowest: float = 0.0
    highest: float = float("inf")


class Heard(NamedTuple):
    """A reading for the prompt. `names` are recognised; `candidates` are only suggestions, each with its words in `shown`.

    `thins` is the kind of blood thinner it is, `asks` holds what else a rule would use (`stopped`, `slots`, `since`),
    `usual` is the highest usual amount on a label in the unit of `scale`, and `settles` says whether a health worker
    may mark it as seen and not relevant.
    """

    match: Match
    names: tuple[str, ...] = ()
    plain: str = ""
    candidates: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    thins: BloodThinner | None = None
    asks: frozenset[str] = frozenset()
    scale: Scale | None = None
    usual: float | None = None
    settles: bool = False


class Listener:
    """Hears names with one edition of the knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Take the edition, and its names ready to be looked up."""
        self.knowledge = knowledge
        self.reader: Recogniser = recogniser(knowledge)
        self.names: Names = self.reader.names

    def look_up(self, typed: str, table: Table) -> Heard:
        """Return what one thing typed into a list is heard as."""
        understood = look_up(self.knowledge, typed, table)
        readings = self.reader.read(typed, table)
        targets = tuple(dict.fromkeys(target for each in readings for target in each.targets))
        guesses = tuple(dict.fromkeys(target for each in readings for target in each.candidates))
        near = [self._suggestion(typed, target, table) for target in guesses]
        scale, usual = self._amount(targets or guesses)
        return Heard(
            match=understood.match,
            names=understood.names,
            plain=understood.plain,
            candidates=tuple(spelling for spelling, _ in near),
            shown=tuple(words for _, words in near),
            thins=self._thins(targets),
            asks=frozenset(self._asks(targets or guesses)),
            scale=scale,
            usual=usual,
            settles=not targets and not guesses and not any(each.risk for each in readings),
        )

    def lab(self, name: str) -> Scale:
        """Return what a laboratory result may be told in."""
        known = self.knowledge.get("lab", name)
        return Scale(known.unit, known.worth, known.lowest, known.highest)

    def _suggestion(self, typed: str, target: Target, table: Table) -> tuple[str, str]:
        """Return the spelling nearest to what was typed, which is what stands on the person's box, and the line to show for it."""
        name = self.names.name(target)
        own = list(names_of(target.kind, self.knowledge.get(target.kind, target.id)))
        nearest = min([name, *own], key=lambda each: (OSA.distance(key(typed), key(each)), each != name))
        if set(self._targets(nearest, table)) != {target}:
            nearest = name
        also = [each for each in (name if nearest != name else "", self._plain([target])) if each and each != nearest]
        return nearest, f"{nearest} ({', '.join(dict.fromkeys(also))})" if also else nearest

    def _targets(self, spelling: str, table: Table) -> tuple[Target, ...]:
        return tuple(target for each in self.reader.read(spelling, table) for target in (*each.targets, *each.candidates))

    def _plain(self, targets: Iterable[Target]) -> str:
        classes = (each for target in targets for each in self.names.classes(target)[:1])
        return ", ".join(dict.fromkeys(self.knowledge.get("class", each).plain for each in classes))

    def _thins(self, targets: tuple[Target, ...]) -> BloodThinner | None:
        if not self.names.guarded.isdisjoint(targets):
            return BloodThinner.vitamin_k_antagonist
        return BloodThinner.other if any(self.names.families(each) & self._thinners for each in targets) else None

    @cached_property
    def _thinners(self) -> frozenset[str]:
        """The classes that answer a blood thinner of unknown kind when they stand in the list of medicines."""
        asked = (rule for rule in self.knowledge.rules if rule.when.blood_thinner is BloodThinner.unknown_kind)
        return frozenset(rule.unless.takes for rule in asked if rule.unless and rule.unless.takes)

    def _asks(self, targets: tuple[Target, ...]) -> Iterable[str]:
        for target in targets:
            for rule in self.knowledge.rules:
                if rule.when.stopped_within_weeks is not None and self._is_of(rule, target):
                    yield "stopped"
                if rule.then.apart and self._is_of(rule, target):
                    yield "slots"
                if target.kind == "condition" and rule.when.since_within_months is not None and rule.when.has == target.id:
                    yield "since"

    def _is_of(self, rule: Rule, target: Target) -> bool:
        """Whether the rule asks for this medicine or its class."""
        mine = self.names.substances(target) if target.table == "medicine" else ()
        return rule.when.takes in self.names.families(target) or any(rule.when.takes_substance == each.id for each in mine)

    def _amount(self, targets: tuple[Target, ...]) -> tuple[Scale | None, float | None]:
        """Return what the amount of a single product is counted in, and the highest usual one."""
        products = [self.knowledge.get("product", each.id) for each in targets if each.kind == "product"]
        if len(products) != 1 or products[0].amount_of is None:
            return None, None
        known = self.knowledge.get("nutrient", products[0].amount_of)
        usual = [each.amount * known.worth[each.unit] for each in products[0].typical if each.nutrient == products[0].amount_of]
        return Scale(known.unit, known.worth), max(usual, default=None)
