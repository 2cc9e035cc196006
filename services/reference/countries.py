"""Countries as written become ISO 3166-1 alpha-2 codes. What cannot be read stays unread; it is never guessed.

Codes and names come from pycountry. The overrides are what reports really say and no list holds.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal

import pycountry

How = Literal["alpha_2", "alpha_3", "numeric", "name", "override", "unread"]


@dataclass(frozen=True, slots=True)
class CountryReading:
    """A country as written, its code (None when it cannot be read), and how it was read."""

    raw: str
    code: str | None
    how: How


# EL and UK are the European Union's codes for Greece and the United Kingdom; XK is the usual code for Kosovo.
_OVERRIDES: Final = {
    "uk": "GB",
    "el": "GR",
    "xk": "XK",
    "kosovo": "XK",
    "great britain": "GB",
    "turkey": "TR",
    "russia": "RU",
    "macau": "MO",
    "macau, sar of china": "MO",
    "hong kong, sar of china": "HK",
    "holland": "NL",
    "the netherlands": "NL",
    "burma": "MM",
    "swaziland": "SZ",
    "ivory coast": "CI",
    "cape verde": "CV",
    "macedonia": "MK",
    "dr congo": "CD",
    "laos": "LA",
    "uae": "AE",
}


@lru_cache(maxsize=4096)
def read_country(raw: str) -> CountryReading:
    """Read one country field: a code, or a name in English."""
    folded = _fold(raw)
    if folded in _OVERRIDES:
        return CountryReading(raw, _OVERRIDES[folded], "override")
    found = _index().get(folded)
    return CountryReading(raw, *found) if found else CountryReading(raw, None, "unread")


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@cache
def _index() -> dict[str, tuple[str, How]]:
    index: dict[str, tuple[str, How]] = {}
    fields: tuple[tuple[str, How], ...] = (
        ("name", "name"),
        ("official_name", "name"),
        ("common_name", "name"),
        ("numeric", "numeric"),
        ("alpha_3", "alpha_3"),
        ("alpha_2", "alpha_2"),
    )
    for field, how in fields:
        for country in pycountry.countries:
            value = getattr(country, field, None)
            if value:
                index[_fold(value)] = (country.alpha_2, how)
    return index
