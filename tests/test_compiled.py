"""Knowledge that is kept: the same to the last field, and never taken where one byte is not as it should be."""

import hashlib
import pickle
import shutil
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from planner import compiled
from planner.compiled import quick
from planner.errors import KnowledgeError
from planner.kept import Unfit, from_bytes, to_bytes
from planner.library import SHIPPED, Knowledge, read_knowledge
from planner.names import Names, spellings
from planner.record import given_in
from planner.shelf import MODULES


def read(folder: Path) -> Knowledge:
    found = read_knowledge(folder)
    return replace(found, spellings=spellings(found))


class Reader:
    """Reads the files, and counts how often it was asked to."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, folder: Path) -> Knowledge:
        self.times += 1
        return read(folder)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "knowledge"))


@pytest.fixture
def kept_in(tmp_path: Path, copy: Path) -> Path:
    folder = tmp_path / "cache"
    quick(copy, folder, read)
    return folder


def kept(folder: Path) -> Path:
    (found,) = folder.glob("knowledge-*.kept")
    return found


def times_read(copy: Path, kept_in: Path) -> int:
    reader = Reader()
    found = quick(copy, kept_in, reader)
    assert found.entries == read_knowledge(copy).entries
    return reader.times


def test_what_is_kept_is_what_was_read(copy: Path, kept_in: Path, knowledge: Knowledge) -> None:
    found = quick(copy, kept_in, Reader())
    assert times_read(copy, kept_in) == 0
    assert (found.sha256, found.entries) == (knowledge.sha256, knowledge.entries)
    for kind, entries in knowledge.entries.items():
        assert list(found.entries[kind]) == list(entries)
        assert all(given_in(found.entries[kind][name]) == given_in(each) for name, each in entries.items())
        assert found.all(kind) == knowledge.all(kind)


def test_names_mean_what_they_meant_when_the_files_were_read(copy: Path, kept_in: Path, knowledge: Knowledge) -> None:
    found, fresh = Names(quick(copy, kept_in, Reader())).of, Names(knowledge).of
    assert dict(found) == fresh
    assert all(found.get(name) == each == found[name] and name in found for name, each in fresh.items())
    assert [found.get(word, ()) for word in ("", "zzquux", "warfarinn")] == [(), (), ()]
    assert "zzquux" not in found
    kept_names, read_names = Names(quick(copy, kept_in, Reader())), Names(knowledge)
    for name in [*list(fresh)[::7], "", "q", "zz", "\u2603\u2603"]:
        for letters in (name[:1], name[:2], name[:-1], name, f"{name}q"):
            assert kept_names.begin_with(letters) == read_names.begin_with(letters), letters
    assert len(found) == len(fresh)


def test_what_is_signed_off_is_kept_with_the_entries(copy: Path, kept_in: Path, knowledge: Knowledge) -> None:
    assert quick(copy, kept_in, Reader()).signed_off is knowledge.signed_off is False


def test_the_same_knowledge_is_kept_as_the_same_bytes(copy: Path, kept_in: Path, tmp_path: Path) -> None:
    quick(copy, tmp_path / "again", read)
    assert kept(tmp_path / "again").read_bytes() == kept(kept_in).read_bytes()


class Planted:
    """A thing that runs a command when it is taken out of a pickle."""

    def __reduce__(self) -> tuple[object, ...]:
        return print, ("out",)


def test_nothing_but_records_is_ever_made_of_kept_bytes(copy: Path, kept_in: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for planted in (pickle.dumps(Planted()), to_bytes(Planted()), b"cplanner.entry\nField\n.", b"cplanner.rule\nPydanticCustomError\n."):
        with pytest.raises(Unfit):
            from_bytes(planted, MODULES)
        kept(kept_in).write_bytes(hashlib.sha256(planted).digest() + planted)
        assert times_read(copy, kept_in) == 1
    assert capsys.readouterr().out == ""


def test_only_its_owner_can_read_it(kept_in: Path) -> None:
    assert stat.S_IMODE(kept(kept_in).stat().st_mode) == 0o600
    assert stat.S_IMODE(kept_in.stat().st_mode) == 0o700
    assert len(list(kept_in.iterdir())) == 1


def test_one_changed_byte_of_the_files_is_another_edition(copy: Path, kept_in: Path) -> None:
    before = kept(kept_in)
    path = copy / "sources.toml"
    path.write_bytes(path.read_bytes() + b"\n")
    assert times_read(copy, kept_in) == 1
    assert kept(kept_in) != before


def test_another_reader_reads_again(copy: Path, kept_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_READER", (*compiled._READER, "errors.py"))
    assert times_read(copy, kept_in) == 1


@pytest.mark.parametrize("damage", ["a byte", "cut short", "empty", "no text"])
def test_a_damaged_file_is_not_taken(damage: str, copy: Path, kept_in: Path) -> None:
    path = kept(kept_in)
    data = path.read_bytes()
    damaged = {
        "a byte": data.replace(b"mk7-general", b"mk7-generaL", 1),
        "cut short": data[:-9],
        "empty": b"",
        "no text": b"\xff" * 64,
    }[damage]
    assert damaged != data
    path.write_bytes(damaged)
    assert times_read(copy, kept_in) == 1
    assert path.read_bytes() == data
    assert times_read(copy, kept_in) == 0


@pytest.mark.parametrize("way", ["others may write", "a link"])
def test_a_file_that_somebody_else_can_have_written_is_not_taken(way: str, copy: Path, kept_in: Path, tmp_path: Path) -> None:
    path = kept(kept_in)
    if way == "a link":
        path.rename(tmp_path / "elsewhere")
        path.symlink_to(tmp_path / "elsewhere")
    else:
        path.chmod(0o666)
    assert times_read(copy, kept_in) == 1


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert times_read(copy, tmp_path / "file" / "cache") == 1


def test_knowledge_that_is_refused_is_never_kept(copy: Path, kept_in: Path) -> None:
    before = kept(kept_in)
    (copy / "edition.toml").unlink()
    for _ in range(2):
        with pytest.raises(KnowledgeError):
            quick(copy, kept_in, read)
    assert list(kept_in.iterdir()) == [before]


@pytest.mark.parametrize("ending", ["kept", "txt"])
def test_a_file_too_old_to_be_of_this_edition_is_dropped(ending: str, copy: Path, kept_in: Path) -> None:
    old = kept_in / f"knowledge-{'0' * 64}.{ending}"
    old.write_bytes(b"")
    path = copy / "sources.toml"
    path.write_bytes(path.read_bytes() + b"\n")
    quick(copy, kept_in, read)
    assert not old.exists()
