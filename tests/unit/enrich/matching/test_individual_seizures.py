"""The figures of UNODC's individual seizures that linking must live up to. Source of the data: UNODC.

Read in place from the shared folder and skipped where that is absent.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import combinations
from typing import Any, Final

import pytest

from deploy.local.settings import CHECKOUT
from services.enrich.matching.weights import weights
from services.enrich.sides import Side
from tests.unit.enrich.matching.sides import DAY, UNKNOWN, judged, seizure, substance

FILE: Final = CHECKOUT.parent / "shared" / "data" / "unodc-ids-2011-2014.csv.gz"
COUNTRIES: Final = {
    "Turkey": "TR",
    "Japan": "JP",
    "Brazil": "BR",
    "Spain": "ES",
    "Argentina": "AR",
    "Portugal": "PT",
    "Bulgaria": "BG",
    "Romania": "RO",
    "Italy": "IT",
}
WANTED: Final = {
    ("Turkey", "Japan", "Methamphetamine"),
    ("Brazil", "Spain", "Cocaine"),
    ("Argentina", "Spain", "Cocaine"),
}
MODES: Final = {"Commercial air": "air", "Private road": "land", "Commercial road": "land", "Commercial sea": "sea"}

pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the shared data are not here")


@pytest.fixture(scope="module")
def corridors() -> dict[str, list[Side]]:
    """The seizures of each wanted corridor, by where it begins."""
    found: dict[str, list[Side]] = {"TR": [], "BR": [], "AR": []}
    for row in _rows():
        found[COUNTRIES[row["DEPARTURE_COUNTRY"]]].append(_side(row, sum(map(len, found.values()))))
    return found


def _rows() -> Iterator[dict[str, str]]:
    with gzip.open(FILE) as raw, io.TextIOWrapper(raw, encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text, delimiter=";"):
            if (row["DEPARTURE_COUNTRY"], row["DESTINATION_COUNTRY"], row["DRUG_NAME"]) in WANTED:
                yield row


def _side(row: dict[str, str], place: int) -> Side:
    day = datetime.fromisoformat(row["SEIZURE_DATE"]).replace(tzinfo=UTC)
    drug = row["DRUG_NAME"].lower()
    features: dict[str, Any] = {
        "departure": COUNTRIES[row["DEPARTURE_COUNTRY"]],
        "destination": COUNTRIES[row["DESTINATION_COUNTRY"]],
        "mode": "mail" if row["HIDING_PLACE"] == "Postal" else MODES.get(row["TRANSPORT"], "land"),
        "substances": substance(drug, drug),
        "concealment": row["HIDING_PLACE"].lower().replace(" ", "_") or None,
        "grading": UNKNOWN,
    }
    country = COUNTRIES.get(row["COUNTRY"], "PY")
    return seizure(country, day, ref=f"{place}", until=day + DAY, **features)


def _links(sides: list[Side]) -> list[tuple[float, str, str]]:
    near = (
        (one, other)
        for one, other in combinations(sorted(sides, key=lambda side: side.first), 2)
        if other.first - one.first <= 14 * DAY and one.administration != other.administration
    )
    return sorted(
        (link.score, one.administration, other.administration)
        for one, other in near
        for link in judged(one, other).values()
    )


def test_methamphetamine_from_turkey_to_japan_links_bulgaria_with_both_seizures_of_romania(
    corridors: dict[str, list[Side]],
) -> None:
    assert [(one, other) for _, one, other in _links(corridors["TR"])] == [("BG", "RO"), ("BG", "RO")]


def test_it_ranks_above_any_pair_from_brazil_to_spain_and_from_argentina(corridors: dict[str, list[Side]]) -> None:
    assert len(corridors["BR"]) > 700
    frequent = [*_links(corridors["BR"]), *_links(corridors["AR"])]
    least = min(score for score, *_ in _links(corridors["TR"]))
    assert all(score < least - 1 for score, *_ in frequent)
    assert frequent == []
    assert least > weights().threshold["same_method"]
