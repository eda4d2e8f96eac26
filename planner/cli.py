"""The command. The only file that knows all three packages, and the only one that prints."""

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Annotated, Any

import typer

from planner.compose import make_plan, software_version
from planner.errors import ExitCode, Fault, FileError, NeedsPersonError, PlannerError, ProfileError, Stopped, UsageError, place_of
from planner.files import free_name, make_folder, only_user, read_file, write_file
from planner.library import SHIPPED, Knowledge, read_knowledge
from planner.located import LARGEST
from planner.plan import Plan
from planner.profile import Profile
from planner.reading import locate_faults, read_profile

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="A careful plan for vitamin K2, vitamin D3 and magnesium.",
)
knowledge_app = typer.Typer(no_args_is_help=True, help="Look at the reviewed facts behind every plan.")
app.add_typer(knowledge_app, name="knowledge")

Out = Annotated[Path, typer.Option("--out", readable=False, help="Folder for the files.")]
Day = Annotated[str | None, typer.Option("--date", help="The plan's date, YYYY-MM-DD. Today if left out.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]
Force = Annotated[bool, typer.Option("--force", help="Replace a different file of the same name.")]


@app.command()
def make(
    profiles: Annotated[list[str], typer.Argument(help="Profile files, or - for standard input.")],
    out: Out = Path(),
    day: Day = None,
    as_json: AsJson = False,
    force: Force = False,
) -> None:
    """Make the plan, clinician sheet and letter of each profile, and print the files made."""
    today, knowledge, worst = _today(day), _knowledge(), ExitCode.done
    for name in profiles:
        try:
            plan = _plan(_read(name), knowledge, today, source=name)
            files = _write(plan, make_folder(out), force=force)
        except PlannerError as error:
            worst = max(worst, _complain(error))
        else:
            _tell(plan.model_dump_json(by_alias=True) if as_json else "\n".join(map(str, files)))
    raise typer.Exit(worst)


@app.command()
def check(
    profile: Annotated[str, typer.Argument(help="A profile file, or - for standard input.")], day: Day = None, as_json: AsJson = False
) -> None:
    """Print the decision and its reasons; make no file."""
    plan = _plan(_read(profile), _knowledge(), _today(day), source=profile)
    if as_json:
        _tell(plan.model_dump_json(by_alias=True, indent=2))
        return
    _tell(f"{plan.decision}")
    for each in plan.supplements:
        dose = f" {each.dose.low:g} to {each.dose.high:g} {each.dose.unit}" if each.dose else ""
        _tell(f"  {each.supplement}: {each.verdict}{dose}")
        for reason in each.because:
            _tell(f"    {reason.rule}: {reason.words}")
    if plan.see:
        _tell(f"  see: {', '.join(plan.see)}")


@app.command()
def batch(
    source: Annotated[Path, typer.Argument(readable=False, help="A folder of .json profiles, or a .jsonl file.")],
    out: Out = Path("plans"),
    day: Day = None,
    as_json: AsJson = False,
    force: Force = False,
) -> None:
    """Make the plans of many profiles. One bad profile never stops the rest."""
    from planner.batch import NEEDS_A_PERSON, Row, read_items, run, summary, totals  # noqa: PLC0415 - only this command needs it

    today, knowledge = _today(day), _knowledge()
    items = read_items(source)
    first = next(items, None)
    if first is None:
        raise UsageError(f"{source}: there is no profile here; .json files in a folder, or a profile a line in a .jsonl file")
    folder = make_folder(out)

    def one(data: bytes) -> tuple[Plan, tuple[str, ...]]:
        plan = _plan(data, knowledge, today)
        return plan, tuple(path.name for path in _write(plan, folder, force=force))

    rows: list[Row] = []
    with only_user(folder):
        try:
            rows.extend(run(chain([first], items), one))
        finally:  # a run that is stopped says as much as one that ends: above all who needs somebody now
            write_file(folder / "manifest.jsonl", "".join(row.manifest() + "\n" for row in rows).encode(), force=True)
            if as_json:
                counted = dict(totals(Counter(row.outcome for row in rows)))
                _tell(json.dumps({"inputs": len(rows), **counted, "manifest": str(folder / "manifest.jsonl")}))
            else:
                _tell("\n".join(str(folder / name) for row in rows for name in row.files))
            _warn("\n".join(summary(rows)))
    waiting = sum(row.outcome in NEEDS_A_PERSON for row in rows)
    if waiting:
        raise NeedsPersonError(f"{waiting:,} of {len(rows):,} inputs need a person")


@app.command()
def ask(
    out: Out = Path(),
    day: Day = None,
    save_profile: Annotated[Path | None, typer.Option(help="Also write the answers as a profile.")] = None,
) -> None:
    """Answer the questions in the terminal and make the plan."""
    from planner.recognise import look_up  # noqa: PLC0415 - the questions are slow to load and only needed here
    from questionnaire.ask import ask as ask_all  # noqa: PLC0415
    from questionnaire.question import read_questions  # noqa: PLC0415

    today, knowledge, folder = _today(day), _knowledge(), make_folder(out)
    if save_profile is not None and os.path.lexists(save_profile):
        raise UsageError(f"{save_profile}: this file is there already; name one that is not")
    try:
        answers = ask_all(read_questions(), lambda typed, kind: look_up(knowledge, typed, kind), today=today)
    except Stopped as stopped:
        if stopped.answers:  # else nothing was said yet, or the person did not agree to any of it being kept
            _keep(stopped.answers, save_profile)
        raise
    try:
        files = _write(_plan(_json(answers), knowledge, today, source="answers"), folder, force=False)
    except PlannerError:
        _keep(answers, save_profile)
        raise
    if save_profile is not None:
        write_file(save_profile, _json(answers))
    _tell("\n".join(map(str, files)))


def _keep(answers: dict[str, Any] | dict[str, object], path: Path | None) -> None:
    """Keep answers that did not become a plan, beside any kept before."""
    kept = free_name(path or _state_folder() / "answers.json")
    make_folder(kept.parent)
    write_file(kept, _json(answers))
    _warn(f"Your answers so far are kept in {kept}")


@app.command()
def schema(
    what: Annotated[str, typer.Argument(help="profile or plan")],
    example: Annotated[bool, typer.Option("--example", help="Print an example in place of the schema.")] = False,
) -> None:
    """Print the JSON schema of a profile or a plan."""
    shapes: dict[str, Callable[[], object]] = {
        "profile": Profile.model_json_schema,
        "plan": lambda: Plan.model_json_schema(by_alias=True, mode="serialization"),
    }
    if what not in shapes:
        raise UsageError(f"{what}: there is no such schema; profile or plan")
    if not example:
        _tell(json.dumps(shapes[what](), indent=2, ensure_ascii=False))
        return
    data = (SHIPPED / "example_profile.json").read_bytes()
    plan = _plan(data, _knowledge(), _today("2026-11-23")) if what == "plan" else None
    _tell(plan.model_dump_json(by_alias=True, indent=2) if plan else data.decode().rstrip())


@knowledge_app.command("check")
def knowledge_check(folder: Annotated[Path, typer.Argument(help="A knowledge folder; the shipped one if left out.")] = SHIPPED) -> None:
    """Say whether the knowledge holds together, or what is wrong, with file and line."""
    knowledge = read_knowledge(folder)
    late = [each.id for kind in knowledge.entries.values() for each in kind.values() if getattr(each, "review_by", date.max) < date.today()]  # noqa: DTZ011
    _tell(f"knowledge {knowledge.version} holds together: {len(knowledge.rules)} rules, sha256 {knowledge.sha256[:12]}")
    if not knowledge.signed_off:
        _warn("not yet signed by a clinician")
    if late:
        _warn(f"overdue for review: {', '.join(late)}")


def main() -> None:
    """Run the command and leave with its exit code; an error is a few clear lines, never a traceback with answers in it."""
    try:
        sys.exit(app(standalone_mode=False) or ExitCode.done)
    except PlannerError as error:
        sys.exit(_complain(error))
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(ExitCode.stopped)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.file)
    except Exception as error:  # noqa: BLE001 - the text of an unexpected error may repeat an answer
        if hasattr(error, "show") and hasattr(error, "exit_code"):
            error.show()
            sys.exit(ExitCode.usage)
        _warn(f"supplement-plan: a bug: {type(error).__name__} {place_of(error)}; report this line, it holds no answers")
        sys.exit(ExitCode.bug)


def _plan(data: bytes, knowledge: Knowledge, today: date, source: str = "profile") -> Plan:
    """Profile in, plan out. A fault found only when dates and units are looked at gets its line and column as well."""
    try:
        profile = read_profile(data)
        _refuse_undrawable(profile)
        return make_plan(profile, knowledge, today)
    except ProfileError as error:
        located = error if error.places else locate_faults(error, data)
        located.source = "standard input" if source == "-" else source
        raise located from None


def _refuse_undrawable(profile: Profile) -> None:
    from templates.sheet import undrawable  # noqa: PLC0415 - fonts load only when something is made

    faults = []
    for path, text in profile.texts():
        missing = undrawable(text)
        if missing:
            codes = ", ".join(f"U+{ord(each):04X}" for each in missing[:5])
            faults.append(Fault(path, f"no font has the letter {codes}", "Latin, Greek or Cyrillic letters"))
    if faults:
        raise ProfileError(faults)


def _write(plan: Plan, folder: Path, *, force: bool) -> list[Path]:
    from templates.sheet import draw  # noqa: PLC0415 - fonts load only when something is made

    paths = [folder / f"{part.value}_{plan.plan_id}.pdf" for part in plan.parts()]
    for part, path in zip(plan.parts(), paths, strict=True):
        write_file(path, draw(plan, part), force=force)
    return paths


def _read(name: str) -> bytes:
    if name != "-":
        return read_file(Path(name), most=LARGEST)
    if sys.stdin is None:
        raise FileError("standard input: it is closed; give a profile on it, or name a file")
    return sys.stdin.buffer.read(LARGEST + 1)


@cache
def _knowledge() -> Knowledge:
    return read_knowledge()


def _today(day: str | None) -> date:
    if day is None:
        return date.today()  # noqa: DTZ011 - the paper carries the reader's own date
    with suppress(ValueError):
        if re.fullmatch(r"(19|20)\d\d-\d\d-\d\d", day):
            return date.fromisoformat(day)
    raise UsageError("--date: this is not a date; YYYY-MM-DD")


def _state_folder() -> Path:
    import platformdirs  # noqa: PLC0415 - only when answers are kept

    return Path(platformdirs.user_state_dir("supplement-plan"))


def _json(value: dict[str, Any] | dict[str, object]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n").encode()


def _complain(error: PlannerError) -> ExitCode:
    if isinstance(error, ProfileError):
        _warn("\n".join(error.lines()))
    elif not isinstance(error, Stopped):
        _warn(str(error))
    return error.exit_code


def _tell(text: str) -> None:
    if not text:
        return
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except (OSError, AttributeError):
        raise FileError("standard output: it cannot be written; give it somewhere to go") from None


def _warn(text: str) -> None:
    sys.stderr.write(text + "\n")


@app.callback(invoke_without_command=True)
def _options(version: Annotated[bool, typer.Option("--version", help="Print software and knowledge versions.")] = False) -> None:
    if version:
        _tell(f"supplement-plan {software_version()}, knowledge {_knowledge().version}")
        raise typer.Exit
