"""The pages of the people in tests/profiles, word for word as they are printed."""

import re
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from planner.compose import make_plan
from planner.library import Knowledge
from planner.reading import read_profile
from planner.vocabulary import Part
from templates.sheet import draw

HERE = Path(__file__).parent
PEOPLE = sorted((HERE / "profiles").glob("*.json"))


def printed(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    pages = [page.get_textpage().get_text_bounded().replace("\r\n", "\n").strip() for page in document]
    return "\n\n---- page ----\n\n".join(pages) + "\n"


@pytest.mark.parametrize("person", PEOPLE, ids=lambda path: path.stem)
def test_the_patient_reads_exactly_this(person: Path, knowledge: Knowledge, today: date, request: pytest.FixtureRequest) -> None:
    plan = make_plan(read_profile(person.read_bytes()), knowledge, today)
    parts = [part for part in (Part.patient, Part.letter, Part.chart) if plan.sheets(part)]
    # The plan number and the check follow from every byte of the knowledge; the words are what is compared here.
    text = "\n\n==== next file ====\n\n".join(printed(draw(plan, part)) for part in parts).replace(plan.plan_id, "PLAN-NUMBER")
    text = re.sub(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}$", "CHECK-LETTERS", text, flags=re.MULTILINE)
    golden = HERE / "pages" / f"{person.stem}.txt"
    if request.config.getoption("--update"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_the_readme_shows_a_real_page(knowledge: Knowledge, today: date, request: pytest.FixtureRequest) -> None:
    plan = make_plan(read_profile((HERE / "profiles" / "thyroid-tablet.json").read_bytes()), knowledge, today)
    page = pypdfium2.PdfDocument(draw(plan, Part.patient))[0].render(scale=1.25, grayscale=True).to_pil().convert("L")
    shown = HERE / "pages" / "at_a_glance.png"
    if request.config.getoption("--update"):
        page.quantize(16).save(shown, optimize=True)
    with Image.open(shown) as picture:
        difference = ImageChops.difference(page, picture.convert("L"))
    # The plan number changes with every edition, and a grey of sixteen is not a grey of 256: neither is a different page.
    assert ImageStat.Stat(difference).mean[0] < 3


def test_the_same_input_gives_the_same_bytes(knowledge: Knowledge, today: date) -> None:
    profile = read_profile(PEOPLE[0].read_bytes())
    once, again = (make_plan(profile, knowledge, today) for _ in range(2))
    assert [draw(once, part) for part in once.parts()] == [draw(again, part) for part in again.parts()]
