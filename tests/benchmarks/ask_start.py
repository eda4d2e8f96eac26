"""How long `ask` takes to its first question, side by side with importing the widgets alone: the medians of 20 and their ratio.

Run with `make bench`. It prints and judges nothing: a busy machine is slow at both.
"""

import os
import pty
import statistics
import sys
import tempfile
import time
from pathlib import Path

from questionnaire.question import read_questions

ROOT = Path(__file__).resolve().parents[2]
RUNS = 20


def seconds_until(wanted: bytes, *words: str) -> float:
    """Start a program on a terminal and return how long it takes until the words are there, or until it ends."""
    start = time.perf_counter()
    child, master = pty.fork()
    if not child:
        os.execv(sys.executable, [sys.executable, *words])  # noqa: S606 - a program of ours on a terminal of ours
    heard = b""
    while wanted not in heard:
        try:
            heard += os.read(master, 4096)
        except OSError:
            break
    taken = time.perf_counter() - start
    os.close(master)
    os.waitpid(child, 0)
    return taken


def main() -> None:
    """Measure both in turn, and print."""
    asked = ("-c", "from planner.cli import main; main()", "ask")
    first = read_questions()[0].choices[-1].words.encode()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"XDG_STATE_HOME": folder, "XDG_CACHE_HOME": folder, "PYTHONPATH": str(ROOT)}
        os.chdir(folder)
        seconds_until(first, *asked)  # once before, as on any second day
        widgets_alone = (b"ready", "-c", "import questionary; print('ready')")
        pairs = [(seconds_until(*widgets_alone), seconds_until(first, *asked)) for _ in range(RUNS)]
    widgets, ask = (statistics.median(each) for each in zip(*pairs, strict=True))
    print(f"import questionary      {widgets:.3f} s")
    print(f"ask, to first question  {ask:.3f} s")
    print(f"ratio                   {ask / widgets:.2f}")


if __name__ == "__main__":
    main()
