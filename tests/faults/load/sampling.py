"""Committed offsets, read again and again while the load runs."""

from __future__ import annotations

import threading
import time
from typing import Final

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from tests.faults.verifier.gathering import committed_of
from tests.faults.verifier.history import GROUPS, OffsetSample

EVERY: Final = 0.5


class Sampler(threading.Thread):
    """Notes what each stage has committed, twice a second, until it is told to stop. An outage leaves a gap."""

    def __init__(self, kafka: str) -> None:
        super().__init__(name="sampler", daemon=True)
        self._kafka, self._stop_asked = kafka, threading.Event()
        self.samples: list[OffsetSample] = []
        self.start()

    def run(self) -> None:
        """The thread's work."""
        while not self._stop_asked.is_set():
            try:
                with KafkaAdminClient(bootstrap_servers=self._kafka) as admin:
                    self._sample(admin)
            except (KafkaError, OSError, TimeoutError):
                self._stop_asked.wait(EVERY)

    def stop(self) -> list[OffsetSample]:
        """Ends sampling and returns the samples."""
        self._stop_asked.set()
        self.join(40)
        return self.samples

    def _sample(self, admin: KafkaAdminClient) -> None:
        while not self._stop_asked.is_set():
            found = committed_of(admin, GROUPS)
            at = time.time()
            self.samples += [OffsetSample(at, group, offsets) for group, offsets in found.items()]
            self._stop_asked.wait(EVERY)
