"""Links in a file of real seizures: how many of each class for a thousand reports, and which come first.

The rows become reports by the mapping `unodc-ids`, and are normalised, blocked and judged as in the service. The file
holds neither numbers nor names, so methods alone can join its rows; and no truth, so a person has to look.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import orjson

from services.cli.evaluation.candidates import Population
from services.cli.evaluation.measures import Pair
from services.cli.evaluation.verdicts import Verdicts, judge_all
from services.contracts.codec import body_of
from services.contracts.events import Accepted
from services.contracts.participants import DefaultSharing
from services.contracts.report import Report
from services.contracts.sharing import owned
from services.enrich.enrichment import enrich
from services.enrich.matching.found import Found
from services.enrich.sides import Side, side_of
from services.ingest.formats.answers import Reading
from services.ingest.formats.mapping_files import load_mapping
from services.ingest.formats.sources import open_source
from services.ingest.formats.wishes import Wishes
from services.reference.places import Gazetteer

MAPPING: Final = "unodc-ids"
END_OF_ROUTE: Final = "destination"
_NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Survey:
    """What a file came to. ``reports`` counts its accepted rows; only those with a route are in ``documents``."""

    reports: int
    documents: dict[str, Document]
    population: Population
    verdicts: Verdicts

    @property
    def ranked(self) -> list[tuple[Pair, Found]]:
        """Every pair that could be a link, best first: links and, further down, those that stay below the threshold."""
        bits = self.verdicts.bits
        return sorted(self.verdicts.triggered.items(), key=lambda one: (-bits(one[0]), -one[1].coverage, one[0]))

    @property
    def by_class(self) -> Counter[str]:
        """Links of each class."""
        return Counter(link_class for link_class, *_ in self.verdicts.links)


def survey(file: Path, gazetteer: Gazetteer, done: Callable[[float], None] = lambda share: None) -> Survey:
    """Read, normalise and link a file; ``done`` is told the share that is read. Raises FileFault."""
    number = 0
    documents: dict[str, Document] = {}
    for report, share in _reports(file):
        number += 1
        done(share)
        # Without a destination no method is known, and nothing else could join these rows.
        if any(leg.role == END_OF_ROUTE for leg in report.route):
            documents[report.report_id] = _stored(report, gazetteer)
    population = Population(side_of(document) for _, document in sorted(documents.items()))
    return Survey(number, documents, population, judge_all(population))


def _reports(file: Path) -> Iterator[tuple[Report, float]]:
    with open_source(str(file), sys.stdin.buffer) as source:
        reading = Reading(source, Wishes(now=_NOW, mapping=load_mapping(MAPPING)))
        for answer in reading:
            if answer.body is not None and answer.status != "held":
                yield Report.model_validate_json(answer.body), reading.fraction


def _stored(report: Report, gazetteer: Gazetteer) -> Document:
    block = DefaultSharing()
    accepted = Accepted(
        report_id=report.report_id,
        version=report.version or 1,
        content_hash=report.report_id,
        received_at=_NOW,
        findings=(),
        sharing=owned(report.administration, block.tlp, block.audience, block.handling),
        report=report,
    )
    return enrich(accepted, orjson.loads(body_of(accepted)), gazetteer)


@dataclass(frozen=True, slots=True)
class Method:
    """A corridor with a drug, by which the known cases of the public file are found."""

    departure: str
    destination: str
    substance: str

    def holds(self, side: Side) -> bool:
        """Is a report of this method?"""
        features = side.features
        return (
            features.get("departure") == self.departure
            and features.get("destination") == self.destination
            and any(one["parent"] == self.substance for one in features.get("substances", ()))
        )


CLEAR: Final = Method("TR", "JP", "methamphetamine")
"""Bulgaria and Romania, 9 to 11 November 2011, in baggage: the one clear case of the public file."""
FREQUENT: Final = Method("BR", "ES", "cocaine")
"""The most frequent corridor of the public file: most pairs on it are chance."""
WEAK: Final = Method("AR", "ES", "cocaine")
"""Madrid and Lisbon, September 2011, swallowed, amid many seizures of the corridor: to rank low."""


def known_cases(found: Survey) -> dict[str, Any]:
    """Where the known cases of the public file stand among all pairs: ranks from 1, and which pairs are links."""
    ranks: dict[str, list[int]] = {"clear": [], "frequent": [], "weak": []}
    links: Counter[str] = Counter()
    for rank, (pair, _) in enumerate(found.ranked, start=1):
        one, other = (found.population.sides[report] for report in pair[1:])
        for name, method in (("clear", CLEAR), ("frequent", FREQUENT), ("weak", WEAK)):
            if method.holds(one) and method.holds(other):
                ranks[name].append(rank)
                links[name] += pair in found.verdicts.links
    clear, frequent = ranks["clear"], ranks["frequent"]
    return {
        "clear_ranks": clear,
        "clear_links": links["clear"],
        "first_frequent_rank": frequent[0] if frequent else None,
        "frequent_links": links["frequent"],
        "first_weak_rank": ranks["weak"][0] if ranks["weak"] else None,
        "weak_links": links["weak"],
        "clear_above_frequent": bool(clear) and (not frequent or max(clear) < frequent[0]),
    }
