"""An entry of the knowledge in lines for the terminal."""

import textwrap
from collections.abc import Iterator
from typing import Any

from planner.lookup import Read, Shown

_WIDTH = 80


def entry_lines(entry: Shown) -> Iterator[str]:
    """Yield an entry: its fields as the files write them, its sources, and what speaks of it."""
    yield f"{entry.kind} {entry.id}  ({entry.file}:{entry.line})"
    for name, value in entry.fields.items():
        yield from _field(name, value)
    if entry.sources:
        yield "sources"
    for source in entry.sources:
        yield from _source(source)
    if entry.spoken_of_by:
        yield "spoken of by"
        yield from _wrapped(", ".join(entry.spoken_of_by), 2)


def _field(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner, each in value.items():
            if each not in (None, [], {}):
                yield from _field(f"{name}.{inner}", each)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for each in value:
            yield from _wrapped(f"{name}: {', '.join(f'{word} {inner}' for word, inner in each.items())}", 2)
    else:
        words = ", ".join(map(str, value)) if isinstance(value, list) else {True: "yes", False: "no"}.get(value, value)
        yield from _wrapped(f"{name}: {words}", 2)


def _source(source: Read) -> Iterator[str]:
    yield from _wrapped(f"{source.id} ({source.kind}, {source.strength}, seen {source.seen})", 2)
    yield from _wrapped(f"{source.title}. {source.publisher}, {source.year}.{f' {source.link}' if source.link else ''}", 6)
    yield from _wrapped(source.says, 6)


def _wrapped(text: str, indent: int) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        break_on_hyphens=False,
        break_long_words=False,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 2),
    )
