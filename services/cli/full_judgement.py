"""What the whole platform will say to one report: the door's checks, and what reference data tell afterwards."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from services.contracts.findings import Finding
from services.contracts.report import Report
from services.enrich.enrichment import DISTANCES
from services.enrich.quality import examine_normalised
from services.enrich.readings import read_words
from services.ingest.formats.judging import Status, gravest, judge_row
from services.reference.places import Gazetteer
from services.reference.settings import ReferenceSettings


def judge_fully(body: bytes, now: datetime) -> tuple[Status, tuple[Finding, ...]]:
    """As ``judge_row``, with the findings of the `normalised` receipt. The sender's history is not known here."""
    status, findings = judge_row(body, now)
    if status == "refused":
        return status, findings
    told = examine_normalised(read_words(Report.model_validate_json(body), _gazetteer()).judged, DISTANCES)
    everything = (*findings, *told)
    return gravest(one.severity for one in everything), everything


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer.open(ReferenceSettings().gazetteer)
