"""The encoding of a text file: certain, guessed and said so, or refused; never silently wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.formats.encodings import decide_encoding
from services.ingest.formats.faults import FileFault
from tests.unit.ingest.formats.files import answered, codes, csv_text, read, report_of, row, small, statuses

CYRILLIC = csv_text(row(Place="Шереметьево", Drug="меткатинон"), row("C-2", Place="Внуково"), row("C-3"))
FRENCH = csv_text(row(Place="Genève", Drug="méthamphétamine"), row("C-2", Place="Orléans"), row("C-3"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_with_and_without_its_mark(tmp_path: Path, encoding: str) -> None:
    answers, reading = read(tmp_path, "a.csv", CYRILLIC.encode(encoding), small())
    assert statuses(answers) == {"valid": 3}
    assert report_of(answers[0])["location"]["name"] == "Шереметьево"
    assert reading.notices.said == []


@pytest.mark.parametrize(
    ("text", "encoding", "place"), [(CYRILLIC, "cp1251", "Шереметьево"), (FRENCH, "cp1252", "Genève")]
)
def test_a_guess_is_told_for_the_file_and_for_each_row_that_rests_on_it(
    tmp_path: Path, text: str, encoding: str, place: str
) -> None:
    answers, reading = read(tmp_path, "a.csv", text.encode(encoding), small())
    assert report_of(answers[0])["location"]["name"] == place
    assert [one.status for one in answers] == ["warned", "warned", "valid"]
    assert ("row_encoding_guessed", "Place") in codes(answers[0])
    assert reading.notices.said == [f"the encoding is a guess: {encoding}; name it in the mapping, or --encoding"]


@pytest.mark.parametrize(("text", "encoding"), [(CYRILLIC, "cp1251"), (FRENCH, "cp1252"), (CYRILLIC, "koi8-r")])
def test_a_declared_encoding_is_no_guess(tmp_path: Path, text: str, encoding: str) -> None:
    assert statuses(answered(tmp_path, "a.csv", text.encode(encoding), small(), encoding=encoding)) == {"valid": 3}
    declared = small(f"layout: {{encoding: {encoding}}}\n")
    assert statuses(answered(tmp_path, "a.csv", text.encode(encoding), declared)) == {"valid": 3}


def test_broken_bytes_in_a_file_of_utf8_refuse_their_row_alone(tmp_path: Path) -> None:
    answers = answered(
        tmp_path, "a.csv", CYRILLIC.encode() + ",".join(row("C-4", Place="X\xff")).encode("latin-1"), small()
    )
    assert [one.status for one in answers] == ["valid", "valid", "valid", "refused"]
    assert codes(answers[3]) == {("row_bad_bytes", "Place")}


def test_bytes_that_the_declared_encoding_does_not_have_refuse_their_row_alone(tmp_path: Path) -> None:
    raw = csv_text(row(Place="A?B"), row("C-2")).encode().replace(b"?", b"\x98")
    answers = answered(tmp_path, "a.csv", raw, small(), encoding="cp1251")
    assert [one.status for one in answers] == ["refused", "valid"]


def test_an_encoding_that_cannot_be_told_is_refused_with_the_remedy(tmp_path: Path) -> None:
    for raw in ((CYRILLIC + FRENCH).encode("cp1251", "replace") + FRENCH.encode("cp1252"), b"\x9d\x98,\xe9\xe8\xea\n"):
        with pytest.raises(FileFault, match=r"cannot be told.*--encoding"):
            answered(tmp_path, "a.csv", raw, small())


def test_two_encodings_in_one_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileFault, match="mixes UTF-8 with another encoding"):
        answered(tmp_path, "a.csv", CYRILLIC.encode()[:200] + CYRILLIC.encode("cp1251") * 2, small())


def test_an_unknown_encoding_is_a_fault_with_those_that_are_known(tmp_path: Path) -> None:
    for name in ("cp125", "rot13", "utf-7", "idna", "\0"):
        with pytest.raises(FileFault, match="is not known"):
            answered(tmp_path, "a.csv", CYRILLIC, small(), encoding=name)


@given(st.binary(max_size=300))
def test_any_bytes_have_an_encoding_or_a_fault_and_a_certain_one_reads_all_but_broken_rows(raw: bytes) -> None:
    try:
        found = decide_encoding("a.csv", [raw], None)
    except FileFault:
        return
    errors = "replace" if found.name.startswith("utf-16") else "surrogateescape"
    assert isinstance(raw.decode(found.name, errors), str)


@given(st.text(max_size=200))
def test_text_in_utf8_is_never_taken_for_anything_else(text: str) -> None:
    raw = ("Case;" + text).encode("utf-8", "replace")
    assert decide_encoding("a.csv", [raw], None).name.startswith("utf-8") or b"\0" in raw
