"""Every kind of paper keeps PDF/UA-1 and PDF/A-2a, and the checker that says so notices when one of them does not."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from io import BytesIO
from typing import Any

import broken_pages as broken
import page as validation
import pikepdf
import pypdfium2
import pytest
from test_drawing import squeezed, strings

from planner.commands.form import asked, on_paper
from planner.form_sheet import form_furniture, form_sheet
from planner.lint.measure import Opened
from planner.lint.tree import tree
from planner.page import Heading, Printing, Table
from planner.vocabulary import Paper, Part, PrintSize
from questionnaire.question import read_questions
from templates.sheet import draw, draw_sheets

UA, A = validation.ValidationProfile.PDF_UA_1, validation.ValidationProfile.PDF_A_2A
KINDS = {
    "start": ("thyroid-tablet", Part.patient),
    "check first": ("water-tablet", Part.patient),
    "see your doctor": ("warfarin", Part.patient),
    "get help now": ("chest-pain", Part.patient),
    "no supplement needed": ("natto-every-day", Part.patient),
    "clinician": ("thyroid-tablet", Part.clinician),
    "letter": ("warfarin", Part.letter),
    "chart": ("thyroid-tablet", Part.chart),
}
PLANS = list(KINDS)


@lru_cache(maxsize=16)
def drawn(kind: str) -> bytes:
    if kind == "form":
        knowledge = broken.shipped()
        sheet = form_sheet(knowledge, [asked(each) for each in on_paper(read_questions())])
        printing = Printing(paper=Paper.a4, size=PrintSize.standard, language="en")
        return draw_sheets((sheet,), form_furniture(knowledge, None), printing, date(2026, 11, 23))
    name, part = KINDS[kind]
    return draw(broken.plan_of(name), part)


def elements(pdf: pikepdf.Pdf, role: str) -> Iterator[Any]:
    return (item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == f"/{role}")


def renamed(old: str, new: str) -> Callable[[pikepdf.Pdf], None]:
    def rename(pdf: pikepdf.Pdf) -> None:
        for item in elements(pdf, old):
            item.S = pikepdf.Name(f"/{new}")

    return rename


def stripped(role: str, key: str) -> Callable[[pikepdf.Pdf], None]:
    def strip(pdf: pikepdf.Pdf) -> None:
        for item in elements(pdf, role):
            if key in item:
                del item[key]

    return strip


def without(key: str) -> Callable[[pikepdf.Pdf], None]:
    def drop(pdf: pikepdf.Pdf) -> None:
        del pdf.Root[key]

    return drop


def title_not_shown(pdf: pikepdf.Pdf) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


# What is done to a file, the standard that must notice, and what the file must hold for it to matter.
SPOILT: dict[str, tuple[Callable[[pikepdf.Pdf], None], Any, str]] = {
    "no Alt": (stripped("Figure", "/Alt"), UA, "Figure"),
    "no Scope": (stripped("TH", "/A"), UA, "TH"),
    "no Lang": (without("/Lang"), UA, "P"),
    "no MarkInfo": (without("/MarkInfo"), A, "P"),
    "no OutputIntents": (without("/OutputIntents"), A, "P"),
    "title not shown": (title_not_shown, UA, "P"),
    "H1 becomes H4": (renamed("H1", "H4"), UA, "H1"),
    "TR becomes P": (renamed("TR", "P"), UA, "TR"),
}


@pytest.mark.parametrize("standard", [UA, A], ids=["UA-1", "A-2a"])
@pytest.mark.parametrize("kind", [*PLANS, "form"])
def test_every_kind_of_paper_keeps_the_standard(kind: str, standard: Any) -> None:
    report = validation.validate_pdf_bytes(drawn(kind), profile=standard)
    assert report.is_compliant, report.failures


@pytest.mark.parametrize("spoilt", SPOILT)
@pytest.mark.parametrize("kind", [*PLANS, "form"])
def test_a_spoilt_file_is_noticed(kind: str, spoilt: str) -> None:
    spoil, standard, needs = SPOILT[spoilt]
    held = BytesIO()
    with pikepdf.open(BytesIO(drawn(kind))) as pdf:
        matters = any(True for _ in elements(pdf, needs))
        spoil(pdf)
        pdf.save(held)
    # Where there is nothing to spoil the file was only saved again, and that alone is no fault.
    assert validation.validate_pdf_bytes(held.getvalue(), profile=standard).is_compliant is not matters


@pytest.mark.parametrize("kind", PLANS)
def test_a_reader_hears_the_plan_in_its_order(kind: str) -> None:
    """The words of the structure, element by element, are the strings of the plan, one after the other."""
    name, part = KINDS[kind]
    data = drawn(kind)
    heard = squeezed("".join(_heard(data)))
    at = 0
    for sheet in broken.plan_of(name).sheets(part):
        for above, block in zip((None, *sheet.blocks), sheet.blocks, strict=False):
            once = isinstance(block, Table) and isinstance(above, Heading) and above.text == block.title  # printed as the heading only
            for string in [*strings(block)][once:]:
                found = heard.find(squeezed(string), at)
                assert found >= 0, string
                at = found + len(squeezed(string))


def _heard(data: bytes) -> Iterator[str]:
    opened = Opened(data)
    root = tree(opened.objects, opened.pages)
    assert root is not None
    yield from (run.text for run in root.every_run())


def test_pdfium_and_the_structure_agree_on_how_many_words_there_are() -> None:
    for kind in PLANS:
        pages = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(drawn(kind)))
        assert len(squeezed("".join(_heard(drawn(kind))))) <= len(squeezed(pages))
