"""Whole stories through the command, each with the words of its finished papers.

What the stories have in common with a promise of their own is tested there and not again: the interview that ends at a
danger in `test_questionnaire`, the plain questionnaire (story 4) in `test_questionnaire_plain`, a run that is killed and
goes on, and one that finds the folder taken (story 15) in `test_batch`, the photocopy (story 7) in `test_pages_kinds`.
Rows K1 and S3 have `test_integrity` and `test_overlay`.
"""

import json
import os
import pty
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import inside
import pikepdf
import pytest
from player import heard_until

from planner.errors import ExitCode
from questionnaire import words

HERE = Path(__file__).parent
FILE: dict[str, Any] = tomllib.loads((HERE / "stories.toml").read_text(encoding="utf-8"))
STORIES: dict[str, dict[str, Any]] = {each["name"]: each for each in FILE["story"]}
DAY = ("--date", "2026-11-23")
REFERRALS = {"see_your_doctor", "get_help_now"}
LETTER = (612, 792)


def person(**changes: Any) -> dict[str, Any]:
    return {**FILE["person"], **changes}


def written(folder: Path, told: dict[str, Any], name: str = "person.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(told), encoding="utf-8")
    return path


def plan_of(told: dict[str, Any], *more: str | Path) -> dict[str, Any]:
    done = inside.run("check", "-", "--json", *DAY, *more, stdin=json.dumps(told).encode())
    assert done.code == ExitCode.done, done.err
    found: dict[str, Any] = json.loads(done.out)
    return found


@pytest.mark.parametrize("name", STORIES)
def test_the_story_and_its_papers(name: str, tmp_path: Path) -> None:
    story = STORIES[name]
    done = inside.run("make", written(tmp_path, person(**story["person"])), "--out", tmp_path / "out", "--json", *DAY)
    assert (done.code, done.err) == (ExitCode.done, "")
    plan = json.loads(done.out)
    verdicts = {each["supplement"]: each["verdict"] for each in plan["supplements"]}
    assert plan["decision"] == story["decision"]
    assert verdicts.items() >= story.get("verdicts", {}).items()
    assert set(plan["see"]) >= set(story.get("see", ()))
    assert set(plan["avoid_foods"]) >= set(story.get("avoid", ()))
    for supplement, slot in story.get("slots", {}).items():
        assert next(each["slots"] for each in plan["supplements"] if each["supplement"] == supplement) == [slot]
    papers = {kind: sorted((tmp_path / "out").glob(f"{kind}_*.pdf")) for kind in ("plan", "clinician", "letter", "chart")}
    told = {kind: inside.words(paths) for kind, paths in papers.items()}
    for kind, wanted in story.get("says", {}).items():
        for sentence in wanted:
            assert sentence in told[kind], (kind, sentence)
    for kind, unwanted in story.get("never", {}).items():
        for word in unwanted:
            assert word.lower() not in told[kind].lower(), (kind, word)
    assert bool(papers["letter"]) is (story["decision"] == "see_your_doctor")
    assert bool(papers["chart"]) is any(each == "recommend" for each in verdicts.values())
    if story["decision"] in REFERRALS:
        assert not plan["swaps"]
        assert not any(each["dose"] for each in plan["supplements"])
        page_1 = inside.pages(papers["plan"][0])[0]
        assert not re.search(r"\d (micrograms|milligrams|units)\b", page_1), "a dose on a referral"
    if story.get("paper") == "Letter":
        with pikepdf.open(papers["plan"][0]) as pdf:
            assert {tuple(map(int, page.mediabox[2:])) for page in pdf.pages} == {LETTER}


def test_every_paper_of_every_kind_of_story_may_be_handed_over(tmp_path: Path) -> None:
    """Story 7 with the rest of what a page must be: shapes and words for a mono printer, measured in the files."""
    names = [next(name for name in STORIES if name.startswith(number)) for number in ("3 ", "6 ", "9 ", "10 ", "12 ")]
    paths = [written(tmp_path, person(**STORIES[name]["person"]), f"{at}.json") for at, name in enumerate(names)]
    made = inside.run("make", *paths, "--out", tmp_path / "out", *DAY)
    judged = inside.run("lint", *made.files())
    assert not [line for line in judged.out.splitlines() if " must: " in line]
    assert judged.code == ExitCode.done


# -- 1: a pharmacist and a night -----------------------------------------------------------------------------------------

COLUMNS = """
encoding = "cp1252"
delimiter = ";"
dates = "day-month-year"
between = "|"
none = ["keine"]
[columns]
reference = "PatNr"
name = "Name"
date_of_birth = "geboren"
sex = "Geschlecht"
medicines = "Medikamente"
symptoms = "Zeichen"
[always]
country = "DE"
goals = ["general"]
life_stage = "none"
diet = "omnivore"
allergies = []
blood_thinner = "no"
supplements = []
conditions = []
surgery_planned = false
filled_in_by = "health_worker"
[words.sex]
w = "female"
m = "male"
[words.symptoms]
Brustschmerz = "chest_pain"
"""
HEADER = "PatNr;Name;geboren;Geschlecht;Medikamente;Zeichen"
ROWS = [
    *(f"A-{number:03};{name};0{number}.05.1961;w;keine;keine" for number, name in enumerate(("Zeller", "Ärmel", "Öhler", "Müller"), 1)),
    "A-005;Kern;11.02.1950;m;Marcumar|Ramipril 5 mg;keine",
    "A-006;Lang;12.02.1955;w;Metformin 500 mg;keine",
    "A-007;Noll;31.02.1955;w;keine;keine",  # there is no such day
    "A-008;Opitz;14.02.1955;x;keine;keine",  # no such word
    "A-009;Pohl;15.02.1958;m;keine;Brustschmerz",
]


def test_1_a_pharmacist_checks_an_export_runs_the_night_and_mends_two_rows(tmp_path: Path) -> None:
    table, columns, out, pile = (tmp_path / name for name in ("export.csv", "columns.toml", "out", "pile.pdf"))
    columns.write_text(COLUMNS, encoding="utf-8")
    table.write_text("\n".join([HEADER, *ROWS]) + "\n", encoding="cp1252")
    batch = ("batch", table, "--columns", columns, "--jobs", "1", *DAY)
    look = inside.run(*batch, "--dry-run", "--json")
    assert look.code == ExitCode.needs_a_person
    assert json.loads(look.out) == {
        "inputs": 9,
        "start": 5,
        "check_first": 0,
        "see_your_doctor": 1,
        "no_supplement_needed": 0,
        "failed": 0,
        "invalid": 2,
        "get_help_now": 1,
    }
    assert re.search(r"row 8.*geboren", look.err)
    assert re.search(r"row 9.*Geschlecht", look.err)
    assert "Noll" not in look.err
    night = inside.run(*batch, "--out", out, "--merged", pile, "--sort", "surname")
    assert night.code == ExitCode.needs_a_person
    texts = inside.pages(pile)
    assert len(texts) % 2 == 0, "nobody's paper begins on the back of another's"
    names = ("Pohl", "Zeller", "Ärmel", "Öhler", "Müller", "Kern", "Lang")
    order = [name for text in texts[::2] for name in names if f" {name}, " in text]  # a chart has initials only
    assert list(dict.fromkeys(order)) == ["Pohl", "Ärmel", "Kern", "Lang", "Müller", "Öhler", "Zeller"], "urgent first, then a register"
    rows = [json.loads(line) for line in (out / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == len(ROWS)
    kept = {path: path.stat().st_mtime_ns for path in out.glob("*.pdf")}
    mended = [row.replace("31.02.", "28.02.").replace(";x;", ";m;") for row in ROWS]
    table.write_text("\n".join([HEADER, *mended]) + "\n", encoding="cp1252")
    again = inside.run(*batch, "--out", out, "--resume", "--ack-urgent", "--json")
    assert again.code == ExitCode.done
    assert json.loads(again.out)["start"] == 7
    new = {path for path in out.glob("*.pdf") if path not in kept}
    assert {path.name.split("_")[0] for path in new} == {"plan", "clinician", "chart"}
    assert len(new) == 6, "two people, three papers each, and nobody else's"
    assert all(path.stat().st_mtime_ns == at for path, at in kept.items())


# -- 4: what a person hears ----------------------------------------------------------------------------------------------


def test_4_the_decision_is_the_first_thing_a_reader_hears_on_page_1(tmp_path: Path) -> None:
    told = person(name="Ada Lund", goals=["bone"], print={"size": "large"})
    made = inside.run("make", written(tmp_path, told), "--out", tmp_path, *DAY)
    (path,) = made.files("plan")
    with pikepdf.open(path) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
    text = inside.pages(path)[0]
    header = "Supplement plan Plan " + path.stem.removeprefix("plan_")
    assert text.startswith(header)
    said = re.sub(r"^.*?Made 23 November 2026 ", "", text)
    assert said.startswith("START You can take 3 supplements each day.")
    assert "Week from Mon Tue Wed Thu Fri Sat Sun" in inside.words(made.files("chart")), "the tick chart is a table with headings"


# -- 6: two units, one plan ----------------------------------------------------------------------------------------------


def test_6_nanograms_and_nanomoles_are_one_plan() -> None:
    labs = [{"value": 20, "unit": "ng/mL", "date": "2026-11-02"}, {"value": 50, "unit": "nmol/L", "date": "2026-11-02"}]
    one, two = (plan_of(person(country="US", goals=["vitamin_d"], labs={"vitamin_d_25oh": each})) for each in labs)
    for plan in (one, two):
        for change in ("plan_id", "document", "furniture"):
            del plan[change]
        for supplement in plan["supplements"]:
            for reason in supplement["because"]:
                reason["words"] = reason["words"].replace("20 ng/mL", "50 nmol/L")
    assert one == two


# -- 8: a medicine changed -----------------------------------------------------------------------------------------------


def test_8_a_new_medicine_replaces_the_plan_of_may_and_says_what_is_new(tmp_path: Path) -> None:
    before = inside.run("make", written(tmp_path, person()), "--out", tmp_path / "may", "--json", "--date", "2026-11-23")
    (tmp_path / "before.json").write_text(before.out, encoding="utf-8")
    old = json.loads(before.out)["plan_id"]
    assert "If your medicines change, stop using this plan" in inside.words((tmp_path / "may").glob("plan_*"))
    told = person(medicines=["apixaban 5 mg"], blood_thinner="other")
    made = inside.run(
        "make", written(tmp_path, told), "--previous", tmp_path / "before.json", "--out", tmp_path / "now", "--date", "2026-12-03"
    )
    assert made.code == ExitCode.done
    assert re.search(rf"{old}.*[Bb]in the old one|[Bb]in.*{old}|[Rr]eplaces.*{old}", inside.words(made.files("plan")))
    assert old in inside.words(made.files("clinician"))
    assert not re.search(r"\d micrograms", inside.words(made.files("plan"))) or "CHECK FIRST" in inside.words(made.files("plan"))


# -- 12: the interview stops ---------------------------------------------------------------------------------------------


def test_12_a_run_flags_the_hot_leg_and_tells_of_it_last(tmp_path: Path) -> None:
    people = tmp_path / "people"
    people.mkdir()
    written(people, person(symptoms=["leg_swollen_hot"], reference="leg"), "a.json")
    written(people, person(reference="well"), "b.json")
    done = inside.run("batch", people, "--out", tmp_path / "out", "--jobs", "1", *DAY)
    assert done.code == ExitCode.needs_a_person
    last = done.err.splitlines()
    assert [line for line in last if "get_help_now, plan" in line]
    assert "1 of 2 inputs need a person" in last[-1]
    rows = [json.loads(line)["outcome"] for line in (tmp_path / "out" / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    assert rows == ["get_help_now", "start"]


def test_12_on_a_terminal_the_interview_ends_with_the_page_and_nothing_is_kept(tmp_path: Path) -> None:
    known = {key: value for key, value in person(filled_in_by="patient").items() if key not in {"symptoms", "goals", "conditions"}}
    command = ["-m", "planner", "ask", "--plain", "--out", str(tmp_path / "out"), "--answers", str(written(tmp_path, known))]
    child, master = pty.fork()
    if not child:
        around = {"TERM": "xterm", "XDG_STATE_HOME": str(tmp_path / "state"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
        os.execve(sys.executable, [sys.executable, *command], {**os.environ, **around})  # noqa: S606 - a program of ours
    try:
        for wanted, answer in (("from 1 to 4:", "1"), ("from 1 to 2:", "1"), ("with commas between:", "10")):
            assert wanted in heard_until(master, wanted)
            os.write(master, f"{answer}\n".encode())
        heard = heard_until(master, "clinician_")
        status = os.waitpid(child, 0)[1]
    finally:
        os.close(master)
    assert words.ENDS["today"] in heard
    assert os.waitstatus_to_exitcode(status) == ExitCode.done
    (plan,) = (tmp_path / "out").glob("plan_*.pdf")
    (page,) = inside.pages(plan)
    assert "GET HELP NOW" in page
    assert "one leg is swollen, warm, red or painful" in page
    assert not [path for path in (tmp_path / "state").rglob("*") if path.is_file()], "answers are kept only by somebody who says so"


# -- twins ---------------------------------------------------------------------------------------------------------------


def test_twins_of_one_name_and_birthday_have_plans_of_their_own() -> None:
    twins = [person(name="Kim Lee", age=None, date_of_birth="1961-05-03", reference=each) for each in ("A-1", "A-2")]
    one, two = (plan_of({key: value for key, value in each.items() if value is not None}) for each in twins)
    assert one["plan_id"] != two["plan_id"]
    assert one["supplements"] == two["supplements"]
