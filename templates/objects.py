"""Objects of a file whose bytes are finished, and ReportLab's document that writes them without formatting them again.

ReportLab numbers the objects and writes catalog and page tree; everything else comes ready-made.
"""

from hashlib import md5
from itertools import accumulate
from typing import Any

from templates.press import pdfdoc

_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


class Ready(pdfdoc.PDFObject):  # type: ignore[misc]  # ReportLab has no types
    """An object whose bytes are finished; always written on its own and referred to."""

    __RefOnly__ = 1

    def __init__(self, data: bytes) -> None:
        self.data = data

    def format(self, _document: Any) -> bytes:
        """Return the bytes."""
        return self.data


class Document(pdfdoc.PDFDocument):  # type: ignore[misc]  # ReportLab has no types
    """ReportLab's document without a clock: `seed` is all that its identifier depends on."""

    def __init__(self, seed: bytes) -> None:
        super().__init__(invariant=1, compression=1, pdfVersion=(1, 7))
        self.Catalog.Outlines = None
        # ReportLab writes only the entries it lists, and knows nothing of output intents.
        self.Catalog.__NoDefault__ = [*self.Catalog.__NoDefault__, "OutputIntents"]
        self._written: dict[int, bytes] = {}
        self._identifier = md5(seed, usedforsecurity=False).hexdigest().encode()

    def add(self, data: bytes) -> int:
        """Add a ready object and return its number."""
        self.objectcounter += 1
        number = int(self.objectcounter)
        self._written[number] = _object(number, data)
        return number

    def add_written(self, objects: list[str]) -> None:
        """Add objects that are written already, under the numbers that come next."""
        self._written.update(enumerate(map(str.encode, objects), self.objectcounter + 1))
        self.objectcounter += len(objects)

    def add_page(self, page: Ready) -> int:
        """Add a page to the page tree and return its number."""
        self.addPage(page)
        return self.number(self.Reference(page))

    def number(self, reference: Any) -> int:
        """Return the number of an object that was added."""
        number: int = self.idToObjectNumberAndVersion[reference.name][0]
        return number

    def format(self) -> bytes:
        """Return the whole file; ReportLab may still add an object while another is formatted."""
        root, information = self.number(self.Reference(self.Catalog)), self.number(self.Reference(self.info))
        parts, number = [_HEAD], 0
        while (number := number + 1) <= self.objectcounter:
            parts.append(self._written.get(number) or _object(number, self._formatted(number)))
        *offsets, end = accumulate(map(len, parts))
        parts += [
            b"xref\n0 %d\n0000000000 65535 f \n" % number,
            b"%010d 00000 n \n" * len(offsets) % tuple(offsets),
            b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n"
            % (number, root, information, self._identifier, self._identifier, end),
        ]
        return b"".join(parts)

    def _formatted(self, number: int) -> bytes:
        """Return the bytes of an object that ReportLab knows."""
        thing = self.idToObject[self.numberToId[number]]
        data: bytes = thing.data if isinstance(thing, Ready) else pdfdoc.format(thing, self, toplevel=1)
        return data


def _object(number: int, data: bytes) -> bytes:
    return b"%d 0 obj\n%b\nendobj\n" % (number, data)


def stream(data: bytes, entries: str = "", *, filtered: bool = True) -> bytes:
    """Return a stream object; `filtered` says that its data are compressed.

    Data that end in a carriage return get one more before the line end, or the two would read as one line end.
    """
    how = b"/Filter/FlateDecode" if filtered else b""
    end = b"\r\n" if data.endswith(b"\r") else b"\n"
    return b"<<%b%b/Length %d>>\nstream\n%b%bendstream" % (how, entries.encode(), len(data), data, end)
