"""The trade's numbers, never twice: parcels, waybills, containers, plates, ships, papers.

Every number is made from a counter by a walk that visits each serial once, so that two reports bear the same
number only where that was planted. The walk's step is the golden section of the range: neighbours in the
counter are far apart, which keeps parcels from looking like one label roll. Check digits are right unless
asked otherwise.
"""

from __future__ import annotations

from math import gcd
from random import Random
from typing import Final

from services.contracts.identifiers import container_check_digit, imo_check_digit, s10_check_digit

PARCEL_SERVICES: Final = ("RR", "CP", "EE", "LX", "UA", "RB", "CC", "EM", "LV", "VV")
"""First two letters of an S10 number: registered, parcel, express, tracked, other, insured (UPU S10)."""

# Airline accounting prefix and flight designator (IATA).
CARRIERS: Final = (
    ("180", "KE"), ("020", "LH"), ("176", "EK"), ("618", "SQ"), ("160", "CX"), ("074", "KL"), ("057", "AF"),
    ("235", "TK"), ("157", "QR"), ("125", "BA"), ("988", "OZ"), ("205", "NH"), ("131", "JL"), ("001", "AA"),
    ("016", "UA"), ("014", "AC"), ("081", "QF"), ("071", "ET"), ("217", "TG"), ("784", "CZ"), ("999", "CA"),
)  # fmt: skip

# Owners' codes that no line uses here for real: the numbers are invented, and so are their owners.
CONTAINER_OWNERS: Final = ("TOCU", "QZXU", "KRXU", "SXMU", "OPRU", "GLDU", "ZZAU", "NVRU")

# Letters that look the same in Latin and Cyrillic, so that either alphabet writes the same plate.
PLATE_LETTERS: Final = "ABEKMHOPCTYX"

_GOLDEN: Final = 618_033_988_749_895


class Numbers:
    """The numbers of one operation. The same seed and counter give the same number on every machine."""

    def __init__(self, seed: int | str) -> None:
        self._offsets = Random(f"{seed}/numbers")  # noqa: S311 -- a repeatable simulation, no secret
        self._ranges = {name: (size, self._offsets.randrange(size)) for name, size in _RANGES}

    def serial(self, name: str, counter: int) -> int:
        """The ``counter``-th serial of the range ``name``: each once, in an order that scatters them."""
        size, offset = self._ranges[name]
        if not 0 <= counter < size:
            raise ValueError(f"the range {name} holds {size} numbers")
        return (counter * _STEPS[size] + offset) % size

    def parcel(self, counter: int, origin: str, *, valid: bool = True) -> str:
        """An S10 number issued by the post of ``origin``."""
        digits = f"{self.serial('parcel', counter):08d}"
        check = _wrong_unless(s10_check_digit(digits), valid)
        return f"{PARCEL_SERVICES[counter % len(PARCEL_SERVICES)]}{digits}{check}{origin}"

    def waybill(self, counter: int, *, valid: bool = True) -> str:
        """An air waybill: the carrier's prefix, seven digits, and those mod 7."""
        serial = 1_000_000 + self.serial("waybill", counter)
        prefix = CARRIERS[counter % len(CARRIERS)][0]
        return f"{prefix}{serial}{_wrong_unless(str(serial % 7), valid)}"

    def flight(self, counter: int) -> str:
        """A flight number of the carrier whose waybill has the same counter."""
        return f"{CARRIERS[counter % len(CARRIERS)][1]}{1 + counter // len(CARRIERS) % 9998}"

    def container(self, counter: int, *, valid: bool = True) -> str:
        """A freight container of ISO 6346."""
        first = f"{CONTAINER_OWNERS[counter % len(CONTAINER_OWNERS)]}{self.serial('container', counter):06d}"
        return f"{first}{_wrong_unless(container_check_digit(first), valid)}"

    def ship(self, counter: int) -> str:
        """An IMO ship number, seven digits."""
        first = f"{100_000 + self.serial('ship', counter)}"
        return f"{first}{imo_check_digit(first)}"

    def plate(self, counter: int) -> str:
        """A registration number: letters that both alphabets share, and digits."""
        serial = self.serial("plate", counter)
        letters = ""
        for _ in range(3):
            serial, place = divmod(serial, len(PLATE_LETTERS))
            letters += PLATE_LETTERS[place]
        return f"{letters[0]}{serial:05d}{letters[1:]}"

    def paper(self, prefix: str, counter: int) -> str:
        """A number of a bill of lading, seal, house waybill or consignment note: prefix, eight digits."""
        return f"{prefix}{self.serial('paper', counter):08d}"


_RANGES: Final = (
    ("parcel", 100_000_000),
    ("waybill", 8_999_999),
    ("container", 1_000_000),
    ("ship", 899_999),
    ("plate", 12**3 * 100_000),
    ("paper", 100_000_000),
    ("phone", 900_000_000),
)


def _step(size: int) -> int:
    step = size * _GOLDEN // 10**15
    while gcd(step, size) != 1:
        step += 1
    return step


_STEPS: Final = {size: _step(size) for _, size in _RANGES}


def _wrong_unless(digit: str, valid: bool) -> str:
    return digit if valid else str((int(digit) + 1) % 10)
