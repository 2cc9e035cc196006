"""A reader of the live stream, written from the standard and not from the api: what it heard, in order."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import httpx

from tests.platform import wait_until


@dataclass(frozen=True, slots=True)
class Heard:
    """One dispatched event."""

    event: str
    data: dict[str, Any]
    token: str


class Ear:
    """Listens in a thread until it is closed or the stream ends."""

    def __init__(self, url: str, headers: Mapping[str, str]) -> None:
        self.heard: list[Heard] = []
        self.comments: list[str] = []
        self.token = ""
        self.status: int | None = None
        self.ended = threading.Event()
        self._client = httpx.Client(timeout=httpx.Timeout(10, read=60))
        self._url, self._headers = url, headers
        self._response: httpx.Response | None = None
        self._thread = threading.Thread(target=self._listen, name="ear")

    def __enter__(self) -> Self:
        self._thread.start()
        wait_until(lambda: self.token or self.ended.is_set(), 20, "the stream has begun")
        return self

    def __exit__(self, *_: object) -> None:
        self._stop = True
        if self._response is not None and not self.ended.is_set():
            # Closing the socket below is what wakes the reading thread.
            self._response.extensions["network_stream"].get_extra_info("socket").shutdown(2)
        self._thread.join(10)
        self._client.close()

    def events(self, count: int, within: float = 20) -> list[Heard]:
        """The first ``count`` events, once they are there."""
        wait_until(lambda: len(self.heard) >= count or self.ended.is_set(), within, f"{count} events")
        return self.heard[:count]

    def _listen(self) -> None:
        try:
            with self._client.stream("GET", self._url, headers=dict(self._headers)) as response:
                self._response, self.status = response, response.status_code
                if response.status_code == httpx.codes.OK:
                    self._read(response)
        except httpx.TransportError:
            pass
        finally:
            self.ended.set()

    def _read(self, response: httpx.Response) -> None:
        event, data, token = "message", "", self.token
        for line in response.iter_lines():
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if line == "":
                self.token = token
                if data:
                    self.heard.append(Heard(event, json.loads(data), token))
                event, data = "message", ""
            elif name == "":
                self.comments.append(value)
            elif name == "id":
                token = value
            elif name == "event":
                event = value
            elif name == "data":
                data += value
