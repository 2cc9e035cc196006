"""Which alerts a batch concerns, and with which words about which sources.

An event concerns the alert of each group that a rule puts it into, and each alert that knows the source from
before: there it says that the source has gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from services.alerts.lifecycle import Heading, Matter
from services.alerts.rules import Judged, Verdict
from services.alerts.sources import Source, departure, retracted_member, source_id
from services.contracts.events import Link, Rule
from services.contracts.identifiers import alert_id


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to load for a batch: alerts by id, and those that know these links or reports."""

    alerts: tuple[str, ...]
    links: tuple[str, ...]
    reports: tuple[str, ...]


@dataclass(slots=True)
class Gathered:
    """What a batch says to one alert. ``judged`` holds, for each source, the event that said it (its index)."""

    heading: Heading
    arrived: list[Source] = field(default_factory=list)
    judged: list[int] = field(default_factory=list)


def heading_of(verdict: Verdict) -> Heading:
    """The alert that this verdict belongs to."""
    rule = verdict.rule
    return Heading(
        alert_id=alert_id(rule.id, rule.version, verdict.group),
        rule=Rule(id=rule.id, version=rule.version),
        title=rule.title,
        severity=rule.severity,
    )


def wanted(batch: Sequence[Judged]) -> Wanted:
    """What the decision on this batch needs to see."""
    return Wanted(
        alerts=tuple({heading_of(verdict).alert_id for judged in batch for verdict in judged.verdicts}),
        links=tuple({judged.event.link_id for judged in batch if isinstance(judged.event, Link)}),
        reports=tuple({source_id(judged.event) for judged in batch if not isinstance(judged.event, Link)}),
    )


def named(batch: Sequence[Judged]) -> frozenset[str]:
    """The reports that the reports of this batch name, themselves among them."""
    return frozenset(
        member.report_id
        for judged in batch
        for verdict in judged.verdicts
        if verdict.source.on == "report"
        for member in verdict.source.members
    )


def gather(
    batch: Sequence[Judged], stored: Mapping[str, Matter], retracted: Mapping[str, int] | None = None
) -> dict[str, Gathered]:
    """What each alert is told. ``stored`` are the alerts as loaded by ``wanted``, by id.

    ``retracted`` are those of the ``named`` reports that are retracted by now, each with the revision of that.
    """
    told: dict[str, Gathered] = {}
    for index, judged in enumerate(batch):
        for verdict in judged.verdicts:
            heading = heading_of(verdict)
            gathered = told.setdefault(heading.alert_id, Gathered(heading))
            gathered.arrived.append(verdict.source)
            gathered.judged.append(index)
            _tell_retractions(verdict.source, index, gathered, retracted or {})
    _tell_departures(batch, stored, told)
    return told


def _tell_retractions(source: Source, index: int, gathered: Gathered, retracted: Mapping[str, int]) -> None:
    """Who is retracted has gone, also when that was heard before the alert was there to be told."""
    if source.on != "report":
        return
    for member in source.members:
        if member.report_id in retracted:
            gathered.arrived.append(retracted_member(source, member, retracted[member.report_id]))
            gathered.judged.append(index)


def _tell_departures(batch: Sequence[Judged], stored: Mapping[str, Matter], told: dict[str, Gathered]) -> None:
    events: dict[str, list[int]] = {}
    for index, judged in enumerate(batch):
        events.setdefault(source_id(judged.event), []).append(index)
    for key in {*stored, *told}:
        matter = stored.get(key)
        gathered = told.get(key) or Gathered(_heading_of_stored(stored[key]))
        spoke = set(gathered.judged)
        sources = {**(matter.sources if matter else {}), **{source.id: source for source in gathered.arrived}}
        for id_ in sorted(_held(sources.values()) & events.keys()):
            for index in events[id_]:
                judged = batch[index]
                if index in spoke or _failed(judged, gathered.heading.rule) or not _leaves(judged, sources):
                    continue
                gathered.arrived.append(departure(judged.event, sources.get(id_), judged.at))
                gathered.judged.append(index)
        if gathered.arrived:
            told[key] = gathered


def _held(sources: Iterable[Source]) -> set[str]:
    """Every source and every report that a report rule named.

    A link names its reports too, but what becomes of a report reaches a link's alert through the link alone.
    """
    held: set[str] = set()
    for source in sources:
        held.add(source.id)
        if source.on == "report":
            held.update(member.report_id for member in source.members)
    return held


def _leaves(judged: Judged, sources: Mapping[str, Source]) -> bool:
    """Does this event, which no rule puts into the alert, take its source out of it?

    A report that only others named leaves when it is retracted. When it is corrected it leaves if it was looked at
    after all of them: an earlier look could not yet know who would share its values.
    """
    event = judged.event
    if isinstance(event, Link) or event.report_id in sources or event.retracted:
        return True
    named_at = (s.at for s in sources.values() if any(m.report_id == event.report_id for m in s.members))
    return event.version > 1 and judged.at > max(named_at)


def _failed(judged: Judged, rule: Rule) -> bool:
    """A rule that could not be asked has not said that the source has gone."""
    return any(failure.rule == rule.id for failure in judged.failures)


def _heading_of_stored(matter: Matter) -> Heading:
    return Heading(alert_id=matter.alert_id, rule=matter.rule, title=matter.title, severity=matter.severity)
