"""Mail: S10 items, mail centres (IMPC), dispatches (S8), receptacles (S9), couriers' tracking numbers."""

from __future__ import annotations

from typing import Final

from services.contracts.identifiers.assigned_countries import assigned_countries
from services.contracts.identifiers.forms import fixed, free
from services.contracts.identifiers.verdicts import (
    NO_DIGIT,
    NO_RULE,
    NOT_LOOKED_UP,
    VALID,
    WRONG_COUNTRY,
    WRONG_DIGIT,
    Identifier,
    Verdict,
    digit_verdict,
)


def s10(raw: str) -> Identifier:
    """A postal item (UPU S10): service, eight digits and a check digit, the country that issued it: the origin."""
    return _S10.read(raw)


def s10_check_digit(serial: str) -> str:
    """The check digit of eight S10 digits: 11 minus the weighted sum mod 11; 10 becomes 0, 11 becomes 5."""
    a, b, c, d, e, f, g, h = map(int, serial)
    rest = (8 * a + 6 * b + 4 * c + 2 * d + 3 * e + 5 * f + 9 * g + 7 * h) % 11
    return "50987654321"[rest]


def impc(raw: str) -> Identifier:
    """A mail centre (IMPC): the five letters of its UN/LOCODE and one more. That the centre exists is not checked."""
    return _IMPC.read(raw)


def dispatch(raw: str) -> Identifier:
    """A dispatch of mail (UPU S8): two mail centres, category, subclass, year digit, four-digit serial."""
    return _DISPATCH.read(raw)


def receptacle(raw: str) -> Identifier:
    """A bag of mail (UPU S9): its dispatch, three-digit serial, two indicators, four digits of weight."""
    return _RECEPTACLE.read(raw)


def courier(raw: str) -> Identifier:
    """A courier's tracking number. The courier is not stated, so only forms that are one courier's alone are checked:
    UPS (``1Z``) and S10."""
    return _COURIER.read(raw)


def ups_check_digit(first_fifteen: str) -> str:
    """The check digit of what stands between ``1Z`` and it. Letters count 2 to 9, then 0; every second one twice."""
    digits = [int(c) if c.isdecimal() else (ord(c) - 63) % 10 for c in first_fifteen]
    return str(-(sum(digits) + sum(digits[1::2])) % 10)


def _judge_s10(value: str) -> Verdict:
    if value[10] != s10_check_digit(value[2:10]):
        return WRONG_DIGIT
    return VALID if value[11:] in assigned_countries() else WRONG_COUNTRY


def _judge_impc(value: str) -> Verdict:
    return NOT_LOOKED_UP if value[:2] in assigned_countries() else WRONG_COUNTRY


def _judge_dispatch(value: str) -> Verdict:
    return NO_DIGIT if {value[:2], value[6:8]} <= assigned_countries() else WRONG_COUNTRY


def _judge_courier(value: str) -> Verdict:
    if len(value) == 18 and value.startswith("1Z") and value[-1].isdecimal():
        return digit_verdict(value[-1] == ups_check_digit(value[2:17]))
    return _judge_s10(value) if _S10.pattern.fullmatch(value) else NO_RULE


_CENTRE: Final = "[A-Z]{2}[A-Z0-9]{3}[A-Z0-9]"
_TO_DISPATCH: Final = f"{_CENTRE}{_CENTRE}[A-Z][A-Z0-9]{{2}}[0-9]{{5}}"

_S10: Final = fixed(
    "s10",
    "[A-Z]{2}[0-9]{9}[A-Z]{2}",
    _judge_s10,
    labels="S10|UPU|EMS|ITEM|PARCEL|TRACKING|COLIS|BARCODE|ПОСЫЛКА",
)
_IMPC: Final = fixed("impc", _CENTRE, _judge_impc, labels="IMPC|OE|CTCI")
_DISPATCH: Final = fixed("dispatch", _TO_DISPATCH, _judge_dispatch, labels="S8|DISPATCH|DEPECHE")
_RECEPTACLE: Final = fixed(
    "receptacle", f"{_TO_DISPATCH}[0-9]{{3}}[0-9]{{2}}[0-9]{{4}}", _judge_dispatch, labels="S9|RECEPTACLE|RECIPIENT"
)
_COURIER: Final = free(
    "courier",
    "[A-Z0-9]{6,40}",
    _judge_courier,
    words="TRACKING|CONSIGNMENT|PARCEL|SHIPMENT|COLIS",
    marks="AWB|UPS|DHL|FEDEX|TNT|USPS|EMS",
)
