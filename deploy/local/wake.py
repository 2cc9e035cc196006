"""Lets a loop sleep until something happens: a child ended, or somebody asks us to stop."""

from __future__ import annotations

import select
import signal
import socket
from types import FrameType


class Wake:
    """Takes over SIGTERM, SIGINT and SIGCHLD of this process; made once, in its main thread."""

    def __init__(self) -> None:
        self.stop_asked = False
        self._inbox, outbox = socket.socketpair()
        self._inbox.setblocking(False)
        outbox.setblocking(False)
        self._outbox = outbox
        # The interpreter writes a byte there for each signal, also for one that comes just before we sleep.
        signal.set_wakeup_fd(outbox.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGTERM, self._ask_to_stop)
        signal.signal(signal.SIGINT, self._ask_to_stop)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)

    def sleep(self, seconds: float) -> None:
        """Returns after ``seconds``, sooner when a signal came."""
        if select.select([self._inbox], [], [], max(0.0, seconds))[0]:
            self._inbox.recv(4096)

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stop_asked = True
