"""Finished plans → a print queue (CUPS), duplex on the long edge; a job is titled with the plan's number and nothing else."""

import re
import shutil
import subprocess
from pathlib import Path

from planner.errors import FileError, InputError

_PAGE = re.compile(rb"/MediaBox\s*\[\s*0(?:\.0*)?\s+0(?:\.0*)?\s+([\d.]+)\s+([\d.]+)\s*\]")
_PAPERS = {(595, 842): "A4", (612, 792): "Letter"}
_NUMBER = re.compile(r"([0-9A-Z]{4}-){3}[0-9A-Z]")
_LONGEST_WAIT = 60


def spool(path: Path, queue: str | None) -> None:
    """Send one file to a queue (the usual one if none is named).

    Raises `FileError` where there is no print command or it does not take the file, `InputError` for a file that is not
    one of ours.
    """
    command = shutil.which("lp")
    if command is None:
        raise FileError("lp: there is no print command here; install CUPS, or print the files by hand")
    words = [command, "-t", title_of(path), "-o", "sides=two-sided-long-edge", "-o", f"media={paper_of(path)}"]
    words += ["-d", queue] if queue else []
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, a queue and a path, and no shell
            [*words, "--", str(path)], capture_output=True, text=True, timeout=_LONGEST_WAIT, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise FileError(f"{path.name}: the print command did not answer ({type(error).__name__})") from None
    if done.returncode:
        raise FileError(f"{path.name}: {' '.join(done.stderr.split()) or f'the print command ended with {done.returncode}'}")


def title_of(path: Path) -> str:
    """Return the plan's number, which a file is named after. Any other name may be a person's, and a queue shows titles to all."""
    found = _NUMBER.search(path.stem)
    return found[0] if found else "plans"


def paper_of(path: Path) -> str:
    """Return the paper a file was made for, from its first page."""
    try:
        found = _PAGE.search(path.read_bytes())
    except OSError as error:
        raise FileError(f"{path}: {(error.strerror or 'it cannot be read').lower()}") from None
    paper = _PAPERS.get((round(float(found[1])), round(float(found[2])))) if found else None
    if paper is None:
        raise InputError(f"{path.name}: this is no plan of ours; files that `make` or `batch` wrote can be printed")
    return paper
