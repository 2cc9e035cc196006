"""Which values of a report can join it with another: the verifier's own reading of the identifier rules.

Normalisation in the order of the rules: NFKC, digits of every script, no invisible letters, upper case, no
separators, junk test, ASCII form, check digit. A number with a failed check digit joins nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

_SEPARATORS: Final = re.compile(r"[\s./_\-\u2010-\u2015\u2212]")
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_CYRILLIC: Final = dict(zip(map(ord, "АВЕКМНОРСТУХ"), "ABEKMHOPCTYX", strict=True))  # noqa: RUF001 -- look-alikes
_NO_NUMBER: Final = {
    *("", "UNKNOWN", "UNK", "NA", "NONE", "NIL", "NULL", "TBA", "TBC", "TEST", "XXX", "SAMEASABOVE"),
    *("HET", "无"),
}
PARTIAL_TOKENS: Final = {"name_parts", "name_phonetic", "address_parts"}
"""Token types that join nothing by themselves."""


class Mark(NamedTuple):
    """A value that a report bears: its type, and the value as compared."""

    type: str
    value: str


def normal(raw: str) -> str:
    """One spelling of a number for all who write it."""
    text = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in unicodedata.normalize("NFKC", raw))
    return _SEPARATORS.sub("", _INVISIBLE.sub("", text)).upper()


def marks_of(report: dict[str, Any]) -> set[Mark]:
    """Every value of a report that is sound enough to join it with another."""
    transport = report.get("transport") or {}
    found = {mark for mark in _numbers(transport) if mark.value}
    for party in report.get("parties") or ():
        for name, tokens in (party.get("tokens") or {}).items():
            if name not in PARTIAL_TOKENS:
                found |= {Mark(f"token:{name}", token) for token in tokens}
    return found


def partial_marks(report: dict[str, Any]) -> set[Mark]:
    """Every token of a part or a sound: two reports that share several may speak of one party."""
    return {
        Mark(name, token)
        for party in report.get("parties") or ()
        for name, tokens in (party.get("tokens") or {}).items()
        if name in PARTIAL_TOKENS
        for token in tokens
    }


def _numbers(transport: dict[str, Any]) -> Iterator[Mark]:
    for raw in transport.get("items") or ():
        if is_parcel(value := _written(raw)):
            yield Mark("parcel", value)
    if is_waybill(value := _written(transport.get("awb"))):
        yield Mark("waybill", value)
    for raw in transport.get("containers") or ():
        if is_container(value := _written(raw)):
            yield Mark("container", value)
    for plate in transport.get("plates") or ():
        if number := _written(plate["number"]):
            yield Mark("plate", f"{plate['country'].upper()}:{number}")
    ship = _written((transport.get("vessel") or {}).get("imo")).removeprefix("IMO")
    voyage = _written(transport.get("voyage"))
    if is_ship(ship):
        yield Mark("ship", ship)
        if voyage:
            yield Mark("voyage", f"{ship}/{voyage}")
    yield from _papers(transport)


def _papers(transport: dict[str, Any]) -> Iterator[Mark]:
    for name in ("courier", "seals", "bills_of_lading", "bag_tags"):
        for raw in transport.get(name) or ():
            yield Mark(name, _written(raw))
    for name in ("house_awb", "vin", "tir", "mrn", "booking", "cmr", "receptacle"):
        yield Mark(name, _written(transport.get(name)))


def _written(raw: str | None) -> str:
    value = normal(raw or "").translate(_CYRILLIC)
    digits = value.strip("X")
    cut = digits.isdigit() and len(digits) >= 5 and "1234567890".startswith(digits)
    return "" if value in _NO_NUMBER or cut or (len(value) > 2 and len(set(value)) == 1) else value


def is_parcel(value: str) -> bool:
    """UPU S10: the weighted sum of eight digits decides the ninth."""
    if not re.fullmatch(r"[A-Z]{2}[0-9]{9}[A-Z]{2}", value):
        return False
    weighted = sum(int(d) * w for d, w in zip(value[2:10], (8, 6, 4, 2, 3, 5, 9, 7), strict=True))
    rest = 11 - weighted % 11
    return bool(int(value[10]) == {10: 0, 11: 5}.get(rest, rest))


def is_waybill(value: str) -> bool:
    """IATA Resolution 600a: seven digits modulo 7."""
    return bool(re.fullmatch(r"[0-9]{11}", value)) and int(value[3:10]) % 7 == int(value[10])


def is_container(value: str) -> bool:
    """ISO 6346: letters count from 10 and leave out the multiples of 11."""
    if not re.fullmatch(r"[A-Z]{3}[UJZ][0-9]{7}", value):
        return False
    worth = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", (n for n in range(10, 39) if n % 11), strict=True))
    total: int = sum((worth[c] if c in worth else int(c)) * 2**place for place, c in enumerate(value[:10]))
    return total % 11 % 10 == int(value[10])


def is_ship(value: str) -> bool:
    """IMO ship number: six digits weighted 7 to 2."""
    if not re.fullmatch(r"[0-9]{7}", value):
        return False
    return sum(int(d) * w for d, w in zip(value[:6], range(7, 1, -1), strict=True)) % 10 == int(value[6])
