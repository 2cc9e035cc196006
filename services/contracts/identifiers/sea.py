"""Sea: containers, seals, ships and their companies, voyages, bills of lading, bookings, hulls of small craft.

ISO 6346 and the ship number come from python-stdnum, behind our own forms: its pattern admits any Unicode letter, an
underscore and a fourth letter R, and its check then raises.
"""

from __future__ import annotations

import re
from typing import Final

from stdnum import imo as stdnum_imo
from stdnum import iso6346

from services.contracts.identifiers.forms import fixed, free
from services.contracts.identifiers.verdicts import NO_DIGIT, WRONG_FORM, Identifier, Verdict, digit_verdict


def container(raw: str) -> Identifier:
    """A freight container (ISO 6346): owner, U J or Z, six digits and a check digit."""
    return _CONTAINER.read(raw)


def container_check_digit(first_ten: str) -> str:
    """The check digit of four letters and six digits: letters count 10 to 38 without the multiples of 11."""
    return str(iso6346.calc_check_digit(first_ten))


def seal(raw: str) -> Identifier:
    """A seal: 4 to 20 letters and digits."""
    return _SEAL.read(raw)


def imo(raw: str) -> Identifier:
    """A ship (IMO number): seven digits, with or without the letters IMO before them."""
    return _IMO.read(raw)


def imo_check_digit(first_six: str) -> str:
    """The last digit of the sum of six digits weighted 7 to 2."""
    return str(stdnum_imo.calc_check_digit(first_six))


def company_imo(raw: str) -> Identifier:
    """A shipping company (IMO company number): seven digits. Some are ships' numbers too: the sender says which."""
    return _COMPANY.read(raw)


def company_imo_check_digit(first_six: str) -> str:
    """11 minus the sum of six digits weighted 8 6 4 2 9 7, mod 11; its last digit."""
    total = sum(int(d) * w for d, w in zip(first_six, (8, 6, 4, 2, 9, 7), strict=True))
    return str((11 - total % 11) % 10)


def mmsi(raw: str) -> Identifier:
    """A maritime radio identity of a ship (first three digits 201 to 775), a ship's boat (98) or a handset (8)."""
    return _MMSI.read(raw)


def voyage(raw: str) -> Identifier:
    """A voyage: the carrier's own, and nothing without its vessel."""
    return _VOYAGE.read(raw)


def bill_of_lading(raw: str) -> Identifier:
    """A bill of lading: at most 35 letters and digits, often the carrier's four letters first."""
    return _BILL.read(raw)


def booking(raw: str) -> Identifier:
    """A booking: the carrier's own."""
    return _BOOKING.read(raw)


def hull_id(raw: str) -> Identifier:
    """The hull of a small craft (ISO 10087): country, builder of three, serial of five, month letter, year and model
    year; the country may be missing."""
    return _HULL.read(raw)


def _judge_container(value: str) -> Verdict:
    return digit_verdict(value[10] == container_check_digit(value[:10]))


def _judge_mmsi(value: str) -> Verdict:
    found = _MID.match(value)
    return NO_DIGIT if found and 201 <= int(found[1]) <= 775 else WRONG_FORM


_MID: Final = re.compile("(?:98|8|(?=[2-7]))([0-9]{3})")
_CONTAINER: Final = fixed(
    "container",
    "[A-Z]{3}[UJZ][0-9]{7}",
    _judge_container,
    labels="CONTAINER|CNTR|CTR|CTNR|CONT|CONTENEUR|CONTENEDOR|КОНТЕЙНЕР",
)
_SHIP_WORDS: Final = "IMO|SHIPIMO|VESSELIMO|SHIP|VESSEL"
_IMO: Final = fixed("imo", "[0-9]{7}", lambda v: digit_verdict(v[6] == imo_check_digit(v[:6])), labels=_SHIP_WORDS)
_COMPANY: Final = fixed(
    "company_imo",
    "[0-9]{7}",
    lambda v: digit_verdict(v[6] == company_imo_check_digit(v[:6])),
    labels="IMO|IMOCOMPANY|COMPANYIMO|COMPANY",
)
_MMSI: Final = fixed("mmsi", "[0-9]{9}", _judge_mmsi, labels="MMSI")
_SEAL: Final = free("seal", "[A-Z0-9]{4,20}", words="SEAL|SCELLE|SCELLÉ|PRECINTO|ПЛОМБА")
_VOYAGE: Final = free("voyage", "[A-Z0-9]{1,20}", words="VOYAGE|VOY|VIAJE|РЕЙС", marks="V")
_BILL: Final = free(
    "bill_of_lading",
    "[A-Z0-9]{4,35}",
    words="BILL OF LADING|CONNAISSEMENT|CONOCIMIENTO|КОНОСАМЕНТ",  # noqa: RUF001 -- Cyrillic on purpose
    marks="B/L|BL|BOL|MBL|HBL|OBL",
)
_BOOKING: Final = free("booking", "[A-Z0-9]{4,35}", words="BOOKING|RESERVATION", marks="BKG|BK|REF")
_HULL: Final = fixed(
    "hull_id", "(?:[A-Z]{2})?[A-Z]{3}[A-Z0-9]{5}[A-Z][0-9]{3}", labels="HIN|CIN|HULL|HULLID|HULLIDENTIFICATION"
)
