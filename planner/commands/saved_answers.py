"""Answers that are kept while they are given: one file an interview, for its owner only, for 30 days at most."""

import secrets
from datetime import date
from pathlib import Path

import platformdirs
import typer

from planner.files import make_folder, read_file, remove_partial, write_file
from questionnaire.saved import SavedInterview, read_saved

_LARGEST = 1_000_000


class SavedAnswers:
    """The saved interviews of this user, and the one this run keeps."""

    def __init__(self, today: date) -> None:
        """Delete what has expired; nothing is made until something is kept."""
        self.folder = Path(platformdirs.user_state_dir("supplement-plan"))
        self.today = today
        self.path: Path | None = None
        self.last: SavedInterview | None = None
        remove_partial(self.folder, alone=False)
        for path in self._paths():
            found = read_saved(read_file(path, most=_LARGEST))
            if found is None or found.expired(today):
                path.unlink(missing_ok=True)

    def all(self) -> list[tuple[SavedInterview, Path]]:
        """Return every saved interview with its file, the newest first."""
        found = [(read_saved(read_file(path, most=_LARGEST)), path) for path in self._paths()]
        known = [(interview, path) for interview, path in found if interview is not None]
        return sorted(known, key=lambda each: each[1].stat().st_mtime_ns, reverse=True)

    def take(self, path: Path) -> None:
        """Go on keeping in this file."""
        self.path = path

    def keep(self, interview: SavedInterview | None) -> None:
        """Write the interview, whole or not at all; None deletes it."""
        if interview is None:
            if self.path is not None:
                self.path.unlink(missing_ok=True)
            self.path = None
            return
        self.path = self.path or make_folder(self.folder) / f"interview-{secrets.token_hex(4)}.json"
        write_file(self.path, interview.as_bytes(self.today), force=True)

    def tell_how_to_go_on(self) -> None:
        """Say how to take up what was kept, if anything was."""
        if self.path is not None:
            typer.echo(f"Your answers are kept in {self.path}", err=True)
            typer.echo("To go on: supplement-plan ask --resume", err=True)
            typer.echo("To delete them: supplement-plan forget", err=True)

    def forget(self) -> int:
        """Delete every saved interview; return how many there were."""
        paths = self._paths()
        for path in paths:
            path.unlink(missing_ok=True)
        remove_partial(self.folder)
        return len(paths)

    def _paths(self) -> list[Path]:
        return sorted(self.folder.glob("interview-*.json")) if self.folder.is_dir() else []
