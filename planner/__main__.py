"""`python -m planner`, and the installed command. Nothing in the folder somebody works in is taken for a part of the program.

A file named like a package we use would run if the current folder were searched, here or in a process begun by this one.
"""

import gc
import os
import sys

# With nothing but what Python has loaded by now: whatever is imported before the path is clean can be a trap.
_PROGRAM = os.path.realpath(os.path.join(os.path.dirname(__file__), os.pardir))  # noqa: PTH118, PTH120 - pathlib is not loaded yet
try:
    _HERE = os.path.realpath(os.curdir)
except FileNotFoundError:  # the folder is gone, and nothing in it can run
    _HERE = ""

sys.path[:] = [each for each in sys.path if each and (os.path.realpath(each) != _HERE or _HERE == _PROGRAM)]
os.environ["PYTHONSAFEPATH"] = "1"  # for the processes a batch begins

# Loading makes some hundred thousand things that stay; looking through them again and again is a tenth of the start.
gc.set_threshold(200_000, 20, 20)

from contextlib import suppress  # noqa: E402 - the same

from planner import cli  # noqa: E402 - only what stands above decides where this is read from

_ALONE = ("make", "check", "explain")  # commands that begin no other process, and have written all they write when they are done


def main() -> None:
    """Run the command. One that made a plan leaves at once: to take apart all that was loaded is a sixth of the time it took."""
    try:
        cli.main()
    except SystemExit as left:
        if sys.argv[1:2] and sys.argv[1] in _ALONE and isinstance(left.code, int):
            with suppress(OSError, ValueError, AttributeError):  # where it cannot be written, Python says so on its own way out
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(left.code)
        raise


if __name__ == "__main__":
    main()
