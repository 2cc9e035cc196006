"""The decisions of the alerts service without a store: batches in, alerts and their events out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from services.alerts.grouping import gather
from services.alerts.lifecycle import Matter, apply, event_of
from services.alerts.rule_files import load_rules
from services.alerts.rules import Rule, judge
from services.alerts.sources import revision_of
from services.alerts.specimens import link_of, report_of
from services.contracts.events import AlertChanged, Enriched, Link
from services.contracts.sharing import Sharing, owned

RULES = load_rules()
NOON = datetime(2021, 2, 11, 12, tzinfo=UTC)
Told = tuple[Link | Enriched, datetime]


def between(one: str, other: str, *, kinds: tuple[str, str] = ("seizure", "seizure"), **given: Any) -> Link:
    """A link between two reports, named by their country: ``between("KR-1", "NL-2")``."""
    ends = sorted(zip((one, other), kinds, strict=True))
    sides = [{"report_id": name, "administration": name[:2], "kind": kind} for name, kind in ends]
    return link_of({"sides": sides, "sharing": shared_by(one[:2], other[:2]), **given})


def shared_by(*owners: str, tlp: str = "AMBER", audience: Sequence[str] = ("operation",)) -> Sharing:
    """The restriction of something that these own together."""
    one = owned(owners[0], tlp, audience)
    return one.model_copy(update={"owners": tuple(sorted(set(owners)))})


def received_by_one_consignee(new: str, *others: str, **given: Any) -> Enriched:
    """A report whose consignee's token the others bear too."""
    bearers = [_bearer(name) for name in (new, *others)]
    return report_of(
        {
            "report_id": new,
            "administration": new[:2],
            "sharing": owned(new[:2], "AMBER", ["operation"]),
            "recurrences": [{"matter": "consignee-1", "role": "consignee", "reports": bearers}],
            **given,
        }
    )


def alone(report_id: str, **given: Any) -> Enriched:
    """A report that shares nothing with another."""
    return report_of({"report_id": report_id, "administration": report_id[:2], **given})


def _bearer(name: str) -> dict[str, Any]:
    return {"report_id": name, "administration": name[:2], "sharing": owned(name[:2], "AMBER", ["operation"])}


class AlertsDesk:
    """Alerts in memory, and every event that was sent."""

    def __init__(self, rules: Sequence[Rule] = RULES) -> None:
        self.rules = rules
        self.alerts: dict[str, Matter] = {}
        self.retracted: dict[str, int] = {}
        self.sent: list[AlertChanged] = []
        self.clock = NOON

    def hear(self, *events: Link | Enriched) -> list[AlertChanged]:
        """One batch, each event a second after the other; returns what is sent because of it."""
        told = []
        for event in events:
            self.clock += timedelta(seconds=1)
            told.append((event, self.clock))
        return self.take(told)

    def take(self, told: Iterable[Told]) -> list[AlertChanged]:
        """One batch of events with the times of their records."""
        batch = [judge(self.rules, event, at) for event, at in told]
        for judged in batch:
            if isinstance(judged.event, Enriched) and judged.event.retracted:
                self.retracted[judged.event.report_id] = revision_of(judged.event)
        sent = []
        for id_, gathered in gather(batch, self.alerts, self.retracted).items():
            outcome = apply(gathered.heading, self.alerts.get(id_), gathered.arrived)
            if outcome.tell_again:
                sent.append(event_of(self.alerts[id_]))
            if outcome.changed and outcome.matter:
                self.alerts[id_] = outcome.matter
                sent.append(event_of(outcome.matter))
        self.sent += sent
        return sent

    def only(self) -> Matter:
        """The one alert that there is."""
        (matter,) = self.alerts.values()
        return matter

    def standing(self) -> dict[str, Any]:
        """What each alert says, without when and in how many steps it came to say it."""
        return {id_: (matter.status, matter.content.model_dump()) for id_, matter in self.alerts.items()}
