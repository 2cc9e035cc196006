"""The graph around a report, level by level, as far as one reader may see it, at bounded cost.

Each level asks once for the links of its reports, best first, and once for the reports at their other ends; both
questions carry the reader's rights. A report that may not be read is not there, so nothing is reached through it, and
what is cut off is counted among what may be read alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pymongo

from services.api.parameters import DEEPEST, NetworkParameters
from services.api.queries import Views, of_network, of_network_reports
from services.contracts.sharing import Reader

Document = dict[str, Any]
MOST_NODES: Final = 200
MOST_LINKS: Final = 1000
"""Links that are read for one level."""


@dataclass(slots=True)
class Walked:
    """What was reached: reports with their distances from the first, the links among them, and whether it was all."""

    reports: dict[str, Document]
    distances: dict[str, int]
    links: dict[str, Document] = field(default_factory=dict)
    truncated: bool = False


async def walk(views: Views, start: Document, asked: NetworkParameters, reader: Reader) -> Walked:
    """The network around ``start``, which the reader may read. Raises PyMongoError, also when it takes too long."""
    network = Walked({start["_id"]: start}, {start["_id"]: 0})
    with pymongo.timeout(views.seconds):
        level, distance = [start["_id"]], 0
        while level and distance < asked.depth and len(network.reports) < MOST_NODES:
            beyond = await _beyond(views, network, level, asked, reader)
            distance += 1
            level = list(beyond)[: MOST_NODES - len(network.reports)]
            network.truncated |= len(level) < len(beyond)
            network.reports |= {report_id: beyond[report_id] for report_id in level}
            network.distances |= dict.fromkeys(level, distance)
        if level:
            # The links among the last reports, and whether there is more beyond them.
            beyond = await _beyond(views, network, level, asked, reader)
            network.truncated |= bool(beyond) and (distance < asked.depth or asked.depth == DEEPEST)
    network.links = {key: link for key, link in network.links.items() if set(link["reports"]) <= network.reports.keys()}
    return network


async def _beyond(
    views: Views, network: Walked, level: Sequence[str], asked: NetworkParameters, reader: Reader
) -> dict[str, Document]:
    """The reports that links of this level lead to and that are not reached yet, those of the best links first."""
    found = await views.links_of(level, of_network(asked), MOST_LINKS + 1, reader)
    network.truncated |= len(found) > MOST_LINKS
    found = found[:MOST_LINKS]
    network.links |= {link["_id"]: link for link in found}
    ends = _other_ends(found, network.reports)
    readable = await views.reports_among(ends, of_network_reports(asked), reader) if ends else {}
    return {report_id: readable[report_id] for report_id in ends if report_id in readable}


def _other_ends(links: Iterable[Mapping[str, Any]], reached: Mapping[str, Any]) -> list[str]:
    ends = (report_id for link in links for report_id in link["reports"])
    return [report_id for report_id in dict.fromkeys(ends) if report_id not in reached]
