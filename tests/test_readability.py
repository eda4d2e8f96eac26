"""The reading grade, against words and texts counted by hand."""

import pytest

from planner.readability import grade, sentences, syllables, words

COUNTED = {
    1: "take stopped dose called used asked cheese change blood oil says goes does eyes bones whole hours fried once clothes blue due "
    "your year leave leaves give makes time here sure the be by foods packs 90 weeks",
    2: "taken doses table little people minute wanted needed capsule tablet changes question being diet quiet doctor daily every "
    "trial apples simple muscle vessels ages advice value science given above thyroid natto gouda unless "
    "likely something kidneys sometimes evening",
    3: "medicine supplement vitamin pharmacist warfarin arteries packages area idea usual calcium condition clinician theory "
    "serious pregnancy micrograms milligrams somebody possible continue {medicine} {hours} requirement",
    4: "magnesium operation dietitian emergency dialysis information",
    6: "anticoagulant",
    7: "anticoagulation",
}


@pytest.mark.parametrize("count", COUNTED)
def test_syllables_are_those_counted_by_hand(count: int) -> None:
    wrong = {word: syllables(word) for word in COUNTED[count].split() if syllables(word) != count}
    assert not wrong, f"{wrong}: each has {count}"


def test_words_and_sentences_are_counted_as_a_reader_does() -> None:
    text = "Don't start vitamin K2 (MK-7). If {medicine} is on your list, ask: is it safe? Yes!"
    assert [len(words(each)) for each in sentences(text)] == [6, 10, 1]


def test_the_grade_is_the_published_formula() -> None:
    """14 words, 2 sentences, 17 syllables."""
    assert grade(["Take the tablet with a meal. Ask your pharmacist if you are not sure."]) == pytest.approx(
        0.39 * 14 / 2 + 11.8 * 17 / 14 - 15.59
    )


def test_harder_words_and_longer_sentences_are_harder() -> None:
    easy = grade(["Ask your doctor first. Do not start yet."])
    longer = grade(["Ask your doctor first and do not start yet."])
    harder = grade(["Consult an anticoagulation specialist beforehand. Postpone supplementation."])
    assert easy < longer < harder


def test_nothing_to_read_has_no_grade() -> None:
    assert grade([]) == grade(["", "..."]) == 0
