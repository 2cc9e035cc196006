"""The internal port tells what the process knows of itself, even while its event loop stands still."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from prometheus_client import CollectorRegistry

from services.contracts.metrics import build
from services.runtime import health as health_module
from services.runtime.health import Health, InternalServer, start_internal_server


@pytest.fixture
def health() -> Health:
    return Health("enrich")


@pytest.fixture
def server(health: Health) -> Iterator[InternalServer]:
    registry = CollectorRegistry()
    build("enrich", registry)
    made = start_internal_server("127.0.0.1", 0, health, registry)
    yield made
    made.close()


def _get(server: InternalServer, path: str) -> tuple[int, str]:
    try:
        with urlopen(f"http://127.0.0.1:{server.port}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_a_process_is_ready_when_every_part_is(server: InternalServer, health: Health) -> None:
    assert _get(server, "/readyz")[0] == 503, "nothing is known yet"
    health.set_ready("mongo", True)
    health.set_ready("kafka", False)
    assert _get(server, "/readyz")[0] == 503
    health.set_ready("kafka", True)
    assert _get(server, "/readyz")[0] == 200


def test_a_part_that_is_away_does_not_make_the_process_dead(server: InternalServer, health: Health) -> None:
    health.set_ready("mongo", False)
    assert _get(server, "/livez")[0] == 200


def test_a_loop_that_stands_still_is_seen(server: InternalServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health_module, "STALE_AFTER", -1.0)
    assert _get(server, "/livez")[0] == 503


def test_every_metric_stands_at_zero_from_the_start(server: InternalServer) -> None:
    status, text = _get(server, "/metrics")
    assert status == 200
    assert 'tocsin_dlq_records_total{reason="not_json",stage="enrich"} 0.0' in text


def test_an_unknown_page_is_not_found(server: InternalServer) -> None:
    assert _get(server, "/config")[0] == 404
