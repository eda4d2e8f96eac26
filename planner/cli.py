"""The command: every command by name, and one way out with an exit code."""

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

from planner.errors import ExitCode, PlannerError, place_of

if TYPE_CHECKING:
    from typer._click import Command, Context

COMMANDS = {
    "make": "planner.commands.make:make",
    "check": "planner.commands.check:check",
    "explain": "planner.commands.explain:explain",
    "batch": "planner.commands.batch:batch",
    "ask": "planner.commands.ask:ask",
    "forget": "planner.commands.ask:forget",
    "form": "planner.commands.form:form",
    "schema": "planner.commands.schema:schema",
    "claims": "planner.commands.claims:claims",
    "knowledge": "planner.commands.knowledge:app",
}


class Commands(TyperGroup):
    """The commands, each loaded when it is called: a question must not wait for what only a batch needs."""

    def list_commands(self, ctx: "Context") -> list[str]:  # noqa: ARG002 - the same in every context
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: "Context", cmd_name: str) -> "Command | None":  # noqa: ARG002 - the same in every context
        """Return a command, loaded now."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        found = getattr(import_module(module), name)
        if not isinstance(found, typer.Typer):
            single = typer.Typer(add_completion=False)
            single.command(cmd_name)(found)
            found = single
        command = typer.main.get_command(found)
        command.name = cmd_name
        return command


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="A careful plan for vitamin K2, vitamin D3 and magnesium.",
)


def main() -> None:
    """Run the command and leave with its exit code; an error is a few clear lines, never a traceback with answers in it."""
    try:
        sys.exit(app(standalone_mode=False) or ExitCode.done)
    except PlannerError as error:
        from planner.commands.terminal import complain  # noqa: PLC0415 - see Commands

        sys.exit(complain(error))
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(ExitCode.stopped)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.file)
    except Exception as error:  # noqa: BLE001 - the text of an unexpected error may repeat an answer
        if hasattr(error, "show") and hasattr(error, "exit_code"):
            error.show()
            sys.exit(ExitCode.usage)
        from planner.commands.terminal import warn  # noqa: PLC0415 - see Commands

        warn(f"supplement-plan: a bug: {type(error).__name__} {place_of(error)}; report this line, it holds no answers")
        sys.exit(ExitCode.bug)


@app.callback(invoke_without_command=True)
def _options(version: Annotated[bool, typer.Option("--version", help="Print software and knowledge versions.")] = False) -> None:
    if version:
        from planner.commands.terminal import shipped_knowledge, tell  # noqa: PLC0415 - see Commands
        from planner.compose import software_version  # noqa: PLC0415 - see Commands

        tell(f"supplement-plan {software_version()}, knowledge {shipped_knowledge().version}")
        raise typer.Exit
