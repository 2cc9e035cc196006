"""A platform whose workers take orders, and how a fault is done to it and proven to have been done."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kafka import KafkaAdminClient

from tests.faults.ordered import ORDER, STANDS_FOR
from tests.faults.verifier.gathering import committed_of
from tests.faults.verifier.history import GROUPS
from tests.platform import PlatformFactory, RunningPlatform
from tests.servers import wait_until

WORKERS: Final = {"ingest-stream": "services.ingest", "enrich": "services.enrich", "alerts": "services.alerts"}
PROCESSES: Final = ("ingest-door", *WORKERS, "api")
NO_SETTINGS: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Staged:
    """A running platform of a test's own, and where its workers find their orders."""

    platform: RunningPlatform
    orders: Path

    def order(
        self, name: str, settings: Mapping[str, str] = NO_SETTINGS, mutant: str | None = None, starts: int = 1
    ) -> None:
        """What the worker shall be at its next starts."""
        order = {"settings": dict(settings), "mutant": mutant, "starts": starts}
        part = self.orders / f".{name}.part"
        part.write_text(json.dumps(order))
        part.replace(self.orders / f"{name}.json")

    def become(self, name: str, settings: Mapping[str, str] = NO_SETTINGS, mutant: str | None = None) -> None:
        """Starts the worker anew as ordered, and as itself again at the start after that; returns when it is ready."""
        self.order(name, settings, mutant)
        self.platform.await_restart(name, self.platform.kill(name))
        assert not (self.orders / f"{name}.json").exists(), f"{name} did not take its order"

    def kill(self, name: str) -> float:
        """Kills a process with -9, proves that it died of it and was started anew; returns when (monotonic)."""
        before = self.platform.process(name)
        at = time.monotonic()
        killed = self.platform.kill(name)

        def is_new() -> bool:
            now = self.platform.process(name)
            return now.restarts > before.restarts and now.pid not in (None, killed)

        wait_until(is_new, 30, f"{name} is started anew")
        assert self.platform.process(name).exit_status == -signal.SIGKILL, "it ended by something else"
        return at

    def await_end(self, name: str, restarts: int, within: float = 60) -> int | None:
        """Returns how the process ended, once it was started more often than ``restarts``."""
        wait_until(lambda: self.platform.process(name).restarts > restarts, within, f"{name} ended")
        return self.platform.process(name).exit_status

    def await_quiet(self, within: float = 240) -> None:
        """Returns when every record of every stage is committed, and nothing more comes of it."""
        with KafkaAdminClient(bootstrap_servers=self.platform.kafka) as admin:
            wait_until(lambda: self._is_quiet(admin), within, "every stage has caught up")

    def _is_quiet(self, admin: KafkaAdminClient) -> bool:
        before = backlog(admin)
        return (
            sum(before.values()) == 0
            and backlog(admin) == before
            and all(self.platform.process(name).ready for name in PROCESSES)
        )


def backlog(admin: KafkaAdminClient) -> dict[str, int]:
    """For each stage the records that it has not committed yet."""
    topics = sorted({topic for topics in GROUPS.values() for topic in topics})
    ends = end_offsets(admin, topics)
    found = committed_of(admin, GROUPS)
    return {
        group: sum(end - found[group].get(place, 0) for place, end in ends.items() if place[0] in GROUPS[group])
        for group in GROUPS
    }


def end_offsets(admin: KafkaAdminClient, topics: list[str]) -> dict[tuple[str, int], int]:
    """The next offset of each partition of these topics."""
    from kafka import TopicPartition

    places = [
        TopicPartition(topic["name"], partition["partition_index"])
        for topic in admin.describe_topics(topics)
        for partition in topic["partitions"]
    ]
    found = admin.list_partition_offsets(dict.fromkeys(places, -1))
    return {(place.topic, place.partition): at.offset for place, at in found.items()}


def staged(factory: PlatformFactory, orders: Path, *options: str) -> Staged:
    """Starts a platform whose workers take orders."""
    orders.mkdir(parents=True, exist_ok=True)
    told = {name: {STANDS_FOR: module, ORDER: str(orders / f"{name}.json")} for name, module in WORKERS.items()}
    platform = factory(*options, per_process=told, replaced=dict.fromkeys(WORKERS, "tests.faults.ordered"))
    return Staged(platform, orders)
