"""Draw the sheets of a plan: each starts on a page of its own, and all become one file.

`draw(plan, Part.patient)` returns the bytes of the file; `undrawable(text)` the letters no packaged font can draw.
"""

from collections.abc import Iterable
from datetime import date

from planner.page import Address, Banner, Block, Furniture, Heading, Printing, Sheet, SignOff, Table, TickBoxes
from planner.plan import Plan
from planner.vocabulary import Part
from templates.about import Facts
from templates.address import address
from templates.blocks import heading, pieces
from templates.face import undrawable_letters
from templates.furniture import band, headers
from templates.ink import Piece
from templates.layout import Joined, Page, Placed, paginate
from templates.logo import read_logo
from templates.seal import sealed
from templates.theme import Look, Stock, look, stock
from templates.writer import write


def draw(plan: Plan, part: Part, logo: bytes | None = None) -> bytes:
    """Return one file of a plan as PDF; a plan without sheets for it is a mistake of the caller."""
    sheets = plan.sheets(part)
    if not sheets:
        message = f"plan {plan.plan_id} has no sheet for the part {part.value}"
        raise ValueError(message)
    return draw_sheets(sheets, plan.furniture, plan.printing, plan.made_on, logo, plan.plan_id)


def draw_sheets(
    sheets: tuple[Sheet, ...],
    furniture: Furniture,
    printing: Printing,
    made_on: date,
    logo: bytes | None = None,
    plan_id: str | None = None,
) -> bytes:
    """Return sheets of one part as PDF, with a logo given as PNG; sheets of a plan carry a check.

    Visitors see a chart on a wall, so it carries initials in place of a name.
    """
    part, paper = sheets[0].part, stock(printing.paper)
    looks, picture = look(part, printing.size), read_logo(logo) if logo else None
    if part is Part.chart:
        furniture = furniture.but(person=furniture.initials)
    above = headers(furniture, looks, 1, picture)[0]
    used: set[int] = set()
    bands = [piece for each in sheets if (piece := _band(each, furniture.warning, looks, 0))]
    top = above.height + looks.em * 0.6 + max((each.height + looks.em * 0.4 for each in bands), default=0.0)
    together = _groups(sheets)
    strips = [_band(group[0], furniture.warning, looks, place) for place, group in enumerate(together)]
    found = [[Joined(_measured(each, looks, paper, top, used), each.joins or 0.0) for each in group] for group in together]
    most = {Part.patient: printing.sides, Part.letter: 1}.get(part)
    groups = list(zip(strips, paginate(found, top, looks.height, most), strict=True))

    def furnished() -> list[list[Placed]]:
        laid_out = [(strip, page, later > 0) for strip, found in groups for later, page in enumerate(found)]
        tops = headers(furniture, looks, len(laid_out), picture)
        return [
            _furnished(page, above, strip, said=number > 0, banded=later)
            for number, (above, (strip, page, later)) in enumerate(zip(tops, laid_out, strict=True))
        ]

    pages = furnished()
    if plan_id is not None:
        code = part in (Part.clinician, Part.letter)
        whole = sealed(pages, furniture, plan_id, looks, code=code)
        if whole is None and part is Part.clinician:  # only a professional's file may grow by a page for it
            groups[-1][1].append(())
            whole = sealed(furnished(), furniture, plan_id, looks, code=code)
        pages = whole or pages
    return write(pages, paper, Facts(furniture.document_titles[part], printing.language, made_on), picture)


def undrawable(text: str) -> str:
    """Return the letters of a text that no packaged font can draw, each once; empty if all can be drawn."""
    return undrawable_letters(text)


def _groups(sheets: Iterable[Sheet]) -> list[list[Sheet]]:
    """Return sheets that share pages together: one that joins follows the sheet before it."""
    groups: list[list[Sheet]] = []
    for sheet in sheets:
        if groups and sheet.joins is not None:
            groups[-1].append(sheet)
        else:
            groups.append([sheet])
    return groups


def _measured(sheet: Sheet, looks: Look, paper: Stock, top: float, used: set[int]) -> list[Piece]:
    found: list[Piece] = heading(Heading(level=1, text=sheet.title), looks) if _wants_title(sheet) else []
    for above, block in zip((None, *sheet.blocks), sheet.blocks, strict=False):
        if found and _belongs(sheet, above, block):
            found[-1] = found[-1]._replace(holds_next=True)
        if isinstance(block, Address):
            found.append(address(block, looks, paper, top))
        else:
            found += pieces(_titled_once(above, block), looks, used)
    return found


def _belongs(sheet: Sheet, above: Block | None, block: Block) -> bool:
    """Whether a block is never parted from the one above it: a signature from its answer, a question's parts from each other."""
    if sheet.part is Part.form:
        return not isinstance(block, Heading)
    return isinstance(above, TickBoxes) and isinstance(block, SignOff)


def _wants_title(sheet: Sheet) -> bool:
    """Whether the sheet's title is printed: not where a banner or a first heading of its own opens the page."""
    first = sheet.blocks[0] if sheet.blocks else None
    return not (isinstance(first, Banner | Address) or (isinstance(first, Heading) and first.level == 1))


def _titled_once(above: Block | None, block: Block) -> Block:
    """Take the title from a table that stands right under a heading of the same words."""
    if isinstance(block, Table) and isinstance(above, Heading) and above.text == block.title:
        return block.but(title="")
    return block


def _band(sheet: Sheet, warning: str | None, looks: Look, place: int) -> Piece | None:
    said = " ".join(filter(None, (warning, sheet.band)))
    return band(said, looks, place) if said else None


def _furnished(page: Page, top: Piece, strip: Piece | None, *, said: bool, banded: bool) -> list[Placed]:
    """Put header and band on a page; a reader hears the header once, and the band once a sheet."""
    placed = [Placed(top, 0.0, again=said)]
    if strip:
        placed.append(Placed(strip, top.height + strip.before, again=banded))
    return [*placed, *page]
