"""The rules of the data, one small check each: what every entry, sentence and reference of the shipped knowledge must be.

A message names the entry, what is wrong with it and what to do. The second half breaks copies of the knowledge in one
place each and asks for the line that says so: `file:line: field: what is wrong; what is allowed`.
"""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from enum import EnumMeta
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from planner import vocabulary
from planner.consistency import SHAPES, references
from planner.edition import names_of
from planner.errors import KnowledgeError
from planner.library import SHIPPED, Knowledge, read_knowledge
from planner.phrase_names import FAMILIES, named, needed
from planner.record import fields_of
from planner.review import review, unused_evidence
from planner.rule import Rule
from planner.vocabulary import Supplement

ROOT = SHIPPED.parent.parent
SOURCES = sorted(path for folder in ("planner", "questionnaire", "templates") for path in (ROOT / folder).rglob("*.py"))


# -- the entries -----------------------------------------------------------------------------------------------------


def test_the_shipped_knowledge_reads_without_fault() -> None:
    assert read_knowledge().rules


def everything(knowledge: Knowledge) -> Iterator[tuple[str, Any]]:
    for kind, entries in knowledge.entries.items():
        for each in entries.values():
            yield f"{kind} {each.id}", each


def test_ids_are_lower_kebab(knowledge: Knowledge) -> None:
    closed = {str(value) for each in (vocabulary.Nutrient, vocabulary.Lab) for value in each}
    wrong = [name for name, each in everything(knowledge) if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", each.id) and each.id not in closed]
    assert not wrong, f"{wrong}: an id is lower-case words with hyphens; rename it"


def test_files_are_named_in_lower_snake() -> None:
    wrong = [path.name for path in SHIPPED.rglob("*.toml") if not re.fullmatch(r"[a-z]+(_[a-z0-9]+)*\.toml", path.name)]
    assert not wrong, f"{wrong}: a file is named in lower-case words with underscores; rename it"


# Sentences stand in the order of the pages; everything else is found by its id.
IN_STATED_ORDER = {"phrase"}


def test_entries_are_sorted_by_id(knowledge: Knowledge) -> None:
    wrong = []
    for kind in knowledge.entries.keys() - IN_STATED_ORDER:
        for file in {place.file for each, place in knowledge.places.items() if each[0] == kind}:
            names = [
                name
                for _, name in sorted(
                    (place.line, name) for (each, name), place in knowledge.places.items() if each == kind and place.file == file
                )
            ]
            wrong += [f"{file}: {kind} {late} stands before {early}" for late, early in pairwise(names) if late > early]
    assert not wrong, f"{wrong}: entries of a kind are sorted by id in each file; move them"


# Food tags that describe a food, and wait for a rule that speaks of them.
NO_RULE_YET = {"check-label", "mould-ripened", "soya-food"}
# A tag that only swaps carry, in `blocked_by`.
ON_SWAPS_ONLY = {"kidney-care"}
# Allergens that no food of ours holds: known, so that nobody is told we do not know them.
IN_NO_FOOD = {"lanolin", "lupin", "none-known", "not-a-food", "other-fruit", "other-vegetable"}


def test_every_evidence_entry_is_cited(knowledge: Knowledge) -> None:
    unused = [str(each) for each in unused_evidence(knowledge)]
    assert not unused, f"{unused}: cite it, or take it out"


def test_every_class_has_a_medicine(knowledge: Knowledge) -> None:
    used = {name for each in knowledge.all("substance") for name in each.classes} | {each.part_of for each in knowledge.all("class")}
    unused = set(knowledge.entries["class"]) - used
    assert not unused, f"class {sorted(unused)}: no substance or narrower class is in it; add one, or take it out"


def test_every_allergen_is_in_a_food_or_a_rule(knowledge: Knowledge) -> None:
    used = {name for each in knowledge.all("food") for name in each.allergens} | {rule.when.allergy for rule in knowledge.rules}
    unused = set(knowledge.entries["allergen"]) - used - IN_NO_FOOD
    assert not unused, f"allergen {sorted(unused)}: no food holds it and no rule asks for it; tag the foods, or take it out"


def test_every_food_tag_is_on_a_food_and_in_a_rule(knowledge: Knowledge) -> None:
    on_foods = {tag for each in knowledge.all("food") for tag in each.tags}
    bare = set(knowledge.entries["food_tag"]) - on_foods - ON_SWAPS_ONLY
    assert not bare, f"food_tag {sorted(bare)}: no food carries it; tag the foods, or take it out"
    asked = {tag for rule in knowledge.rules for tag in rule.then.avoid_food_tags} | {
        tag for each in knowledge.all("swap") for tag in each.blocked_by
    }
    asked |= {facts.eats.tag for rule in knowledge.rules for facts in (rule.when, rule.unless) if facts and facts.eats and facts.eats.tag}
    asked |= {each.id for each in knowledge.all("food_tag") if each.only_when_mk7 or each.most_swaps}
    unused = set(knowledge.entries["food_tag"]) - asked - NO_RULE_YET
    assert not unused, f"food_tag {sorted(unused)}: no rule and no swap speaks of it; use it, or take it out"


def test_what_is_excepted_here_exists(knowledge: Knowledge) -> None:
    for kind, names in (("food_tag", NO_RULE_YET | ON_SWAPS_ONLY), ("allergen", IN_NO_FOOD)):
        gone = names - set(knowledge.entries[kind])
        assert not gone, f"{kind} {sorted(gone)}: it is gone; take it out of the exceptions of this file"


def test_swaps_change_one_food_for_another(knowledge: Knowledge) -> None:
    same = [each.id for each in knowledge.all("swap") if each.instead_of == each.choose]
    assert not same, f"swap {same}: it chooses what it replaces; name another food"


def test_no_evidence_was_read_after_the_entries_that_cite_it(knowledge: Knowledge) -> None:
    late = [
        f"{name} cites {source}"
        for name, each in everything(knowledge)
        for source in getattr(each, "evidence", ())
        if knowledge.get("evidence", source).seen > each.reviewed
    ]
    assert not late, f"{late}: the source was read after the review; review the entry again"


def test_nothing_is_signed_off_yet(knowledge: Knowledge) -> None:
    """A signature is a named clinician's, and comes with the change that adds the name."""
    signed = [name for name, each in everything(knowledge) if getattr(each, "signed_off", False)]
    assert not signed, f"{signed}: `signed_off = true` without a clinician's name; set it to false"


def test_every_policy_offer_rests_on_a_source_that_is_policy(knowledge: Knowledge) -> None:
    wrong = [
        rule.id
        for rule in knowledge.rules
        if rule.policy and "policy" not in {knowledge.get("evidence", each).kind for each in rule.evidence}
    ]
    assert not wrong, f"rule {wrong}: marked as policy, but cites none; cite the policy"


def test_every_withhold_tells_the_clinician_why(knowledge: Knowledge) -> None:
    wrong = [rule.id for rule in knowledge.rules if rule.then.withhold and not (rule.clinician and rule.evidence)]
    assert not wrong, f"rule {wrong}: it withholds without a sentence for the clinician or a source; add both"


def test_every_caution_tells_the_patient_why(knowledge: Knowledge) -> None:
    wrong = [rule.id for rule in knowledge.rules if (rule.then.withhold or rule.then.refer or rule.then.urgent) and not rule.say]
    assert not wrong, f"rule {wrong}: it holds something back and says nothing; write `say`"


def test_every_caution_sends_the_patient_to_somebody(knowledge: Knowledge) -> None:
    wrong = [rule.id for rule in knowledge.rules if (rule.then.withhold or rule.then.refer) and not rule.then.see]
    assert not wrong, f"rule {wrong}: it holds something back and names nobody to see; write `then.see`"


def test_every_rule_that_doubt_alone_withholds_has_words_for_people_who_already_take_it(knowledge: Knowledge) -> None:
    wrong = [rule.id for rule in knowledge.rules if rule.doubt == "withhold" and rule.already is None]
    assert not wrong, f"rule {wrong}: someone may already take what it withholds; write `already`"


def test_every_rule_says_where_it_comes_from(knowledge: Knowledge) -> None:
    wrong = [rule.id for rule in knowledge.rules if not re.match(r"clinical\.md \d", rule.source_ref)]
    assert not wrong, f"rule {wrong}: no `source_ref` to a section of clinical.md; write it"


# -- everything that knowledge check looks for -----------------------------------------------------------------------


def test_the_shipped_knowledge_has_nothing_to_put_right(knowledge: Knowledge) -> None:
    """Wording, phrases, idle rules and cases; overdue reviews never fail, or the tests would go red by themselves one day."""
    faults = [str(each) for each in review(knowledge, date(2026, 11, 23), ROOT / "tests" / "cases") if not each.warning]
    assert not faults, "\n".join(faults)


# -- sentences and program -------------------------------------------------------------------------------------------


def test_every_phrase_is_used(knowledge: Knowledge) -> None:
    unused = [each.id for each in knowledge.all("phrase") if each.id not in named().texts | needed()]
    assert not unused, f"phrase {unused}: the program does not use it; take it out"


def test_every_way_to_build_a_phrase_id_is_known() -> None:
    unknown = named().built - set(FAMILIES)
    assert not unknown, f"{sorted(unknown)}: the program builds phrase ids in a new way; add what they can become to FAMILIES"


def test_the_program_names_and_builds_phrases() -> None:
    """The search in the sources finds something: a phrase by its name, and one of every family."""
    assert "plan-number" in named().direct
    assert named().built == set(FAMILIES)


# Everyday words that happen to be names too, each with what it means in the sources.
EVERYDAY = {
    "dates": "days of the calendar",
    "blood thinners": "the blood thinner question",
    "thin the blood": "the blood thinner question",
    "the change": "another answer",
    "falls": "where a day lies",
    "gluten": "half of a closed word",
    "lactose": "half of a closed word",
    "one a day": "how often",
    "animal": "the kind of study",
    "stroke": "the colour of a line on a page",
    "vitamin k": "the nutrient of the closed words",
    "vitamin k2": "one of the three supplements",
    "vitamin d3": "one of the three supplements",
    "vitamin k2 vitamin d3": "two of the three supplements",
    "magnesium supplement": "two closed words side by side",
    "vitamin d supplement": "two closed words side by side",
    "inr blood tests": "the question of the closed words",
    "anticoagulant": "the blood thinner question",
    "pollen": "what an allergy may be to",
    "cramps": "a question of the profile",
    "no allergy": "what a food has to meet",
    "night cramps": "what the question of the profile counts",
    "planned surgery": "two words of the question side by side",
    "vitamin d deficiency": "an example of a condition that is no product",
    "low vision": "whom a page is drawn for",
}
_LONGEST_NAME = 5
_SHORTEST = 5


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def _closed_words() -> set[str]:
    enums = [found for found in vars(vocabulary).values() if isinstance(found, EnumMeta)]
    return {" ".join(_words(str(each))) for found in enums for each in list[Any](found)}


def test_no_source_file_names_a_medicine_food_or_condition(knowledge: Knowledge) -> None:
    """Names and ids of the knowledge belong to the knowledge; the closed words are the only ones the program knows."""
    kinds = ("substance", "combination", "class", "condition", "allergen", "food", "product")
    names = {
        " ".join(_words(name)): f"{kind} {each.id}"
        for kind in kinds
        for each in knowledge.all(kind)
        for name in (each.id, *names_of(kind, each))
    }
    allowed = _closed_words() | EVERYDAY.keys()
    names = {name: what for name, what in names.items() if len(name.replace(" ", "")) >= _SHORTEST and name not in allowed}
    wrong = []
    for path in SOURCES:
        if path.name == "vocabulary.py":
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            words = _words(line)
            runs = {" ".join(words[at : at + length]) for length in range(1, _LONGEST_NAME + 1) for at in range(len(words) - length + 1)}
            wrong += [f"{path.name}:{number}: {run} is {names[run]}" for run in runs & names.keys()]
    assert not wrong, "\n".join([*wrong, "a program file names what only the knowledge may name; ask the knowledge for it"])


def test_no_source_file_holds_a_dose() -> None:
    dose = re.compile(r"\d[\d.,]*[\s_]*(micrograms?|milligrams?|grams|mcg|mg|µg|μg|ug|iu|units)\b", re.IGNORECASE)
    wrong = [
        f"{path.name}:{number}: {line.strip()}"
        for path in SOURCES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if dose.search(line)
    ]
    assert not wrong, "\n".join([*wrong, "a program file holds an amount; write it into the knowledge"])


# -- knowledge that must be refused ----------------------------------------------------------------------------------


class Broken(NamedTuple):
    """A copy of the knowledge that may be changed."""

    folder: Path
    knowledge: Knowledge

    def change(self, kind: str, name: str, old: str, new: str, start: str = "") -> str:
        """Replace the first text `old` in an entry, in a line that begins with `start`; return `file:line` of that line."""
        place = self.knowledge.places[kind, name]
        at = next(number for number, line in enumerate(place.block) if old in line and line.startswith(start))
        path = self.folder / place.file
        lines = path.read_text(encoding="utf-8").splitlines()
        lines[place.line - 1 + at] = lines[place.line - 1 + at].replace(old, new, 1)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return f"{place.file}:{place.line + at}"

    def head(self, kind: str, name: str) -> str:
        place = self.knowledge.places[kind, name]
        return f"{place.file}:{place.line}"

    def refusal(self) -> list[str]:
        with pytest.raises(KnowledgeError) as caught:
            read_knowledge(self.folder)
        return str(caught.value).split("\n")


@pytest.fixture
def broken(tmp_path: Path, knowledge: Knowledge) -> Broken:
    return Broken(Path(shutil.copytree(SHIPPED, tmp_path / "knowledge")), knowledge)


class Reference(NamedTuple):
    """One field that holds the id of another entry, with an entry that has it on a line of its own."""

    kind: str
    field: str
    entry: str
    written: str
    target_kind: str
    target: str


def _references() -> Iterator[Reference]:
    """Yield every field of every kind that refers to another entry, found in the shipped knowledge."""
    knowledge = read_knowledge()
    seen = set()
    for kind, shape in SHAPES.items():
        for each in knowledge.all(kind):
            for loc, target_kind, target in references(each, shape, ()):
                field = ".".join(str(step) for step in loc if not isinstance(step, int))
                block = knowledge.places[kind, each.id].block
                line = next((line for line in block if f'"{target}"' in line and line.startswith(field.split(".")[0])), None)
                if line is not None and (kind, field) not in seen:
                    seen.add((kind, field))
                    yield Reference(kind, field, each.id, ".".join(map(str, loc)), target_kind, target)


REFERENCES = list(_references())


def test_references_are_tried_in_every_field_that_may_hold_one() -> None:
    fields = {(each.kind, each.field) for each in REFERENCES}
    for wanted in (
        ("rule", "when.takes"),
        ("rule", "when.takes_substance"),
        ("rule", "when.has"),
        ("rule", "when.allergy"),
        ("rule", "when.country"),
        ("rule", "when.eats.tag"),
        ("rule", "unless.eats.tag"),
        ("rule", "unless.takes"),
        ("rule", "then.avoid_food_tags"),
        ("rule", "already.source"),
        ("rule", "evidence"),
        ("substance", "class"),
        ("class", "part_of"),
        ("combination", "substances"),
        ("condition", "settled.becomes"),
        ("risk_word", "means"),
        ("food", "allergens"),
        ("food", "tags"),
        ("food", "group"),
        ("swap", "instead_of"),
        ("swap", "choose"),
        ("swap", "blocked_by"),
        ("source", "foods"),
        ("upper_level", "region"),
    ):
        assert wanted in fields, f"{wanted}: no entry shows this reference"


@pytest.mark.parametrize("each", REFERENCES, ids=[f"{each.kind} {each.field}" for each in REFERENCES])
def test_a_misspelt_reference_is_refused(each: Reference, broken: Broken) -> None:
    place = broken.change(each.kind, each.entry, f'"{each.target}"', f'"{each.target}x"', each.field.split(".")[0])
    wanted = f"{place}: {each.written}: there is no {each.target_kind} {each.target}x; an id that exists (did you mean {each.target}?)"
    assert wanted in broken.refusal()


def test_an_unknown_key_is_refused_with_a_suggestion(broken: Broken) -> None:
    place = broken.change("rule", "kidney-stones", "title =", "titel =")
    refusal = broken.refusal()
    wanted = f"{place}: titel: this key is not known (did you mean title?); one of {', '.join(fields_of(Rule))}"
    assert wanted in refusal
    assert f"{broken.head('rule', 'kidney-stones')}: title: this key is missing; every entry of this kind has it" in refusal


def test_an_unknown_question_in_a_rule_is_refused(broken: Broken) -> None:
    place = broken.change("rule", "kidney-stones", "when.has", "when.hass")
    assert any(
        each.startswith(f"{place}: when.hass: this key is not known (did you mean has?); one of age_under, age_from,")
        for each in broken.refusal()
    )


def test_a_missing_field_is_refused(broken: Broken) -> None:
    broken.change("rule", "vka-no-k2", 'grade = "high"', "")
    assert f"{broken.head('rule', 'vka-no-k2')}: grade: this key is missing; every entry of this kind has it" in broken.refusal()


def test_a_word_outside_its_list_is_refused(broken: Broken) -> None:
    place = broken.change("rule", "vka-no-k2", 'grade = "high"', 'grade = "hgh"')
    wanted = f"{place}: grade: 'hgh' is not accepted; one of 'high', 'moderate', 'low', 'very_low' or 'against'"
    assert wanted in broken.refusal()


def test_a_supplement_that_does_not_exist_is_refused(broken: Broken) -> None:
    place = broken.change("rule", "vka-no-k2", '["mk7"]', '["mk8"]')
    assert f"{place}: then.withhold.0: 'mk8' is not accepted; one of 'mk7', 'd3' or 'magnesium'" in broken.refusal()


def test_an_id_that_stands_twice_is_refused(broken: Broken) -> None:
    broken.change("rule", "inr-tests", 'id = "inr-tests"', 'id = "vka-no-k2"')
    first = broken.head("rule", "inr-tests")
    file, line = broken.head("rule", "vka-no-k2").rsplit(":", 1)
    assert f"{file}:{int(line) + 1}: id: vka-no-k2 stands twice, first in {first}; each id once" in broken.refusal()


def test_an_id_with_capitals_is_refused(broken: Broken) -> None:
    place = broken.change("rule", "inr-tests", 'id = "inr-tests"', 'id = "INR_tests"')
    assert any(each.startswith(f"{place}: id: 'INR_tests' is not accepted; ") for each in broken.refusal())


def test_a_name_that_means_two_things_is_refused(broken: Broken) -> None:
    """The entry that comes second by id is told; both have the name."""
    broken.change("substance", "apixaban", '"Eliquis"', '"Eliquis", "Jantoven"')
    place = broken.knowledge.places["substance", "warfarin"]
    refusal = broken.refusal()
    found = re.match(rf"{re.escape(place.file)}:(\d+): names: Jantoven already means apixaban; a name means one thing only$", refusal[0])
    assert found, refusal
    line = (broken.folder / place.file).read_text(encoding="utf-8").splitlines()[int(found[1]) - 1]
    assert line.startswith("names ="), f"line {found[1]} is {line}"


def test_a_rule_that_offers_and_cautions_is_refused(broken: Broken) -> None:
    broken.change("rule", "general-mk7", "then.weeks = 12", 'then.weeks = 12\nthen.refer = ["mk7"]')
    refusal = broken.refusal()
    assert any("`then` must either offer or caution, not both and not neither" in each for each in refusal), refusal
    file, line, field, _ = refusal[0].split(":", 3)
    assert field.strip() == "then"
    assert (broken.folder / file).read_text(encoding="utf-8").splitlines()[int(line) - 1].startswith("then.")


def test_a_rule_that_answers_nothing_is_refused(broken: Broken) -> None:
    broken.change("rule", "myasthenia-no-magnesium", 'then.withhold = ["magnesium"]', "then.withhold = []")
    broken.change("rule", "myasthenia-no-magnesium", 'then.see = ["specialist_team"]', "")
    assert broken.refusal()


def test_a_rule_that_asks_nothing_is_refused(broken: Broken) -> None:
    place = broken.change("rule", "myasthenia-no-magnesium", 'when.has = "myasthenia"', "when = {}")
    assert f"{place}: when: it asks nothing; name at least one fact" in broken.refusal()


def test_a_class_without_a_rule_is_refused(broken: Broken) -> None:
    path = broken.folder / "classes.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, "", "[[class]]", 'id = "zzz"', 'name = "Zzz"', 'plain = "a zzz"', ""]), encoding="utf-8")
    assert broken.refusal() == [f"classes.toml:{len(lines) + 2}: id: no rule speaks of zzz; a class needs at least one rule that takes it"]


def test_a_condition_without_a_rule_is_refused(broken: Broken) -> None:
    path = broken.folder / "conditions.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, "", "[[condition]]", 'id = "zzz"', 'name = "zzz"', ""]), encoding="utf-8")
    assert broken.refusal() == [f"conditions.toml:{len(lines) + 2}: id: no rule speaks of zzz; a rule that has it, or `clear = true`"]


def test_broken_toml_is_refused(broken: Broken) -> None:
    place = broken.change("rule", "vka-no-k2", 'title = "', "title = ")
    assert any(each.startswith(f"{place}: file: ") and each.endswith("; TOML in UTF-8") for each in broken.refusal())


def test_a_file_that_is_not_utf_8_is_refused(broken: Broken) -> None:
    path = broken.folder / "sources.toml"
    path.write_bytes(path.read_bytes() + "# é\n".encode("latin-1"))
    assert any(each.startswith("sources.toml:1: file: ") and each.endswith("; TOML in UTF-8") for each in broken.refusal())


def test_a_kind_of_entry_that_does_not_exist_is_refused(broken: Broken) -> None:
    path = broken.folder / "sources.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, "[[ruel]]", 'id = "zzz"', ""]), encoding="utf-8")
    assert any(
        each.startswith(
            f"sources.toml:{len(lines) + 1}: ruel: this is not a kind of entry (did you mean rule?); [[kind]] with one of edition,"
        )
        for each in broken.refusal()
    )


def test_a_range_with_the_low_end_above_is_refused(broken: Broken) -> None:
    place = broken.change("rule", "general-mk7", "low = 45, high = 90", "low = 90, high = 45")
    assert f"{place}: then.range: `low` is above `high`; low comes first" in broken.refusal()


def test_an_offer_above_the_cap_is_refused(broken: Broken) -> None:
    place = broken.change("rule", "general-mk7", "high = 90", "high = 900")
    assert broken.refusal() == [f"{place}: then.range: 900 is above the cap of mk7; at most 180 micrograms"]


def test_an_offer_in_another_unit_is_refused(broken: Broken) -> None:
    place = broken.change("rule", "general-mk7", '"micrograms"', '"milligrams"')
    assert broken.refusal() == [f"{place}: then.range: the unit is milligrams; micrograms, as in the rest of the knowledge"]


def test_a_cap_above_an_upper_level_is_refused(broken: Broken) -> None:
    place = broken.change("supplement", "d3", "cap = 25", "cap = 250")
    broken.change("supplement", "d3", "20, 25]", "20, 250]")
    found = broken.refusal()
    assert found
    assert all(
        re.match(rf"{re.escape(place)}: cap: 250 is above the upper level [a-z0-9-]+; at most \d+ micrograms$", each) for each in found
    )


def test_a_strength_above_the_cap_is_refused(broken: Broken) -> None:
    place = broken.change("supplement", "d3", "20, 25]", "20, 25, 100]")
    assert broken.refusal() == [f"{place}: strengths: 100 is above the cap; at most 25 micrograms"]


def test_a_distance_of_no_hours_is_refused(broken: Broken) -> None:
    rule = next(each for each in broken.knowledge.rules if each.then.apart)
    hours = rule.then.apart[Supplement.magnesium]
    place = broken.change("rule", rule.id, f"before = {hours.before}, after = {hours.after}", "before = 0, after = 0")
    assert broken.refusal() == [f"{place}: then.apart.magnesium: no hours before and none after; hours on at least one side"]


def test_a_result_asked_in_another_unit_is_refused(broken: Broken) -> None:
    rule = next(each for each in broken.knowledge.rules if each.when.lab and each.when.lab.unit == "nmol/L")
    place = broken.change("rule", rule.id, '"nmol/L"', '"ng/mL"')
    assert f"{place}: when.lab: the unit is ng/mL; nmol/L, as in the rest of the knowledge" in broken.refusal()


def test_an_age_without_an_upper_level_is_refused(broken: Broken) -> None:
    level = next(each for each in broken.knowledge.all("upper_level") if each.age_from == 18)
    broken.change("upper_level", level.id, "age_from = 18", "age_from = 19")
    place = broken.knowledge.places["region", level.region]
    assert broken.refusal() == [
        f"{place.file}:{place.line}: id: at age 18 there are 0 upper levels of {level.nutrient} in {level.region}; one for every age"
    ]


def test_an_age_with_two_upper_levels_is_refused(broken: Broken) -> None:
    level = next(each for each in broken.knowledge.all("upper_level") if each.age_from == 18)
    broken.change("upper_level", level.id, "age_from = 18", "age_from = 17")
    assert any(
        f"at age 17 there are 2 upper levels of {level.nutrient} in {level.region}; one for every age" in each for each in broken.refusal()
    )


def test_a_bracket_without_its_line_is_refused(broken: Broken) -> None:
    place = broken.change("rule", "kidney-stones", 'say = "', 'say = "{hours} ', start="say")
    wanted = f"{place}: say: nothing fills {{hours}} here; a rule with then.apart"
    assert wanted in broken.refusal()


def test_a_food_amount_with_the_low_end_above_is_refused(broken: Broken) -> None:
    food = next(each for each in broken.knowledge.all("food") if any(amount.low < amount.high for amount in each.amounts.values()))
    nutrient, amount = next((nutrient, amount) for nutrient, amount in food.amounts.items() if amount.low < amount.high)
    place = broken.change("food", food.id, f"low = {amount.low:g}", f"low = {amount.high + 1:g}")
    assert f"{place}: amounts.{nutrient}: `low` is above `high`; low comes first" in broken.refusal()


def test_an_unchecked_offer_is_refused(broken: Broken) -> None:
    broken.change("rule", "d3-adult-uk", "then.weeks = 12", "then.weeks = 12\nchecked = false")
    wanted = (
        f"{broken.head('rule', 'd3-adult-uk')}: entry: a figure not read at its source may not permit a dose; check it, or mark a policy"
    )
    assert wanted in broken.refusal()


def test_a_rule_marked_for_doubt_that_withholds_nothing_is_refused(broken: Broken) -> None:
    broken.change("rule", "kidney-stones", "title =", 'doubt = "withhold"\ntitle =')
    head = broken.head("rule", "kidney-stones")
    assert any(each.startswith(f"{head}: entry: ") and '`doubt = "withhold"` needs `then.withhold`' in each for each in broken.refusal())


def test_a_review_that_is_over_before_it_began_is_refused(broken: Broken) -> None:
    path = broken.folder / "sources.toml"
    assert path.is_file()
    broken.change("rule", "kidney-stones", "title =", "review_by = 2026-11-23\ntitle =")
    assert (
        f"{broken.head('rule', 'kidney-stones')}: entry: `review_by` is not after `reviewed`; a later date is allowed" in broken.refusal()
    )


def test_a_link_without_https_is_refused(broken: Broken) -> None:
    entry = broken.knowledge.all("evidence")[0]
    place = broken.change("evidence", entry.id, "title =", 'link = "http://example.org"\ntitle =')
    assert any(each.startswith(f"{place}: link: 'http://example.org' is not accepted; ") for each in broken.refusal())


def test_strengths_out_of_order_are_refused(broken: Broken) -> None:
    broken.change("supplement", "d3", "[10, 15, 20, 25]", "[10, 20, 15, 25]")
    assert (
        f"{broken.head('supplement', 'd3')}: entry: `strengths` are not in rising order; list each once, smallest first" in broken.refusal()
    )


def test_knowledge_without_an_edition_is_refused(broken: Broken) -> None:
    (broken.folder / "edition.toml").unlink()
    assert broken.refusal() == ["knowledge:1: edition: there is no entry of this kind; every edition has one"]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"there is no knowledge here; a folder of \.toml files"):
        read_knowledge(tmp_path)


def test_every_fault_is_told_at_once(broken: Broken) -> None:
    one = broken.change("rule", "vka-no-k2", 'grade = "high"', 'grade = "hgh"')
    two = broken.change("food", "natto", '"vka"', '"vkaa"')
    refusal = broken.refusal()
    assert any(each.startswith(f"{one}: grade:") for each in refusal)
    assert any(each.startswith(f"{two}: tags.") for each in refusal)


def test_the_version_of_the_knowledge_follows_from_every_byte(broken: Broken) -> None:
    same = read_knowledge(broken.folder)
    assert same.sha256 == broken.knowledge.sha256
    path = broken.folder / "sources.toml"
    path.write_bytes(path.read_bytes() + b"\n")
    assert read_knowledge(broken.folder).sha256 != same.sha256
