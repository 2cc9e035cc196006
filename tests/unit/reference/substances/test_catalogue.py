"""How the list is loaded: checked, compiled once, compiled anew when it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.reference.substances import Substance, catalogue, same_substance
from services.reference.substances.catalogue import open_catalogue
from services.reference.substances.entry_files import EntryFault
from services.reference.substances.reading import read_with
from tests.unit.reference.substances.lists import entry, new_list

ONE = entry("one", "Onefentanyl")
TWO = entry("two", "Twofentanyl")


def compiled_files(cache: Path) -> list[Path]:
    return sorted(cache.glob("*"))


def test_a_compiled_list_is_kept_and_used_again(tmp_path: Path) -> None:
    folder, cache = new_list(tmp_path / "list", ONE), tmp_path / "cache"
    first = open_catalogue(folder, cache)
    (kept,) = compiled_files(cache)
    written = kept.stat().st_mtime_ns
    assert open_catalogue(folder, cache).entries == first.entries
    assert kept.stat().st_mtime_ns == written


def test_a_changed_list_is_compiled_anew(tmp_path: Path) -> None:
    folder, cache = new_list(tmp_path / "list", ONE), tmp_path / "cache"
    open_catalogue(folder, cache)
    path = folder / "entries" / "fentanyls.yaml"
    path.write_text(path.read_text(encoding="utf-8") + TWO, encoding="utf-8")
    assert read_with(open_catalogue(folder, cache), "twofentanyl").id == "two"
    assert len(compiled_files(cache)) == 1


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"stamp": "old"}'])
def test_a_broken_compiled_file_is_replaced(tmp_path: Path, content: bytes) -> None:
    folder, cache = new_list(tmp_path / "list", ONE), tmp_path / "cache"
    open_catalogue(folder, cache)
    compiled_files(cache)[0].write_bytes(content)
    assert "one" in open_catalogue(folder, cache).entries


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert "one" in open_catalogue(new_list(tmp_path / "list", ONE), tmp_path / "file" / "cache").entries


def test_a_wrong_list_is_refused_as_a_whole(tmp_path: Path) -> None:
    with pytest.raises(EntryFault, match="another entry has this id"):
        open_catalogue(new_list(tmp_path / "list", ONE + ONE), tmp_path / "cache")
    with pytest.raises(EntryFault, match=r"groups\.yaml: cannot be read"):
        open_catalogue(tmp_path / "nowhere", tmp_path / "cache")


def test_the_built_in_list_covers_its_groups() -> None:
    entries = catalogue().entries.values()
    assert len(entries) >= 400
    of_interest = {entry.group for entry in entries if entry.kind == "substance"}
    assert of_interest >= {"fentanyls", "nitazenes", "other-opioids", "opiates", "synthetic-cannabinoids", "cannabis"}
    assert all(entry.name("fr") and entry.name("xx") == entry.names["en"] for entry in entries)


def of(id_: str, **fields: object) -> Substance:
    return Substance(**{"id": id_, "kind": "substance", "group": "ats", "names": {"en": id_}, **fields})  # type: ignore[arg-type]  # fields of one test


EPHEDRINE = "KWGRBVOPPLSCSI-WPRPVWTQSA-N"
PSEUDOEPHEDRINE = "KWGRBVOPPLSCSI-WCBMZHEXSA-N"
FLAT = "KWGRBVOPPLSCSI-UHFFFAOYSA-N"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (of("a"), of("a"), True),
        (of("a"), of("b"), False),
        (of("a", kind="salt", parent="b"), of("b"), True),
        (of("a", kind="salt", parent="c"), of("b", kind="isomer", parent="c"), True),
        (of("a", inchikey=EPHEDRINE), of("b", inchikey=EPHEDRINE), True),
        (of("a", inchikey=EPHEDRINE), of("b", inchikey=FLAT), False),
        (of("a", inchikey=EPHEDRINE), of("b", inchikey=PSEUDOEPHEDRINE), False),
        (of("a", inchikey=EPHEDRINE, cas=("50-36-2",)), of("b", inchikey=PSEUDOEPHEDRINE, cas=("50-36-2",)), False),
        (of("a", cas=("50-36-2",)), of("b", cas=("561-27-3", "50-36-2")), True),
        (of("a", kind="product", parent="b"), of("b"), False),
        (of("a", kind="class"), of("b"), False),
        (of("a", kind="class"), of("a", kind="class"), True),
    ],
)
def test_one_substance_is_known_by_its_ties_then_its_structure_then_its_number(
    one: Substance, other: Substance, same: bool
) -> None:
    assert same_substance(one, other) is same_substance(other, one) is same
