"""examine_normalised(): every rule over one report and its readings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from services.contracts.findings import Finding, finding, severity
from services.enrich.quality import amounts, geography, journey, substances
from services.enrich.quality.normalised import Distances, Found, Normalised

MOST_FINDINGS: Final = 50
"""Findings told about one report in one receipt."""

RULES: Final[tuple[Callable[[Normalised], Iterable[Found]], ...]] = (
    *geography.RULES,
    *substances.RULES,
    *amounts.RULES,
)
MEASURED: Final[tuple[Callable[[Normalised, Distances], Iterable[Found]], ...]] = (
    *geography.MEASURED,
    *journey.MEASURED,
)
"""Rules that need distances."""


def examine_normalised(normalised: Normalised, distances: Distances | None = None) -> tuple[Finding, ...]:
    """The findings about a report with its readings, warnings first. Without ``distances`` none that needs them."""
    found = [one for rule in RULES for one in rule(normalised)]
    if distances is not None:
        found += [one for rule in MEASURED for one in rule(normalised, distances)]
    return told(found)


def told(found: Iterable[Found]) -> tuple[Finding, ...]:
    """Each once, warnings before what is only worth knowing, at most MOST_FINDINGS."""
    ordered = sorted(dict.fromkeys(found), key=lambda one: severity(one[0]) == "info")
    return tuple(finding(code, path) for code, path in ordered[:MOST_FINDINGS])
