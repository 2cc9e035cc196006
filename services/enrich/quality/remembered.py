"""What is remembered of a report for its sender's later ones: a small record, the keys to find it by, what is asked.

Keys are made so that only reports that can matter have one in common: the amount key holds the figure's digits
without its point, which 776 g, 0.776 kg and 776 kg share, and 2,786 tablets and 2.786 kg. All keys hold the sender, the
operation, and whether it is an exercise.

    <realm>|same|<fingerprint>                 the same content
    <realm>|amount|<day>|<substance>|<digits>  the same figure of a substance on one day
    <realm>|parcel|<number>                    the same parcel seized
    <realm>|first|<month>, <realm>|other|<month>   dated the first of a month, or another day of it
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import blake2b
from typing import Any, Final, NamedTuple

import orjson

from services.contracts.identifiers import numbers_in
from services.contracts.report import Report
from services.enrich.quality.normalised import Normalised
from services.reference.quantities import QuantityReading, without_artefact

MOST_AMOUNTS: Final = 20
MOST_PARCELS: Final = 50
"""Amounts and parcels of one report that are remembered; nobody lists more of them twice by a slip."""
MONTHS: Final = 3
"""Months over which a habit must hold, the report's own included."""
FIRSTS: Final = 3
"""Reports dated the first that each month of a habit has at least."""

_NOT_CONTENT: Final = frozenset({"national_ref", "version", "reported_at", "correction_reason", "unit"})
"""What two reports of one case differ in even when they say the same."""


@dataclass(frozen=True, slots=True)
class Amount:
    """One quantity: in which place, of what, in which unit, and its kilograms or count if they are exact."""

    path: str
    substance: str
    unit: str | None
    kilograms: Decimal | None
    count: Decimal | None
    digits: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """A report as its sender's other reports see it. ``day``: by its own clock; None when unknown."""

    report_id: str
    realm: str
    kind: str
    mode: str | None
    day: date | None
    precision: str | None
    place: str
    fingerprint: str
    amounts: tuple[Amount, ...]
    parcels: tuple[tuple[str, str], ...]


class Question(NamedTuple):
    """A key to look up, and how many of its bearers are needed at most. A month has any number of bearers."""

    key: str
    most: int
    by_month: bool = False


def fingerprint(content: Mapping[str, Any]) -> str:
    """The hash of a report's JSON object without its reference: equal for what is sent under two references."""
    rest = {name: value for name, value in content.items() if name not in _NOT_CONTENT}
    return blake2b(orjson.dumps(rest, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()


def remember(normalised: Normalised, content: Mapping[str, Any]) -> Earlier:
    """What is remembered of a report. ``content``: the report's JSON object as it was accepted."""
    report = normalised.report
    realm = f"{report.administration}/{report.operation}{'/x' if report.exercise else ''}"
    seizure = report.kind == "seizure"
    return Earlier(
        report.report_id,
        realm,
        report.kind,
        report.mode,
        report.occurred_at.date() if report.occurred_at else None,
        report.precision,
        _place(normalised),
        fingerprint(content),
        tuple(_amounts(normalised)) if seizure else (),
        tuple(_parcels(report)) if seizure else (),
    )


def _place(normalised: Normalised) -> str:
    location = normalised.report.location
    if location is None:
        return ""
    read = normalised.codes.get("/location/locode") or normalised.places.get("/location/name")
    return read.code if read is not None and read.code else _folded(location.name)


def _amounts(normalised: Normalised) -> Iterator[Amount]:
    for n, goods in enumerate(normalised.report.goods[:MOST_AMOUNTS]):
        path = f"/goods/{n}/quantity"
        quantity = normalised.quantities.get(path)
        if quantity is None or not (quantity.comparable or quantity.kg_min is not None):
            continue
        reading = normalised.substances.get(f"/goods/{n}/substance")
        named = reading.id if reading is not None and reading.id else _short(_folded(goods.substance or ""))
        yield Amount(path, named, quantity.unit, _exact(quantity), quantity.count, _digits(quantity.raw_value))


def _exact(quantity: QuantityReading) -> Decimal | None:
    return quantity.kg_min if quantity.measure != "count" and quantity.kg_min == quantity.kg_max else None


def _digits(value: Decimal) -> str:
    return "".join(map(str, without_artefact(value).as_tuple().digits)).strip("0")


def _parcels(report: Report) -> Iterator[tuple[str, str]]:
    if report.transport is None:
        return
    items = ((path, number) for path, number in numbers_in(report.transport) if number.type in ("s10", "courier"))
    for n, (path, number) in enumerate(items):
        if n < MOST_PARCELS and number.value is not None and number.check != "invalid":
            yield f"/transport{path}", f"{number.type}:{number.value}"


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _short(text: str) -> str:
    """A text of any length as a short part of a key."""
    return f"~{blake2b(text.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"


def history_keys(earlier: Earlier) -> list[str]:
    """The keys under which a report is found again: sorted, each once."""
    keys = {f"{earlier.realm}|same|{earlier.fingerprint}"}
    keys |= {f"{earlier.realm}|parcel|{number}" for _, number in earlier.parcels}
    if earlier.kind == "seizure" and earlier.day is not None:
        keys |= {_amount_key(earlier, amount) for amount in earlier.amounts}
        if earlier.precision != "month":
            keys.add(f"{earlier.realm}|{'first' if earlier.day.day == 1 else 'other'}|{month_of(earlier.day)}")
    return sorted(keys)


def _amount_key(earlier: Earlier, amount: Amount) -> str:
    return f"{earlier.realm}|amount|{earlier.day}|{amount.substance}|{amount.digits}"


def questions(earlier: Earlier) -> tuple[Question, ...]:
    """What must be asked about a report: few keys, each with a bound.

    The months are asked for only by what is dated the first, one report in thirty of a sender without the habit.
    """
    asked = [Question(f"{earlier.realm}|same|{earlier.fingerprint}", 3)]
    asked += [Question(f"{earlier.realm}|parcel|{number}", 3) for _, number in earlier.parcels]
    if earlier.kind != "seizure" or earlier.day is None:
        return tuple(asked)
    asked += [Question(key, 20) for key in dict.fromkeys(_amount_key(earlier, one) for one in earlier.amounts)]
    if earlier.day.day == 1 and earlier.precision != "month":
        for month in months_before(earlier.day):
            asked += [
                Question(f"{earlier.realm}|other|{month}", 1, by_month=True),
                Question(f"{earlier.realm}|first|{month}", FIRSTS, by_month=True),
            ]
    return tuple(asked)


def month_of(day: date) -> str:
    """The month of a day, as 2012-03."""
    return day.isoformat()[:7]


def months_before(day: date) -> list[str]:
    """The month of a day and those before it, MONTHS in all, as 2012-03."""
    count = day.year * 12 + day.month - 1
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(count, max(count - MONTHS, 11), -1)]


def record_of(earlier: Earlier) -> dict[str, Any]:
    """The record as JSON values, to be stored beside the report."""
    return {
        "realm": earlier.realm,
        "kind": earlier.kind,
        "mode": earlier.mode,
        "day": earlier.day.isoformat() if earlier.day else None,
        "precision": earlier.precision,
        "place": earlier.place,
        "fingerprint": earlier.fingerprint,
        "amounts": [
            [one.path, one.substance, one.unit, _text(one.kilograms), _text(one.count), one.digits]
            for one in earlier.amounts
        ],
        "parcels": [list(one) for one in earlier.parcels],
    }


def earlier_of(report_id: str, record: Mapping[str, Any]) -> Earlier:
    """The report behind a stored record."""
    return Earlier(
        report_id,
        record["realm"],
        record["kind"],
        record["mode"],
        date.fromisoformat(record["day"]) if record["day"] else None,
        record["precision"],
        record["place"],
        record["fingerprint"],
        tuple(
            Amount(path, substance, unit, _number(kilograms), _number(count), digits)
            for path, substance, unit, kilograms, count, digits in record["amounts"]
        ),
        tuple((path, number) for path, number in record["parcels"]),
    )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
