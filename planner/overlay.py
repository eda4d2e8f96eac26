"""A site's own rules, beside the edition and never in place of it: they can make advice stricter, and nothing else.

What may stand in an overlay is chosen so that no reading of it can loosen anything. A rule may only caution, because the
strictest caution wins whoever wrote it. A name may only add to the doubt about something nobody could read, because a name
that is read for certain ends the question that refers. Nothing is replaced: every id is new and begins with the overlay's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from planner import entry
from planner.amounts import amount_faults
from planner.clinic import Line
from planner.consistency import faults_of_added
from planner.edition import Knowledge, Place
from planner.errors import Finding, KnowledgeError
from planner.library import Files, read_files
from planner.record import Record, fields_of, given_in
from planner.rule import Rule
from planner.stamp import Additions
from planner.style import patient_texts, text_findings
from planner.vocabulary import Verdict


class OverlayEntry(Record):
    """Whose overlay it is, as the papers name it. Every other id of the overlay begins with this one."""

    id: entry.Id
    name: Line


class Overlay(NamedTuple):
    """An overlay that was read and checked against an edition; small, so that it can be sent to a worker."""

    additions: Additions
    entries: dict[str, dict[str, Any]]
    places: dict[tuple[str, str], Place]


SHAPES: dict[str, type[Record]] = {
    "overlay": OverlayEntry,
    "evidence": entry.Evidence,
    "could_mean": entry.CouldMean,
    "rule": Rule,
}
# What a rule of a site may answer. Each adds a vote, a cap, a distance or a ban to those there are; none can outvote one.
ANSWERS = ("refer", "withhold", "cap", "apart", "avoid_food_tags", "no_swaps", "see", "inform")
_WHY_NOT = {
    "offer": "a dose is permitted by the edition alone",
    "range": "a dose is permitted by the edition alone",
    "weeks": "a dose is permitted by the edition alone",
    "swap": "a food is suggested by the edition alone",
    "enough": "it would say that a person gets enough",
    "urgent": "the urgent page leaves out everything else",
    "prefer_slot": "it makes nothing stricter",
}


def read_overlay(folder: Path, knowledge: Knowledge) -> Overlay:
    """Return the overlay in a folder, checked against an edition; raise `KnowledgeError` with a line for every fault."""
    files = read_files(folder, SHAPES, "overlay")
    faults = files.faults or [*_structure(files, knowledge)]
    if not faults:
        faults = [*_between(files, knowledge)]
    if faults:
        raise KnowledgeError.of(faults)
    (site,) = files.entries["overlay"].values()
    added = {kind: found for kind, found in files.entries.items() if kind != "overlay"}
    return Overlay(Additions(name=site.name, sha256=files.sha256), added, files.places)


def with_overlay(knowledge: Knowledge, overlay: Overlay) -> Knowledge:
    """Return the edition with a site's additions; every entry of the edition is there, and is the same."""
    entries = {**knowledge.entries, **_joined(knowledge, overlay.entries)}
    places = {**knowledge.places, **overlay.places}
    return replace(knowledge, entries=entries, places=places, signed=None, additions=overlay.additions)


def _joined(knowledge: Knowledge, added: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the entries of the kinds that something was added to; where two have an id, the edition's is kept."""
    return {kind: {**found, **knowledge.entries[kind]} for kind, found in added.items() if found and kind in knowledge.entries}


def _structure(files: Files, knowledge: Knowledge) -> Iterator[Finding]:
    """Yield everything that an overlay may not hold, whatever the rest of it says."""
    sites = list(files.entries["overlay"].values())
    if len(sites) != 1:
        yield Finding("overlay", 1, "overlay", f"there are {len(sites)} [[overlay]] entries", "one, with the `id` and `name` of the site")
        return
    for (kind, name), place in files.places.items():
        if knowledge.has(kind, name) if kind in knowledge.entries else False:
            wrong = f"{name} is an entry of the edition, and an overlay replaces nothing"
            yield place.finding(("id",), wrong, f"a new id that begins with {sites[0].id}-")
        elif kind != "overlay" and not name.startswith(f"{sites[0].id}-"):
            yield place.finding(("id",), f"{name} does not say whose it is", f"an id that begins with {sites[0].id}-")
    for rule in files.entries["rule"].values():
        yield from _answers(rule, files.places["rule", rule.id])


def _answers(rule: Rule, place: Place) -> Iterator[Finding]:
    allowed = f"one of {', '.join(ANSWERS)}"
    for name in fields_of(type(rule.then)):
        if name in given_in(rule.then) and name not in ANSWERS:
            yield place.finding(("then", name), f"an overlay may not answer `{name}`: {_WHY_NOT[name]}", allowed)
    if rule.doubt is not None:
        yield place.finding(("doubt",), "an overlay may not say what doubt does", "the line left out: doubt refers")
    if rule.policy:
        yield place.finding(("policy",), "an overlay permits nothing, by policy or otherwise", "the line left out")
    if (rule.then.refer or rule.then.withhold) and rule.say is None:
        yield place.finding(("say",), "nobody would be told why", f"a sentence for the patient, because the rule may {Verdict.refer}")


def _between(files: Files, knowledge: Knowledge) -> Iterator[Finding]:
    """Yield what does not fit the edition: references, amounts, brackets nobody fills, sentences a patient should not read."""
    own = {key: place for key, place in files.places.items() if key[0] != "overlay"}
    joined = {**knowledge.entries, **_joined(knowledge, files.entries), "rule": files.entries["rule"]}
    alone = replace(knowledge, entries=joined, places=own)
    found = faults_of_added(alone)
    yield from found
    if not found:
        yield from amount_faults(alone)
        yield from text_findings(alone, (each for each in patient_texts(alone) if each.kind == "rule"))
