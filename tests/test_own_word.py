"""What a page calls a medicine: the person's own word and the name, without strength, form or how it is taken."""

import pytest

from planner.spelling import own_word


@pytest.mark.parametrize(
    ("said", "name", "called"),
    [
        ("Torem", "torasemide", "Torem (torasemide)"),
        ("TOREM one a day", "torasemide", "Torem (torasemide)"),
        ("Torem once a day in the morning", "torasemide", "Torem (torasemide)"),
        ("TELFAST x2 daily", "fexofenadine", "Telfast (fexofenadine)"),
        ("Coumadin 5 mg tab", "warfarin", "Coumadin (warfarin)"),
        ("Glucophage SANDOZ 500mg", "metformin", "Glucophage (metformin)"),
        ("1,25-dihydroxyvitamin D3", "calcitriol", "1,25-dihydroxyvitamin D3 (calcitriol)"),
        ("warfarin 3mg od", "warfarin", "warfarin"),
        ("WARFARIN", "warfarin", "warfarin"),
        ("Calcium / Vitamin D", "calcium and vitamin D", "calcium and vitamin D"),
    ],
)
def test_a_medicine_is_called_by_the_persons_word_and_its_name(said: str, name: str, called: str) -> None:
    assert own_word(said, name) == called
