"""The examples beside each rule that needs readings or history: a base, what is changed, what must be found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import yaml

from deploy.local.settings import CHECKOUT
from services.contracts.report import Report
from services.enrich.quality import (
    Distances,
    Earlier,
    Normalised,
    earlier_of,
    examine_history,
    examine_normalised,
    record_of,
    remember,
)
from services.reference.quantities import read_quantity

FOLDER: Final = CHECKOUT / "services" / "enrich" / "quality" / "examples"
READINGS: Final = ("countries", "places", "codes", "substances", "owners")
Document = dict[str, Any]


@dataclass(frozen=True)
class Example:
    """One report with its readings and what came before it; ``at`` None: the rule has nothing to say."""

    code: str
    name: str
    changes: Document
    at: str | None
    also: frozenset[str]

    def found(self) -> list[tuple[str, str]]:
        """What both examinations find."""
        current = _document(self.changes)
        normalised = normalise(current)
        before = [_remembered(change, n) for n, change in enumerate(self.changes.get("history", ()))]
        findings = examine_normalised(normalised, DISTANCES)
        findings += examine_history(remember(normalised, current["report"]), before)
        return [(one.code, one.path) for one in findings]


def files() -> list[Path]:
    """One file for each code."""
    return sorted(path for path in FOLDER.glob("*.yaml") if path.stem != "base")


def examples(path: Path) -> Iterator[Example]:
    """The examples of one file."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert set(content) == {"says", "passes", "fails"}, path.name
    for kind in ("passes", "fails"):
        for n, one in enumerate(content[kind]):
            assert set(one) <= {"report", "history", "at", "also", *READINGS}, f"{path.name}: {kind} {n}"
            assert ("at" in one) is (kind == "fails"), f"{path.name}: {kind} {n}"
            yield Example(path.stem, f"{path.stem}-{kind}-{n}", one, one.get("at"), frozenset(one.get("also", ())))


def base() -> Document:
    """The base report with its readings."""
    document: Document = yaml.safe_load((FOLDER / "base.yaml").read_text(encoding="utf-8"))
    return document


def normalise(document: Mapping[str, Any]) -> Normalised:
    """The readings of a document; quantities are really read."""
    report = Report.model_validate(document["report"])
    named = {name: {path: _one(value) for path, value in document[name].items()} for name in READINGS[:-1]}
    quantities = {
        f"/goods/{n}/quantity": read_quantity(
            goods.quantity.value,
            goods.quantity.unit,
            substance=named["substances"].get(f"/goods/{n}/substance"),
            form=goods.form,
            mass_mg=goods.marks.mass_mg if goods.marks else None,
        )
        for n, goods in enumerate(report.goods)
        if goods.quantity is not None
    }
    owners = {path: frozenset(ids) for path, ids in document["owners"].items()}
    return Normalised(report, **named, owners=owners, quantities=quantities)


def _one(value: Any) -> Any:
    return None if value is None else SimpleNamespace(**value)


def _remembered(change: Document, n: int) -> Earlier:
    """An earlier report, as it is read back from its stored record."""
    document = _document({"report": {"/national_ref": f"ICN-2021-E-{n}"} | change.get("report", {}), **_rest(change)})
    first = remember(normalise(document), document["report"])
    return earlier_of(first.report_id, record_of(first))


def _rest(change: Document) -> Document:
    return {name: value for name, value in change.items() if name != "report"}


def _document(changes: Document) -> Document:
    document = base()
    for pointer, value in changes.get("report", {}).items():
        put(document["report"], pointer, deepcopy(value))
    for name in READINGS:
        for path, value in changes.get(name, {}).items():
            known = document[name].get(path)
            merged = known | value if isinstance(known, dict) and isinstance(value, dict) else value
            document[name][path] = merged
    return document


def put(document: Any, pointer: str, value: Any) -> None:
    """Set what a JSON pointer names: a list may grow by one, None takes a field away."""
    *above, last = pointer.strip("/").split("/")
    for part in above:
        document = document[int(part)] if isinstance(document, list) else document.setdefault(part, {})
    if isinstance(document, list):
        document[int(last) :] = [value] if int(last) == len(document) else [value, *document[int(last) + 1 :]]
    elif value is None:
        document.pop(last, None)
    else:
        document[last] = value


def km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The great circle."""
    a, b, c, d = map(radians, (*one, *other))
    return 12742 * asin(sqrt(sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2))


def least_hours(mode: str | None, one: tuple[float, float], other: tuple[float, float]) -> float:
    """Top speeds: 30 knots along a way at sea that is twice as long, 100 km/h by road, 1,000 by air and two hours."""
    straight = km(one, other)
    by_air = straight / 1000 + 2 if straight else 0.0
    return {"sea": straight * 2 / 55.56, "land": straight / 100}.get(mode or "", by_air)


DISTANCES: Final = Distances(km, least_hours)
