"""Attacks on the paper: markup, active content, pictures and letters that turn others round, from every text a person can type."""

import json
import socketserver
import struct
import sys
import threading
import tracemalloc
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from people import TODAY
from test_batch import batch, lines_of
from test_cli import ADULT
from test_clinic_file import CLINIC, picture, written
from test_drawing import FORBIDDEN

from planner.clinic import read_clinic
from planner.corridor import Desk, files_of, plan_from, shipped_knowledge
from planner.errors import InputError, ProfileError
from planner.reading import read_profile
from planner.vocabulary import Part
from templates.logo import read_logo
from templates.sheet import draw

CANARY = "ZZCANARY"
OPENED: set[str] = set()  # every file this process has tried to open since the first test here
HITS: list[bytes] = []


def _note(event: str, words: tuple[Any, ...]) -> None:
    if event == "open":
        OPENED.add(str(words[0]))


@pytest.fixture(scope="module")
def listener() -> Iterator[int]:
    """A port on this machine that notes whoever calls."""

    class Noting(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            HITS.append(self.request.recv(100))

    sys.addaudithook(_note)
    with socketserver.TCPServer(("127.0.0.1", 0), Noting) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.fixture(scope="module")
def bait(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture that nobody has a reason to read."""
    path = tmp_path_factory.mktemp("b") / "b.png"
    path.write_bytes(picture(40, 30))
    return path


# PORT and BAIT stand for the listener and the picture.
PAYLOADS = (
    '<img src="BAIT"/>',
    '<img src="file://BAIT" width="9"/>',
    '<img src="http://127.0.0.1:PORT/a.png"/>',
    '<img src="data:image/png;base64,iVBORw0KGgo="/>',
    '<a href="http://127.0.0.1:PORT/b">b</a>',
    '<a href="javascript:app.alert(1)">b</a>',
    '<a href="file:///etc/passwd">b</a>',
    '<a href="pdf:other.pdf">b</a>',
    "<para fontSize=40>big</para>",
    "<font color=\"[[[getattr(pow, Word('__globals__'))]]]\">red</font>",
    '<onDraw name="print" label="x"/>',
    '<seq id="x"/><seqreset id="x"/>',
    "<b>not closed",
    "</para></b>",
    "<para><para>",
    "&#0;&#x41;&amp;&lt;",
    "]]><![CDATA[",
    "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>&b;",
    ") Tj ET Q /F1 9 Tf (x) Tj",
    "\\) \\( \\001 \\ (",
    ">> endobj 1 0 obj << /OpenAction 2 0 R",
    "endstream endobj",
    "%%EOF %PDF-1.7",
    "{0.__class__} %s %(name)s ${HOME} `id` $(id)",
)
FIELDS = ("name", "reference", "medicines", "conditions", "allergies", "supplements", "dislikes", "confirmed", "clinic")
UNPRINTED = {"reference", "dislikes", "confirmed"}  # they only choose what is printed


def told_with(texts: dict[str, str]) -> dict[str, Any]:
    """Return a person who typed these texts, each into its field."""
    told: dict[str, Any] = {**ADULT, **{key: texts[key] for key in ("name", "reference") if key in texts}}
    told |= {key: [texts[key]] for key in ("medicines", "conditions", "allergies", "supplements", "dislikes") if key in texts}
    if "confirmed" in texts:
        told["medicines"] = [*told["medicines"], {"name": "markumar", "slots": ["morning"], "confirmed_as": texts["confirmed"]}]
    return told


def desk_with(text: str | None, folder: Path) -> Desk:
    """Return the desk of a clinic that wrote this text into everything it may write."""
    if text is None:
        return Desk()
    lines = [f"{key} = {json.dumps(text[:80])}" for key in ("name", "hours", "opening")]
    return Desk(read_clinic(written(folder, "\n".join([*lines, f"address = [{json.dumps(text[:80])}]"]))))


def words_of(data: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))


def bare(text: str) -> str:
    """Return what is left when lines are broken elsewhere: pdfium has a sign of its own for a hyphen at the end of a line."""
    return "".join(each for each in unicodedata.normalize("NFKC", text) if not each.isspace() and each not in "-\u2010\u2011\ufffe\x02")


def acting(data: bytes) -> set[str]:
    """Return every entry of a file that could act when it is opened or clicked."""
    found: set[str] = set()
    with pikepdf.open(BytesIO(data)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
                found |= FORBIDDEN & {*item.keys(), str(item.get("/S", "")), str(item.get("/Subtype", ""))}
    return found


def attack(texts: dict[str, str], bait: Path) -> None:
    """Make the papers of somebody who typed these texts, and hold them to everything a paper must never do."""
    OPENED.clear()
    desk = desk_with(texts.get("clinic"), bait.parent)
    plan = plan_from(json.dumps(told_with(texts)).encode(), shipped_knowledge(), TODAY, settings=desk)
    drawn = dict(files_of(plan))
    printed = " ".join(bare(words_of(data)) for data in drawn.values())
    assert not any(acting(data) for data in drawn.values())
    assert all(CANARY not in name for name in drawn)
    for field in texts.keys() - UNPRINTED:
        assert bare(texts[field][:80]) in printed, f"{field} is not printed as typed"
    assert str(bait) not in OPENED
    assert not HITS


def loaded(payload: str, bait: Path, port: int) -> str:
    return payload.replace("PORT", str(port)).replace("BAIT", str(bait))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_every_text_is_printed_as_typed_and_does_nothing(payload: str, bait: Path, listener: int) -> None:
    attack({field: f"{CANARY}{place} {loaded(payload, bait, listener)}"[:120] for place, field in enumerate(FIELDS)}, bait)


@settings(max_examples=12, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
@given(field=st.sampled_from(FIELDS), payloads=st.lists(st.sampled_from(PAYLOADS), min_size=2, max_size=4, unique=True), data=st.data())
def test_pieces_of_markup_joined_anyhow_are_text(field: str, payloads: list[str], data: st.DataObject, bait: Path, listener: int) -> None:
    joined = "".join(loaded(each, bait, listener)[data.draw(st.integers(0, 9)) :][:30] for each in payloads)
    attack({field: f"{CANARY} {joined}"[:120]}, bait)


def test_a_file_of_many_people_acts_no_more_than_one(tmp_path: Path) -> None:
    """Joining files must not bring in outlines, attachments or anything that opens."""
    pytest.importorskip("pikepdf")
    told = [{**ADULT, "name": f"{CANARY} {each}"[:120], "reference": f"R-{at}"} for at, each in enumerate(PAYLOADS[:6])]
    done = batch(lines_of(tmp_path / "people.jsonl", told), tmp_path / "out", "--merged", str(tmp_path / "pile.pdf"), "--jobs", "1")
    assert done.returncode == 0, done.stderr
    data = (tmp_path / "pile.pdf").read_bytes()
    assert not acting(data)
    with pikepdf.open(BytesIO(data)) as pdf:
        assert not {"/Outlines", "/Names", "/AcroForm", "/OpenAction", "/AA"} & set(pdf.Root.keys())
        assert CANARY not in repr(pdf.docinfo)


# -- a clinic's logo -----------------------------------------------------------------------------------------------------


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def header(side: int) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))


def png(*chunks: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks) + chunk(b"IEND", b"")


def pixels(side: int) -> bytes:
    return chunk(b"IDAT", zlib.compress(bytes((side + 1) * side), 9))


LARGE = zlib.compress(bytes(100_000_000), 1)
PICTURES = {
    "a second header that is larger": png(header(10), header(9_000), pixels(9_000)),
    "a text that unpacks to a hundred megabytes": png(header(10), chunk(b"zTXt", b"a\0\0" + LARGE), pixels(10)),
    "a profile that unpacks to a hundred megabytes": png(header(10), chunk(b"iCCP", b"a\0\0" + LARGE), pixels(10)),
    "no pixels": png(header(10)),
}


@pytest.mark.parametrize("data", PICTURES.values(), ids=PICTURES)
def test_a_picture_that_grows_when_it_is_opened_is_refused_or_small(tmp_path: Path, data: bytes) -> None:
    issuer = read_clinic(written(tmp_path, CLINIC + 'logo = "logo.png"\n', data))
    assert issuer.logo is not None
    tracemalloc.start()
    try:
        with suppress(InputError):
            logo = read_logo(issuer.logo)
            assert (logo.width, logo.height) == (10, 10)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "data",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1:1/x.png"/></svg>',
        b"%PDF-1.7\n",
        b"name = 'not a picture'\n" * 9,
        b"\xff\xd8\xff\xe0" + bytes(60),
    ],
    ids=["a drawing that fetches", "a PDF", "a text", "a JPEG"],
)
def test_only_a_picture_is_taken_for_one_whatever_its_name(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(InputError, match="not a PNG"):
        read_clinic(written(tmp_path, CLINIC + 'logo = "logo.png"\n', data))


# -- letters that hide or turn others round --------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["\u202e", "\u202d", "\u2066", "\u2067", "\u2069"])
@pytest.mark.parametrize("field", ["name", "reference", "medicines", "conditions", "allergies", "supplements", "dislikes"])
def test_what_turns_letters_round_is_refused_by_field(field: str, mark: str) -> None:
    """In the name of a medicine or a dose it would show 60 where 06 was typed."""
    with pytest.raises(ProfileError) as caught:
        read_profile(json.dumps(told_with({field: f"{CANARY} {mark}06 gm"})).encode())
    (fault,) = caught.value.faults
    assert fault.path[0] == field
    assert "control character" in fault.wrong
    assert CANARY not in str(caught.value)
    assert mark not in str(caught.value)


@pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\u061c", "\u2028", "\u2060", "\ufeff", "\U000e0041"])
def test_what_nobody_sees_reaches_no_page(mark: str) -> None:
    """Marks of direction and tags: a name with one is refused, and beside a medicine it is left out or said."""
    data = json.dumps(told_with({"medicines": f"war{mark}farin"})).encode()
    for name, drawn in files_of(plan_from(data, shipped_knowledge(), TODAY)):
        assert mark not in words_of(drawn), name
    named = json.dumps(told_with({"name": f"Ann{mark} Smith"})).encode()
    if mark == "\u2028":  # a line end, which a space stands for
        assert "Ann Smith" in words_of(draw(plan_from(named, shipped_knowledge(), TODAY), Part.patient)).replace("  ", " ")
    else:
        with pytest.raises(ProfileError, match=f"U\\+{ord(mark):04X}"):
            plan_from(named, shipped_knowledge(), TODAY)
