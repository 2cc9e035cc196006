"""The way goods take and the papers that they travel with, per mode."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, Final

from services.simulator.cases import DAY, Case, moment
from services.simulator.exonyms import called
from services.simulator.goods import TRANSLATED
from services.simulator.numbers import Numbers
from services.simulator.outlines import Outline
from services.simulator.pins import Pins
from services.simulator.roster import BY_CODE
from services.simulator.spelling import PLACEHOLDERS, plate_spelled, ship_spelled, spelled

PLACEHOLDER: Final = "placeholder_number"
"""The dirt of a word where a number should stand."""


def write_route(random: Random, case: Case, outline: Outline, office: str | None = None) -> list[dict[str, Any]]:
    """The legs in order. A country that is not known is left out. ``office``: the code of the place of departure."""
    legs = [_leg(random, case, "departure", outline.departure)]
    if office:
        sender = BY_CODE[outline.departure]
        legs[0] |= {"place": (sender.mail_centre if case.mode == "mail" else sender.airport).city, "locode": office}
    legs += [_leg(random, case, "transit", country) for country in outline.transits]
    if outline.destination:
        legs.append(_leg(random, case, "destination", outline.destination))
    return legs


def _leg(random: Random, case: Case, role: str, country: str) -> dict[str, Any]:
    leg: dict[str, Any] = {"role": role, "country": country}
    known = BY_CODE.get(country)
    if known and random.random() < 0.6:
        city = random.choice((known.airport.city, known.mail_centre.city))
        leg["place"] = called(random, city) if TRANSLATED in case.dirt else city
    return leg


def write_transport(random: Random, numbers: Numbers, case: Case, outline: Outline, pins: Pins) -> dict[str, Any]:
    """The ``transport`` block: what is pinned, else the case's own numbers in the spelling of the sender."""
    block = _OWN[case.mode](random, numbers, case, outline)
    if pins.posted is not None:
        block["posted_on"] = moment(pins.posted).date().isoformat()
    if pins.office and case.mode == "mail":
        block["impc_origin"] = f"{pins.office}A"
    for kind, value in pins.numbers:
        _pin(random, block, case, kind, value)
    if case.trait == PLACEHOLDER:
        _leave_empty(random, block)
    return block


def _mail(random: Random, numbers: Numbers, case: Case, outline: Outline) -> dict[str, Any]:
    by_courier, told, posted = random.randrange(12) == 0, random.random() < 0.7, random.randrange(2, 14)
    if by_courier and case.pins.posted is None:
        return {"courier": [numbers.paper("JD", 8 * case.index)]}
    block: dict[str, Any] = {"items": [spelled(random, case, numbers.parcel(case.index, outline.departure))]}
    if told:
        block["posted_on"] = moment(case.occurred - posted * DAY).date().isoformat()
    known = BY_CODE.get(outline.departure)
    if known and known.mail_centre.locode and random.random() < 0.4:
        block["impc_origin"] = f"{known.mail_centre.locode}A"
    if outline.manner.cover and random.random() < 0.5:
        block["content"] = _declared(random, outline)
    return block


def _declared(random: Random, outline: Outline) -> dict[str, Any]:
    """What the sender wrote on the postal form: the cover load, as if it were all."""
    manner = outline.manner
    line: dict[str, Any] = {"description": manner.cover, "quantity": random.randrange(1, 6), "hs": manner.hs}
    if manner.value is not None:
        line |= {"declared_value": manner.value, "currency": manner.currency}
    if manner.weight is not None:
        line["net_weight_kg"] = manner.weight
    return {
        "form": random.choice(("cn22", "cn23", "cn23")),
        "category": random.choice(("gift", "sale_of_goods", "sample", "other")),
        "lines": [line],
    }


def _air(random: Random, numbers: Numbers, case: Case, _: Outline) -> dict[str, Any]:
    block: dict[str, Any] = {
        "flight": numbers.flight(case.index),
        "flight_date": moment(case.occurred).date().isoformat(),
    }
    if random.random() < 0.65:
        block["awb"] = spelled(random, case, numbers.waybill(case.index))
        if random.random() < 0.3:
            block["house_awb"] = numbers.paper("HW", 8 * case.index + 1)
    else:
        block["bag_tags"] = [numbers.bag_tag(case.index)]
    return block


def _sea(random: Random, numbers: Numbers, case: Case, _: Outline) -> dict[str, Any]:
    block: dict[str, Any] = {"containers": [spelled(random, case, numbers.container(case.index))]}
    if random.random() < 0.6:
        block["bills_of_lading"] = [numbers.paper("TOCS", 8 * case.index + 3)]
    if random.random() < 0.5:
        block["seals"] = [numbers.paper("SL", 8 * case.index + 4)]
    if random.random() < 0.6:
        block["vessel"] = {"imo": ship_spelled(random, numbers.ship(case.index))}
        block["voyage"] = f"{case.index % 900 + 100}{random.choice('EWNS')}"
    return block


def _land(random: Random, numbers: Numbers, case: Case, outline: Outline) -> dict[str, Any]:
    plate = plate_spelled(case, numbers.plate(case.index))
    block: dict[str, Any] = {"plates": [{"country": outline.departure, "number": plate}]}
    if random.random() < 0.3:
        block["cmr"] = numbers.paper("CMR", 8 * case.index + 5)
    if case.trait == "unusual_for_mode":
        block["containers"] = [numbers.container(case.index)]
    return block


_OWN: Final = {"mail": _mail, "air": _air, "sea": _sea, "land": _land}

_LISTED: Final = {
    "s10": "items",
    "courier": "courier",
    "container": "containers",
    "seal": "seals",
    "bill_of_lading": "bills_of_lading",
    "bag_tag": "bag_tags",
}
_SINGLE: Final = frozenset({"awb", "house_awb", "receptacle", "booking", "vin", "tir", "cmr", "mrn"})


def _pin(random: Random, block: dict[str, Any], case: Case, kind: str, value: str) -> None:
    if kind in _LISTED:
        block[_LISTED[kind]] = [spelled(random, case, value)]
        if kind == "courier":
            block.pop("items", None)
    elif kind in _SINGLE:
        block[kind] = spelled(random, case, value)
    elif kind == "plate":
        country, _, number = value.partition(":")
        block["plates"] = [{"country": country, "number": plate_spelled(case, number)}]
    elif kind == "vessel":
        ship, _, voyage = value.partition(":")
        block["vessel"] = {"imo": ship_spelled(random, ship)}
        block["voyage"] = voyage
    elif kind == "ship":
        block["vessel"] = {"imo": ship_spelled(random, value)}
        block.pop("voyage", None)
    else:
        raise ValueError(f"{kind} is not a number that can be planted")


_PLACES: Final[tuple[tuple[str, Callable[[str], Any]], ...]] = (
    ("items", lambda word: [word]),
    ("courier", lambda word: [word]),
    ("containers", lambda word: [word]),
    ("seals", lambda word: [word]),
    ("bills_of_lading", lambda word: [word]),
    ("bag_tags", lambda word: [word]),
    ("awb", str),
    ("house_awb", str),
    ("cmr", str),
)


def _leave_empty(random: Random, block: dict[str, Any]) -> None:
    """Words for no number wherever the report would have one."""
    word = random.choice(PLACEHOLDERS)
    for field, value in _PLACES:
        if field in block:
            block[field] = value(word)
    for plate in block.get("plates", ()):
        plate["number"] = word
