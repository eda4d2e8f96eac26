"""`python -m planner`, and the installed command. Nothing in the folder somebody works in is taken for a part of the program.

A file named like a package we use would run if the current folder were searched, here or in a process begun by this one.
"""

import os
import sys

_PROGRAM = os.path.realpath(os.path.join(os.path.dirname(__file__), os.pardir))  # noqa: PTH118, PTH120 - pathlib is not loaded yet


def _ours(folder: str) -> bool:
    """Whether a place modules are read from is another than the current folder; the program's own is always searched."""
    place = os.path.realpath(folder)
    return place == _PROGRAM or place != os.path.realpath(os.curdir)


sys.path[:] = filter(_ours, sys.path)
os.environ["PYTHONSAFEPATH"] = "1"  # for the processes a batch begins

from planner.cli import main  # noqa: E402 - only what stands above decides where this is read from

if __name__ == "__main__":
    main()
