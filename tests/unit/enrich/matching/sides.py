"""Sides for tests of matching: features as they are stored, and what a small operation says of their rarity."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from services.contracts.identifiers import report_id
from services.contracts.sharing import owned
from services.enrich.matching.judging import Found, Judgement, judge
from services.enrich.sides import Realm, Side

DAY = timedelta(days=1)
NOON = datetime(2021, 2, 10, 12, tzinfo=UTC)
PARCEL = "RR473124829NL"
CONTAINER = "TOCU5027186"
BUSAN = {"code": "KRPUS", "country": "KR", "lat": 35.1, "lon": 129.05}
ROTTERDAM = {"code": "NLRTM", "country": "NL", "lat": 51.9, "lon": 4.5}
BEST = ["A", "1"]
UNKNOWN = ["X", "4"]
Features = dict[str, Any]


def side(
    administration: str = "NL",
    kind: str = "warning",
    at: datetime = NOON,
    *,
    ref: str = "1",
    until: datetime | None = None,
    posted: datetime | None = None,
    tlp: str = "AMBER",
    changes: dict[str, Any] | None = None,
    **features: Any,
) -> Side:
    """A side with these features, graded best unless said otherwise; ``changes`` are other fields of it."""
    fields: dict[str, Any] = {
        "report_id": report_id(administration, ref),
        "version": 1,
        "kind": kind,
        "administration": administration,
        "realm": Realm("goals-2021", False),
        "occurred_at": at,
        "first": at,
        "last": until or at,
        "posted_on": posted,
        "answers": None,
        "retracted": False,
        "standing": "",
        "changed_at": at,
        "sharing": owned(administration, tlp, ["operation"]).model_dump(mode="json"),
        "keys": frozenset(),
        "features": {"grading": BEST, **features},
    }
    return Side(**fields | (changes or {}))


def seizure(administration: str = "KR", at: datetime = NOON, **more: Any) -> Side:
    """A seizure with these features."""
    return side(administration, "seizure", at, **more)


def rare(_: str) -> int | None:
    """Every value is borne by these two alone."""
    return 2


def borne_by(number: int | None, *prefixes: str) -> Callable[[str], int | None]:
    """Keys with one of these prefixes (all, if none is given) are borne by so many; None: too many."""
    return lambda key: number if key.startswith(prefixes or "") else 2


def judged(one: Side, other: Side, rarity: Callable[[str], int | None] = rare, **more: Any) -> dict[str, Found]:
    """The links of two sides, by class."""
    return {link.link_class: link for link in judge(one, other, rarity, **more).found}


def reasons(judgement: Judgement) -> list[str]:
    """What was vetoed."""
    return [veto.reason for veto in judgement.vetoes]


def have(**features: Any) -> Features:
    """These features."""
    return features


def number(kind: str, value: str) -> Features:
    """One number."""
    return {"objects": [{"type": kind, "value": value}]}


def tokens(*rows: str, party: int = 0, role: str = "consignee") -> list[Features]:
    """Rows of one party: ``phone:x`` is the token of x."""
    split = [row.partition(":") for row in rows]
    return [{"party": party, "role": role, "field": field, "token": f"hmac:{value}"} for field, _, value in split]


def substance(name: str, group: str = "ats", kind: str = "substance") -> list[Features]:
    """One substance."""
    return [{"id": name, "parent": name, "group": group, "skeleton": None, "kind": kind, "confirmed": False}]


def serial(kind: str, run: str, number: int) -> list[Features]:
    """One serial of a run."""
    return [{"kind": kind, "run": run, "serial": number}]


def lines(link: Found) -> dict[str, dict[str, Any]]:
    """The lines of a link's explanation by feature."""
    return {line["feature"]: line for line in link.evidence}


def sea_hours(mode: str | None, a: tuple[float, float], b: tuple[float, float]) -> float:
    """Busan and Rotterdam are 20,179 km of sea apart: 363 hours at 30 knots. On land, 8,900 km at 100 km/h."""
    if a == b:
        return 0.0
    return {"sea": 363.2, "land": 89.0, "air": 10.9}.get(mode or "air", 10.9)
