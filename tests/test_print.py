"""`print`: what the print command is asked for, once a file, and what is said about files that are not on paper."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from test_batch import DAY
from test_cli import ADULT, CHEST_PAIN

from planner.corridor import files_of, plan_from, shipped_knowledge
from planner.errors import ExitCode, InputError
from planner.printing import paper_of

ROOT = Path(__file__).parent.parent

# A print command that notes what it is asked for, and takes no file whose name the second variable holds.
STAND_IN = """#!/bin/sh
for word in "$@"; do file=$word; done
case "$(basename "$file")" in $REFUSED) echo "lp: The printer is out of paper." >&2; exit 1;; esac
printf '%s\\n' "$*" >> "$ASKED"
"""


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plans")
    for told in (ADULT, {**CHEST_PAIN, "country": "US"}):
        for name, data in files_of(plan_from(json.dumps(told).encode(), shipped_knowledge(), DAY)):
            (folder / name).write_bytes(data)
    return folder


class Printer:
    """A folder of plans, and a stand-in for the print command."""

    def __init__(self, plans: Path, home: Path) -> None:
        self.folder = Path(shutil.copytree(plans, home / "plans"))
        self.asked, self.bin = home / "asked", home / "bin"
        self.bin.mkdir()
        (self.bin / "lp").write_text(STAND_IN)
        (self.bin / "lp").chmod(0o755)

    def run(self, *words: str | Path, refused: str = "none", path: str | None = None) -> subprocess.CompletedProcess[str]:
        places = {"PATH": path if path is not None else f"{self.bin}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "planner", "print", *map(str, words)]
        environment = os.environ | places | {"ASKED": str(self.asked), "REFUSED": refused}
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)

    def jobs(self) -> list[str]:
        return self.asked.read_text().splitlines() if self.asked.exists() else []


@pytest.fixture
def printer(plans: Path, tmp_path: Path) -> Printer:
    return Printer(plans, tmp_path)


def test_a_folder_is_printed_duplex_on_its_paper_under_the_number_of_each_plan(printer: Printer) -> None:
    done = printer.run(printer.folder, "--queue", "ward")
    files = sorted(printer.folder.glob("*.pdf"))
    assert done.returncode == ExitCode.done, done.stderr
    assert sorted(done.stdout.split()) == [str(each) for each in files]
    assert len(printer.jobs()) == len(files) >= 4
    for job in printer.jobs():
        path = Path(job.split()[-1])
        assert f"-t {path.stem.split('_')[1]} " in job
        assert "-o sides=two-sided-long-edge" in job
        assert f"-o media={'A4' if ADULT['country'] == 'GB' and paper_of(path) == 'A4' else 'Letter'}" in job
        assert "-d ward -- " in job
    assert {paper_of(each) for each in files} == {"A4", "Letter"}


def test_papers_of_a_person_lie_together_the_plan_on_top(printer: Printer) -> None:
    printer.run(printer.folder)
    kinds = [(Path(job.split()[-1]).stem.split("_")[1], Path(job.split()[-1]).stem.split("_")[0]) for job in printer.jobs()]
    numbers = [number for number, _ in kinds]
    assert numbers == sorted(numbers)
    assert all(kind == "plan" for at, (number, kind) in enumerate(kinds) if number not in numbers[:at])


def test_nothing_is_printed_twice_unless_told(printer: Printer) -> None:
    printer.run(printer.folder)
    once = len(printer.jobs())
    second = printer.run(printer.folder)
    assert (second.returncode, len(printer.jobs())) == (ExitCode.done, once)
    assert second.stderr.count("printed before; --again prints it again") == once
    printer.run(printer.folder, "--again")
    assert len(printer.jobs()) == 2 * once


def test_what_is_not_printed_is_told_with_the_command_that_prints_it(printer: Printer) -> None:
    first = printer.run(printer.folder, refused="clinician_*")
    left = sorted(printer.folder.glob("clinician_*.pdf"))
    assert first.returncode == ExitCode.file
    assert "out of paper" in first.stderr
    assert first.stderr.splitlines()[-2].split()[:2] == ["supplement-plan", "print"]
    again = printer.run(*first.stderr.splitlines()[-2].split()[2:])
    assert again.returncode == ExitCode.done, again.stderr
    assert sorted(again.stdout.split()) == [str(each) for each in left]


def test_without_a_print_command_nothing_counts_as_printed(printer: Printer) -> None:
    done = printer.run(printer.folder, path="/nowhere")
    assert done.returncode == ExitCode.file
    assert "there is no print command here" in done.stderr
    assert not (printer.folder / ".printed.json").exists()


def test_a_file_that_is_no_plan_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.7 /MediaBox [0 0 100 100]")
    with pytest.raises(InputError, match="no plan of ours"):
        paper_of(tmp_path / "x.pdf")
