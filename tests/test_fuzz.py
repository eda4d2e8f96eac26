"""What fuzzing has tried so far, tried again without it: every input that reached something new, and every find."""

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from planner.reading import read_profile

FOLDER = Path(__file__).parent / "fuzz"
KEPT = {target.name: sorted(target.iterdir()) for target in sorted((FOLDER / "corpus").iterdir())}
_MOST = 200_000  # bytes of all that is kept


def target(name: str) -> Callable[[bytes], None]:
    sys.path.insert(0, str(FOLDER))
    try:
        tried: Callable[[bytes], None] = import_module(name).one
    finally:
        sys.path.remove(str(FOLDER))
    return tried


@pytest.mark.parametrize("name", KEPT)
def test_what_was_tried_before_still_keeps_every_promise(name: str) -> None:
    one = target(name)
    assert KEPT[name]
    for path in KEPT[name]:
        try:
            one(path.read_bytes())
        except Exception as error:
            error.add_note(f"the input is {path}")
            raise


def test_what_is_kept_is_small() -> None:
    assert sum(path.stat().st_size for paths in KEPT.values() for path in paths) < _MOST


@pytest.mark.parametrize(("name", "data"), [("draw", b"\xff"), ("recognise", b""), ("read_profile", b"[" * 100_000)])
def test_what_is_no_input_is_passed_over(name: str, data: bytes) -> None:
    target(name)(data)


def test_a_broken_promise_is_a_find(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each target must see what it is there for: an entry that is lost, a key passed over, a name not printed."""
    lost = target("recognise")
    understand = sys.modules["recognise"].understand
    monkeypatch.setattr("recognise.understand", lambda profile, *more: understand(profile.but(medicines=()), *more))
    with pytest.raises(AssertionError, match="nowhere"):
        lost(b"\0warfarin")
    passed = target("read_profile")
    monkeypatch.setattr("read_profile.read_profile", lambda data: read_profile(data.replace(b'"x"', b"")))
    with pytest.raises(AssertionError, match="lost"):
        passed(b'{"age": 5, "sex": "female", "country": "GB", "goals": ["bone"], "medicines": ["x"]}')
    drawn = target("draw")
    monkeypatch.setattr("draw._words", lambda _drawn: "")
    with pytest.raises(AssertionError, match="not printed as typed"):
        drawn(b"Ann")
