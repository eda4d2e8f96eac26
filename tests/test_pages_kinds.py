"""What each kind of page must hold, for the people in tests/profiles and those made here."""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import drawing_samples as samples
import page as validation
import pikepdf
import pypdfium2
import pytest
from test_drawing import elements, squeezed, strings

from planner.clinic import Clinic
from planner.compose import make_plan
from planner.day import HOUR
from planner.errors import InputError
from planner.library import Knowledge, read_knowledge
from planner.numerals import unbroken
from planner.page import Address, Bars, Box, DayChart, Sheet, Table, TickGrid
from planner.plan import Plan
from planner.reading import read_profile
from planner.shape import to_data, to_json
from planner.vocabulary import Part, PrintSize, Slot, Supplement, Verdict
from templates.chart import bars
from templates.day_chart import day_chart
from templates.ink import Drawn, Frame, Hatch, Picture, Piece, Rule, Stretch, Text
from templates.layout import Joined, paginate
from templates.sheet import draw
from templates.theme import MILLIMETRE, look

HERE = Path(__file__).parent
PEOPLE = {path.stem: json.loads(path.read_bytes()) for path in sorted((HERE / "profiles").glob("*.json"))}
TODAY = date(2026, 11, 23)
SHORT_FORMS = re.compile(r"\b(mcg|IU)\b|[µμ]g")


@lru_cache(maxsize=1)
def shipped() -> Knowledge:
    return read_knowledge()


def plan_of(profile: dict[str, Any], today: date = TODAY, **options: Any) -> Plan:
    return make_plan(read_profile(json.dumps(profile).encode()), shipped(), today, **options)


def person(name: str, /, **changes: Any) -> dict[str, Any]:
    return {**PEOPLE[name], **changes}


def texts(plan: Plan, part: Part = Part.patient) -> list[str]:
    document = pypdfium2.PdfDocument(draw(plan, part))
    return [" ".join(page.get_textpage().get_text_bounded().replace("\u00a0", " ").split()) for page in document]


def blocks(plan: Plan, kind: type[Any], part: Part = Part.patient) -> Iterator[Any]:
    return (block for sheet in plan.sheets(part) for block in sheet.blocks if isinstance(block, kind))


def sheet(plan: Plan, page: str) -> Sheet:
    return next(each for each in plan.document if each.page == page)


# -- how many pages --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", list(PrintSize))
@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("name", PEOPLE)
def test_a_plan_has_no_more_sides_than_a_person_reads(name: str, paper: str, size: PrintSize) -> None:
    plan = plan_of(person(name, print={"paper": paper, "size": size.value}))
    large = size is PrintSize.large
    most = {"get_help_now": 1, "see_your_doctor": 3 if large else 2}.get(plan.decision, 10 if large else 6)
    assert len(texts(plan)) <= most
    data = draw(plan, Part.patient)
    assert len(data) <= 120_000


@pytest.mark.parametrize("name", PEOPLE)
def test_page_one_alone_is_enough_to_act_on(name: str) -> None:
    plan = plan_of(person(name))
    first = texts(plan)[0]
    assert shipped().phrase(f"word-{plan.decision.value.replace('_', '-')}") in first
    assert "a prescribed medicine" in first or "Keep taking all your own medicines" in first
    if any(each.verdict is Verdict.recommend for each in plan.supplements):
        assert "If this box is empty, do not start." in first
        assert "Next review:" in first
    for gap in plan.apart:
        assert f"{gap.hours} hours" in first


@pytest.mark.parametrize("name", PEOPLE)
def test_no_page_holds_next_to_nothing(name: str) -> None:
    document = pypdfium2.PdfDocument(draw(plan_of(person(name)), Part.patient))
    for page in document:
        picture = page.render(scale=1, grayscale=True).to_pil().convert("L").point(lambda value: 255 if value < 250 else 0)
        box = picture.getbbox()
        assert box
        assert box[3] / picture.height > 0.3


@pytest.mark.parametrize("profile", [validation.ValidationProfile.PDF_UA_1, validation.ValidationProfile.PDF_A_2A])
@pytest.mark.parametrize("name", PEOPLE)
def test_every_file_of_a_real_plan_keeps_both_standards(name: str, profile: validation.ValidationProfile) -> None:
    plan = plan_of(person(name))
    for part in plan.parts():
        report = validation.validate_pdf_bytes(draw(plan, part), profile=profile)
        assert report.is_compliant, (part, report.failures)


@pytest.mark.parametrize("size", list(PrintSize))
def test_an_urgent_page_is_one_side_however_long_the_list(size: PrintSize) -> None:
    many = [f"medicine number {number}" for number in range(24 if size is PrintSize.standard else 12)]
    plan = plan_of(person("chest-pain", medicines=many, print={"size": size.value}))
    (text,) = texts(plan)
    assert all(each in text for each in many)


def test_gaps_shrink_to_save_a_page_of_next_to_nothing() -> None:
    pieces = [Piece(18.0, Drawn([Stretch(None, (Frame(0, 0, 10, 18, 1, 0),))]), (), before=9.0) for _ in range(25)]

    def count(bottom: float) -> int:
        (pages,) = paginate([[Joined([], 0.0), Joined(pieces, 0.0)]], 0.0, bottom)
        return len(pages)

    assert count(25 * 27.0 - 9) == 1
    assert count(24 * 27.0) == 1
    assert count(9 * 27.0) == 3
    assert count(15 * 27.0) == 2


# -- the day ---------------------------------------------------------------------------------------------------------


def test_the_day_shows_the_slots_of_the_table() -> None:
    plan = plan_of(person("thyroid-tablet"))
    (chart,) = blocks(plan, DayChart)
    new = next(group for group in chart.groups if group.mark == "new")
    named = {unbroken(shipped().get("supplement", each.supplement).name): each.slots for each in plan.supplements if each.slots}
    assert {row.label: row.slots for row in new.rows} == named
    for row in (row for group in chart.groups for row in group.rows):
        assert row.label in chart.told


@pytest.mark.parametrize("slot", list(Slot))
def test_the_drawn_hours_are_at_least_the_rule(slot: Slot) -> None:
    plan = plan_of(person("thyroid-tablet", medicines=[{"name": "levothyroxine", "slots": [slot.value]}]))
    (chart,) = blocks(plan, DayChart)
    (gap,) = (each for each in plan.apart if each.supplement is Supplement.magnesium)
    taken = next(each.slots for each in plan.supplements if each.supplement is Supplement.magnesium)
    assert taken
    (row,) = next(group for group in chart.groups if group.mark == "had").rows
    for wait in row.waits:
        assert wait.end - wait.start >= gap.hours
        assert not wait.start < HOUR[taken[0]] < wait.end
    (piece,) = day_chart(chart, look(Part.patient, PrintSize.standard))
    bars = [ink for _, ink in piece.inks() if isinstance(ink, Frame) and ink.thickness and ink.fill is not None]
    heads = sorted({ink.x for _, ink in piece.inks() if isinstance(ink, Rule) and ink.x == ink.to_x})
    hour = (heads[-1] - heads[0]) / (HOUR[Slot.bedtime] - HOUR[Slot.morning])
    assert len(bars) == len(row.waits) == 1
    assert bars[0].width / hour == pytest.approx(gap.hours)


def test_no_day_is_drawn_where_no_time_fits_or_nothing_is_taken() -> None:
    everywhere = [{"name": "levothyroxine", "slots": [each.value for each in Slot]}]
    plan = plan_of(person("thyroid-tablet", medicines=everywhere))
    (chart,) = blocks(plan, DayChart)
    assert "Magnesium" not in chart.told
    for name in ("warfarin", "natto-every-day", "chest-pain"):
        assert not list(blocks(plan_of(person(name)), DayChart))


def test_before_and_new_look_different_on_a_bad_copy() -> None:
    plan = plan_of(person("thyroid-tablet"))
    number = next(at for at, text in enumerate(texts(plan)) if "Your day, from left to right" in text)
    page = pypdfium2.PdfDocument(draw(plan, Part.patient))[number]
    scale = 3
    copied = page.render(scale=scale, grayscale=True).to_pil().convert("L").point(lambda value: 255 if value > 127 else 0)
    height = page.get_height()
    centres = []
    for words in ("you took this before", "new with this plan"):
        found = page.get_textpage().search(words).get_next()
        assert found
        left, bottom, _, top = page.get_textpage().get_charbox(found[0])
        side = look(Part.patient, PrintSize.standard).em * 0.8
        x, y = left - 1.6 * side + side / 2, height - (bottom + top) / 2
        centres.append(copied.getpixel((round(x * scale), round(y * scale))))
    assert centres == [0, 255]


# -- the tick chart --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", range(7))
def test_the_tick_chart_runs_from_a_monday_to_the_review(day: int) -> None:
    today = TODAY + timedelta(days=day)
    plan = plan_of(person("bones-at-67"), today)
    (grid,) = blocks(plan, TickGrid, Part.chart)
    marked = [(at, week.review) for at, week in enumerate(grid.weeks) if week.review is not None]
    assert len(grid.weeks) == 12
    assert len(marked) == 1
    start = today + timedelta(days=7 - today.weekday())
    assert plan.review_on == start + timedelta(weeks=marked[0][0], days=marked[0][1])
    assert f"{start.day} {start:%B}" == grid.weeks[0].label


def test_the_tick_chart_shows_initials_and_nothing_else_of_a_person() -> None:
    plan = plan_of(person("bones-at-67", name="Þóra Ðorđe İpek"))
    text = " ".join(texts(plan, Part.chart))
    assert "Þ. Ð. İ." in text
    for private in ("Þóra", "1959", "born", "osteoporosis", "Vitamin", "micrograms"):
        assert private not in text


def test_large_print_has_six_weeks_a_page() -> None:
    plan = plan_of(person("bones-at-67", print={"size": "large"}))
    grids = list(blocks(plan, TickGrid, Part.chart))
    assert [len(grid.weeks) for grid in grids] == [6, 6]
    assert len(texts(plan, Part.chart)) == 2


@pytest.mark.parametrize("size", list(PrintSize))
def test_boxes_to_tick_are_at_least_nine_millimetres(size: PrintSize) -> None:
    from templates.tick_grid import tick_grid  # noqa: PLC0415

    plan = plan_of(person("thyroid-tablet", medicines=[{"name": "levothyroxine", "slots": ["evening"]}], print={"size": size.value}))
    for grid in blocks(plan, TickGrid, Part.chart):
        boxes = [ink for piece in tick_grid(grid, look(Part.chart, size)) for _, ink in piece.inks() if isinstance(ink, Frame)]
        assert len(boxes) == len(grid.weeks) * 7 * max(len(grid.times), 1)
        assert min(min(box.width, box.height) for box in boxes) >= 9 * MILLIMETRE - 0.01


@pytest.mark.parametrize("name", ["warfarin", "natto-every-day", "chest-pain"])
def test_nothing_to_take_means_no_chart_and_no_shopping(name: str) -> None:
    plan = plan_of(person(name))
    assert Part.chart not in plan.parts()
    assert "buy" not in {each.page for each in plan.document}


# -- the shopping list -----------------------------------------------------------------------------------------------


def test_the_list_counts_the_pieces_of_all_weeks() -> None:
    plan = plan_of(person("cramps-at-68"))
    table = next(block for block in sheet(plan, "buy").blocks if isinstance(block, Table))
    weeks = [each.weeks for each in plan.supplements if each.weeks]
    assert [row.cells[2][0].split("\u00a0")[0].split(" ")[0] for row in table.rows] == [str(each * 7) for each in weeks]
    assert len(set(weeks)) == 2


def test_the_list_holds_what_this_person_must_avoid() -> None:
    plan = plan_of(person("thyroid-tablet", diet="vegan", allergies=["soya"], food_rules=["lactose_free"], capsules="no_gelatine"))
    text = to_json(sheet(plan, "buy"))
    for word in ("lichen", "soya", "lactose", "gelatine"):
        assert word in text
    first = to_json(sheet(plan, "glance"))
    assert "Check every pack for soya." in first


@pytest.mark.parametrize("name", PEOPLE)
def test_short_forms_stand_in_the_one_box_and_nowhere_else(name: str) -> None:
    plan = plan_of(person(name, medicines=["indapamide"] if PEOPLE[name]["medicines"] else []))
    boxes = [block for block in blocks(plan, Box) if block.tone == "pack"]
    said = sum(len(SHORT_FORMS.findall(to_json(each))) for each in plan.sheets(Part.patient))
    assert len(boxes) == (1 if any(each.dose for each in plan.supplements) else 0)
    assert said == sum(len(SHORT_FORMS.findall(to_json(box))) for box in boxes)


# -- the letter ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_window_of_the_envelope_shows_the_address_and_nothing_else(paper: str) -> None:
    plan = plan_of(person("warfarin", print={"paper": paper}))
    document = pypdfium2.PdfDocument(draw(plan, Part.letter))
    assert len(document) == 1
    page = document[0]
    height = page.get_height()
    seen = page.get_textpage().get_text_bounded(
        left=20 * MILLIMETRE, right=110 * MILLIMETRE, top=height - 58 * MILLIMETRE, bottom=height - 88 * MILLIMETRE
    )
    assert " ".join(seen.split()) == "To the anticoagulation clinic"
    found = page.get_textpage().search("anticoagulation clinic").get_next()
    assert found
    left, bottom, _, top = page.get_textpage().get_charbox(found[0])
    assert left >= 22 * MILLIMETRE
    assert 63 * MILLIMETRE <= height - top <= height - bottom <= 88 * MILLIMETRE


def test_the_letter_holds_reasons_questions_and_a_reply() -> None:
    text = texts(plan_of(person("warfarin")), Part.letter)[0]
    for words in ("Vitamin K antagonist taken", "Is a supplement of vitamin K2", "No supplement", "Signature", "vka-no-k2", "next INR"):
        assert words in text


# -- names -----------------------------------------------------------------------------------------------------------

HARD_NAMES = ["Łukasz", "Ðorđe", "Nguyễn", "Κωνσταντίνος", "Дмитрий", "O'Brien", "İpek", "Zoë", "Saïd", "Þóra"]


@pytest.mark.parametrize("name", HARD_NAMES)
def test_a_hard_name_prints_and_extracts(name: str) -> None:
    plan = plan_of(person("warfarin", name=name, medicines=["warfarin", f"{name} 5 mg"]))
    for part in plan.parts():
        for text in texts(plan, part):
            assert name in text
        with pikepdf.open(BytesIO(draw(plan, part))) as pdf:
            assert b"00000000" not in b"".join(font.ToUnicode.read_bytes() for font in pdf.pages[0].Resources.Font.values())


def test_an_undrawable_medicine_keeps_its_warning() -> None:
    from planner.legible import legible  # noqa: PLC0415
    from templates.sheet import undrawable  # noqa: PLC0415

    plan = plan_of(person("warfarin", medicines=["ワーファリン 5mg", "薬"]))
    plan = legible(plan, shipped(), "".join(undrawable(each.said) for each in plan.medicines))
    text = " ".join(texts(plan))
    assert "You told us you take warfarin (written in letters we cannot print)" in text
    assert [each.said for each in plan.medicines] == ["ワーファリン 5mg", "薬"]
    assert not undrawable(json.dumps([to_data(each) for each in plan.document], ensure_ascii=False))


# -- the clinic, the chosen pages, the plan before ---------------------------------------------------------------------

CLINIC = Clinic(
    name="Rose Street Clinic",
    address=("12 Rose Street", "Oldham"),
    telephone="01632 960 001",
    hours="Monday to Friday, 9 to 5",
    emergency={"US": "919"},
    opening="Made for you by the pharmacy team.",
)


@pytest.mark.parametrize("name", PEOPLE)
def test_the_clinic_stands_where_people_look(name: str) -> None:
    plan = plan_of(person(name), clinic=CLINIC)
    for part in plan.parts():
        assert all(text.startswith("Rose Street Clinic") for text in texts(plan, part))
    first = texts(plan)[0]
    if plan.decision != "get_help_now":
        assert "01632 960 001" in first
    if PEOPLE[name]["country"] == "US":
        assert "919" in first
        assert "911" not in " ".join(texts(plan))
    if plan.sheets(Part.letter):
        assert "12 Rose Street" in texts(plan, Part.letter)[0]
    if plan.decision == "start":
        assert "If this box is empty" in first


def test_a_clinic_changes_no_decision_and_no_number() -> None:
    plain, dressed = plan_of(person("thyroid-tablet")), plan_of(person("thyroid-tablet"), clinic=CLINIC)
    assert (plain.plan_id, plain.knowledge, plain.supplements) == (dressed.plan_id, dressed.knowledge, dressed.supplements)


@pytest.mark.parametrize("wanted", [(), ("food",), ("buy", "told")])
def test_chosen_pages_never_cost_page_one(wanted: tuple[Any, ...]) -> None:
    plan = plan_of(person("water-tablet"))
    fewer = plan.only(wanted)
    assert {each.page for each in fewer.sheets(Part.patient)} == {"glance", "why", *wanted}
    assert texts(fewer)[0].split("Page 1 of")[1][2:].startswith(texts(plan)[0].split("Page 1 of")[1][2:])
    assert fewer.sheets(Part.clinician) == plan.sheets(Part.clinician)


def test_the_plan_before_is_named_and_what_changed_is_told() -> None:
    before = plan_of(person("thyroid-tablet"), date(2026, 5, 3))
    plan = plan_of(person("thyroid-tablet", goals=["bone"], age=60), previous=before)
    text = texts(plan)
    assert f"This plan replaces plan {before.plan_id} of 3 May 2026." in text[0]
    assert "Vitamin K2 (MK-7): now 90 micrograms, before 45 micrograms." in " ".join(text)
    assert "recommend 45 to 90 micrograms before" in " ".join(texts(plan, Part.clinician))
    same = plan_of(person("thyroid-tablet"), date(2026, 5, 3), previous=before)
    assert same.replaces is None


def test_a_referral_prints_no_dose_of_the_plan_before() -> None:
    before = plan_of(person("thyroid-tablet"), date(2026, 5, 3))
    plan = plan_of(person("thyroid-tablet", medicines=["warfarin"]), previous=before)
    text = " ".join(texts(plan))
    assert plan.decision == "see_your_doctor"
    assert "Tell your anticoagulation clinic" in text
    assert not re.search(r"\d (micrograms|milligrams|units)", text)


def test_another_persons_plan_is_refused() -> None:
    before = plan_of(person("bones-at-67"), date(2026, 5, 3))
    with pytest.raises(InputError, match="another name"):
        plan_of(person("thyroid-tablet"), previous=before)
    with pytest.raises(InputError, match="made after"):
        plan_of(person("thyroid-tablet", goals=["bone"]), previous=plan_of(person("thyroid-tablet"), date(2026, 12, 3)))


# -- the order of reading ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PEOPLE)
def test_a_real_plan_is_read_in_its_own_order(name: str) -> None:
    plan = plan_of(person(name), clinic=CLINIC)
    for part in plan.parts():
        data = draw(plan, part)
        text = squeezed("".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data)))
        at, before = 0, ""
        # An address has two columns, whose lines may stand beside each other: their order is held by the tags.
        flow = [block for each in plan.sheets(part) for block in each.blocks if not isinstance(block, Address)]
        for string in (string for block in flow for string in strings(block)):
            if string != before:  # a table right under a heading of its own words is titled once
                found = text.find(squeezed(string), at)
                assert found >= 0, string
                at, before = found + len(squeezed(string)), string
        with pikepdf.open(BytesIO(data)) as pdf:
            pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
            order = [(pages[page.objgen], mcid) for page, mcid, _ in elements(pdf.Root.StructTreeRoot.K)]
            assert order == sorted(order)


def test_no_ink_is_written_as_one_of_another_kind() -> None:
    """What is written is kept by its values, and those of two kinds may be the same."""
    inks = {Rule(1, 1, 1, 1, 1, 1), Frame(1, 1, 1, 1, 1, 1), Frame(1, 1, 1, 1, 1, 1, 1), Hatch(1, 1, 1, 1, 1, 1), Picture(1, 1, 1, 1)}
    assert len(inks) == 5


def test_the_three_kinds_of_bar_stay_apart_in_black_and_white() -> None:
    block = next(block for block in samples.FOOD.blocks if isinstance(block, Bars))
    looks = look(Part.patient, PrintSize.standard)
    for mark, solid, hatched in (("now", True, False), ("swap", False, True), ("other", False, False)):
        only = block.but(bars=tuple(bar for bar in block.bars if bar.mark == mark)[:1], legend={})
        (piece,) = bars(only, looks)
        inks = [ink for _, ink in piece.inks()]
        fills = [ink.fill for ink in inks if isinstance(ink, Frame) and ink.fill is not None]
        assert bool(fills) is solid
        assert all(fill < 0.5 for fill in fills)  # darker than the threshold of a bad copier
        assert any(isinstance(ink, Hatch) for ink in inks) is hatched
        assert any(only.bars[0].words in ink.text for ink in inks if isinstance(ink, Text))
