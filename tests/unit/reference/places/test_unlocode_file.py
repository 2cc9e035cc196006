"""The UN/LOCODE list is read with all its traps, and nothing is skipped uncounted. All rows are invented."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from services.reference.places.compile.unlocode_file import NotUnlocode, UnlocodeList, read_unlocode
from services.reference.places.kinds import Use

ROWS = [
    ",KR,,.KOREA (INVENTED),,,,,,,,",
    ",KR,PUS,Busan,Busan,26,12345---,AI,0901,,3506N 12902E,",
    ",KR,AAA,Aname (Bname),Aname (Bname),26,1-------,RL,0901,,,",
    ",KR,AAA,Bname (Aname),Bname (Aname),26,--3-----,RL,0901,,3500N 12900E,",
    ",KR,BBB,Far Apt,Far Apt,,---4----,AI,0901,FRA,,",
    ",KR,CCC,Decimal,Decimal,,--3-----,RL,0901,,3583N 12961E,",
    ",KR,DDD,South West,South West,,--3----B,RL,0901,,3330S 07015W,",
    ",KR,EEE,Withdrawn,Withdrawn,,--3-----,XX,0901,,,",
    ",KR,,Old Name = Busan,Old Name = Busan,,,,,,,",
    ",26,Busan-gwangyeoksi,Metropolitan city,,,,,,,,",
    ",KR,FF,Short code,Short code,,--3-----,RL,0901,,,",
    ",KR,GGG",
]


def read(path: Path, content: bytes) -> UnlocodeList:
    path.write_bytes(content)
    return read_unlocode(path)


@pytest.fixture
def listed(tmp_path: Path) -> UnlocodeList:
    return read(tmp_path / "list.csv", "\n".join(ROWS).encode())


def test_each_row_is_counted_by_what_it_is(listed: UnlocodeList) -> None:
    assert dict(listed.counts) == {
        "headings": 1,
        "locations": 6,
        "codes": 5,
        "aliases": 1,
        "skipped_removed": 1,
        "skipped_shifted": 1,
        "skipped_malformed": 1,
        "skipped_short": 1,
        "malformed_coordinates": 1,
    }
    assert listed.aliases["KR"] == [("Old Name", "Busan")]


def test_place_in_two_languages_is_one_place_with_both_names(listed: UnlocodeList) -> None:
    place = listed.locations["KR"][0]
    assert (place.locode, place.names) == ("KRAAA", ["Aname (Bname)", "Bname (Aname)"])
    assert place.uses == Use.SEA | Use.ROAD
    assert place.point == (35.0, 129.0)


def test_coordinates_are_degrees_and_minutes_and_more_than_59_minutes_are_none(listed: UnlocodeList) -> None:
    points = {place.code: place.point for place in listed.locations["KR"]}
    assert points["PUS"] == pytest.approx((35.1, 129.0333), abs=1e-4)
    assert points["DDD"] == (-33.5, -70.25)
    assert points["CCC"] is None


def test_letter_at_the_end_of_the_functions_is_a_border_crossing(listed: UnlocodeList) -> None:
    uses = {place.code: place.uses for place in listed.locations["KR"]}
    assert uses["DDD"] == Use.ROAD | Use.BORDER
    assert uses["PUS"] == Use.SEA | Use.RAIL | Use.ROAD | Use.AIR | Use.POST


def test_list_is_read_zipped_gzipped_in_old_encodings_and_with_its_columns_swapped(tmp_path: Path) -> None:
    row = ",FR,ABC,Orléans-le-Faux,Orleans-le-Faux,45,--3-----,RL,0901,,,"
    swapped = ",FR,ABC,Orléans-le-Faux,Orleans-le-Faux,45,RL,--3-----,0901,,,"
    contents = [
        ("a.csv", row.encode("cp1252")),
        ("b.csv", swapped.encode("utf-8-sig")),
        ("c.csv.gz", gzip.compress(row.encode())),
    ]
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr("2025 UNLOCODE CodeListPart1.csv", row.encode("cp1252"))
        archive.writestr("2025 SubdivisionCodes.csv", b"FR,45,Loiret,Department")
    found = [read(tmp_path / name, content) for name, content in contents] + [read_unlocode(tmp_path / "d.zip")]
    assert {place.names[0] for listed in found for place in listed.locations["FR"]} == {"Orléans-le-Faux"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("text.csv", b"no list at all\n" * 50),
        ("broken.csv.gz", b"\x1f\x8b no gzip"),
        ("cut.csv.gz", gzip.compress(b"x" * 9_000, mtime=0)[:40]),
        ("broken.zip", b"PK no zip"),
        ("nul.csv", b"\x00" * 200),
    ],
)
def test_file_that_is_no_list_is_refused_with_the_reason(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(NotUnlocode, match=name):
        read(tmp_path / name, content)


def test_progress_is_told(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("\n".join(ROWS * 20))
    told: list[int] = []
    read_unlocode(path, told.append)
    assert told == [100, 200]
