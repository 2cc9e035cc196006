"""Road and rail: plates, vehicle identification numbers, consignment notes, TIR carnets, wagons."""

from __future__ import annotations

import re
from typing import Final

from services.contracts.identifiers.assigned_countries import assigned_countries
from services.contracts.identifiers.forms import fixed, free, has_digit
from services.contracts.identifiers.spelling import LONGEST, compact, is_junk, plain
from services.contracts.identifiers.usual_words import LOOK_ALIKES
from services.contracts.identifiers.verdicts import (
    JUNK_WORD,
    NO_DIGIT,
    NO_RULE,
    WRONG_COUNTRY,
    WRONG_FORM,
    Identifier,
    Verdict,
    digit_verdict,
)


def plate(country: str, raw: str) -> Identifier:
    """A registration plate: country and compacted number, ``RU:A123BC77``. No check digit, no national form.

    Cyrillic and Greek letters become Latin if all of them look like Latin ones; other scripts stay as they are.
    """
    number, issuer = compact(raw), compact(country)
    if is_junk(number):
        return Identifier("plate", raw, None, *JUNK_WORD)
    # NA is Namibia and SN is Senegal here.
    if issuer not in assigned_countries() and is_junk(issuer):
        return Identifier("plate", raw, None, *WRONG_COUNTRY)
    if not number.isascii():
        latin = number.translate(LOOK_ALIKES)
        number = latin if latin.isascii() else number
    if not (2 <= len(number) <= 15 and number.isalnum()):
        return Identifier("plate", raw, None, *WRONG_FORM)
    # A plate of letters alone may be a word, and words would meet.
    return Identifier("plate", raw, f"{issuer}:{number}", *(NO_DIGIT if has_digit(number) else WRONG_FORM))


def plate_with_country(raw: str) -> Identifier:
    """A plate in one text: ``RU:A123BC77``, or ``RU A 123 BC 77`` with an assigned country code before it."""
    text = plain(raw) if len(raw) <= LONGEST else ""
    country, colon, number = text.partition(":")
    if not colon:
        country, _, number = text.strip().partition(" ")
        if compact(country) not in assigned_countries():
            country, number = "", text
    found = plate(country, number)
    return Identifier("plate", raw, found.value, found.check, found.reason)


def vin(raw: str) -> Identifier:
    """A vehicle identification number: 17 letters and digits without I, O and Q.

    Its check digit is law in North America and China only; for other makers it says nothing.
    """
    return _VIN.read(raw)


def cmr(raw: str) -> Identifier:
    """A consignment note for road: the carrier's own."""
    return _CMR.read(raw)


def cim(raw: str) -> Identifier:
    """A consignment note for rail: the carrier's own."""
    return _CIM.read(raw)


def wagon(raw: str) -> Identifier:
    """A railway wagon: national or carrier's number."""
    return _WAGON.read(raw)


def tir(raw: str) -> Identifier:
    """A TIR carnet: two letters and eight digits. The letters follow from the digits by a rule that IRU keeps."""
    return _TIR.read(raw)


def _judge_vin(value: str) -> Verdict:
    if not _CHECKED_MAKERS.match(value):
        return NO_RULE
    from vininfo import Vin  # it loads the tables of all makers: only who reads a VIN pays for them

    # With its rule for model years vininfo refuses years that are in use.
    return digit_verdict(Vin(value).verify_checksum(check_year=False))


# First letters of makers in the United States, Canada, Mexico (SAE J1044) and China.
_CHECKED_MAKERS: Final = re.compile("[1245L]|3[A-W]|7[F-Z0-9]")
_VIN: Final = fixed("vin", "[A-HJ-NPR-Z0-9]{17}", _judge_vin, labels="VIN|CHASSIS|FRAME|FIN|BASTIDOR")
_TIR: Final = fixed("tir", "[A-Z]{2}[0-9]{8}", lambda _: NO_RULE, labels="TIR|TIRCARNET|CARNETTIR|CARNET")
_CMR: Final = free("cmr", "[A-Z0-9]{3,35}", words="CMR", marks="CONSIGNMENT NOTE")
_CIM: Final = free("cim", "[A-Z0-9]{3,35}", words="CIM|SMGS|СМГС", marks="CONSIGNMENT NOTE")
_WAGON: Final = free("wagon", "[A-Z0-9]{4,20}", words="WAGON|WAGGON|RAILCAR|ВАГОН")
