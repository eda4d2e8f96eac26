"""`ask`: the questionnaire in the terminal, then the plan."""

import os
from pathlib import Path
from typing import Annotated, Any

import typer

from planner.commands.desk import Config, desk
from planner.commands.terminal import Day, Out, as_json_bytes, day_of, tell, warn, write_plan
from planner.corridor import plan_from, shipped_knowledge
from planner.errors import PlannerError, Stopped, UsageError
from planner.files import free_name, make_folder, write_file


def ask(
    out: Out = Path(),
    day: Day = None,
    config: Config = None,
    save_profile: Annotated[Path | None, typer.Option(help="Also write the answers as a profile.")] = None,
) -> None:
    """Answer the questions in the terminal and make the plan."""
    from planner.recognise import look_up  # noqa: PLC0415 - the questions are slow to load and only needed here
    from questionnaire.ask import ask as ask_all  # noqa: PLC0415
    from questionnaire.question import read_questions  # noqa: PLC0415

    settings = desk(config)
    today, knowledge, folder = day_of(day), shipped_knowledge(), make_folder(out)
    if save_profile is not None and os.path.lexists(save_profile):
        raise UsageError(f"{save_profile}: this file is there already; name one that is not")
    try:
        answers = ask_all(read_questions(), lambda typed, kind: look_up(knowledge, typed, kind), today=today)
    except Stopped as stopped:
        if stopped.answers:  # else nothing was said yet, or the person did not agree to any of it being kept
            _keep(stopped.answers, save_profile)
        raise
    try:
        plan = plan_from(as_json_bytes(answers), knowledge, today, source="answers", settings=settings)
        files = write_plan(plan, folder, force=False, settings=settings)
    except PlannerError:
        _keep(answers, save_profile)
        raise
    if save_profile is not None:
        write_file(save_profile, as_json_bytes(answers))
    tell("\n".join(map(str, files)))


def _keep(answers: dict[str, Any] | dict[str, object], path: Path | None) -> None:
    """Keep answers that did not become a plan, beside any kept before."""
    kept = free_name(path or _state_folder() / "answers.json")
    make_folder(kept.parent)
    write_file(kept, as_json_bytes(answers))
    warn(f"Your answers so far are kept in {kept}")


def _state_folder() -> Path:
    import platformdirs  # noqa: PLC0415 - only when answers are kept

    return Path(platformdirs.user_state_dir("supplement-plan"))
