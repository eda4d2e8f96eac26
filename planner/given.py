"""What was given on the command line and is a text or a path as it stands.

What typer turns it with loads pydantic, and describes every option to it, those nobody gave too: a third of a start. It is
left to do so for everything else, and wherever it would have something to refuse.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

_NOT_PLAIN = object()


def as_it_stands(command: Any) -> Any:
    """Return a command of typer that takes texts and paths as they stand; its commands do the same."""
    for each in getattr(command, "commands", {}).values():
        as_it_stands(each)
    command.get_params = partial(_options, command.get_params)
    return command


def _options(listed: Callable[[Any], list[Any]], told: Any) -> list[Any]:
    """Return the options of a command, each with a shorter way for what is plain."""
    found = listed(told)
    for each in found:
        if hasattr(each, "type_descriptor") and not isinstance(each.process_value, partial):  # else typer does all of it
            each.process_value = partial(_process, each, each.process_value)
    return found


def _process(option: Any, process: Callable[[Any, Any], Any], told: Any, value: Any) -> Any:
    plain = _plain(option, value)
    if plain is _NOT_PLAIN:
        return process(told, value)
    return plain if option.callback is None else option.callback(told, option, plain)


def _plain(option: Any, value: Any) -> Any:
    """Return what typer would make of a value, where that needs no look at it."""
    kind = option.type_descriptor.annotation
    if value is None and not option.required and option.nargs == 1 and not option.multiple:
        return None
    if kind is str and isinstance(value, str):
        return value
    if kind == list[str] and isinstance(value, tuple | list) and value and all(isinstance(each, str) for each in value):
        return list(value)
    if kind is Path and _is_any_path(option.type_descriptor.parameter_info) and isinstance(value, Path | str):
        return Path(value)
    return _NOT_PLAIN


def _is_any_path(asked: Any) -> bool:
    """Whether the option asks nothing of the path it is given."""
    asks = asked.exists or asked.readable or asked.writable or asked.resolve_path or asked.path_type
    return not asks and asked.file_okay and asked.dir_okay
