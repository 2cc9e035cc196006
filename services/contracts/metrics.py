"""Every metric, declared once. ``build`` registers those of one service, with every label value preset to 0.

Rules, dashboards and docs/operations/metrics.md are checked against ``METRICS``. Label values come from closed
sets: a value outside its set raises ValueError. Never an id, an administration or a text as a label.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Final, Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from services.contracts.reasons import Reason
from services.contracts.topics import MODES, TOPICS

Name = Literal[
    "tocsin_events_consumed_total",
    "tocsin_events_processed_total",
    "tocsin_stage_duration_seconds",
    "tocsin_event_e2e_latency_seconds",
    "tocsin_last_progress_timestamp_seconds",
    "tocsin_consumer_lag_records",
    "tocsin_dlq_records_total",
    "tocsin_dead_letters_open",
    "tocsin_dead_letters_oldest_seconds",
    "tocsin_retries_total",
    "tocsin_rebalances_total",
    "tocsin_event_loop_lag_seconds",
    "tocsin_door_requests_total",
    "tocsin_door_reports_total",
    "tocsin_refused_total",
    "tocsin_links_total",
    "tocsin_keys_parked_total",
    "tocsin_alerts_total",
    "tocsin_rule_failures_total",
    "tocsin_api_requests_total",
    "tocsin_sse_connections",
    "tocsin_sse_events_total",
    "tocsin_sse_dropped_total",
    "tocsin_build_info",
]

STAGES: Final = ("ingest", "enrich", "alerts", "api")
LABELS: Final[dict[str, tuple[str, ...]]] = {
    "stage": STAGES,
    "mode": (*MODES, "none"),
    "topic": (*(topic.name for topic in TOPICS),),
    "outcome": ("ok", "dead", "duplicate", "held"),
    "status": ("accepted", "duplicate", "held", "refused"),
    "reason": tuple(reason.value for reason in Reason),
    "answer": ("2xx", "3xx", "4xx", "5xx"),
    "link_class": ("same_object", "serial_neighbour", "same_party", "same_method", "same_product", "reply"),
    "link_status": ("proposed", "unsure", "confirmed", "rejected", "withdrawn"),
    "change": ("raised", "updated", "closed", "withdrawn"),
    "dropped": ("slow", "revoked", "shutdown"),
}
"""The closed value sets of labels, by label name."""

LATENCY_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric: name, kind, help text, labels (keys of LABELS), and the services that have it."""

    name: Name
    kind: Literal["counter", "gauge", "histogram"]
    help: str
    labels: tuple[str, ...]
    services: tuple[str, ...]


_WORKERS: Final = ("ingest", "enrich", "alerts")
METRICS: Final[tuple[Metric, ...]] = (
    Metric("tocsin_events_consumed_total", "counter", "Records taken from Kafka.", ("topic",), _WORKERS),
    Metric("tocsin_events_processed_total", "counter", "How each record ended.", ("topic", "outcome"), _WORKERS),
    Metric("tocsin_stage_duration_seconds", "histogram", "Time that one batch spent in a stage.", ("stage",), _WORKERS),
    Metric(
        "tocsin_event_e2e_latency_seconds",
        "histogram",
        "From the origin time of a report to the end of a stage; for api, to the line on the live stream.",
        ("stage",),
        STAGES,
    ),
    Metric(
        "tocsin_last_progress_timestamp_seconds",
        "gauge",
        "When the last batch ended (Unix time).",
        ("stage",),
        _WORKERS,
    ),
    Metric("tocsin_consumer_lag_records", "gauge", "Records behind the end of the topic.", ("topic",), _WORKERS),
    Metric("tocsin_dlq_records_total", "counter", "Dead letters written.", ("stage", "reason"), _WORKERS),
    Metric(
        "tocsin_dead_letters_open", "gauge", "Dead letters that nobody has replayed or closed.", ("stage",), ("api",)
    ),
    Metric(
        "tocsin_dead_letters_oldest_seconds",
        "gauge",
        "How long the oldest open dead letter has waited; 0 without any.",
        ("stage",),
        ("api",),
    ),
    Metric(
        "tocsin_retries_total", "counter", "Batches repeated in place after a transient failure.", ("stage",), _WORKERS
    ),
    Metric("tocsin_rebalances_total", "counter", "Partition assignments received.", ("stage",), _WORKERS),
    Metric("tocsin_event_loop_lag_seconds", "gauge", "How late the event loop wakes.", ("stage",), STAGES),
    Metric("tocsin_door_requests_total", "counter", "Requests answered by the door.", ("answer",), ("ingest",)),
    Metric("tocsin_door_reports_total", "counter", "Reports answered by the door.", ("status",), ("ingest",)),
    Metric("tocsin_refused_total", "counter", "Reports refused at the door, by reason.", ("reason",), ("ingest",)),
    Metric("tocsin_links_total", "counter", "Link events written.", ("link_class", "link_status"), ("enrich",)),
    Metric(
        "tocsin_keys_parked_total", "counter", "Look-ups that met a value borne by too many reports.", (), ("enrich",)
    ),
    Metric("tocsin_alerts_total", "counter", "Alert events written.", ("change",), ("alerts",)),
    Metric("tocsin_rule_failures_total", "counter", "Rules that failed on an event; see the log.", (), ("alerts",)),
    Metric("tocsin_api_requests_total", "counter", "Requests answered by the api.", ("answer",), ("api",)),
    Metric("tocsin_sse_connections", "gauge", "Open live streams.", (), ("api",)),
    Metric("tocsin_sse_events_total", "counter", "Events written to live streams.", (), ("api",)),
    Metric("tocsin_sse_dropped_total", "counter", "Live streams closed by the platform.", ("dropped",), ("api",)),
    Metric("tocsin_build_info", "gauge", "1; the version stands in the label of the scrape target.", (), STAGES),
)


class Metrics:
    """The metrics of one service. Names are checked by mypy, label values at run time."""

    def __init__(self, service: str, registry: CollectorRegistry) -> None:
        self._made: dict[str, Counter | Gauge | Histogram] = {}
        self._labels = {metric.name: metric.labels for metric in METRICS}
        for metric in METRICS:
            if service in metric.services:
                self._made[metric.name] = _make(metric, service, registry)

    def count(self, name: Name, amount: float = 1, **labels: str) -> None:
        """Add to a counter."""
        child = self._child(name, labels)
        assert isinstance(child, Counter)  # noqa: S101 -- a wrong kind is a programming error, caught by any test
        child.inc(amount)

    def set(self, name: Name, value: float, **labels: str) -> None:
        """Set a gauge."""
        child = self._child(name, labels)
        assert isinstance(child, Gauge)  # noqa: S101 -- as above
        child.set(value)

    def observe(self, name: Name, value: float, **labels: str) -> None:
        """Add one observation to a histogram; seconds."""
        child = self._child(name, labels)
        assert isinstance(child, Histogram)  # noqa: S101 -- as above
        child.observe(value)

    def _child(self, name: Name, labels: dict[str, str]) -> Counter | Gauge | Histogram:
        for label, value in labels.items():
            if value not in LABELS[label]:
                raise ValueError(f"{value!r} is not in the closed set of label {label}")
        metric = self._made[name]
        return metric.labels(**labels) if labels else metric


def build(service: str, registry: CollectorRegistry) -> Metrics:
    """The metrics of ``service`` in ``registry``, every label value preset to 0."""
    return Metrics(service, registry)


def _make(metric: Metric, service: str, registry: CollectorRegistry) -> Counter | Gauge | Histogram:
    made: Counter | Gauge | Histogram
    if metric.kind == "counter":
        made = Counter(metric.name, metric.help, metric.labels, registry=registry)
    elif metric.kind == "gauge":
        made = Gauge(metric.name, metric.help, metric.labels, registry=registry)
    else:
        made = Histogram(metric.name, metric.help, metric.labels, registry=registry, buckets=LATENCY_BUCKETS)
    for values in itertools.product(*(_preset(label, service) for label in metric.labels)):
        if values:
            made.labels(*values)
    return made


def _preset(label: str, service: str) -> tuple[str, ...]:
    # A stage counts only itself, and only the topics that it reads.
    if label == "stage":
        return (service,)
    if label == "topic":
        return tuple(topic.name for topic in TOPICS if service in topic.read_by)
    return LABELS[label]
