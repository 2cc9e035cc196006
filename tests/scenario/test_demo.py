"""The demo, as a newcomer runs it: it ends by itself, and its document says what happened."""

from __future__ import annotations

import json
from pathlib import Path

from tests.platform import tocsin


def test_the_demo_finds_what_was_planted_and_refuses_what_was_spoilt(tmp_path: Path) -> None:
    words = ("--seed", "5", "--seizures", "150", "--messages", "1200", "--rate", "60", "--json")
    done = tocsin("demo", "--state", str(tmp_path / "demo"), *words, timeout=300)
    found = json.loads(done.stdout)
    assert found.keys() == {"sent", "acknowledged", "refused", "links", "alerts", "latency_ms", "seconds"}
    assert found["sent"] == 1200
    # The dirt hides a few planted links from anybody, and makes a few look-alikes that nobody could tell apart.
    assert found["links"]["precision"] >= 0.98
    assert found["links"]["recall"] >= 0.97
    assert found["links"]["planted"] > 0
    assert found["alerts"] > 0
    assert found["refused"]["not_json"] >= 1
    assert 0 < found["latency_ms"]["p50"] <= found["latency_ms"]["p99"]
