"""A server that answers what a test told it, over real sockets; and what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Said:
    """One answer; with ``status`` None there is none.

    ``hang_up``: the connection is closed before the answer is whole. ``hangs``: it stays open and nothing more comes.
    """

    status: int | None = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    hang_up: bool = False
    hangs: bool = False


Answering = Callable[[Asked], Said]


@dataclass
class Stub:
    """Where it listens, what it answers next, and what it was asked. After the last answer it repeats it."""

    url: str
    answers: list[Said | Answering] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    over: threading.Event = field(default_factory=threading.Event)

    def answer(self, asked: Asked) -> Said:
        """The answer to this request."""
        with self.lock:
            self.asked.append(asked)
            said = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return said(asked) if callable(said) else said


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    stub: Stub

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def log_message(self, *_: Any) -> None:
        """Says nothing."""

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        said = self.stub.answer(Asked(self.command, self.path, headers, body))
        self.close_connection = said.hang_up
        if said.status is None:
            return
        self.send_response(said.status)
        for name, value in said.headers.items():
            self.send_header(name, value)
        whole = not (said.hang_up or said.hangs)
        self.send_header("content-length", str(len(said.body) if whole else len(said.body) + 100))
        self.end_headers()
        self.wfile.write(said.body)
        if said.hangs:
            self.stub.over.wait(10)


@contextmanager
def listening() -> Iterator[Stub]:
    """A stub on a free port of this machine."""

    class Handler(_Handler):
        pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Handler.stub = Stub(f"http://127.0.0.1:{server.server_address[1]}")
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield Handler.stub
        finally:
            Handler.stub.over.set()
            server.shutdown()
            thread.join()


def problem(word: str, status: int, **members: Any) -> Said:
    """Problem details."""
    body = {"type": f"urn:tocsin:problem:{word}", "title": f"title of {word}", "status": status, **members}
    return Said(status, json.dumps(body).encode(), {"content-type": "application/problem+json"})


def later(status: int, retry_after: str) -> Said:
    """Not now."""
    said = problem("unavailable", status)
    return Said(status, said.body, {**said.headers, "retry-after": retry_after})


def written(value: Any) -> Said:
    """A JSON answer."""
    return Said(200, json.dumps(value).encode(), {"content-type": "application/json"})


def stream(text: str, *, whole: bool = False, hangs: bool = False) -> Said:
    """A piece of the live stream that breaks off, or ends as it should when ``whole``, or falls silent."""
    headers = {"content-type": "text/event-stream; charset=utf-8"}
    return Said(200, text.encode(), headers, hang_up=not (whole or hangs), hangs=hangs)
