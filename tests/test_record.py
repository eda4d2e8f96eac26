"""Records: what they refuse, what a copy keeps, and the description that reads them without what checks it."""

import copy
import pickle
import subprocess
import sys
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter
from pydantic_core import PydanticCustomError, SchemaSerializer, SchemaValidator, ValidationError

from planner import profile as profiles
from planner import shape, vocabulary
from planner.entry import Reviewed
from planner.kept import Unfit, from_bytes, to_bytes
from planner.mark import Called, Within
from planner.plan import Entry
from planner.profile import Medicine, Profile
from planner.record import Record, fields_of, given_in, refused, values_of
from planner.rule import Facts, Rule
from planner.shape import from_data, from_json, to_data, to_json
from planner.vocabulary import Goal, Match, Sex

ROOT = Path(__file__).parents[1]
PEOPLE = sorted((ROOT / "tests" / "profiles").glob("*.json"))


class Pair(Record):
    """Two numbers, the lower one first."""

    low: Annotated[float, Within(ge=0)]
    high: float = 9.0
    till: Annotated[str | None, Called("to")] = None

    @cached_property
    def middle(self) -> float:
        """Worked out once."""
        return (self.low + self.high) / 2

    def _consistent(self) -> None:
        if self.low > self.high:
            raise refused("order", "{low} is above", {"low": str(self.low)})


class Named(Pair):
    """A pair with a name."""

    name: str
    low: float

    def _consistent(self) -> None:
        if not self.name:
            raise refused("name", "no name")


def test_a_record_takes_its_own_names_and_needs_them() -> None:
    for wrong in ({"low": 1.0, "hihg": 2.0}, {}, {"high": 2.0}, {"low": 1.0, "to": "x"}):
        with pytest.raises(TypeError, match="not known, or missing"):
            Pair(**wrong)
    with pytest.raises(TypeError, match="not known"):
        Pair(low=1.0).but(hihg=2.0)
    assert values_of(Pair(till="x", low=1.0)) == {"low": 1.0, "high": 9.0, "till": "x"}
    assert list(values_of(Pair(till="x", low=1.0))) == list(fields_of(Pair)), "JSON would stand in another order"


def test_a_record_never_changes() -> None:
    pair = Pair(low=1.0)
    with pytest.raises(AttributeError, match="does not change"):
        pair.low = 2.0  # type: ignore[misc]
    with pytest.raises(AttributeError, match="does not change"):
        del pair.low
    assert pair == Pair(low=1.0)


def test_what_was_worked_out_is_no_part_of_a_record() -> None:
    pair, fresh = Pair(low=1.0), Pair(low=1.0)
    assert pair.middle == 5
    assert pair == fresh
    assert hash(pair) == hash(fresh)
    assert repr(pair) == repr(fresh)
    assert pair.but(low=3.0).middle == 6, "a copy kept what was worked out of other numbers"
    for again in (pickle.loads(pickle.dumps(pair)), copy.deepcopy(pair), copy.copy(pair)):  # noqa: S301 - our own bytes
        assert again == pair
        assert "middle" not in vars(again)
        assert given_in(again) == {"low"}
    asked = Facts(age_from=50)
    assert asked.asked == ("age_from",)
    assert asked.but(goal=Goal.bone).asked == ("age_from", "goal")


def test_records_are_the_same_by_kind_and_fields() -> None:
    assert Pair(low=1.0) == Pair(low=1.0, high=9.0)
    assert Pair(low=1.0) != Pair(low=2.0)
    assert Named(low=1.0, name="x") != Pair(low=1.0)
    assert len({Pair(low=1.0), Pair(low=1.0), Pair(low=2.0)}) == 2


def test_what_has_to_hold_is_asked_wherever_a_record_is_made_and_what_is_inherited_first() -> None:
    assert list(fields_of(Named)) == ["low", "high", "till", "name"]
    told: tuple[tuple[dict[str, Any], str], ...] = (({"low": 10.0, "name": ""}, "order"), ({"low": 1.0, "name": ""}, "name"))
    for wrong, kind in told:
        with pytest.raises(PydanticCustomError) as made:
            Named(**wrong)
        with pytest.raises(ValidationError) as read:
            from_data(Named, wrong)
        assert made.value.type == read.value.errors()[0]["type"] == kind
    assert issubclass(Rule, Reviewed)


def test_a_record_is_read_strictly_by_its_name_in_a_file_or_its_own() -> None:
    assert from_json(Pair, '{"low": 1, "to": "x"}') == from_json(Pair, '{"low": 1, "till": "x"}') == Pair(low=1.0, till="x")
    assert to_json(Pair(low=1.0, till="x"), by_alias=True) == '{"low":1.0,"high":9.0,"to":"x"}'
    assert to_data(Pair(low=1.0, till="x"), exclude_unset=True) == {"low": 1.0, "till": "x"}
    found = {}
    for text in ('{"low": "1"}', '{"low": -1}', '{"low": 1, "x": 2}', "{}", "[]", '{"low": 1, "to": 5}', '{"low": NaN}'):
        with pytest.raises(ValidationError) as wrong:
            from_json(Pair, text)
        found[text] = [(each["type"], each["loc"]) for each in wrong.value.errors()]
    assert found == {
        '{"low": "1"}': [("float_type", ("low",))],
        '{"low": -1}': [("greater_than_equal", ("low",))],
        '{"low": 1, "x": 2}': [("extra_forbidden", ("x",))],
        "{}": [("missing", ("low",))],
        "[]": [("model_type", ())],
        '{"low": 1, "to": 5}': [("string_type", ("to",))],
        '{"low": NaN}': [("finite_number", ("low",))],
    }
    entry = Entry(said="x", match=Match.recognised, kind="medicine", in_class="statin")
    assert from_json(Entry, to_json(entry, by_alias=True)) == entry


# -- the description that is kept ----------------------------------------------------------------------------------------------

MODULES = (profiles.__name__, vocabulary.__name__)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


def described(monkeypatch: pytest.MonkeyPatch) -> bool:
    """Read somebody in a program that has read nobody yet; return whether pydantic had to be told what a profile is."""
    asked = []

    def adapter(kind: type[Record]) -> Any:
        asked.append(kind)
        return TypeAdapter(kind)

    monkeypatch.setattr(shape, "_DOORS", {})
    monkeypatch.setattr(shape, "_adapter", adapter)
    told = PEOPLE[0].read_bytes()
    assert from_json(Profile, told) == TypeAdapter(Profile).validate_json(told)
    return bool(asked)


@pytest.mark.usefixtures("cache")
def test_what_a_profile_is_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [described(monkeypatch) for _ in range(3)] == [True, False, False]


@pytest.mark.parametrize("damage", ["a byte", "cut short", "others may write"])
def test_a_damaged_description_is_not_taken(damage: str, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    described(monkeypatch)
    (path,) = cache.rglob("profile-*.kept")
    data = path.read_bytes()
    path.write_bytes({"a byte": data.replace(b"max_length", b"mix_length", 1), "cut short": data[:-1]}.get(damage, data))
    if damage == "others may write":
        path.chmod(0o666)
    assert described(monkeypatch)


@pytest.mark.usefixtures("cache")
def test_another_program_tells_it_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    described(monkeypatch)
    monkeypatch.setattr(shape, "_READER", (*shape._READER, "errors.py"))
    assert described(monkeypatch)
    monkeypatch.setattr(shape, "checker", lambda: b"another")
    assert described(monkeypatch)
    assert len(list(tmp_path.rglob("profile-*.kept"))) == 1, "what another program kept stays behind"


def test_a_kept_description_reads_writes_and_refuses_as_pydantic_does() -> None:
    adapter = TypeAdapter(Profile)
    kept = from_bytes(to_bytes(shape.bare(adapter.core_schema)), MODULES, MODULES)
    reader, writer = SchemaValidator(kept), SchemaSerializer(kept)
    for path in PEOPLE:
        told = path.read_bytes()
        assert reader.validate_json(told) == adapter.validate_json(told)
        assert writer.to_json(reader.validate_json(told)) == adapter.dump_json(adapter.validate_json(told))
    for wrong in (
        '{"age": 200}',
        '{"medicines": [{"nam": 1}, " "]}',
        '{"date_of_birth": "1800-01-01", "labs": {"inr": {}}}',
        "[]",
        '{"sex": 1}',
    ):
        with pytest.raises(ValidationError) as one:
            reader.validate_json(wrong)
        with pytest.raises(ValidationError) as other:
            adapter.validate_json(wrong)
        assert one.value.errors(include_url=False) == other.value.errors(include_url=False)


@pytest.mark.parametrize("named", [print, subprocess.run, from_json, pytest.fixture], ids=lambda each: str(each.__name__))
def test_a_description_names_nothing_but_the_checks_of_a_profile(named: Any) -> None:
    with pytest.raises(Unfit):
        from_bytes(to_bytes({"function": named}), MODULES, MODULES)
    with pytest.raises(Unfit):
        from_bytes(to_bytes({"function": profiles._plain}), MODULES)


def test_one_plan_is_made_without_what_checks_files(tmp_path: Path) -> None:
    """Told once, a profile is read without pydantic; and nothing else that a plan does not need is loaded."""
    program = (
        "import sys\n"
        f"sys.argv = ['supplement-plan', 'make', {str(PEOPLE[0])!r}, '--out', {str(tmp_path)!r}, '--date', '2026-11-22', '--force']\n"
        "from planner.cli import main\n"
        "try:\n    main()\n"
        "except SystemExit as left:\n    print(left.code)\n"
        "print(sorted({'pydantic', 'annotated_types', 'email', 'socket', 'rapidfuzz', 'asyncio'} & sys.modules.keys()))"
    )
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120, cwd=ROOT)
    assert done.stdout.splitlines()[-2:] == ["0", "[]"]


def test_a_medicine_told_as_words_is_its_name_alone() -> None:
    told = from_json(
        Profile, '{"age": 60, "sex": "male", "country": "UK", "goals": ["bone"], "medicines": ["a", {"name": "b", "relevant": false}]}'
    )
    assert told.medicines == (Medicine(name="a"), Medicine(name="b", relevant=False))
    assert told.country == "GB"
    assert told.sex is Sex.male
