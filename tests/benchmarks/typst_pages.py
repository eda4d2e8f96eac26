"""The same pages by typst: one compiler for all of them, the words as data, tagged and kept to the same two standards."""

import json
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst
from zxingcpp import BarcodeFormat, create_barcode

from planner import page as blocks
from planner.plan import Plan
from planner.seal import check_letters, code_words
from planner.shape import to_data, to_json
from planner.vocabulary import Part
from templates.theme import look, stock


@lru_cache(maxsize=1)
def compiler() -> typst.Compiler:
    """Make the compiler that every page is made with."""
    fonts = [str(files("fontpkg_atkinson_hyperlegible") / "files")]
    source = Path(__file__).with_name("pages.typ")
    return typst.Compiler(str(source), font_paths=fonts, ignore_system_fonts=True)


def draw(plan: Plan, part: Part) -> bytes:
    """Return one file of a plan as PDF."""
    told = json.dumps(_told(plan, part) | sealed_by(plan, part))
    made: Any = compiler().compile(format="pdf", sys_inputs={"plan": told}, pdf_standards=["ua-1", "a-2a"])
    return bytes(made)


def sealed_by(plan: Plan, part: Part) -> dict[str, Any]:
    """Return the words of a check, and on a professional's file the code of it as a picture: made anew for every file, as ours are."""
    check = check_letters([to_json(sheet) for sheet in plan.sheets(part)])
    words = (plan.furniture.check or "").replace("{check}", check)
    if part is Part.patient:
        return {"check": words}
    made = create_barcode(code_words(plan.plan_id, check), BarcodeFormat.QRCode, ec_level="M")
    return {"check": words, "code": made.to_svg(add_quiet_zones=True), "code_told": plan.furniture.code_told}


def _told(plan: Plan, part: Part) -> dict[str, Any]:
    looks, paper, furniture = look(part, plan.printing.size), stock(plan.printing.paper), plan.furniture
    sheets = plan.sheets(part)
    return {
        "title": furniture.document_titles[part],
        "body": looks.em,
        "width": paper.width,
        "height": paper.height,
        "left": paper.left,
        "top": paper.top,
        "above": looks.furniture.pitch * (5 if sheets[0].band else 2.6),
        "band": sheets[0].band,
        "issuer": furniture.issuer,
        "person": furniture.person or "",
        "plan": furniture.plan,
        "made": furniture.made,
        "page_of": furniture.page_of,
        "sheets": [{"title": _title(sheet), "joins": bool(sheet.joins), "blocks": _blocks(sheet)} for sheet in sheets],
    }


def _title(sheet: blocks.Sheet) -> str | None:
    first = sheet.blocks[0] if sheet.blocks else None
    own = isinstance(first, blocks.Banner | blocks.Address) or (isinstance(first, blocks.Heading) and first.level == 1)
    return None if own else sheet.title


def _blocks(sheet: blocks.Sheet) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for above, block in zip((None, *sheet.blocks), sheet.blocks, strict=False):
        told = to_data(block)
        if isinstance(block, blocks.Table) and isinstance(above, blocks.Heading) and above.text == block.title:
            told["title"] = ""
        found.append(told)
    return found
