"""The faces letters are drawn with: how wide each letter is, and which letters none of them has.

Running text is in Atkinson Hyperlegible, drawn for readers with low vision. A letter it lacks is taken from Noto
Sans in regular weight. A letter neither has is refused: no box is printed and nothing is dropped.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from planner.errors import UndrawableError
from templates.press import ttfonts
from templates.theme import Weight

# A hyphen that holds its word together looks like any other; Atkinson draws it as the plain one.
_LOOKS_LIKE = {0x2010: 0x2D, 0x2011: 0x2D}

# Marks that combine in other ranges belong to scripts whose letters change shape, which nobody here does.
_PLAIN_MARKS = range(0x0300, 0x0370)
_NEVER = {"\ufffc", "\ufffd", "\u25cc"}


@dataclass(frozen=True, eq=False)
class Face:
    """One font file. `metrics` is ReportLab's reading of it, which also cuts the embedded subset."""

    name: str
    metrics: Any

    def has(self, letter: str) -> bool:
        """Whether the face draws this letter."""
        return ord(letter) in self.metrics.charToGlyph

    def advance(self, letter: str) -> float:
        """Return how far the pen moves, as a share of the letter size."""
        width: float = self.metrics.charWidths[ord(letter)]
        return width / 1000


@lru_cache(maxsize=4)
def text_face(weight: Weight) -> Face:
    """Return the face of running text."""
    face = _read("fontpkg_atkinson_hyperlegible", f"AtkinsonHyperlegible-{weight.title()}.ttf")
    for letter, twin in _LOOKS_LIKE.items():
        face.metrics.charToGlyph.setdefault(letter, face.metrics.charToGlyph[twin])
        face.metrics.charWidths.setdefault(letter, face.metrics.charWidths[twin])
    return face


@lru_cache(maxsize=1)
def spare_face() -> Face:
    """Return the face of the letters the first one lacks; it has one weight."""
    return _read("fontpkg_noto_sans", "NotoSans[wdth,wght].ttf")


def face_for(letter: str, weight: Weight) -> Face:
    """Return the face that draws a letter, or refuse."""
    if not _plain(letter):
        raise UndrawableError(_refusal(letter))
    face = text_face(weight)
    if face.has(letter):
        return face
    if spare_face().has(letter):
        return spare_face()
    raise UndrawableError(_refusal(letter))


def undrawable_letters(text: str) -> str:
    """Return each letter of a text that no face draws, once, in order."""
    return "".join(dict.fromkeys(letter for letter in normal(text) if not _drawable(letter)))


@lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """Return the text as it is drawn: composed letters, and every kind of line end or tab a space."""
    return unicodedata.normalize("NFC", text).translate(_BLANKS)


_BLANKS = dict.fromkeys(map(ord, "\t\n\r\v\f\x85\u2028\u2029"), " ")


class _Advances(dict[str, float]):
    """The advance of each letter in one weight, worked out when first asked for."""

    def __init__(self, weight: Weight) -> None:
        super().__init__()
        self._weight = weight

    def __missing__(self, letter: str) -> float:
        advance = face_for(letter, self._weight).advance(letter)
        self[letter] = advance  # bounded by the letters the two faces have
        return advance


_ADVANCES: dict[Weight, _Advances] = {"regular": _Advances("regular"), "bold": _Advances("bold")}


@lru_cache(maxsize=8192)
def width(text: str, weight: Weight) -> float:
    """Return how wide a text is, as a multiple of its letter size."""
    return sum(map(_ADVANCES[weight].__getitem__, text))


def _read(package: str, file: str) -> Face:
    path = Path(str(import_module(package).__file__)).parent / "files" / file
    return Face(name=file, metrics=ttfonts.TTFontFace(str(path)))


def _plain(letter: str) -> bool:
    kind = unicodedata.category(letter)
    if kind[0] == "C" or letter in _NEVER:
        return False
    if kind[0] == "M":
        return ord(letter) in _PLAIN_MARKS
    return ord(letter) < 0x0900 or not unicodedata.name(letter, "").startswith("DEVANAGARI")  # noqa: PLR2004 - where that script begins


@lru_cache(maxsize=8192)
def _drawable(letter: str) -> bool:
    return _plain(letter) and (text_face("regular").has(letter) or spare_face().has(letter))


def _refusal(letter: str) -> str:
    return f"U+{ord(letter):04X} cannot be drawn: no packaged font has it"
