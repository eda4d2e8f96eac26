"""A finished file, measured: its lines of text, what is painted, its tagged structure, and what it says about itself."""

from collections.abc import Iterator
from functools import cached_property
from io import BytesIO
from types import ModuleType
from typing import Any, NamedTuple

from planner.errors import InputError, UsageError
from planner.lint.picture import Picture

MILLIMETRE = 72 / 25.4
Corners = tuple[float, float, float, float]  # left, top, right, bottom in points, measured from the top left of the page

# Painted shapes and text by the numbers the reader of pages gives them.
_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5


class Run(NamedTuple):
    """Letters painted at one go. `mark` is the number of their marked content, -1 for an artifact; colours are 0 to 255."""

    page: int
    text: str
    box: Corners
    baseline: float
    size: float
    font: str
    ink: int
    ground: int
    mark: int
    turned: bool
    coloured: bool

    @property
    def spoken(self) -> str:
        """The words with plain spaces and hyphens."""
        return plain(self.text)


class Shape(NamedTuple):
    """A painted path. `fill` and `line` are greys from 0 to 255, or None where it has none."""

    page: int
    box: Corners
    fill: int | None
    line: int | None
    thickness: float
    mark: int
    coloured: bool

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.box[2] - self.box[0]

    @property
    def height(self) -> float:
        """How high it is."""
        return self.box[3] - self.box[1]


class Page(NamedTuple):
    """One page."""

    number: int
    width: float
    height: float
    turned: int
    runs: tuple[Run, ...]
    shapes: tuple[Shape, ...]
    picture: Picture
    unmapped: int

    @property
    def lines(self) -> list[list[Run]]:
        """The runs that stand beside each other, by their place in the reading order."""
        found: list[list[Run]] = []
        for run in self.runs:
            last = found[-1][-1] if found else None
            same = last and last.mark == run.mark and abs(last.baseline - run.baseline) < 1 and run.box[0] - last.box[2] < run.size
            if same:
                found[-1].append(run)
            else:
                found.append([run])
        return found

    @property
    def text(self) -> str:
        """Everything that is printed, in reading order."""
        return plain(" ".join(run.text for run in self.runs))


class Opened:
    """A file read by both readers; close it when done."""

    def __init__(self, data: bytes, name: str = "file") -> None:
        pdfium, pikepdf = readers()
        try:
            self.printed = pdfium.PdfDocument(data)
            self.objects = pikepdf.open(BytesIO(data))
        except (pdfium.PdfiumError, pikepdf.PdfError) as error:
            raise InputError(f"{name}: this is not a PDF that can be read: {error}") from None

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Every page, measured."""
        return tuple(_page(number, page) for number, page in enumerate(self.printed, 1))

    def close(self) -> None:
        """Let go of the file."""
        self.printed.close()
        self.objects.close()


def readers() -> tuple[ModuleType, ModuleType]:
    """Return the two readers of finished files, or say how to get them."""
    try:
        import pikepdf  # noqa: PLC0415 - only `lint` and `verify` need them
        import pypdfium2  # noqa: PLC0415
    except ImportError:
        message = "reading finished PDFs needs the extra check: pip install 'supplement-plan[check]'"
        raise UsageError(message) from None
    return pypdfium2, pikepdf


def plain(text: str) -> str:
    """Return a text with plain spaces and hyphens, as it reads aloud."""
    return " ".join(text.replace("\u00a0", " ").replace("\u2011", "-").replace("\u0002", "-").split())


def _page(number: int, page: Any) -> Page:
    width, height = page.get_size()
    shapes = tuple(_shapes(number, page, height))
    runs, unmapped = _runs(number, page, height, shapes)
    return Page(number, width, height, page.get_rotation(), runs, shapes, Picture.of(page), unmapped)


def _shapes(number: int, page: Any, height: float) -> Iterator[Shape]:
    from ctypes import byref, c_float, c_int  # noqa: PLC0415

    from pypdfium2 import raw  # noqa: PLC0415

    for each in page.get_objects(filter=[_PATH, _IMAGE], max_depth=3):
        left, low, right, top = each.get_bounds()
        box = (left, height - top, right, height - low)
        if each.type == _IMAGE:
            yield Shape(number, box, 128, None, 0.0, -1, coloured=True)
            continue
        fill, stroke, thickness = c_int(), c_int(), c_float()
        raw.FPDFPath_GetDrawMode(each, byref(fill), byref(stroke))
        raw.FPDFPageObj_GetStrokeWidth(each, byref(thickness))
        filled, lined = _colour(raw.FPDFPageObj_GetFillColor, each), _colour(raw.FPDFPageObj_GetStrokeColor, each)
        mark = raw.FPDFPageObj_GetMarkedContentID(each)
        coloured = bool((fill.value and filled[1]) or (stroke.value and lined[1]))
        yield Shape(number, box, filled[0] if fill.value else None, lined[0] if stroke.value else None, thickness.value, mark, coloured)


def _runs(number: int, page: Any, height: float, shapes: tuple[Shape, ...]) -> tuple[tuple[Run, ...], int]:
    from pypdfium2 import raw  # noqa: PLC0415

    letters = page.get_textpage()
    found: list[tuple[Any, int, list[str]]] = []
    unmapped, last = 0, None
    for at in range(letters.count_chars()):
        owner = raw.FPDFText_GetTextObject(letters, at)
        code = raw.FPDFText_GetUnicode(letters, at)
        if not owner or raw.FPDFText_IsGenerated(letters, at) == 1:
            continue
        if code in (0, 0xFFFD, 0xFFFE, 0xFFFF) or raw.FPDFText_HasUnicodeMapError(letters, at) == 1:
            unmapped += 1
        address = _address(owner)
        if address != last:
            found.append((owner, at, []))
            last = address
        found[-1][2].append(chr(code) if code else "\ufffd")
    grounds = [shape for shape in shapes if shape.fill is not None and shape.width > 2 and shape.height > 2]  # noqa: PLR2004 - points
    return tuple(_run(number, height, grounds, letters, *each) for each in found if "".join(each[2]).strip()), unmapped


def _address(pointer: Any) -> int:
    from ctypes import c_void_p, cast  # noqa: PLC0415

    return cast(pointer, c_void_p).value or 0


def _run(number: int, height: float, grounds: list[Shape], letters: Any, owner: Any, at: int, text: list[str]) -> Run:
    from ctypes import byref, c_double, c_float, create_string_buffer  # noqa: PLC0415

    from pypdfium2 import raw  # noqa: PLC0415

    sides = [c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(owner, *map(byref, sides))
    left, low, right, top = (side.value for side in sides)
    box = (left, height - top, right, height - low)
    x, y = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(letters, at, byref(x), byref(y))
    name = create_string_buffer(200)
    raw.FPDFFont_GetBaseFontName(raw.FPDFTextObj_GetFont(owner), name, 200)
    ink, coloured = _colour(raw.FPDFPageObj_GetFillColor, owner)
    middle = ((left + right) / 2, (box[1] + box[3]) / 2)
    ground = next((each.fill for each in reversed(grounds) if _holds(each.box, middle)), None)
    size, turned = raw.FPDFText_GetFontSize(letters, at), abs(raw.FPDFText_GetCharAngle(letters, at)) > 0.01  # noqa: PLR2004 - radians
    mark = raw.FPDFPageObj_GetMarkedContentID(owner)
    words, font = "".join(text), name.value.decode("ascii", "replace")
    return Run(number, words, box, height - y.value, size, font, ink, 255 if ground is None else ground, mark, turned, coloured)


def _holds(box: Corners, point: tuple[float, float]) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _colour(ask: Any, owner: Any) -> tuple[int, bool]:
    """Return how light a colour is, and whether it is one: black, white and grey are not."""
    from ctypes import byref, c_uint  # noqa: PLC0415

    red, green, blue, cover = c_uint(), c_uint(), c_uint(), c_uint()
    ask(owner, byref(red), byref(green), byref(blue), byref(cover))
    levels = (red.value, green.value, blue.value)
    return round(0.2126 * levels[0] + 0.7152 * levels[1] + 0.0722 * levels[2]), max(levels) - min(levels) > 2  # noqa: PLR2004 - rounding
