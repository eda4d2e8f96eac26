"""The command: every command by name, and one way out with an exit code."""

import os
import sys
from typing import Annotated

import typer

from planner.commands import knowledge
from planner.commands.ask import ask
from planner.commands.batch import batch
from planner.commands.check import check
from planner.commands.claims import claims
from planner.commands.explain import explain
from planner.commands.form import form
from planner.commands.make import make
from planner.commands.print import send
from planner.commands.schema import schema
from planner.commands.terminal import complain, tell, warn
from planner.compose import software_version
from planner.corridor import shipped_knowledge
from planner.errors import ExitCode, PlannerError, place_of

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="A careful plan for vitamin K2, vitamin D3 and magnesium.",
)
app.command()(make)
app.command()(check)
app.command()(explain)
app.command()(batch)
app.command()(ask)
app.command("print")(send)
app.command()(form)
app.command()(schema)
app.command()(claims)
app.add_typer(knowledge.app, name="knowledge")


def main() -> None:
    """Run the command and leave with its exit code; an error is a few clear lines, never a traceback with answers in it."""
    try:
        sys.exit(app(standalone_mode=False) or ExitCode.done)
    except PlannerError as error:
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
        warn(f"supplement-plan: a bug: {type(error).__name__} {place_of(error)}; report this line, it holds no answers")
        sys.exit(ExitCode.bug)


@app.callback(invoke_without_command=True)
def _options(version: Annotated[bool, typer.Option("--version", help="Print software and knowledge versions.")] = False) -> None:
    if version:
        tell(f"supplement-plan {software_version()}, knowledge {shipped_knowledge().version}")
        raise typer.Exit
