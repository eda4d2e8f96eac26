"""One JSON list of profiles → the text of each profile, read as a stream.

Only brackets, commas and quotation marks are looked at; whether an item is a profile is for the reader of profiles to say.
"""

import re
from collections.abc import Generator, Iterator
from typing import BinaryIO

from planner.batch.item import Item
from planner.located import LARGEST

_BLOCK = 1 << 16
_OUTSIDE = re.compile(rb"[^ \t\r]")
_INSIDE = re.compile(rb'["\[\]{},\n]')
_IN_TEXT = re.compile(rb'["\\\n]')


class _Scanner:
    """Walks over the bytes once and remembers no more than one item."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.number = 0
        self.depth = 0  # open brackets inside an item
        self.listed = False  # the list has begun
        self.ended = False  # the list has ended
        self.in_text = self.escaped = False
        self.line, self.line_start, self.offset = 1, 0, 0
        self.item: bytearray | None = None
        self.place = (1, 1)
        self.kept = 0  # where in the block the item, or the rest of it, begins

    def block(self, block: bytes) -> Iterator[Item]:
        """Yield the items that end in this block of the stream."""
        at = self.kept = 0
        while at < len(block):
            if self.escaped:
                self.escaped, at = False, at + 1
                continue
            found = (_IN_TEXT if self.in_text else _OUTSIDE if self.item is None else _INSIDE).search(block, at)
            if found is None:
                break
            sign, here, at = found.group(), found.start(), found.end()
            if sign == b"\n":
                self.line, self.line_start = self.line + 1, self.offset + at
            elif self.item is None:
                at = yield from self._between(sign, here)
            elif self._ends(sign):
                self.keep(block[self.kept : here])
                yield self.end()
                self.ended = sign == b"]"
        self.keep(block[self.kept :])
        self.offset += len(block)

    def _between(self, sign: bytes, here: int) -> Generator[Item, None, int]:
        """Begin an item, or the list, or end the list; return where to look next."""
        if not self.listed:
            self.listed = sign == b"["
        elif sign == b"]" and not self.ended:
            self.ended = True
        else:
            self.item, self.place, self.kept = bytearray(), (self.line, self.offset + here - self.line_start + 1), here
            if sign != b"," or self.ended:
                return here
            yield self.end()  # two commas in a row: an input that is empty
        return here + 1

    def _ends(self, sign: bytes) -> bool:
        """Follow texts and brackets inside an item; return whether this sign ends it."""
        if self.in_text:
            self.escaped = sign == b"\\"
            self.in_text = self.escaped
        elif sign == b'"':
            self.in_text = True
        elif sign in b"[{":
            self.depth += 1
        elif self.depth:
            self.depth -= sign in b"]}"
        else:
            return sign in b",]" and not self.ended
        return False

    def keep(self, piece: bytes) -> None:
        """Add to the item, up to one byte more than a profile may have."""
        if self.item is not None:
            self.item += piece[: max(0, LARGEST + 1 - len(self.item))]

    def end(self) -> Item:
        """Return the item that has just ended."""
        self.number += 1
        data, self.item = bytes(self.item or b"").rstrip(), None
        return Item(f"item {self.number}", self.name, data, line=self.place[0], column=self.place[1])


def split(stream: BinaryIO, name: str) -> Iterator[Item]:
    """Yield every item of a list of profiles, and an input that cannot be read where the list is cut off."""
    scanner = _Scanner(name)
    while block := stream.read(_BLOCK):
        yield from scanner.block(block)
    if scanner.item is not None:
        yield scanner.end()
    if not scanner.ended:
        yield Item(f"item {scanner.number + 1}", name, None, f"{name}: the list of profiles does not end; the file may have been cut off")
