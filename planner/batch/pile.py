"""Many plans → one file for the printer: each person's papers together, no sheet of paper with two people on it."""

import hashlib
import json
import re
import unicodedata
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from planner.batch.row import Row
from planner.errors import FileError, UsageError
from planner.files import whole_file


class SortBy(StrEnum):
    """How the people lie in the pile."""

    surname = "surname"
    reference = "reference"
    source = "source"


_LONGEST_KEY = 120  # letters of a name that a profile may have
Key = tuple[int, tuple[tuple[int, int, str], ...]]


class Papers(NamedTuple):
    """One person's files, in the order they are printed, and the number of the plan."""

    plan_id: str
    files: tuple[str, ...]
    first: bool
    """Somebody has to see this person before anything else is done: the papers lie on top, behind a sheet that says so."""


class Pile:
    """Gathers who is to be printed. No more is kept of a person than a key to sort by, and nothing of it is written."""

    def __init__(self, sort_by: SortBy) -> None:
        self.sort_by = sort_by
        self.keys: deque[Key] = deque()
        self.found: list[tuple[Key, Papers]] = []

    def expect(self, data: bytes | None) -> None:
        """Keep what an input is sorted by until its row is added; rows come in the order of the inputs."""
        self.keys.append(key_of(data, self.sort_by))

    def add(self, row: Row) -> None:
        """Add the papers of the next input; a person who is in the pile already is not printed twice."""
        key = self.keys.popleft()
        if row.files and not row.duplicate:
            names = tuple(sorted((each.name for each in row.files), key=lambda name: (not name.startswith("plan_"), name)))
            papers = Papers(row.plan_id or "", names, row.outcome == "get_help_now")
            self.found.append((key, papers))

    def papers(self) -> Iterator[Papers]:
        """Yield everybody in order, those somebody has to see first before the others."""
        yield from (each for _, each in sorted(self.found, key=lambda found: (not found[1].first, found[0])))


def key_of(data: bytes | None, sort_by: SortBy) -> Key:
    """Return what a person is sorted by; one without the name or reference that is asked for comes after all who have it."""
    if sort_by is SortBy.source:
        return (0, ())
    try:
        told: Any = json.loads(data or b"null")
    except (ValueError, RecursionError):
        return (1, ())
    key = told.get("name" if sort_by is SortBy.surname else "reference") if isinstance(told, dict) else None
    if not isinstance(key, str) or not key.strip() or len(key) > _LONGEST_KEY:
        return (1, ())
    if sort_by is SortBy.surname and "," not in key:
        given, _, surname = key.strip().rpartition(" ")
        key = surname + " " + given
    plain = "".join(each for each in unicodedata.normalize("NFKD", key.casefold()) if not unicodedata.combining(each))
    parts = re.findall(r"[0-9]+|[^0-9\s,]+", plain)
    return (0, tuple((0, int(each), "") if each.isdigit() else (1, 0, each) for each in parts))  # 9 stands before 10


def join(papers: Iterable[Papers], folder: Path, target: Path, separator: Callable[[str, Path], bytes], mode: int = 0o600) -> int:
    """Write all papers into one file, whole or not at all, and return how many sides it has.

    Every file begins on the front of a sheet. Raises `UsageError` without pikepdf, `FileError` where nothing can be written.
    """
    try:
        import pikepdf  # noqa: PLC0415 - an extra, for those who need it
    except ImportError:
        raise UsageError("--merged: this needs `pip install supplement-plan[print]`") from None
    fonts: dict[bytes, Any] = {}
    with pikepdf.new() as joined:
        for each in papers:
            if each.first:
                _add(joined, pikepdf.open(BytesIO(separator(each.plan_id, folder / each.files[0]))), fonts)
            for name in each.files:
                try:
                    _add(joined, pikepdf.open(folder / name), fonts)
                except (OSError, pikepdf.PdfError):
                    raise FileError(f"{folder / name}: this plan cannot be read; --resume makes it again") from None
        sides = len(joined.pages)
        with whole_file(target, mode) as stream:
            joined.save(stream, deterministic_id=True)
    return sides


def _add(joined: Any, source: Any, fonts: dict[bytes, Any]) -> None:
    """Add the pages of one file, and an empty one where it would end on the front of a sheet."""
    before = len(joined.pages)
    for page in source.pages:
        for key in ("/StructParents", "/Tabs"):  # they lead into a structure that the joined file does not have
            if key in page:
                del page[key]
    joined.pages.extend(source.pages)
    pages = joined.pages[before:]
    for page in pages:
        _share(page.Resources.get("/Font", {}), fonts)
    if len(pages) % 2:
        left, low, right, high = (float(each) for each in pages[-1].MediaBox)
        joined.add_blank_page(page_size=(right - left, high - low))


def _share(resources: Any, fonts: dict[bytes, Any]) -> None:
    """Use one font for all files that hold the same: a pile of three hundred people holds each letter once."""
    for name in list(resources.keys()):
        font = resources[name]
        resources[name] = fonts.setdefault(_digest(font), font)


def _digest(font: Any) -> bytes:
    """Return what tells one font from another: its name, its encoding and widths, and the bytes of its letters."""
    found = hashlib.blake2b(digest_size=16)
    for key in ("/BaseFont", "/FirstChar", "/LastChar", "/Widths", "/Encoding", "/Subtype"):
        value = font.get(key)
        found.update(repr(value.unparse() if hasattr(value, "unparse") else value).encode())
    for inside in (font, *font.get("/DescendantFonts", ())):
        found.update(inside.W.unparse() if "/W" in inside else b"")
        described = inside.get("/FontDescriptor")
        if described is not None and "/FontFile2" in described:
            found.update(described.FontFile2.read_raw_bytes())
    if "/ToUnicode" in font:
        found.update(font.ToUnicode.read_raw_bytes())
    return found.digest()
