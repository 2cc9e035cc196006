"""One child process: started with its log file, never left behind, stopped with a grace."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.process_identity import ProcessIdentity, identity_of
from deploy.local.settings import CHECKOUT, inherited_environment

# The kernel sends SIGTERM to the child when the thread that started it ends, however that comes.
# A wrapper that execs, not code between fork and exec: that is unsafe once the parent has threads.
_DIE_WITH_PARENT = ("setpriv", "--pdeathsig", "TERM", "--")


@dataclass(frozen=True, slots=True)
class Command:
    """What to run, under which name; ``grace`` is the seconds from SIGTERM to SIGKILL.

    ``first_environment`` is for the first of several starts only.
    """

    name: str
    words: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    grace: float = 10.0
    first_environment: Mapping[str, str] = field(default_factory=dict)


class Child:
    """A running command. Its output is appended to ``log``; it ends when the process that started it ends."""

    def __init__(self, command: Command, log: Path) -> None:
        self.command = command
        with log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 - our own command lines, no shell
                (*_DIE_WITH_PARENT, *command.words),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=CHECKOUT,
                env={**inherited_environment(), "PYTHONPATH": str(CHECKOUT), **command.environment},
                process_group=0,  # a Ctrl-C in the terminal is for whoever started us
            )
        # The child can't be reaped by others, so its pid is still its own here even if it ended at once.
        self.identity = identity_of(self._process.pid) or ProcessIdentity(self._process.pid, 0)

    @property
    def exit_status(self) -> int | None:
        """None while it runs; the exit status, negative for a signal, once it ended."""
        return self._process.poll()

    def signal(self, number: signal.Signals) -> None:
        """Signals the process if it still runs."""
        self._process.send_signal(number)

    def stop(self) -> int:
        """SIGTERM, the grace, then SIGKILL. Returns the exit status."""
        self.signal(signal.SIGTERM)
        return self.await_end(self.command.grace)

    def await_end(self, grace: float) -> int:
        """Waits up to ``grace`` seconds for the end, then kills. Returns the exit status."""
        try:
            return self._process.wait(max(grace, 0.01))
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()
