"""The blank questionnaire: every question once, nothing ticked, help before anything else, and the same standards."""

import re
from datetime import date
from functools import lru_cache

import page as validation
import pypdfium2
import pytest

from planner.commands.form import asked, on_paper
from planner.form_sheet import form_furniture, form_sheet
from planner.library import Knowledge
from planner.page import Box, Printing, TickBoxes
from planner.vocabulary import Paper, PrintSize
from questionnaire.question import read_questions
from templates.sheet import draw_sheets
from templates.theme import MILLIMETRE


@lru_cache(maxsize=8)
def drawn(knowledge: Knowledge, paper: Paper, size: PrintSize) -> bytes:
    sheet = form_sheet(knowledge, [asked(each) for each in on_paper(read_questions())])
    return draw_sheets((sheet,), form_furniture(knowledge, None), Printing(paper=paper, size=size, language="en"), date(2026, 11, 23))


def words(text: str) -> str:
    return " ".join(text.split())


def test_every_question_and_answer_is_on_the_sheet(knowledge: Knowledge) -> None:
    pages = pypdfium2.PdfDocument(drawn(knowledge, Paper.a4, PrintSize.standard))
    text = words(" ".join(page.get_textpage().get_text_bounded() for page in pages))
    at = 0
    for number, question in enumerate(on_paper(read_questions()), 1):
        at = text.index(f"{number}. {question.ask}", at)
        for choice in question.choices:
            if choice.value != "some" and not choice.tells_why:
                assert (choice.heading or choice.words) in text[at:], choice.words
        for row in question.rows:
            assert row.words in text[at:]
    assert "press enter" not in text.lower()
    assert not re.search(r"\b[Tt]ype (its|the|a)\b", text)


def test_only_the_question_about_saving_is_left_to_the_terminal() -> None:
    assert [each.id for each in read_questions() if each not in [*on_paper(read_questions())]] == ["consent"]


def test_a_warning_sign_stops_the_form_before_the_rest(knowledge: Knowledge) -> None:
    sheet = form_sheet(knowledge, [asked(each) for each in on_paper(read_questions())])
    signs = next(each for each in read_questions() if each.field == "symptoms")
    urgent = [each.words for each in signs.choices if each.ends == "now"]
    at = next(number for number, block in enumerate(sheet.blocks) if isinstance(block, Box) and block.tone == "call_now")
    ticked: list[str] = []
    while isinstance(above := sheet.blocks[at - 1], TickBoxes):
        ticked[:0] = above.items
        at -= 1
    assert ticked == urgent


@pytest.mark.parametrize("size", list(PrintSize))
@pytest.mark.parametrize("paper", list(Paper))
def test_the_form_keeps_the_standards_and_the_margins(knowledge: Knowledge, paper: Paper, size: PrintSize) -> None:
    data = drawn(knowledge, paper, size)
    for profile in (validation.ValidationProfile.PDF_UA_1, validation.ValidationProfile.PDF_A_2A):
        report = validation.validate_pdf_bytes(data, profile=profile)
        assert report.is_compliant, report.failures
    assert len(data) < 120_000
    for page in pypdfium2.PdfDocument(data):
        picture = page.render(scale=1, grayscale=True).to_pil().convert("L").point(lambda value: 255 if value < 250 else 0)
        left, top, right, bottom = picture.getbbox() or (0, 0, 0, 0)
        assert left >= 22 * MILLIMETRE - 2
        assert page.get_width() - right >= 22 * MILLIMETRE - 2
        assert min(top, page.get_height() - bottom) >= 15 * MILLIMETRE - 2
