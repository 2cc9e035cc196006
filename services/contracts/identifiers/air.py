"""Air: waybills, flights, bag tags, unit load devices."""

from __future__ import annotations

import re
from typing import Final

from services.contracts.identifiers.forms import fixed, free
from services.contracts.identifiers.verdicts import Identifier, Verdict, digit_verdict


def awb(raw: str) -> Identifier:
    """An air waybill: the airline's three digits, seven digits, and those seven mod 7 (IATA Resolution 600a).

    The airline's digits are not covered by the check.
    """
    return _AWB.read(raw)


def awb_check_digit(serial: str) -> str:
    """The check digit of seven digits: 0 to 6."""
    return str(int(serial) % 7)


def house_awb(raw: str) -> Identifier:
    """A forwarder's own waybill: no form is prescribed, and it means nothing without the forwarder."""
    return _HOUSE.read(raw)


def flight(raw: str) -> Identifier:
    """A flight: designator, number without leading zeros, perhaps a letter. It means nothing without its date."""
    return _FLIGHT.read(raw)


def bag_tag(raw: str) -> Identifier:
    """A bag tag: ten digits."""
    return _BAG_TAG.read(raw)


def uld(raw: str) -> Identifier:
    """A unit load device: type of three, serial of four or five digits, owner of two or three."""
    return _ULD.read(raw)


def flight_parts(value: str) -> tuple[str, str]:
    """Designator of a flight as it was read, and the rest."""
    found = _PARTS.fullmatch(value)
    return (found[1], found[2]) if found else (value, "")


def uld_parts(value: str) -> tuple[str, str, str]:
    """Type, serial and owner of a unit load device as it was read."""
    found = _ULD_PARTS.fullmatch(value)
    return (found[1], found[2], found[3]) if found else (value, "", "")


def _judge_awb(value: str) -> Verdict:
    return digit_verdict(value[10] == awb_check_digit(value[3:10]))


def _spell_flight(value: str) -> str:
    designator, number = flight_parts(value)
    return f"{designator}{number.lstrip('0') or '0'}"


# Two letters or a letter and a digit (IATA), three letters (ICAO).
_DESIGNATOR: Final = "[A-Z]{3}|[A-Z]{2}|[A-Z][0-9]|[0-9][A-Z]"
_FLIGHT_NUMBER: Final = "0{0,3}[1-9][0-9]{0,3}[A-Z]?"
_PARTS: Final = re.compile(f"({_DESIGNATOR})({_FLIGHT_NUMBER})")
_ULD_PARTS: Final = re.compile("([A-Z]{2}[A-Z0-9])([0-9]{4,5})([A-Z]{2,3}|[A-Z][0-9]|[0-9][A-Z])")

_AWB: Final = fixed(
    "awb",
    "[0-9]{11}",
    _judge_awb,
    labels="AWB|MAWB|MASTERAWB|AIRWAYBILL|AIRWAYBILLAWB|MASTERAIRWAYBILL|WAYBILL|LTA|GUIAAEREA|АВИАНАКЛАДНАЯ",
)
_HOUSE: Final = free(
    "house_awb", "[A-Z0-9]{3,35}", words="HAWB|HOUSE AWB|HOUSE AIR WAYBILL|HOUSE WAYBILL", marks="AWB|HOUSE"
)
_FLIGHT: Final = fixed(
    "flight", f"(?:{_DESIGNATOR}){_FLIGHT_NUMBER}", labels="FLIGHT|FLT|VOL|VUELO|РЕЙС", spell=_spell_flight
)
_BAG_TAG: Final = fixed("bag_tag", "[0-9]{10}", labels="BAGTAG|BAGGAGETAG|LUGGAGETAG|TAG|BAG")
_ULD: Final = fixed("uld", "[A-Z]{2}[A-Z0-9][0-9]{4,5}(?:[A-Z]{2,3}|[A-Z][0-9]|[0-9][A-Z])", labels="ULD")
