"""The stage: links, reports and receipts in; alerts stored and told, receipts passed on.

A batch costs one query and one bulk write. A second worker may change the same alert at the same time: whoever
loses reads again and decides again, so no link is lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from services.alerts.delivery import Delivery
from services.alerts.grouping import Gathered, gather, named, wanted
from services.alerts.lifecycle import Matter, apply, event_of
from services.alerts.retractions import Retractions
from services.alerts.rules import Judged, Rule, judge
from services.alerts.store import AlertStore
from services.contracts.codec import body_of, decode_event
from services.contracts.events import ALERT_CHANGED, ENRICHED, LINK_CHANGED, RECEIPT, Enriched, Event, Link, Receipt
from services.contracts.identifiers import event_id
from services.contracts.metrics import Metrics
from services.contracts.reasons import Reason, Transient, Undecodable
from services.contracts.topics import ALERTS, LINKS, RECEIPTS, REPORTS_ENRICHED, Topic
from services.runtime import logs
from services.runtime.failpoints import failpoint
from services.runtime.records import Handled, Outgoing, Received, Record

TOPICS: Final[tuple[Topic, ...]] = (LINKS, REPORTS_ENRICHED, RECEIPTS)
MOST_RACES: Final = 100
"""Lost races in a row after which the batch is repeated later; each one means that another worker got on."""

_EVENTS: Final[Mapping[str, tuple[str, type[Event]]]] = {
    LINKS.name: (LINK_CHANGED, Link),
    REPORTS_ENRICHED.name: (ENRICHED, Enriched),
    RECEIPTS.name: (RECEIPT, Receipt),
}
log = logs.get_logger()


class AlertsStage:
    """Decides what somebody must look at."""

    name = "alerts"
    topics: Sequence[Topic] = TOPICS

    def __init__(
        self, rules: Sequence[Rule], store: AlertStore, retractions: Retractions, delivery: Delivery, metrics: Metrics
    ) -> None:
        self._rules, self._store, self._retractions = rules, store, retractions
        self._delivery, self._metrics = delivery, metrics

    def decode(self, record: Record) -> Event:
        """The link, report or receipt of a record. Raises Undecodable."""
        if record.topic not in _EVENTS:
            raise Undecodable(Reason.WRONG_TOPIC, "not a topic of this stage")
        expected, body = _EVENTS[record.topic]
        return decode_event(expected, record.headers, record.value, body)

    async def handle(self, batch: Sequence[Received[Any]]) -> Handled:
        """Alerts stored, and the events of their changes; the same again for records that come again."""
        receipts = [received for received in batch if isinstance(received.body, Receipt)]
        facts = [received for received in batch if not isinstance(received.body, Receipt)]
        copies, refused = await self._delivery.receipts(receipts)
        judged = [judge(self._rules, received.body, received.record.timestamp) for received in facts]
        self._tell_failures(judged)
        changes = await self._settle(judged, [received.record for received in facts])
        return Handled(sends=[*changes, *copies], refused=refused)

    async def _settle(self, judged: Sequence[Judged], records: Sequence[Record]) -> list[Outgoing]:
        """Apply, write, and apply again where somebody was faster. Returns the events to send.

        Who is retracted is asked before and again after: another worker that hears of a retraction meanwhile sees
        either the alert that was written here, or what is seen here at the second look.
        """
        concerned = named(judged)
        view, retracted = await self._store.load(wanted(judged)), await self._retractions.among(concerned)
        sends: list[Outgoing] = []
        open_ids: set[str] | None = None
        for _ in range(MOST_RACES):
            gathered = gather(judged, view, retracted)
            told = {id_: told for id_, told in gathered.items() if open_ids is None or id_ in open_ids}
            changed, sent = _decided(told, view, records)
            failpoint("alerts_before_store")
            lost = await self._store.save(changed.values()) if changed else set()
            failpoint("alerts_after_store")
            for id_, outgoings in sent.items():
                if id_ not in lost:
                    sends.extend(outgoings)
            for id_, matter in changed.items():
                if id_ not in lost:
                    self._metrics.count("tocsin_alerts_total", change=matter.history[-1].change)
            before, retracted = retracted, await self._retractions.among(concerned)
            if not lost and retracted == before:
                return sends
            open_ids = lost if retracted == before else None
            view = await self._store.load(wanted(judged))
        raise Transient("other workers change the same alerts without end")

    def _tell_failures(self, judged: Sequence[Judged]) -> None:
        failures = [failure for one in judged for failure in one.failures]
        for failure in set(failures):
            times = failures.count(failure)
            self._metrics.count("tocsin_rule_failures_total", times)
            log.error("rule failed", rule=failure.rule, version=failure.version, error=failure.error, times=times)


def _decided(
    told: Mapping[str, Gathered], view: Mapping[str, Matter], records: Sequence[Record]
) -> tuple[dict[str, Matter], dict[str, list[Outgoing]]]:
    """What each alert becomes, and for each the events to send: the last one again if need be, then the new one."""
    changed: dict[str, Matter] = {}
    sends: dict[str, list[Outgoing]] = {}
    for id_, gathered in told.items():
        before = view.get(id_)
        outcome = apply(gathered.heading, before, gathered.arrived)
        cause = records[gathered.judged[-1]]
        sends[id_] = [_outgoing(before, cause)] if before and outcome.tell_again else []
        if outcome.changed and outcome.matter:
            changed[id_] = outcome.matter
            sends[id_].append(_outgoing(outcome.matter, cause))
    return changed, sends


def _outgoing(matter: Matter, cause: Record) -> Outgoing:
    return Outgoing(
        topic=ALERTS.name,
        key=matter.alert_id,
        type=ALERT_CHANGED,
        id=event_id(ALERT_CHANGED, matter.alert_id, matter.revision),
        body=body_of(event_of(matter)),
        cause=cause,
    )
