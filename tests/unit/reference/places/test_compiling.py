"""The same inputs make the same gazetteer, once, whoever needs it."""

from __future__ import annotations

import multiprocessing
import sqlite3
from pathlib import Path

import pytest

from services.reference.places import Gazetteer, NotAGazetteer
from services.reference.places.compile.codes import give_codes
from services.reference.places.compile.seaports import Seaport, join_seaports
from services.reference.places.compile.writing import contents
from services.reference.places.default_file import CannotKeep, inputs_version, writing
from tests.unit.reference.places.invented import compiled, country, town


def test_same_inputs_make_the_same_content(tmp_path: Path) -> None:
    compiled(tmp_path / "one.sqlite3")
    compiled(tmp_path / "two.sqlite3")
    assert list(contents(tmp_path / "one.sqlite3")) == list(contents(tmp_path / "two.sqlite3"))
    assert (tmp_path / "one.sqlite3").read_bytes() == (tmp_path / "two.sqlite3").read_bytes()


def test_version_follows_the_list_that_is_loaded() -> None:
    assert inputs_version() == inputs_version() != inputs_version("a" * 64) != inputs_version("b" * 64)


def test_gazetteer_cannot_be_written_by_its_readers(tmp_path: Path) -> None:
    opened = compiled(tmp_path / "small.sqlite3")
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        opened._connection().execute("DELETE FROM place")


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + b"\x00" * 100])
def test_file_that_is_no_gazetteer_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd name #?%20.sqlite3"
    path.write_bytes(content)
    with pytest.raises(NotAGazetteer, match="places build"):
        Gazetteer(path)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotAGazetteer, match="places build"):
        Gazetteer.open(tmp_path / "missing.sqlite3")


def test_file_whose_name_needs_quoting_is_opened(tmp_path: Path) -> None:
    assert compiled(tmp_path / "odd name #?%20.sqlite3").version == "invented"


def make(path: Path, made: Path) -> None:
    """Stands in for a process that needs the gazetteer; leaves a trace only if it made it."""
    with writing(path, again=False) as part:
        if part:
            part.write_text("whole")
            made.touch()
    assert path.read_text() == "whole"


def test_of_several_processes_one_makes_the_file_and_all_find_it_whole(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("fork")
    makers = [spawn.Process(target=make, args=(tmp_path / "made", tmp_path / f"by-{n}")) for n in range(8)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert [maker.exitcode for maker in makers] == [0] * 8
    assert len(list(tmp_path.glob("by-*"))) == 1
    assert not list(tmp_path.glob("*.part"))


def fail_half_way(path: Path) -> None:
    with writing(path, again=False) as part:
        assert part
        part.write_text("half")
        raise RuntimeError


def test_half_a_file_is_never_kept(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        fail_half_way(tmp_path / "made")
    assert [path.name for path in tmp_path.iterdir()] == ["made.lock"]


def test_folder_that_cannot_be_written_says_which_setting_to_change(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotKeep, match="TOCSIN_CACHE"), writing(tmp_path / "file" / "made", again=False):
        pass


def test_port_gives_its_code_to_the_town_of_its_name_beside_it_only() -> None:
    near, far = town(1, "Portville", (10.0, 10.0), 5_000), town(2, "Portville", (40.0, 10.0), 9_000)
    places = country("KR", near, far)
    ports = [Seaport("KRPVL", "Portville", (10.1, 10.1), terminal=False)]
    join_seaports(places, ports)
    give_codes(places, frozenset(), with_unlocode=False)
    assert (near.code, far.code) == ("KRPVL", "geonames:2")


def test_code_that_does_not_read_like_the_towns_name_is_not_given_to_it() -> None:
    place = town(1, "Portville", (10.0, 10.0), 5_000)
    places = country("KR", place)
    join_seaports(places, [Seaport("KRXQZ", "Portville", (10.1, 10.1), terminal=False)])
    give_codes(places, frozenset(), with_unlocode=False)
    assert place.code == "geonames:1"
    give_codes(places, frozenset({"KRXQZ"}), with_unlocode=False)
    assert place.code == "KRXQZ"
