"""A night killed again and again: `python tests/benchmarks/kills.py 50` ends the whole batch at 50 random moments.

After each kill every file is whole or absent and the lines that were kept are true; after the last one the batch goes on
to its end, and the folder equals, byte for byte, that of one run nobody disturbed.
"""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
import clinic

_PEOPLE = 400
_LONGEST = 8.0  # seconds before a kill, at most


def begin(source: Path, out: Path, *words: str) -> subprocess.Popen[bytes]:
    """Begin a batch in a group of its own, so that all of it can be killed at once."""
    command = [sys.executable, "-m", "planner", "batch", str(source), "--out", str(out), "--date", "2026-11-23", *words]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def contents(folder: Path) -> dict[str, str]:
    """Return every file and the hash of its bytes; the lock itself holds nothing."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.name != ".lock"}


def check(out: Path, clean: dict[str, str]) -> int:
    """Check what a killed run left, and return how many of its files are there."""
    made = {name: digest for name, digest in contents(out).items() if name.endswith(".pdf")} if out.exists() else {}
    for name, digest in made.items():
        assert clean.get(name) == digest, f"{name} is not whole"
    kept = out / ".manifest.unfinished"
    for line in kept.read_bytes().splitlines(keepends=True) if kept.exists() else ():
        if line.endswith(b"\n"):
            for file in json.loads(line)["files"]:
                assert made.get(file["name"]) == file["sha256"], f"{file['name']} is in the manifest and not in the folder"
    return len(made)


def main(kills: int) -> None:
    """Kill, check, go on; at the end compare."""
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as home:
        source, out = Path(home) / "people.jsonl", Path(home) / "out"
        with source.open("wb") as lines:
            lines.writelines(clinic.lines(_PEOPLE, seed=5))
        begin(source, Path(home) / "clean").wait()
        clean = contents(Path(home) / "clean")
        ended = 0
        for number in range(1, kills + 1):
            running = begin(source, out, "--resume", "--jobs", str(chance.choice((1, 2))))
            time.sleep(chance.uniform(0, _LONGEST))
            through = running.poll() is not None
            if not through:
                os.killpg(running.pid, signal.SIGKILL)
            running.wait()
            ended += through
            made = check(out, clean)
            print(f"kill {number:>3}: {made:>4} of {sum(name.endswith('.pdf') for name in clean)} files", flush=True)
            if through:  # half of it goes, so that there is something to kill
                for path in chance.sample(sorted(out.glob("*.pdf")), made // 2):
                    path.unlink()
        begin(source, out, "--resume").wait()
        same = contents(out) == clean
        print(f"{kills} kills, {ended} of them after the end; equal to one clean run: {same}")
        sys.exit(not same)


if __name__ == "__main__":
    main(int(sys.argv[1]))
