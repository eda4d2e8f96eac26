"""The README's Python runs as it is written there."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BLOCKS = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)


def test_the_python_of_the_readme_makes_what_it_says(tmp_path: Path) -> None:
    assert BLOCKS
    shutil.copy(ROOT / "planner" / "knowledge" / "example_profile.json", tmp_path / "ann.json")
    (tmp_path / "people").mkdir()
    for number in range(3):
        shutil.copy(ROOT / "planner" / "knowledge" / "example_profile.json", tmp_path / "people" / f"{number}.json")
    (tmp_path / "example.py").write_text("\n".join(BLOCKS), encoding="utf-8")
    done = subprocess.run([sys.executable, "example.py"], cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [line.split(":")[0] for line in lines[-3:]] == ["profile 1", "profile 2", "profile 3"]
    assert len(list((tmp_path / "plans").glob("plan_*.pdf"))) == 1, "the same person three times is one plan"
    assert (tmp_path / "ann.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("package", ["planner", "questionnaire", "templates"])
def test_who_imports_a_package_gets_its_types(package: str) -> None:
    assert (ROOT / package / "py.typed").exists()
