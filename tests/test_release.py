"""Row S1: nothing is needed without a reason in words, and what a release is held to notices when it does not hold."""

import re
import tomllib
import zipfile
from pathlib import Path

import pytest
import release

ROOT = Path(__file__).parent.parent
PROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
FEWEST_WORDS = 2


def needed() -> list[str]:
    """Return every package that the program, an extra or the build asks for."""
    table = tomllib.loads(PROJECT)
    extras = table["project"]["optional-dependencies"].values()
    return [*table["project"]["dependencies"], *(each for extra in extras for each in extra)]


def test_every_dependency_has_its_line_of_reason() -> None:
    reasons = dict.fromkeys(re.findall(r'^ +"([^"]+)",? *# (.+)$', PROJECT, re.MULTILINE))
    lines = [line for line in PROJECT.splitlines() if re.match(r' +"[\w.\[\],-]+[><=~]', line)]
    assert len(lines) == len(needed()), "a dependency a line"
    for name in needed():
        said = [words for known, words in reasons if known == name]
        assert said, f"{name}: why?"
        assert all(len(words.split()) >= FEWEST_WORDS or words in {"types", "tests", "style"} for words in said), name


def wheel(folder: Path, **changes: bytes | None) -> Path:
    """Return a wheel of this checkout, with files changed, added or (None) left out."""
    files = {name: (ROOT / name).read_bytes() for name in release.own_files()}
    files["x.dist-info/licenses/LICENSE"] = b"MIT"
    path = folder / "x.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {**files, **changes}.items():
            if data is not None:
                archive.writestr(name, data)
    return path


def test_a_wheel_of_this_checkout_holds(tmp_path: Path) -> None:
    assert release.check_wheel(wheel(tmp_path)) > len(list((ROOT / "planner" / "knowledge").rglob("*.toml")))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"planner/knowledge/limits.toml": b""}, "planner/knowledge/limits.toml is not the file of this checkout"),
        ({"planner/knowledge/limits.toml": None}, "limits.toml"),
        ({"questionnaire/questions.toml": None}, "questionnaire/questions.toml"),
        ({"x.dist-info/licenses/LICENSE": None}, "should not hold"),
        ({"tests/test_x.py": b""}, "tests/test_x.py"),
    ],
    ids=["a fact changed", "facts left out", "questions left out", "no licence", "a test"],
)
def test_a_wheel_that_differs_is_refused(changes: dict[str, bytes | None], said: str, tmp_path: Path) -> None:
    with pytest.raises((SystemExit, KeyError), match=re.escape(said)):
        release.check_wheel(wheel(tmp_path, **changes))
