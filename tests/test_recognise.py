"""What people, pharmacies and computers write, and what is read in it."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from rapidfuzz.distance import Editop, Editops, Levenshtein

from planner.edition import names_of
from planner.library import Knowledge, read_knowledge
from planner.names import Target
from planner.recognise import Reading, look_up, recogniser
from planner.spelling import key, tokens
from planner.vocabulary import Match

KNOWLEDGE = read_knowledge()
Entry = Any


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
        ("breast cancer treated with spread to bone", "cancer"),
        ("bowel cancer treated but spread", "cancer"),
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


def read_with(text: str, table: str = "medicine", **more: Entry) -> tuple[list[str], set[str]]:
    """Read with more medicines in the list than the shipped ones; return what was read and how."""
    entries = {kind: dict(known) for kind, known in KNOWLEDGE.entries.items()}
    entries["substance"] |= {each.id: each for each in more.values()}
    readings = recogniser(Knowledge(entries, "more", KNOWLEDGE.places)).read(text, table)
    return [target.id for each in readings for target in each.targets], {each.match.value for each in readings}


def medicine(name: str, *names: str) -> Entry:
    """A medicine nobody has, with names of its own."""
    model: Entry = next(iter(KNOWLEDGE.all("substance")))
    return model.but(id=name.replace(" ", "-"), name=name, names=names, misspellings=(), in_class=None, also=())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Zorblone 1% cream", "zorblone-on-the-skin"),
        ("zorblone 10 MG/ML Topical Ointment", "zorblone-on-the-skin"),
        ("Zorbex cream twice a day", "zorblone-on-the-skin"),
        ("zorblone", "zorblone"),
        ("zorblone 5 mg", "zorblone"),
        ("zorblone 5 mg tablets and cream", "zorblone"),
        ("zorblone cream or capsules", "zorblone"),
        ("zorblone 5 mg for my skin", "zorblone"),
        ("zorblone eye drops", "zorblone"),
        ("zorblone with Qqx cream", "zorblone"),
    ],
)
def test_only_a_form_that_has_a_name_of_its_own_is_local(text: str, found: str) -> None:
    inside, outside = medicine("zorblone", "Zorbex"), medicine("zorblone on the skin", "zorblone cream")
    assert read_with(text, inside=inside, outside=outside)[0] == [found]


def test_a_salt_is_no_product_and_a_product_no_salt() -> None:
    statin = medicine("rosuvastatin")
    assert read_with("rosuvastatin calcium 10 mg", statin=statin) == (["rosuvastatin"], {"recognised"})
    assert read_with("rosuvastatin 10 mg, calcium 500 mg", statin=statin)[0] == ["rosuvastatin", "calcium"]
    assert read_with("rosuvastatin 10 mg calcium", statin=statin)[0] == ["rosuvastatin", "calcium"]
    assert read_with("rosuvastatin calcium carbonate", statin=statin)[0] == ["rosuvastatin", "calcium"]
    assert targets("warfarin calcium") == ["warfarin", "calcium"]
    assert matches("Qqx sulfate") == ["unrecognised"]
    assert "unrecognised" in matches("calcium sulfate")


@pytest.mark.parametrize("text", ["amlodipine 5 mg one a day", "one a day amlodipine", "Amlodipine 5mg One-A-Day"])
def test_one_a_day_beside_a_medicine_is_a_schedule(text: str) -> None:
    assert targets(text) == ["amlodipine"]


def test_one_a_day_alone_is_the_product() -> None:
    assert targets("One-A-Day") == targets("One A Day daily") == ["multivitamin"]
    assert matches("Qqx one a day") == ["unrecognised"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("warfarin (Coumadin) 5 mg", ["warfarin"]),
        ("warfarin 5 MG Oral Tablet [Coumadin]", ["warfarin"]),
        ("Coumadin [Eliquis]", ["warfarin", "apixaban"]),
        ("lisinopril 20 mg / hydrochlorothiazide 12.5 mg [Zestoretic]", ["lisinopril-with-hydrochlorothiazide"]),
        ("lisinopril, hydrochlorothiazide", ["lisinopril", "hydrochlorothiazide"]),
        ("Eliquis (blood thinner)", ["apixaban"]),
        ("Eliquis, blood thinner", ["apixaban", "vitamin-k-antagonist"]),
        ("amlodipine (blood thinner)", ["amlodipine", "vitamin-k-antagonist"]),
    ],
)
def test_a_name_told_twice_counts_once_and_two_names_both(text: str, found: list[str]) -> None:
    assert targets(text) == found


@pytest.mark.parametrize("text", ["warfarin, stopped", "warfarin no longer taking", "warfarin in the past", "used to take warfarin"])
def test_words_of_the_past_leave_a_medicine_taken(text: str) -> None:
    assert (targets(text), set(matches(text))) == (["warfarin"], {"recognised"})


def test_not_is_never_set_aside() -> None:
    assert targets("not taking warfarin") == ["warfarin"]
    assert "unrecognised" in matches("not taking warfarin")


def test_names_known_to_be_taken_for_one_another_are_all_asked_about() -> None:
    names = recogniser(KNOWLEDGE).names
    for group in KNOWLEDGE.all("look_alike"):
        known = [name for name in group.names if key(name) in names.of]  # and under five letters nothing is guessed
        for name in known:
            typed = name + name[-1]
            if key(typed) in names.of or len(key(name)) < 5:
                continue
            (reading,) = read(typed)
            assert reading.match is Match.ambiguous, typed
            meant = {target for each in known for target in names.of[key(each)] if target.table != "allergy"}
            assert meant <= set(reading.candidates), typed


def near_pairs(names: list[str]) -> Iterator[tuple[str, str]]:
    """Yield names two letters apart at most (one where they are short): they are equal after leaving letters out."""
    left_out: dict[str, list[str]] = {}
    for name in names:
        for some in {*combinations(range(len(name)), 1), *(combinations(range(len(name)), 2) if len(name) >= 8 else ())}:
            left_out.setdefault("".join(letter for at, letter in enumerate(name) if at not in some), []).append(name)
    seen = {pair for those in left_out.values() for pair in combinations(sorted(set(those)), 2)}
    for name, other in sorted(seen):
        if Levenshtein.distance(name, other) <= (1 if min(len(name), len(other)) < 8 else 2):
            yield name, other


def test_a_spelling_between_two_medicines_asks_about_both() -> None:
    """Over the whole list: names of different medicines within two letters, and what stands between them."""
    reader = recogniser(KNOWLEDGE)
    of = reader.names.of
    means = {name: {each for each in those if each.table == "medicine"} for name, those in of.items()}
    medicines = [name for name, those in means.items() if those and 5 <= len(name) <= 14 and name.isalpha() and name.isascii()]
    pairs = [(name, other, spelling_between(name, other)) for name, other in near_pairs(medicines) if not means[name] & means[other]]
    wrong = []
    for name, other, between in pairs:
        if between in of:
            continue
        readings = reader.read(between, "medicine")
        asked = {target for each in readings for target in each.candidates}
        if any(each.targets for each in readings) or not asked >= means[name] | means[other]:
            wrong.append((name, other, between))
    assert len(pairs) > 10
    assert wrong == []


def spelling_between(name: str, other: str) -> str:
    """One letter of the way from a name to another; at one letter apart, a third letter where they differ."""
    steps = Levenshtein.editops(name, other)
    if len(steps) > 1:
        first = steps[:1]
        assert isinstance(first, Editops)
        return first.apply(name, other)
    step, longer = steps[0], max(name, other, key=len)
    assert isinstance(step, Editop)
    at = step.dest_pos if longer == other else step.src_pos
    return longer[:at] + "q" + longer[at + 1 :]


def test_whatever_is_within_two_letters_of_a_guarded_medicine_asks() -> None:
    reader = recogniser(KNOWLEDGE)
    guarded = [
        name for name, those in reader.names.of.items() if reader.names.guarded & set(those) and 6 <= len(name) <= 20 and name.isascii()
    ]
    assert len(guarded) > 100
    for name in guarded:
        for typed in (name[:2] + "qq" + name[4:], name[1] + name[0] + name[2:-1], "x" + name + "x"):
            if key(typed) not in reader.names.of:
                for table in ("medicine", "supplement", "condition"):
                    (reading,) = reader.read(typed, table)
                    assert set(reading.candidates) & reader.names.guarded, (name, typed, table)


def test_elsewhere_only_one_letter_is_guessed() -> None:
    assert "hydrochlorothiazide" in [each.id for each in read("hydrochlorothiazidee", "condition")[0].candidates]
    assert "hydrochlorothiazide" not in [each.id for each in read("hydrochlorothiazxee", "condition")[0].candidates]


def test_short_names_are_not_guessed() -> None:
    assert matches("HCTX") == ["unrecognised"]


def test_exact_names_are_never_in_doubt(knowledge: Knowledge) -> None:
    reader = recogniser(knowledge)
    doubted = [
        (kind, spelling)
        for kind in ("class", "substance", "combination", "product")
        for each in knowledge.all(kind)
        for spelling in names_of(kind, each)
        if any(reading.match is not Match.recognised for reading in reader.read(spelling, Target(kind, each.id).table))
    ]
    assert doubted == []


def test_the_end_of_one_thing_is_not_the_start_of_the_next_name() -> None:
    assert targets("vitamin A, D", "supplement") != ["vitamin-d"]
    assert targets("D3 + K2", "supplement") == ["d3-with-k2"]


def test_a_phrase_that_says_nothing_is_set_aside_whole() -> None:
    """Whatever shorter phrase it begins with, and whatever longer one begins with it."""
    wording = recogniser(KNOWLEDGE).wording
    phrases = {tuple(tokens(word)) for kind in ("set_aside", "local_form") for each in KNOWLEDGE.all(kind) for word in each.words}
    known = [words for words in phrases if "".join(words) in wording.aside_from_conditions and not words[0][:1].isdigit()]
    assert sum(len(words) > 1 for words in known) > 300
    assert [words for words in known if wording.set_aside(list(words), "condition") != set(range(len(words)))] == []
