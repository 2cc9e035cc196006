"""The gazetteer of the installed packages, and with the official UN/LOCODE list, on places of real seizure records.

What needs the shared data says so and is skipped without it. Attribution: UNODC (Individual Drug Seizures); UNECE.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from benchmarks.places import COUNTRY_COLUMNS, NO_COUNTRY, Row, reading_of, records
from deploy.local.settings import CHECKOUT
from services.reference.countries import read_country
from services.reference.places import Gazetteer, read_place
from services.reference.places.compile.build import compile_gazetteer
from services.reference.places.compile.unlocode_file import read_unlocode

SHARED: Final = CHECKOUT.parent / "shared" / "data"
SEIZURES: Final = SHARED / "unodc-ids-2011-2014.csv.gz"
LIST: Final = SHARED / "unlocode-2025.csv.gz"
EACH: Final = 20
"""One row of so many is read: enough to tell a share, and soon done."""

needs_seizures = pytest.mark.skipif(not SEIZURES.exists(), reason=f"needs {SEIZURES.name} in ../shared/data")
needs_list = pytest.mark.skipif(not LIST.exists(), reason=f"needs {LIST.name} in ../shared/data")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.fixture(scope="module")
def with_unlocode(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    path = tmp_path_factory.mktemp("unlocode") / "places.sqlite3"
    compile_gazetteer(path, "list", read_unlocode(LIST))
    return Gazetteer(path)


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return list(records(SEIZURES))[::EACH]


def test_every_alias_finds_its_place(gazetteer: Gazetteer) -> None:
    assert gazetteer.facts["lost_aliases"] == []


@pytest.mark.parametrize(
    ("country", "raw", "mode", "code"),
    [
        ("KR", "Busan", "sea", "KRPUS"),
        ("KR", "Incheon International Mail Centre", "mail", "KRINC"),
        ("JP", "東京国際郵便局", "mail", "JPTYO"),
        ("FR", "Bureau de poste de Le Havre", "mail", "FRLEH"),
        ("BO", "Oficina de correos de La Paz", "mail", "geonames:3911925"),
        ("GB", "Mount Pleasant Mail Centre", "mail", None),
        ("US", "Post Falls", None, "geonames:5604353"),
        ("US", "Centre Hall", None, "geonames:5183766"),
        ("KR", "\uc778\ucc9c\uad6d\uc81c\uacf5\ud56d", "air", "KRICN"),
        ("NL", "Rotterdam", "sea", "NLRTM"),
        ("NL", "Schiphol", "air", "NLAMS"),
        ("DE", "Frankfurt", "air", "DEFRA"),
        ("GB", "London Luton Airport", "air", "GBLUT"),
        ("AF", "Helmand", None, "AF-HEL"),
        ("AF", "Kandarhar", None, "AFKDH"),
        ("RU", "Leningrad Region, St. Peterburg", None, "RULED"),
        ("US", "JFK", "air", "USJFK"),
        ("US", "Clinton", None, None),
    ],
)
def test_well_known_places_are_read(
    gazetteer: Gazetteer, country: str, raw: str, mode: str | None, code: str | None
) -> None:
    assert read_place(gazetteer, raw, country, mode=mode).code == code


@needs_seizures
def test_country_fields_of_real_records_are_read(rows: list[Row]) -> None:
    for column in COUNTRY_COLUMNS:
        readings = [read_country(row[column]) for row in rows if row[column].strip()]
        named = [reading for reading in readings if reading.reason not in NO_COUNTRY]
        assert sum(reading.code is not None for reading in named) / len(named) >= 0.995, column


@needs_seizures
def test_nine_of_ten_places_of_real_records_are_read(gazetteer: Gazetteer, rows: list[Row]) -> None:
    readings = [reading_of(gazetteer, row) for row in rows if row["PLACE"].strip()]
    assert sum(reading.code is not None for reading in readings) / len(readings) >= 0.9


@needs_list
def test_official_list_is_read_and_what_is_skipped_is_counted(with_unlocode: Gazetteer) -> None:
    counts = with_unlocode.facts["rows"]
    assert counts["codes"] > 100_000
    assert (counts["headings"], counts["aliases"], counts["skipped_shifted"]) == (249, 95, 2_521)
    assert counts["aliases_joined"] >= 70


@needs_list
@pytest.mark.parametrize(
    ("country", "raw", "mode", "code"),
    [
        ("KR", "Seoul", None, "KRSEL"),
        ("KR", "Incheon", "land", "KRINC"),
        ("KR", "Incheon", "air", "KRICN"),
        ("XK", "Pristina", None, "RSPRN"),
        ("BG", "Kapitan Andreevo BCP", "land", "BGKAN"),
        ("TR", "Kapikule", "land", "TRKPU"),
        ("NL", "Hazeldonk border post", "land", "NLHZK"),
        ("ES", "Prat de Llobregat (El)", None, "ESEPB"),
        ("RU", "Leningrad", None, "RULED"),
        ("IT", "ROMA", None, "ITROM"),
    ],
)
def test_places_have_the_codes_of_the_official_list(
    with_unlocode: Gazetteer, country: str, raw: str, mode: str | None, code: str
) -> None:
    assert read_place(with_unlocode, raw, country, mode=mode).code == code


@needs_seizures
@needs_list
def test_nine_of_ten_places_are_read_with_the_official_list(with_unlocode: Gazetteer, rows: list[Row]) -> None:
    readings = [reading_of(with_unlocode, row) for row in rows if row["PLACE"].strip()]
    assert sum(reading.code is not None for reading in readings) / len(readings) >= 0.9


def test_reading_needs_no_more_than_the_file(gazetteer: Gazetteer, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere.sqlite3"
    copy.write_bytes(gazetteer.path.read_bytes())
    copy.chmod(0o444)
    assert read_place(Gazetteer(copy), "Busan", "KR").code == "KRPUS"
