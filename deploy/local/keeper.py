"""Keeps one command running: starts it, notices its end, starts it again when that is due."""

from __future__ import annotations

import dataclasses
import signal
import time
from collections.abc import Callable
from pathlib import Path

from deploy.local.child import Child, Command
from deploy.local.restarts import restart_after
from deploy.local.state import ProcessState, ProcessStatus

_MISSES_THAT_MEAN_NO = 3


class Keeper:
    """One kept command. Nothing happens by itself: ``look`` must be called often."""

    def __init__(
        self, command: Command, log: Path, says_ready: Callable[[], bool], internal_port: int | None = None
    ) -> None:
        self.command = command
        self._says_ready = says_ready
        self.internal_port = internal_port
        self.restarts = 0
        self.ready = False
        self._log = log
        self._status = ProcessStatus.RUNNING
        self._exit_status: int | None = None
        self._quick_ends = 0
        self._misses = 0
        self._due = 0.0
        self._start()

    def probe(self) -> None:
        """Asks it whether it is ready. Once it was, one answer that is late is not yet a no: machines get busy."""
        if not self._is_running:
            self.ready = False
        elif self._says_ready():
            self.ready, self._misses = True, 0
        else:
            self._misses += 1
            self.ready = self.ready and self._misses < _MISSES_THAT_MEAN_NO

    @property
    def _is_running(self) -> bool:
        return self._status is ProcessStatus.RUNNING

    @property
    def due(self) -> float | None:
        """The monotonic time of the next start, None when none is planned."""
        return self._due if self._status is ProcessStatus.WAITING else None

    def look(self) -> bool:
        """Notices an end and starts what is due. True when anything changed."""
        now = time.monotonic()
        if self._status is ProcessStatus.RUNNING:
            ended = self._child.exit_status
            if ended is None:
                return False
            self._exit_status, self.ready = ended, False
            restart = restart_after(ended, now - self._started_at, self._quick_ends)
            if restart is None:
                self._status = ProcessStatus.HALTED
                return True
            self._status, self._due, self._quick_ends = (
                ProcessStatus.WAITING,
                now + restart.wait,
                restart.quick_ends,
            )
        if self._status is ProcessStatus.WAITING and now >= self._due:
            self.restarts += 1
            self._start()
            return True
        return False

    def ask_to_stop(self) -> None:
        """SIGTERM now, without waiting, and no start after that."""
        if self._status is ProcessStatus.RUNNING:
            self._child.signal(signal.SIGTERM)
            self._child.signal(signal.SIGCONT)  # a frozen process would not hear it
        else:
            self._status = ProcessStatus.STOPPED

    def await_stop(self) -> None:
        """Waits for the end after `ask_to_stop`; SIGKILL when the command's grace is over."""
        if self._status is ProcessStatus.RUNNING:
            self._exit_status = self._child.await_end(self.command.grace)
            self._status, self.ready = ProcessStatus.STOPPED, False

    @property
    def state(self) -> ProcessState:
        """What is said of it in run/state.json."""
        return ProcessState(
            name=self.command.name,
            status=self._status,
            pid=self._child.identity.pid if self._is_running else None,
            started=self._child.identity.started if self._is_running else 0,
            restarts=self.restarts,
            exit_status=self._exit_status,
            internal_port=self.internal_port,
            ready=self.ready,
        )

    def _start(self) -> None:
        first = {} if self.restarts else self.command.first_environment
        told = {**self.command.environment, **first}
        self._child = Child(dataclasses.replace(self.command, environment=told), self._log)
        self._started_at = time.monotonic()
        self._status = ProcessStatus.RUNNING
