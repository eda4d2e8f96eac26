"""The fonts of one document: which code of which embedded font draws which letter.

A font in the file holds at most 256 letters. The common letters of each weight always come as the same font, so its
subset is cut and compressed once a process; every other letter of a document goes into fonts made for it.
"""

from functools import lru_cache
from typing import Literal, NamedTuple

import deflate

from templates.face import Face, face_for, text_face
from templates.theme import Weight

_ASCII = "".join(map(chr, range(0x20, 0x7F)))
_COMMON = _ASCII + "".join(
    (
        "\u00a0\u2011\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac\u00a3\u00b0\u00b1\u00b5\u00b7\u00d7\u00bc\u00bd\u00be",
        "".join(chr(code) for code in range(0xC0, 0x100) if code not in (0xD7, 0xF7)),
        "ĄąĆćČčĎďĘęĚěĞğİıŁłŃńŇňŐőŘřŚśŞşŠšŤťŮůŰűŹźŻżŽž",
    )
)
_FIRST_CODE = 0x20
_CODES = 0x100 - _FIRST_CODE
_ESCAPED = {0x28: "\\(", 0x29: "\\)", 0x5C: "\\\\"}


class Alphabet(NamedTuple):
    """One font of the file: its letters stand at codes 32, 33 and so on."""

    face: Face
    letters: str


class Program(NamedTuple):
    """What a font of the file consists of, ready to be written."""

    name: str
    subset: bytes
    subset_length: int
    to_unicode: bytes
    widths: str
    descriptor: str
    last_code: int


Stretch = tuple[str, str]
"""What pages call a font, and letters of it as a content string shows them."""


class Lettering:
    """Gives out codes while one document is drawn, and knows its fonts afterwards."""

    def __init__(self) -> None:
        self._common: dict[Weight, bool] = {}
        self._codes: dict[tuple[Face, str], tuple[str, int]] = {}
        self._spare: dict[str, tuple[Face, list[str]]] = {}

    def stretches(self, text: str, weight: Weight) -> tuple[Stretch, ...]:
        """Return the text as codes, a stretch for each change of font."""
        common = _common_stretch(text, weight)
        if common is not None:
            self._common[weight] = True
            return common
        found: list[Stretch] = []
        for letter in text:
            resource, code = self._letter(letter, weight)
            if found and found[-1][0] == resource:
                found[-1] = (resource, found[-1][1] + code)
            else:
                found.append((resource, code))
        return tuple((resource, f"({codes}) Tj") for resource, codes in found)

    def use(self, weights: dict[Weight, bool]) -> None:
        """Take up the common letters of these weights."""
        self._common.update(weights)

    def common_only(self) -> dict[Weight, bool] | None:
        """Return the weights of the letters used, in order; None where any is not a common one."""
        return None if self._spare else self._common

    def alphabets(self) -> dict[str, Alphabet]:
        """Return the fonts used, by the name the pages call them."""
        fonts = {_resource(weight): Alphabet(text_face(weight), _COMMON) for weight in self._common}
        return fonts | {name: Alphabet(face, "".join(letters)) for name, (face, letters) in self._spare.items()}

    def _letter(self, letter: str, weight: Weight) -> tuple[str, str]:
        codes = _common_codes(letter, weight)
        if codes is not None:
            self._common[weight] = True
            return _resource(weight), codes
        face = face_for(letter, weight)
        place = self._codes.get((face, letter))
        if place is None:
            place = self._codes[face, letter] = self._given(face, letter)
        return place[0], _escaped(place[1])

    def _given(self, face: Face, letter: str) -> tuple[str, int]:
        for name, (owner, letters) in self._spare.items():
            if owner is face and len(letters) < _CODES:
                letters.append(letter)
                return name, _FIRST_CODE + len(letters) - 1
        # A space comes first, so that the code of the space is the space of every font.
        name = f"S{len(self._spare) + 1}"
        self._spare[name] = (face, [" ", letter])
        return name, _FIRST_CODE + 1


@lru_cache(maxsize=32)
def program(alphabet: Alphabet) -> Program:
    """Cut the subset of a font and describe it."""
    metrics = alphabet.face.metrics
    points = [0] * _FIRST_CODE + [ord(letter) for letter in alphabet.letters]
    subset = metrics.makeSubset(points)
    name = f"{_tag(alphabet)}+{metrics.name.decode('ascii')}"
    symbolic = metrics.flags & ~0x20 | 0x04  # codes are the font's own, so readers must take its own table
    box = " ".join(f"{side:g}" for side in metrics.bbox)
    return Program(
        name=name,
        subset=compress(subset, 9),
        subset_length=len(subset),
        to_unicode=compress(_to_unicode(name, alphabet.letters), 9),
        widths=" ".join(f"{metrics.getCharWidth(point):g}" for point in points),
        descriptor=(
            f"/Type/FontDescriptor/FontName/{name}/Flags {symbolic}/FontBBox[{box}]/ItalicAngle {metrics.italicAngle:g}"
            f"/Ascent {metrics.ascent:g}/Descent {metrics.descent:g}/CapHeight {metrics.capHeight:g}/StemV {metrics.stemV:g}"
            f"/MissingWidth {metrics.defaultWidth:g}"
        ),
        last_code=len(points) - 1,
    )


def compress(data: bytes, level: Literal[1, 9]) -> bytes:
    """Compress a stream the way the format calls Flate: 1 for what is compressed once, 9 for what is kept.

    For a page the quickest way takes half the time of the usual one, and its file grows by half a hundredth.
    """
    return bytes(deflate.zlib_compress(data, level))


def _common_codes(text: str, weight: Weight) -> str | None:
    table = _common_table(weight)
    try:
        return "".join([table[letter] for letter in text])
    except KeyError:
        return None


@lru_cache(maxsize=8192)
def _common_stretch(text: str, weight: Weight) -> tuple[Stretch, ...] | None:
    codes = _common_codes(text, weight)
    return None if codes is None else ((_resource(weight), f"({codes}) Tj"),)


@lru_cache(maxsize=4)
def _common_table(weight: Weight) -> dict[str, str]:
    face = text_face(weight)
    return {letter: _escaped(_FIRST_CODE + place) for place, letter in enumerate(_COMMON) if face.has(letter)}


def _escaped(code: int) -> str:
    return _ESCAPED.get(code) or (chr(code) if code < 0x7F else f"\\{code:03o}")  # noqa: PLR2004 - above it no printable ASCII


def _resource(weight: Weight) -> str:
    return "B" if weight == "bold" else "R"


def _tag(alphabet: Alphabet) -> str:
    """Return six letters that differ with the subset, as the format asks."""
    number = 0
    for letter in alphabet.letters:
        number = (number * 0x110000 + ord(letter)) % 26**6
    return "".join(chr(0x41 + number // 26**place % 26) for place in range(6))


def _to_unicode(name: str, letters: str) -> bytes:
    pairs = [f"<{_FIRST_CODE + place:02X}> <{letter.encode('utf-16-be').hex().upper()}>" for place, letter in enumerate(letters)]
    parts = [
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap",
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
        f"/CMapName /{name} def\n/CMapType 2 def\n1 begincodespacerange\n<00> <FF>\nendcodespacerange",
    ]
    for start in range(0, len(pairs), 100):
        block = pairs[start : start + 100]
        parts += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    parts.append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend")
    return "\n".join(parts).encode("ascii")
