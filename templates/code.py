"""The printed code: a QR code of the one kind that is needed (version 2, error correction M, mask 3), drawn as a path.

A general encoder looks for what fits and takes as long as two pages; here all but the words is worked out once a process.
The rules are those of ISO/IEC 18004.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import compress

_LETTERS = {letter: value for value, letter in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")}
_MOST_LETTERS = 38
_DATA, _CORRECTION = 28, 16  # bytes
_MODE = "0010"  # digits and capitals, two in eleven bits
_PADDING = "1110110000010001"
_FORMAT = b"101101101001011"  # says error correction M and mask 3
_SIDE = 25  # modules
_QUIET = 4  # modules of white around a code
_DARK = re.compile(b"\x01+")

# Where so many modules end in a square of side 1.
_ENDS = tuple(f"{number / (_SIDE + 2 * _QUIET):.4f}" for number in range(_SIDE + 2 * _QUIET + 1))

# The bytes of a number, each an element of the field of 256: the bits that move up when it is doubled, and the lowest one.
_LOW, _ONES = (int.from_bytes(bytes([each]) * (_CORRECTION + 1), "big") for each in (0x7F, 0x01))


def path(words: str) -> str:
    """Return the dark squares of the code of these words as a path in a square of side 1, those beside each other as one."""
    ground, places = _ground()
    modules = bytearray(ground)
    for place in compress(places, map(int, _message(words))):
        modules[place] ^= 1
    parts = []
    for row in range(_SIDE):
        first, up = row * _SIDE - _QUIET, _ENDS[_SIDE + _QUIET - row - 1]
        for dark in _DARK.finditer(modules, row * _SIDE, (row + 1) * _SIDE):
            start, end = dark.span()
            parts.append(f"{_ENDS[start - first]} {up} {_ENDS[end - start]} {_ENDS[1]} re")
    return " ".join((*parts, "f"))


def _message(words: str) -> str:
    """Return the bits of the words and of what corrects them; raise `ValueError` for words this kind of code cannot hold."""
    if len(words) > _MOST_LETTERS or not _LETTERS.keys() >= set(words):
        message = f"this code holds {_MOST_LETTERS} digits and capitals"
        raise ValueError(message)
    values, room = [_LETTERS[letter] for letter in words], 8 * _DATA
    pairs = [f"{first * 45 + second:011b}" for first, second in zip(values[::2], values[1::2], strict=False)]
    last = f"{values[-1]:06b}" if len(values) % 2 else ""
    bits = "".join((_MODE, f"{len(values):09b}", *pairs, last, "0000"))[:room]
    bits += "0" * (8 - len(bits) % 8)  # at least one: a reader has stopped before them
    data = int((bits + _PADDING * _DATA)[:room], 2)
    return f"{data << 8 * _CORRECTION | _correction(data.to_bytes(_DATA, 'big')):0{8 * (_DATA + _CORRECTION)}b}"


def _correction(data: bytes) -> int:
    """Return the remainder of the data, as a polynomial of bytes, by the one the format gives for so many bytes of correction."""
    multiples, rest = _multiples(), 0
    for byte in data:
        first = byte ^ rest >> 8 * (_CORRECTION - 1)
        rest = rest << 8 & (1 << 8 * _CORRECTION) - 1
        for multiple in compress(multiples, map(int, f"{first:08b}")):
            rest ^= multiple
    return rest


@lru_cache(maxsize=1)
def _multiples() -> tuple[int, ...]:
    """Return the polynomial of correction, without its first term, times 128, 64 and so on down to 1."""
    whole = 1
    for power in range(_CORRECTION):
        whole = whole << 8 ^ _doubled(whole, power)
    rest = whole ^ 1 << 8 * _CORRECTION
    return tuple(_doubled(rest, power) for power in range(7, -1, -1))


def _doubled(number: int, times: int) -> int:
    """Double every byte of a number as an element of the field."""
    for _ in range(times):
        number = (number & _LOW) << 1 ^ (number >> 7 & _ONES) * 0x1D
    return number


@lru_cache(maxsize=1)
def _ground() -> tuple[bytes, tuple[int, ...]]:
    """Return a code without words, row by row, and the places of the bits of a message in their order."""
    fixed = dict(_fixed())
    places = [place for place in _way() if place not in fixed]
    modules = bytearray(_SIDE * _SIDE)
    for place in places:
        row, column = divmod(place, _SIDE)
        modules[place] = (row + column) % 3 == 0
    for place, dark in fixed.items():
        modules[place] = dark
    return bytes(modules), tuple(places)


def _way() -> Iterator[int]:
    """Yield every place a message may pass: in columns two modules wide from the right, upwards and downwards in turns."""
    rights = (*range(_SIDE - 1, 6, -2), 5, 3, 1)  # the column between them tells the size of a module
    for number, right in enumerate(rights):
        rows = range(_SIDE) if number % 2 else range(_SIDE - 1, -1, -1)
        yield from (row * _SIDE + column for row in rows for column in (right, right - 1))


def _fixed() -> Iterator[tuple[int, bool]]:
    """Yield the places that are the same in every code of this kind, and whether they are dark; a later one outweighs an earlier."""
    last = _SIDE - 1
    for along in range(_SIDE):
        yield from ((6 * _SIDE + along, along % 2 == 0), (along * _SIDE + 6, along % 2 == 0))
    yield from _rings(last - 6, last - 6, 2, (0, 2))
    for row, column in ((3, 3), (3, last - 3), (last - 3, 3)):
        yield from _rings(row, column, 4, (0, 1, 3))
    around = [(8, column) for column in (0, 1, 2, 3, 4, 5, 7, 8)] + [(row, 8) for row in (7, 5, 4, 3, 2, 1, 0)]
    apart = [(row, 8) for row in range(last, last - 7, -1)] + [(8, column) for column in range(last - 7, last + 1)]
    for way in (around, apart):
        yield from ((row * _SIDE + column, bit == ord("1")) for (row, column), bit in zip(way, _FORMAT, strict=True))
    yield (last - 7) * _SIDE + 8, True


def _rings(row: int, column: int, reach: int, dark: tuple[int, ...]) -> Iterator[tuple[int, bool]]:
    """Yield squares around a middle; `dark` are the distances from it at which they are dark."""
    span = range(-reach, reach + 1)
    for down, right in ((down, right) for down in span for right in span):
        if 0 <= row + down < _SIDE and 0 <= column + right < _SIDE:
            yield (row + down) * _SIDE + column + right, max(abs(down), abs(right)) in dark
