"""The blood thinner is asked by itself and again through the list of medicines; where the two differ, the person is asked."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from planner.vocabulary import BloodThinner
from questionnaire import words
from questionnaire.asking import Door
from questionnaire.entries import listed


class Difference(NamedTuple):
    """What differs, in words with a place for the answer, and which question is put again."""

    sentence: str
    names: tuple[str, ...]
    question: str


def difference(answer: Any, medicines: Any, maybe: Iterable[str], door: Door) -> Difference | None:
    """Return how the answer about a blood thinner and the list of medicines differ, if they do."""
    if not isinstance(medicines, list) or answer not in set(BloodThinner):
        return None
    kinds = {name: kind for name, kind in _thinners(medicines, door) if kind is not None}
    guarded = tuple(name for name, kind in kinds.items() if kind is BloodThinner.vitamin_k_antagonist)
    if answer == BloodThinner.no and kinds:
        return Difference(words.THINNER_LISTED, tuple(kinds), "blood_thinner")
    if answer == BloodThinner.other and guarded:
        return Difference(words.THINNER_LISTED, guarded, "blood_thinner")
    if answer == BloodThinner.vitamin_k_antagonist and kinds and not guarded:
        return Difference(words.THINNER_LISTED, tuple(kinds), "blood_thinner")
    unclear = tuple(each for each in maybe if each in {_said(entry) for entry in medicines})
    if answer == BloodThinner.no and unclear:
        return Difference(words.THINNER_MAYBE, unclear, "blood_thinner")
    if answer != BloodThinner.no and not kinds and not unclear:
        return Difference(words.THINNER_NOT_LISTED, (), "medicines")
    return None


def told(found: Difference, answer: str) -> str:
    """Return the difference as a sentence."""
    return found.sentence.format(answer=answer, names=listed(found.names) if found.names else "")


def _thinners(medicines: Sequence[Any], door: Door) -> Iterable[tuple[str, BloodThinner | None]]:
    for entry in medicines:
        if isinstance(entry, dict) and entry.get("stopped"):
            continue
        confirmed = entry.get("confirmed_as") if isinstance(entry, dict) else None
        yield confirmed or _said(entry), door.look_up(confirmed or _said(entry), "medicine").thins


def _said(entry: Any) -> str:
    return str(entry["name"] if isinstance(entry, dict) else entry)
