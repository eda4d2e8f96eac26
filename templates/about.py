"""What a file says about itself: title, language, day, and the standards it keeps (PDF/UA-1 and PDF/A-2a).

No name, no birth date, no clock: everything here comes from the title, the language and the day the plan was made.
"""

from datetime import date
from functools import lru_cache
from struct import pack
from typing import NamedTuple

from templates.structure import text_string

_PROGRAM = "supplement-plan"
_INTENT = "Grey, gamma 2.2"
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})  # the library for it loads a web client

# PDF/A knows the property that declares PDF/UA only if the file itself explains it.
_EXTENSION = (
    '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>Part of ISO 14289 that is followed</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)


class Facts(NamedTuple):
    """What there is to say."""

    title: str
    language: str
    made_on: date


def information(facts: Facts) -> bytes:
    """Return the information dictionary."""
    made = facts.made_on.strftime("(D:%Y%m%d000000+00'00')")
    return (
        f"<</Title {text_string(facts.title)}/CreationDate {made}/ModDate {made}/Producer({_PROGRAM})/Creator({_PROGRAM})/Trapped/False>>"
    ).encode()


@lru_cache(maxsize=64)
def metadata(facts: Facts) -> bytes:
    """Return the same facts as the XML packet that both standards ask for."""
    made = facts.made_on.strftime("%Y-%m-%dT00:00:00+00:00")
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
        ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
        "<dc:format>application/pdf</dc:format>"
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{facts.title.translate(_ESCAPED)}</rdf:li></rdf:Alt></dc:title>'
        f"<xmp:CreateDate>{made}</xmp:CreateDate><xmp:ModifyDate>{made}</xmp:ModifyDate><xmp:CreatorTool>{_PROGRAM}</xmp:CreatorTool>"
        f"<pdf:Producer>{_PROGRAM}</pdf:Producer><pdfuaid:part>1</pdfuaid:part>"
        "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"
        f'</rdf:Description>{_EXTENSION}</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def output_intent(profile: int) -> bytes:
    """Return what the greys of the file mean; `profile` is the number of the colour profile's object."""
    return (
        f"[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier({_INTENT})/Info({_INTENT})/DestOutputProfile {profile} 0 R>>]"
    ).encode()


@lru_cache(maxsize=1)
def grey_profile() -> bytes:
    """Return the smallest colour profile for grey: its name, its licence, its white and one gamma."""
    name = _INTENT.encode()
    tags = {
        b"desc": b"desc" + bytes(4) + pack(">I", len(name) + 1) + name + bytes(1 + 8 + 3 + 67),
        b"cprt": b"text" + bytes(4) + b"Public domain\0",
        b"wtpt": b"XYZ " + bytes(4) + pack(">3I", 0xF6D6, 0x10000, 0xD32D),
        b"kTRC": b"curv" + bytes(4) + pack(">IH", 1, 0x0233),
    }
    table, data = pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for tag, content in tags.items():
        table += tag + pack(">II", start + len(data), len(content))
        data += content + bytes(-len(content) % 4)
    header = pack(
        ">I4xI4s4s4s6H4s28x3I48x",
        start + len(data),
        0x02100000,
        b"mntr",
        b"GRAY",
        b"XYZ ",
        2024,
        1,
        1,
        0,
        0,
        0,
        b"acsp",
        0xF6D6,
        0x10000,
        0xD32D,
    )
    return header + table + data
