"""Each stage dies as by kill -9 at each named point between two effects; a clean stop loses nothing either."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from deploy.local.settings import CHECKOUT
from tests.faults.campaign import Campaign
from tests.faults.load.plans import Message
from tests.faults.staging import PROCESSES

POINTS = [
    ("after_store_before_produce", "ingest-stream", 3),
    ("after_store_before_produce", "enrich", 3),
    ("after_store_before_produce", "alerts", 3),
    ("after_produce_before_ack", "ingest-stream", 3),
    ("after_produce_before_ack", "enrich", 3),
    ("after_produce_before_ack", "alerts", 3),
    ("before_dead_letters", "ingest-stream", 1),
    ("after_reports_before_links", "enrich", 3),
    ("after_links_before_second_look", "enrich", 2),
    ("alerts_before_store", "alerts", 2),
    ("alerts_after_store", "alerts", 2),
]
"""Point, process, and at which pass it dies."""
OF_DECISIONS = {"after_decision_kept", "before_decisions_stored", "after_waiting_taken_up"}
"""Points that only a decision of a person reaches: tests/integration/enrich/test_worker.py dies there."""


def test_every_failpoint_of_the_code_is_tried() -> None:
    sources = Path(CHECKOUT / "services").rglob("*.py")
    named = {name for path in sources for name in re.findall(r'\bfailpoint\("(\w+)"\)', path.read_text())}
    assert named == {name for name, _, _ in POINTS} | OF_DECISIONS


@pytest.fixture(scope="module")
def poison(dense_plan: list[Message]) -> Iterator[Message]:
    """Records that Kafka takes and ingest must refuse, from the end of the plan."""
    return iter([m for m in reversed(dense_plan) if m.door == "kafka" and m.expected == "refused"])


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("point", "process", "passes"), POINTS, ids=[f"{name}-{process}" for name, process, _ in POINTS]
)
def test_dying_between_two_effects_loses_and_doubles_nothing(
    campaign: Campaign, poison: Iterator[Message], point: str, process: str, passes: int
) -> None:
    stage = campaign.stage
    restarts = stage.platform.process(process).restarts
    stage.order(process, {"TOCSIN_FAILPOINT": f"{point}:{passes}"})
    # Back at work before the load comes: what waits for it would be one large batch, and the point passed once.
    killed = stage.platform.kill(process)
    stage.platform.await_restart(process, killed)
    load = campaign.load(150, 100, extra=list(islice(poison, 2)) if point == "before_dead_letters" else ())
    assert stage.await_end(process, restarts + 1) == -signal.SIGKILL, "it did not die at the point"
    campaign.finish(load)
    verdict = campaign.verify(f"{point} in {process}", load)
    assert verdict.holds, verdict.told()


@pytest.mark.timeout(300)
def test_a_clean_stop_under_load_loses_and_doubles_nothing(campaign: Campaign) -> None:
    stage, platform = campaign.stage, campaign.stage.platform
    load = campaign.load(600, 60)
    for number, process in enumerate(PROCESSES):
        load.await_answers(100 * (number + 1))
        restarts = platform.process(process).restarts
        stopped = platform.kill(process, signal.SIGTERM)
        # The supervisor would only kill it with -9 when the platform is taken down: here it must go by itself.
        assert stage.await_end(process, restarts) in (0, -signal.SIGTERM)
        platform.await_restart(process, stopped, 60)
    campaign.finish(load)
    verdict = campaign.verify("SIGTERM", load, len(PROCESSES))
    assert verdict.holds, verdict.told()
