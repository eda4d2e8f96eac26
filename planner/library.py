"""Read the knowledge files whole, check them, references between files included, or refuse with file and line.

A fault reads `file:line: field: what is wrong; what is allowed`. Reading never mends and never skips: one fault
anywhere and there is no knowledge.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, NamedTuple, get_args, get_origin

from pydantic import ValidationError
from rapidfuzz import process
from rapidfuzz.distance import OSA

from planner import entry
from planner.entry import Ref
from planner.errors import KnowledgeError
from planner.record import Record
from planner.rule import Rule
from planner.spelling import key

SHIPPED = Path(__file__).parent / "knowledge"
SHAPES: dict[str, type[Record]] = {
    "edition": entry.Edition,
    "evidence": entry.Evidence,
    "class": entry.MedicineClass,
    "substance": entry.Substance,
    "combination": entry.Combination,
    "condition": entry.ConditionEntry,
    "risk_word": entry.RiskWord,
    "allergen": entry.Allergen,
    "set_aside": entry.SetAside,
    "nutrient": entry.NutrientEntry,
    "lab": entry.LabEntry,
    "product": entry.Product,
    "supplement": entry.SupplementEntry,
    "upper_level": entry.UpperLevel,
    "region": entry.Region,
    "country": entry.Country,
    "food_tag": entry.FoodTag,
    "food": entry.Food,
    "swap": entry.Swap,
    "source": entry.Source,
    "phrase": entry.Phrase,
    "claim": entry.Claim,
    "rule": Rule,
}
# Tables whose names are looked up in what a person typed: within one group a name may mean one thing only.
NAMED = (("class", "substance", "combination"), ("condition",), ("allergen",), ("product",), ("food",))


class Place(NamedTuple):
    """Where an entry stands."""

    file: str
    line: int
    block: tuple[str, ...]

    def of(self, loc: tuple[Any, ...]) -> int:
        """Return the line of a field of the entry, or the entry's own line."""
        words = [str(each) for each in loc if not isinstance(each, int)]
        for length in range(len(words), 0, -1):
            name = re.compile(rf"\s*{re.escape('.'.join(words[:length]))}\s*[.=]")
            for number, line in enumerate(self.block):
                if name.match(line):
                    return self.line + number
        return self.line


@dataclass(frozen=True, eq=False)
class Knowledge:
    """All reviewed facts of one edition. Entries are looked up by kind and id."""

    entries: dict[str, dict[str, Any]]
    sha256: str
    places: dict[tuple[str, str], Place] = field(default_factory=dict, repr=False)

    def all(self, kind: str) -> tuple[Any, ...]:
        """Return every entry of a kind, in the order of their ids."""
        return self._sorted[kind]

    def get(self, kind: str, name: str) -> Any:
        """Return one entry; a missing id is a bug, because references are checked when the files are read."""
        return self.entries[kind][name]

    def has(self, kind: str, name: str) -> bool:
        """Whether there is such an entry."""
        return name in self.entries[kind]

    def phrase(self, name: str, /, **words: object) -> str:
        """Return the sentence of a phrase entry, its {brackets} filled in."""
        say: str = self.entries["phrase"][name].say
        return say.format(**words) if words else say

    @property
    def version(self) -> str:
        """The edition, like 2026.11."""
        edition: entry.Edition = self.all("edition")[0]
        return edition.version

    @property
    def signed_off(self) -> bool:
        """Whether a clinician has signed everything."""
        return all(getattr(each, "signed_off", True) for kind in self.entries.values() for each in kind.values())

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule, in the order of their ids."""
        return self.all("rule")

    @cached_property
    def _sorted(self) -> dict[str, tuple[Any, ...]]:
        return {kind: tuple(each for _, each in sorted(known.items())) for kind, known in self.entries.items()}

    @cached_property
    def families(self) -> dict[str, frozenset[str]]:
        """Each medicine class with every wider class it is part of, itself included."""
        found = {}
        for name in self.entries["class"]:
            family, step = [name], self.get("class", name).part_of
            while step is not None and step not in family:
                family.append(step)
                step = self.get("class", step).part_of
            found[name] = frozenset(family)
        return found

    def region_of(self, country: str) -> str:
        """Return the id of the region that names the country, else `elsewhere`."""
        return self._regions.get(country, "elsewhere")

    @cached_property
    def _regions(self) -> dict[str, str]:
        return {code: region.id for region in self.all("region") for code in region.countries}

    def country(self, code: str) -> entry.Country:
        """Return what the paper needs to know of a country."""
        found: entry.Country = self.entries["country"].get(code.lower()) or self.entries["country"]["elsewhere"]
        return found


def read_knowledge(folder: Path = SHIPPED) -> Knowledge:
    """Return the knowledge in a folder; raise `KnowledgeError` with a line for every fault found."""
    paths = sorted(folder.rglob("*.toml"))
    if not paths:
        raise KnowledgeError(f"{folder.name}:1: folder: there is no knowledge here; a folder of .toml files")
    digest = hashlib.sha256()
    entries: dict[str, dict[str, Any]] = {kind: {} for kind in SHAPES}
    places: dict[tuple[str, str], Place] = {}
    faults: list[str] = []
    for path in paths:
        data = path.read_bytes()
        name = path.relative_to(folder).as_posix()
        digest.update(name.encode() + b"\0" + data + b"\0")
        for kind, place, found in _read(name, data, faults):
            if found.id in entries[kind]:
                first = places[kind, found.id]
                faults.append(f"{name}:{place.of(('id',))}: id: {found.id} stands twice, first in {first.file}:{first.line}; each id once")
            else:
                entries[kind][str(found.id)] = found
                places[kind, str(found.id)] = place
    knowledge = Knowledge(entries, digest.hexdigest(), places)
    faults += _dangling(knowledge) + _same_names(knowledge) + _silent_classes(knowledge) + _incomplete(knowledge)
    if faults:
        raise KnowledgeError("\n".join(faults))
    return knowledge


def _read(name: str, data: bytes, faults: list[str]) -> Iterator[tuple[str, Place, Any]]:
    try:
        text = data.decode("utf-8")
        table = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        faults.append(f"{name}:{line[1] if line else 1}: file: {str(error).split(' (at')[0]}; TOML in UTF-8")
        return
    lines = text.splitlines()
    defaults = table.pop("defaults", {})
    for kind, found in table.items():
        if kind not in SHAPES or not isinstance(found, list):
            line_number = next((at for at, line in enumerate(lines, 1) if line.lstrip().startswith(("[[" + kind, "[" + kind, kind))), 1)
            faults.append(
                f"{name}:{line_number}: {kind}: this is not a kind of entry{_near(kind, SHAPES)}; [[kind]] with one of {', '.join(SHAPES)}"
            )
            continue
        heads = [number for number, line in enumerate(lines) if re.match(rf"\s*\[\[{kind}\]\]", line)]
        for item, head in zip(found, heads, strict=False):
            end = next((number for number in range(head + 1, len(lines)) if re.match(r"\s*\[\[\w+\]\]", lines[number])), len(lines))
            place = Place(name, head + 1, tuple(lines[head:end]))
            shape = SHAPES[kind]
            known = {key: value for key, value in defaults.items() if key in shape.model_fields}
            try:
                yield kind, place, shape.model_validate({**known, **item}, strict=False)
            except ValidationError as error:
                faults += [_explain(place, shape, each) for each in error.errors(include_url=False)]


def _explain(place: Place, shape: type[Record], error: Any) -> str:
    loc, kind = error["loc"], error["type"]
    where = ".".join(str(each) for each in loc) or "entry"
    if kind == "extra_forbidden":
        parent = _model_at(shape, loc[:-1])
        names = list(parent.model_fields) if parent else []
        wrong, allowed = f"this key is not known{_near(str(loc[-1]), names)}", f"one of {', '.join(names)}"
    elif kind == "missing":
        wrong, allowed = "this key is missing", "every entry of this kind has it"
    elif "expected" in error.get("ctx", {}):
        wrong, allowed = f"{error['input']!r} is not accepted", f"one of {error['ctx']['expected']}"
    elif "; " in error["msg"]:
        wrong, allowed = error["msg"].split("; ", 1)
    else:
        wrong, allowed = f"{error['input']!r} is not accepted", error["msg"][:1].lower() + error["msg"][1:]
    return f"{place.file}:{place.of(loc)}: {where}: {wrong}; {allowed}"


def _model_at(shape: type[Record], loc: tuple[Any, ...]) -> type[Record] | None:
    found: type[Record] | None = shape
    for name in loc:
        if isinstance(name, int) or found is None:
            continue
        if name not in found.model_fields:
            return None
        inner = [each for each in _unwrap(found.model_fields[name].annotation) if isinstance(each, type) and issubclass(each, Record)]
        found = inner[0] if inner else None
    return found


def _unwrap(annotation: Any) -> Iterator[Any]:
    yield annotation
    for each in get_args(annotation):
        yield from _unwrap(each)


def _near(word: str, known: Any) -> str:
    found = process.extractOne(word, list(known), scorer=OSA.distance, score_cutoff=max(2, len(word) // 3))
    return f" (did you mean {found[0]}?)" if found else ""


def _refs(value: Any, annotation: Any, loc: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], str, str]]:
    """Yield place, kind and id of every reference in a value, following the types that say which texts are ids."""
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        kinds = [mark.kind for mark in marks if isinstance(mark, Ref)]
        if kinds and isinstance(value, str):
            yield loc, kinds[0], value
        else:
            yield from _refs(value, inner, loc)
    elif isinstance(value, Record):
        for name, info in type(value).model_fields.items():
            inner = Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
            yield from _refs(getattr(value, name), inner, (*loc, info.alias or name))
    elif isinstance(value, (tuple, dict)):
        inside = [each for each in get_args(annotation) if each is not Ellipsis]
        parts: Iterable[tuple[Any, Any]] = value.items() if isinstance(value, dict) else enumerate(value)
        for step, each in parts:
            if inside:
                yield from _refs(each, inside[-1], (*loc, step))
    elif value is not None:
        for each in get_args(annotation):
            yield from _refs(value, each, loc)


def _dangling(knowledge: Knowledge) -> list[str]:
    faults = []
    for (kind, name), place in knowledge.places.items():
        for loc, wanted, target in _refs(knowledge.get(kind, name), SHAPES[kind], ()):
            known = knowledge.entries[wanted]
            if target not in known:
                allowed = "an id that exists" + _near(target, known)
                faults.append(f"{place.file}:{place.of(loc)}: {'.'.join(map(str, loc))}: there is no {wanted} {target}; {allowed}")
    return faults


def names_of(kind: str, each: Any) -> Iterator[str]:
    """Yield every spelling under which an entry is found."""
    if kind == "class":
        yield from each.people_say
        return
    if kind != "combination":
        yield each.name
        yield each.id
    yield from each.names
    yield from getattr(each, "misspellings", ())


def _same_names(knowledge: Knowledge) -> list[str]:
    faults = []
    for group in NAMED:
        seen: dict[str, tuple[str, str]] = {}
        for kind in group:
            for each in knowledge.all(kind):
                for spelling in names_of(kind, each):
                    first = seen.setdefault(key(spelling), (kind, each.id))
                    if first != (kind, each.id):
                        place = knowledge.places[kind, each.id]
                        faults.append(f"{place.file}:{place.line}: names: {spelling} already means {first[1]}; a name means one thing only")
    return faults


def _silent_classes(knowledge: Knowledge) -> list[str]:
    """A class without a rule would make its medicines look clear when nobody has thought about them."""
    spoken = {facts.takes for rule in knowledge.rules for facts in (rule.when, rule.unless) if facts and facts.takes}
    conditions = {facts.has for rule in knowledge.rules for facts in (rule.when, rule.unless) if facts and facts.has}
    faults = []
    for each in knowledge.all("class"):
        if each.id not in spoken and not knowledge.families[each.id] & spoken:
            place = knowledge.places["class", each.id]
            faults.append(f"{place.file}:{place.line}: id: no rule speaks of {each.id}; a class needs at least one rule that takes it")
    for each in knowledge.all("condition"):
        if not each.clear and each.id not in conditions:
            place = knowledge.places["condition", each.id]
            faults.append(f"{place.file}:{place.line}: id: no rule speaks of {each.id}; a rule that has it, or `clear = true`")
    return faults


def _incomplete(knowledge: Knowledge) -> list[str]:
    needed = [("edition", None), ("region", "elsewhere"), ("country", "elsewhere")]
    return [
        f"knowledge:1: {kind}: there is no entry {name or 'of this kind'}; every edition has one"
        for kind, name in needed
        if not (knowledge.entries[kind] if name is None else name in knowledge.entries[kind])
    ]
