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
from services.contracts.identifiers.customs import mrn_check_digit

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

# Makers whose numbers bear a check digit (North America) and makers whose do not.
_CHECKED_MAKERS: Final = ("1FT", "1GC", "5NP", "3HG")
_FREE_MAKERS: Final = ("WDB", "VF1", "YV2", "XLR")
_VIN_LETTERS: Final = "ABCDEFGHJKLMNPRSTUVWXYZ"
_VIN_WORTH: Final = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, *range(2, 10)),
                             strict=True))  # fmt: skip
_VIN_WEIGHTS: Final = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)

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
        service = PARCEL_SERVICES[counter % len(PARCEL_SERVICES)]
        return parcel_number(service, self.serial("parcel", counter), origin, valid=valid)

    def waybill(self, counter: int, *, valid: bool = True) -> str:
        """An air waybill: the carrier's prefix, seven digits, and those mod 7."""
        serial = 1_000_000 + self.serial("waybill", counter)
        return waybill_number(CARRIERS[counter % len(CARRIERS)][0], serial, valid=valid)

    def flight(self, counter: int) -> str:
        """A flight number of the carrier whose waybill has the same counter."""
        return f"{CARRIERS[counter % len(CARRIERS)][1]}{1 + counter // len(CARRIERS) % 9998}"

    def bag_tag(self, counter: int) -> str:
        """A baggage tag: ten digits, the first of which says nothing."""
        return f"0{self.serial('paper', 8 * counter + 2):09d}"

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

    def vin(self, counter: int) -> str:
        """A vehicle identification number; every second maker's bears a check digit."""
        makers = (_CHECKED_MAKERS, _FREE_MAKERS)[counter % 2]
        serial = self.serial("paper", 8 * counter + 6)
        model = "".join(_VIN_LETTERS[serial // 10**place % len(_VIN_LETTERS)] for place in range(5))
        open_check = f"{makers[counter // 2 % len(makers)]}{model}0M{_VIN_LETTERS[counter % 20]}{serial % 10**6:06d}"
        return vin_checked(open_check)

    def receptacle(self, counter: int, origin: str, destination: str) -> str:
        """A bag of mail of UPU S9: both mail centres, category and class, dispatch, receptacle, weight."""
        serial = self.serial("paper", 8 * counter + 7)
        return f"{origin}A{destination}AAUN1{serial // 1000 % 10_000:04d}{serial % 1000:03d}11{counter % 9000 + 1000}"

    def movement(self, counter: int, country: str) -> str:
        """A movement reference number of customs, of the year of the operation."""
        first = f"21{country}{self.serial('paper', 8 * counter + 6):08d}{counter % 10**5:05d}"
        return f"{first}{mrn_check_digit(first)}"

    def paper(self, prefix: str, counter: int) -> str:
        """A number of a bill of lading, seal, house waybill or consignment note: prefix, eight digits."""
        return f"{prefix}{self.serial('paper', counter):08d}"


def parcel_number(service: str, serial: int, origin: str, *, valid: bool = True) -> str:
    """The S10 number of a serial of eight digits."""
    digits = f"{serial:08d}"
    return f"{service}{digits}{_wrong_unless(s10_check_digit(digits), valid)}{origin}"


def waybill_number(prefix: str, serial: int, *, valid: bool = True) -> str:
    """The air waybill of a serial of seven digits."""
    return f"{prefix}{serial:07d}{_wrong_unless(str(serial % 7), valid)}"


def bag_tag_number(prefix: str, serial: int) -> str:
    """The baggage tag of an airline's prefix of four digits and a serial of six."""
    return f"{prefix}{serial:06d}"


def vin_checked(number: str) -> str:
    """The same vehicle number with the check digit that its other sixteen characters ask for."""
    total = sum((int(c) if c.isdecimal() else _VIN_WORTH[c]) * w for c, w in zip(number, _VIN_WEIGHTS, strict=True))
    return f"{number[:8]}{'0123456789X'[total % 11]}{number[9:]}"


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
