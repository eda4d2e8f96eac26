"""Objects of a file whose bytes are finished, and the file they make: numbered, listed by their places, without a clock."""

from hashlib import md5
from itertools import accumulate

_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"

# The number of the page tree, which every page names before it is written.
PAGES = 2


class Document:
    """Collects objects. The catalog and the page tree come first and are written last."""

    def __init__(self) -> None:
        self._objects = [b"", b""]
        self._pages: list[int] = []

    @property
    def next(self) -> int:
        """Return the number the next object gets."""
        return len(self._objects) + 1

    def add(self, data: bytes) -> int:
        """Add an object and return its number."""
        self._objects.append(data)
        return len(self._objects)

    def add_all(self, data: list[bytes]) -> None:
        """Add objects one after the other."""
        self._objects += data

    def add_page(self, data: bytes) -> int:
        """Add a page, the last so far, and return its number."""
        self._pages.append(self.add(data))
        return self._pages[-1]

    def written(self, catalog: bytes, information: int, seed: bytes) -> bytes:
        """Return the whole file; `catalog` are the entries of it beside its pages, `seed` is all that the file's identifier depends on."""
        self._objects[0] = b"<</Type/Catalog/Pages %d 0 R%b>>" % (PAGES, catalog)
        kids = b" ".join([b"%d 0 R" % page for page in self._pages])
        self._objects[PAGES - 1] = b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(self._pages), kids)
        parts = [b"%d 0 obj\n%b\nendobj\n" % each for each in enumerate(self._objects, 1)]
        *places, end = accumulate(map(len, parts), initial=len(_HEAD))
        listed = b"%010d 00000 n \n" * len(places) % tuple(places)
        identifier = md5(seed, usedforsecurity=False).hexdigest().encode()
        tail = b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R/Info %d 0 R/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n"
        return b"".join((_HEAD, *parts, tail % (self.next, listed, self.next, information, identifier, identifier, end)))


def stream(data: bytes, entries: str = "", *, filtered: bool = True) -> bytes:
    """Return a stream object; `filtered` says that its data are compressed.

    Data that end in a carriage return get one more before the line end, or the two would read as one line end.
    """
    how = b"/Filter/FlateDecode" if filtered else b""
    end = b"\r\n" if data.endswith(b"\r") else b"\n"
    return b"<<%b%b/Length %d>>\nstream\n%b%bendstream" % (how, entries.encode(), len(data), data, end)
