"""The check printed in a file: it holds, it notices a changed word, and the code beside it can be read."""

from pathlib import Path

import broken_pages as broken
import pikepdf
import pypdfium2
import pytest
import zxingcpp

from planner.lint.check import Answer, verify
from planner.seal import check_letters
from planner.vocabulary import Part
from templates.sheet import draw

NAMES = [path.stem for path in sorted(broken.PROFILES.glob("*.json"))]


def answer(folder: Path, data: bytes) -> Answer:
    path = folder / "plan.pdf"
    path.write_bytes(data)
    return verify(path, data, broken.shipped())


@pytest.mark.parametrize("name", NAMES)
def test_every_file_of_a_plan_matches(name: str, tmp_path: Path) -> None:
    plan = broken.plan_of(name)
    for part in plan.parts():
        assert answer(tmp_path, draw(plan, part)) is Answer.matches


def test_one_changed_figure_is_noticed(tmp_path: Path) -> None:
    def changed(pdf: pikepdf.Pdf) -> None:
        content = pdf.pages[0].Contents.read_bytes()
        assert b"(evening" in content
        pdf.pages[0].Contents.write(content.replace(b"(evening", b"(morning", 1))

    _, _, data = broken.bytes_with(changed)(pytest.MonkeyPatch())
    assert answer(tmp_path, data) is Answer.changed


def test_a_page_taken_out_is_noticed(tmp_path: Path) -> None:
    def shorter(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[1]

    _, _, data = broken.bytes_with(shorter)(pytest.MonkeyPatch())
    assert answer(tmp_path, data) is Answer.changed


@pytest.mark.parametrize("kid", ["null", "circle", "text"])
def test_a_structure_that_leads_nowhere_is_no_bug(kid: str, tmp_path: Path) -> None:
    """A file may come from anybody: what cannot be followed has no check."""

    def spoilt(pdf: pikepdf.Pdf) -> None:
        root = pdf.Root.StructTreeRoot
        top = root.K[0] if isinstance(root.K, pikepdf.Array) else root.K
        top.K = pikepdf.Array([{"null": None, "circle": top, "text": pikepdf.String("x")}[kid]])

    _, _, data = broken.bytes_with(spoilt)(pytest.MonkeyPatch())
    assert answer(tmp_path, data) in {Answer.no_check, Answer.not_ours}


def test_what_was_saved_anew_without_a_change_still_matches(tmp_path: Path) -> None:
    _, _, data = broken.bytes_with(lambda pdf: pdf.remove_unreferenced_resources())(pytest.MonkeyPatch())
    assert answer(tmp_path, data) is Answer.matches


def test_other_files_are_not_ours(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "blank.pdf")
    assert answer(tmp_path, (tmp_path / "blank.pdf").read_bytes()) is Answer.not_ours
    assert answer(tmp_path, b"%PDF-1.7 and no more") is Answer.not_ours
    assert answer(tmp_path, b"") is Answer.not_ours


@pytest.mark.parametrize("name", NAMES)
def test_the_code_reads_from_a_grey_print_and_says_nothing_about_the_person(name: str) -> None:
    plan = broken.plan_of(name)
    for part in {Part.clinician, Part.letter} & {*plan.parts()}:
        document = pypdfium2.PdfDocument(draw(plan, part))
        pages = [page.render(scale=300 / 72, grayscale=True).to_pil() for page in document]
        (code,) = [found.text for page in pages for found in zxingcpp.read_barcodes(page)]
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
        number, letters = code.split(" ")
        assert number == plan.plan_id
        assert f"Check {letters}" in text.replace("\u2011", "-").replace("\x02", "-")


def test_blanks_lines_and_kinds_of_hyphen_do_not_count_and_letters_do() -> None:
    assert check_letters(["MK\u20117 once", "a day"]) == check_letters(["MK-7\u00a0once a ", "day"])
    assert check_letters(["90 micrograms"]) != check_letters(["80 micrograms"])
