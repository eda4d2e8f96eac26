"""The same pages the usual way: ReportLab's platypus, a paragraph in every cell, "page x of y" from a canvas that waits.

What the tagged drawing of `templates` is measured against. Written straightforwardly and kept that way: styles are made
once a process, everything else once a document, and nothing here is tagged.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    HRFlowable,
    KeepTogether,
    ListFlowable,
    ListItem,
    PageBreak,
    SimpleDocTemplate,
    Spacer,
)
from reportlab.platypus import Paragraph as Words
from reportlab.platypus import Table as Grid
from zxingcpp import BarcodeFormat, Image, create_barcode

from planner import page as blocks
from planner.plan import Plan
from planner.seal import check_letters, code_words
from planner.shape import to_json
from planner.vocabulary import Part, Slot
from templates.theme import MILLIMETRE, Look, Stock, look, stock

REGULAR, BOLD = "Atkinson", "Atkinson-Bold"
INK = Color(0, 0, 0)
Story = list[Flowable]


@lru_cache(maxsize=1)
def register() -> None:
    """Register the faces the patient pages use."""
    folder = files("fontpkg_atkinson_hyperlegible") / "files"
    pdfmetrics.registerFont(TTFont(REGULAR, str(folder / "AtkinsonHyperlegible-Regular.ttf")))
    pdfmetrics.registerFont(TTFont(BOLD, str(folder / "AtkinsonHyperlegible-Bold.ttf")))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


class Styles(NamedTuple):
    """A paragraph style for each role, and the look they come from."""

    look: Look
    body: ParagraphStyle
    strong: ParagraphStyle
    lead: ParagraphStyle
    small: ParagraphStyle
    headings: tuple[ParagraphStyle, ParagraphStyle, ParagraphStyle]
    banner: ParagraphStyle
    cell: ParagraphStyle
    cell_strong: ParagraphStyle
    tight: ParagraphStyle
    tight_strong: ParagraphStyle
    furniture_strong: ParagraphStyle


@lru_cache(maxsize=8)
def styles(part: Part, size: Any) -> Styles:
    """Make the styles of one part and letter size."""
    register()
    looks = look(part, size)

    def style(name: str, found: Any, before: float = 0.0) -> ParagraphStyle:
        font = BOLD if found.weight == "bold" else REGULAR
        return ParagraphStyle(name, fontName=font, fontSize=found.size, leading=found.pitch, spaceBefore=before)

    first, second, third = (style(f"h{number}", each, looks.em) for number, each in enumerate(looks.headings, 1))
    return Styles(
        looks, style("body", looks.body, looks.em * 0.55), style("strong", looks.strong, looks.em * 0.55), style("lead", looks.lead),
        style("small", looks.small), (first, second, third), style("banner", looks.banner), style("cell", looks.cell),
        style("cell_strong", looks.cell_strong), style("tight", looks.tight), style("tight_strong", looks.tight_strong),
        style("furniture_strong", looks.furniture_strong),
    )  # fmt: skip


def draw(plan: Plan, part: Part) -> bytes:
    """Return one file of a plan as PDF."""
    made, paper, out = styles(part, plan.printing.size), stock(plan.printing.paper), BytesIO()
    sheets, person = plan.sheets(part), plan.furniture.initials if part is Part.chart else plan.furniture.person
    above = 2.6 * made.look.furniture.pitch + (2.2 * made.look.furniture.pitch if sheets[0].band else 0)
    document = SimpleDocTemplate(
        out, pagesize=(paper.width, paper.height), leftMargin=paper.left, rightMargin=paper.left, topMargin=paper.top + above,
        bottomMargin=paper.top, title=plan.furniture.document_titles[part], lang=plan.printing.language,
    )  # fmt: skip
    story: Story = []
    for number, sheet in enumerate(sheets):
        if number:
            story.append(CondPageBreak(made.look.height * 0.45) if sheet.joins else PageBreak())
        story += _sheet(sheet, made)
    band = sheets[0].band

    def furniture(canvas: Canvas, _document: Any) -> None:
        _header(canvas, plan.furniture.but(person=person), made, paper, band)

    story += _sealed(plan, part, made)
    document.build(story, onFirstPage=furniture, onLaterPages=furniture, canvasmaker=_counting(plan.furniture.page_of, made.look, paper))
    return out.getvalue()


def _counting(page_of: str, looks: Look, paper: Stock) -> type[Canvas]:
    """Return a canvas that keeps every page back until it knows how many there are."""

    class Counting(Canvas):  # type: ignore[misc]  # ReportLab has no types
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            self._kept: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 - ReportLab's name
            self._kept.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, state in enumerate(self._kept, 1):
                self.__dict__.update(state)
                self.setFont(REGULAR, looks.furniture.size)
                text = page_of.replace("{page}", str(number)).replace("{pages}", str(len(self._kept)))
                self.drawRightString(paper.left + looks.width, paper.height - paper.top - looks.furniture.size, text)
                Canvas.showPage(self)
            Canvas.save(self)

    return Counting


def _header(canvas: Canvas, furniture: blocks.Furniture, made: Styles, paper: Stock, band: str | None) -> None:
    looks = made.look
    size, pitch = looks.furniture.size, looks.furniture.pitch
    y, right = paper.height - paper.top - size, paper.left + looks.width
    canvas.setFont(BOLD, size)
    canvas.drawString(paper.left, y, _plain(furniture.issuer))
    canvas.setFont(REGULAR, size)
    canvas.drawRightString(right - size * 7, y, _plain(furniture.plan))
    canvas.drawString(paper.left, y - pitch, _plain(furniture.person or ""))
    canvas.drawRightString(right, y - pitch, _plain(furniture.made))
    canvas.line(paper.left, y - pitch * 1.4, right, y - pitch * 1.4)
    if band:
        words = Words(_markup(band), made.furniture_strong)
        _, height = words.wrap(looks.width - 2 * size, looks.height)
        words.drawOn(canvas, paper.left + size, y - pitch * 1.6 - height)


def _sheet(sheet: blocks.Sheet, made: Styles) -> Iterator[Flowable]:
    first = sheet.blocks[0] if sheet.blocks else None
    own = isinstance(first, blocks.Banner | blocks.Address) or (isinstance(first, blocks.Heading) and first.level == 1)
    if not own:
        yield Words(_markup(sheet.title), made.headings[0])
    above: Any = None
    for block in sheet.blocks:
        if isinstance(block, blocks.Table) and isinstance(above, blocks.Heading) and above.text == block.title:
            yield from _table(block.but(title=""), made)
        else:
            yield from _DRAWN[type(block)](block, made)
        above = block


def _sealed(plan: Plan, part: Part, made: Styles) -> Story:
    """Return the words of a check, and on a professional's file the code of it: made anew for every file, as ours are."""
    check = check_letters([to_json(sheet) for sheet in plan.sheets(part)])
    words = Words(_markup((plan.furniture.check or "").replace("{check}", check)), made.small)
    if part not in (Part.clinician, Part.letter):
        return [words]
    squares = create_barcode(code_words(plan.plan_id, check), BarcodeFormat.QRCode, ec_level="M").to_image(scale=1, add_quiet_zones=False)
    side = 13 * MILLIMETRE
    return [Grid([[_Code(squares, side), words]], colWidths=[side * 1.2, made.look.width - side * 1.2], style=_FLAT)]


def _plain(text: str) -> str:
    return text.replace("\u2011", "-")


def _markup(text: str) -> str:
    return escape(_plain(text))


class _Sign(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """A ring or a disc in place of the drawn signs."""

    def __init__(self, side: float, *, filled: bool = False) -> None:
        super().__init__()
        self.width = self.height = side
        self.filled = filled

    def draw(self) -> None:
        self.canv.circle(self.width / 2, self.height / 2, self.width / 2.4, stroke=1, fill=self.filled)


class _Code(Flowable):  # type: ignore[misc]
    """The dark squares of a code, with white around them."""

    def __init__(self, squares: Image, side: float) -> None:
        super().__init__()
        self.rows: Any = memoryview(squares).tolist()  # type: ignore[arg-type]  # a buffer; its types do not say so
        self.width = self.height = side

    def draw(self) -> None:
        step = self.width / (len(self.rows) + 8)
        path = self.canv.beginPath()
        for down, row in enumerate(self.rows):
            for across, grey in enumerate(row):
                if grey == 0:
                    path.rect((across + 4) * step, self.height - (down + 5) * step, step, step)
        self.canv.drawPath(path, stroke=0, fill=1)


class _Bar(Flowable):  # type: ignore[misc]
    """A bar filled to its low value and open to its high one."""

    def __init__(self, low: float, high: float, height: float) -> None:
        super().__init__()
        self.low, self.width, self.height = low, high, height

    def draw(self) -> None:
        self.canv.rect(0, 0, self.low, self.height, stroke=1, fill=1)
        self.canv.rect(self.low, 0, self.width - self.low, self.height, stroke=1, fill=0)


def _framed(rows: list[list[Any]], widths: list[float], *more: tuple[Any, ...]) -> Grid:
    top, low = ("VALIGN", (0, 0), (-1, -1), "TOP"), ("BOTTOMPADDING", (0, 0), (-1, -1), 2)
    return Grid(rows, colWidths=widths, style=[("BOX", (0, 0), (-1, -1), 1, INK), top, low, *more])


def _heading(block: blocks.Heading, made: Styles) -> Story:
    return [Words(_markup(block.text), made.headings[block.level - 1])]


def _paragraph(block: blocks.Paragraph, made: Styles) -> Story:
    style = {"body": made.body, "lead": made.lead, "strong": made.strong, "small": made.small}[block.style]
    return [Words(_markup(block.text), style)]


def _banner(block: blocks.Banner, made: Styles) -> Story:
    side = made.look.banner.pitch * 1.9
    words = [Words(_markup(block.word), made.banner), Words(_markup(block.sentence), made.strong)]
    words += [Words(_markup(text), made.body) for text in block.lines]
    return [_framed([[_Sign(side), words]], [side * 1.3, made.look.width - side * 1.3]), Spacer(1, made.look.em * 0.3)]


def _listing(block: blocks.Listing, made: Styles) -> Story:
    items = [ListItem(Words(_markup(text), made.body)) for text in block.items]
    kind = {"bulletType": "1", "bulletFormat": "%s."} if block.numbered else {"bulletType": "bullet", "start": "circle"}
    listed = ListFlowable(items, bulletFontName=REGULAR, bulletFontSize=made.look.body.size, leftIndent=made.look.em * 1.5, **kind)
    lead: Story = [Words(_markup(block.lead), made.body)] if block.lead else []
    return [*lead, listed]


def _table(block: blocks.Table, made: Styles) -> Story:
    shares = [column.share for column in block.columns]
    widths = [made.look.width * share / sum(shares) for share in shares]
    rows: list[list[Any]] = [[Words(_markup(column.title), made.cell_strong) for column in block.columns]]
    style: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -1), 0.6, INK), *_FLAT]
    for row in block.rows:
        names, *others = row.cells
        cells = [[Words(_markup(text), made.cell_strong) for text in names]]
        rows.append(cells + [[Words(_markup(text), made.cell) for text in cell] for cell in others])
        under: list[Any] = [Words(_markup(row.note), made.cell)] if row.note else []
        under += [Words(_markup("   ".join(row.pen)), made.cell)] if row.pen else []
        if under:
            style += [("SPAN", (0, len(rows)), (-1, len(rows))), ("NOSPLIT", (0, len(rows) - 1), (-1, len(rows)))]
            rows.append([under, *[""] * (len(widths) - 1)])
    grid = Grid(rows, colWidths=widths, repeatRows=1, style=style)
    return [Words(_markup(block.title), made.strong), grid] if block.title else [grid]


def _box(block: blocks.Box, made: Styles) -> Story:
    side = made.look.body.pitch * 1.15
    words: list[Any] = [Words(_markup(block.title), made.strong)] if block.title else []
    words += [Words(_markup(text), made.body) for text in block.lines]
    room = made.look.width - side * 1.6
    return [Spacer(1, made.look.em * 0.5), KeepTogether([_framed([[_Sign(side), words]], [side * 1.6, room])])]


def _sign_off(block: blocks.SignOff, made: Styles) -> Story:
    half = made.look.width / 2
    rows: list[list[Any]] = [[Words(_markup(text), made.body), ""] for text in block.fields]
    lines: list[tuple[Any, ...]] = [("LINEBELOW", (1, at), (1, at), 0.6, INK) for at in range(len(rows))]
    if block.note:
        lines.append(("SPAN", (0, len(rows)), (-1, len(rows))))
        rows.append([Words(_markup(block.note), made.strong), ""])
    return [Spacer(1, made.look.em * 0.5), KeepTogether([_framed(rows, [half, half], *lines)])]


def _tick_boxes(block: blocks.TickBoxes, made: Styles) -> Story:
    rows: list[list[Any]] = [[_Bar(0, made.look.em * 0.8, made.look.em * 0.8), Words(_markup(text), made.body)] for text in block.items]
    rows += [[_Bar(0, made.look.em * 0.8, made.look.em * 0.8), ""] for _ in range(block.blank_lines)]
    grid = Grid(rows, colWidths=[made.look.em * 1.5, made.look.width - made.look.em * 1.5], style=[("VALIGN", (0, 0), (-1, -1), "TOP")])
    lead: Story = [Words(_markup(block.lead), made.body)] if block.lead else []
    return [*lead, grid]


def _bars(block: blocks.Bars, made: Styles) -> Story:
    width = made.look.width
    unit = width * 0.35 / max([bar.high for bar in block.bars] or [1.0])
    rows = [
        [Words(_markup(bar.label), made.body), _Bar(bar.low * unit, bar.high * unit, made.look.em), Words(_markup(bar.words), made.body)]
        for bar in block.bars
    ]
    legend = [[_Bar(made.look.em, made.look.em, made.look.em), Words(_markup(words), made.small)] for words in block.legend.values()]
    key: Story = [Grid(legend, colWidths=[made.look.em * 2, width - made.look.em * 2], style=_FLAT)] if legend else []
    grid: Story = [Grid(rows, colWidths=[width * 0.35, width * 0.38, width * 0.27], style=_FLAT)] if rows else []
    title: Story = [Words(_markup(block.title), made.strong), Words(_markup(block.axis), made.small)]
    return [KeepTogether([*title, *grid, *key, Words(_markup(block.how_to_read), made.small), Words(_markup(block.source), made.small)])]


def _sureness(block: blocks.Sureness, made: Styles) -> Story:
    step = made.look.em * 1.5
    drawn = [_Bar(step if at < block.steps else 0, step, made.look.em * 0.75) for at in range(3)]
    row = [[Words(_markup(block.label), made.body), *drawn, Words(_markup(block.word), made.strong)]]
    return [Grid(row, colWidths=[made.look.em * 4, *[step * 1.2] * 3, made.look.width - made.look.em * 4 - step * 3.6], style=_FLAT)]


def _day_chart(block: blocks.DayChart, made: Styles) -> Story:
    width, count = made.look.width, len(block.times)
    signs = {time.slot: at + 1 for at, time in enumerate(block.times)}
    rows: list[list[Any]] = [["", *[[_Sign(made.look.em), Words(_markup(each.word), made.tight)] for each in block.times]]]
    rows[0] = ["", *[[*cell, Words(_markup(each.hint), made.tight)] for cell, each in zip(rows[0][1:], block.times, strict=True)]]
    style: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "TOP"), *_FLAT]
    for group in block.groups:
        style.append(("SPAN", (1, len(rows)), (-1, len(rows))))
        legend: list[Any] = [_Sign(made.look.em), Words(_markup(group.legend), made.tight)]
        rows.append([Words(_markup(group.title), made.tight_strong), legend, *[""] * (count - 1)])
        rows += [_day_row(row, signs, made, filled=group.mark == "had") for row in group.rows]
    grid = Grid(rows, colWidths=[width * 0.28, *[width * 0.72 / count] * count], style=style)
    return [KeepTogether([Words(_markup(block.title), made.strong), grid, Words(_markup(block.how_to_read), made.small)])]


def _day_row(row: blocks.DayRow, signs: dict[Slot, int], made: Styles, *, filled: bool) -> list[Any]:
    cells: list[Any] = [Words(_markup(row.label), made.tight), *[[] for _ in signs]]
    for slot in row.slots:
        cells[signs[slot]].append(_Sign(made.look.em, filled=filled))
    for wait in row.waits:
        cells[1].append(Words(_markup(wait.words), made.tight))
    return cells


def _tick_grid(block: blocks.TickGrid, made: Styles) -> Story:
    em, count = made.look.em, max(len(block.times), 1)
    signs = [_Sign(em) for _ in block.times[1:] and block.times]
    head: list[Any] = [Words(_markup(block.corner), made.tight_strong)]
    head += [
        [Words(_markup(day), made.tight_strong), *([Grid([signs], colWidths=[em * 1.2] * count)] if signs else [])] for day in block.days
    ]
    side, labels = 9 * MILLIMETRE, made.look.width * 0.2
    column = (made.look.width - labels) / len(block.days)
    rows = [head]
    for week in block.weeks:
        boxes = [Grid([[_Bar(0, min(side, column / count - 1), side) for _ in range(count)]], style=_FLAT) for _ in block.days]
        rows.append([Words(_markup(week.label), made.tight), *boxes])
    style = [("LINEBELOW", (0, 0), (-1, -1), 0.6, INK), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *_FLAT]
    grid = Grid(rows, colWidths=[labels, *[column] * len(block.days)], repeatRows=1, style=style)
    return [Words(_markup(block.title), made.strong), grid]


def _address(block: blocks.Address, made: Styles) -> Story:
    side, lines = made.look.width / 2, [HRFlowable(width=80 * MILLIMETRE, thickness=0.6, color=INK, spaceBefore=14, hAlign="LEFT")]
    to = [[Words(_markup(text), made.body) for text in block.to], *[lines for _ in range(block.blank_lines)]]
    sender = [Words(_markup(text), made.body) for text in block.sender]
    return [Grid([["", sender], [[each for row in to for each in row], ""]], colWidths=[side, side], style=_FLAT)]


_FLAT: list[tuple[Any, ...]] = [
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 1),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
]
_DRAWN: dict[type[Any], Callable[[Any, Styles], Story]] = {
    blocks.Heading: _heading,
    blocks.Paragraph: _paragraph,
    blocks.Banner: _banner,
    blocks.Listing: _listing,
    blocks.Table: _table,
    blocks.Box: _box,
    blocks.SignOff: _sign_off,
    blocks.TickBoxes: _tick_boxes,
    blocks.Bars: _bars,
    blocks.Sureness: _sureness,
    blocks.DayChart: _day_chart,
    blocks.TickGrid: _tick_grid,
    blocks.Address: _address,
}
