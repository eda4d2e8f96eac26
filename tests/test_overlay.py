"""Row K1: a site's own rules can make advice stricter and nothing else: by their form, by proof, and for people drawn at random."""

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import inside
import people
import proof
import pytest
import z3
from hypothesis import given
from people import KNOWLEDGE, TODAY, Answers, draws
from proof import World

from planner.decide import Judgement, decide
from planner.edition import Knowledge
from planner.errors import ExitCode, KnowledgeError
from planner.overlay import ANSWERS, read_overlay, with_overlay
from planner.record import fields_of
from planner.rule import Then
from planner.shape import to_data
from planner.understand import understand
from planner.vocabulary import Decision, Question, Supplement, Verdict

HERE = Path(__file__).parent
ROSE_STREET = HERE / "overlays" / "rose-street"
BONES, WARFARIN = (HERE / "profiles" / f"{name}.json" for name in ("bones-at-67", "warfarin"))
DAY = ("--date", "2026-11-23")
HEAD = '[[overlay]]\nid = "site"\nname = "A Site"\n'
RULE = """
[[rule]]
id = "site-rule"
title = "A rule of this site"
{lines}
clinician = "Invented for a test."
evidence = ["clinical-policy-2026"]
checked = false
signed_off = false
reviewed = 2026-11-20
review_by = 2027-11-20
grade = "low"
"""
SAY = 'say = "Our clinic looks at this first."\n'


def overlay(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "rules.toml").write_text(text, encoding="utf-8")
    return folder


def joined(folder: Path) -> Knowledge:
    return with_overlay(KNOWLEDGE, read_overlay(folder, KNOWLEDGE))


# -- what may stand in one -----------------------------------------------------------------------------------------------

ALLOWED = {
    "refer": "when.age_from = 80\nthen.refer = ['d3']\n" + SAY,
    "withhold, unless something lifts it": "when.goal = 'leg_cramps'\nunless.age_under = 70\nthen.withhold = ['magnesium']\n" + SAY,
    "cap": "when.has = 'osteoporosis'\nthen.cap.d3 = { amount = 10, unit = 'micrograms' }",
    "apart": "when.takes_substance = 'levothyroxine'\nthen.apart.magnesium = { before = 8, after = 8 }",
    "foods": "when.age_from = 18\nthen.avoid_food_tags = ['vka']",
    "no swaps": "when.diet = 'vegan'\nthen.no_swaps = true",
    "somebody to see": "when.medicine_count_from = 3\nthen.see = ['pharmacist']",
    "information": "when.goal = 'bone'\nthen.inform = ['d3']\n" + SAY,
    "a date": "when.has = 'osteoporosis'\nwhen.since_within_months = 6\nthen.refer = ['magnesium']\n" + SAY,
    "a condition no rule of ours speaks of": "when.has = 'atopic-dermatitis'\nthen.refer = ['mk7']\n" + SAY,
}


class Bad(NamedTuple):
    """What must not stand in an overlay, the field that is named, and some of what is said of it."""

    text: str
    field: str
    said: str


OFFER = "when.age_from = 18\nthen.offer = 'magnesium'\nthen.range = { low = 100, high = 200, unit = 'milligrams' }\nthen.weeks = 12\n"
FORBIDDEN = {
    "an offer": Bad(RULE.format(lines=OFFER + "policy = true"), "then.offer", "a dose is permitted by the edition alone"),
    "a swap": Bad(RULE.format(lines="when.age_from = 18\nthen.swap = ['k2']"), "then.swap", "a food is suggested by the edition alone"),
    "enough": Bad(RULE.format(lines="when.age_from = 18\nthen.enough = ['mk7']"), "then.enough", "a person gets enough"),
    "urgent": Bad(RULE.format(lines="when.symptom = 'pain_on_walking'\nthen.urgent = 'today'"), "then.urgent", "leaves out everything"),
    "a slot": Bad(RULE.format(lines="when.age_from = 18\nthen.prefer_slot.d3 = 'morning'"), "then.prefer_slot", "nothing stricter"),
    "doubt": Bad(RULE.format(lines="when.has = 'migraine'\nthen.withhold = ['mk7']\ndoubt = 'withhold'\n" + SAY), "doubt", "doubt refers"),
    "no word for the patient": Bad(RULE.format(lines="when.age_from = 80\nthen.refer = ['d3']"), "say", "nobody would be told why"),
    "a promise": Bad(
        RULE.format(lines="when.age_from = 80\nthen.refer = ['d3']\nsay = 'This cures bones.'"), "say", "no health claim and no promise"
    ),
    "stopping a medicine": Bad(
        RULE.format(lines="when.takes = 'vitamin-k-antagonist'\nthen.refer = ['d3']\nsay = 'Stop your tablets.'"), "say", "the word Stop"
    ),
    "a class that is not there": Bad(
        RULE.format(lines="when.takes = 'thyroid'\nthen.refer = ['d3']\n" + SAY), "when.takes", "there is no class thyroid"
    ),
    "another unit": Bad(
        RULE.format(lines="when.age_from = 18\nthen.cap.d3 = { amount = 10, unit = 'milligrams' }"), "then.cap.d3", "micrograms"
    ),
    "a cap above the cap": Bad(
        RULE.format(lines="when.age_from = 18\nthen.cap.d3 = { amount = 500, unit = 'micrograms' }"), "then.cap.d3", "above the cap"
    ),
    "a rule of the edition": Bad(
        RULE.replace("site-rule", "vka-no-k2").format(lines="when.age_from = 120\nthen.refer = ['d3']\n" + SAY), "id", "replaces nothing"
    ),
    "an id that could become ours": Bad(
        RULE.replace("site-rule", "new-rule").format(lines="when.age_from = 80\nthen.refer = ['d3']\n" + SAY), "id", "begins with site-"
    ),
    "the same id twice": Bad(RULE.format(lines="when.age_from = 80\nthen.see = ['gp']") * 2, "id", "stands twice"),
    "a medicine": Bad('[[substance]]\nid = "site-x"\nname = "x"\n', "substance", "not a kind of entry"),
    "a condition": Bad('[[condition]]\nid = "site-x"\nname = "x"\n', "condition", "not a kind of entry"),
    "an upper level": Bad('[[upper_level]]\nid = "site-x"\n', "upper_level", "not a kind of entry"),
    "a sentence of ours": Bad('[[phrase]]\nid = "not-signed"\nsay = "Signed."\n', "phrase", "not a kind of entry"),
    "a word with two meanings": Bad(
        '[[could_mean]]\nid = "site-x"\nwords = ["x"]\nclass = "statin"\ncondition = "atopic-dermatitis"\n', "entry", "one meaning"
    ),
    "a meaning that is not there": Bad('[[could_mean]]\nid = "site-x"\nwords = ["x"]\nclass = "nothing"\n', "class", "no class nothing"),
    "somebody else besides": Bad('[[overlay]]\nid = "other"\nname = "Other"\n', "overlay", "2 [[overlay]] entries"),
}


@pytest.mark.parametrize("name", ALLOWED)
def test_what_makes_advice_stricter_may_stand_in_an_overlay(name: str, tmp_path: Path) -> None:
    assert "site-rule" in joined(overlay(tmp_path, HEAD + RULE.format(lines=ALLOWED[name]))).entries["rule"]


@pytest.mark.parametrize("name", FORBIDDEN)
def test_anything_else_is_refused_with_its_place(name: str, tmp_path: Path) -> None:
    bad = FORBIDDEN[name]
    with pytest.raises(KnowledgeError) as refused:
        joined(overlay(tmp_path, HEAD + bad.text))
    (found,) = [each for each in refused.value.findings if each.field == bad.field]
    assert bad.said in f"{found.wrong}; {found.allowed}"
    assert (found.file, found.line > 1) == ("rules.toml", True) or bad.field == "overlay"


def test_every_answer_a_rule_can_give_is_either_allowed_or_tried_above() -> None:
    tried = {bad.field.removeprefix("then.") for bad in FORBIDDEN.values()}
    assert set(fields_of(Then)) - {*ANSWERS, *tried} == {"range", "weeks"}, "these two belong to an offer"


def test_every_entry_of_the_edition_is_still_there_and_the_same() -> None:
    after = joined(ROSE_STREET)
    assert all(after.get(kind, name) is each for kind, known in KNOWLEDGE.entries.items() for name, each in known.items())
    added = {kind: sorted(after.entries[kind].keys() - known.keys()) for kind, known in KNOWLEDGE.entries.items()}
    assert {kind: len(names) for kind, names in added.items() if names} == {"evidence": 1, "could_mean": 1, "rule": 4}


# -- proved for everybody ------------------------------------------------------------------------------------------------


SHIPPED = World(KNOWLEDGE)


def stricter(after: World) -> Any:
    """Return the claim that every verdict is at least as strict as without the overlay.

    What an overlay keeps apart may take a time of day away, and never gives one back.
    """
    times = [f"no time for {each}" for each in Supplement]
    symbols = [after.variables[name].symbol for name in times]
    after.limits += [SHIPPED.other(limit, times) for limit in SHIPPED.limits]
    after.limits += [z3.Implies(proof.changed(symbol), symbol) for symbol in symbols]
    return z3.And(*(after.levels[each] >= SHIPPED.other(SHIPPED.levels[each], times) for each in Supplement))


def everything(folder: Path) -> Path:
    """Return one overlay with every rule that may stand in one."""
    rules = (RULE.replace("site-rule", f"site-{at}").format(lines=lines) for at, lines in enumerate(ALLOWED.values()))
    return overlay(folder, HEAD + "".join(rules))


@pytest.mark.parametrize("name", ["one clinic", "everything that is allowed"])
def test_nobody_there_can_be_gets_a_looser_verdict(name: str, tmp_path: Path) -> None:
    world = World(joined(ROSE_STREET if name == "one clinic" else everything(tmp_path)))
    assert world.counterexample(stricter(world)) is None


def _without(name: str) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    return lambda rules: {key: rule for key, rule in rules.items() if key != name}


def _narrowed(rules: Mapping[str, Any]) -> dict[str, Any]:
    rule = rules["vka-no-k2"]
    return {**rules, rule.id: rule.but(when=rule.when.but(age_from=40))}


@pytest.mark.parametrize(
    "change",
    [_without("vka-no-k2"), _without("magnesium-adult"), _narrowed],
    ids=["a rule left out", "an offer left out", "a rule narrowed"],
)
def test_the_proof_finds_what_an_overlay_could_do_if_it_could_replace(change: Callable[[Mapping[str, Any]], dict[str, Any]]) -> None:
    """The form keeps these out; if it did not, the proof would find somebody."""
    world = World(Knowledge({**KNOWLEDGE.entries, "rule": change(KNOWLEDGE.entries["rule"])}, "0" * 64))
    assert world.possible(z3.Not(stricter(world)))


def test_a_meaning_added_to_something_unread_loosens_nothing_for_anybody() -> None:
    """Every possible name, any number of them at once: no caution that applied, or was told, stops; and what is unread still refers.

    A verdict is the strictest of its votes, so that it is enough to look at each caution by itself.
    """
    world = World(KNOWLEDGE)
    growing = [name for name in world.variables if name.endswith(" perhaps") or name.startswith("since ")]
    count = world.variables["medicines taken"].symbol
    symbols = [world.variables[name].symbol for name in growing]
    grown = z3.And(proof.changed(count) <= count, *(z3.Implies(proof.changed(symbol), symbol) for symbol in symbols))
    cautions = [world.firings[rule.id] for rule in KNOWLEDGE.rules if not rule.then.offers]
    after = [formula for each in cautions for formula in (each.told, each.applies)]
    before = _each(lambda formula: world.other(formula, [*growing, "medicines taken"]), after)
    assert any(not one.eq(two) for one, two in zip(before, after, strict=True)), "nothing was changed, and nothing shown"
    solver = z3.Solver()
    solver.add(grown)
    for with_less, with_more in zip(before, after, strict=True):
        solver.push()
        solver.add(with_less, z3.Not(with_more))
        assert solver.check() == z3.unsat, with_more
        solver.pop()
    for question in (Question.medicines, Question.supplements, Question.conditions):
        unread = world.unread(question)
        assert all(world.counterexample(z3.Implies(unread, world.at_least(each, Verdict.refer))) is None for each in Supplement)
    assert not [rule.id for rule in KNOWLEDGE.rules if rule.then.offers and (rule.when.allergy or (rule.unless and rule.unless.allergy))]


def _each(change: Callable[[Any], Any], formulas: list[Any]) -> list[Any]:
    """Change many formulas at once: z3 takes as long over one as over a thousand."""
    together = z3.Function("together", *(formula.sort() for formula in formulas), z3.BoolSort())
    changed: list[Any] = change(together(*formulas)).children()
    return changed


# -- and for people drawn at random --------------------------------------------------------------------------------------

SITE = joined(ROSE_STREET)


def judge(knowledge: Knowledge, told: Answers) -> Judgement:
    return decide(knowledge, understand(people.profile_of(told), knowledge, TODAY))


@draws(100)
@given(people.answers())
def test_nobody_drawn_gets_more_with_the_overlay_than_without(told: Answers) -> None:
    before, after = judge(KNOWLEDGE, told), judge(SITE, told)
    for old, new in zip(before.supplements, after.supplements, strict=True):
        assert new.verdict.strictness >= old.verdict.strictness
        if new.dose is not None and old.dose is not None:
            assert (new.dose.low, new.dose.high) <= (old.dose.low, old.dose.high)
            assert new.dose.high <= old.dose.high
        assert (new.weeks or 0) <= (old.weeks or 0) or old.weeks is None
    assert after.foods.permitted <= before.foods.permitted
    assert set(after.foods.avoid) >= set(before.foods.avoid)
    assert {each.rule.id for each in after.fired} >= {each.rule.id for each in before.fired}
    assert (before.decision is Decision.get_help_now) == (after.decision is Decision.get_help_now)
    held = {(gap.apart.medicine, gap.apart.supplement): gap.apart for gap in after.gaps}
    for gap in before.gaps:
        kept = held[gap.apart.medicine, gap.apart.supplement]
        assert kept.before >= gap.apart.before
        assert kept.after >= gap.apart.after


# -- what a site's own names do ------------------------------------------------------------------------------------------


def told_by(medicine: Any, **more: Any) -> Answers:
    return {**json.loads(BONES.read_text(encoding="utf-8")), "medicines": [medicine], "blood_thinner": "no", **more}


@pytest.mark.parametrize("typed", ["Zorblaxin", "zorblaxin 5 mg", "the old clot tablet"])
def test_a_local_name_adds_its_meaning_and_ends_no_doubt(typed: str) -> None:
    before, after = judge(KNOWLEDGE, told_by(typed)), judge(SITE, told_by(typed))
    assert {each.verdict for each in before.supplements} == {Verdict.refer}
    assert {each.supplement: each.verdict for each in after.supplements}[Supplement.mk7] is Verdict.withhold
    assert [each.question for each in after.person.open] == [each.question for each in before.person.open]
    assert "vka-no-k2" in {each.rule.id for each in after.fired}


@pytest.mark.parametrize(
    "medicine",
    [{"name": "Zorblaxin", "confirmed_as": "paracetamol"}, {"name": "Zorblaxin", "relevant": False}],
    ids=["a yes", "waved through"],
)
def test_nobody_can_say_yes_to_a_local_name_or_wave_it_through(medicine: dict[str, Any]) -> None:
    found = judge(SITE, told_by(medicine, filled_in_by="health_worker"))
    assert {each.verdict for each in found.supplements} <= {Verdict.refer, Verdict.withhold}


def test_a_local_name_hides_no_name_we_know(tmp_path: Path) -> None:
    """Only what could not be read is looked up: a name of ours inside a longer local one still counts for certain."""
    text = HEAD + '[[could_mean]]\nid = "site-x"\nwords = ["warfarin mild", "Panadol"]\nallergen = "milk"\n'
    site = joined(overlay(tmp_path, text))
    for typed in ("warfarin mild", "Panadol"):
        assert judge(site, told_by(typed)).supplements == judge(KNOWLEDGE, told_by(typed)).supplements


# -- the command ---------------------------------------------------------------------------------------------------------


def test_the_papers_say_whose_rules_were_added(tmp_path: Path) -> None:
    done = inside.run("make", BONES, WARFARIN, "--out", tmp_path, "--overlay", ROSE_STREET, *DAY)
    assert (done.code, done.err) == (ExitCode.done, "")
    added = read_overlay(ROSE_STREET, KNOWLEDGE).additions
    for sheet in done.files("clinician"):
        said = f"With the additions of Rose Street Clinic, sha256 {added.sha256[:12]}. They can only make advice stricter."
        assert said in inside.words([sheet])
    assert "rose-street-magnesium-cap" in inside.words(done.files("clinician"))
    for page_1 in (inside.pages(path)[0] for path in done.files("plan")):
        assert "Rose Street Clinic added rules of its own. They can only make this plan more careful." in page_1


def test_the_number_of_a_plan_depends_on_the_overlay(tmp_path: Path) -> None:
    def made(*words: str | Path) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(inside.run("check", BONES, "--json", *DAY, *words).out)
        return found

    copy = Path(shutil.copytree(ROSE_STREET, tmp_path / "copy"))
    plain, with_it, moved = made(), made("--overlay", ROSE_STREET), made("--overlay", copy)
    assert with_it == moved, "where a folder lies says nothing"
    assert with_it["knowledge"]["additions"] == to_data(read_overlay(copy, KNOWLEDGE).additions)
    assert with_it["knowledge"]["sha256"] == plain["knowledge"]["sha256"]
    (copy / "overlay.toml").write_bytes((copy / "overlay.toml").read_bytes() + b"\n")
    assert len({each["plan_id"] for each in (plain, with_it, made("--overlay", copy))}) == 3


def test_a_clinic_names_its_overlay_once_for_every_command(tmp_path: Path) -> None:
    shutil.copytree(ROSE_STREET, tmp_path / "ours")
    config = tmp_path / "clinic.toml"
    config.write_text('name = "Rose Street Clinic"\noverlay = "ours"\n', encoding="utf-8")
    explained = json.loads(inside.run("explain", BONES, "--json", "--config", config, *DAY).out)
    assert "rose-street-no-natto" in {each["rule"] for each in explained["rules"]}
    out = tmp_path / "out"
    assert inside.run("batch", BONES.parent, "--out", out, "--jobs", "1", "--limit", "1", "--config", config, *DAY).code == ExitCode.done
    row = json.loads((out / "manifest.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert row["knowledge"]["additions"]["name"] == "Rose Street Clinic"
    assert json.loads((out / "run.json").read_text(encoding="utf-8"))["knowledge"].endswith(row["knowledge"]["additions"]["sha256"])
    both = inside.run("check", BONES, "--config", config, "--overlay", ROSE_STREET)
    assert both.code == ExitCode.usage
    assert "your clinic's file names" in both.err


def test_a_run_with_another_overlay_keeps_nothing_of_the_run_before(tmp_path: Path) -> None:
    words = ("batch", BONES.parent, "--out", tmp_path, "--jobs", "1", "--limit", "1", *DAY)
    inside.run(*words)
    before = json.loads((tmp_path / "manifest.jsonl").read_text(encoding="utf-8").splitlines()[0])
    inside.run(*words, "--resume", "--overlay", ROSE_STREET)
    after = json.loads((tmp_path / "manifest.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert before["input"] == after["input"]
    assert before["plan_id"] != after["plan_id"]


def test_check_tells_what_is_wrong_with_an_overlay_and_what_is_allowed(tmp_path: Path) -> None:
    bad = overlay(tmp_path, HEAD + FORBIDDEN["enough"].text)
    done = inside.run("knowledge", "check", "--overlay", bad)
    assert (done.code, done.out) == (ExitCode.bad_input, "")
    wanted = "rules.toml:9: then.enough: an overlay may not answer `enough`: it would say that a person gets enough; one of refer,"
    assert done.err.startswith(wanted)
    assert inside.run("make", BONES, "--out", tmp_path, "--overlay", bad).err == done.err
    assert "there is no overlay here" in inside.run("check", BONES, "--overlay", tmp_path / "nowhere").err


def test_check_warns_of_a_rule_that_adds_nothing(tmp_path: Path) -> None:
    idle = overlay(tmp_path, HEAD + RULE.format(lines="when.takes = 'vitamin-k-antagonist'\nthen.refer = ['mk7']\n" + SAY))
    done = inside.run("knowledge", "check", "--overlay", idle)
    assert done.code == ExitCode.done
    assert "with the additions of A Site" in done.out
    assert "rules.toml:5: id: it adds words only: vka-no-k2 answers as strictly" in done.err
