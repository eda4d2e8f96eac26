"""`verify`: whether a finished PDF still prints the words it was made with."""

from pathlib import Path
from typing import Annotated

import typer

from planner.commands.terminal import AsJson, as_json_bytes, tell
from planner.corridor import shipped_knowledge
from planner.errors import ExitCode
from planner.files import read_file
from planner.lint.check import Answer
from planner.lint.check import verify as verified

_LARGEST = 50_000_000


def verify(pdfs: Annotated[list[Path], typer.Argument(help="Finished PDFs.")], as_json: AsJson = False) -> None:
    """Say of each file: matches, changed or not ours. It finds accidents, not forgery; exit 3 unless all match."""
    knowledge = shipped_knowledge(unverified=True)  # a paper is judged by what it says: nothing is made here
    answers = {str(path): verified(path, read_file(path, most=_LARGEST), knowledge) for path in pdfs}
    tell(as_json_bytes(dict(answers)).decode().rstrip() if as_json else "\n".join(f"{path}: {answer}" for path, answer in answers.items()))
    raise typer.Exit(ExitCode.done if set(answers.values()) == {Answer.matches} else ExitCode.bad_input)
