"""Customs: movement reference numbers, commodity codes, traders' numbers (EORI, VAT)."""

from __future__ import annotations

from typing import Final

from stdnum import iso6346

from services.contracts.identifiers.assigned_countries import assigned_countries
from services.contracts.identifiers.forms import fixed
from services.contracts.identifiers.verdicts import (
    NO_DIGIT,
    NO_RULE,
    NOT_LOOKED_UP,
    VALID,
    WRONG_COUNTRY,
    WRONG_DIGIT,
    WRONG_FORM,
    Identifier,
    Verdict,
    digit_verdict,
)


def mrn(raw: str) -> Identifier:
    """A movement reference number: year, country, thirteen letters and digits, a check digit (DG XXI/0879/99).

    What the middle means differs by country, procedure and year, and is not read.
    """
    return _MRN.read(raw)


def mrn_check_digit(first_seventeen: str) -> str:
    """The check digit of 17 characters, by the letter values and powers of two of ISO 6346."""
    return str(iso6346.calc_check_digit(first_seventeen))


def hs(raw: str) -> Identifier:
    """A commodity code as the six digits that all countries share; the national digits after them are left out.

    That the subheading exists is not checked, but its chapter is: 01 to 97, without 77.
    """
    return _HS.read(raw)


def eori(raw: str) -> Identifier:
    """A trader's number in the European Union: country and up to 15 letters and digits."""
    return _EORI.read(raw)


def vat(raw: str) -> Identifier:
    """A value added tax number with its country. Members of the European Union are checked, others are not."""
    found = _VAT.read(raw)
    if found.value is None or found.check == "invalid":
        return found
    value, verdict = _judged_vat(found.value)
    return Identifier("vat", raw, value, *verdict)


def _judged_vat(value: str) -> tuple[str, Verdict]:
    from stdnum.eu import vat as eu_vat  # it loads a module for each country
    from stdnum.exceptions import InvalidChecksum, InvalidComponent

    country = value[:2].lower()
    if country not in eu_vat.MEMBER_STATES | {"el"}:
        return value, NO_RULE if value[:2] in assigned_countries() else WRONG_COUNTRY
    try:
        # Belgium's older numbers gain their leading zero here.
        return str(eu_vat.validate(value)), VALID
    except (InvalidChecksum, InvalidComponent):
        return value, WRONG_DIGIT
    except ValueError:  # the library's other refusals, and what its country modules let through
        return value, WRONG_FORM


def _judge_hs(value: str) -> Verdict:
    return NOT_LOOKED_UP if 1 <= int(value[:2]) <= 97 and value[:2] != "77" else WRONG_FORM


def _judge_eori(value: str) -> Verdict:
    # XI is Northern Ireland's for customs; ISO leaves it to its users.
    return NO_DIGIT if value[:2] in assigned_countries() | {"XI"} else WRONG_COUNTRY


_MRN: Final = fixed(
    "mrn",
    "[0-9]{2}[A-Z]{2}[A-Z0-9]{13}[0-9]",
    lambda v: digit_verdict(v[17] == mrn_check_digit(v[:17])),
    labels="MRN|LRN|MOVEMENTREFERENCE",
)
_HS: Final = fixed(
    "hs",
    "[0-9]{6}(?:[0-9]{2}){0,2}",
    _judge_hs,
    labels="HS|HSCODE|SH|CODESH|CN|TARIC|HTS|ТНВЭД",
    spell=lambda v: v[:6],
)
_EORI: Final = fixed("eori", "[A-Z]{2}[A-Z0-9]{1,15}", _judge_eori, labels="EORI")
_VAT: Final = fixed("vat", "[A-Z]{2}[A-Z0-9]{2,13}", labels="VAT|VATID|TVA|USTID|IVA")
