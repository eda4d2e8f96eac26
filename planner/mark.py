"""Marks on the type of a field: what a value may be. They tell it to pydantic when something is read, and load nothing before."""

from collections.abc import Callable
from typing import Annotated, Any, get_args, get_origin


class Called:
    """What the field is called in a file and in a plan's JSON, where that is no name Python takes."""

    def __init__(self, name: str) -> None:
        self.name = name


class Within:
    """The least and the most a number may be (`ge`, `gt`, `le`), how long a text or list may be, which letters a text may have."""

    def __init__(self, **limits: float | str) -> None:
        self._limits = limits

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Tell whoever checks a value."""
        return {**handler(source), **self._limits}


class After:
    """What looks at a value once it has the right type, and returns the one to keep."""

    def __init__(self, check: Callable[[Any], Any]) -> None:
        self._check = check

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Tell whoever checks a value."""
        return _core().no_info_after_validator_function(self._check, handler(source))


class Before:
    """What mends a value before anything looks at it."""

    def __init__(self, mend: Callable[[Any], Any]) -> None:
        self._mend = mend

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Tell whoever checks a value."""
        return _core().no_info_before_validator_function(self._mend, handler(source))


class Around:
    """What looks at a value and calls the check it is given."""

    def __init__(self, check: Callable[[Any, Callable[[Any], Any]], Any]) -> None:
        self._check = check

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Tell whoever checks a value."""
        return _core().no_info_wrap_validator_function(self._check, handler(source))


class Tagged:
    """The name of one of several shapes a value may have."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Tell whoever checks a value."""
        from pydantic import Tag  # noqa: PLC0415 - only for what is read

        return Tag(self._name).__get_pydantic_core_schema__(source, handler)


class ToldBy:
    """What tells several shapes apart: the name of a field, or a function that returns a tag."""

    def __init__(self, by: str | Callable[[Any], str]) -> None:
        self._by = by

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Tell whoever checks a value."""
        from pydantic import Discriminator  # noqa: PLC0415 - only for what is read

        return Discriminator(self._by).__get_pydantic_core_schema__(source, handler)


def marks_of(kind: Any) -> tuple[Any, ...]:
    """Return the marks on a type."""
    return get_args(kind)[1:] if get_origin(kind) is Annotated else ()


def _core() -> Any:
    from pydantic_core import core_schema  # noqa: PLC0415 - only for what is read

    return core_schema
