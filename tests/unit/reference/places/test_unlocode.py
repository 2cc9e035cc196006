"""A loaded UN/LOCODE list gives the towns their codes. All rows are invented, and so are most codes."""

from __future__ import annotations

import pytest

from services.reference.places import Gazetteer, read_place
from services.reference.places.compile.unlocode_file import read_unlocode
from tests.unit.reference.places.invented import compiled

ROWS = """
,KR,SEL,Seoul,Seoul,11,12345---,AF,1207,,3734N 12659E,
,KR,INC,Incheon,Incheon,28,123-----,AF,0901,ICN,3727N 12642E,
,KR,ICN,Incheon Intl Apt/Seoul,Incheon Intl Apt/Seoul,28,---4----,AI,0501,,3728N 12627E,
,KR,PUS,Busan,Busan,26,1234----,AI,0901,,,
,KR,PMX,Busan Pt,Busan Pt,26,----5---,AI,0901,,3506N 12902E,
,KR,,Fusan = Busan,Fusan = Busan,,,,,,,
,RU,NSB,Novosibirsk,Novosibirsk,NVS,-2345---,AI,0901,,5500N 08255E,
,RU,MJZ,Mirnyy,Mirnyy,SA,---4----,AI,0901,,,
,RU,NWP,Novoe Pole (Staroe Pole),Novoe Pole (Staroe Pole),NVS,--3-----,RL,0901,,5510N 08200E,
,RU,KP1,Kordon Pass,Kordon Pass,NVS,--3----B,RL,0901,,5200N 08000E,
,RS,PRN,Pristina,Pristina,,--34----,AI,0901,,,
,RS,BEG,Beograd,Beograd,00,-2345---,AI,0901,,4448N 02028E,
,ES,BCN,Barcelona,Barcelona,B,12345---,AI,0901,,,
,ES,EPB,El Prat de Llobregat,El Prat de Llobregat,B,--34----,RL,0901,BCN,4120N 00205E,
"""


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    folder = tmp_path_factory.mktemp("unlocode")
    (folder / "list.csv").write_text(ROWS.strip(), encoding="utf-8")
    return compiled(folder / "small.sqlite3", read_unlocode(folder / "list.csv"))


@pytest.mark.parametrize(
    ("country", "raw", "code"),
    [
        ("KR", "Seoul", "KRSEL"),
        ("RU", "\u041d\u043e\u0432\u043e\u0441\u0438\u0431\u0438\u0440\u0441\u043a", "RUNSB"),
        ("KR", "Fusan", "KRPUS"),
        ("RU", "Novoe Pole", "RUNWP"),
        ("RU", "Staroye Pole", "RUNWP"),
        ("RU", "\u041d\u043e\u0432\u043e\u0435 \u041f\u043e\u043b\u0435", "RUNWP"),
    ],
)
def test_town_has_its_unlocode_and_all_its_names(gazetteer: Gazetteer, country: str, raw: str, code: str) -> None:
    reading = read_place(gazetteer, raw, country)
    assert (reading.code, reading.kind) == (code, "locode")


def test_row_without_coordinates_joins_the_town_of_its_division(gazetteer: Gazetteer) -> None:
    assert read_place(gazetteer, "Mirny", "RU", division="Sakha").code == "RUMJZ"
    assert read_place(gazetteer, "Mirny", "RU", division="Samara").code == "geonames:8"


@pytest.mark.parametrize(
    ("raw", "mode", "code"),
    [
        ("Incheon", "land", "KRINC"),
        ("Incheon", "air", "KRICN"),
        ("Busan", "mail", "KRPMX"),
        ("Busan", "sea", "KRPUS"),
        ("ICN", "mail", "KRICN"),
    ],
)
def test_mode_chooses_between_the_codes_of_one_town(gazetteer: Gazetteer, raw: str, mode: str, code: str) -> None:
    assert read_place(gazetteer, raw, "KR", mode=mode).code == code


def test_airport_has_the_code_that_the_list_says_for_its_iata_code(gazetteer: Gazetteer) -> None:
    assert read_place(gazetteer, "Barcelona International Airport", "ES").code == "ESEPB"
    assert read_place(gazetteer, "Barcelona", "ES", mode="land").code == "ESBCN"


def test_place_of_kosovo_is_read_in_kosovo_though_the_list_has_it_under_serbia(gazetteer: Gazetteer) -> None:
    reading = read_place(gazetteer, "Pristina", "XK")
    assert (reading.code, reading.country) == ("RSPRN", "XK")
    assert read_place(gazetteer, "Beograd", "XK").code is None


def test_border_crossing_without_a_town_is_a_border_post(gazetteer: Gazetteer) -> None:
    reading = read_place(gazetteer, "Kordon Pass BCP", "RU", mode="land")
    assert (reading.code, reading.kind) == ("RUKP1", "border_post")


def test_what_became_of_the_rows_is_kept_in_the_file(gazetteer: Gazetteer) -> None:
    assert gazetteer.facts["rows"] == {"aliases": 1, "aliases_joined": 1, "codes": 13, "locations": 13}
