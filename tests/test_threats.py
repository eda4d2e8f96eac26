"""Every threat has a test that tries it, and every test that is named for one is there and is run."""

import ast
import tomllib
from pathlib import Path

import pytest

HERE = Path(__file__).parent
THREATS = tomllib.loads((HERE / "threats.toml").read_text(encoding="utf-8"))["threat"]
# How many of each kind there are; S4, encrypted files, has nothing to be tried on.
KINDS = {"M": 3, "P": 3, "J": 7, "U": 5, "C": 2, "H": 5, "A": 6, "K": 4, "S": 5, "L": 3}
IDS = [f"{kind}{number}" for kind, many in KINDS.items() for number in range(1, many + 1) if (kind, number) != ("S", 4)]


def functions(file: str) -> set[str]:
    """Return the tests of a file as pytest collects them: functions at its top, whatever decorates them but a skip."""
    tree = ast.parse((HERE / file).read_text(encoding="utf-8"))
    found = [each for each in tree.body if isinstance(each, ast.FunctionDef) and each.name.startswith("test_")]
    return {
        each.name for each in found if not any("skip" in ast.unparse(mark) or "xfail" in ast.unparse(mark) for mark in each.decorator_list)
    }


def test_every_threat_stands_in_the_table_once() -> None:
    assert sorted(each["id"] for each in THREATS) == sorted(IDS)


@pytest.mark.parametrize("threat", THREATS, ids=[each["id"] for each in THREATS])
def test_every_test_of_a_threat_is_there_and_is_run(threat: dict[str, object]) -> None:
    assert threat.keys() == {"id", "what", "expected", "tests"}
    tests = threat["tests"]
    assert isinstance(tests, list)
    assert tests
    for test in tests:
        file, _, name = str(test).partition("::")
        assert file.startswith("test_")
        assert (HERE / file).is_file(), f"{file} is not there"
        assert name in functions(file), f"{name} is not a test of {file}"
