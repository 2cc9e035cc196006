"""What the running platform says of itself: no metric beside the declared list, and the story of one report in it."""

from __future__ import annotations

from collections.abc import Mapping

import httpx
import pytest
from kafka import KafkaProducer
from prometheus_client.parser import text_string_to_metric_families

from services.contracts.metrics import LABELS, METRICS
from services.contracts.processes import PROCESSES, Process
from services.contracts.schemas.catalogue import FOLDER
from tests.platform import RunningPlatform
from tests.servers import wait_until

PARCEL = FOLDER / "examples/report.submitted/1/parcel.json"
Samples = Mapping[tuple[str, frozenset[tuple[str, str]]], float]


def scraped(platform: RunningPlatform, name: str) -> str:
    """The metrics page of a process."""
    port = platform.process(name).internal_port
    return httpx.get(f"http://127.0.0.1:{port}/metrics").raise_for_status().text


def samples(platform: RunningPlatform, name: str) -> Samples:
    """Every sample by name and labels."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(scraped(platform, name))
        for sample in family.samples
    }


def value(platform: RunningPlatform, process: str, metric: str, **labels: str) -> float:
    """One sample's value."""
    return samples(platform, process)[(metric, frozenset(labels.items()))]


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
def test_process_exposes_the_declared_metrics_of_its_service_and_no_other(
    running_platform: RunningPlatform, process: Process
) -> None:
    families = {
        family.name: family for family in text_string_to_metric_families(scraped(running_platform, process.name))
    }
    declared = {metric.name.removesuffix("_total"): metric for metric in METRICS if process.service in metric.services}
    # prometheus_client's own families of when a series began
    assert {name for name in families if not name.endswith("_created")} == set(declared)
    for name, metric in declared.items():
        for sample in families[name].samples:
            assert set(sample.labels) - {"le"} == set(metric.labels)
            assert all(sample.labels[label] in LABELS[label] for label in metric.labels)


def test_one_report_can_be_followed_through_the_metrics_and_so_can_rubbish(running_platform: RunningPlatform) -> None:
    before = value(running_platform, "alerts", "tocsin_event_e2e_latency_seconds_count", stage="alerts")
    key = running_platform.api_key("KR")
    answer = httpx.post(
        f"{running_platform.door}/v1/reports",
        content=PARCEL.read_bytes(),
        headers={"authorization": f"Bearer {key}", "content-type": "application/json"},
    )
    assert answer.status_code == 202, answer.text
    producer = KafkaProducer(bootstrap_servers=running_platform.kafka)
    producer.send("reports-sea", b"rubbish", key=b"rubbish").get(timeout=30)
    producer.close()
    wait_until(
        lambda: value(running_platform, "alerts", "tocsin_event_e2e_latency_seconds_count", stage="alerts") > before,
        60,
        "the report is judged",
    )
    wait_until(
        lambda: value(
            running_platform, "ingest-stream", "tocsin_dlq_records_total", stage="ingest", reason="unknown_event"
        ),
        60,
        "the rubbish is a dead letter",
    )
    assert value(running_platform, "ingest-door", "tocsin_door_reports_total", status="accepted") >= 1
    wait_until(
        lambda: value(running_platform, "enrich", "tocsin_events_consumed_total", topic="reports-accepted") >= 1,
        60,
        "enrich has read the report",
    )
    assert value(running_platform, "enrich", "tocsin_last_progress_timestamp_seconds", stage="enrich") > 0
