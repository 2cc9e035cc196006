"""A gazetteer of a few places, compiled as the real one is.

Towns are real where the reader knows their country by rule, and invented where not; populations and coordinates are
rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from services.reference.places import Gazetteer
from services.reference.places.compile.airports import Airport
from services.reference.places.compile.build import Packages, compile_gazetteer
from services.reference.places.compile.entries import CountryPlaces, Entry
from services.reference.places.compile.seaports import Seaport
from services.reference.places.compile.unlocode_file import UnlocodeList
from services.reference.places.kinds import Grade, Use


def town(
    number: int,
    name: str,
    point: tuple[float, float],
    population: int = 0,
    level: str | None = None,
    others: Sequence[str] = (),
) -> Entry:
    """A town as GeoNames has it."""
    entry = Entry("city", f"geonames:{number}", name, point, population=population, first_level=level)
    entry.call(name, Grade.MAIN)
    for other in others:
        entry.call(other, Grade.OTHER)
    return entry


def division(code: str, name: str, others: Sequence[str] = (), is_town: bool = False) -> Entry:
    """A division as ISO 3166-2 has it."""
    entry = Entry("division", code, name, subdivision=code, uses=Use.TOWN if is_town else Use(0))
    entry.call(name, Grade.MAIN)
    for other in others:
        entry.call(other, Grade.OTHER)
    return entry


def country(code: str, *towns: Entry) -> CountryPlaces:
    """The towns of a country."""
    places = CountryPlaces(code)
    for each in towns:
        places.add_town(each)
    return places


def packages() -> Packages:
    """What the packages would know; new each time, since compiling uses it up."""
    towns = [
        country(
            "RU",
            town(
                1,
                "Novosibirsk",
                (55.0, 82.9),
                1_600_000,
                "53",
                ["\u041d\u043e\u0432\u043e\u0441\u0438\u0431\u0438\u0440\u0441\u043a"],
            ),
            town(2, "Berdsk", (54.8, 83.1), 100_000, "53"),
            town(3, "Saint Petersburg", (59.9, 30.3), 5_300_000, "66", ["Leningrad"]),
            town(4, "Gatchina", (59.6, 30.1), 90_000, "42"),
            town(5, "Kirov", (58.6, 49.7), 500_000, "33"),
            town(6, "Kirov", (54.1, 34.3), 30_000, "25"),
            town(7, "Mirny", (62.5, 114.0), 35_000, "63", ["Mirnyy"]),
            town(8, "Mirnyy", (53.5, 50.3), 7_000, "65", ["Mirny"]),
        ),
        country(
            "KR",
            town(11, "Seoul", (37.57, 126.98), 10_300_000, "11", ["\uc11c\uc6b8"]),
            town(12, "Incheon", (37.46, 126.71), 3_000_000, "12", ["\uc778\ucc9c"]),
            town(13, "Busan", (35.1, 129.04), 3_600_000, "10", ["\ubd80\uc0b0", "Pusan"]),
        ),
        country(
            "US",
            town(21, "Clinton", (41.8, -90.2), 26_000, "IA"),
            town(22, "Clinton", (32.3, -90.3), 25_000, "MS"),
            town(23, "Sometown", (40.0, -80.0), 90_000, "PA"),
            town(24, "Sometown", (30.0, -90.0), 700, "LA"),
        ),
        country(
            "AF",
            town(31, "Kandahar", (31.6, 65.7), 390_000, "23"),
            town(32, "Herat", (34.3, 62.2), 270_000, "11"),
            town(33, "Lashkar Gah", (31.6, 64.4), 200_000, "10"),
        ),
        country("XK", town(41, "Pristina", (42.67, 21.17), 550_000)),
        country(
            "ES",
            town(51, "El Prat de Llobregat", (41.33, 2.09), 65_000, "56"),
            town(52, "Barcelona", (41.39, 2.16), 1_600_000, "56"),
            town(53, "Elche", (38.26, -0.7), 230_000, "60", ["Elx"]),
        ),
    ]
    divisions = {
        "RU": [
            division("RU-KIR", "Kirovskaya oblast'"),
            division("RU-KLU", "Kaluzhskaya oblast'"),
            division("RU-LEN", "Leningradskaya oblast'"),
            division("RU-NVS", "Novosibirskaya oblast'"),
            division("RU-SA", "Saha, Respublika"),
            division("RU-SAM", "Samarskaya oblast'"),
            division("RU-SPE", "Sankt-Peterburg", is_town=True),
        ],
        "AF": [division("AF-HEL", "Helmand"), division("AF-HER", "Herat"), division("AF-KAN", "Kandahar")],
        "US": [
            division(f"US-{part}", name)
            for part, name in (("IA", "Iowa"), ("LA", "Louisiana"), ("MS", "Mississippi"), ("PA", "Pennsylvania"))
        ],
        "KR": [
            division("KR-11", "Seoul-teukbyeolsi", is_town=True),
            division("KR-28", "Incheon-gwangyeoksi", is_town=True),
        ],
    }
    ports = {
        "KR": [
            Seaport("KRINC", "Incheon", (37.45, 126.6), terminal=True),
            Seaport("KRPUS", "Busan", (35.1, 129.05), terminal=True),
        ]
    }
    airports = {
        "KR": [
            Airport("GMP", "Gimpo International Airport", "Seoul", "Seoul", (37.56, 126.79)),
            Airport("ICN", "Incheon International Airport", "Seoul", "Incheon", (37.47, 126.45)),
            Airport("PUS", "Gimhae International Airport", "Busan", "Busan", (35.18, 128.94)),
        ],
        "ES": [Airport("BCN", "Barcelona International Airport", "Barcelona", "", (41.3, 2.08))],
    }
    return Packages({places.country: places for places in towns}, divisions, {}, ports, airports)


def compiled(path: Path, unlocode: UnlocodeList | None = None) -> Gazetteer:
    """The gazetteer of these places, with a UN/LOCODE list or without."""
    compile_gazetteer(path, "invented", unlocode, packages=packages())
    return Gazetteer(path)
