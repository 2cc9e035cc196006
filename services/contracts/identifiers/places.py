"""Codes of countries and places, by their form. Names, and whether a place exists, are services/reference's."""

from __future__ import annotations

from typing import Final

from services.contracts.identifiers.assigned_countries import assigned_countries
from services.contracts.identifiers.forms import fixed
from services.contracts.identifiers.spelling import compact
from services.contracts.identifiers.verdicts import (
    NO_DIGIT,
    NOT_LOOKED_UP,
    WRONG_COUNTRY,
    WRONG_FORM,
    Identifier,
    Verdict,
)


def locode(raw: str) -> Identifier:
    """A UN/LOCODE: country and three letters or digits 2 to 9."""
    return _LOCODE.read(raw)


def country(raw: str) -> Identifier:
    """An assigned country code of two letters (ISO 3166-1). Names and other codes are not read here."""
    found = _COUNTRY.read(raw)
    if found.value is None and compact(raw) in assigned_countries():  # NA is Namibia here
        return Identifier("country", raw, compact(raw), *NO_DIGIT)
    return found


# The list itself breaks its rule three times.
_ODD: Final = frozenset({"DE9B0", "DEB90", "IT940"})
_SEA_AND_SPACE: Final = frozenset({"XZ"})


def _judge_locode(value: str) -> Verdict:
    if value[:2] not in assigned_countries() | _SEA_AND_SPACE:
        return WRONG_COUNTRY
    return WRONG_FORM if ("0" in value or "1" in value) and value not in _ODD else NOT_LOOKED_UP


def _judge_country(value: str) -> Verdict:
    return NO_DIGIT if value in assigned_countries() else WRONG_COUNTRY


_LOCODE: Final = fixed("locode", "[A-Z]{2}[A-Z0-9]{3}", _judge_locode, labels="LOCODE|UNLOCODE|PORT")
_COUNTRY: Final = fixed("country", "[A-Z]{2}", _judge_country)
