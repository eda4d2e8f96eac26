"""What people, pharmacies and computers write, and what is read in it."""

import pytest

from planner.library import Knowledge, read_knowledge
from planner.recognise import Reading, look_up, recogniser
from planner.vocabulary import Match

KNOWLEDGE = read_knowledge()


def read(text: str, table: str = "medicine") -> tuple[Reading, ...]:
    return recogniser(KNOWLEDGE).read(text, table)


def targets(text: str, table: str = "medicine") -> list[str]:
    return [target.id for reading in read(text, table) for target in reading.targets]


def matches(text: str, table: str = "medicine") -> list[str]:
    return [reading.match.value for reading in read(text, table)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("warfarin", "warfarin"),
        ("WARFARIN", "warfarin"),
        ("Coumadin 5 mg tab", "warfarin"),
        ("Coumadin® 5mg", "warfarin"),
        ("Warfarin Sodium 5 MG Oral Tablet [Coumadin]", "warfarin"),
        ("warfrin 3mg at night", "warfarin"),
        ("Варфарин", "warfarin"),
        ("ワルファリン", "warfarin"),
        ("ｗａｒｆａｒｉｎ", "warfarin"),
        ("war\u200bfa\u00adrin", "warfarin"),
        ("WARFARİN", "warfarin"),
        ("warfarın", "warfarin"),
        ("Marcumar", "phenprocoumon"),
        ("markumar", "phenprocoumon"),
        ("Sintrom Mitis", "acenocoumarol"),
        ("Eliquis 2.5 mg twice daily", "apixaban"),
        ("Synthroid 75 mcg", "levothyroxine"),
        ("L-Thyroxin 100", "levothyroxine"),
        ("HCTZ 12.5 mg once daily", "hydrochlorothiazide"),
        ("blood thinner", "vitamin-k-antagonist"),
        ("rat poison tablets", "vitamin-k-antagonist"),
        ("Blutverdünner", "vitamin-k-antagonist"),
        ("water tablet", "thiazide-diuretic"),
    ],
)
def test_a_name_is_found_by_its_exact_spelling_whatever_stands_around_it(text: str, found: str) -> None:
    assert set(targets(text)) == {found}
    assert set(matches(text)) == {"recognised"}


@pytest.mark.parametrize(
    ("text", "candidate"),
    [
        ("warfarinn", "warfarin"),
        ("wаrfarin", "warfarin"),
        ("Cоumаdin", "warfarin"),
        ("marcunar", "phenprocoumon"),
        ("eliqius", "apixaban"),
        ("sinthrpme", "acenocoumarol"),
    ],
)
def test_a_letter_or_two_wrong_or_only_alike_is_a_suggestion(text: str, candidate: str) -> None:
    (reading,) = read(text)
    assert reading.match is Match.ambiguous
    assert candidate in [target.id for target in reading.candidates]
    assert reading.targets == ()


@pytest.mark.parametrize("text", ["Zzyqx forte", "little white heart tablet", "tablet", "5 mg", "中文", "?!"])
def test_what_cannot_be_read_stays_unread(text: str) -> None:
    assert matches(text) == ["unrecognised"]


@pytest.mark.parametrize("separator", [", ", "; ", " + ", " / ", " and ", "\n", " & "])
def test_every_part_of_an_entry_counts(separator: str) -> None:
    assert targets(f"warfarin 3 mg{separator}Eliquis") == ["warfarin", "apixaban"]
    assert matches(f"warfarin 3 mg{separator}Zzyqx") == ["recognised", "unrecognised"]


def test_a_combination_stands_for_all_its_substances() -> None:
    (target,) = [target for reading in read("Zestoretic 20-12.5") for target in reading.targets]
    assert {each.id for each in recogniser(KNOWLEDGE).names.substances(target)} == {"lisinopril", "hydrochlorothiazide"}


def test_a_decimal_comma_is_no_separator() -> None:
    assert matches("indapamide 1,5 mg") == ["recognised"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mechanical heart valve replacement 2015", "mechanical-heart-valve"),
        ("valve replacement", "mechanical-heart-valve"),
        ("tissue valve", "bioprosthetic-heart-valve"),
        ("history of sarcoidosis", "granulomatous-disease"),
        ("chronic kidney disease", "chronic-kidney-disease"),
        ("CKD stage 4 since 2019", "severe-kidney-disease"),
        ("coeliac disease, stable", "coeliac-disease-stable"),
        ("coeliac disease, not stable", "coeliac-disease"),
        ("breast cancer treated 8 years ago", "cancer-in-the-past"),
        ("breast cancer 8 years ago, chemo now", "cancer"),
    ],
)
def test_a_condition_is_found_inside_a_phrase(text: str, found: str) -> None:
    assert found in targets(text, "condition")


def test_a_risk_word_counts_as_the_strictest_condition_it_could_mean() -> None:
    (reading,) = read("funny kidney thing", "condition")
    assert reading.match is Match.unrecognised
    assert reading.risk == ("severe-kidney-disease",)


@pytest.mark.parametrize("text", ["vitamin D deficiency", "raised blood calcium level"])
def test_a_product_inside_a_condition_is_not_counted_as_taken(text: str) -> None:
    assert all(target.table != "supplement" for reading in read(text, "condition") for target in reading.targets)


def test_a_medicine_told_as_a_condition_still_counts() -> None:
    assert targets("on warfarin", "condition") == ["warfarin"]


def test_an_allergy_word_in_a_medicine_list_is_no_allergy() -> None:
    assert all(target.table != "allergy" for reading in read("milk thistle") for target in reading.targets)


def test_every_name_of_the_knowledge_reads_as_itself(knowledge: Knowledge) -> None:
    names = recogniser(knowledge)
    wrong = []
    for kind in ("substance", "combination"):
        for each in knowledge.all(kind):
            for spelling in each.names:
                found = {target.id for reading in names.read(spelling, "medicine") for target in reading.targets}
                if each.id not in found:
                    wrong.append((each.id, spelling))
    assert wrong == []


def test_looking_up_says_it_in_plain_words(knowledge: Knowledge) -> None:
    found = look_up(knowledge, "Marcumar 3 mg", "medicine")
    assert (found.match, found.names) == (Match.recognised, ("phenprocoumon",))
    assert "warfarin kind" in found.plain
    assert "warfarin" in look_up(knowledge, "warfarinn", "medicine").candidates
