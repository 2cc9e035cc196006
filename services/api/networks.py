"""A network as its reader sees it: reports in short, links with why, routes, countries, who could have known. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from services.api.shown import plain, sharing, text
from services.contracts.findings import Language

Stored = Mapping[str, Any]
UNREAD: Final = "unknown"
_FIELDS: Final = (
    "administration", "national_ref", "kind", "mode", "occurred_at", "received_at", "countries", "substances",
    "retracted",
)  # fmt: skip


def node(report: Stored, distance: int) -> dict[str, Any]:
    """A report in short."""
    fields = {name: plain(report.get(name)) for name in _FIELDS}
    return {"report_id": report["_id"], **fields, "distance": distance, "sharing": sharing(report["sharing"])}


def edge(link: Stored, language: Language) -> dict[str, Any]:
    """A link in short: the sentences of what speaks for it say why, the weightiest first."""
    speaking = [line for line in link["evidence"] if line["weight"] > 0]
    lines = sorted(speaking, key=lambda line: -float(line["weight"]))
    return {
        "link_id": link["_id"],
        "class": link["link_class"],
        "score": float(link["score"]),
        "status": link["status"],
        "reports": list(link["reports"]),
        "why": [plain(text(line["text"], language)) for line in lines],
        "sharing": sharing(link["sharing"]),
    }


def network(
    start: str, depth: int, reports: Mapping[str, Stored], distances: Mapping[str, int], links: Iterable[Stored],
    truncated: bool, language: Language,
) -> dict[str, Any]:  # fmt: skip
    """The whole answer: nearest reports first, best links first."""
    ordered = sorted(reports.values(), key=lambda each: (distances[each["_id"]], when(each), each["_id"]))
    found = sorted(links, key=lambda link: (-float(link["score"]), link["_id"]))
    return {
        "report_id": start,
        "depth": depth,
        "nodes": [node(each, distances[each["_id"]]) for each in ordered],
        "edges": [edge(link, language) for link in found],
        "routes": routes(ordered),
        "countries": sorted({country for each in ordered for country in each["countries"]}),
        "first": first(reports, found),
        "truncated": truncated,
    }


def when(report: Stored) -> datetime:
    """When it occurred; of a report that does not say so (a warning need not), when it arrived."""
    at: datetime = report.get("occurred_at") or report["received_at"]
    return at


def first(reports: Mapping[str, Stored], links: Iterable[Stored]) -> str | None:
    """The earliest report to which a later one of another administration is linked: it would have foretold it."""
    foretold: set[str] = set()
    for link in links:
        early, late = sorted((reports[one] for one in link["reports"]), key=when)
        if when(early) < when(late) and early["administration"] != late["administration"]:
            foretold.add(early["_id"])
    return min(foretold, key=lambda one: (when(reports[one]), one), default=None)


def routes(reports: Iterable[Stored]) -> list[dict[str, Any]]:
    """The ways that goods took, each once with whose it was; those of most reports first."""
    taken: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for report in reports:
        way = _way(report)
        if way:
            taken[way].append(report["_id"])
    ordered = sorted(taken.items(), key=lambda item: (-len(item[1]), item[0]))
    return [{"countries": list(way), "reports": whose} for way, whose in ordered]


def _way(report: Stored) -> tuple[str, ...]:
    readings = report.get("normalised", {}).get("countries", ())
    codes = {reading["raw"]: reading["code"] for reading in readings}
    legs = [codes.get(leg.get("country")) or UNREAD for leg in report.get("report", {}).get("route", ())]
    # Two places of one country are one step of the way.
    return tuple(code for at, code in enumerate(legs) if at == 0 or legs[at - 1] != code)
