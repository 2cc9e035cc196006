"""Health of one process, and the internal port that tells it: /livez, /readyz, /metrics.

The port is served by a thread of its own, so that a stuck event loop can still be seen: /livez turns to 503 when
the loop has not beaten for ``STALE_AFTER`` seconds. /livez asks no dependency; /readyz asks all of them.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterable
from socketserver import ThreadingMixIn
from typing import Any, Final, cast
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CollectorRegistry, make_wsgi_app

from services.contracts.metrics import Metrics

STALE_AFTER: Final = 10.0
BEAT_EVERY: Final = 0.5


class Health:
    """What a process knows of itself. Parts are named; the process is ready when every part is."""

    def __init__(self, service: str) -> None:
        self.service = service
        self._parts: dict[str, bool] = {}
        self._beat = time.monotonic()

    def set_ready(self, name: str, ok: bool) -> None:
        """Say whether one part (``kafka``, ``mongo``, ``draining`` ...) is ready."""
        self._parts[name] = ok

    def ready(self) -> dict[str, bool]:
        """Every part by name."""
        return dict(self._parts)

    def is_ready(self) -> bool:
        """Is every part ready, and is there at least one?"""
        return bool(self._parts) and all(self._parts.values())

    def beat(self) -> None:
        """The event loop turns."""
        self._beat = time.monotonic()

    def since_beat(self) -> float:
        """Seconds since the event loop last turned."""
        return time.monotonic() - self._beat


async def keep_beating(health: Health, metrics: Metrics) -> None:
    """Beat for ever, and tell how late the loop wakes."""
    while True:
        planned = time.monotonic() + BEAT_EVERY
        await asyncio.sleep(BEAT_EVERY)
        health.beat()
        metrics.set("tocsin_event_loop_lag_seconds", max(0.0, time.monotonic() - planned), stage=health.service)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    allow_reuse_address = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Probes every second are no news."""


class InternalServer:
    """The running internal port."""

    def __init__(self, server: WSGIServer) -> None:
        self._server = server
        self.port = server.server_port
        threading.Thread(target=server.serve_forever, name="internal-port", daemon=True).start()

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()


def start_internal_server(host: str, port: int, health: Health, registry: CollectorRegistry) -> InternalServer:
    """Serve /livez, /readyz and /metrics on ``host``:``port`` (0: any free one)."""
    metrics = make_wsgi_app(registry)

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/metrics":
            return cast(Iterable[bytes], metrics(environ, start_response))
        if path == "/livez":
            return _answer(start_response, health.since_beat() < STALE_AFTER, {"since_beat": health.since_beat()})
        if path == "/readyz":
            return _answer(start_response, health.is_ready(), {"parts": health.ready()})
        start_response("404 Not Found", [("Content-Type", "text/plain")])
        return [b"not found\n"]

    return InternalServer(make_server(host, port, app, server_class=_Server, handler_class=_Quiet))


def _answer(start_response: Callable[..., Any], ok: bool, facts: dict[str, Any]) -> Iterable[bytes]:
    start_response("200 OK" if ok else "503 Service Unavailable", [("Content-Type", "application/json")])
    return [json.dumps({"ok": ok, **facts}).encode() + b"\n"]
