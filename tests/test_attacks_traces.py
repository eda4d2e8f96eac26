"""Attacks on what is left behind: answers in errors, logs, names, titles, temporary files, terminals, tables and on the wire."""

import json
import os
import pty
import re
import select
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pikepdf
import pytest
from player import Raw, person, time_limit
from test_batch import DAY, batch, lines_of
from test_batch import _below as below
from test_batch import _command as command_of
from test_cli import ADULT, profile, run
from test_questionnaire_entries import door, play

from planner import cli
from planner.commands.saved_answers import SavedAnswers
from planner.errors import ExitCode
from planner.printing import title_of
from questionnaire.saved import SavedInterview

__all__ = ["door", "time_limit"]
CANARY = "ZZCANARY"
ROOT = Path(__file__).resolve().parent.parent
TOLD: dict[str, Any] = {
    **ADULT,
    "name": CANARY,
    "reference": CANARY,
    "medicines": [CANARY, {"name": f"{CANARY} forte", "slots": ["morning"]}, "Marcumar"],
    "supplements": [f"{CANARY} complex"],
    "conditions": [CANARY],
    "allergies": [CANARY],
    "dislikes": [CANARY],
}


def everything_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every name under a folder, and what its file holds unless that is a paper."""
    for path in folder.rglob("*"):
        yield str(path.relative_to(folder)), b"" if path.suffix == ".pdf" or not path.is_file() else path.read_bytes()


# -- errors at every stage -------------------------------------------------------------------------------------------------

# Where a fault is put, and what it says: a real fault may repeat whatever it was given.
STAGES = (
    "planner.reading.from_json",
    "planner.corridor.read_profile",
    "planner.corridor.make_plan",
    "planner.compose.understand",
    "planner.compose.decide",
    "planner.corridor.legible",
    "templates.sheet.draw",
    "templates.sheet.paginate",
    "templates.sheet.write",
    "planner.commands.terminal.write_file",
    "planner.batch.sink.begin_file",
)
COMMANDS: tuple[tuple[str, ...], ...] = (("make", "p.json", "--out", "out"), ("batch", "p.jsonl", "--out", "out", "--jobs", "1"))


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("words", COMMANDS, ids=["make", "batch"])
def test_a_fault_at_any_stage_repeats_no_answer(
    words: tuple[str, ...], stage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "p.json").write_text(json.dumps(TOLD), encoding="utf-8")
    (tmp_path / "p.jsonl").write_text(json.dumps(TOLD) + "\n", encoding="utf-8")

    def fails(*given: object, **named: object) -> None:
        raise RuntimeError(f"{CANARY} {given!r} {named!r}")

    monkeypatch.setattr(stage, fails)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["supplement-plan", *words])
    with pytest.raises(SystemExit) as left:
        cli.main()
    said = capfd.readouterr()
    reached = (stage.startswith("planner.commands") and words[0] == "batch") or (stage.startswith("planner.batch") and words[0] == "make")
    assert left.value.code != ExitCode.done or reached
    assert "RuntimeError" in said.err or reached
    assert CANARY not in said.out + said.err
    for name, data in everything_in(tmp_path / "out"):
        assert CANARY not in name
        assert CANARY.encode() not in data


WRONG: tuple[dict[str, Any], ...] = (
    {"sex": CANARY},
    {CANARY: {CANARY: CANARY}},
    {"medicines": [{"name": CANARY, "slots": [CANARY]}]},
    {"supplements": [{"name": f"magnesium {CANARY}", "amount": 5, "unit": "IU"}]},
    {"labs": {"egfr": {"value": 5, "unit": CANARY}}},
    {"eats": {"natto": CANARY}},
    {"name": f"{CANARY} \u4e2d"},
    {"conditions": [{"name": CANARY, "since": "2999"}]},
    {"print": {"language": CANARY}},
)


def test_no_refusal_repeats_an_answer_wherever_it_is_told(tmp_path: Path) -> None:
    """On both outputs, in the manifest and whatever else a run leaves; a key of the person's own may be named on the terminal alone."""
    source = lines_of(tmp_path / "people.jsonl", [{**TOLD, **each} for each in WRONG])
    done = batch(source, tmp_path / "out", "--json", "--jobs", "2")
    assert done.returncode == ExitCode.needs_a_person
    assert json.loads(done.stdout)["invalid"] == len(WRONG)
    assert CANARY not in done.stdout.decode()
    assert [line for line in done.stderr.decode().splitlines() if CANARY in line and f"{CANARY}: this key is not known" not in line] == []
    for name, data in everything_in(tmp_path / "out"):
        assert CANARY not in name
        assert CANARY.encode() not in data


# -- names, titles, metadata, arguments --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "key",
    [
        *("../../x", "/etc/x", "..\\x", "CON", "NUL.pdf", "x" * 120, ".", "..", "x.", "x ", "~", "~root", "$HOME", "`id`", "a;b|c&d"),
        *("-rf", "--out=/", "\U0001f600", "a/b/../../..", "plan_", "%2e%2e%2f", "C:\\x", "file://x", "a\tb", "{0}"),
    ],
)
def test_what_a_person_is_called_names_no_file(
    key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The reference is data only: files are named after the plan's own number."""
    told = {**ADULT, "reference": key}
    (tmp_path / "p.json").write_text(json.dumps(told), encoding="utf-8")
    monkeypatch.setattr(
        sys, "argv", ["supplement-plan", "make", str(tmp_path / "p.json"), "--out", str(tmp_path / "out"), "--date", "2026-11-23"]
    )
    with pytest.raises(SystemExit) as left:
        cli.main()
    said = capfd.readouterr()
    if left.value.code == ExitCode.bad_input:
        assert "reference: no font has the letter" in said.err
        assert not (tmp_path / "out").exists()
        return
    assert left.value.code == ExitCode.done, said.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "p.json"]
    assert all(re.fullmatch(r"(plan|clinician|chart)_([0-9A-Z]{4}-){3}[0-9A-Z]\.pdf", path.name) for path in (tmp_path / "out").iterdir())


def test_no_file_says_of_itself_whose_it_is(tmp_path: Path) -> None:
    done = run("make", "-", "--out", tmp_path, "--date", "2026-11-23", stdin=json.dumps(TOLD).encode())
    assert done.returncode == ExitCode.done, done.stderr
    paths = list(tmp_path.glob("*.pdf"))
    assert len(paths) >= 3
    for path in paths:
        assert CANARY not in path.name
        with pikepdf.open(BytesIO(path.read_bytes())) as pdf:
            said = repr(pdf.docinfo) + pdf.Root.Metadata.read_bytes().decode() + repr(dict(pdf.Root))
            assert CANARY not in said
            assert "phenprocoumon" not in said


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("plan_7K3M-Q2PD-9XZV-4.pdf", "7K3M-Q2PD-9XZV-4"),
        (f"{CANARY} Smith 1959.pdf", "plans"),
        (f"{CANARY}_7K3M-Q2PD-9XZV-4.pdf", "7K3M-Q2PD-9XZV-4"),
        ("-o raw.pdf", "plans"),
    ],
)
def test_the_title_of_a_print_job_is_never_a_name(name: str, title: str) -> None:
    """A queue shows the titles of its jobs to everybody."""
    assert title_of(Path(name)) == title


def test_no_answer_is_an_argument_of_a_process(tmp_path: Path) -> None:
    """Everybody on a computer can list processes with their arguments."""
    source = lines_of(tmp_path / "people.jsonl", [{**TOLD, "reference": f"{CANARY}{at}"} for at in range(6)])
    words = ["batch", source, "--out", tmp_path / "out", "--date", "2026-11-23", "--jobs", "2"]
    seen: set[bytes] = set()
    with subprocess.Popen(
        [sys.executable, "-m", "planner", *map(str, words)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as running:
        while running.poll() is None:
            time.sleep(0.05)
            with suppress(OSError):  # a process may end while it is looked at
                seen |= {command_of(pid) for pid in (running.pid, *below(running.pid))}
    assert running.returncode == ExitCode.done
    assert len(seen) >= 3, "the run itself, and what it began"
    assert not any(CANARY.encode() in each for each in seen)


# -- what a run that was killed leaves ---------------------------------------------------------------------------------------

KILLED = """
import os, signal, sys
from pathlib import Path
from tempfile import TemporaryDirectory
from planner.files import write_file
write, os.fsync = os.write, lambda handle: os.kill(os.getpid(), signal.SIGKILL)
write_file(Path(sys.argv[1]), b"ZZCANARY" * 9_000)
"""


def killed_while_writing(path: Path) -> Path:
    """Kill a process when all is written and nothing has its name yet; return what it left."""
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert not path.exists()
    (left,) = path.parent.glob(".supplement-plan-*.partial")
    assert stat.S_IMODE(left.stat().st_mode) == 0o600
    return left


def test_what_a_killed_run_was_writing_is_gone_after_the_next(tmp_path: Path) -> None:
    """A `make` beside another must not take what that one is writing; what nobody writes any more it takes."""
    out, own, theirs = tmp_path / "out", tmp_path / "p.json", tmp_path / "out" / ".download.partial"
    profile(tmp_path)
    out.mkdir()
    theirs.write_text("of another program")
    fresh = killed_while_writing(out / "plan_A.pdf")
    words = ("make", own, "--out", out, "--date", "2026-11-23")
    assert run(*words).returncode == ExitCode.done
    assert fresh.exists(), "somebody may still be writing it"
    os.utime(fresh, (1, 1))
    assert run(*words).returncode == ExitCode.done
    assert not fresh.exists()
    assert theirs.exists()
    killed_while_writing(out / "plan_B.pdf")
    assert batch(lines_of(tmp_path / "people.jsonl", [ADULT]), out, "--jobs", "1", "--force").returncode == ExitCode.done
    assert [each for each in out.iterdir() if each.suffix == ".partial"] == [theirs], "a batch holds the folder alone"


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder whose name leaves room: processes talk through a socket in the temporary folder, whose path has about 100 letters."""
    with TemporaryDirectory() as folder:
        yield Path(folder)


def test_nothing_is_put_into_a_temporary_folder(tmp_path: Path, short_folder: Path) -> None:
    env = {"TMPDIR": str(short_folder), "XDG_STATE_HOME": str(tmp_path / "state"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    source = lines_of(tmp_path / "people.jsonl", [{**TOLD, "reference": f"R-{at}"} for at in range(4)])
    words = ("batch", source, "--out", tmp_path / "out", "--merged", tmp_path / "pile.pdf", "--jobs", "2", "--date", "2026-11-23")
    assert run(*words, env=env).returncode == ExitCode.done
    assert [name for name, data in everything_in(short_folder) if data] == []
    assert not (tmp_path / "state").exists()
    assert not (tmp_path / "config").exists()
    assert sorted(path.name for path in (tmp_path / "out").iterdir() if path.suffix != ".pdf") == [".lock", "manifest.jsonl", "run.json"]


def test_forget_takes_what_a_killed_interview_was_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    files = SavedAnswers(DAY)
    files.keep(SavedInterview(answers={"reference": CANARY}))
    killed_while_writing(files.folder / "interview-1.json")
    assert CANARY in "".join(data.decode() for _, data in everything_in(tmp_path))
    files.forget()
    assert list(everything_in(files.folder)) == []


def test_no_key_opens_an_editor(door: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor would get the answer as a file in a folder for everybody."""
    trap = tmp_path / "editor"
    trap.write_text(f"#!/bin/sh\ncp \"$1\" '{tmp_path}/opened'\n")
    trap.chmod(0o755)
    for name in ("EDITOR", "VISUAL"):
        monkeypatch.setenv(name, str(trap))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    told, _ = play(door, person(reference=[Raw(f"{CANARY}\x18\x05\x1bv\r")]))
    assert told["reference"].startswith(CANARY)
    assert [path.name for path in tmp_path.iterdir()] == ["editor"]


# -- the network -------------------------------------------------------------------------------------------------------------

# Loaded by every Python process of a run before anything else: notes whatever would leave this computer, and stops it.
GUARD = """
import os, socket, sys
def guard(event, words):
    family = words[1] if event == "socket.__new__" else None
    if event in {"socket.connect", "socket.sendto", "socket.bind"}:
        family = words[0].family
    named = event.startswith(("socket.getaddrinfo", "socket.gethostby", "urllib", "http.", "ftplib", "smtplib", "webbrowser", "telnetlib"))
    if named or family in (socket.AF_INET, socket.AF_INET6):
        with open(os.environ["NOTED"], "a") as noted:
            noted.write(f"{event} {words!r}\\n")
        raise OSError("the network is out of bounds")
sys.addaudithook(guard)
"""
ALL_COMMANDS = """
import json, sys
from planner import cli
for words in json.loads(sys.argv[1]):
    sys.argv = ["supplement-plan", *words]
    try:
        cli.main()
    except SystemExit as left:
        print(words[0], int(left.code or 0), file=sys.stderr)
"""


def test_no_command_opens_a_socket(tmp_path: Path) -> None:
    """No telemetry, no look for a new version, no font or list fetched; with no network at all everything works."""
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD)
    source = str(lines_of(tmp_path / "people.jsonl", [TOLD, ADULT, {"age": "x"}, {**ADULT, "age": 30}]))
    one, out = str(profile(tmp_path, medicines=[CANARY])), str(tmp_path / "out")
    commands = [
        ["make", one, "--out", out, "--date", "2026-11-23"],
        ["check", one, "--json"],
        ["explain", one],
        ["batch", source, "--out", str(tmp_path / "night"), "--jobs", "2", "--merged", str(tmp_path / "pile.pdf")],
        ["form", "--out", out],
        ["schema", "profile", "--example"],
        ["claims"],
        ["knowledge", "list"],
        ["print", out, "--queue", "nobody"],
        ["forget"],
        ["ask", "--out", out],
    ]
    env = {
        "PYTHONPATH": f"{tmp_path / 'guard'}:{ROOT}",
        "NOTED": str(tmp_path / "noted"),
        "PATH": "/nowhere",
        "XDG_STATE_HOME": str(tmp_path),
    }
    alone = ["unshare", "-rn"] if subprocess.run(["unshare", "-rn", "true"], check=False, capture_output=True).returncode == 0 else []
    command = [*alone, sys.executable, "-c", ALL_COMMANDS, json.dumps(commands)]
    done = subprocess.run(
        command, env={**os.environ, **env, "PATH": os.environ["PATH"]}, capture_output=True, check=False, timeout=120, text=True
    )
    codes = dict(line.split() for line in done.stderr.splitlines() if re.fullmatch(r"[a-z]+ \d+", line))
    assert set(codes) == {each[0] for each in commands}, done.stderr[-500:]
    assert {name for name, code in codes.items() if code == "0"} >= {
        "make",
        "check",
        "explain",
        "form",
        "schema",
        "claims",
        "knowledge",
        "forget",
    }
    assert codes["batch"] == str(int(ExitCode.needs_a_person))
    assert not (tmp_path / "noted").exists(), (tmp_path / "noted").read_text()


def test_the_guard_notices(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(GUARD)
    env = {**os.environ, "PYTHONPATH": str(tmp_path), "NOTED": str(tmp_path / "noted")}
    call = "import socket; socket.create_connection(('127.0.0.1', 9))"
    assert subprocess.run([sys.executable, "-c", call], env=env, check=False, capture_output=True).returncode != 0
    assert "socket" in (tmp_path / "noted").read_text()


# -- permissions -------------------------------------------------------------------------------------------------------------


def test_files_are_for_their_owner_whatever_the_mask(tmp_path: Path) -> None:
    words = ["make", str(profile(tmp_path)), "--out", str(tmp_path / "a" / "out"), "--date", "2026-11-23"]
    source = str(lines_of(tmp_path / "people.jsonl", [ADULT]))
    night = ["batch", source, "--out", str(tmp_path / "b" / "out"), "--merged", str(tmp_path / "b.pdf"), "--jobs", "2"]
    command = ["sh", "-c", 'umask 000; exec "$@"', "sh", sys.executable, "-c", ALL_COMMANDS]
    command.append(json.dumps([words, night, ["form", "--out", str(tmp_path / "a" / "out")]]))
    done = subprocess.run(command, capture_output=True, check=False, timeout=120, env={**os.environ, "PYTHONPATH": str(ROOT)})
    made = [path for folder in ("a", "b") for path in (tmp_path / folder).rglob("*")] + [tmp_path / "b.pdf"]
    assert len([path for path in made if path.suffix == ".pdf"]) >= 7, done.stderr
    loose = [str(path.relative_to(tmp_path)) for path in made if path.name != ".lock" and stat.S_IMODE(path.stat().st_mode) & 0o077]
    assert loose == []


# -- what a terminal is told ---------------------------------------------------------------------------------------------------

ESCAPES = ("\x1b]0;owned\x07", "\x1b[2J", "\x9b31m", "\r", "\u202e", "\x08\x08")


def at_a_terminal(*words: str, cwd: Path) -> bytes:
    """Run a command with a terminal for both outputs, and return every byte it is sent."""
    pid, terminal = pty.fork()
    if not pid:
        os.chdir(cwd)
        os.execve(  # noqa: S606 - there is nothing else to do after a fork
            sys.executable, [sys.executable, "-m", "planner", *words], {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
        )
    sent = b""
    while select.select([terminal], [], [], 60)[0]:
        try:
            sent += (piece := os.read(terminal, 65536))
        except OSError:
            break
        if not piece:
            break
    os.waitpid(pid, 0)
    os.close(terminal)
    return sent


def commands_in(shown: bytes) -> set[str]:
    text = shown.decode().replace("\r\n", "\n")
    return {each for each in text if (not each.isprintable() and each not in "\n\t\u00a0\u202f\u2011\u00ad") or each == "\r"}


def test_a_file_named_like_a_command_is_shown_and_not_obeyed(tmp_path: Path) -> None:
    for at, sign in enumerate(ESCAPES):
        (tmp_path / f"{at}{sign}x\n0.json: item 1: get_help_now.json").write_text('{"age": "x"}')
    shown = at_a_terminal("batch", ".", "--dry-run", "--jobs", "1", cwd=tmp_path)
    assert b"\\u001b]0;owned\\u0007" in shown
    assert not [line for line in shown.splitlines() if line.startswith(b"0.json: item 1")], "a name cannot forge a line"
    names = [f"./{path.name}" for path in sorted(tmp_path.iterdir())]
    obeyed = ("\x1b]0;", "\x1b[2J", "\x9b31m", "\u202e", "\x08")  # the bar of a run has signs of its own
    assert not [each for each in obeyed if each.encode() in shown]
    assert commands_in(at_a_terminal("make", *names, "--out", "out", cwd=tmp_path)) == set()
    assert commands_in(at_a_terminal("verify", *names, cwd=tmp_path)) == set()


def test_an_answer_like_a_command_is_shown_and_not_obeyed(tmp_path: Path) -> None:
    """What a profile may hold of it are line ends and tabs; a medicine with one must not write over the line before."""
    profile(tmp_path, medicines=["zzqx\rSAFE", "ab\ncd\tef", "warfarin\r"])
    assert commands_in(at_a_terminal("explain", "p.json", cwd=tmp_path)) == set()


# -- tables ----------------------------------------------------------------------------------------------------------------------

FORMULAS = ("=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://127.0.0.1","x")')


def test_nothing_that_is_written_can_be_a_formula(tmp_path: Path) -> None:
    """The only record of a run is JSON, a line an input; no field of it begins with what a person typed, and numbers stay numbers."""
    told = [{**ADULT, "reference": each, "name": each, "medicines": [each], "conditions": [each], "allergies": [each]} for each in FORMULAS]
    done = batch(lines_of(tmp_path / "people.jsonl", told), tmp_path / "out", "--json", "--jobs", "1")
    assert done.returncode == ExitCode.done
    kept = {path.name: path.read_text() for path in (tmp_path / "out").iterdir() if path.suffix != ".pdf"}
    assert set(kept) == {".lock", "manifest.jsonl", "run.json"}
    for line in kept["manifest.jsonl"].splitlines():
        for value in texts(json.loads(line)):
            assert not value.startswith(("=", "+", "-", "@", "\t", "\r"))
            assert not any(each in value for each in FORMULAS)
    assert all(isinstance(each, int) for key, each in json.loads(done.stdout).items() if key != "manifest")


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts(each)
