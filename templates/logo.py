"""The clinic's logo: a PNG as grey pixels on white, small enough for a page header."""

from contextlib import suppress
from functools import lru_cache
from io import BytesIO
from struct import unpack
from typing import NamedTuple

from planner.errors import InputError

_MOST_ROWS = 240


class Logo(NamedTuple):
    """Grey pixels, row by row from the top."""

    width: int
    height: int
    pixels: bytes


@lru_cache(maxsize=4)
def read_logo(data: bytes) -> Logo:
    """Return the pixels of a PNG whose size was checked before; transparent parts become white."""
    from PIL import Image  # noqa: PLC0415 - slow to load, and only a clinic with a logo needs it

    clear = None
    with suppress(OSError, SyntaxError, ValueError, Image.DecompressionBombError), Image.open(BytesIO(data), formats=("PNG",)) as picture:
        if picture.size == unpack(">II", data[16:24]):  # a second header would undo the check of the first
            clear = picture.convert("RGBA")
    if clear is None:
        message = "logo: the PNG file is damaged; a PNG that other programs open is allowed"
        raise InputError(message)
    white = Image.new("RGBA", clear.size, "white")
    grey = Image.alpha_composite(white, clear).convert("L")
    if grey.height > _MOST_ROWS:
        grey = grey.resize((max(round(grey.width * _MOST_ROWS / grey.height), 1), _MOST_ROWS))
    return Logo(grey.width, grey.height, grey.tobytes())
