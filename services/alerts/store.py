"""The one writer of ``alerts``: loads what a batch concerns in one query, writes what it changed in one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase

from services.alerts.content import Content
from services.alerts.grouping import Wanted
from services.alerts.lifecycle import Matter
from services.contracts.documents import ALERTS
from services.runtime.store import guarded_replace

Document = dict[str, Any]
_SAID = tuple(name for name in Content.model_fields if name != "stands")
_KEPT = ("rule", "title", "severity", "status", "was_raised", "revision", "raised_at", "updated_at", "history")


class AlertStore:
    """The ``alerts`` collection. ``report_rules`` are the ids of the rules that name reports without a link."""

    def __init__(self, database: AsyncDatabase[Document], report_rules: Sequence[str]) -> None:
        self._alerts = database[ALERTS.name]
        self._report_rules = list(report_rules)

    async def load(self, wanted: Wanted) -> dict[str, Matter]:
        """The alerts that these events concern, by id."""
        ways: list[Document] = []
        if wanted.alerts:
            ways.append({"_id": {"$in": list(wanted.alerts)}})
        if wanted.links or wanted.reports:
            ways.append({"sources.id": {"$in": [*wanted.links, *wanted.reports]}})
        if wanted.reports and self._report_rules:
            # A report that others named is not a source; a link's alert hears of it through the link.
            ways.append({"reports": {"$in": list(wanted.reports)}, "rule.id": {"$in": self._report_rules}})
        if not ways:
            return {}
        return {document["_id"]: matter_of(document) async for document in self._alerts.find({"$or": ways})}

    async def save(self, matters: Iterable[Matter]) -> set[str]:
        """Write each on top of the revision before it. Returns the ids that somebody else was faster with."""
        return await guarded_replace(self._alerts, [document_of(matter) for matter in matters])


def document_of(matter: Matter) -> Document:
    """An alert as it stands in MongoDB: flat, its sources in a list so that they can be found by id."""
    plain = matter.model_dump()
    return {
        "_id": matter.alert_id,
        **{name: plain[name] for name in _KEPT},
        **{name: plain["content"][name] for name in _SAID},
        "sources": list(plain["sources"].values()),
    }


def matter_of(document: Mapping[str, Any]) -> Matter:
    """The alert that a document holds."""
    return Matter.model_validate(
        {
            "alert_id": document["_id"],
            **{name: document[name] for name in _KEPT},
            "content": {"stands": document["status"] != "withdrawn", **{name: document[name] for name in _SAID}},
            "sources": {source["id"]: source for source in document["sources"]},
        }
    )
