"""The clinic on the paper: name, address, telephone, hours, emergency number and logo, from one file the clinic writes.

Without a file the pages name nobody. The logo is refused by its size before anything of it is unpacked.
"""

import hashlib
import tomllib
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from struct import unpack
from typing import Annotated

from pydantic_core import ValidationError

from planner.edition import Knowledge
from planner.errors import InputError
from planner.files import read_file
from planner.mark import After, Within
from planner.record import Record, fields_of, refused
from planner.shape import from_data

LARGEST_FILE = 64_000
LARGEST_LOGO = 512_000
MOST_PIXELS = 4_000_000
WIDEST = 4_000
_PNG = b"\x89PNG\r\n\x1a\n"
_HEADER = 26


def _one_line(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise refused("one_line", "the text is empty or not one line of letters")
    return text


Line = Annotated[str, Within(max_length=80), After(_one_line)]
Number = Annotated[str, Within(pattern=r"^[0-9+][0-9 ()/-]{1,24}$")]
Code = Annotated[str, Within(pattern=r"^[A-Z]{2}$")]


class Clinic(Record):
    """Who issues the papers. `emergency` holds numbers by country code; `opening` is one line on page 1.

    `overlay` is a folder beside the file, with the clinic's own rules.
    """

    name: Line
    address: Annotated[tuple[Line, ...], Within(max_length=5)] = ()
    telephone: Number | None = None
    hours: Line | None = None
    emergency: dict[Code, Number] = {}
    opening: Line | None = None
    logo: Line | None = None
    overlay: Line | None = None


class Issuer(Record):
    """A clinic as read: its words, the bytes of its logo, and a hash of both for the manifest. `overlay` is where its rules are."""

    clinic: Clinic
    logo: bytes | None = None
    overlay: Path | None = None
    sha256: str


def read_clinic(path: Path) -> Issuer:
    """Return the clinic of a file; raise `InputError` with a line a fault, `FileError` where it cannot be read."""
    data = read_file(path, most=LARGEST_FILE)
    if len(data) > LARGEST_FILE:
        raise InputError(f"{path}: the file is longer than {LARGEST_FILE:,} bytes; a clinic's details are a few lines")
    try:
        table = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}; TOML in UTF-8 is allowed") from None
    lists = {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}
    try:
        clinic = from_data(Clinic, lists)
    except ValidationError as error:
        faults = [f"{path}: {'.'.join(map(str, each['loc']))}: {_wrong(each['type'], each['msg'])}" for each in error.errors()]
        raise InputError("\n".join(faults)) from None
    logo = None if clinic.logo is None else _logo(path.parent / clinic.logo)
    overlay = None if clinic.overlay is None else path.parent / clinic.overlay
    return Issuer(clinic=clinic, logo=logo, overlay=overlay, sha256=hashlib.sha256(data + b"\0" + (logo or b"")).hexdigest())


def local(knowledge: Knowledge, clinic: Clinic) -> Knowledge:
    """Return the knowledge with the clinic's emergency numbers in place of ours; everything else, its hash too, is the same."""
    return _with_numbers(knowledge, tuple(clinic.emergency.items())) if clinic.emergency else knowledge


@lru_cache(maxsize=4)
def _with_numbers(knowledge: Knowledge, emergency: tuple[tuple[str, str], ...]) -> Knowledge:
    """Return one edition for all plans of a clinic: what is worked out once an edition is worked out once."""
    countries = dict(knowledge.entries["country"])
    for code, number in emergency:
        countries[code.lower()] = knowledge.country(code).but(id=code.lower(), code=code, emergency=number)
    return replace(knowledge, entries={**knowledge.entries, "country": countries})


def _wrong(kind: str, message: str) -> str:
    if kind == "extra_forbidden":
        return f"this key is not known; {', '.join(fields_of(Clinic))} are allowed"
    return f"{message[:1].lower()}{message[1:]}"


def _logo(path: Path) -> bytes:
    """Return the bytes of a PNG file whose own header says that it is not too large to unpack."""
    data = read_file(path, most=LARGEST_LOGO)
    if len(data) > LARGEST_LOGO:
        raise InputError(f"{path}: logo: the file is larger than {LARGEST_LOGO:,} bytes; a smaller PNG is allowed")
    if len(data) < _HEADER or not data.startswith(_PNG) or data[12:16] != b"IHDR":
        raise InputError(f"{path}: logo: this is not a PNG file; a PNG is allowed")
    width, height = unpack(">II", data[16:24])
    if not (0 < width <= WIDEST and 0 < height <= WIDEST and width * height <= MOST_PIXELS):
        raise InputError(f"{path}: logo: {width:,} by {height:,} pixels; at most {WIDEST:,} a side and {MOST_PIXELS:,} in all are allowed")
    return data
