"""The route against the direction, the place of the seizure and the mode."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

from services.contracts.findings import Code
from services.contracts.topics import Mode
from services.ingest.quality.view import Found, View

_ORDER: Final = {"origin": 0, "departure": 1, "transit": 2, "destination": 3}

LOCATION_MODES: Final[Mapping[str, frozenset[Mode]]] = {
    "airport": frozenset({"air", "mail"}),
    "seaport": frozenset({"sea", "land", "mail"}),  # a lorry on a ferry is land
    "mail_centre": frozenset({"mail"}),
    "express_courier": frozenset({"air", "land", "mail"}),
    "land_boundary": frozenset({"land", "mail"}),
    "high_seas": frozenset({"sea"}),
}
"""Where a type of place is met; a type that is not here is met in every mode."""

CONVEYANCE_MODES: Final[Mapping[str, frozenset[Mode]]] = {
    "air": frozenset({"air", "mail"}),
    "express_courier": frozenset({"air", "land", "mail"}),
    "vessel": frozenset({"sea", "mail"}),
    "vehicle": frozenset({"land", "sea", "mail"}),
    "truck": frozenset({"land", "sea", "mail"}),
    "lorry": frozenset({"land", "sea", "mail"}),
    "bus": frozenset({"land", "sea", "mail"}),
    "train": frozenset({"land", "sea", "mail"}),
    "pedestrian": frozenset({"land", "sea"}),
}
"""The modes of a conveyance; roll-on ferries carry everything that rolls."""

TRAFFIC_MODES: Final[Mapping[str, frozenset[Mode]]] = {
    "mail": frozenset({"mail"}),
    "passenger": frozenset({"air", "sea", "land"}),
    "crew": frozenset({"air", "sea", "land"}),
}
"""The modes of a traffic."""


def direction(view: View) -> Iterator[Found]:
    """Import ends here, export does not, internal traffic has no foreign end, transit neither starts nor ends here."""
    own, way = view.own, view.report.direction
    if own is None:
        return
    departures, destinations = view.departures, view.destinations
    against = (
        (way == "import" and (own not in destinations if destinations else departures == {own}))
        or (way == "export" and own in destinations)
        or (way == "internal" and bool((departures | destinations) - {own}))
        or (way == "transit" and own in departures | destinations)
    )
    if against:
        yield Code.DIRECTION_ROUTE, "/direction"


def ends(view: View) -> Iterator[Found]:
    """Both ends in one country; neither end where it was seized; no end at all."""
    departures, destinations, report = view.departures, view.destinations, view.report
    if report.kind == "seizure" and report.direction != "internal" and not _leads_elsewhere(view):
        yield Code.ROUTE_MISSING, "/route"
    if not departures or not destinations:
        return
    if departures == destinations and report.direction != "internal":
        yield Code.DEPARTURE_IS_DESTINATION, "/route"
    if report.kind == "seizure" and view.own is not None and view.own not in departures | destinations:
        yield Code.TRANSIT_SEIZURE, "/route"


def _leads_elsewhere(view: View) -> bool:
    return any(leg.country != view.own for leg in view.report.route)


def order(view: View) -> Iterator[Found]:
    """Legs in the order of travel, each once."""
    route = view.report.route
    if len(route) < 2:
        return
    ranks = [_ORDER.get(leg.role, 2) for leg in route]
    if any(after < before for before, after in pairwise(ranks)):
        yield Code.ROUTE_ORDER, "/route"
    seen = set()
    for n, leg in enumerate(route):
        key = (leg.role, leg.country, leg.place, leg.date)
        if key in seen:
            yield Code.LEG_TWICE, f"/route/{n}"
        seen.add(key)


def against_mode(view: View) -> Iterator[Found]:
    """Place, conveyance and traffic against the mode."""
    report = view.report
    if report.mode is None:
        return
    kind = report.location.type if report.location else None
    for value, modes, code, path in (
        (kind, LOCATION_MODES, Code.LOCATION_MODE, "/location/type"),
        (report.conveyance, CONVEYANCE_MODES, Code.CONVEYANCE_MODE, "/conveyance"),
        (report.traffic, TRAFFIC_MODES, Code.TRAFFIC_MODE, "/traffic"),
    ):
        if value is not None and value in modes and report.mode not in modes[value]:
            yield code, path


RULES: Final = (direction, ends, order, against_mode)
