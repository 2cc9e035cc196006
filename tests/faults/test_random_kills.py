"""Every process is killed with -9 at random under 200 reports a second; nothing acknowledged is lost or doubled."""

from __future__ import annotations

import threading
import time
from itertools import pairwise
from pathlib import Path
from random import Random

import httpx
import pytest
from kafka import KafkaAdminClient

from tests.faults.campaign import Campaign
from tests.faults.load.plans import make_plan
from tests.faults.load.sampling import Sampler
from tests.faults.load.sending import Load
from tests.faults.load.watching import Watcher
from tests.faults.settings import FaultSettings
from tests.faults.staging import PROCESSES, Staged, end_offsets
from tests.faults.table import Row
from tests.servers import wait_until

RATE = 200
CYCLES = 3
"""How often each process is killed."""
SHARE = 0.9
"""The share of the input during which kills happen; the rest arrives in peace."""
READERS = ("OCU", "KR", "OBSERVER")


def kill_schedule(random: Random, events: int) -> list[tuple[int, str]]:
    """After how many answers which process dies.

    The order of processes is drawn once and repeated, so that at least a fifth of the input lies between two deaths
    of the same one: a process that never gets to work would prove nothing.
    """
    order = random.sample(PROCESSES, len(PROCESSES))
    gap = SHARE * events / (CYCLES * len(order))
    return [
        (int(gap * (number + random.uniform(0.6, 1.0))), order[number % len(order)])
        for number in range(CYCLES * len(order))
    ]


def test_the_schedule_leaves_a_fifth_of_the_input_between_two_deaths_of_a_process() -> None:
    for seed in range(50):
        schedule = kill_schedule(Random(seed), 12_000)
        assert [after for after, _ in schedule] == sorted(after for after, _ in schedule)
        for name in PROCESSES:
            times = [after for after, killed in schedule if killed == name]
            assert len(times) == CYCLES
            assert min(b - a for a, b in pairwise(times)) >= 0.2 * 12_000


@pytest.fixture
def big_campaign(stage: Staged, fault_settings: FaultSettings, table: list[Row], tmp_path: Path) -> Campaign:
    """A minute of messages of an operation of the real one's shape."""
    events = RATE * fault_settings.kill_seconds
    plan = make_plan(tmp_path, fault_settings.seed, events, events // 9)
    return Campaign(stage, iter(plan), fault_settings.seed, table)


@pytest.mark.timeout(900)
def test_nothing_acknowledged_is_lost_when_processes_die_at_random(
    big_campaign: Campaign, fault_settings: FaultSettings
) -> None:
    seed, platform = fault_settings.seed, big_campaign.stage.platform
    events = RATE * fault_settings.kill_seconds
    schedule = kill_schedule(Random(seed), events)
    print(f"seed {seed}, kills after so many answers: {schedule}")  # noqa: T201 -- shown when the test fails
    with KafkaAdminClient(bootstrap_servers=platform.kafka) as admin:
        since = end_offsets(admin, ["alerts"])["alerts", 0]
    watchers = [Watcher(platform, code, since, Random(f"{seed}/{code}")) for code in READERS]
    sampler = Sampler(platform.kafka)
    load = big_campaign.load(events, RATE)
    recovery = []
    killed = set()
    for after, name in schedule:
        load.await_answers(after)
        if not load.is_alive():  # a slow machine takes longer to recover than the schedule leaves it
            break
        killed.add(name)
        recovery.append(_kill_and_recover(big_campaign.stage, name, load, watchers[0]))
    big_campaign.finish(load)
    assert killed == set(PROCESSES), "the load was over before every process could be killed under it"
    verdict = big_campaign.verify("kill -9 at random", load, len(recovery), recovery, sampler.stop(), watchers)
    assert verdict.holds, verdict.told()
    assert len(watchers[0].opened) > CYCLES, "the stream was never resumed"


def _kill_and_recover(stage: Staged, name: str, load: Load, watcher: Watcher) -> float:
    """Seconds from the kill until the process does its work again, and not only runs."""
    began = stage.kill(name)
    since = time.time()  # it is dead by now: what comes from here on is another's work

    pause = threading.Event()

    def works() -> bool:
        pause.wait(0.1)  # asking it costs the process time that it needs to come back
        if name == "ingest-door":
            return load.is_acknowledged_by_http_after(since)
        if name == "api":
            return bool(watcher.opened and watcher.opened[-1] > since)
        return _done_by(stage, name) > 0

    wait_until(works, 90, f"{name} works again")
    return time.monotonic() - began


def _done_by(stage: Staged, name: str) -> float:
    """How many records this run of a worker has finished; 0 while it does not answer."""
    port = stage.platform.process(name).internal_port
    try:
        page = httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=2, trust_env=False).text
    except httpx.TransportError:
        return 0
    counts = (line for line in page.splitlines() if line.startswith("tocsin_events_processed_total{"))
    return sum(float(line.rpartition(" ")[2]) for line in counts)
