"""Any bytes as a profile: read, or refused with its place. Nothing is lost, and nothing that moves a cursor gets through."""

import json
import re
from contextlib import suppress

from planner.errors import ProfileError
from planner.profile import Profile
from planner.reading import read_profile, read_some
from planner.record import fields_of
from planner.shape import to_json

_LONGEST_MESSAGE = 20_000  # letters: what a person, or a log, can still take in
_MOVES_A_CURSOR = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def one(data: bytes) -> None:
    """Read the bytes; raise `AssertionError` where a promise is broken, and whatever is not a `ProfileError`."""
    try:
        profile = read_profile(data)
    except ProfileError as error:
        _refused(error, data)
        return
    assert read_profile(to_json(profile, exclude_none=True).encode()) == profile, "written and read again it is another profile"
    told = json.loads(data.decode("utf-8-sig"))
    assert told.keys() <= fields_of(Profile).keys(), "a key was passed over"
    for key in ("medicines", "conditions", "allergies", "supplements"):
        if isinstance(told.get(key), list):
            assert len(getattr(profile, key)) == len(told[key]), "an entry was lost"
    assert not any(_MOVES_A_CURSOR.search(text.replace("\r", "")) for _, text in profile.texts())


def _refused(error: ProfileError, data: bytes) -> None:
    assert error.faults
    assert len(error.places) == len(error.faults)
    assert all(line > 0 and column > 0 for line, column in error.places)
    said = "\n".join(error.lines())
    assert len(said) < _LONGEST_MESSAGE
    assert not _MOVES_A_CURSOR.search(said)
    with suppress(ProfileError):
        read_some(data)
