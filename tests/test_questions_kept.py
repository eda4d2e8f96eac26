"""Questions that are kept: the same as the file says, and never taken where a byte is not as it should be."""

import subprocess
import sys
from pathlib import Path

import pytest

from planner.commands import questions as kept_questions
from planner.commands.questions import shipped_questions
from questionnaire.question import QUESTIONS, Question, read_questions


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert shipped_questions() == read_questions()
    return tmp_path


def kept(cache: Path) -> Path:
    (found,) = cache.rglob("questions-*.kept")
    return found


@pytest.fixture
def times_read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    times: list[int] = []

    def reading() -> tuple[Question, ...]:
        times.append(1)
        return read_questions()

    monkeypatch.setattr(kept_questions, "read_questions", reading)
    return times


@pytest.mark.usefixtures("cache")
def test_what_is_kept_is_what_the_file_says(times_read: list[int]) -> None:
    assert shipped_questions() == read_questions()
    assert not times_read


@pytest.mark.parametrize("damage", ["a word", "cut short", "others may write"])
def test_a_damaged_file_is_not_taken(damage: str, cache: Path, times_read: list[int]) -> None:
    path = kept(cache)
    data = path.read_bytes()
    path.write_bytes({"a word": data.replace(b"blood thinner", b"blood thicker"), "cut short": data[:-1]}.get(damage, data))
    if damage == "others may write":
        path.chmod(0o666)
    assert shipped_questions() == read_questions()
    assert times_read


@pytest.mark.usefixtures("cache")
def test_a_changed_question_is_read_anew(times_read: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = tmp_path / "questions.toml"
    changed.write_bytes(QUESTIONS.read_bytes() + b"\n")
    monkeypatch.setattr(kept_questions, "QUESTIONS", changed)
    shipped_questions()
    assert times_read


@pytest.mark.usefixtures("cache")
def test_the_first_question_waits_for_nothing_that_checks_files() -> None:
    """What our own code must not load before it: a library that checks, the knowledge, and what draws."""
    program = (
        "import sys\n"
        "from planner.commands.ask import ask\n"
        "import planner.cli, planner.commands.saved_answers, questionnaire.ask, questionnaire.saved\n"
        "from planner.commands.questions import shipped_questions\n"
        "shipped_questions()\n"
        "print({'pydantic', 'planner.edition', 'reportlab', 'tomllib', 'rich'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "set()"
