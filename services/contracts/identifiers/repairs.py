"""What an invalid number may have been meant to be: for a person to choose from, never for the platform."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from services.contracts.identifiers.kinds import READERS
from services.contracts.identifiers.verdicts import Identifier

MOST: Final = 20
"""More suggestions than that help nobody."""

_DIGITS: Final = "0123456789"
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

# By place: 9 a digit, A a letter, * either, V either but none of I, O, Q. A small letter and 0 are the same for a place
# that the check digit does not cover.
_PLACES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "s10": "aa999999999aa",
        "awb": "00099999999",
        "container": "AAAA9999999",
        "imo": "9999999",
        "company_imo": "9999999",
        "vin": "V" * 17,
        "mrn": "99AA" + "*" * 13 + "9",
        "iban": "AA99" + "*" * 30,
        "lei": "*" * 18 + "99",
        "imei": "9" * 15,
        "mrz_document": "*" * 9 + "9",
    }
)

_AS_DIGIT: Final = str.maketrans("OQI", "001")
_AS_LETTER: Final = str.maketrans("01", "OI")


def repairs(identifier: Identifier) -> tuple[str, ...]:
    """Values of the same type that are valid, likeliest first: O for 0 and I for 1 where they belong, two neighbours
    exchanged, one character changed. At most MOST. Empty for a number that is not invalid, and where no rule helps.
    """
    if identifier.check != "invalid" or identifier.value is None:
        return ()
    read = READERS.get(identifier.type)
    if read is None:
        return ()
    found: dict[str, None] = {}
    for candidate in _candidates(identifier):
        reading = read(candidate)
        if reading.check == "valid" and reading.value is not None and reading.value != identifier.value:
            found[reading.value] = None
            if len(found) == MOST:
                break
    return tuple(found)


def _candidates(identifier: Identifier) -> Iterator[str]:
    value = identifier.value or ""
    places = (
        "".join("-" if c == "-" else "9" for c in value) if identifier.type == "cas" else _PLACES.get(identifier.type)
    )
    if places is None or (len(places) != len(value) and identifier.type != "iban"):
        return
    yield "".join(map(_as_it_belongs, value, places))
    yield "".join(map(_as_it_belongs, value, places.replace("*", "9")))
    for n in range(len(value) - 1):
        yield value[:n] + value[n + 1] + value[n] + value[n + 2 :]
    if identifier.reason == "check_digit":
        # Digits first: they are mistyped more often, and few owners' letters exist.
        for n, place in sorted(enumerate(places[: len(value)]), key=lambda one: one[1] != "9"):
            for other in _others(place):
                yield value[:n] + other + value[n + 1 :]


def _as_it_belongs(character: str, place: str) -> str:
    if place in "90V":
        return character.translate(_AS_DIGIT)
    return character.translate(_AS_LETTER) if place in "aA" else character


def _others(place: str) -> str:
    return {"9": _DIGITS, "A": _LETTERS, "*": _DIGITS + _LETTERS, "V": _DIGITS + _LETTERS}.get(place, "")
