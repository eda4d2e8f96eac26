"""A page as a printer or a copier sees it: grey, and in black and white."""

from typing import Any, NamedTuple, Self

_SCALE = 1.5
_WHITE, _HALF = 250, 128
_BLACK = bytes(1 if level < _HALF else 0 for level in range(256))
_MARKED = bytes(0 if level >= _WHITE else 1 for level in range(256))


class Picture(NamedTuple):
    """Grey levels of a page, a row after the other; boxes are in points."""

    width: int
    height: int
    rows: tuple[bytes, ...]

    @classmethod
    def of(cls, page: Any) -> Self:
        """Print a page in grey."""
        bitmap = page.render(scale=_SCALE, grayscale=True)
        data, step = bytes(bitmap.buffer), bitmap.stride
        return cls(bitmap.width, bitmap.height, tuple(data[at * step : at * step + bitmap.width] for at in range(bitmap.height)))

    def ink(self) -> tuple[float, float, float, float] | None:
        """Return left, top, right and bottom of everything that is printed; None on an empty page."""
        marked = [(at, row.translate(_MARKED)) for at, row in enumerate(self.rows)]
        marked = [(at, row) for at, row in marked if 1 in row]
        if not marked:
            return None
        left = min(row.find(1) for _, row in marked)
        right = max(row.rfind(1) for _, row in marked) + 1
        return left / _SCALE, marked[0][0] / _SCALE, right / _SCALE, (marked[-1][0] + 1) / _SCALE

    def darkness(self) -> float:
        """Return the mean share of black, from 0 to 1."""
        return 1 - sum(map(sum, self.rows)) / (255 * self.width * self.height)

    def copied(self, box: tuple[float, float, float, float]) -> float:
        """Return the share of a box that is black on a copy in black and white."""
        left, top, right, bottom = (round(side * _SCALE) for side in box)
        rows = [row[max(left, 0) : max(right, left + 1)].translate(_BLACK) for row in self.rows[max(top, 0) : max(bottom, top + 1)]]
        area = sum(map(len, rows))
        return sum(row.count(1) for row in rows) / area if area else 0.0
