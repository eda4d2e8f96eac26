"""The command as a person or a script meets it: outputs, exit codes, one clear line for each fault, nothing lost."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from planner.clinic import read_clinic
from planner.errors import ExitCode

HERE = Path(__file__).parent
README = HERE.parent / "README.md"
ADULT: dict[str, Any] = {
    "age": 58,
    "sex": "female",
    "country": "GB",
    "life_stage": "none",
    "diet": "omnivore",
    "allergies": [],
    "medicines": [],
    "blood_thinner": "no",
    "supplements": [],
    "conditions": [],
    "symptoms": [],
    "surgery_planned": False,
    "goals": ["bone"],
    "filled_in_by": "health_worker",
}
CHEST_PAIN = {**ADULT, "symptoms": ["chest_pain"]}


def run(
    *words: str | Path, stdin: bytes = b"", cwd: Path | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from planner.cli import main; main()", *map(str, words)]
    around = {**os.environ, "COLUMNS": "100", **(env or {})}
    return subprocess.run(command, input=stdin, capture_output=True, check=False, timeout=60, cwd=cwd, env=around)


def profile(folder: Path, file_name: str = "p.json", /, **changes: Any) -> Path:
    path = folder / file_name
    path.write_text(json.dumps({**ADULT, **changes}), encoding="utf-8")
    return path


def plan_of(**changes: Any) -> dict[str, Any]:
    done = run("check", "-", "--json", "--date", "2026-11-23", stdin=json.dumps({**ADULT, **changes}).encode())
    assert done.returncode == ExitCode.done, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_make_prints_the_files_it_made_and_nothing_else(tmp_path: Path) -> None:
    done = run("make", profile(tmp_path), "--out", tmp_path / "out", "--date", "2026-11-23")
    files = [Path(line) for line in done.stdout.decode().splitlines()]
    assert done.returncode == ExitCode.done
    assert done.stderr == b""
    assert sorted(files) == sorted((tmp_path / "out").iterdir())
    assert {path.name.split("_")[0] for path in files} == {"plan", "clinician", "chart"}
    assert all(path.stat().st_mode & 0o077 == 0 for path in files)


def test_a_referral_is_a_result_and_comes_with_a_letter(tmp_path: Path) -> None:
    done = run("make", profile(tmp_path, medicines=["Marcumar"]), "--out", tmp_path / "out", "--date", "2026-11-23")
    assert done.returncode == ExitCode.done
    assert {path.name.split("_")[0] for path in (tmp_path / "out").iterdir()} == {"plan", "clinician", "letter"}


def test_an_identical_file_is_left_alone_and_a_different_one_needs_force(tmp_path: Path) -> None:
    words = ("make", profile(tmp_path), "--out", tmp_path / "out", "--date", "2026-11-23")
    first = Path(run(*words).stdout.decode().splitlines()[0])
    before = first.stat().st_mtime_ns
    assert run(*words).returncode == ExitCode.done
    assert first.stat().st_mtime_ns == before
    first.write_bytes(b"mine")
    refused = run(*words)
    assert refused.returncode == ExitCode.file
    assert b"--force" in refused.stderr
    assert first.read_bytes() == b"mine"
    assert run(*words, "--force").returncode == ExitCode.done
    assert first.read_bytes().startswith(b"%PDF")


def test_a_link_is_replaced_and_never_followed(tmp_path: Path) -> None:
    words = ("make", profile(tmp_path), "--out", tmp_path / "out", "--date", "2026-11-23", "--force")
    first = Path(run(*words).stdout.decode().splitlines()[0])
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    first.unlink()
    first.symlink_to(victim)
    assert run(*words).returncode == ExitCode.done
    assert victim.read_bytes() == b"precious"
    assert not first.is_symlink()


def test_the_rest_is_made_when_one_profile_is_bad(tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text('{"age": "62"}', encoding="utf-8")
    done = run("make", bad, profile(tmp_path), "--out", tmp_path / "out", "--date", "2026-11-23")
    assert done.returncode == ExitCode.bad_input
    assert done.stderr.decode() == f"{bad}:1:9: age: a text is not accepted here; a whole number from 0 to 120, without quotes\n"
    assert len(list((tmp_path / "out").glob("plan_*.pdf"))) == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"age": "62"}', "standard input:1:9: age: a text is not accepted here; a whole number from 0 to 120, without quotes"),
        ('{"medicnes": []}', "standard input:1:14: medicnes: this key is not known; did you mean medicines?"),
        ('{"age": 1,\n "age": 2}', "standard input:2:2: age: the key stands twice, first in line 1; each key once"),
        ("[" * 100_000, "standard input:1:21: profile: nested deeper than 20 levels; a profile needs fewer than 5"),
    ],
)
def test_bad_input_is_one_clear_line_with_its_place(text: str, line: str) -> None:
    done = run("check", "-", "--json", stdin=text.encode())
    assert (done.returncode, done.stdout, done.stderr.decode()) == (ExitCode.bad_input, b"", line + "\n")


def test_a_letter_no_font_has_is_refused_by_field() -> None:
    done = run("check", "-", stdin=json.dumps({**ADULT, "name": "中文"}).encode())
    assert done.returncode == ExitCode.bad_input
    assert b"name: no font has the letter U+4E2D" in done.stderr
    assert "中".encode() not in done.stderr


def test_an_answer_never_reaches_an_error(tmp_path: Path) -> None:
    canary = "ZZCANARY"
    for changes in (
        {"sex": canary},
        {"medicines": [{"name": canary, "stopped": canary}]},
        {"name": canary + "\u202e"},
        {"eats": {"natto": canary}},
    ):
        done = run("make", profile(tmp_path, **changes), "--out", tmp_path / "out")
        assert done.returncode == ExitCode.bad_input
        assert canary.encode() not in done.stderr + done.stdout


@pytest.mark.parametrize(
    "changes",
    [{"medicines": ["Coumadin 5 mg tab"]}, {"medicines": ["Zzyqx forte"]}, {"medicines": None}, {"medicines": "not_sure"}],
    ids=["a blood thinner", "a name nobody knows", "not told", "not sure"],
)
def test_no_mk7_dose_while_the_medicines_are_known_to_matter_or_not_known(changes: dict[str, Any]) -> None:
    person = {key: value for key, value in {**ADULT, **changes}.items() if value is not None}
    done = run("check", "-", "--json", "--date", "2026-11-23", stdin=json.dumps(person).encode())
    plan = json.loads(done.stdout)
    mk7 = next(each for each in plan["supplements"] if each["supplement"] == "mk7")
    assert mk7["verdict"] in {"refer", "withhold"}
    assert mk7["dose"] is None
    words = json.dumps([sheet for sheet in plan["document"] if sheet["part"] != "clinician"])
    assert "micrograms" not in words


def test_a_batch_that_finds_no_profile_says_so(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    done = run("batch", tmp_path / "in", "--out", tmp_path / "out")
    assert done.returncode == ExitCode.usage
    assert b"no profile here" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_file_named_after_a_person_stays_out_of_the_manifest(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    profile(folder, "Ann-Smith-1959.JSON")
    (folder / "Bob.json").write_text('{"age": "62"}', encoding="utf-8")
    done = run("batch", folder, "--out", tmp_path / "out", "--date", "2026-11-23")
    manifest = (tmp_path / "out" / "manifest.jsonl").read_text()
    assert done.returncode == ExitCode.needs_a_person
    assert b"Bob.json:1:9: age" in done.stderr
    assert "Ann" not in manifest
    assert "Bob" not in manifest


def test_an_answers_file_is_never_overwritten(tmp_path: Path) -> None:
    kept = tmp_path / "answers.json"
    kept.write_text("{}", encoding="utf-8")
    done = run("ask", "--out", tmp_path / "out", "--save-profile", kept)
    assert done.returncode == ExitCode.usage
    assert b"already" in done.stderr
    assert kept.read_text() == "{}"


def test_a_closed_output_is_a_file_error(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "planner", "check", str(profile(tmp_path)), "--date", "2026-11-23"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60)
    assert done.returncode == ExitCode.file
    assert b"standard output" in done.stderr


def test_batch_reads_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    profile(folder, "a.json")
    profile(folder, "b.json", age=40)
    done = run("batch", folder, "--out", tmp_path / "out", "--date", "2026-11-23")
    assert done.returncode == ExitCode.done
    assert len(list((tmp_path / "out").glob("plan_*.pdf"))) == 2


def test_the_schemas_are_json_and_the_example_is_a_profile() -> None:
    for what in ("profile", "plan"):
        assert json.loads(run("schema", what).stdout)["type"] == "object"
    example = run("schema", "profile", "--example").stdout
    assert run("check", "-", "--date", "2026-11-23", stdin=example).returncode == ExitCode.done
    assert json.loads(run("schema", "plan", "--example").stdout)["decision"]


def test_knowledge_check_names_file_and_line(tmp_path: Path) -> None:
    assert run("knowledge", "check").returncode == ExitCode.done
    (tmp_path / "rules.toml").write_text('[[rule]]\nid = "x"\nwhen.goall = "bone"\n', encoding="utf-8")
    done = run("knowledge", "check", tmp_path)
    assert done.returncode == ExitCode.bad_input
    assert b"rules.toml:3: when.goall: this key is not known (did you mean goal?)" in done.stderr


def test_ask_needs_a_terminal() -> None:
    done = run("ask", stdin=b"\n\n")
    assert done.returncode == ExitCode.usage
    assert b"terminal" in done.stderr


@pytest.mark.parametrize(
    "words",
    [("nonsense",), ("make",), ("schema", "sentence"), ("check", "-", "--date", "tomorrow"), ("check", "-", "--date", "9999-12-01")],
)
def test_usage_errors_leave_with_2(words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.returncode == ExitCode.usage
    assert b"Traceback" not in done.stderr


def test_a_file_that_is_not_there_leaves_with_5() -> None:
    done = run("check", "nowhere.json")
    assert done.returncode == ExitCode.file
    assert done.stderr.decode().startswith("nowhere.json: no such file")


def test_the_readme_tells_every_exit_code() -> None:
    text = README.read_text(encoding="utf-8")
    assert all(f"| {int(code)} |" in text for code in ExitCode)


def test_a_name_is_printed_as_typed() -> None:
    name = '<img src="/etc/hostname"/><b>Łukasz & Søn</b>'
    assert plan_of(name=name)["furniture"]["person"].startswith(name)


# -- the clinic, the pages, the plan before, the blank form --------------------------------------------------------------


def pages_of(path: Path) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(path))


def test_a_clinics_file_is_used_from_config_or_the_users_folder(tmp_path: Path) -> None:
    home = tmp_path / "home" / "supplement-plan"
    home.mkdir(parents=True)
    (home / "clinic.toml").write_text('name = "Home Clinic"\n', encoding="utf-8")
    (tmp_path / "other.toml").write_text('name = "Other Clinic"\n', encoding="utf-8")
    env = {"XDG_CONFIG_HOME": str(tmp_path / "home")}
    for words, issuer in (((), "Home Clinic"), (("--config", tmp_path / "other.toml"), "Other Clinic")):
        done = run("make", profile(tmp_path), "--out", tmp_path / issuer, "--date", "2026-11-23", *words, env=env)
        assert done.returncode == ExitCode.done, done.stderr
        assert issuer in pages_of(Path(done.stdout.decode().splitlines()[0]))


def test_a_clinics_fault_is_one_line_and_no_plan(tmp_path: Path) -> None:
    (tmp_path / "clinic.toml").write_text('name = "王小明"\n', encoding="utf-8")
    done = run("make", profile(tmp_path), "--out", tmp_path / "out", "--config", tmp_path / "clinic.toml")
    assert done.returncode == ExitCode.bad_input
    assert b"name: no font has the letter U+738B" in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_manifest_says_which_clinics_file_was_used(tmp_path: Path) -> None:
    (tmp_path / "clinic.toml").write_text('name = "Rose Street"\n', encoding="utf-8")
    (tmp_path / "all.jsonl").write_text(json.dumps(ADULT), encoding="utf-8")
    run("batch", tmp_path / "all.jsonl", "--out", tmp_path / "out", "--config", tmp_path / "clinic.toml")
    (row,) = (tmp_path / "out" / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(row)["config"] == read_clinic(tmp_path / "clinic.toml").sha256


def test_sections_choose_pages_and_an_unknown_one_is_named(tmp_path: Path) -> None:
    done = run("make", profile(tmp_path), "--out", tmp_path / "out", "--date", "2026-11-23", "--sections", "food")
    text = pages_of(Path(done.stdout.decode().splitlines()[0]))
    assert "Food first" in text
    assert "Your shopping list" not in text
    done = run("make", profile(tmp_path), "--out", tmp_path / "out", "--sections", "fod")
    assert done.returncode == ExitCode.usage
    assert b"fod: there is no such page; how, food, stop, buy, told, sure" in done.stderr


def test_the_plan_before_is_read_from_its_json_and_from_nothing_else(tmp_path: Path) -> None:
    before = tmp_path / "before.json"
    done = run("make", profile(tmp_path), "--out", tmp_path / "old", "--date", "2026-05-03", "--json")
    before.write_bytes(done.stdout)
    number = json.loads(done.stdout)["plan_id"]
    done = run("make", profile(tmp_path), "--out", tmp_path / "new", "--date", "2026-11-23", "--previous", before)
    assert f"This plan replaces plan {number} of 3 May 2026." in pages_of(Path(done.stdout.decode().splitlines()[0]))
    before.write_text('{"plan_id": "secret words"}', encoding="utf-8")
    done = run("make", profile(tmp_path), "--out", tmp_path / "new", "--previous", before)
    assert done.returncode == ExitCode.bad_input
    assert b"this is not a plan of this program" in done.stderr
    assert b"secret" not in done.stderr


@pytest.mark.parametrize(("field", "value", "code"), [("name", "王小明", 3), ("name", "محمد", 3), ("medicines", ["ワーファリン"], 0)])
def test_only_a_name_that_cannot_be_drawn_is_refused(tmp_path: Path, field: str, value: object, code: int) -> None:
    done = run("make", profile(tmp_path, **{field: value}), "--out", tmp_path / "out", "--date", "2026-11-23")
    assert done.returncode == code
    if code:
        assert b"name: no font has the letter" in done.stderr
    else:
        assert "warfarin (written in letters we cannot print)" in pages_of(Path(done.stdout.decode().splitlines()[0]))


def test_the_blank_form_is_made(tmp_path: Path) -> None:
    done = run("form", "--out", tmp_path)
    (path,) = (Path(line) for line in done.stdout.decode().splitlines())
    assert "Which medicines do you take?" in pages_of(path)
