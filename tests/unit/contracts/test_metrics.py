"""One list of metrics: closed label sets, every value preset, nothing made elsewhere."""

from __future__ import annotations

import itertools

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from services.contracts.metrics import LABELS, METRICS, STAGES, build


@pytest.mark.parametrize("service", STAGES)
def test_every_declared_metric_of_a_service_is_exposed_at_zero_from_the_start(service: str) -> None:
    registry = CollectorRegistry()
    build(service, registry)
    exposed = generate_latest(registry).decode()
    for metric in METRICS:
        name = metric.name.removesuffix("_total") if metric.kind == "counter" else metric.name
        assert (f"# HELP {name}" in exposed) == (service in metric.services), metric.name


def test_label_value_outside_its_closed_set_is_an_error() -> None:
    metrics = build("ingest", CollectorRegistry())
    with pytest.raises(ValueError, match="closed set"):
        metrics.count("tocsin_refused_total", reason="KR-2021-1")
    with pytest.raises(ValueError, match="closed set"):
        metrics.observe("tocsin_stage_duration_seconds", 1.0, stage="harvest")


def test_metric_of_another_service_is_an_error() -> None:
    with pytest.raises(KeyError):
        build("ingest", CollectorRegistry()).count(
            "tocsin_links_total", link_class="same_object", link_status="proposed"
        )


def test_count_adds_set_sets_and_observe_observes() -> None:
    registry = CollectorRegistry()
    metrics = build("enrich", registry)
    metrics.count("tocsin_retries_total", 3, stage="enrich")
    metrics.set("tocsin_consumer_lag_records", 7, topic="reports-accepted")
    metrics.observe("tocsin_stage_duration_seconds", 0.2, stage="enrich")
    assert registry.get_sample_value("tocsin_retries_total", {"stage": "enrich"}) == 3
    assert registry.get_sample_value("tocsin_consumer_lag_records", {"topic": "reports-accepted"}) == 7
    assert registry.get_sample_value("tocsin_stage_duration_seconds_count", {"stage": "enrich"}) == 1


def test_names_are_unique_prefixed_and_say_their_unit() -> None:
    names = [metric.name for metric in METRICS]
    assert len(names) == len(set(names))
    for metric in METRICS:
        assert metric.name.startswith("tocsin_")
        assert metric.name.endswith("_total") == (metric.kind == "counter")
        assert metric.kind != "histogram" or metric.name.endswith("_seconds")
        assert set(metric.labels) <= set(LABELS)
        assert set(metric.services) <= set(STAGES)


def test_series_of_one_service_stay_few() -> None:
    for metric in METRICS:
        assert len(list(itertools.product(*(LABELS[label] for label in metric.labels)))) <= 200
