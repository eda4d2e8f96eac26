"""Attacks from the place a command is run in: files that would run, settings nobody named, links, pipes, full and stolen folders."""

import hashlib
import json
import os
import re
import resource
import signal
import stat
import subprocess
import sys
import tomllib
from base64 import urlsafe_b64encode
from datetime import date
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.version import Version
from test_batch import batch, lines_of
from test_cli import ADULT, pages_of, profile, run

from planner.batch.sink import Folder
from planner.batch.source import Disk, Source
from planner.compose import make_plan
from planner.errors import ExitCode, FileError
from planner.files import is_synced, only_user
from planner.library import Knowledge
from planner.plan import Plan
from planner.profile import Profile
from planner.shape import from_json, to_json

ROOT = Path(__file__).resolve().parent.parent

# -- files that would run ------------------------------------------------------------------------------------------------------

# Everything the program loads by name, of its own, of others and of Python: a file of that name beside a profile is a trap.
NAMES = (
    *("planner", "questionnaire", "templates", "reportlab_settings", "sitecustomize", "usercustomize"),
    *("typer", "click", "rich", "pydantic", "pydantic_core", "annotated_types", "typing_extensions", "typing_inspection"),
    *("rapidfuzz", "reportlab", "rl_accel", "_rl_accel", "deflate", "filelock", "platformdirs", "questionary", "prompt_toolkit"),
    *("PIL", "zxingcpp", "fontpkg_atkinson_hyperlegible", "fontpkg_noto_sans", "pikepdf", "pypdfium2", "distributed", "fsspec"),
    *("json", "tomllib", "csv", "hashlib", "tempfile", "random", "secrets", "signal", "threading", "socket", "selectors", "pickle"),
    *("multiprocessing", "concurrent", "subprocess", "shutil", "uuid", "zlib", "ast", "datetime", "decimal", "unicodedata", "pwd", "gc"),
    *("pyfribidi", "rlbidi", "uharfbuzz", "reportlab_mods", "pyphen", "numpy", "defusedxml", "hypothesis", "shellingham", "colorama"),
)
TRAP = "import os\nopen(os.environ['SPRUNG'], 'a').write(__name__ + '\\n')\nraise ImportError('trap')\n"
# As an installer writes the command.
SCRIPT = "import sys\nfrom planner.__main__ import main\nif __name__ == '__main__':\n    sys.exit(main())\n"


@pytest.fixture
def trapped(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """Return a folder with a profile among traps, and an environment that leads into it."""
    folder = tmp_path / "work"
    folder.mkdir()
    for name in NAMES:
        (folder / f"{name}.py").write_text(TRAP)
    (folder / ".reportlab_settings").write_text(TRAP)
    plugin = folder / "evil-1.dist-info"  # what a package says of itself: a plugin of pydantic
    plugin.mkdir()
    (plugin / "METADATA").write_text("Metadata-Version: 2.1\nName: evil\nVersion: 1\n")
    (plugin / "entry_points.txt").write_text("[pydantic]\nevil = hypothesis:plugin\n")
    profile(folder)
    (folder / "people.jsonl").write_text((json.dumps(ADULT) + "\n") * 3)
    settings = {"RL_trustedHosts": "*", "RL_toColorCanUse": "rl_safe_eval", "RL_pageCompression": "0", "RL_documentLang": "xx"}
    return folder, {**os.environ, "HOME": str(folder), "SPRUNG": str(tmp_path / "sprung"), "XDG_CONFIG_HOME": str(tmp_path), **settings}


COMMANDS = (["make", "p.json", "--out", "out", "--date", "2026-11-23"], ["batch", "people.jsonl", "--out", "night", "--jobs", "2"])


@pytest.mark.parametrize("words", COMMANDS, ids=["make", "batch"])
def test_no_file_in_the_current_folder_runs(words: list[str], trapped: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    """The installed command, and the processes it begins."""
    folder, env = trapped
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "supplement-plan").write_text(SCRIPT)
    command = [sys.executable, str(tmp_path / "bin" / "supplement-plan"), *words]
    done = subprocess.run(command, cwd=folder, env={**env, "PYTHONPATH": f"{ROOT}"}, capture_output=True, check=False, timeout=120)
    assert not (tmp_path / "sprung").exists(), (tmp_path / "sprung").read_text()
    assert done.returncode == ExitCode.done, done.stderr


def test_python_m_takes_nothing_it_loads_from_the_current_folder(trapped: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    """`python -m` looks for the program itself there; what stands beside it as in a checkout is the program. Nothing after that."""
    folder, env = trapped
    (folder / "planner.py").unlink()
    command = [sys.executable, "-m", "planner", *COMMANDS[1]]
    done = subprocess.run(command, cwd=folder, env={**env, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False, timeout=120)
    assert not (tmp_path / "sprung").exists(), (tmp_path / "sprung").read_text()
    assert done.returncode == ExitCode.done, done.stderr


PINNED = """
from templates import press
from reportlab import rl_config
print(rl_config.trustedHosts, rl_config.trustedSchemes, rl_config.toColorCanUse, rl_config.pageCompression, rl_config.documentLang)
"""


def test_the_settings_of_the_library_that_writes_are_ours_whatever_is_set_around_it(trapped: tuple[Path, dict[str, str]]) -> None:
    folder, env = trapped
    command = [sys.executable, "-c", "import sys; sys.path.remove('')\n" + PINNED]
    done = subprocess.run(command, cwd=folder, env={**env, "PYTHONPATH": str(ROOT)}, capture_output=True, check=True, text=True)
    assert done.stdout.split() == ["None", "None", "rl_extended_literal_eval", "1", "None"]


# -- settings nobody named -----------------------------------------------------------------------------------------------------


def test_a_settings_file_in_the_current_folder_is_not_read(tmp_path: Path) -> None:
    """It could send the plans elsewhere or put another clinic's number on them."""
    evil = 'name = "Evil Clinic"\nout = "/tmp"\n[emergency]\nGB = "0900 111"\n'
    folder = tmp_path / "work"
    folder.mkdir()
    for name in (
        "clinic.toml",
        "supplement-plan.toml",
        "planner.toml",
        "columns.toml",
        "theme.toml",
        ".env",
        "pyproject.toml",
        "setup.cfg",
    ):
        (folder / name).write_text(evil)
    done = run("make", profile(folder, symptoms=["chest_pain"]), "--date", "2026-11-23", cwd=folder, env={"PYTHONPATH": str(ROOT)})
    assert done.returncode == ExitCode.done, done.stderr
    for line in done.stdout.decode().splitlines():
        assert "Evil" not in pages_of(folder / line)
        assert "0900" not in pages_of(folder / line)
    asked = run("make", profile(folder), "--out", tmp_path / "out", "--config", folder / "clinic.toml")
    assert asked.returncode == ExitCode.bad_input
    assert str(folder / "clinic.toml") in asked.stderr.decode(), "a fault says which file it is in"


# -- links, pipes and devices ----------------------------------------------------------------------------------------------------


def test_a_lock_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("keep me")
    (tmp_path / ".lock").symlink_to(victim)
    with pytest.raises(FileError), only_user(tmp_path):
        pass
    assert victim.read_text() == "keep me"


def test_parts_that_lead_elsewhere_are_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".pile.pdf.parts").symlink_to(tmp_path / "elsewhere")
    done = run("batch", lines_of(tmp_path / "people.jsonl", [ADULT]), "--merged", tmp_path / "pile.pdf")
    assert done.returncode == ExitCode.file
    assert b"this is a link" in done.stderr
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_folder_that_is_swapped_for_a_link_overwrites_nothing(tmp_path: Path) -> None:
    """What is there under the name of a plan is another's file; it stays, and what is written is for its owner only."""
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "plan_A.pdf").write_bytes(b"precious")
    (tmp_path / "out").symlink_to(theirs)
    with pytest.raises(FileError, match="already"):
        Folder(tmp_path / "out").put("plan_A.pdf", b"%PDF", force=False)
    begun = Folder(tmp_path / "out").put("plan_B.pdf", b"%PDF", force=False)
    assert begun is not None
    begun.end()
    assert (theirs / "plan_A.pdf").read_bytes() == b"precious"
    assert stat.S_IMODE((theirs / "plan_B.pdf").stat().st_mode) == 0o600


def test_what_never_ends_in_a_folder_is_one_failed_input(tmp_path: Path) -> None:
    """A pipe would be waited for all night; a device never ends."""
    folder = tmp_path / "in"
    folder.mkdir()
    profile(folder, "a.json")
    os.mkfifo(folder / "b.json")
    (folder / "c.json").symlink_to("/dev/zero")
    (folder / "d.json").mkdir()
    (folder / "e.json").symlink_to("nowhere")
    items = list(Source(str(folder), Disk()).items())
    assert [each.data is None for each in items] == [False, True, True, True, True]
    assert ["no plain file" in (each.error or "") for each in items] == [False, True, True, False, False]


@pytest.mark.parametrize("record", [b"[" * 100_000, b'["a", 1]', b"{}", b"7", b"\xff"])
def test_a_record_of_what_was_printed_that_is_none_prints_nothing(record: bytes, tmp_path: Path) -> None:
    (tmp_path / ".printed.json").write_bytes(record)
    (tmp_path / "plan_A.pdf").write_bytes(b"%PDF-1.7 /MediaBox [0 0 595 842]")
    done = run("print", tmp_path)
    assert done.returncode == ExitCode.file
    assert b"this is not the record of what was printed" in done.stderr


@pytest.mark.parametrize("record", [b"[" * 100_000, b"{}", b'{"date": 5}', b'{"date": "2026-11-23", "software": 1}'])
def test_a_record_of_a_run_that_is_none_begins_nothing(record: bytes, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "run.json").write_bytes(record)
    done = batch(lines_of(tmp_path / "people.jsonl", [ADULT]), tmp_path / "out")
    assert done.returncode == ExitCode.bad_input
    assert b"this is not the record of a run" in done.stderr
    assert list((tmp_path / "out").glob("*.pdf")) == []


# -- a disk, a folder, a machine that is not as it should be -----------------------------------------------------------------------


def small_files() -> None:
    """Let no file of this process grow beyond a few kilobytes, as a full disk does."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000))


def test_a_disk_that_fills_while_a_file_is_written_leaves_no_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    words = [sys.executable, "-m", "planner", "make", str(profile(tmp_path)), "--out", str(tmp_path / "out")]
    done = subprocess.run(words, preexec_fn=small_files, capture_output=True, check=False, timeout=60)
    assert done.returncode == ExitCode.file, done.stderr
    assert b"nothing was written" in done.stderr
    assert list((tmp_path / "out").iterdir()) == []


def test_a_current_folder_that_is_gone_is_no_bug(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    script = f"import os; os.rmdir({str(gone)!r}); import sys; sys.argv = sys.argv[:1] + {['check', str(profile(tmp_path))]!r}\n" + SCRIPT
    (tmp_path / "run.py").write_text(script)
    done = subprocess.run([sys.executable, str(tmp_path / "run.py")], cwd=gone, capture_output=True, check=False, timeout=60)
    assert done.returncode == ExitCode.done, done.stderr


def test_data_is_utf_8_whatever_the_letters_of_the_machine(tmp_path: Path) -> None:
    """A machine with old letters stopped with a bug, and after the plans were made."""
    told = profile(tmp_path, name="\u0141ukasz", medicines=["Marcumar \u2013 \u017b"])
    done = run("check", told, "--json", "--date", "2026-11-23", env={"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"})
    assert done.returncode == ExitCode.done, done.stderr
    assert json.loads(done.stdout.decode())["furniture"]["person"].startswith("\u0141ukasz")
    folder = os.fsdecode(bytes(tmp_path) + b"/out\xff")
    done = run("make", told, "--out", folder, "--date", "2026-11-23")
    assert done.returncode == ExitCode.done, done.stderr
    assert all(Path(os.fsdecode(line)).exists() for line in done.stdout.splitlines())


@pytest.mark.parametrize("day", [date(2028, 2, 29), date(2027, 12, 31), date(2026, 3, 29), date(2026, 10, 25), date(2027, 12, 7)])
def test_every_day_has_a_review_that_is_a_day(day: date, knowledge: Knowledge) -> None:
    """A leap day, the end of a year, the nights the clocks change, and a review that falls on a leap day's week."""
    plan = make_plan(from_json(Profile, json.dumps(ADULT)), knowledge, day)
    assert plan.review_on is not None
    assert 0 < (plan.review_on - day).days <= 366
    assert from_json(Plan, to_json(plan, by_alias=True)) == plan


@pytest.mark.parametrize(
    ("folder", "synced"),
    [
        *(
            ("OneDrive - Rose Street/plans", True),
            ("Dropbox/x", True),
            ("My Google Drive", True),
            ("iCloud Drive/a", True),
            ("Nextcloud", True),
        ),
        *(("plans", False), ("drive", False), ("box", False), ("Cloudy", False)),
    ],
)
def test_a_folder_that_is_copied_elsewhere_is_told(folder: str, synced: bool, tmp_path: Path) -> None:
    assert is_synced(tmp_path / folder) is synced
    if folder in {"Dropbox/x", "plans"}:
        done = run("make", profile(tmp_path), "--out", tmp_path / folder, "--date", "2026-11-23")
        assert done.returncode == ExitCode.done
        assert (b"copied to other computers" in done.stderr) is synced


# -- what comes with the program -----------------------------------------------------------------------------------------------------


def test_nothing_is_shipped_but_text_and_every_font_is_as_its_package_says() -> None:
    """Fonts come from packages whose licence lets them be embedded; a changed byte is another hash than the package lists."""
    folders = [ROOT / name for name in ("planner", "questionnaire", "templates")]
    kinds = {path.suffix or path.name for folder in folders for path in folder.rglob("*") if path.is_file()}
    assert kinds <= {".json", ".md", ".py", ".pyc", ".toml", ".typed", "DIGEST"}
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for name in ("fontpkg-atkinson-hyperlegible", "fontpkg-noto-sans"):
        found = distribution(name)
        fonts = [each for each in found.files or () if each.suffix == ".ttf"]
        assert fonts
        for each in fonts:
            assert each.hash is not None
            digest = hashlib.new(each.hash.mode, Path(str(each.locate())).read_bytes()).digest()
            assert urlsafe_b64encode(digest).rstrip(b"=").decode() == each.hash.value
        assert found.metadata["License-Expression"] == "OFL-1.1"
        pinned = re.search(rf"^{name}==(\S+) \\\n    --hash=sha256:", locked, re.MULTILINE)
        assert pinned
        assert Version(pinned[1]) == Version(found.version), "1.6 and 1.006 are one version"


def test_every_package_is_pinned_with_its_hash_and_what_it_needs() -> None:
    """A package somebody else takes over, or one more it suddenly needs, is refused when the program is installed."""
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-release.lock", "requirements-fuzz.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        entries = [each for each in re.split(r"\n(?=\S)", text.strip()) if not each.startswith("#")]
        assert len(entries) > 20
        for entry in entries:
            assert re.match(r"[a-z0-9._\[\]-]+==[^\s;]+", entry), entry.splitlines()[0]
            assert "--hash=sha256:" in entry, entry.splitlines()[0]
        assert "://" not in text, "no place packages come from is named"
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower().replace("_", "-")
    for each in needed:
        assert f"\n{re.split('[>=<[]', each)[0].lower().replace('_', '-')}==" in f"\n{locked}", each
    assert (ROOT / "Makefile").read_text(encoding="utf-8").count("--require-hashes") >= 3
