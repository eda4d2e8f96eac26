"""The base of every record: frozen once made, and a stranger to unknown names.

What our own code makes is held to its types by mypy, and to its names here. What is read from outside is checked by
pydantic, see `planner.shape`; it is told of a record only then, because loading it is a third of a start.
"""

from collections.abc import Mapping
from operator import attrgetter
from typing import Any, ClassVar, Self, TypeVar, dataclass_transform

from planner.mark import Called, marks_of

R = TypeVar("R", bound="Record")
_MISSING = object()


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Record:
    """Reject unknown names, never change after construction; where it is read, refuse type conversions that lose meaning.

    A record that has to hold together defines `_consistent`, which raises what `refused` returns; what it inherits of that
    is asked first. A value that is worked out once (`cached_property`) is no part of a record.
    """

    __slots__ = ("__dict__", "__pydantic_extra__", "__pydantic_fields_set__", "__pydantic_private__")  # as pydantic sets them
    model_config: ClassVar[Mapping[str, object]] = {"extra": "forbid"}  # where a JSON schema is made, it is looked for here
    record_types: ClassVar[dict[str, Any]] = {}
    record_blank: ClassVar[dict[str, Any]] = {}
    record_needs: ClassVar[frozenset[str]] = frozenset()
    _checks: ClassVar[tuple[Any, ...]] = ()

    def __init_subclass__(cls) -> None:
        """Learn the fields, those that are inherited first."""
        own = {name: kind for name, kind in cls.__annotations__.items() if not name.startswith("_")}
        cls.record_types = {**cls.record_types, **own}
        cls.record_blank = {**cls.record_blank, **{name: cls.__dict__.get(name, _MISSING) for name in own}}
        cls.record_needs = frozenset(name for name, value in cls.record_blank.items() if value is _MISSING)
        if "_consistent" in cls.__dict__:
            cls._checks = (*cls._checks, cls.__dict__["_consistent"])

    def __init__(self, **given: Any) -> None:
        values = {**self.record_blank, **given}
        if len(values) != len(self.record_blank) or not self.record_needs <= given.keys():
            wrong = sorted(given.keys() - self.record_blank.keys()) or sorted(self.record_needs - given.keys())
            raise TypeError(f"{type(self).__name__}: {', '.join(wrong)}: not known, or missing")
        _set(self, values, set(given))
        for check in self._checks:
            check(self)

    def but(self, **changes: Any) -> Self:
        """Return a copy with some fields changed. Whether it still holds together is not asked."""
        if not changes.keys() <= self.record_blank.keys():
            raise TypeError(f"{type(self).__name__}: {', '.join(sorted(changes.keys() - self.record_blank.keys()))}: not known")
        return remade(type(self), {**_values(self), **changes}, given_in(self) | changes.keys())

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse."""
        raise AttributeError(f"{type(self).__name__}.{name}: a record does not change")

    def __delattr__(self, name: str) -> None:
        """Refuse."""
        raise AttributeError(f"{type(self).__name__}.{name}: a record does not change")

    def __eq__(self, other: object) -> bool:
        """Whether it is a record of the same kind with the same fields."""
        if type(self) is not type(other):
            return NotImplemented
        return self.__dict__ == other.__dict__ or _values(self) == _values(other)  # what was worked out may be in one of them

    def __hash__(self) -> int:
        """Hash the fields."""
        return hash((type(self), *_values(self).values()))

    def __repr__(self) -> str:
        """Return the record as it would be written."""
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in _values(self).items())})"

    def __getstate__(self) -> tuple[dict[str, Any], set[str]]:
        """Return the fields, and which of them were given."""
        return _values(self), given_in(self)

    def __setstate__(self, state: tuple[dict[str, Any], set[str]]) -> None:
        """Take what `__getstate__` returned."""
        _set(self, *state)

    def _settle(self, _: object) -> None:
        """Do what a record does once it was read, and its fields are set."""
        for check in self._checks:
            check(self)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """Tell whoever checks or writes a record what its fields are."""
        from pydantic_core import core_schema  # noqa: PLC0415 - only for what is read or written

        fields = {name: _field(handler.generate_schema(kind), kind, cls.record_blank[name]) for name, kind in cls.record_types.items()}
        config = core_schema.CoreConfig(
            title=cls.__name__,
            extra_fields_behavior="forbid",
            allow_inf_nan=False,
            strict=True,
            validate_by_name=True,
            validate_by_alias=True,
        )
        return core_schema.model_schema(
            cls,
            core_schema.model_fields_schema(fields, model_name=cls.__name__),
            post_init="_settle" if cls._checks else None,
            config=config,
            ref=f"{cls.__module__}.{cls.__qualname__}:{id(cls)}",
        )


def remade(shape: type[R], values: dict[str, Any], given: set[str]) -> R:
    """Make a record of all its fields, in their order, as it was checked before."""
    made = shape.__new__(shape)
    _set(made, values, given)
    return made


def fields_of(shape: type[Record]) -> dict[str, Any]:
    """Return the names of the fields, in their order, with their types."""
    return shape.record_types


def values_of(record: Record) -> dict[str, Any]:
    """Return the fields of a record, in their order, with their values."""
    return dict(_values(record))


def given_in(record: Record) -> set[str]:
    """Return the names of the fields that were given, whatever their values; the others have their defaults."""
    given: set[str] = _given(record)
    return given


def called(shape: type[Record], name: str) -> str:
    """Return what a field is called in a file: a word like `from` is no name of a field."""
    return _called(shape.record_types[name]) or name


def refused(kind: str, message: str, words: dict[str, str] | None = None) -> Exception:
    """Return the error for a value that may not be. `kind` names it for whoever words it anew, `words` fill the {brackets}."""
    from pydantic_core import PydanticCustomError  # noqa: PLC0415 - only for a fault

    return PydanticCustomError(kind, message, words)


def _called(kind: Any) -> str | None:
    return next((mark.name for mark in marks_of(kind) if isinstance(mark, Called)), None)


def _field(schema: Any, kind: Any, blank: Any) -> Any:
    from pydantic_core import core_schema  # noqa: PLC0415 - only for what is read or written

    if blank is not _MISSING:
        schema = core_schema.with_default_schema(schema, default=blank)
    return core_schema.model_field(schema, validation_alias=_called(kind), serialization_alias=_called(kind))


def _values(record: Record) -> dict[str, Any]:
    """Return the fields of a record without what was worked out from them."""
    held = record.__dict__
    return held if len(held) == len(record.record_blank) else {name: held[name] for name in record.record_blank}


def _set(record: Record, values: dict[str, Any], given: set[str]) -> None:
    _put(record, "__dict__", values)
    _put(record, "__pydantic_fields_set__", given)


_put = object.__setattr__
_given = attrgetter("__pydantic_fields_set__")
