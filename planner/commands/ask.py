"""`ask`: the questionnaire in the terminal, then the plan; `forget`: saved answers are deleted."""

import os
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.commands.options import Config, Day, Out, OverlayFolder, Unverified, clinic_file, day_of
from planner.errors import PlannerError, ProfileError, Stopped, UsageError

if TYPE_CHECKING:
    from planner.commands.desk import Desk
    from planner.commands.saved_answers import SavedAnswers
    from planner.heard import Heard, Listener, Scale
    from planner.names import Table


def ask(
    out: Out = Path(),
    day: Day = None,
    answers: Annotated[Path | None, typer.Option(help="A profile with what is known; only the rest is asked.")] = None,
    config: Config = None,
    save_profile: Annotated[Path | None, typer.Option(help="Also write the answers as a profile.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with saved answers.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Line by line, for screen readers.")] = False,
    overlay: OverlayFolder = None,
    unverified: Unverified = False,
) -> None:
    """Answer the questions in the terminal and make the plan."""
    # What only the plan needs is loaded after the last question, and the knowledge with the first name.
    from planner.commands.questions import shipped_questions  # noqa: PLC0415
    from planner.commands.saved_answers import SavedAnswers  # noqa: PLC0415
    from planner.digest import SHIPPED, changes, refusal  # noqa: PLC0415
    from planner.files import make_folder  # noqa: PLC0415
    from questionnaire.ask import ask as ask_all  # noqa: PLC0415
    from questionnaire.ask import screen_for  # noqa: PLC0415
    from questionnaire.saved import which_to_take_up  # noqa: PLC0415
    from questionnaire.words import NEEDS_TERMINAL  # noqa: PLC0415

    if save_profile is not None and os.path.lexists(save_profile):
        raise UsageError(f"{save_profile}: this file is there already; name one that is not")
    if not unverified and (changed := changes(SHIPPED)):  # before the first question, and without reading what the files say
        raise refusal(changed)
    settings = _settings(config, overlay, unverified=unverified)
    today, folder, screen = day_of(day), make_folder(out), screen_for(plain=plain)
    given, files, saved = _given(answers), SavedAnswers(date.today()), None  # noqa: DTZ011 - what is saved expires by the clock
    if resume:
        found = files.all()
        if not found:
            raise UsageError("there are no saved answers; leave out --resume")
        try:
            saved = which_to_take_up([interview for interview, _ in found], screen)
        except EOFError:
            raise UsageError(NEEDS_TERMINAL) from None
        if saved is None:
            return
        files.take(next(path for interview, path in found if interview is saved))
    elif files.all():
        typer.echo("There are saved answers. To go on with them: supplement-plan ask --resume", err=True)
    try:
        told = ask_all(shipped_questions(), _Door(unverified=unverified), given, today=today, screen=screen, keep=files.keep, saved=saved)
    except Stopped:
        files.tell_how_to_go_on()
        raise
    _make(told, today, folder, save_profile, files, settings, unverified=unverified)


def forget() -> None:
    """Delete all saved answers."""
    from planner.commands.saved_answers import SavedAnswers  # noqa: PLC0415

    many = SavedAnswers(date.today()).forget()  # noqa: DTZ011 - what is saved expires by the clock
    typer.echo(f"Deleted: {many} saved {'interview' if many == 1 else 'interviews'}", err=True)


def _settings(config: Path | None, overlay: Path | None, *, unverified: bool) -> "Desk | None":
    """Return the clinic's settings, read before the first question: a fault in them must not wait for the last answer."""
    if config is None and overlay is None and not clinic_file().is_file():
        return None
    from planner.commands.desk import desk  # noqa: PLC0415 - slow to load, and most people have no clinic

    return desk(config, overlay=overlay, unverified=unverified)


def _given(path: Path | None) -> dict[str, Any] | None:
    """Return what a profile says that may leave out anything; what it does say must be right."""
    if path is None:
        return None
    from planner.commands.terminal import read_input  # noqa: PLC0415 - only with --answers
    from planner.reading import read_some  # noqa: PLC0415 - the same

    try:
        return read_some(read_input(str(path)))
    except ProfileError as error:
        error.source = str(path)
        raise


def _make(
    told: dict[str, Any],
    today: date,
    folder: Path,
    save_profile: Path | None,
    saved: "SavedAnswers",
    settings: "Desk | None",
    *,
    unverified: bool,
) -> None:
    from planner.commands.desk import Desk, knowledge_for  # noqa: PLC0415 - the same
    from planner.commands.questions import shipped_questions  # noqa: PLC0415 - the same
    from planner.commands.terminal import as_json_bytes, tell, warn_of_copies, write_plan  # noqa: PLC0415 - loaded after the last question
    from planner.corridor import plan_from  # noqa: PLC0415 - the same
    from planner.files import write_file  # noqa: PLC0415 - the same
    from questionnaire.saved import as_interview  # noqa: PLC0415 - the same

    data, chosen = as_json_bytes(told), settings or Desk(unverified=unverified)
    if save_profile is not None:
        write_file(save_profile, data)
    try:
        plan = plan_from(data, knowledge_for(chosen, today), today, source="answers", settings=chosen)
        files = write_plan(plan, folder, force=False, settings=chosen)
    except PlannerError:
        if save_profile is None:  # nothing that was typed is lost because the plan could not be made
            saved.keep(as_interview(told, shipped_questions(), today))
            saved.tell_how_to_go_on()
        raise
    saved.keep(None)
    warn_of_copies(folder)
    tell("\n".join(map(str, files)))


class _Door:
    """The knowledge for the questions, loaded when the first name has to be looked up."""

    def __init__(self, *, unverified: bool) -> None:
        self.unverified = unverified

    @cached_property
    def listener(self) -> "Listener":
        from planner.corridor import shipped_knowledge  # noqa: PLC0415 - see above
        from planner.heard import Listener  # noqa: PLC0415 - see above

        return Listener(shipped_knowledge(unverified=self.unverified))

    def look_up(self, typed: str, table: "Table") -> "Heard":
        return self.listener.look_up(typed, table)

    def lab(self, name: str) -> "Scale":
        return self.listener.lab(name)
