"""Identifiers: the platform's own ids, and the trade's numbers with their check digits.

A number is kept as ``Identifier(type, raw, value, check)``. A failed check digit is a quality flag, not a refusal:
the number stays as written, but never makes a link. Separators and case go before the check; letters and digits
are never exchanged for each other. Rules: UPU S10, IATA Resolution 600a, ISO 6346, IMO ship number.
"""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

Check = Literal["valid", "invalid", "not_checked"]

_REPORTS: Final = uuid.uuid5(uuid.NAMESPACE_URL, "urn:tocsin:report")
_EVENTS: Final = uuid.uuid5(uuid.NAMESPACE_URL, "urn:tocsin:event")
_ALERTS: Final = uuid.uuid5(uuid.NAMESPACE_URL, "urn:tocsin:alert")
_MATTERS: Final = uuid.uuid5(uuid.NAMESPACE_URL, "urn:tocsin:matter")


def report_id(administration: str, national_ref: str) -> str:
    """The id of a case: the same everywhere and for ever."""
    return str(uuid.uuid5(_REPORTS, f"{administration}:{national_ref}"))


def event_id(event_type: str, about: str, version: int | str) -> str:
    """The deterministic CloudEvents id of what happened to ``about`` at ``version``."""
    return str(uuid.uuid5(_EVENTS, f"{event_type}|{about}|{version}"))


def link_id(one: str, other: str, link_class: str) -> str:
    """The id of a link: the sorted pair of report ids and the class."""
    left, right = sorted((one, other))
    return f"{left}:{right}:{link_class}"


def matter_id(key: str) -> str:
    """An id for what several links have in common, that does not show the value itself."""
    return str(uuid.uuid5(_MATTERS, key))


def alert_id(rule: str, version: int, group: str) -> str:
    """The id of an alert: the rule, its version, and the group that it gathers."""
    return str(uuid.uuid5(_ALERTS, f"{rule}@{version}|{group}"))


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number as written, as compared, and what its check digit says. ``value`` None: nothing usable was written."""

    type: str
    raw: str
    value: str | None
    check: Check


_SEPARATORS: Final = re.compile(r"[\s\-./_\u2010-\u2015\u2212]+")
_ZERO_WIDTH: Final = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_LOOK_ALIKES: Final = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")  # noqa: RUF001 -- Cyrillic on purpose
_JUNK: Final = frozenset(
    {"UNKNOWN", "UNK", "NA", "NONE", "NIL", "NULL", "TBA", "TBC", "TEST", "XXX", "SAMEASABOVE", ""}
)


def compact(raw: str) -> str:
    """One spelling for all: NFKC, ASCII digits, no invisible letters, upper case, no separators."""
    text = unicodedata.normalize("NFKC", raw)
    text = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text)
    return _SEPARATORS.sub("", _ZERO_WIDTH.sub("", text)).upper()


def is_junk(value: str) -> bool:
    """Does this compacted text stand for no number at all (UNKNOWN, 0000000, 123456789 and its cuts)?"""
    digits = value.strip("X")
    return (
        value in _JUNK
        or (len(set(value)) == 1 and len(value) > 2)
        or (digits.isdigit() and len(digits) >= 5 and "1234567890".startswith(digits))
    )


def s10(raw: str) -> Identifier:
    """A postal item (UPU S10): two letters, eight digits and a check digit, the issuing country."""
    return _checked("s10", raw, _S10, lambda v: v[10] == s10_check_digit(v[2:10]))


def s10_check_digit(serial: str) -> str:
    """The check digit of eight S10 digits: 11 minus the weighted sum mod 11; 10 becomes 0, 11 becomes 5."""
    total = sum(int(d) * w for d, w in zip(serial, (8, 6, 4, 2, 3, 5, 9, 7), strict=True))
    return {10: "0", 11: "5"}.get(11 - total % 11, str(11 - total % 11))


def awb(raw: str) -> Identifier:
    """An air waybill: the airline's three digits, seven digits, and those seven mod 7."""
    return _checked("awb", raw, _AWB, lambda v: int(v[3:10]) % 7 == int(v[10]))


def container(raw: str) -> Identifier:
    """A freight container (ISO 6346): owner, U J or Z, six digits and a check digit."""
    return _checked("container", raw, _CONTAINER, lambda v: container_check_digit(v[:10]) == v[10])


def container_check_digit(first_ten: str) -> str:
    """The check digit of four letters and six digits: letters count 10 to 38 without the multiples of 11."""
    total = sum(_letter_value(c) << i for i, c in enumerate(first_ten))
    return str(total % 11 % 10)


def imo(raw: str) -> Identifier:
    """A ship (IMO number): seven digits, with or without the letters IMO before them."""
    text = compact(raw).removeprefix("IMO")
    found = _checked("imo", text, _SEVEN, lambda v: imo_check_digit(v[:6]) == v[6])
    return Identifier("imo", raw, found.value, found.check)


def imo_check_digit(first_six: str) -> str:
    """The last digit of the sum of six digits weighted 7 to 2."""
    return str(sum(int(d) * w for d, w in zip(first_six, range(7, 1, -1), strict=True)) % 10)


def plate(country: str, raw: str) -> Identifier:
    """A registration plate: country and compacted number; Cyrillic look-alikes become Latin. No check digit."""
    value = compact(raw).translate(_LOOK_ALIKES)
    usable = not is_junk(value) and 2 <= len(value) <= 15
    return Identifier("plate", raw, f"{country.upper()}:{value}" if usable else None, "not_checked")


_S10: Final = re.compile(r"[A-Z]{2}[0-9]{9}[A-Z]{2}")
_AWB: Final = re.compile(r"[0-9]{11}")
_CONTAINER: Final = re.compile(r"[A-Z]{3}[UJZ][0-9]{7}")
_SEVEN: Final = re.compile(r"[0-9]{7}")


def _letter_value(c: str) -> int:
    if c.isdigit():
        return int(c)
    value = ord(c) - 55
    return value + (value > 10) + (value > 20) + (value > 30)


def _checked(kind: str, raw: str, form: re.Pattern[str], test: Callable[[str], bool]) -> Identifier:
    value = compact(raw)
    if not form.fullmatch(value):
        value = value.translate(_LOOK_ALIKES)
    if is_junk(value):
        return Identifier(kind, raw, None, "invalid")
    if not form.fullmatch(value):
        return Identifier(kind, raw, value or None, "invalid")
    return Identifier(kind, raw, value, "valid" if test(value) else "invalid")
