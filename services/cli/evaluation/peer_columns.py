"""A report as one row of columns that another matcher can compare: the same features, nothing more and nothing less."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from services.enrich.sides import Side

Record = dict[str, Any]

OBJECTS: Final = (
    *("s10", "courier", "receptacle", "awb", "house_awb", "bag_tag", "uld", "container", "seal", "bill_of_lading"),
    *("booking", "vessel", "ship", "plate", "vin", "tir", "cmr", "mrn", "wagon", "cim"),
)
EXACT: Final = ("phone", "email", "document", "account", "wallet", "handle", "bag_tag", "pnr", "name", "address")
PARTIAL: Final = ("name_parts", "name_phonetic", "address_parts")
WORDS: Final = ("logo", "colour", "shape", "press", "tool", "profile")
SIZES: Final = ("mass_mg", "diameter_mm", "thickness_mm")
SERIAL_STEP: Final = 50
_SIGN: Final = 1 << 63


def number_column(kind: str) -> str:
    """The column of the numbers of one type."""
    return f"number_{kind}"


def token_column(field: str) -> str:
    """The column of the tokens of one type."""
    return f"token_{field}"


def record_of(side: Side) -> Record:
    """The row of a report. A column is None where the report says nothing."""
    features = side.features
    numbers = _grouped((row["type"], row["value"]) for row in features.get("objects", ()))
    tokens = _grouped((row["field"], row["token"]) for row in features.get("parties", ()))
    series = [(f"{row['kind']}:{row['run']}", row["serial"] // SERIAL_STEP) for row in features.get("series", ())]
    place = features.get("place") or {}
    return {
        "unique_id": side.report_id,
        "administration": side.administration,
        "kind": side.kind,
        "day": _day(side.first),
        "posted": _day(side.posted_on) if side.posted_on else None,
        **{number_column(kind): numbers.get(kind) for kind in OBJECTS},
        **{token_column(field): tokens.get(field) for field in (*EXACT, *PARTIAL)},
        "series": sorted({f"{run}:{step}" for run, step in series}) or None,
        "series_near": sorted({f"{run}:{step + by}" for run, step in series for by in (-1, 0, 1)}) or None,
        "mode": features.get("mode"),
        "departure": features.get("departure"),
        "destination": features.get("destination"),
        "substance": min((row["parent"] for row in features.get("substances", ())), default=None),
        "place": place.get("code"),
        "concealment": features.get("concealment"),
        "cover_hs": features.get("cover_hs"),
        "cover_words": sorted(features.get("cover_words", ())) or None,
        "declared_value": features.get("declared_value"),
        "currency": features.get("currency"),
        "weight_kg": features.get("weight_kg"),
        **_product(features.get("products", ())),
    }


def _grouped(found: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    groups: dict[str, set[str]] = {}
    for kind, value in found:
        groups.setdefault(kind, set()).add(value)
    return {kind: sorted(values) for kind, values in groups.items()}


def _product(products: Iterable[Mapping[str, Any]]) -> Record:
    """The first product that says anything; almost every report has one at most."""
    first: Mapping[str, Any] = next(iter(products), {})
    photo = next(iter(first.get("phash") or ()), None)
    return {
        **{name: first.get(name) for name in (*WORDS, *SIZES)},
        # DuckDB counts the bits of a signed integer.
        "photo": (int(photo, 16) ^ _SIGN) - _SIGN if photo else None,
    }


def _day(instant: datetime) -> int:
    return instant.date().toordinal()


def filled_columns(records: Iterable[Record]) -> set[str]:
    """The columns that at least two records fill: with less there is nothing to compare."""
    counts: dict[str, int] = {}
    for record in records:
        for name, value in record.items():
            counts[name] = counts.get(name, 0) + (value is not None)
    return {name for name, number in counts.items() if number > 1}
