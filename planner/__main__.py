"""`python -m planner`, and the installed command. Nothing in the folder somebody works in is taken for a part of the program.

A file named like a package we use would run if the current folder were searched, here or in a process begun by this one.
"""

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

from planner.cli import main  # noqa: E402 - only what stands above decides where this is read from

if __name__ == "__main__":
    main()
