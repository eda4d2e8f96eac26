"""An interview that may be taken up later, and how the person who comes back shows whose it is."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from questionnaire import words
from questionnaire.answers import from_profile
from questionnaire.asking import SaveNow, Screen
from questionnaire.question import Question
from questionnaire.text import cleaned

EXPIRES = timedelta(days=30)


@dataclass(frozen=True)
class SavedInterview:
    """Everything said so far, by question id. `drafts` are lists that were not finished, `earlier` answers taken out."""

    __pydantic_config__ = {"extra": "forbid", "strict": True, "allow_inf_nan": False}

    version: int = 1
    saved_on: date | None = None
    answers: dict[str, Any] = field(default_factory=dict)
    earlier: dict[str, Any] = field(default_factory=dict)
    drafts: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    rest: dict[str, Any] = field(default_factory=dict)

    @property
    def reference(self) -> str:
        """Whose answers these are, as the person told it."""
        return str(self.answers.get("reference") or "")

    def expired(self, today: date) -> bool:
        """Whether it may no longer be kept."""
        return self.saved_on is None or today - self.saved_on > EXPIRES

    def as_bytes(self, saved_on: date) -> bytes:
        """Return the interview as a file holds it."""
        return (json.dumps(vars(replace(self, saved_on=saved_on)), ensure_ascii=False, default=str) + "\n").encode()


def read_saved(data: bytes) -> SavedInterview | None:
    """Return a saved interview, or None where the file is no such thing."""
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415 - slow to load, and mostly nothing is saved

    try:
        return TypeAdapter(SavedInterview).validate_json(data)
    except ValidationError:
        return None


def as_interview(profile: Mapping[str, Any], questions: Sequence[Question], today: date) -> SavedInterview:
    """Return the interview a profile could have come from."""
    answers, rest = from_profile(profile, questions, today)
    return SavedInterview(answers={"consent": "yes_and_save", **answers}, rest=rest)


def which_to_take_up(saved: Sequence[SavedInterview], screen: Screen) -> SavedInterview | None:
    """Ask for the reference first and for the person then; None means that the saved answers stay closed.

    A reference that is not the saved one has to be confirmed: the answers may be another person's. Raises `EOFError`
    where nobody answers.
    """
    while True:
        found = _by_reference(saved, screen)
        if found is None:
            continue
        screen.say("")
        screen.say(words.SAVED_FOR.format(day=found.saved_on))
        screen.say("")
        screen.say(f"    {large(found.reference) or words.NO_REFERENCE}    ", "bold reverse")
        screen.say("")
        screen.say(words.IS_IT_THIS_PERSON, "bold")
        place = screen.choose([words.THIS_PERSON, words.OTHER_PERSON], why=words.WHOSE_WHY, back=False)
        return found if place == 0 else None


def _by_reference(saved: Sequence[SavedInterview], screen: Screen) -> SavedInterview | None:
    """Return the interview with the reference that is typed, or the one chosen though it has another; None asks again."""
    screen.say("")
    screen.say(words.WHOSE, "bold")
    try:
        typed = str(screen.type_in(why=words.WHOSE_WHY, check=lambda _text: None, back=False))
    except SaveNow:
        return None
    found = next((each for each in saved if each.reference.casefold() == cleaned(typed).casefold()), None)
    if found is not None:
        return found
    screen.say("")
    screen.say(words.OTHER_REFERENCE.format(typed=typed), "bold")
    dated = [words.SHOW_ANYWAY.format(day=each.saved_on) for each in saved]
    place = screen.choose([words.TYPE_REFERENCE_AGAIN, *dated], why=words.WHOSE_WHY, back=False)
    return saved[place - 1] if isinstance(place, int) and place else None


def large(reference: str) -> str:
    """Return a reference as large as a terminal can have it: capitals with space between."""
    return " ".join(reference.upper())
