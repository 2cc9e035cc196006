"""A reader of the live stream that loses its connection again and again, and resumes with the last id that it got."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from random import Random
from typing import Final

import httpx

from tests.faults.verifier.policy import Reader
from tests.faults.verifier.watching import TAKEN_BACK, Recording, Seen, Told, state_of
from tests.platform import RunningPlatform
from tests.servers import wait_until

RETRY: Final = 0.05
KINDS: Final = ("raised", "updated", "closed", "withdrawn")


class Watcher(threading.Thread):
    """Reads /v1/alerts/stream as one participant until it is told to stop.

    It hangs up by itself after a seeded number of events. ``connections`` counts those that the api opened.
    """

    def __init__(self, platform: RunningPlatform, code: str, since: int, random: Random) -> None:
        super().__init__(name=f"watcher {code}", daemon=True)
        self.reader = Reader(code, platform.identities[code]["role"])
        self._url = f"{platform.api}/v1/alerts/stream"
        self.since = since
        self._key, self._random = platform.api_key(code), random
        self._stop_asked, self._last_id = threading.Event(), ""
        self._socket: socket.socket | None = None
        self.seen: list[Seen] = []
        self.opened: list[float] = []
        self.refusals: list[int] = []
        self.start()
        wait_until(lambda: self.opened, 30, f"{code} is connected")

    def run(self) -> None:
        """The thread's work."""
        with httpx.Client(timeout=httpx.Timeout(5, read=30), trust_env=False) as client:
            while not self._stop_asked.is_set():
                try:
                    self._listen(client)
                except httpx.TransportError:
                    self._stop_asked.wait(RETRY)

    def recording(self) -> Recording:
        """What was seen, once it has hung up."""
        self._stop_asked.set()
        if self._socket is not None:
            with suppress(OSError):  # it may have been closed meanwhile
                self._socket.shutdown(socket.SHUT_RDWR)
        self.join(40)
        return Recording(self.reader, self.since, tuple(self.seen))

    def await_all(self, wanted: Collection[Told], within: float = 30) -> None:
        """Returns when all of these were seen, or when waiting longer makes no sense: the verifier says which."""
        with suppress(TimeoutError):
            wait_until(lambda: {(s.alert_id, s.state) for s in self.seen}.issuperset(wanted), within, "all is seen")

    def _listen(self, client: httpx.Client) -> None:
        headers = {"authorization": f"Bearer {self._key}", "accept": "text/event-stream"}
        if self._last_id:
            headers["last-event-id"] = self._last_id
        patience = self._random.randrange(20, 80)
        with client.stream("GET", self._url, headers=headers) as response:
            self._socket = response.extensions["network_stream"].get_extra_info("socket")
            if response.status_code != 200:
                self.refusals.append(response.status_code)
                self._stop_asked.wait(RETRY)
                return
            for kind, data in self._events(response):
                if kind in KINDS:
                    self._note(kind, data)
                    patience -= 1
                if self._stop_asked.is_set() or not patience:
                    return

    def _events(self, response: httpx.Response) -> Iterator[tuple[str, str]]:
        """Each event as (kind, data); a comment as ("", ""), so that somebody who waits can leave."""
        opening, kind, data, id_ = True, "", "", ""
        for line in response.iter_lines():
            name, _, value = line.partition(": ")
            if line.startswith(":"):
                yield "", ""
            elif name == "id":
                id_ = value
            elif name == "event":
                kind = value
            elif name == "data":
                data = value
            elif not line:
                # By the standard an id counts once its event is complete, and also without an event.
                self._last_id = id_ or self._last_id
                if opening:
                    opening = False
                    self.opened.append(time.time())
                yield kind, data
                kind, data = "", ""

    def _note(self, kind: str, data: str) -> None:
        alert = json.loads(data)
        state = state_of(alert) if "links" in alert else TAKEN_BACK
        self.seen.append(Seen(time.time(), alert["alert_id"], state, kind, len(self.opened)))
