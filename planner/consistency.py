"""What must hold between entries: references that exist, names that mean one thing, nothing known that no rule speaks of.

Each check returns a line for every fault: `file:line: field: what is wrong; what is allowed`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, get_args, get_origin

from planner import entry, larder, ledger
from planner.edition import Knowledge, names_of
from planner.entry import Ref
from planner.errors import Finding
from planner.reading import suggestion
from planner.record import Record, called, fields_of
from planner.rule import Rule
from planner.spelling import key

SHAPES: dict[str, type[Record]] = {
    "edition": entry.Edition,
    "evidence": entry.Evidence,
    "class": entry.MedicineClass,
    "substance": entry.Substance,
    "combination": entry.Combination,
    "condition": entry.ConditionEntry,
    "risk_word": entry.RiskWord,
    "could_mean": entry.CouldMean,
    "allergen": entry.Allergen,
    "set_aside": entry.SetAside,
    "salt": entry.Salt,
    "local_form": entry.LocalForm,
    "look_alike": entry.LookAlike,
    "times_a_day": entry.TimesADay,
    "time_of_day": entry.TimeOfDay,
    "nutrient": entry.NutrientEntry,
    "lab": entry.LabEntry,
    "product": entry.Product,
    "supplement": entry.SupplementEntry,
    "upper_level": entry.UpperLevel,
    "region": entry.Region,
    "country": entry.Country,
    "food_tag": larder.FoodTag,
    "food": larder.Food,
    "swap": larder.Swap,
    "source": entry.Source,
    "phrase": entry.Phrase,
    "claim": entry.Claim,
    "ledger": ledger.LedgerRow,
    "conflict": ledger.Conflict,
    "style": entry.Style,
    "banned": entry.Banned,
    "rule": Rule,
}
# Tables whose names are looked up in what a person typed: within one group a name may mean one thing only.
NAMED = (("class", "substance", "combination"), ("condition",), ("allergen",), ("product",), ("food",))


def faults_in(knowledge: Knowledge) -> list[Finding]:
    """Return every fault between the entries of an edition."""
    return _dangling(knowledge) or [
        *_same_names(knowledge),
        *_unspoken(knowledge),
        *_unfillable(knowledge),
        *_incomplete(knowledge),
    ]


def faults_of_added(knowledge: Knowledge) -> list[Finding]:
    """Return what is wrong between rules and sources that were added, those whose places are known, and the edition."""
    return _dangling(knowledge) or _unfillable(knowledge)


def near(word: str, known: Iterable[str]) -> str:
    """Return a question that suggests the known word nearest to a wrong one, or nothing."""
    found = suggestion(word, known)
    return f" (did you mean {found}?)" if found else ""


def references(value: Any, annotation: Any, loc: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], str, str]]:
    """Yield place, kind and id of every reference in a value, following the types that say which texts are ids."""
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        kinds = [mark.kind for mark in marks if isinstance(mark, Ref)]
        if kinds and isinstance(value, str):
            yield loc, kinds[0], value
        else:
            yield from references(value, inner, loc)
    elif isinstance(value, Record):
        for name, inner in fields_of(type(value)).items():
            yield from references(getattr(value, name), inner, (*loc, called(type(value), name)))
    elif isinstance(value, (tuple, dict)):
        inside = [each for each in get_args(annotation) if each is not Ellipsis]
        parts: Iterable[tuple[Any, Any]] = value.items() if isinstance(value, dict) else enumerate(value)
        for step, each in parts:
            if inside:
                yield from references(each, inside[-1], (*loc, step))
    elif value is not None:
        for each in get_args(annotation):
            yield from references(value, each, loc)


def _dangling(knowledge: Knowledge) -> list[Finding]:
    faults = []
    for (kind, name), place in knowledge.places.items():
        for loc, wanted, target in references(knowledge.get(kind, name), SHAPES[kind], ()):
            known = knowledge.entries[wanted]
            if target not in known:
                allowed = "an id that exists" + near(target, known)
                faults.append(place.finding(loc, f"there is no {wanted} {target}", allowed))
    return faults


def _same_names(knowledge: Knowledge) -> list[Finding]:
    faults = []
    for group in NAMED:
        seen: dict[str, tuple[str, str]] = {}
        for kind in group:
            for each in knowledge.all(kind):
                for spelling in names_of(kind, each):
                    first = seen.setdefault(key(spelling), (kind, each.id))
                    if first != (kind, each.id):
                        wrong = f"{spelling} already means {first[1]}"
                        faults.append(knowledge.finding(kind, each.id, "names", wrong, "a name means one thing only"))
    return faults


def _unspoken(knowledge: Knowledge) -> list[Finding]:
    """A class without a rule would make its medicines look clear when nobody has thought about them."""
    when = {rule.when.takes for rule in knowledge.rules}
    spoken = when | {rule.unless.takes for rule in knowledge.rules if rule.unless}
    conditions = {facts.has for rule in knowledge.rules for facts in (rule.when, rule.unless) if facts and facts.has}
    listed = {name for each in knowledge.all("substance") for name in each.classes}
    faults = []
    for each in knowledge.all("class"):
        # To be lifted by a class is not to be spoken of: a medicine listed in it needs a rule that asks for it.
        if not knowledge.families[each.id] & (when if each.id in listed or each.people_say else spoken):
            wrong, allowed = f"no rule speaks of {each.id}", "a class needs at least one rule that takes it"
            faults.append(knowledge.places["class", each.id].head(wrong, allowed))
    for each in knowledge.all("condition"):
        if not each.clear and each.id not in conditions:
            wrong, allowed = f"no rule speaks of {each.id}", "a rule that has it, or `clear = true`"
            faults.append(knowledge.places["condition", each.id].head(wrong, allowed))
    return faults


# What the program can fill into the sentences of a rule, and the lines of the rule that it comes from (any rule has a number).
FILLS: dict[str, tuple[str, ...]] = {
    "medicine": ("when.takes", "when.takes_substance"),
    "told": ("when.takes", "when.takes_substance"),
    "condition": ("when.has",),
    "hours": ("then.apart",),
    "before": ("then.apart",),
    "after": ("then.apart",),
    "total": ("when.total",),
    "product": ("when.total", "when.takes_product"),
    "result": ("when.lab",),
    "number": (),
}


def _unfillable(knowledge: Knowledge) -> list[Finding]:
    """A bracket nobody fills would stop the printing of a plan."""
    faults = []
    for rule in knowledge.rules:
        for field, sentence in (("say", rule.say), ("already.say", rule.already and rule.already.say), ("clinician", rule.clinician)):
            for word in re.findall(r"\{([^}]*)\}", sentence or ""):
                lines = FILLS.get(word)
                if lines is None:
                    faults.append(
                        knowledge.finding("rule", rule.id, field, f"nothing fills {{{word}}}", f"one of {', '.join(sorted(FILLS))}")
                    )
                elif lines and not any(_line(rule, line) for line in lines):
                    faults.append(
                        knowledge.finding("rule", rule.id, field, f"nothing fills {{{word}}} here", f"a rule with {' or '.join(lines)}")
                    )
    levels = [(each.id, word) for each in knowledge.all("upper_level") for word in re.findall(r"\{([^}]*)\}", each.say)]
    faults += [
        knowledge.finding("upper_level", name, "say", f"nothing fills {{{word}}}", "{total} only")
        for name, word in levels
        if word != "total"
    ]
    return faults


def _line(rule: Rule, name: str) -> Any:
    part, word = name.split(".")
    return getattr(getattr(rule, part), word)


def _incomplete(knowledge: Knowledge) -> list[Finding]:
    needed = [("edition", None), ("style", "patient"), ("region", "elsewhere"), ("country", "elsewhere")]
    return [
        Finding("knowledge", 1, kind, f"there is no entry {name or 'of this kind'}", "every edition has one")
        for kind, name in needed
        if not (knowledge.entries[kind] if name is None else name in knowledge.entries[kind])
    ]
