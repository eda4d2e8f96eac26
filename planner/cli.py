"""The command: every command by name, and one way out with an exit code.

typer reads the command line. It costs a part of every start; a reader of our own would be one more thing to keep right.
"""

import os
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Annotated

import typer  # the one library a command line is read with; see above

from planner import VERSION
from planner.errors import ExitCode, PlannerError, place_of
from planner.given import as_it_stands

# Every command, in the order of the help, and where it stands. What is not asked for is not loaded: a question must not
# wait for what only a batch needs.
_COMMANDS = {
    "make": "make",
    "check": "check",
    "explain": "explain",
    "batch": "batch",
    "print": "print:send",
    "ask": "ask",
    "forget": "ask:forget",
    "form": "form",
    "lint": "lint",
    "schema": "schema",
    "verify": "verify",
    "claims": "claims",
    "knowledge": "knowledge",
}


def build(asked: str | None = None) -> typer.Typer:
    """Return the command with what is asked for; with everything where that is no command."""
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        help="A careful plan for vitamin K2, vitamin D3 and magnesium.",
    )
    app.callback(invoke_without_command=True)(_options)
    for name in [asked] if asked in _COMMANDS else _COMMANDS:
        place, _, function = _COMMANDS[name].partition(":")
        module = import_module(f"planner.commands.{place}")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name)
        else:
            app.command(name)(getattr(module, function or name))
    return app


def main() -> None:
    """Run the command and leave with its exit code; an error is a few clear lines, never a traceback with answers in it."""
    # Nothing that happens to be installed beside the program has a say in what a profile may be.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    if isinstance(sys.stdout, TextIOWrapper):  # data is UTF-8 whatever the machine's own letters are; a terminal shows what it can
        shown = sys.stdout.isatty()
        sys.stdout.reconfigure(encoding=None if shown else "utf-8", errors="backslashreplace" if shown else "surrogateescape")
    try:
        if sys.argv[1:] == ["ask"]:  # there is nothing to read, and what typer reads with would keep a person waiting
            from planner.commands.ask import ask  # noqa: PLC0415 - only this command needs it

            ask()
            sys.exit(ExitCode.done)
        command = as_it_stands(typer.main.get_command(build(sys.argv[1] if len(sys.argv) > 1 else None)))
        sys.exit(command(standalone_mode=False) or ExitCode.done)
    except PlannerError as error:
        from planner.commands.terminal import complain  # noqa: PLC0415 - loaded when needed

        sys.exit(complain(error))
    except (KeyboardInterrupt, EOFError, typer.Abort):
        sys.exit(ExitCode.stopped)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.file)
    except Exception as error:  # noqa: BLE001 - the text of an unexpected error may repeat an answer
        if hasattr(error, "show") and hasattr(error, "exit_code"):
            error.show()
            sys.exit(ExitCode.usage)
        from planner.commands.terminal import warn  # noqa: PLC0415 - loaded when needed

        warn(f"supplement-plan: a bug: {type(error).__name__} {place_of(error)}; report this line, it holds no answers")
        sys.exit(ExitCode.bug)


def _options(version: Annotated[bool, typer.Option("--version", help="Print software and knowledge versions.")] = False) -> None:
    if version:
        from planner.commands.terminal import tell  # noqa: PLC0415 - only this option needs it
        from planner.corridor import shipped_knowledge  # noqa: PLC0415

        knowledge = shipped_knowledge(unverified=True)
        tell(f"supplement-plan {VERSION}, knowledge {knowledge.version}{'' if knowledge.verified else ' UNVERIFIED'}")
        raise typer.Exit
