"""One broken page for each criterion: a real plan with one thing wrong, in its words, in its look or in its bytes."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

import templates.sheet
from planner.compose import make_plan
from planner.library import Knowledge, read_knowledge
from planner.plan import Plan
from planner.reading import read_profile
from planner.shape import from_json, to_json
from planner.vocabulary import Part, PrintSize
from templates import blocks as drawn_blocks
from templates.sheet import draw
from templates.theme import Look, Style, look

PROFILES = Path(__file__).parent / "profiles"
TODAY = date(2026, 11, 23)
Block = dict[str, Any]
Break = Callable[[pytest.MonkeyPatch], tuple[Plan, Part, bytes]]


@lru_cache(maxsize=1)
def shipped() -> Knowledge:
    return read_knowledge()


@lru_cache(maxsize=8)
def plan_of(name: str) -> Plan:
    return make_plan(read_profile((PROFILES / f"{name}.json").read_bytes()), shipped(), TODAY)


def rewritten(plan: Plan, change: Callable[[dict[str, Any]], None]) -> Plan:
    """The plan with something changed in its JSON."""
    told = json.loads(to_json(plan, by_alias=True))
    change(told)
    return from_json(Plan, json.dumps(told))


def blocks(told: dict[str, Any], page: str) -> list[Block]:
    """The blocks of a page, to change."""
    found: list[Block] = next(sheet["blocks"] for sheet in told["document"] if sheet["page"] == page)
    return found


def said(old: str, new: str, name: str = "thyroid-tablet", part: Part = Part.patient) -> Break:
    """Other words in the place of some, everywhere."""

    def broken(_: pytest.MonkeyPatch) -> tuple[Plan, Part, bytes]:
        text = to_json(plan_of(name), by_alias=True)
        assert old in text
        plan = from_json(Plan, text.replace(old, new))
        return plan, part, draw(plan, part)

    return broken


def added(*new: Block, page: str = "stop", name: str = "thyroid-tablet", at: int | None = None) -> Break:
    """More blocks on a page."""

    def put(told: dict[str, Any]) -> None:
        there = blocks(told, page)
        there[len(there) if at is None else at : len(there) if at is None else at] = new

    return changed(put, name=name)


def paragraph(text: str) -> Break:
    """One more paragraph."""
    return added({"kind": "paragraph", "text": text})


def changed(change: Callable[[dict[str, Any]], None], name: str = "thyroid-tablet", part: Part = Part.patient) -> Break:
    """Another document."""

    def broken(_: pytest.MonkeyPatch) -> tuple[Plan, Part, bytes]:
        plan = rewritten(plan_of(name), change)
        return plan, part, draw(plan, part)

    return broken


def without(
    page: str, kind: str | None = None, *, name: str = "thyroid-tablet", part: Part = Part.patient, tone: str | None = None
) -> Break:
    """A page left out, or the blocks of one kind on it."""

    def drop(told: dict[str, Any]) -> None:
        if kind is None:
            told["document"] = [sheet for sheet in told["document"] if sheet["page"] != page]
        else:
            there = blocks(told, page)
            there[:] = [block for block in there if block["kind"] != kind or (tone and block.get("tone") != tone)]

    return changed(drop, name=name, part=part)


def looking(change: Callable[[Look], Look], part: Part = Part.patient) -> Break:
    """Another look."""

    def broken(patch: pytest.MonkeyPatch) -> tuple[Plan, Part, bytes]:
        def other(of: Part, size: PrintSize) -> Look:
            return change(look(of, size))

        patch.setattr(templates.sheet, "look", other)
        plan = plan_of("thyroid-tablet")
        return plan, part, draw(plan, part)

    return broken


def wrapped(*lines: str) -> Break:
    """A paragraph whose lines break where they should not."""
    whole = " ".join(lines)  # each its own: what was measured once is remembered

    def broken(patch: pytest.MonkeyPatch) -> tuple[Plan, Part, bytes]:
        wrap = vars(drawn_blocks)["wrap"]

        def other(text: str, style: Style, room: float) -> tuple[str, ...]:
            return lines if text == whole else wrap(text, style, room)

        patch.setattr(drawn_blocks, "wrap", other)
        plan, part, _ = paragraph(whole)(patch)
        return plan, part, draw(plan, part)

    return broken


def bytes_with(change: Callable[[pikepdf.Pdf], None], name: str = "thyroid-tablet", part: Part = Part.patient) -> Break:
    """Another file."""

    def broken(_: pytest.MonkeyPatch) -> tuple[Plan, Part, bytes]:
        plan = plan_of(name)
        with pikepdf.open(BytesIO(draw(plan, part))) as pdf:
            change(pdf)
            held = BytesIO()
            pdf.save(held)
        return plan, part, held.getvalue()

    return broken


def painted(old: bytes, new: bytes) -> Break:
    """Other operators on the pages."""

    def repaint(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            content = page.Contents.read_bytes()
            page.Contents.write(content.replace(old, new) if old else new + content)

    return bytes_with(repaint)


def catalogue(change: Callable[[Any], None]) -> Break:
    """Another catalogue."""
    return bytes_with(lambda pdf: change(pdf.Root))


def _smaller(size: float) -> Callable[[Look], Look]:
    return lambda found: replace(found, body=found.body._replace(size=size, pitch=size * 1.25), small=found.small._replace(size=size))


def _pitch(share: float) -> Callable[[Look], Look]:
    return lambda found: replace(found, body=found.body._replace(pitch=found.body.size * share))


def _slanted(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].Resources.Font.values():
        font.FontDescriptor.ItalicAngle = -12


def _amount_of_table(told: dict[str, Any]) -> None:
    table = next(block for block in blocks(told, "how") if block["kind"] == "table")
    table["rows"][0]["cells"][1][0] = "180\u00a0micrograms"


def _range_of_table(told: dict[str, Any]) -> None:
    for page in ("glance", "how"):
        table = next(block for block in blocks(told, page) if block["kind"] == "table")
        table["rows"][0]["cells"][1][0] = "90\u00a0to\u00a0180\u00a0micrograms"


def _empty_cell(told: dict[str, Any]) -> None:
    next(block for block in blocks(told, "how") if block["kind"] == "table")["rows"][0]["cells"][2] = [""]


def _tall_row(told: dict[str, Any]) -> None:
    next(block for block in blocks(told, "how") if block["kind"] == "table")["rows"][0]["cells"][2] = ["evening"] * 60


def _unnumbered(told: dict[str, Any]) -> None:
    for sheet in told["document"]:
        for block in sheet["blocks"]:
            if block["kind"] == "list":
                block["numbered"] = False


def _banner_last(told: dict[str, Any]) -> None:
    there = blocks(told, "glance")
    there.append(there.pop(0))


def _untold(told: dict[str, Any]) -> None:
    for block in blocks(told, "how"):
        if block["kind"] == "day_chart":
            block["told"] = "A day."


def _twice(told: dict[str, Any]) -> None:
    told["document"] = [sheet for sheet in told["document"] for _ in range(2) if sheet["part"] == "plan"]


def _band_once(told: dict[str, Any]) -> None:
    told["document"][0]["band"] = shipped().phrase("not-checked")
    for sheet in told["document"][1:]:
        sheet["band"] = sheet["joins"] = None


def _unmapped(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].Resources.Font.values():
        font.ToUnicode.write(font.ToUnicode.read_bytes().replace(b"<0065>", b"<FFFD>"))


def _acts(root: Any) -> None:
    root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def _named(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Author"] = "Maria López"


def _no_scaling(root: Any) -> None:
    del root.ViewerPreferences.PrintScaling


def _no_language(root: Any) -> None:
    del root.Lang


def _no_tags(root: Any) -> None:
    del root.StructTreeRoot


def _turned(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Rotate = 90


def _heavy(pdf: pikepdf.Pdf) -> None:
    stream = pdf.make_stream(hashlib.shake_256(b"1").digest(600_000))
    pdf.Root.PieceInfo = pdf.make_indirect(pikepdf.Dictionary(Held=stream))


def _german(root: Any) -> None:
    root.Lang = pikepdf.String("de")


_LONG = " ".join(["You read this line and the next one too."] * 16)
_HARD = "Contraindicated pharmacological alternatives necessitate interdisciplinary consultation. " * 3
_WORDS = "one two three four five six seven eight nine ten eleven twelve and so on until the end of this line."

BROKEN: dict[str, Break] = {
    "A1 small print": looking(lambda found: replace(found, small=found.small._replace(size=9.0))),
    "A1 small text": looking(_smaller(12.0)),
    "A2 slanted": bytes_with(_slanted),
    "A2 loud": paragraph("You MUST NEVER EVER DO this."),
    "A3": looking(_pitch(1.05)),
    "A4": looking(lambda found: replace(found, body=found.body._replace(size=12.0), measure=found.width)),
    "A5": wrapped("Keep taking all your own medi-", "cines as you do now."),
    "A6 unit": wrapped("It holds about 90", "micrograms of vitamin K2."),
    "A6 date": wrapped("Come back on 22", "February 2027."),
    "A7": painted(b"0 g", b"0.6 g"),
    "A8": painted(b"0 g", b"0.5 0 0 rg"),
    "A9": painted(b"0 g", b"0.7 g"),
    "A11": painted(b"", b"/Artifact BMC 0 g 20 400 60 20 re f EMC\n"),
    "A12": painted(b"", b"/Artifact BMC 0 g 598 400 10 10 re f EMC\n"),
    "A13": changed(_tall_row),
    "A14": bytes_with(_turned),
    "A15": said(shipped().phrase("page-of"), "{page}"),
    "B1": paragraph(_HARD),
    "B3": paragraph(f"You can read {_WORDS}"),
    "B4": added(*[{"kind": "paragraph", "text": f"The plan is read by {who}."} for who in ("you", "us", "him", "her", "them", "all")]),
    "B5": paragraph("Your serum is fine."),
    "B6": paragraph("Ask about the XYZ."),
    "B7": paragraph("You take menaquinone."),
    "B8": catalogue(_german),
    "B9": paragraph("This will boost you."),
    "C1": paragraph("Take 90\u00a0mcg."),
    "C2": paragraph("Take 1,000\u00a0IU."),
    "C3": paragraph("Take 5.0\u00a0milligrams."),
    "C4": paragraph("Take .5\u00a0milligrams."),
    "C5": paragraph("Take 1000\u00a0units."),
    "C6 none": paragraph("Take 90micrograms."),
    "C6 breaks": paragraph("Take 90 micrograms."),
    "C7": paragraph("Take two capsules."),
    "C8": paragraph("Take it twice daily."),
    "C9": paragraph("Take 2 x 45 of it."),
    "C10 hyphen": paragraph("Take 45-90\u00a0micrograms."),
    "C10 table": changed(_range_of_table),
    "C11": paragraph("You & me."),
    "C12": paragraph("Come on 03/05/2026."),
    "C13": changed(_amount_of_table),
    "D1": changed(_banner_last),
    "D2": said("START", "BEGIN"),
    "D3": without("glance", "box", tone="keep"),
    "D4": added({"kind": "paragraph", "text": _LONG}),
    "D5": added({"kind": "list", "items": [f"Item {at}." for at in range(9)]}),
    "D6": changed(_empty_cell),
    "D7": changed(_unnumbered, name="warfarin"),
    "D8": without("buy"),
    "D9": changed(_untold),
    "D10": changed(_twice),
    "D11": paragraph("Call {number}."),
    "E1": added({"kind": "heading", "level": 1, "text": "First of all"}, page="glance", at=0),
    "E2": added({"kind": "paragraph", "text": "Take 90\u00a0micrograms."}, page="refer", name="warfarin"),
    "E3": said("Keep taking all your own medicines", "Go on"),
    "E4": changed(_untold),
    "E5": said(shipped().phrase("tell-us-2"), "you like"),
    "E6": without("glance", "box", tone="review"),
    "E7": without("glance", "sign_off"),
    "E7 band": changed(_band_once),
    "E8": without("told"),
    "E10": without("sure"),
    "E11": said("Sum", "Total", part=Part.clinician),
    "F1": bytes_with(_unmapped),
    "F2 language": catalogue(_no_language),
    "F2 tags": catalogue(_no_tags),
    "F3": catalogue(_acts),
    "F4": bytes_with(_named),
    "F5": catalogue(_no_scaling),
    "F8": bytes_with(_heavy),
    "G1": said("Software ", "Program ", part=Part.clinician),
    "G2": said("Sources, with the day last read", "Read", part=Part.clinician),
    "G3": said("Registration number", "Number", part=Part.clinician),
}
