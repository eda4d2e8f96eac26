"""`knowledge check`, `list`, `show` and `diff` as a pharmacist meets them, and the example of the knowledge README as written."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from test_cases import CASES, Outcome, faults_of
from test_cli import run

from planner.errors import ExitCode
from planner.library import SHIPPED, Knowledge, read_knowledge
from planner.review import review

ROOT = SHIPPED.parent.parent
TODAY = date(2026, 11, 27)
DAY = ("--date", "2026-11-27")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "draft"))


def change(path: Path, old: str, new: str, after: str = "") -> int:
    """Replace a text, the first one after another text; return its line."""
    text = path.read_text(encoding="utf-8")
    at = text.index(old, text.index(after))
    path.write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")
    return text[:at].count("\n") + 1


def found_in(folder: Path) -> list[str]:
    return [str(each) for each in review(read_knowledge(folder), TODAY)]


# -- check -----------------------------------------------------------------------------------------------------------


def test_check_warns_of_a_late_review_and_does_not_fail() -> None:
    done = run("knowledge", "check", "--date", "2031-01-01")
    assert done.returncode == ExitCode.done
    assert re.search(rb"rules/\w+\.toml:\d+: review_by: \S+ was due for review by 2027-\d\d-\d\d; a new review \(warning\)", done.stderr)
    assert b"was due for review" not in run("knowledge", "check", *DAY).stderr


def test_check_holds_a_copy_to_the_wording(copy: Path) -> None:
    line = change(copy / "rules" / "people.toml", 'say = "', 'say = "This is a miracle. ')
    done = run("knowledge", "check", copy, *DAY)
    assert done.returncode == ExitCode.bad_input
    assert done.stdout == b""
    wanted = f"rules/people.toml:{line}: say: the word miracle in: This is a miracle.; no health claim and no promise; say what was found"
    assert wanted in done.stderr.decode().splitlines()


def test_check_needs_the_phrases_the_program_prints(copy: Path) -> None:
    change(copy / "phrases.toml", 'id = "plan-number"', 'id = "plan-numbr"')
    assert "phrases.toml:1: phrase: there is no phrase plan-number; an entry of this id: the program prints it" in found_in(copy)


def test_check_names_a_rule_without_a_case(copy: Path, tmp_path: Path) -> None:
    cases = Path(shutil.copytree(ROOT / "tests" / "cases", tmp_path / "cases"))
    for path in cases.glob("*.toml"):
        path.write_text(path.read_text(encoding="utf-8").replace('"kidney-stones"', '"high-calcium-no-d3"'), encoding="utf-8")
    done = run("knowledge", "check", copy, "--cases", cases, *DAY)
    assert done.returncode == ExitCode.bad_input
    assert re.search(r"rules/conditions\.toml:\d+: id: no case in cases fires kidney-stones; a case with it in", done.stderr.decode())
    assert run("knowledge", "check", copy, "--cases", tmp_path / "nowhere").returncode == ExitCode.usage


def test_check_tells_every_finding_as_json(copy: Path) -> None:
    line = change(copy / "rules" / "people.toml", 'grade = "low"', 'grade = "lw"')
    done = run("knowledge", "check", copy, "--json")
    told = json.loads(done.stdout)
    assert done.returncode == ExitCode.bad_input
    assert told["faults"] == 1
    assert told["findings"][0]["file"] == "rules/people.toml"
    assert told["findings"][0]["line"] == line
    assert json.loads(run("knowledge", "check", "--json", *DAY).stdout)["faults"] == 0


@pytest.mark.parametrize(
    ("file", "after", "old", "new", "line"),
    [
        (
            "rules/people.toml",
            'id = "bone-mk7-under-50"',
            "when.age_under = 50",
            "when.age_under = 18",
            "when.age_from: nobody is 18 or over and under 18; an age below `age_under`",
        ),
        (
            "rules/totals.toml",
            'id = "vitamin-d-result-very-high"',
            "from = 220,",
            "from = 220, below = 100,",
            "when.lab: no result is below 100 and from 220; `from` under `below`",
        ),
        (
            "rules/medicines.toml",
            'id = "vka-no-k2"',
            'when.takes = "vitamin-k-antagonist"',
            'when.takes = "vitamin-k-antagonist"\nunless.takes = "anticoagulant"',
            "unless: it holds whenever `when` does, so that the rule never applies; something that `when` leaves open",
        ),
    ],
    ids=["an empty stretch of ages", "an empty stretch of results", "an unless that always holds"],
)
def test_check_finds_a_rule_nobody_can_meet(copy: Path, file: str, after: str, old: str, new: str, line: str) -> None:
    change(copy / file, old, new, after)
    assert any(each.endswith(line) for each in found_in(copy))


def test_check_finds_a_rule_that_stands_twice_and_one_that_adds_words_only(copy: Path) -> None:
    rules = copy / "rules" / "conditions.toml"
    text = rules.read_text(encoding="utf-8")
    block = re.search(r'\[\[rule\]\]\nid = "kidney-stones"\n.*?(?=\n\[\[rule\]\])', text, re.DOTALL)
    assert block
    twin = block[0].replace('"kidney-stones"', '"zz-twin"', 1)
    narrow = block[0].replace('"kidney-stones"', '"zz-narrow"', 1).replace("when.has", "when.age_from = 50\nwhen.has")
    rules.write_text(f"{text}\n{twin}\n\n{narrow}\n", encoding="utf-8")
    told = "\n".join(found_in(copy))
    assert "id: asks and answers the same as kidney-stones; one of the two" in told
    assert "id: it adds words only: kidney-stones answers as strictly, to everybody this rule speaks of" in told


# -- list and show ---------------------------------------------------------------------------------------------------


def test_list_counts_the_kinds_and_names_the_entries(knowledge: Knowledge) -> None:
    counts = json.loads(run("knowledge", "list", "--json").stdout)
    assert counts == {kind: len(entries) for kind, entries in knowledge.entries.items()}
    lines = run("knowledge", "list", "rule").stdout.decode().splitlines()
    assert [line.split()[0] for line in lines] == [rule.id for rule in knowledge.rules]
    wrong = run("knowledge", "list", "ruel")
    assert wrong.returncode == ExitCode.usage
    assert b"ruel: this is not a kind of entry (did you mean rule?)" in wrong.stderr


def test_show_prints_an_entry_with_what_was_read_and_who_speaks_of_it(knowledge: Knowledge) -> None:
    shown = json.loads(run("knowledge", "show", "vka-no-k2", "--json").stdout)[0]
    assert (shown["kind"], shown["fields"]["grade"], shown["fields"]["review_by"]) == ("rule", "high", "2027-11-23")
    assert [each["id"] for each in shown["sources"]] == list(knowledge.get("rule", "vka-no-k2").evidence)
    text = run("knowledge", "show", "warfarin").stdout.decode()
    assert re.search(r"^substance warfarin  \(medicines/\w+\.toml:\d+\)$", text, re.MULTILINE)
    assert "Coumadin" in text
    assert "rule vka-no-k2" in " ".join(text.partition("\nspoken of by\n")[2].split())
    assert max(map(len, text.splitlines())) <= 80


def test_show_finds_an_entry_by_its_name() -> None:
    by_brand, by_id = (json.loads(run("knowledge", "show", name, "--json").stdout) for name in ("coumadin", "warfarin"))
    assert by_brand[0] == by_id[0]
    assert (by_id[0]["kind"], by_id[0]["id"]) == ("substance", "warfarin")


def test_show_suggests_what_is_near() -> None:
    done = run("knowledge", "show", "vka-no-k")
    assert (done.returncode, done.stdout) == (ExitCode.usage, b"")
    assert done.stderr.startswith(b"vka-no-k: there is no entry of this id or name; did you mean vka-no-k2")


# -- diff ------------------------------------------------------------------------------------------------------------


def test_diff_names_whose_plan_changes_and_by_which_rules(copy: Path, tmp_path: Path) -> None:
    change(copy / "rules" / "medicines.toml", 'then.withhold = ["mk7"]', 'then.refer = ["mk7", "d3", "magnesium"]', 'id = "vka-no-k2"')
    change(copy / "rules" / "medicines.toml", 'then.refer = ["d3", "magnesium"]\n', "", 'id = "vka-no-k2"')
    change(copy / "rules" / "medicines.toml", 'doubt = "withhold"\n', "", 'id = "vka-no-k2"')
    people = Path(shutil.copytree(ROOT / "tests" / "profiles", tmp_path / "people"))
    (people / "broken.json").write_text('{"age": "62"}', encoding="utf-8")
    done = run("knowledge", "diff", SHIPPED, copy, "--profiles", people, "--json", *DAY)
    told = json.loads(done.stdout)
    assert done.returncode == ExitCode.bad_input
    assert told["unread"] == ["broken.json"]
    assert b"broken.json:1:9: age" in done.stderr
    assert [(each["kind"], each["id"], each["change"]) for each in told["entries"]] == [("rule", "vka-no-k2", "changed")]
    assert [each["profile"] for each in told["people"]] == ["warfarin.json"]
    person = told["people"][0]
    assert person["rules"] == ["vka-no-k2"]
    assert [(each["supplement"], each["old_verdict"], each["new_verdict"]) for each in person["supplements"]] == [
        ("mk7", "withhold", "refer")
    ]
    profile = json.loads((people / "warfarin.json").read_text(encoding="utf-8"))
    assert not any(str(each) in done.stdout.decode() for each in [*profile["medicines"], profile.get("name", "Marcumar")])


def test_diff_of_the_same_edition_is_nothing(copy: Path) -> None:
    done = run("knowledge", "diff", SHIPPED, copy, "--profiles", ROOT / "tests" / "profiles", *DAY)
    assert done.returncode == ExitCode.done
    assert "no entry differs" in done.stdout.decode()
    assert "0 decided otherwise, 0 with other words only" in done.stdout.decode()


# -- the example of the knowledge README -----------------------------------------------------------------------------


def blocks() -> Iterator[list[str]]:
    section = (SHIPPED / "README.md").read_text(encoding="utf-8").split("## Changing a fact")[1].split("\n## ")[0]
    for block in re.findall(r"(?:^ {4}.*\n)+", section, re.MULTILINE):
        yield [line[4:] for line in block.splitlines()]


def test_the_example_of_the_readme_works_as_written(tmp_path: Path) -> None:
    for folder in ("planner/knowledge", "tests/cases", "tests/profiles"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    ran = edited = 0
    for block in blocks():
        if block[0].startswith("$ cp"):
            subprocess.run(block[0][2:].split(), cwd=tmp_path, check=True)
        elif block[0].startswith("$ supplement-plan"):
            ran += 1
            done = run(*block[0].split()[2:], *(DAY if " show " not in block[0] else ()), cwd=tmp_path)
            told = done.stdout.decode()
            pattern = "\n".join(re.escape(line).replace(r"\.\.\.", ".*") for line in block[1:])
            assert done.returncode == ExitCode.done, done.stderr.decode()
            assert re.fullmatch(pattern + r"\n", told, re.DOTALL), told
        else:
            edited += 1
            edit(tmp_path / block[0], block[1:])
    assert (ran, edited) == (3, 3)
    draft = read_knowledge(tmp_path / "draft")
    assert draft.version == "2026.11.1"
    case = next(each for each in CASES if each.name == "A thyroid tablet keeps four hours from magnesium")
    assert faults_of(Outcome(case, draft), case.expect), "the case holds although the figure changed"
    expect = case.expect.model_copy(update={"apart": (("levothyroxine", "magnesium", 5, 5),), "says": ("5 hours", "levothyroxine")})
    assert not faults_of(Outcome(case, draft), expect)
    assert "keeps five hours" in (tmp_path / "tests/cases/medicines.toml").read_text(encoding="utf-8")


def edit(path: Path, lines: list[str]) -> None:
    """Do what an edit of the README shows: a line that stays, then lines taken out (-) and put in (+)."""
    text = path.read_text(encoding="utf-8").split("\n")
    at = text.index(lines[0].strip())
    for line in lines[1:]:
        if line.startswith("- "):
            at = text.index(line[2:], at)
            del text[at]
        else:
            text.insert(at, line[2:])
            at += 1
    path.write_text("\n".join(text), encoding="utf-8")
