"""The command. The only file that knows all three packages, and the only one that prints."""

import json
import os
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer

from planner.compose import make_plan, software_version
from planner.errors import ExitCode, Fault, NeedsPersonError, PlannerError, ProfileError, Stopped, UsageError
from planner.files import make_folder, only_user, read_file, write_file
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

Out = Annotated[Path, typer.Option("--out", help="Folder for the files.")]
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
    source: Annotated[Path, typer.Argument(help="A folder of .json profiles, or a .jsonl file.")],
    out: Out = Path("plans"),
    day: Day = None,
    as_json: AsJson = False,
    force: Force = False,
) -> None:
    """Make the plans of many profiles. One bad profile never stops the rest."""
    from planner.batch import NEEDS_A_PERSON, Row, read_items, run, totals  # noqa: PLC0415 - only this command needs it

    today, knowledge, folder = _today(day), _knowledge(), make_folder(out)

    def one(data: bytes) -> tuple[Plan, tuple[str, ...]]:
        plan = _plan(data, knowledge, today)
        return plan, tuple(path.name for path in _write(plan, folder, force=force))

    rows: list[Row] = []
    with only_user(folder):
        try:
            rows.extend(run(read_items(source), one))
        finally:  # the manifest is true however the run ends
            write_file(folder / "manifest.jsonl", "".join(row.manifest() + "\n" for row in rows).encode(), force=True)
    counts = Counter(row.outcome for row in rows)
    if as_json:
        _tell(json.dumps({"inputs": len(rows), **dict(totals(counts)), "manifest": str(folder / "manifest.jsonl")}))
    else:
        _tell("\n".join(str(folder / name) for row in rows for name in row.files))
    for outcome, count in totals(counts):
        _warn(f"{outcome:>22} {count:>7,}")
    _warn(f"{'inputs':>22} {len(rows):>7,}")
    for outcome in NEEDS_A_PERSON:
        for row in rows:
            if row.outcome == outcome:
                _warn("\n".join(row.said) or f"{row.position}: {outcome}, plan {row.plan_id}")
    if any(counts[each] for each in NEEDS_A_PERSON):
        raise NeedsPersonError(f"{sum(counts[each] for each in NEEDS_A_PERSON):,} of {len(rows):,} inputs need a person")


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

    today, knowledge = _today(day), _knowledge()
    try:
        answers = ask_all(read_questions(), lambda typed, kind: look_up(knowledge, typed, kind), today=today)
    except Stopped as stopped:
        if not stopped.answers:  # nothing was said yet, or the person did not agree to any of it being kept
            raise
        kept = save_profile or _state_folder() / "answers.json"
        make_folder(kept.parent)
        write_file(kept, _json(stopped.answers), force=True)
        _warn(f"Stopped. Your answers so far are kept in {kept}")
        raise
    data = _json(answers)
    plan = _plan(data, knowledge, today, source="answers")
    if save_profile:
        write_file(save_profile, data)
    _tell("\n".join(map(str, _write(plan, make_folder(out), force=False))))


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
        _warn(f"supplement-plan: a bug: {type(error).__name__} {_where(error)}; report this line, it holds no answers")
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
    return sys.stdin.buffer.read(LARGEST + 1) if name == "-" else read_file(Path(name), most=LARGEST)


@cache
def _knowledge() -> Knowledge:
    return read_knowledge()


def _today(day: str | None) -> date:
    if day is None:
        return date.today()  # noqa: DTZ011 - the paper carries the reader's own date
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise UsageError("--date: this is not a date; YYYY-MM-DD") from None


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


def _where(error: BaseException) -> str:
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    return f"in {Path(last.tb_frame.f_code.co_filename).name}:{last.tb_lineno}" if last else ""


def _tell(text: str) -> None:
    if text:
        sys.stdout.write(text + "\n")


def _warn(text: str) -> None:
    sys.stderr.write(text + "\n")


@app.callback(invoke_without_command=True)
def _options(version: Annotated[bool, typer.Option("--version", help="Print software and knowledge versions.")] = False) -> None:
    if version:
        _tell(f"supplement-plan {software_version()}, knowledge {_knowledge().version}")
        raise typer.Exit
