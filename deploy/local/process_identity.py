"""Is this pid still the process that we started? Pids are reused, so the start time counts too (Linux)."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

_STAT_START_TIME = 19  # field 22 of /proc/PID/stat, counted after the command's closing bracket
_STAT_STATE = 0


@dataclass(frozen=True, slots=True)
class ProcessIdentity:
    """A pid and the clock tick at which the kernel started it: together unique until the next boot."""

    pid: int
    started: int

    def is_alive(self) -> bool:
        """Is exactly this process still there? A zombie has ended and is not."""
        fields = _stat_fields(self.pid)
        return fields is not None and fields[_STAT_STATE] != "Z" and int(fields[_STAT_START_TIME]) == self.started

    def send(self, number: signal.Signals) -> None:
        """Signals the process, and nobody else when it has ended meanwhile."""
        if self.is_alive():
            try:
                os.kill(self.pid, number)
            except ProcessLookupError:
                return

    def stop(self, grace: float) -> bool:
        """SIGTERM, up to ``grace`` seconds of waiting, then SIGKILL. False when it ended by itself before."""
        if not self.is_alive():
            return False
        self.send(signal.SIGTERM)
        if not self.wait(grace):
            self.send(signal.SIGKILL)
            self.wait(5)
        return True

    def wait(self, within: float) -> bool:
        """Waits until the process has ended. False when it is still there after ``within`` seconds."""
        deadline = time.monotonic() + within
        while self.is_alive():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True


def identity_of(pid: int) -> ProcessIdentity | None:
    """The identity of a running pid, None when there is no such process."""
    fields = _stat_fields(pid)
    return None if fields is None else ProcessIdentity(pid, int(fields[_STAT_START_TIME]))


def _stat_fields(pid: int) -> list[str] | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The command stands in brackets and may itself hold spaces and brackets.
    return text.rpartition(")")[2].split()
