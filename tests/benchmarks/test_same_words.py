"""The engines that are measured against each other print the same words."""

import re
import unicodedata
from collections import Counter

import long_plans
import platypus
import pypdfium2
import pytest

from planner.page import Table
from planner.plan import Plan
from planner.vocabulary import Part
from templates.sheet import draw

PLANS = dict(zip(long_plans.NAMES, long_plans.plans(), strict=True))


def letters(data: bytes, plan: Plan, part: Part) -> Counter[str]:
    """The letters of the pages without what a page repeats: where engines break pages differs, and so do repeats."""
    document = pypdfium2.PdfDocument(data)
    text = squeezed("".join(page.get_textpage().get_text_bounded() for page in document))
    sheets, furniture = plan.sheets(part), plan.furniture
    pages = [furniture.page_of.replace("{page}", str(at)).replace("{pages}", str(len(document))) for at in range(1, len(document) + 1)]
    repeated = [furniture.issuer, furniture.plan, furniture.person or "", furniture.made, sheets[0].band or "", *pages]
    repeated += ["".join(column.title for column in block.columns) for each in sheets for block in each.blocks if isinstance(block, Table)]
    for words in filter(None, repeated):
        text = text.replace(squeezed(words), "")
    return Counter(text)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", re.sub("[\u2010\u2011\x02]", "-", unicodedata.normalize("NFC", text)))


@pytest.mark.parametrize("part", [Part.patient, Part.clinician])
@pytest.mark.parametrize("name", PLANS)
def test_platypus_prints_the_same_words(name: str, part: Part) -> None:
    plan = PLANS[name]
    assert letters(platypus.draw(plan, part), plan, part) == letters(draw(plan, part), plan, part)
