"""Which reports are retracted by now: asked before an alert names reports that it may never have heard of.

A retraction that was read before the alert was there has told nobody anything. Enrich stores a retraction before it
tells it (services/enrich/standing.py), so that what was read is here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from pymongo.asynchronous.database import AsyncDatabase

from services.alerts.sources import retracted_revision
from services.contracts.documents import REPORTS

_FIELDS: Final = {"version": 1}


class Retractions:
    """The stored reports, read only."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]]) -> None:
        self._reports = database[REPORTS.name]

    async def among(self, report_ids: Collection[str]) -> Mapping[str, int]:
        """Those of these reports that are retracted, each with the revision as which its retraction is heard."""
        if not report_ids:
            return {}
        found = self._reports.find({"_id": {"$in": sorted(report_ids)}, "retracted": True}, _FIELDS)
        return {report["_id"]: retracted_revision(report["version"]) async for report in found}
