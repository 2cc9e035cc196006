"""What an alert is made of: one source for each link or report, with all that the alert says because of it.

An alert is a function of its sources alone (services/alerts/content.py), so neither the order in which events come
nor the way in which they are cut into batches shows in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from services.contracts.events import Enriched, Link
from services.contracts.sharing import Sharing

Standing = Literal["stands", "short", "gone"]
"""``stands``: it speaks for the alert. ``short``: it belongs to the group, but names too few reports.
``gone``: withdrawn, rejected, unsure, retracted, or moved to another group."""

STANDING_LINKS = frozenset({"proposed", "confirmed"})


class Frozen(BaseModel):
    """Values that are never changed in place."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Member(Frozen):
    """A report that a source names. ``sharing`` is None where the source's own covers it."""

    report_id: str
    country: str
    sharing: Sharing | None = None


class Source(Frozen):
    """One link or report as the alert knows it.

    ``at`` is the time of the record that told it, ``caused`` the revision of the alert that it led to.
    """

    id: str
    on: Literal["link", "report"]
    revision: int
    standing: Standing
    members: tuple[Member, ...]
    at_least: int = 0
    countries: tuple[str, ...] = ()
    reason: Mapping[str, str]
    operation: str
    exercise: bool
    sharing: Sharing
    at: datetime
    caused: int | None = None


def revision_of(event: Link | Enriched) -> int:
    """The order of what was said about one source: a retraction comes after the version that it ends."""
    if isinstance(event, Link):
        return event.revision
    return retracted_revision(event.version) if event.retracted else 2 * event.version


def retracted_revision(version: int) -> int:
    """The order of a retraction among what was said about a report, this being its version."""
    return 2 * version + 1


def source_id(event: Link | Enriched) -> str:
    """The id under which the alert keeps what this event says."""
    return event.link_id if isinstance(event, Link) else event.report_id


def source_of_link(link: Link, reason: Mapping[str, str], at: datetime) -> Source:
    """A link as a source: it stands while it is proposed or confirmed."""
    return Source(
        id=link.link_id,
        on="link",
        revision=link.revision,
        standing="stands" if link.status in STANDING_LINKS else "gone",
        members=tuple(Member(report_id=side.report_id, country=side.administration) for side in link.sides),
        countries=link.countries,
        reason=reason,
        operation=link.operation,
        exercise=link.exercise,
        sharing=link.sharing,
        at=at,
    )


def source_of_report(
    report: Enriched, members: tuple[Member, ...], at_least: int, reason: Mapping[str, str], at: datetime
) -> Source:
    """A report that repeats something, as a source: it stands while it names ``at_least`` reports."""
    return Source(
        id=report.report_id,
        on="report",
        revision=revision_of(report),
        standing="gone" if report.retracted else "stands" if len(members) >= at_least else "short",
        members=members,
        at_least=at_least,
        reason=reason,
        operation=report.operation,
        exercise=report.exercise,
        sharing=report.sharing,
        at=at,
    )


def retracted_member(source: Source, member: Member, revision: int) -> Source:
    """A report that this source names and that is retracted by now, as a source that has gone."""
    return source.model_copy(
        update={
            "id": member.report_id,
            "revision": revision,
            "standing": "gone",
            "members": (),
            "at_least": 0,
            "countries": (),
            "reason": {},
            "sharing": member.sharing or source.sharing,
            "caused": None,
        }
    )


def departure(event: Link | Enriched, known: Source | None, at: datetime) -> Source:
    """What is left when an event no longer belongs to an alert that held it."""
    if known is not None:
        return known.model_copy(update={"revision": revision_of(event), "standing": "gone", "at": at, "caused": None})
    return Source(
        id=source_id(event),
        on="link" if isinstance(event, Link) else "report",
        revision=revision_of(event),
        standing="gone",
        members=(),
        reason={},
        operation=event.operation,
        exercise=event.exercise,
        sharing=event.sharing,
        at=at,
    )
