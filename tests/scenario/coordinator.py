"""Somebody in front of the live stream, and what it is that he sees there."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Self

import httpx

from tests.platform import RunningPlatform
from tests.scenario.cases import Report
from tests.servers import wait_until


def within(seconds: float) -> float:
    """How long somebody waits before he says that it has not come: a deadline, not a promise of speed."""
    return seconds


@dataclass(slots=True)
class Expected:
    """An alert that is waited for: between which countries, and what else must be true of it and its links."""

    countries: frozenset[str]
    change: str | None = None
    severity: str | None = None
    link_class: str | None = None
    reports: frozenset[str] = field(default_factory=frozenset)

    def because(self, reason: str) -> Self:
        """Its link is of this class, in plain words: "same object", "same party"."""
        self.link_class = reason.replace(" ", "_")
        return self

    def about(self, *reports: Report) -> Self:
        """It names these reports."""
        self.reports = frozenset(report.report_id for report in reports)
        return self

    def of_severity(self, severity: str) -> Self:
        """It is that urgent."""
        self.severity = severity
        return self

    def that_is(self, change: str) -> Self:
        """It is raised, updated, closed or withdrawn."""
        self.change = change
        return self

    def fits(self, change: str, alert: dict[str, Any]) -> bool:
        """Is this event of the stream the one?"""
        return (
            self.change in (None, change)
            and self.countries <= set(alert.get("countries", ()))
            and self.severity in (None, alert.get("severity"))
            and self.reports <= set(alert.get("reports", ()))
            and (self.link_class is None or any(link.endswith(self.link_class) for link in alert.get("links", ())))
        )


def a_link(*countries: str) -> Expected:
    """An alert on a link between these countries."""
    return Expected(frozenset(countries))


class Watch:
    """One participant on the live stream, from now until the test's end. Remembers everything that it was told."""

    def __init__(self, platform: RunningPlatform, code: str) -> None:
        self.code, self._key, self._url = code, platform.api_key(code), platform.api
        self._api = httpx.Client(base_url=platform.api, timeout=30, trust_env=False, headers=self._headers)
        self.told: list[tuple[str, dict[str, Any]]] = []
        self._connected, self._leaving = threading.Event(), threading.Event()
        self._socket: socket.socket | None = None
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        assert self._connected.wait(30), f"{code} is not connected"

    @property
    def _headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self._key}"}

    def leave(self) -> None:
        """Hangs up."""
        self._leaving.set()
        if self._socket is not None:
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(30)
        self._api.close()

    def sees(self, seconds: float, wanted: Expected) -> dict[str, Any]:
        """Waits until the stream has told of such an alert, and returns it."""
        found: list[dict[str, Any]] = []

        def look() -> bool:
            found.extend(alert for change, alert in list(self.told) if wanted.fits(change, alert))
            return bool(found)

        wait_until(look, seconds, f"{self.code} sees {wanted}")
        return found[-1]

    def was_told_of(self, *reports: Report) -> list[dict[str, Any]]:
        """Everything on the stream so far that names one of these reports."""
        ids = {report.report_id for report in reports}
        return [alert for _, alert in self.told if any(id_ in json.dumps(alert) for id_ in ids)]

    def asks(self, path: str) -> httpx.Response:
        """Asks the api."""
        return self._api.get(path)

    def decides(self, link: str, decision: str, reason: str | None = None) -> httpx.Response:
        """Decides about a link as it now stands."""
        path = f"/v1/links/{link}"
        told = {"if-match": self.asks(path).headers["etag"]}
        body = {"decision": decision, **({"reason": reason} if reason else {})}
        return self._api.post(f"{path}/decisions", json=body, headers=told)

    def asks_as_nobody(self, path: str) -> httpx.Response:
        """Asks the api without a key."""
        return httpx.get(f"{self._url}{path}", timeout=30, trust_env=False)

    def _listen(self) -> None:
        timeout = httpx.Timeout(10, read=60)
        with (
            httpx.Client(timeout=timeout, trust_env=False, headers=self._headers) as client,
            client.stream("GET", f"{self._url}/v1/alerts/stream") as response,
        ):
            assert response.status_code == 200, response.status_code
            self._socket = response.extensions["network_stream"].get_extra_info("socket")
            try:
                self._read(response.iter_lines())
            except httpx.TransportError:
                if not self._leaving.is_set():
                    raise

    def _read(self, lines: Iterable[str]) -> None:
        change = ""
        for line in lines:
            name, _, value = line.partition(": ")
            if name == "id":
                self._connected.set()
            elif name == "event":
                change = value
            elif name == "data":
                self.told.append((change, json.loads(value)))
            if self._leaving.is_set():
                return


Watching = Callable[[str], Watch]
"""Puts a participant in front of the stream."""
