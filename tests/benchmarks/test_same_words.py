"""The engines that are measured against each other print the same words."""

import re
import unicodedata
from collections import Counter
from types import ModuleType

import long_plans
import page as validation
import platypus
import pypdfium2
import pytest
import typst_pages
import zxingcpp

from planner.page import Table
from planner.plan import Plan
from planner.vocabulary import Part
from templates import sheet
from templates.sheet import draw

PLANS = long_plans.plans(4)


def letters(data: bytes, plan: Plan, part: Part) -> Counter[str]:
    """The letters of the pages without what a page repeats: where engines break pages differs, and so do repeats."""
    document = pypdfium2.PdfDocument(data)
    text = squeezed("".join(page.get_textpage().get_text_bounded() for page in document))
    sheets, furniture = plan.sheets(part), plan.furniture
    pages = [furniture.page_of.replace("{page}", str(at)).replace("{pages}", str(len(document))) for at in range(1, len(document) + 1)]
    repeated = [furniture.issuer, furniture.plan, furniture.person or "", furniture.made, sheets[0].band or "", *pages]
    repeated += ["".join(column.title for column in block.columns) for each in sheets for block in each.blocks if isinstance(block, Table)]
    text, checks = re.subn("Check[0-9A-Z]{4}-[0-9A-Z]{4}", "", text)  # the letters follow from how each engine orders the words
    assert checks == 1
    text = text.replace("•", "")  # typst's bullets are letters, ours and platypus's are drawn
    for words in filter(None, repeated):
        text = text.replace(squeezed(words), "")
    return Counter(text)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", re.sub("[\u2010\u2011\x02]", "-", unicodedata.normalize("NFC", text)))


@pytest.mark.parametrize("part", [Part.patient, Part.clinician])
@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("engine", [platypus, typst_pages], ids=["platypus", "typst"])
def test_the_others_print_the_same_words(engine: ModuleType, number: int, part: Part) -> None:
    plan = PLANS[number]
    assert letters(engine.draw(plan, part), plan, part) == letters(draw(plan, part), plan, part)


@pytest.mark.parametrize("part", [Part.patient, Part.clinician])
@pytest.mark.parametrize("profile", [validation.ValidationProfile.PDF_UA_1, validation.ValidationProfile.PDF_A_2A])
def test_typst_keeps_the_same_standards(part: Part, profile: validation.ValidationProfile) -> None:
    for engine in (typst_pages.draw, draw):
        assert validation.validate_pdf_bytes(engine(PLANS[0], part), profile=profile).is_compliant


@pytest.mark.parametrize("engine", [platypus, typst_pages, sheet], ids=["platypus", "typst", "ours"])
def test_every_engine_draws_the_code_of_a_professionals_file(engine: ModuleType) -> None:
    def code(part: Part) -> list[str]:
        pages = pypdfium2.PdfDocument(engine.draw(PLANS[0], part))
        return [each.text for page in pages for each in zxingcpp.read_barcodes(page.render(scale=4).to_pil())]

    assert code(Part.patient) == []
    (read,) = code(Part.clinician)
    assert read.startswith(f"{PLANS[0].plan_id} ")


@pytest.mark.parametrize("part", [Part.chart, Part.letter])
def test_the_usual_batch_prints_the_words_of_chart_and_letter(part: Part) -> None:
    plan = next(plan for plan in long_plans.anybody() if plan.sheets(part))
    named = plan.furniture.initials if part is Part.chart else plan.furniture.person
    plan = plan.but(furniture=plan.furniture.but(person=named))
    assert letters(platypus.draw(plan, part), plan, part) == letters(draw(plan, part), plan, part)
