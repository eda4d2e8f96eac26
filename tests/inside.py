"""The command run inside this process: the same words in, the same bytes out, without the second it takes to start."""

import io
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pytest

from planner import cli


class Done(NamedTuple):
    """What a command left behind: its exit code, data for programs, words for people."""

    code: int
    out: str
    err: str

    def files(self, kind: str = "") -> list[Path]:
        """Return the files it says it made, of one kind if it is named."""
        return [Path(line) for line in self.out.splitlines() if Path(line).name.startswith(kind)]


def run(*words: str | Path, stdin: bytes = b"") -> Done:
    """Run `supplement-plan` with these words."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["supplement-plan", *map(str, words)])
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        with pytest.raises(SystemExit) as left:
            cli.main()
    return Done(int(left.value.code or 0), out.getvalue(), err.getvalue())


def pages(path: Path) -> list[str]:
    """Return the words of each page of a PDF, with single spaces: a line may end anywhere."""
    document = pypdfium2.PdfDocument(path)
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def words(paths: Iterable[Path]) -> str:
    """Return the words of several PDFs, one after the other."""
    return re.sub(r"\s+", " ", " ".join(text for path in paths for text in pages(path)))
