"""`python -m planner` is the command."""

from planner.cli import main

main()
