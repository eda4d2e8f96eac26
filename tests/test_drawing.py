"""What a finished file must hold, whatever the plan: every word, in order, readable, and nothing that acts."""

import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import drawing_samples as samples
import page as validation
import pikepdf
import pypdfium2
import pytest
from pypdfium2 import raw

from planner.errors import UndrawableError
from planner.page import (
    Address,
    Banner,
    Bar,
    Bars,
    Block,
    Box,
    Column,
    DayChart,
    Heading,
    Listing,
    Paragraph,
    Row,
    Sheet,
    SignOff,
    Sureness,
    Table,
    TickBoxes,
    TickGrid,
)
from planner.plan import Plan
from planner.shape import to_json
from planner.vocabulary import Decision, Paper, Part, PrintSize
from templates import blocks as measured_blocks
from templates import page as written_page
from templates.sheet import draw, undrawable
from templates.theme import look, stock

MM = 72 / 25.4
FILES = [(name, part) for name, plan in samples.PLANS.items() for part in plan.parts()]
IDS = [f"{name}-{part.value}" for name, part in FILES]
each_file = pytest.mark.parametrize(("name", "part"), FILES, ids=IDS)


@lru_cache(maxsize=64)
def drawn(name: str, part: Part) -> bytes:
    return draw(samples.PLANS[name], part)


def opened(data: bytes) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(data)


def page_texts(data: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in opened(data)]


def squeezed(text: str) -> str:
    """The letters alone: where lines break is not what these tests ask."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text)).replace("\u2010", "-").replace("\u2011", "-")


def strings(block: Block) -> Iterator[str]:
    """Every string of a block that is printed, in reading order."""
    match block:
        case Heading() | Paragraph():
            yield block.text
        case Banner():
            yield from (block.word, block.sentence, *block.lines)
        case Listing():
            yield from filter(None, (block.lead, *block.items))
        case Table():
            yield block.title
            yield from (column.title for column in block.columns)
            for row in block.rows:
                yield from row_strings(row)
        case Box():
            yield from filter(None, (block.title, *block.lines))
        case SignOff():
            yield from filter(None, (*block.fields, block.note))
        case TickBoxes():
            yield from filter(None, (block.lead, *block.items))
        case Sureness():
            yield from (block.label, block.word)
        case _:
            yield from picture_strings(block)


def picture_strings(block: Block) -> Iterator[str]:
    match block:
        case Bars():
            yield from (block.title, block.axis)
            for bar in block.bars:
                yield from (bar.label, bar.words)
            yield from (*block.legend.values(), block.how_to_read, block.source)
        case DayChart():
            yield block.title
            for time in block.times:
                yield from (time.word, time.hint)
            for group in block.groups:
                yield from (group.title, group.legend)
                for line in group.rows:
                    yield from (line.label, *(wait.words for wait in line.waits))
            yield block.how_to_read
        case TickGrid():
            yield from (block.title, block.corner, *block.days, *(week.label for week in block.weeks))
        case Address():
            yield from (*block.sender, *block.to)


def row_strings(row: Row) -> Iterator[str]:
    for cell in row.cells:
        yield from cell
    yield from filter(None, (row.note, *row.pen))


def marks_of(page: pypdfium2.PdfPage) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of all ink in points, from a picture of the page."""
    scale = 2
    picture = page.render(scale=scale, grayscale=True).to_pil().point(lambda value: 255 if value < 250 else 0)
    box = picture.getbbox()
    assert box
    left, top, right, bottom = box
    return left / scale, top / scale, right / scale, bottom / scale


def sizes(data: bytes) -> set[float]:
    found = set()
    for page in opened(data):
        text = page.get_textpage()
        for index in range(text.count_chars()):
            if not chr(raw.FPDFText_GetUnicode(text, index)).isspace():
                found.add(round(raw.FPDFText_GetFontSize(text, index), 2))
    return found


# -- words ---------------------------------------------------------------------------------------------------------


@each_file
def test_every_string_is_printed_and_extracts_in_reading_order(name: str, part: Part) -> None:
    text = squeezed("".join(page_texts(drawn(name, part))))
    at = 0
    for sheet in samples.PLANS[name].sheets(part):
        for block in sheet.blocks:
            for string in strings(block):
                found = text.find(squeezed(string), at)
                assert found >= 0, string
                at = found + len(squeezed(string))


@each_file
def test_no_word_is_printed_that_the_plan_does_not_hold(name: str, part: Part) -> None:
    plan = samples.PLANS[name]
    held = squeezed(to_json(plan)).replace('\\"', '"')
    for text in page_texts(drawn(name, part)):
        for word in text.split():
            assert squeezed(word) in held or re.fullmatch(r"\d+\.?", word), word


@each_file
def test_every_page_says_whose_it_is_and_which_it_is(name: str, part: Part) -> None:
    texts = page_texts(drawn(name, part))
    furniture = samples.PLANS[name].furniture
    for number, text in enumerate(texts, 1):
        lines = squeezed(text)
        assert lines.startswith(squeezed(furniture.issuer))
        person = furniture.initials if part is Part.chart else furniture.person
        for string in (person or "", furniture.plan, furniture.made, f"Page {number} of {len(texts)}"):
            assert squeezed(string) in lines


def test_a_plan_without_a_name_has_a_header_without_a_name() -> None:
    furniture = samples.FURNITURE.but(person=None)
    (text,) = page_texts(draw(samples.one(Paragraph(text="words"), furniture=furniture), Part.patient))
    assert "Smith" not in text
    assert squeezed(furniture.made) in squeezed(text)


def test_the_header_stands_at_the_same_place_on_every_page() -> None:
    data = drawn("start", Part.clinician)
    places = set()
    for page in opened(data):
        text = page.get_textpage()
        found = text.search("Rose Street Clinic").get_next()
        assert found
        places.add(text.get_charbox(found[0]))
    assert len(places) == 1


def test_the_band_is_on_each_page_of_its_sheet() -> None:
    for text in page_texts(drawn("check_first", Part.patient)):
        assert squeezed(samples.NOT_CHECKED) in squeezed(text)


def test_a_sheet_is_titled_unless_it_opens_with_its_own_heading_or_a_banner() -> None:
    titled = "".join(page_texts(draw(samples.one(Paragraph(text="words"), title="Of this sheet"), Part.patient)))
    assert "Of this sheet" in titled
    own = "".join(page_texts(draw(samples.one(Heading(level=1, text="Own"), title="Of this sheet"), Part.patient)))
    assert "Of this sheet" not in own


def test_a_table_right_under_a_heading_of_its_own_words_is_titled_once() -> None:
    table = Table(title="How to take them", columns=(Column(title="What", share=1),), rows=(Row(cells=(("x",),)),))
    for blocks, times in (((Heading(text=table.title), table), 1), ((Heading(text=table.title), Paragraph(text="so"), table), 2)):
        assert page_texts(draw(samples.one(*blocks), Part.patient))[0].count(table.title) == times


@pytest.mark.parametrize(
    "text",
    [
        samples.ODD_NAME,
        samples.GREEK,
        samples.CYRILLIC,
        "Ngọc Ẩn",
        "Şükrü Iğdır",
        "e\u0301te\u0301 r\u030aq\u0301",
        "O’Brien\u2011Smith (née Doe) \\ 100 % ½ µg",
    ],
)
@pytest.mark.parametrize("style", ["body", "strong"])
def test_names_print_as_typed(text: str, style: Any) -> None:
    data = draw(samples.one(Paragraph(text=text, style=style)), Part.patient)
    assert squeezed(text) in squeezed(page_texts(data)[0])


def test_spaces_and_hyphens_that_do_not_break_extract_as_typed() -> None:
    maps = b""
    with pikepdf.open(BytesIO(draw(samples.one(Paragraph(text="90\u00a0micrograms MK\u20117")), Part.patient))) as pdf:
        for font in pdf.pages[0].Resources.Font.values():
            maps += font.ToUnicode.read_bytes()
    assert b"<00A0>" in maps
    assert b"<2011>" in maps


def test_more_odd_letters_than_one_font_holds_are_all_drawn() -> None:
    text = "".join(chr(code) for code in range(0x0400, 0x0560) if not undrawable(chr(code)) and not unicodedata.combining(chr(code)))
    text += "".join(chr(code) for code in range(0x1E00, 0x1EFA))
    data = draw(samples.one(Paragraph(text=text)), Part.patient)
    assert squeezed(text) in squeezed(page_texts(data)[0])


def test_letters_nobody_can_draw_are_named() -> None:
    assert undrawable("Ann Smith, Łukasz, Ελένη, Жанна") == ""
    assert undrawable("中文 and more 中") == "中文"
    assert undrawable("علي") == "علي"
    assert undrawable("ok 🙂") == "🙂"
    assert undrawable("नमस्ते")
    assert undrawable("a\u202eb\x00c\ufffd") == "\u202e\x00\ufffd"
    assert undrawable("two\nlines\tand a tab") == ""


@pytest.mark.parametrize("text", ["中文", "علي", "🙂", "\u202e"])
def test_a_letter_nobody_can_draw_stops_the_drawing(text: str) -> None:
    with pytest.raises(UndrawableError) as stopped:
        draw(samples.one(Paragraph(text=f"Ann {text}")), Part.patient)
    assert "Ann" not in str(stopped.value)


# -- layout --------------------------------------------------------------------------------------------------------


@each_file
def test_all_ink_is_inside_the_margins_and_the_area_both_papers_share(name: str, part: Part) -> None:
    paper = stock(samples.PLANS[name].printing.paper)
    common_width, common_height = 210 * MM, 279.4 * MM
    for page in opened(drawn(name, part)):
        left, top, right, bottom = marks_of(page)
        assert left >= 22 * MM - 1
        assert paper.width - right >= 22 * MM - 1
        assert top >= 15 * MM - 1
        assert paper.height - bottom >= 15 * MM - 1
        assert right <= common_width
        assert paper.width - left <= common_width
        assert bottom <= common_height
        assert paper.height - top <= common_height


@each_file
def test_no_print_is_smaller_than_its_reader_needs(name: str, part: Part) -> None:
    large = samples.PLANS[name].printing.size is PrintSize.large
    least = {Part.clinician: 10, Part.letter: 10}.get(part, 16 if large else 12)
    assert min(sizes(drawn(name, part))) >= least


def test_most_letters_of_a_patient_are_of_the_body_size() -> None:
    assert look(Part.patient, PrintSize.standard).em == 14
    assert look(Part.patient, PrintSize.large).em == 18
    assert look(Part.clinician, PrintSize.large).em == 10.5


@each_file
def test_lines_of_text_never_overlap(name: str, part: Part) -> None:
    for page in opened(drawn(name, part)):
        text = page.get_textpage()
        boxes = [text.get_rect(index) for index in range(text.count_rects())]
        for index, (left, bottom, right, top) in enumerate(boxes):
            for other_left, other_bottom, other_right, other_top in boxes[index + 1 :]:
                across = min(right, other_right) - max(left, other_left)
                down = min(top, other_top) - max(bottom, other_bottom)
                assert across <= 0.8 or down <= 0.8


@each_file
def test_lines_of_text_are_not_too_long(name: str, part: Part) -> None:
    lengths = sorted(len(line.strip()) for text in page_texts(drawn(name, part)) for line in text.splitlines() if len(line) > 20)
    assert lengths[int(len(lengths) * 0.95)] <= 90 if part is Part.clinician else 78


def test_rows_never_split_and_their_heading_is_repeated() -> None:
    (sheet,) = samples.START.sheets(Part.clinician)
    table = next(block for block in sheet.blocks if isinstance(block, Table))
    texts = [squeezed(text) for text in page_texts(drawn("start", Part.clinician))]
    assert len(texts) > 3
    heading = squeezed("".join(column.title for column in table.columns))
    for row in table.rows:
        whole = squeezed("".join(row_strings(row)))
        assert sum(whole in text for text in texts) == 1, whole
    for text in texts:
        if "rule-number" in text:
            assert text.count(heading) == 1


def test_a_heading_is_never_the_last_line_of_a_page() -> None:
    for lines in range(20, 32):
        blocks = [Paragraph(text=f"line {number}") for number in range(lines)]
        data = draw(samples.one(*blocks, Heading(text="HEADING"), Paragraph(text="after it")), Part.patient)
        for text in page_texts(data):
            assert not text.strip().endswith("HEADING")


def test_what_fits_on_a_page_stays_together() -> None:
    box = Box(tone="warning", title="FIRST", lines=("one", "two", "three", "LAST"))
    for lines in range(15, 30):
        texts = page_texts(draw(samples.one(*[Paragraph(text=f"line {n}") for n in range(lines)], box), Part.patient))
        assert sum("FIRST" in text and "LAST" in text for text in texts) == 1


def test_what_no_page_can_hold_is_parted_between_lines() -> None:
    lines = tuple(f"line number {number}" for number in range(120))
    table = Table(
        title="Long", columns=(Column(title="Name", share=1), Column(title="Words", share=2)), rows=(Row(cells=(("one",), lines)),)
    )
    for block in (Box(tone="keep", lines=lines), table, Paragraph(text=" ".join(lines * 4))):
        data = draw(samples.one(block), Part.patient)
        text = squeezed("".join(page_texts(data)))
        assert all(squeezed(line) in text for line in lines[:2] + lines[-2:])
        for page in opened(data):
            _, top, _, bottom = marks_of(page)
            assert top >= 15 * MM
            assert bottom <= (297 - 15) * MM


@pytest.mark.parametrize("size", list(PrintSize))
def test_a_word_of_300_letters_stays_on_the_paper(size: PrintSize) -> None:
    data, word = draw(long_words(size), Part.patient), "Wm" * 150
    for page in opened(data):
        left, _, right, bottom = marks_of(page)
        assert left >= 22 * MM - 1
        assert right <= 188 * MM + 1
        assert bottom <= (297 - 15) * MM
    text = squeezed("".join(page_texts(data)))
    assert text.count(word) >= 12


def long_words(size: PrintSize) -> Plan:
    word = "Wm" * 150
    pair = (Column(title="What", share=1), Column(title=word[:40], share=1), Column(title="When", share=1))
    blocks: tuple[Block, ...] = (
        Banner(decision=Decision.start, word=word[:60], sentence=word, lines=(word,)),
        Heading(text=word),
        Listing(lead=word, items=(word,), numbered=True),
        Table(title=word, columns=pair, rows=(Row(cells=((word,), (word,), ("x",)), note=word, pen=(word, word[:80], "by")),)),
        Box(tone="keep", title=word, lines=(word,), bulleted=True),
        SignOff(fields=(word, "Date"), note=word),
        TickBoxes(lead=word, items=(word,), blank_lines=1),
        Sureness(label=word, word=word, steps=2),
        Bars(
            title=word, axis=word, how_to_read=word, source=word, told=word, legend={"now": word[:200], "swap": "b"},
            bars=(Bar(label=word, low=1, high=2, words=word[:50], mark="now"),),
        ),
    )  # fmt: skip
    furniture = samples.FURNITURE.but(issuer=word[:60], person=word)
    return samples.one(*blocks, size=size, furniture=furniture)


def test_empty_lists_are_no_trouble() -> None:
    blocks: tuple[Block, ...] = (
        Banner(decision=Decision.start, word="", sentence=""),
        Heading(text=""),
        Paragraph(text=""),
        Listing(items=()),
        Table(title="", columns=(Column(title="", share=1), Column(title="", share=1)), rows=(Row(cells=((), ("", ""))),)),
        Table(title="none", columns=(Column(title="a", share=1),), rows=()),
        Box(tone="keep", lines=()),
        SignOff(fields=()),
        TickBoxes(items=()),
        Sureness(label="", word="", steps=0),
        Bars(title="", axis="", bars=(), legend={}, how_to_read="", source="", told=""),
    )
    assert len(page_texts(draw(samples.one(*blocks), Part.patient))) == 1
    assert len(page_texts(draw(samples.one(), Part.patient))) == 1


def test_page_one_of_the_longest_usual_plan_holds_all_of_its_sheet() -> None:
    assert "If this box is empty" in page_texts(drawn("start", Part.patient))[0]
    assert "If this box is empty" in page_texts(drawn("check_first", Part.patient))[0]


@each_file
def test_little_ink_is_spent(name: str, part: Part) -> None:
    for page in opened(drawn(name, part)):
        picture = page.render(scale=0.5, grayscale=True).to_pil()
        histogram = picture.histogram()
        darkness = sum(count * (255 - value) for value, count in enumerate(histogram)) / 255 / sum(histogram)
        assert darkness < 0.12


def test_words_stand_out_from_what_is_behind_them() -> None:
    grey = look(Part.patient, PrintSize.standard).grey

    def contrast(one: float, other: float) -> float:
        light, dark = sorted(
            ((value <= 0.04045 and value / 12.92) or ((value + 0.055) / 1.055) ** 2.4 for value in (one, other)), reverse=True
        )
        return (light + 0.05) / (dark + 0.05)

    assert contrast(grey.ink, grey.band) >= 7
    assert contrast(grey.ink, grey.paper) >= 7
    assert contrast(grey.light, grey.paper) >= 3
    assert contrast(grey.bar, grey.paper) >= 3


# -- the file ------------------------------------------------------------------------------------------------------


def test_a_part_without_sheets_is_refused() -> None:
    with pytest.raises(ValueError, match="no sheet"):
        draw(samples.GET_HELP_NOW, Part.clinician)


@each_file
def test_all_fonts_are_embedded(name: str, part: Part) -> None:
    with pikepdf.open(BytesIO(drawn(name, part))) as pdf:
        fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"]
        assert fonts
        for font in fonts:
            assert "/FontFile2" in font.FontDescriptor
            assert re.match(r"/[A-Z]{6}\+", str(font.BaseFont))
            assert "/ToUnicode" in font


FORBIDDEN = {
    "/JS",
    "/JavaScript",
    "/URI",
    "/Launch",
    "/GoToR",
    "/GoToE",
    "/EmbeddedFile",
    "/EmbeddedFiles",
    "/AcroForm",
    "/Annots",
    "/AA",
    "/OpenAction",
    "/RichMedia",
    "/Image",
}


@each_file
def test_nothing_in_the_file_acts(name: str, part: Part) -> None:
    with pikepdf.open(BytesIO(drawn(name, part))) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
                assert not FORBIDDEN & set(item.keys())
                assert str(item.get("/S", "")) not in FORBIDDEN
                assert str(item.get("/Subtype", "")) not in FORBIDDEN


@each_file
def test_the_file_says_what_it_is_and_names_nobody(name: str, part: Part) -> None:
    plan = samples.PLANS[name]
    with pikepdf.open(BytesIO(drawn(name, part))) as pdf:
        assert str(pdf.docinfo["/Title"]) == plan.furniture.document_titles[part]
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261122000000")
        assert not {"/Author", "/Subject", "/Keywords"} & set(pdf.docinfo.keys())
        assert str(pdf.Root.Lang) == "en-GB"
        viewing = pdf.Root.ViewerPreferences
        assert viewing.DisplayDocTitle
        assert viewing.PrintScaling == "/None"
        assert viewing.Duplex == "/DuplexFlipLongEdge"
        assert b"Smith" not in pdf.Root.Metadata.read_bytes()
        width, height = (float(side) for side in pdf.pages[0].MediaBox[2:])
        assert (round(width), round(height)) == ((595, 842) if plan.printing.paper is Paper.a4 else (612, 792))


@each_file
def test_the_file_is_small(name: str, part: Part) -> None:
    assert len(drawn(name, part)) < 120_000


@each_file
@pytest.mark.parametrize("profile", [validation.ValidationProfile.PDF_UA_1, validation.ValidationProfile.PDF_A_2A])
def test_the_file_keeps_the_standards_it_declares(name: str, part: Part, profile: validation.ValidationProfile) -> None:
    report = validation.validate_pdf_bytes(drawn(name, part), profile=profile)
    assert report.is_compliant, report.failures


def without_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def without_marks(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.MarkInfo


def without_alternative(pdf: pikepdf.Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and "/Alt" in item:
            del item.Alt


def without_scope(pdf: pikepdf.Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/TH":
            del item.A


def without_title_shown(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.ViewerPreferences


def without_output_intent(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


@pytest.mark.parametrize(
    "spoil", [without_language, without_marks, without_alternative, without_scope, without_title_shown, without_output_intent]
)
def test_the_check_of_the_standards_notices(spoil: Callable[[pikepdf.Pdf], None]) -> None:
    spoiled = BytesIO()
    with pikepdf.open(BytesIO(drawn("start", Part.patient))) as pdf:
        spoil(pdf)
        pdf.save(spoiled)
    profiles = (validation.ValidationProfile.PDF_UA_1, validation.ValidationProfile.PDF_A_2A)
    assert not all(validation.validate_pdf_bytes(spoiled.getvalue(), profile=profile).is_compliant for profile in profiles)


def elements(node: Any) -> Iterator[tuple[Any, int, Any]]:
    """Each marked content of the structure, in its order: page, number, owner."""
    for kid in node.get("/K", []):
        if isinstance(kid, int):
            yield node.Pg, kid, node
        elif "/MCID" in kid:
            yield kid.Pg, int(kid.MCID), node
        else:
            yield from elements(kid)


@each_file
def test_the_structure_reads_in_the_order_of_the_pages(name: str, part: Part) -> None:
    with pikepdf.open(BytesIO(drawn(name, part))) as pdf:
        root = pdf.Root.StructTreeRoot
        pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
        found = [(pages[page.objgen], mcid, owner) for page, mcid, owner in elements(root.K)]
        assert [place[:2] for place in found] == sorted(place[:2] for place in found)
        owners = dict(zip([int(n) for n in list(root.ParentTree.Nums)[::2]], list(root.ParentTree.Nums)[1::2], strict=True))
        for page, mcid, owner in found:
            assert owners[page][mcid].objgen == owner.objgen
        assert sum(len(each) for each in owners.values()) == len(found)


def test_a_chart_is_told_in_words() -> None:
    with pikepdf.open(BytesIO(drawn("start", Part.patient))) as pdf:
        told = [str(item.Alt) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item]
    blocks = [block for sheet in samples.START.sheets(Part.patient) for block in sheet.blocks]
    assert told == [block.told for block in blocks if isinstance(block, Bars | DayChart)]


def test_cells_name_their_columns_and_rows() -> None:
    with pikepdf.open(BytesIO(drawn("check_first", Part.patient))) as pdf:
        scopes = [str(item.A.Scope) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/TH"]
        wide = [
            int(item.A.ColSpan) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/TD" and "/A" in item
        ]
    assert set(scopes) == {"/Column", "/Row"}
    assert set(wide) == {4}


SCRIPT = """
import hashlib, sys
sys.path[:0] = [{root!r}, {root!r} + "/tests"]
import drawing_samples as samples
from templates.sheet import draw
for name, plan in samples.PLANS.items():
    for part in plan.parts():
        print(name, part.value, hashlib.sha256(draw(plan, part)).hexdigest())
print("loaded", [name for name in ("reportlab.platypus", "PIL.ImageCms", "fontTools") if name in sys.modules])
"""
ROOT = Path(__file__).resolve().parent.parent


def run_elsewhere(folder: Path, **settings: str) -> str:
    script = folder / "run.py"
    script.write_text(SCRIPT.format(root=str(ROOT)), encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], cwd=folder, env=os.environ | settings, capture_output=True, text=True, check=True)
    return done.stdout


def test_the_same_plan_is_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    first = run_elsewhere(tmp_path, PYTHONHASHSEED="1", TZ="Pacific/Auckland")
    second = run_elsewhere(tmp_path, PYTHONHASHSEED="2", SOURCE_DATE_EPOCH="1000000000", RL_pageCompression="0", RL_useA85="1")
    assert first == second
    assert len(first.splitlines()) == len(FILES) + 1


def test_what_other_plans_printed_before_changes_nothing() -> None:
    """What many pages print alike is measured and written once a process: kept or made anew, the bytes are the same."""
    files = [(plan, part) for plan in samples.PLANS.values() for part in plan.parts()]
    kept = [draw(plan, part) for _ in range(2) for plan, part in files][len(files) :]
    for (plan, part), bytes_ in zip(files, kept, strict=True):
        measured_blocks._known.cache_clear()
        written_page._written_alike.cache_clear()
        assert draw(plan, part) == bytes_


def test_drawing_loads_nothing_slow(tmp_path: Path) -> None:
    assert run_elsewhere(tmp_path).splitlines()[-1] == "loaded []"


def test_a_settings_file_beside_the_program_does_not_run(tmp_path: Path) -> None:
    trap = f"from pathlib import Path\nPath({str(tmp_path / 'sprung')!r}).write_text('x')\n"
    for name in ("reportlab_settings.py", ".reportlab_settings"):
        (tmp_path / name).write_text(trap, encoding="utf-8")
    run_elsewhere(tmp_path, HOME=str(tmp_path))
    assert not (tmp_path / "sprung").exists()


def test_sheets_of_a_plan_are_drawn_in_their_order() -> None:
    plan: Plan = samples.make(Decision.start, *(Sheet(part=Part.patient, page="how", title=f"Sheet {n}", blocks=()) for n in range(3)))
    assert [f"Sheet {n}" in text for n, text in enumerate(page_texts(draw(plan, Part.patient)))] == [True] * 3
