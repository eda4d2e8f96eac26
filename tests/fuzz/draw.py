"""Any text as a name and as what a person takes and has: printed as typed, word for word, in a file in which nothing acts."""

import json
import re
import unicodedata

import pypdfium2
from recognise import LISTS, NOBODY, TODAY, knowledge

from planner.corridor import files_of, plan_from
from planner.errors import ProfileError

CANARY = "Zzcanary"  # stands before every text, so that what was typed can be found again
_LONGEST = 80
_HYPHENS = "-\u00ad\u200b\u2010\u2011\ufffe\x02"  # some are not drawn, and pdfium has signs of its own for them
_ACTS = (
    *(b"/JS", b"/JavaScript", b"/OpenAction", b"/AA", b"/Launch", b"/URI", b"/GoToR"),
    *(b"/EmbeddedFile", b"/RichMedia", b"/Annot", b"/XObject"),
)


def one(data: bytes) -> None:
    """Take the bytes as the text; raise where a promise is broken."""
    text = data.decode("utf-8", "ignore")[:_LONGEST]
    told = NOBODY | {key: [f"{CANARY} {text}"] for key in LISTS} | {"name": f"{CANARY} {text}", "reference": text or "-"}
    try:
        plan = plan_from(json.dumps(told).encode("utf-8", "surrogatepass"), knowledge(), TODAY)
    except ProfileError:  # a text that no profile may hold, or a name in letters no font has
        return
    for name, drawn in files_of(plan):
        assert re.fullmatch(r"[a-z]+_[0-9A-Z-]{16}\.pdf", name), "a file is named after a person"
        outside = re.sub(rb"stream\r?\n.*?endstream", b"", drawn, flags=re.DOTALL)
        assert not any(each in outside for each in _ACTS), "something in the file acts"
        assert CANARY.encode() not in outside, "what the file says of itself names somebody"
        if not name.startswith("chart") and not _has_marks(text):
            assert _bare(f"{CANARY} {text}") in _bare(_words(drawn)), "the name is not printed as typed"


def _words(drawn: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(drawn))


def _bare(text: str) -> str:
    """Return the letters and signs alone: lines break where there is room."""
    return "".join(each for each in unicodedata.normalize("NFKC", text) if not each.isspace() and each not in _HYPHENS)


def _has_marks(text: str) -> bool:
    """Whether a mark stands for itself: pdfium drops what is drawn in its place with the same code, whatever the font."""
    return any(map(unicodedata.combining, unicodedata.normalize("NFC", text)))
