"""Strict reading: what is no profile is refused with one line a fault, `name:line:column: field: what is wrong; what is allowed`.

In the texts below ▶ stands just before the place that the line must point at; it is taken out before reading. Values are
health data, so no line may repeat one.
"""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import draws

from planner.compose import make_plan
from planner.errors import ProfileError
from planner.library import Knowledge
from planner.located import LARGEST, locate, strict
from planner.profile import Profile
from planner.reading import locate_faults, read_profile
from planner.record import fields_of
from planner.shape import to_json
from planner.understand import understand

PEOPLE = sorted((Path(__file__).parent / "profiles").glob("*.json"))
REST = '"sex": "female", "country": "GB", "goals": ["general"]'
ADULT = f'"age": 40, {REST}'
CANARY = "ZZCANARY"

AGE = "a whole number from 0 to 120, without quotes"
VALUE = "a text in quotes, a number, true, false, null, a list or a table"
NUMBER = "digits, with a point for decimals, like 62 or 2.5"
KEY = 'a key, a colon and a value, like "age": 67'
ALL_MISSING = "a profile tells age or date_of_birth, sex, country and goals"
SLOTS = "one of morning, midday, evening or bedtime"
NUTRIENTS = "one of vitamin_k1, mk4, mk7, vitamin_d, magnesium, calcium, vitamin_a or vitamin_e"
UNITS = "one of micrograms, mcg, ug, µg, milligrams, mg, g, IU or units"
SPELLING = "a text of this size or spelling is not accepted"


def refusal(data: bytes, knowledge: Knowledge, today: date) -> list[str]:
    """Return the lines that refuse a profile, as the command prints them; none if it is read."""
    try:
        understand(read_profile(data), knowledge, today)
    except ProfileError as error:
        located = error if error.places else locate_faults(error, data)
        located.source = "ann.json"
        return located.lines()
    return []


def marked(text: str) -> tuple[bytes, list[str]]:
    """Return a text without its marks, and `line:column` of each mark."""
    places, plain = [], ""
    for piece in text.split("▶"):
        plain += piece
        places.append(f"{plain.count(chr(10)) + 1}:{len(plain) - plain.rfind(chr(10))}")
    return plain.encode(), places[:-1]


def adult(more: str) -> str:
    return f"{{{ADULT}, {more}}}"


# -- one line each ---------------------------------------------------------------------------------------------------

REFUSED: dict[str, tuple[str, str]] = {
    # the text as a whole
    "an empty text": ("▶", 'profile: the text is empty; a profile in curly brackets, like {"age": 67}'),
    "only spaces": ("▶ \n ", 'profile: the text is empty; a profile in curly brackets, like {"age": 67}'),
    "a list": ("▶[]", "profile: a list is not a profile; a table in curly brackets"),
    "a text": ('▶"Ann"', "profile: a text is not a profile; a table in curly brackets"),
    "null": ("▶null", "profile: null is not a profile; a table in curly brackets"),
    "a number": (" ▶7", "profile: a number is not a profile; a table in curly brackets"),
    "nothing told": (
        "▶{}",
        f"profile: the keys age or date_of_birth, sex, country, goals are missing; {ALL_MISSING}",
    ),
    "only an age": ('▶{"age": 40}', f"profile: the keys sex, country, goals are missing; {ALL_MISSING}"),
    "no sex": ('▶{"age": 40, "country": "GB", "goals": ["bone"]}', f"profile: the key sex is missing; {ALL_MISSING}"),
    "no age": (f"▶{{{REST}}}", f"profile: the key age or date_of_birth is missing; {ALL_MISSING}"),
    "an age that is null": (f'▶{{"age": null, {REST}}}', f"profile: the key age or date_of_birth is missing; {ALL_MISSING}"),
    "two profiles": (
        f"{{{ADULT}}} ▶{{{ADULT}}}",
        "profile: there is more text after the end of the profile; one profile in one pair of brackets",
    ),
    "an open bracket": (f"{{{ADULT}▶", "profile: a comma or } is missing here; items stand between commas"),
    "a comma at the end": (f"{{{ADULT},▶}}", f"profile: a key in quotes is missing here; {KEY}"),
    "a key without quotes": ("{▶age: 40}", f"profile: a key in quotes is missing here; {KEY}"),
    "single quotes": ("{▶'age': 40}", f"profile: a key in quotes is missing here; {KEY}"),
    "no colon": ('{"age" ▶40}', f"age: a colon is missing after the key; {KEY}"),
    "no comma": ('{"age": 40 ▶"sex": "female"}', "profile: a comma or } is missing here; items stand between commas"),
    # nesting and numbers
    "100,000 brackets": ("[" * 20 + "▶" + "[" * 99_980, "profile: nested deeper than 20 levels; a profile needs fewer than 5"),
    "tables 21 deep": ('{"a":' * 20 + "▶" + '{"a":' * 50_000, "profile: nested deeper than 20 levels; a profile needs fewer than 5"),
    "NaN": (f'{{"age": ▶NaN, {REST}}}', f"age: the word NaN is not a value; {VALUE}"),
    "Infinity": (f'{{"age": ▶Infinity, {REST}}}', f"age: the word Infinity is not a value; {VALUE}"),
    "minus Infinity": (f'{{"age": ▶-Infinity, {REST}}}', f"age: this is not a number as JSON writes it; {NUMBER}"),
    "1e999": (f'{{"age": ▶1e999, {REST}}}', "age: the number is too large; a number a person would write"),
    "1e999 in an amount": (
        adult('"supplements": [{"name": "D3", "amount": ▶1e999, "unit": "IU"}]'),
        "supplements[0].amount: the number is too large; a number a person would write",
    ),
    "a number of 5,000 digits": (
        f'{{"age": ▶{"9" * 5000}, {REST}}}',
        "age: the number has more than 30 digits; a number a person would write",
    ),
    "a fraction of 5,000 digits": (
        f'{{"age": ▶6.{"9" * 5000}, {REST}}}',
        "age: the number has more than 30 digits; a number a person would write",
    ),
    "a leading zero": (f'{{"age": ▶062, {REST}}}', f"age: this is not a number as JSON writes it; {NUMBER}"),
    "a plus sign": (f'{{"age": ▶+62, {REST}}}', f"age: this word is not a value; {VALUE}"),
    "a point at the end": (f'{{"age": ▶62., {REST}}}', f"age: this is not a number as JSON writes it; {NUMBER}"),
    "a point at the start": (f'{{"age": ▶.5, {REST}}}', f"age: this character is not a value; {VALUE}"),
    # types
    "an age in quotes": ('{"age": ▶"62"}', f"age: a text is not accepted here; {AGE}"),
    "true as an age": (f'{{"age": ▶true, {REST}}}', f"age: true or false is not accepted here; {AGE}"),
    "62.0 as an age": (f'{{"age": ▶62.0, {REST}}}', f"age: a number is not accepted here; {AGE}"),
    "1e1 as an age": (f'{{"age": ▶1e1, {REST}}}', f"age: a number is not accepted here; {AGE}"),
    "a list as an age": (f'{{"age": ▶[], {REST}}}', f"age: a list is not accepted here; {AGE}"),
    "an age of 121": (f'{{"age": ▶121, {REST}}}', f"age: a number of this size or spelling is not accepted; {AGE}"),
    "an age below nought": (f'{{"age": ▶-1, {REST}}}', f"age: a number of this size or spelling is not accepted; {AGE}"),
    "1 as a yes": (adult('"surgery_planned": ▶1'), "surgery_planned: a number is not accepted here; true or false, without quotes"),
    "yes as a yes": (adult('"inr_tests": ▶"yes"'), "inr_tests: a text is not accepted here; true or false, without quotes"),
    "medicines as a text": (
        adult('"medicines": ▶"warfarin"'),
        'medicines: a text is not accepted here; a list in square brackets, or "not_sure" where the question allows it',
    ),
    "a number as a medicine": (
        adult('"medicines": [▶7]'),
        "medicines[0]: a number is not accepted here; a text, or a table in curly brackets",
    ),
    "an amount in quotes": (
        adult('"supplements": [{"name": "D3", "amount": ▶"1000", "unit": "IU"}]'),
        "supplements[0].amount: a text is not accepted here; a number, without quotes",
    ),
    "food as a list": (adult('"eats": ▶["natto"]'), "eats: a list is not accepted here; a table in curly brackets"),
    # keys
    "a misspelt key": ('{"medicnes": ▶[]}', "medicnes: this key is not known; did you mean medicines?"),
    "a key in capitals": (adult('"MEDICINES": ▶[]'), "MEDICINES: this key is not known; did you mean medicines?"),
    "a laboratory result nobody asks for": (
        adult('"labs": {"potassium": ▶{"value": 4}}'),
        "labs.potassium: this key is not known; known keys are vitamin_d_25oh, egfr, calcium, inr",
    ),
    "a key that stands twice": (
        adult('"medicines": ["warfarin"],\n ▶"medicines": []'),
        "medicines: the key stands twice, first in line 1; each key once",
    ),
    "a key that stands twice inside a table": (
        adult('"labs": {"inr": {"value": 2,\n▶"value": 1}}'),
        "labs.inr.value: the key stands twice, first in line 1; each key once",
    ),
    "a key that stands twice, once with an escape": (
        adult('"medicines": ["warfarin"],\n ▶"m\\u0065dicines": []'),
        "medicines: the key stands twice, first in line 1; each key once",
    ),
    # letters
    "half a character": (adult('"name": ▶"a\\ud800b"'), "name: the text holds half a character or a NUL; write the letter itself"),
    "half a character in a key": (adult('▶"a\\ud800b": 1'), "profile: the text holds half a character or a NUL; write the letter itself"),
    "a NUL": (adult('"name": ▶"a\\u0000b"'), "name: the text holds half a character or a NUL; write the letter itself"),
    "a raw NUL": (
        adult('"name": "a▶\x00b"'),
        "name: the text in quotes is not closed or holds a raw control character; close it with a quote; write \\n for a new line",
    ),
    "a raw new line": (
        adult('"name": "a▶\nb"'),
        "name: the text in quotes is not closed or holds a raw control character; close it with a quote; write \\n for a new line",
    ),
    "a terminal escape": (
        adult('"name": ▶"a\\u001b]0;b"'),
        "name: the text holds a control character; letters, digits and signs that can be printed",
    ),
    "a bidi override": (
        adult('"name": ▶"a\\u202eb"'),
        "name: the text holds a control character; letters, digits and signs that can be printed",
    ),
    "a raw bidi override": (
        adult('"name": ▶"a\u202eb"'),
        "name: the text holds a control character; letters, digits and signs that can be printed",
    ),
    "a bidi isolate in a medicine": (
        adult('"medicines": [{"name": ▶"\\u2066warfarin\\u2069"}]'),
        "medicines[0].name: the text holds a control character; letters, digits and signs that can be printed",
    ),
    "a name of spaces": (adult('"name": ▶"   "'), "name: the text is empty; some words, or leave the key out"),
    "an empty medicine": (adult('"medicines": [▶""]'), "medicines[0]: the text is empty; some words, or leave the key out"),
    "a name of 121 letters": (adult(f'"name": ▶"{"a" * 121}"'), f"name: {SPELLING}; at most 120"),
    "a medicine of 301 letters": (adult(f'"medicines": [▶"{"a" * 301}"]'), f"medicines[0]: {SPELLING}; at most 300"),
    "201 medicines": (adult('"medicines": ▶[' + '"x", ' * 200 + '"x"]'), "medicines: a list of 201 is not accepted; at most 200"),
    # closed words
    "a diet nobody knows": (adult('"diet": ▶"paleo"'), f"diet: {SPELLING}; one of omnivore, pescatarian, vegetarian or vegan"),
    "a country in small letters": (
        '{"age": 40, "sex": "female", "country": ▶"gb", "goals": ["bone"]}',
        f"country: {SPELLING}; two capital letters, like GB or US",
    ),
    "no goal": ('{"age": 40, "sex": "female", "country": "GB", "goals": ▶[]}', "goals: a list of 0 is not accepted; at least 1"),
    "a goal nobody knows": (
        '{"age": 40, "sex": "female", "country": "GB", "goals": [▶"bones"]}',
        f"goals[0]: {SPELLING}; one of general, bone, arterial_stiffness, leg_circulation, leg_cramps, vitamin_d or clear_arteries",
    ),
    "a slot nobody knows": (adult('"medicines": [{"name": "x", "slots": [▶"noon"]}]'), f"medicines[0].slots[0]: {SPELLING}; {SLOTS}"),
    "a language that is not there yet": (adult('"print": {"language": ▶"de"}'), f"print.language: {SPELLING}; en"),
    "a blood thinner answer nobody knows": (
        adult('"blood_thinner": ▶"yes"'),
        f"blood_thinner: {SPELLING}; one of no, vitamin_k_antagonist, other or unknown_kind",
    ),
    # dates
    "a date that does not exist": (
        adult('"medicines": [{"name": "x", "stopped": ▶"2026-13-01"}]'),
        "medicines[0].stopped: this text is not a date; a date as YYYY-MM-DD",
    ),
    "stopped after the plan's date": (
        adult('"medicines": ["x", {"name": "x", "stopped": ▶"2026-11-24"}]'),
        "medicines[1].stopped: the date is after the plan's date; a date in the past, or leave it out",
    ),
    "since next year": (
        adult('"conditions": [{"name": "x", "since": ▶"2027"}]'),
        "conditions[0].since: the date does not exist or is after the plan's date; a date in the past",
    ),
    "since next month": (
        adult('"conditions": [{"name": "x", "since": ▶"2026-12"}]'),
        "conditions[0].since: the date does not exist or is after the plan's date; a date in the past",
    ),
    "since a day that does not exist": (
        adult('"conditions": [{"name": "x", "since": ▶"2026-02-30"}]'),
        "conditions[0].since: the date does not exist or is after the plan's date; a date in the past",
    ),
    "since in words": (
        adult('"conditions": [{"name": "x", "since": ▶"last year"}]'),
        f"conditions[0].since: {SPELLING}; a year, a month or a day, like 2026, 2026-03 or 2026-03-14",
    ),
    "a laboratory date in the future": (
        adult('"labs": {"egfr": {"value": 60, "unit": "mL/min", "date": ▶"2026-11-24"}}'),
        "labs.egfr.date: the date is after the plan's date; a date in the past, or leave it out",
    ),
    "a laboratory date that is none": (
        adult('"labs": {"egfr": {"value": 60, "unit": "mL/min", "date": ▶"2026"}}'),
        "labs.egfr.date: this text is not a date; a date as YYYY-MM-DD",
    ),
    "an age that is not the date of birth's": (
        f'{{"age": ▶40, "date_of_birth": "2010-01-01", {REST}}}',
        "age: the age and the date of birth disagree; give one of them, or both right",
    ),
    "born tomorrow": (
        f'{{"date_of_birth": ▶"2026-11-24", {REST}}}',
        "date_of_birth: the date is after the plan's date; a date in the past",
    ),
    "born before 1900": (
        f'{{"date_of_birth": ▶"1899-12-31", {REST}}}',
        "date_of_birth: the date is before 1900; a date of birth from 1900 on, as YYYY-MM-DD",
    ),
    "born on a date with strokes": (
        f'{{"date_of_birth": ▶"03/05/1959", {REST}}}',
        "date_of_birth: this text is not a date; a date as YYYY-MM-DD",
    ),
    "born on a number of seconds": (f'{{"date_of_birth": ▶"0", {REST}}}', "date_of_birth: this text is not a date; a date as YYYY-MM-DD"),
    # units, amounts, foods
    "a result without a unit": (
        adult('"labs": {"egfr": ▶{"value": 60}}'),
        "labs.egfr.unit: the unit is missing or not one of this result; one of mL/min/1.73m2, mL/min",
    ),
    "a result in another result's unit": (
        adult('"labs": {"egfr": {"value": 60, "unit": ▶"nmol/L"}}'),
        "labs.egfr.unit: the unit is missing or not one of this result; one of mL/min/1.73m2, mL/min",
    ),
    "25-OH vitamin D of 600": (
        adult('"labs": {"vitamin_d_25oh": {"value": ▶600, "unit": "nmol/L"}}'),
        "labs.vitamin_d_25oh.value: the number cannot be right in this unit; from 0 to 500 nmol/L",
    ),
    "25-OH vitamin D of 201 in the other unit": (
        adult('"labs": {"vitamin_d_25oh": {"value": ▶201, "unit": "ng/mL"}}'),
        "labs.vitamin_d_25oh.value: the number cannot be right in this unit; from 0 to 500 nmol/L",
    ),
    "calcium in the wrong unit": (
        adult('"labs": {"calcium": {"value": ▶9.8, "unit": "mmol/L"}}'),
        "labs.calcium.value: the number cannot be right in this unit; from 0.5 to 6 mmol/L",
    ),
    "a food nobody knows": (adult('"eats": {"nato": ▶"daily"}'), "eats.nato: this food is not known; did you mean natto?"),
    "a frequency nobody knows": (
        adult('"eats": {"natto": ▶"sometimes"}'),
        f"eats.natto: {SPELLING}; one of never, monthly, weekly, often or daily",
    ),
    "international units of magnesium": (
        adult('"supplements": [{"name": "magnesium", "amount": 400, "unit": ▶"IU"}]'),
        "supplements[0].unit: IU is not a unit of magnesium; the unit on the pack",
    ),
    "international units of calcium on a label": (
        adult('"supplements": [{"name": "x", "contains": [{"nutrient": "calcium", "amount": 3, "unit": ▶"IU"}]}]'),
        "supplements[0].contains[0].unit: IU is not a unit of calcium; one of milligrams, mg, g, micrograms, mcg, ug, µg",
    ),
    "a unit nobody knows": (
        adult('"supplements": [{"name": "x", "amount": 5, "unit": ▶"drops"}]'),
        f"supplements[0].unit: {SPELLING}; {UNITS}",
    ),
    "a nutrient nobody counts": (
        adult('"supplements": [{"name": "x", "contains": [{"nutrient": ▶"zinc", "amount": 3, "unit": "mg"}]}]'),
        f"supplements[0].contains[0].nutrient: {SPELLING}; {NUTRIENTS}",
    ),
    "an amount without its unit": (
        adult('"supplements": [▶{"name": "x", "amount": 5}]'),
        "supplements[0]: an amount and its unit belong together; give amount and unit, or neither",
    ),
    "two frequencies": (
        adult('"supplements": [▶{"name": "x", "per_day": 1, "per_week": 1}]'),
        "supplements[0]: only one of per_day, per_week and per_month can be given; one of per_day, per_week and per_month",
    ),
}


# What the program does not do yet; each of these is expected to fail until it does.
@pytest.mark.parametrize(("text", "line"), REFUSED.values(), ids=REFUSED)
def test_refused(text: str, line: str, knowledge: Knowledge, today: date) -> None:
    data, (place,) = marked(text)
    assert refusal(data, knowledge, today) == [f"ann.json:{place}: {line}"]


def test_several_faults_are_told_together_in_the_order_they_stand(knowledge: Knowledge, today: date) -> None:
    data, (sex, name, misspelt) = marked(
        f'{{"age": 40, "sex": ▶"f", "country": "GB",\n"medicines": [▶{{"nam": ▶"{CANARY}"}}], "goals": ["bone"]}}'
    )
    assert refusal(data, knowledge, today) == [
        f"ann.json:{sex}: sex: {SPELLING}; one of female, male, intersex or undisclosed",
        f"ann.json:{name}: medicines[0].name: this key is missing; it has to be told",
        f"ann.json:{misspelt}: medicines[0].nam: this key is not known; did you mean name?",
    ]


def test_faults_of_meaning_are_told_together(knowledge: Knowledge, today: date) -> None:
    data, (stopped, value) = marked(
        adult('"medicines": [{"name": "x", "stopped": ▶"2027-01-01"}],\n"labs": {"calcium": {"value": ▶98, "unit": "mmol/L"}}')
    )
    assert refusal(data, knowledge, today) == [
        f"ann.json:{stopped}: medicines[0].stopped: the date is after the plan's date; a date in the past, or leave it out",
        f"ann.json:{value}: labs.calcium.value: the number cannot be right in this unit; from 0.5 to 6 mmol/L",
    ]


def test_a_fault_in_a_file_of_many_lines_has_its_line(knowledge: Knowledge, today: date) -> None:
    data, (place,) = marked('{\n  "age": 40,\n  "sex": "female",\n  "country": "GB",\n  "goals": [\n    "bone"\n  ],\n  "diet": ▶7\n}\n')
    assert refusal(data, knowledge, today) == [
        f"ann.json:{place}: diet: a number of this size or spelling is not accepted; one of omnivore, pescatarian, vegetarian or vegan"
    ]


def test_columns_count_letters_not_bytes(knowledge: Knowledge, today: date) -> None:
    data, (place,) = marked(f'{{"name": "Zoë 中文 🌿", "age": ▶"62", {REST}}}')
    assert refusal(data, knowledge, today) == [f"ann.json:{place}: age: a text is not accepted here; {AGE}"]


# -- encodings and sizes ---------------------------------------------------------------------------------------------


def test_utf_8_with_its_mark_is_read(knowledge: Knowledge, today: date) -> None:
    assert refusal(b"\xef\xbb\xbf" + adult('"name": "Zoë"').encode(), knowledge, today) == []


def test_the_mark_does_not_move_the_column(knowledge: Knowledge, today: date) -> None:
    assert refusal(b'\xef\xbb\xbf{"age": "62"}', knowledge, today) == [f"ann.json:1:9: age: a text is not accepted here; {AGE}"]


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (adult('"name": "Ann"').encode("utf-16"), "1:1"),
        (adult('"name": "Ann"').encode("utf-16-le") + "\ud83c".encode("utf-16-le", "surrogatepass"), None),
        (b'{"age": 40,\n "name": "Zo\xeb"}', "2:13"),
        (b'{"age": 40,\n "name": "a\xed\xa0\x80"}', "2:12"),
    ],
    ids=["UTF-16", "UTF-16 without its mark", "Latin-1", "half a character in bytes"],
)
def test_other_encodings_are_refused(data: bytes, place: str | None, knowledge: Knowledge, today: date) -> None:
    lines = refusal(data, knowledge, today)
    if place is None:
        assert len(lines) == 1
    else:
        assert lines == [f"ann.json:{place}: profile: the text is not UTF-8; save the file as UTF-8"]


def test_a_text_too_long_for_a_profile_is_refused(knowledge: Knowledge, today: date) -> None:
    data = b" " * (LARGEST + 1)
    assert refusal(data, knowledge, today) == [
        "ann.json:1:1: profile: the text is longer than 1,000,000 bytes; one profile is a few thousand bytes"
    ]


def test_the_longest_text_allowed_is_read(knowledge: Knowledge, today: date) -> None:
    text = adult('"name": "Ann"').encode()
    assert refusal(text + b" " * (LARGEST - len(text)), knowledge, today) == []


def test_a_yaml_profile_is_no_profile(knowledge: Knowledge, today: date) -> None:
    assert len(refusal(b"age: 40\nsex: no\n", knowledge, today)) == 1


# -- no value is repeated --------------------------------------------------------------------------------------------

HIDDEN = {
    "a text where a number belongs": f'{{"age": "{CANARY}", {REST}}}',
    "a name": adult(f'"name": "{CANARY}\\u202e"'),
    "a name too long": adult(f'"name": "{CANARY * 20}"'),
    "a diet": adult(f'"diet": "{CANARY}"'),
    "a medicine": adult(f'"medicines": [{{"name": "{CANARY}", "stopped": "{CANARY}"}}]'),
    "a medicine with a control character": adult(f'"medicines": ["{CANARY}\\u0007"]'),
    "a medicine stopped in the future": adult(f'"medicines": [{{"name": "{CANARY}", "stopped": "2027-01-01"}}]'),
    "a condition's date": adult(f'"conditions": [{{"name": "{CANARY}", "since": "{CANARY}"}}]'),
    "a supplement's unit": adult(f'"supplements": [{{"name": "{CANARY}", "amount": 5, "unit": "{CANARY}"}}]'),
    "a supplement's name with a wrong unit": adult(f'"supplements": [{{"name": "magnesium {CANARY}", "amount": 5, "unit": "IU"}}]'),
    "a result's unit": adult(f'"labs": {{"egfr": {{"value": 5, "unit": "{CANARY}"}}}}'),
    "an allergy beside an unknown key": adult(f'"allergies": ["{CANARY}"], "dite": "{CANARY}"'),
    "a text that is not closed": adult(f'"name": "{CANARY}'),
    "a text after the end": adult('"name": "Ann"') + CANARY,
    "a medicine without quotes": adult(f'"medicines": [{CANARY}]'),
    "a number with letters": adult(f'"cramps": {{"per_2_weeks": 1{CANARY}}}'),
}


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN)
def test_no_message_repeats_a_value(text: str, knowledge: Knowledge, today: date) -> None:
    with pytest.raises(ProfileError) as caught:
        understand(read_profile(text.encode()), knowledge, today)
    assert caught.value.faults
    assert CANARY not in "\n".join([str(caught.value), *map(str, caught.value.faults), *caught.value.lines()])


@pytest.mark.parametrize("key", ["\\u001b[31m", "\\u202etxet", "\\u0007"])
def test_a_key_with_signs_that_move_the_cursor_is_told_without_them(key: str, knowledge: Knowledge, today: date) -> None:
    for more in (f'"{key}": 1', f'"{key}": 1, "{key}": 2', f'"eats": {{"{key}": "daily"}}'):
        lines = refusal(adult(more).encode(), knowledge, today)
        assert lines
        assert all(letter.isprintable() for line in lines for letter in line), lines


# -- what is read ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["medicines", "conditions", "allergies", "supplements"])
def test_a_text_and_a_table_with_a_name_are_the_same(key: str) -> None:
    text = read_profile(adult(f'"{key}": ["warfarin"]').encode())
    table = read_profile(adult(f'"{key}": [{{"name": "warfarin"}}]').encode())
    assert text == table
    assert to_json(text) == to_json(table)


def test_a_text_and_a_table_give_the_same_plan(knowledge: Knowledge, today: date) -> None:
    text = read_profile(
        adult('"medicines": ["Coumadin 5 mg"], "conditions": ["AF"], "allergies": ["soy"], "supplements": ["vitamin D"]').encode()
    )
    table = read_profile(
        adult(
            '"medicines": [{"name": "Coumadin 5 mg"}], "conditions": [{"name": "AF"}], "allergies": [{"name": "soy"}],'
            '"supplements": [{"name": "vitamin D"}]'
        ).encode()
    )
    assert make_plan(text, knowledge, today) == make_plan(table, knowledge, today)


def test_what_was_read_is_written_and_read_again_as_the_same_profile() -> None:
    text = adult(
        '"life_stage": "not_sure", "medicines": [{"name": "prednisolone", "stopped": "2026-11-01", "slots": ["morning"]}, "warfarin"],'
        '"labs": {"egfr": {"value": 71, "unit": "mL/min", "date": "2026-09-01"}}, "eats": {"natto": "daily"}, "supplements": "not_sure"'
    )
    profile = read_profile(text.encode())
    assert read_profile(to_json(profile).encode()) == profile


def test_missing_is_not_the_same_as_none_told() -> None:
    silent, told = read_profile(f"{{{ADULT}}}".encode()), read_profile(adult('"medicines": []').encode())
    assert silent.medicines is None
    assert told.medicines == ()


def test_null_is_the_same_as_left_out() -> None:
    assert read_profile(adult('"medicines": null').encode()) == read_profile(f"{{{ADULT}}}".encode())


@pytest.mark.parametrize(
    "key",
    [
        "life_stage",
        "diet",
        "allergies",
        "medicines",
        "blood_thinner",
        "inr_tests",
        "supplements",
        "conditions",
        "symptoms",
        "surgery_planned",
    ],
)
def test_not_sure_is_an_answer_to_every_safety_question(key: str) -> None:
    assert getattr(read_profile(adult(f'"{key}": "not_sure"').encode()), key) == "not_sure"


@pytest.mark.parametrize("key", ["food_rules", "dislikes", "eats", "labs", "cramps", "goals", "capsules", "filled_in_by", "sex", "country"])
def test_not_sure_is_no_answer_to_anything_else(key: str, knowledge: Knowledge, today: date) -> None:
    told = {"age": 40, **json.loads(f"{{{REST}}}"), key: "not_sure"}
    assert len(refusal(json.dumps(told).encode(), knowledge, today)) == 1


def test_every_key_of_the_shape_is_read(knowledge: Knowledge, today: date) -> None:
    text = """{
      "schema_version": 1, "reference": "A-017", "name": "Ann Smith", "age": 67, "sex": "female", "country": "UK", "life_stage": "none",
      "diet": "omnivore", "food_rules": ["halal", "low_salt"], "allergies": ["soya"], "dislikes": ["liver"], "eats": {"natto": "daily"},
      "medicines": ["Coumadin 5 mg tab", {"name": "prednisolone", "stopped": "2026-11-01", "slots": ["morning"]}],
      "blood_thinner": "no", "inr_tests": false,
      "supplements": [{"name": "vitamin D3", "amount": 1000, "unit": "IU", "per_day": 1},
                      {"name": "Centrum", "contains": [{"nutrient": "vitamin_k1", "amount": 30, "unit": "micrograms"}], "per_day": 1}],
      "conditions": ["osteoporosis", {"name": "heart attack", "since": "2026-03"}, {"name": "eczema", "relevant": false}],
      "symptoms": [], "surgery_planned": false, "cramps": {"per_2_weeks": 4},
      "labs": {"vitamin_d_25oh": {"value": 45, "unit": "nmol/L", "date": "2026-09-01"}, "egfr": {"value": 71, "unit": "mL/min/1.73m2"},
               "calcium": {"value": 2.4, "unit": "mmol/L"}, "inr": {"value": 2.5}},
      "goals": ["bone", "leg_cramps"], "capsules": "any", "filled_in_by": "patient",
      "print": {"paper": "A4", "size": "standard", "language": "en"}
    }"""
    profile = read_profile(text.encode())
    told = set(json.loads(text)) | {"date_of_birth"}
    assert told == set(fields_of(Profile)), "the text above tells every key"
    assert profile.country == "GB"
    assert understand(profile, knowledge, today).age == 67


def test_a_record_cannot_be_changed_once_read() -> None:
    profile = read_profile(f"{{{ADULT}}}".encode())
    with pytest.raises(AttributeError, match="does not change"):
        profile.age = 17  # type: ignore[misc]


@pytest.mark.parametrize("person", PEOPLE, ids=lambda path: path.stem)
def test_the_people_of_the_readme_are_read(person: Path, knowledge: Knowledge, today: date) -> None:
    assert refusal(person.read_bytes(), knowledge, today) == []


# Seven more people a practice meets; what follows for them is told elsewhere.
MORE_PEOPLE = {
    "an aspirin and a statin": '{"age": 50, "sex": "male", "medicines": ["aspirin", "atorvastatin"], "conditions": ["high cholesterol"]}',
    "a combination tablet": '{"age": 67, "sex": "female", "medicines": ["Zestoretic"], "conditions": ["high blood pressure"]}',
    "a weekly bone tablet": '{"age": 64, "sex": "female", "medicines": ["Fosavance 5600 once a week"], "conditions": ["osteoporosis"]}',
    "an HIV tablet": '{"age": 44, "sex": "male", "medicines": ["Biktarvy"], "conditions": ["HIV"]}',
    "a slimming capsule": '{"age": 49, "sex": "female", "medicines": ["Xenical 120 mg"], "conditions": ["obesity"]}',
    "an old antidepressant": '{"age": 48, "sex": "male", "medicines": ["Nardil 15mg"], "conditions": ["depression"]}',
    "a muscle disease": '{"age": 72, "sex": "female", "medicines": ["pyridostigmine"], "conditions": ["myasthenia gravis"]}',
}

MORE_ANSWERS = """{
  "schema_version": 1, "reference": "V00", "country": "US", "life_stage": "none", "diet": "omnivore", "food_rules": [], "dislikes": [],
  "allergies": [], "eats": {}, "blood_thinner": "no", "supplements": [], "symptoms": [], "surgery_planned": false, "labs": {},
  "goals": ["bone"], "filled_in_by": "health_worker"
}"""


@pytest.mark.parametrize("text", MORE_PEOPLE.values(), ids=MORE_PEOPLE.keys())
def test_people_of_a_practice_are_read(text: str, knowledge: Knowledge, today: date) -> None:
    told = {**json.loads(MORE_ANSWERS), **json.loads(text)}
    assert refusal(json.dumps(told).encode(), knowledge, today) == []


def test_every_value_has_its_place() -> None:
    text = '{"a": [1, {"b": "c"}],\n "d": null}'
    located = locate(text)
    assert located.value == json.loads(text)
    assert located.place(("a", 1, "b")) == (1, 17)
    assert located.place(("d",)) == (2, 7)
    assert located.place(("a", 7, "nothing")) == (1, 7)


@pytest.mark.parametrize(
    "text",
    [
        '"\\u00e9\\n\\"\\\\\\/\\b\\f\\r\\t"',
        '"\\ud83c\\udf3f"',
        "-0.5e-2",
        "[]",
        "{}",
        "[[1],[2]]",
        ' {"a" : [ true , false , null ] } ',
        "0",
        "1E5",
    ],
)
def test_whatever_is_read_is_read_as_the_standard_reader_does(text: str) -> None:
    assert locate(text).value == json.loads(text)


_NASTY = [
    *("NaN", "-Infinity", "1e999", "-", "01", "1.", "0.10000000000000000000000000000001", "12345678901234567890123456789012", "1_0", "+1"),
    *("\\ud83c", "\\u0000", "\\uD800", "\\", '"', "\x00", "\n", "\t", "\x7f", "\ufeff", "\u0661", "'a'", "True", "/", "#"),
    *(",", ":", "{", "}", "[", "]", '"age":1,', '"name":"b",', "{}", "[[", " "),
]
_SOUND = '{"age": 40, "name": "a\\u00e9b", "labs": {"egfr": {"value": 7.5e1}}, "goals": ["bone"]}'
_SEAMS = [0, *(at + 1 for at, letter in enumerate(_SOUND) if letter in '{:,"[5 ')]


@draws(800)
@given(st.lists(st.tuples(st.sampled_from(_NASTY), st.sampled_from(_SEAMS)), min_size=1, max_size=2))
def test_what_is_read_without_places_is_read_with_them_as_well(nasty: list[tuple[str, int]]) -> None:
    text = _SOUND
    for piece, at in nasty:
        text = text[:at] + piece + text[at:]
    if strict(text):
        assert locate(text).value == json.loads(text)


def test_a_usual_profile_is_read_without_places() -> None:
    assert strict(MORE_ANSWERS)
    assert not strict('{"age": 40, "age": 41}')
