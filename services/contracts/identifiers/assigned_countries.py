"""Which two letters are a country today: ISO 3166-1 alpha-2 as pycountry has it, and Kosovo's usual code."""

from __future__ import annotations

from functools import cache


@cache
def assigned_countries() -> frozenset[str]:
    """The assigned alpha-2 codes and XK. Reserved codes (UK, EU, former states) are not among them."""
    import pycountry  # slow to import, and the command line starts without it

    return frozenset({country.alpha_2 for country in pycountry.countries} | {"XK"})
