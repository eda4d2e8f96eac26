"""Draw the sheets of a plan: each starts on a page of its own, and all become one file.

`draw(plan, Part.patient)` returns the bytes of the file; `undrawable(text)` the letters no packaged font can draw.
"""

from planner.page import Banner, Block, Furniture, Heading, Sheet, Table
from planner.plan import Plan
from planner.vocabulary import Part
from templates.about import Facts
from templates.blocks import heading, pieces
from templates.face import undrawable_letters
from templates.furniture import band, header
from templates.ink import Piece
from templates.layout import Page, Placed, paginate
from templates.theme import Look, look, stock
from templates.writer import write


def draw(plan: Plan, part: Part) -> bytes:
    """Return one file of a plan as PDF; a plan without sheets for it is a mistake of the caller."""
    sheets = plan.sheets(part)
    if not sheets:
        message = f"plan {plan.plan_id} has no sheet for the part {part.value}"
        raise ValueError(message)
    looks = look(part, plan.printing.size)
    laid_out = [(sheet, page, number) for sheet in sheets for number, page in enumerate(_pages(sheet, plan.furniture, looks))]
    pages = [
        _furnished(page, header(plan.furniture, looks, number, len(laid_out)), _band(sheet, looks), number > 1, later > 0)
        for number, (sheet, page, later) in enumerate(laid_out, 1)
    ]
    facts = Facts(plan.furniture.document_titles[part], plan.printing.language, plan.made_on)
    return write(pages, stock(plan.printing.paper), facts)


def undrawable(text: str) -> str:
    """Return the letters of a text that no packaged font can draw, each once; empty if all can be drawn."""
    return undrawable_letters(text)


def _pages(sheet: Sheet, furniture: Furniture, looks: Look) -> list[Page]:
    found: list[Piece] = heading(Heading(level=1, text=sheet.title), looks) if _wants_title(sheet) else []
    for above, block in zip((None, *sheet.blocks), sheet.blocks, strict=False):
        found += pieces(_titled_once(above, block), looks)
    top = header(furniture, looks, 1, 1).height + looks.em * 0.6
    strip = _band(sheet, looks)
    if strip:
        top += strip.height + looks.em * 0.4
    return paginate(found, top, looks.height)


def _wants_title(sheet: Sheet) -> bool:
    """Whether the sheet's title is printed: not where a banner or a first heading of its own opens the page."""
    first = sheet.blocks[0] if sheet.blocks else None
    return not (isinstance(first, Banner) or (isinstance(first, Heading) and first.level == 1))


def _titled_once(above: Block | None, block: Block) -> Block:
    """Take the title from a table that stands right under a heading of the same words."""
    if isinstance(block, Table) and isinstance(above, Heading) and above.text == block.title:
        return block.model_copy(update={"title": ""})
    return block


def _band(sheet: Sheet, looks: Look) -> Piece | None:
    return band(sheet.band, looks) if sheet.band else None


def _furnished(page: Page, top: Piece, strip: Piece | None, said: bool, banded: bool) -> list[Placed]:
    """Put header and band on a page; a reader hears the header once, and the band once a sheet."""
    placed = [Placed(top, 0.0, again=said)]
    if strip:
        placed.append(Placed(strip, top.height + strip.before, again=banded))
    return [*placed, *page]
