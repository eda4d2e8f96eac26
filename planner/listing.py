"""Lists that stay short: what is longer goes on under a heading of its own."""

from collections.abc import Iterable, Iterator
from typing import Literal

from planner.page import Block, Heading, Listing

_MOST_ITEMS = 7
_MOST_WORDS = 105


def listed(title: str, more: str, items: Iterable[str], level: Literal[1, 2] = 2) -> Iterator[Block]:
    """Yield a heading and its list; every further part of a long list has `more` as its heading."""
    for number, part in enumerate(_parts(items)):
        yield Heading(level=2, text=more) if number else Heading(level=level, text=title)
        yield Listing(items=part)


def _parts(items: Iterable[str]) -> Iterator[tuple[str, ...]]:
    part: list[str] = []
    words = 0
    for item in items:
        count = len(item.split())
        if part and (len(part) == _MOST_ITEMS or words + count > _MOST_WORDS):
            yield tuple(part)
            part, words = [], 0
        part.append(item)
        words += count
    if part:
        yield tuple(part)
