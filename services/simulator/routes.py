"""The way goods take and the papers that they travel with, per mode."""

from __future__ import annotations

from random import Random
from typing import Any, Final

from services.contracts.topics import Mode
from services.simulator.cases import DAY, Case, moment
from services.simulator.numbers import PLATE_LETTERS, Numbers
from services.simulator.roster import ADMINISTRATIONS, BY_CODE

# Where consignments of synthetic drugs depart, with their shares: producing and mailing countries of the
# trade.
_DEPARTURES: Final = {
    "NL": 22, "DE": 10, "BE": 6, "CN": 9, "IN": 7, "TH": 8, "MM": 5, "LA": 4, "MX": 6, "US": 6, "CA": 4, "GB":
    5, "PL": 3, "CZ": 2, "ES": 3, "TR": 3, "LB": 2, "CO": 3, "BR": 2, "ZA": 1, "NG": 1, "PK": 1, "VN": 2,
    "FR": 2, }  # fmt: skip
_CYRILLIC: Final = str.maketrans(PLATE_LETTERS, "АВЕКМНОРСТУХ")  # noqa: RUF001 -- Cyrillic on purpose
_WRITES_CYRILLIC: Final = frozenset({"RU", "KZ", "KG", "UA", "BG"})
_WIDE: Final = {ord(c): ord(c) + 0xFEE0 for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def draw_origin(random: Random, administration: str, mode: Mode) -> str:
    """The country of departure: for land the one beyond the border."""
    border = BY_CODE[administration].land_border
    if mode == "land" and border and border.beyond:
        return border.beyond
    countries = [code for code in _DEPARTURES if code != administration]
    return random.choices(countries, [_DEPARTURES[code] for code in countries])[0]


def draw_route(random: Random, case: Case, origin: str) -> list[dict[str, Any]]:
    """Departure, perhaps a transit, destination. In one of eight the seizing country is the transit."""
    destination = case.administration
    legs = [_leg(random, "departure", origin)]
    others = [a.code for a in ADMINISTRATIONS if a.code not in (origin, destination)]
    if random.randrange(8) == 0:
        legs.append(_leg(random, "transit", destination))
        destination = random.choice(others)
    elif random.randrange(3) == 0:
        legs.append(_leg(random, "transit", random.choice(others)))
    return [*legs, _leg(random, "destination", destination)]


def _leg(random: Random, role: str, country: str) -> dict[str, Any]:
    leg: dict[str, Any] = {"role": role, "country": country}
    known = BY_CODE.get(country)
    if known and random.random() < 0.6:
        leg["place"] = random.choice((known.airport.city, known.mail_centre.city))
    return leg


def write_transport(random: Random, numbers: Numbers, case: Case, origin: str, version: int = 1) -> dict[str, Any]:
    """The ``transport`` block: what is pinned, else the case's own numbers in the spelling of the sender."""
    write = {"mail": _mail, "air": _air, "sea": _sea, "land": _land}[case.mode]
    block = write(random, numbers, case, origin)
    for kind, value in case.pins_at(version).numbers:
        _pin(random, block, case, kind, value)
    return block


def _mail(random: Random, numbers: Numbers, case: Case, origin: str) -> dict[str, Any]:
    if case.pins.posted is None and random.randrange(12) == 0:
        return {"courier": [numbers.paper("JD", 8 * case.index)]}
    posted = case.occurred - random.randrange(2, 14) * DAY if case.pins.posted is None else case.pins.posted
    block: dict[str, Any] = {"items": [_spelled(random, case, numbers.parcel(case.index, origin))]}
    if case.pins.posted is not None or random.random() < 0.7:
        block["posted_on"] = moment(posted).date().isoformat()
    return block


def _air(random: Random, numbers: Numbers, case: Case, _: str) -> dict[str, Any]:
    block: dict[str, Any] = {
        "flight": numbers.flight(case.index),
        "flight_date": moment(case.occurred).date().isoformat(),
    }
    if random.random() < 0.65:
        block["awb"] = _spelled(random, case, numbers.waybill(case.index))
        if random.random() < 0.3:
            block["house_awb"] = numbers.paper("HW", 8 * case.index + 1)
    else:
        block["bag_tags"] = [f"0{numbers.serial('paper', 8 * case.index + 2):09d}"]
    return block


def _sea(random: Random, numbers: Numbers, case: Case, _: str) -> dict[str, Any]:
    block: dict[str, Any] = {"containers": [_spelled(random, case, numbers.container(case.index))]}
    if random.random() < 0.6:
        block["bills_of_lading"] = [numbers.paper("TOCS", 8 * case.index + 3)]
    if random.random() < 0.5:
        block["seals"] = [numbers.paper("SL", 8 * case.index + 4)]
    if random.random() < 0.6:
        block["vessel"] = {"imo": random.choice(("IMO{}", "IMO {}", "{}")).format(numbers.ship(case.index))}
        block["voyage"] = f"{case.index % 900 + 100}{random.choice('EWNS')}"
    return block


def _land(random: Random, numbers: Numbers, case: Case, origin: str) -> dict[str, Any]:
    block: dict[str, Any] = {"plates": [{"country": origin, "number": _plate_spelled(case, numbers.plate(case.index))}]}
    if random.random() < 0.3:
        block["cmr"] = numbers.paper("CMR", 8 * case.index + 5)
    if case.trait == "unusual_for_mode":
        block["containers"] = [numbers.container(case.index)]
    return block


def _pin(random: Random, block: dict[str, Any], case: Case, kind: str, value: str) -> None:
    match kind:
        case "parcel":
            block["items"] = [_spelled(random, case, value)]
        case "waybill":
            block["awb"] = _spelled(random, case, value)
        case "container":
            block["containers"] = [_spelled(random, case, value)]
        case "lading":
            block["bills_of_lading"] = [value]
        case "plate":
            country, _, number = value.partition(":")
            block["plates"] = [{"country": country, "number": _plate_spelled(case, number)}]
        case "voyage":
            ship, _, voyage = value.partition("/")
            block["vessel"] = {"imo": random.choice(("IMO{}", "IMO {}", "{}")).format(ship)}
            block["voyage"] = voyage
        case _:
            raise ValueError(f"{kind} is not a number that can be planted")


def _spelled(random: Random, case: Case, value: str) -> str:
    """The same number as different hands write it: closed, with blanks, with a dash, small, full width."""
    roll = random.randrange(20)
    if roll < 12:
        return value
    if roll < 15:
        return f"{value[:-9]} {value[-9:-5]} {value[-5:]}" if len(value) > 11 else f"{value[:4]} {value[4:]}"
    if roll < 18:
        return f"{value[:3]}-{value[3:]}" if value[0].isdigit() else f"{value[:-1]}-{value[-1]}"
    if roll == 18 and case.administration in ("JP", "CN", "KR", "HK"):
        return value.translate(_WIDE)
    return value.lower()


def _plate_spelled(case: Case, number: str) -> str:
    if case.administration in _WRITES_CYRILLIC:
        return number.translate(_CYRILLIC).lower()
    return f"{number[0]} {number[1:-2]} {number[-2:]}"
