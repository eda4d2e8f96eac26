"""`schema`: what a profile and a plan look like."""

import json
from collections.abc import Callable
from typing import Annotated

import typer

from planner.commands.terminal import day_of, tell
from planner.corridor import plan_from, shipped_knowledge
from planner.edition import SHIPPED
from planner.errors import UsageError
from planner.plan import Plan
from planner.profile import Profile
from planner.shape import json_schema, to_json


def schema(
    what: Annotated[str, typer.Argument(help="profile or plan")],
    example: Annotated[bool, typer.Option("--example", help="Print an example in place of the schema.")] = False,
) -> None:
    """Print the JSON schema of a profile or a plan."""
    shapes: dict[str, Callable[[], object]] = {
        "profile": lambda: json_schema(Profile),
        "plan": lambda: json_schema(Plan, "serialization"),
    }
    if what not in shapes:
        raise UsageError(f"{what}: there is no such schema; profile or plan")
    if not example:
        tell(json.dumps(shapes[what](), indent=2, ensure_ascii=False))
        return
    data = (SHIPPED / "example_profile.json").read_bytes()
    plan = plan_from(data, shipped_knowledge(), day_of("2026-11-23")) if what == "plan" else None
    tell(to_json(plan, by_alias=True, indent=2) if plan else data.decode().rstrip())
