"""A small service for the supervisor's tests: answers /readyz, and ends as its one argument says.

`python stand_in.py stay` runs until SIGTERM, `deaf` until SIGKILL; `78` ends with that status at once.
STAND_IN in the environment says it instead of the argument.
"""

from __future__ import annotations

import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import FrameType


class Ready(BaseHTTPRequestHandler):
    """Says yes to everything."""

    def do_GET(self) -> None:
        """Answers 200."""
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    behaviour = os.environ.get("STAND_IN", sys.argv[1])  # noqa: TID251 - a program of its own, without settings
    if behaviour.isdecimal():
        sys.exit(int(behaviour))
    signal.signal(signal.SIGTERM, signal.SIG_IGN if behaviour == "deaf" else _leave)
    HTTPServer(("127.0.0.1", int(os.environ["TOCSIN_INTERNAL_PORT"])), Ready).serve_forever()  # noqa: TID251
