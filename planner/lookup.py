"""Finding entries of the knowledge by id or by name, with their sources and everything that speaks of them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from planner.consistency import SHAPES, references
from planner.edition import Knowledge, names_of
from planner.record import Record, fields_of
from planner.shape import to_data
from planner.spelling import key

_NAMED = ("class", "substance", "combination", "condition", "allergen", "product", "food")
_MOST_SUGGESTED = 5


class Read(Record):
    """One source of an entry."""

    id: str
    title: str
    publisher: str
    year: int
    link: str | None
    kind: str
    strength: str
    seen: date
    says: str


class Shown(Record):
    """One entry: where it stands, what it says, what was read for it, and which entries speak of it."""

    kind: str
    id: str
    file: str
    line: int
    fields: dict[str, Any]
    sources: tuple[Read, ...]
    spoken_of_by: tuple[str, ...]


class Listed(Record):
    """An entry in a list: its id and what it is called."""

    kind: str
    id: str
    name: str


def show(knowledge: Knowledge, wanted: str) -> tuple[Shown, ...]:
    """Return every entry of this name, and every entry of this id whatever its kind."""
    named = [(kind, each.id) for kind in _NAMED for each in knowledge.all(kind) if key(wanted) in map(key, names_of(kind, each))]
    found = dict.fromkeys([*named, *((kind, wanted) for kind in SHAPES if knowledge.has(kind, wanted))])
    return tuple(_shown(knowledge, kind, name) for kind, name in found)


def near_ids(knowledge: Knowledge, wanted: str) -> tuple[str, ...]:
    """Return the ids whose spelling, or whose name's spelling, is nearest to a word that is no id."""
    ids = {name: name for entries in knowledge.entries.values() for name in entries}
    ids |= {key(name): each.id for kind in _NAMED for each in knowledge.all(kind) for name in names_of(kind, each)}
    most = max(2, len(wanted) // 3)
    found = process.extract(wanted.lower(), ids.keys(), scorer=OSA.distance, score_cutoff=most, limit=_MOST_SUGGESTED)
    return tuple(dict.fromkeys(ids[word] for word, _, _ in found))


def listing(knowledge: Knowledge, kind: str) -> tuple[Listed, ...]:
    """Return the entries of a kind in the order of their ids."""
    return tuple(Listed(kind=kind, id=str(each.id), name=_name(each)) for each in knowledge.all(kind))


def _name(entry: Any) -> str:
    for field in ("title", "name", "version", "say", "choose", "words", "names", "why"):
        value = getattr(entry, field, None)
        if value:
            return ", ".join(value) if isinstance(value, tuple) else str(value)
    return ""


def _shown(knowledge: Knowledge, kind: str, name: str) -> Shown:
    entry, place = knowledge.get(kind, name), knowledge.places[kind, name]
    fields = to_data(entry, by_alias=True, exclude_none=True, exclude={"id"})
    cited = [knowledge.get("evidence", each) for each in getattr(entry, "evidence", ())]
    return Shown(
        kind=kind,
        id=name,
        file=place.file,
        line=place.line,
        fields={field: value for field, value in fields.items() if value not in ([], {}, "")},
        sources=tuple(Read(**{each: getattr(source, each) for each in fields_of(Read)}) for source in cited),
        spoken_of_by=tuple(dict.fromkeys(_speakers(knowledge, kind, name))),
    )


def _speakers(knowledge: Knowledge, kind: str, name: str) -> Iterator[str]:
    """Yield every entry that names this one, and for a medicine or a class every rule for a class it is part of."""
    families = {wider for each in _classes(knowledge, kind, name) for wider in knowledge.families[each]}
    for rule in knowledge.rules:
        if any(facts and facts.takes in families for facts in (rule.when, rule.unless)):
            yield f"rule {rule.id}"
    for other, shape in SHAPES.items():
        for each in knowledge.all(other):
            if any((wanted, target) == (kind, name) for _, wanted, target in references(each, shape, ())):
                yield f"{other} {each.id}"


def _classes(knowledge: Knowledge, kind: str, name: str) -> tuple[str, ...]:
    if kind == "class":
        return (name,)
    if kind == "substance":
        listed: tuple[str, ...] = knowledge.get(kind, name).classes
        return listed
    members = knowledge.get(kind, name).substances if kind == "combination" else ()
    return tuple(found for each in members for found in _classes(knowledge, "substance", each))
