"""The figures of a demo: what was sent and refused, links against the truth, and how long alerts took. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.simulator.scoring import score_links
from services.simulator.sending import Outcome


@dataclass(slots=True)
class Progress:
    """What is known while the demo runs. Times are ``time.monotonic()``."""

    planned: int
    sent: int = 0
    acknowledged: int = 0
    failed: int = 0
    unexpected: int = 0
    by_mode: Counter[str] = field(default_factory=Counter)
    by_door: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    links: set[str] = field(default_factory=set)
    alerts: dict[str, str] = field(default_factory=dict)
    latest: list[str] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    taken_at: dict[str, float] = field(default_factory=dict)

    def answered(self, outcome: Outcome) -> None:
        """Count what a door said of one message."""
        self.sent += 1
        self.by_mode[outcome.message.mode] += 1
        self.by_door[outcome.message.door] += 1
        self.unexpected += not outcome.as_expected
        if outcome.status == "acknowledged":
            self.acknowledged += 1
            if outcome.answer in (None, "accepted"):
                self.taken_at[outcome.report_id or outcome.message.report_id] = outcome.answered
        elif outcome.status == "refused":
            self.refused[outcome.reason or "unknown"] += 1
        else:
            self.failed += 1

    def alerted(self, change: str, alert: Mapping[str, Any], at: float) -> None:
        """Take in one event of the live stream, which came at ``at``.

        Latency runs from the last acknowledgement among the alert's reports: that report completed the match.
        """
        known = alert["alert_id"] in self.alerts
        self.alerts[alert["alert_id"]] = alert["status"]
        if alert["status"] == "withdrawn":
            return
        new = set(alert.get("links", ())) - self.links
        self.links |= new
        taken = [self.taken_at[r] for r in alert.get("reports", ()) if self.taken_at.get(r, at) < at]
        if taken and (new or not known):
            self.latencies.append(at - max(taken))
        if change == "raised":
            self.latest = [
                f"{alert['severity']:<6} {alert['title']}: {', '.join(alert['countries'])}",
                *self.latest[:7],
            ]


def percentile(values: Sequence[float], share: float) -> float | None:
    """The value that ``share`` (0 to 1) of the values do not exceed; None of nothing."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else None


def summary(
    progress: Progress,
    truth: Mapping[str, Any],
    links: Iterable[tuple[str, str, str]],
    letters: Mapping[str, int],
    alerts: int,
    seconds: float,
) -> dict[str, Any]:
    """The document of ``--json``. Refused counts what a door refused and what became a dead letter."""
    score = score_links(truth, links)
    shown = {name: round(value, 4) if isinstance(value, float) else value for name, value in score.items()}
    return {
        "sent": progress.sent,
        "acknowledged": progress.acknowledged,
        "refused": dict(sorted((progress.refused + Counter(letters)).items())),
        "links": shown,
        "alerts": alerts,
        "latency_ms": {
            "p50": _milliseconds(percentile(progress.latencies, 0.50)),
            "p99": _milliseconds(percentile(progress.latencies, 0.99)),
        },
        "seconds": round(seconds, 1),
    }


def faults(progress: Progress, truth: Mapping[str, Any], letters: Mapping[str, int]) -> list[str]:
    """What went otherwise than planned; nothing of it may be hidden by an exit status of 0."""
    found = []
    if progress.sent < progress.planned:
        found.append(f"{progress.planned - progress.sent} messages were not sent")
    if progress.failed:
        found.append(f"{progress.failed} messages were never answered")
    if progress.unexpected:
        found.append(f"{progress.unexpected} answers were not what the plan says")
    if dict(letters) != truth["expected_dead_letters"]:
        found.append(f"dead letters {dict(letters)}, planned {truth['expected_dead_letters']}")
    return found


def _milliseconds(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1000, 1)
