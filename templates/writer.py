"""The finished file: pages, fonts, structure and what the file says about itself, put together."""

from functools import lru_cache

from templates.about import Facts, grey_profile, information, metadata, output_intent
from templates.layout import Placed
from templates.lettering import Alphabet, Lettering, compress, program
from templates.logo import Logo
from templates.objects import Document, Ready, stream
from templates.page import LOGO, content
from templates.press import pdfdoc
from templates.structure import Structure
from templates.theme import Stock

_VIEWING = b"<</DisplayDocTitle true/PrintScaling/None/Duplex/DuplexFlipLongEdge>>"


def write(pages: list[list[Placed]], stock: Stock, facts: Facts, logo: Logo | None = None) -> bytes:
    """Write pages as one file; the same pages and facts give the same bytes."""
    lettering, structure = Lettering(), Structure()
    contents = [compress(content(page, stock, lettering, structure), 1) for page in pages]
    alphabets = lettering.alphabets()
    letters = (found.letters.encode() for found in alphabets.values())
    document = Document(seed=b"\n".join((repr(facts).encode(), *letters, *contents, _picture(logo) if logo else b"")))
    fonts = " ".join(f"/{name} {_font(document, alphabet)} 0 R" for name, alphabet in alphabets.items())
    pictures = f"/XObject<</{LOGO} {document.add(_picture(logo))} 0 R>>" if logo else ""
    resources = document.add(f"<</Font<<{fonts}>>{pictures}/ProcSet[/PDF/Text{'/ImageB' if logo else ''}]>>".encode())
    numbers = [_page(document, place, data, resources, stock) for place, data in enumerate(contents)]
    _describe(document, facts)
    first = document.objectcounter + 1
    root, others = structure.objects(first, numbers)
    document.Catalog.StructTreeRoot = Ready(root)
    document.Reference(document.Catalog.StructTreeRoot)
    document.add_written(others)
    return document.format()


def _font(document: Document, alphabet: Alphabet) -> int:
    found = program(alphabet)
    subset = document.add(stream(found.subset, f"/Length1 {found.subset_length}"))
    to_unicode = document.add(stream(found.to_unicode))
    descriptor = document.add(f"<<{found.descriptor}/FontFile2 {subset} 0 R>>".encode())
    return document.add(
        (
            f"<</Type/Font/Subtype/TrueType/BaseFont/{found.name}/FirstChar 0/LastChar {found.last_code}/Widths[{found.widths}]"
            f"/ToUnicode {to_unicode} 0 R/FontDescriptor {descriptor} 0 R>>"
        ).encode()
    )


@lru_cache(maxsize=4)
def _picture(logo: Logo) -> bytes:
    entries = f"/Type/XObject/Subtype/Image/Width {logo.width}/Height {logo.height}/ColorSpace/DeviceGray/BitsPerComponent 8"
    return stream(compress(logo.pixels, 9), entries)


def _page(document: Document, place: int, data: bytes, resources: int, stock: Stock) -> int:
    contents = document.add(stream(data))
    parent = document.number(document.Reference(document.Pages))
    page = (
        f"<</Type/Page/Parent {parent} 0 R/MediaBox[0 0 {stock.width:.2f} {stock.height:.2f}]/Resources {resources} 0 R"
        f"/Contents {contents} 0 R/StructParents {place}/Tabs/S>>"
    )
    return document.add_page(Ready(page.encode()))


def _describe(document: Document, facts: Facts) -> None:
    catalog = document.Catalog
    catalog.Lang = pdfdoc.PDFString(facts.language)
    catalog.ViewerPreferences = Ready(_VIEWING)
    catalog.MarkInfo = Ready(b"<</Marked true>>")
    catalog.Metadata = Ready(stream(metadata(facts), "/Type/Metadata/Subtype/XML", filtered=False))
    catalog.OutputIntents = Ready(output_intent(document.add(_grey())))
    document.info = Ready(information(facts))


@lru_cache(maxsize=1)
def _grey() -> bytes:
    return stream(compress(grey_profile(), 9), "/N 1")
