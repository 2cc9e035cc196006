"""What becomes of an alert when its sources change: raised, updated, withdrawn, raised again.

    (none) ──raised──▶ raised ──updated──▶ raised ──withdrawn──▶ withdrawn ──updated──▶ raised
                       acknowledged, closed: set by people's decisions; sources change what such an alert says,
                       not that somebody has seen it

Every revision has one event. A source that was applied before (Kafka sends a batch again after a crash) changes
nothing. Where it led to the revision that stands, that event is sent again, byte for byte: the first run may have died
between storing and sending. A revision that was overtaken meanwhile is not: whoever overtook it tells more, and
readers keep the highest revision only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from services.alerts.content import Content, content_of
from services.alerts.sources import Frozen, Source
from services.contracts.events import Alert, AlertChange, AlertChanged, AlertSeverity, AlertStatus, Rule

HISTORY: Final = 50
"""Revisions whose causes an alert remembers."""
CAUSES: Final = 200
"""Causes that one remembered revision names."""


class Cause(Frozen):
    """A source at one of its revisions."""

    id: str
    revision: int


class Step(Frozen):
    """One revision of an alert and why it came to be."""

    revision: int
    change: AlertChange
    at: datetime
    causes: tuple[Cause, ...]


class Matter(Frozen):
    """An alert as it is stored: what it says, from which sources, and its latest revisions."""

    alert_id: str
    rule: Rule
    title: Mapping[str, str]
    severity: AlertSeverity
    status: AlertStatus
    was_raised: bool
    revision: int
    raised_at: datetime
    updated_at: datetime
    content: Content
    sources: Mapping[str, Source]
    history: tuple[Step, ...]


class Heading(Frozen):
    """What the rule gives to each of its alerts."""

    alert_id: str
    rule: Rule
    title: Mapping[str, str]
    severity: AlertSeverity


class Outcome(Frozen):
    """``matter`` as it now stands (None: there is none). ``tell_again``: the revision before may not have been sent."""

    matter: Matter | None
    changed: bool
    tell_again: bool


def apply(heading: Heading, matter: Matter | None, arrived: Iterable[Source]) -> Outcome:
    """All sources that arrived, as one revision at most. An older word about a source never replaces a newer one."""
    sources = dict(matter.sources) if matter else {}
    causes: dict[tuple[str, int], datetime] = {}
    tell_again = False
    for source in arrived:
        known = sources.get(source.id)
        if known is not None and known.revision >= source.revision:
            same = known.revision == source.revision
            tell_again |= same and matter is not None and known.caused == matter.revision
        elif known is not None or _worth_keeping(source, sources):
            sources[source.id] = source
            causes[source.id, source.revision] = source.at
    if not causes:
        return Outcome(matter=matter, changed=False, tell_again=tell_again)
    return Outcome(matter=_revised(heading, matter, sources, causes), changed=True, tell_again=tell_again)


def event_of(matter: Matter) -> AlertChanged:
    """The event of the latest revision: the same bytes each time."""
    said = matter.content
    return AlertChanged(
        change=matter.history[-1].change,
        alert=Alert(
            alert_id=matter.alert_id,
            status=matter.status,
            severity=matter.severity,
            rule=matter.rule,
            title=dict(matter.title),
            reasons=tuple(dict(reason) for reason in said.reasons),
            reports=said.reports,
            links=said.links,
            countries=said.countries,
            operation=said.operation,
            exercise=said.exercise,
            sharing=said.sharing,
            raised_at=matter.raised_at,
            updated_at=matter.updated_at,
            revision=matter.revision,
        ),
    )


def _worth_keeping(source: Source, sources: Mapping[str, Source]) -> bool:
    """Must this word be remembered although the alert does not know the source yet?

    A link's first word that it does not stand needs no memory: nothing older can follow. A later one does, since two
    enrich workers may send a link's revisions in the wrong order. A report that has gone matters to those who name it.
    """
    if source.standing == "stands":
        return True
    if source.on == "link":
        return source.revision > 1 and bool(source.members)
    named = any(member.report_id == source.id for other in sources.values() for member in other.members)
    return source.standing == "gone" and named


def _revised(
    heading: Heading, matter: Matter | None, sources: dict[str, Source], causes: Mapping[tuple[str, int], datetime]
) -> Matter:
    content = content_of(sources)
    revision = matter.revision + 1 if matter else 1
    was_raised = matter is not None and matter.was_raised
    change: AlertChange = "withdrawn" if not content.stands else "updated" if was_raised else "raised"
    first = min(causes.values())
    last = max(*causes.values(), matter.updated_at) if matter else max(causes.values())
    step = Step(
        revision=revision,
        change=change,
        at=last,
        causes=tuple(Cause(id=id_, revision=number) for id_, number in causes)[-CAUSES:],
    )
    for id_, _ in causes:
        sources[id_] = sources[id_].model_copy(update={"caused": revision})
    return Matter(
        **heading.model_dump(),
        status=_status(matter, content),
        was_raised=was_raised or content.stands,
        revision=revision,
        raised_at=min(matter.raised_at, first) if matter else first,
        updated_at=last,
        content=content,
        sources=sources,
        history=(*(matter.history if matter else ()), step)[-HISTORY:],
    )


def _status(matter: Matter | None, content: Content) -> AlertStatus:
    if not content.stands:
        return "withdrawn"
    if matter is None or matter.status == "withdrawn":
        return "raised"
    return matter.status
