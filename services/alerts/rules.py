"""Which rules a link or a report meets. Rules are CEL expressions, compiled once, over one context per event.

A rule says *what* must be looked at. Whether a link stands (proposed or confirmed) is not its business: a link that
meets a rule and no longer stands is told to the alert as gone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

import cel

from services.alerts.sources import Member, Source, source_of_link, source_of_report
from services.alerts.wording import sentence_of_link, sentence_of_report
from services.contracts.events import AlertSeverity, Bearer, Enriched, Link, Recurrence

On = Literal["link", "report"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, compiled. ``each`` (over recurrences, as ``item``), ``members`` and ``at_least`` are for reports."""

    id: str
    version: int
    title: Mapping[str, str]
    severity: AlertSeverity
    on: On
    when: cel.Program
    group: cel.Program
    reason: Mapping[str, str]
    each: cel.Program | None = None
    members: cel.Program | None = None
    at_least: int = 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rule that an event meets: the group that it belongs to, and what it brings."""

    rule: Rule
    group: str
    source: Source

    @property
    def hit(self) -> bool:
        """Does it speak for an alert, or only tell that something has gone?"""
        return self.source.standing == "stands"


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule that could not be evaluated on an event; the others were."""

    rule: str
    version: int
    error: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What all rules said of one event."""

    event: Link | Enriched
    at: datetime
    verdicts: tuple[Verdict, ...]
    failures: tuple[Failure, ...]


_NOT_JUDGED: Final[dict[str, Any]] = {
    "sharing": True,
    "decisions": True,
    "evidence": {"__all__": {"left", "right", "text"}},
}
"""What a rule on links does not see: who may read, and the compared values themselves."""


class Misjudged(Exception):
    """An expression gave a value of the wrong type. Holds the place in the rule, never a value."""


def judge(rules: Sequence[Rule], event: Link | Enriched, at: datetime) -> Judged:
    """Every rule on one event. A rule that fails is named in ``failures`` and stops no other one."""
    verdicts: list[Verdict] = []
    failures: list[Failure] = []
    on: On = "link" if isinstance(event, Link) else "report"
    context: Any = None
    for rule in rules:
        if rule.on != on or (rule.each is not None and isinstance(event, Enriched) and not _has_items(event)):
            continue
        try:
            context = _context(event) if context is None else context
            verdicts.extend(
                _of_link(rule, event, context, at) if isinstance(event, Link) else _of_report(rule, event, context, at)
            )
        except Exception as error:  # noqa: BLE001 -- whatever a rule does wrong concerns that rule alone
            # The text of an evaluation error may show a value of the event: only its kind is told.
            why = str(error) if isinstance(error, Misjudged) else type(error).__name__
            failures.append(Failure(rule.id, rule.version, why))
    return Judged(event, at, tuple(verdicts), tuple(failures))


def _has_items(report: Enriched) -> bool:
    """Is there anything that a rule could go through one by one?"""
    return bool(report.recurrences or report.parked)


def _context(event: Link | Enriched) -> Any:
    context = cel.Context()
    if isinstance(event, Link):
        context.add_variable("link", event.model_dump(exclude=_NOT_JUDGED))
    else:
        context.add_variable("report", _report_variable(event))
    return context


def _report_variable(event: Enriched) -> dict[str, Any]:
    seen = event.model_dump(exclude={"sharing": True, "recurrences": {"__all__": {"reports"}}})
    for shown, recurrence in zip(seen["recurrences"], event.recurrences, strict=True):
        shown["reports"] = [one.model_dump(exclude={"sharing"}) for one in _bearers(event, recurrence).values()]
    return seen


def _bearers(event: Enriched, recurrence: Recurrence) -> dict[str, Bearer]:
    """Who bears the value, the report itself always among them."""
    return {bearer.report_id: bearer for bearer in (*recurrence.reports, _itself(event))}


def _itself(event: Enriched) -> Bearer:
    return Bearer(
        report_id=event.report_id,
        administration=event.administration,
        occurred_at=event.occurred_at,
        sharing=event.sharing,
    )


def _of_link(rule: Rule, link: Link, context: Any, at: datetime) -> list[Verdict]:
    if not _truth(rule, context):
        return []
    reason = sentence_of_link(rule.reason, rule.id, rule.version, link)
    return [Verdict(rule, _group(rule, context), source_of_link(link, reason, at))]


def _of_report(rule: Rule, report: Enriched, context: Any, at: datetime) -> list[Verdict]:
    known = {id_: bearer for each in report.recurrences for id_, bearer in _bearers(report, each).items()}
    known[report.report_id] = _itself(report)
    reason = sentence_of_report(rule.reason, rule.id, rule.version)
    found: list[Verdict] = []
    for item in (None,) if rule.each is None else rule.each.execute(context):
        context.add_variable("item", item)
        if not _truth(rule, context):
            continue
        named = {one["report_id"] for one in rule.members.execute(context)} if rule.members else {report.report_id}
        members = tuple(
            Member(report_id=one, country=known[one].administration, sharing=known[one].sharing)
            for one in sorted(named)
        )
        found.append(Verdict(rule, _group(rule, context), source_of_report(report, members, rule.at_least, reason, at)))
    return _merged(found)


def _merged(found: Sequence[Verdict]) -> list[Verdict]:
    """One verdict per group: what recurs in two fields of one party is one matter."""
    groups: dict[str, Verdict] = {}
    for verdict in found:
        other = groups.get(verdict.group)
        if other is None or len(verdict.source.members) > len(other.source.members):
            groups[verdict.group] = verdict
    return list(groups.values())


def _truth(rule: Rule, context: Any) -> bool:
    value = rule.when.execute(context)
    if not isinstance(value, bool):
        raise Misjudged("when: is neither true nor false")
    return value


def _group(rule: Rule, context: Any) -> str:
    value = rule.group.execute(context)
    if not isinstance(value, str) or not value:
        raise Misjudged("group: is not a text")
    return value
