"""What the supervisor says of its platform in run/state.json, and what others may conclude from it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from deploy.local.folder import StateFolder
from deploy.local.process_identity import ProcessIdentity


class Phase(StrEnum):
    """How far a platform has come."""

    STARTING = "starting"
    RUNNING = "running"
    STOPPING = "stopping"
    STOPPED = "stopped"
    FAILED = "failed"


class ProcessStatus(StrEnum):
    """What has become of one process."""

    RUNNING = "running"
    WAITING = "waiting to restart"
    HALTED = "halted"
    """It ended with status 78: its dead-letter limit is passed, and a restart would only hide that."""
    STOPPED = "stopped"


class ProcessState(BaseModel):
    """One process: where it is and how often it had to be started again."""

    model_config = ConfigDict(frozen=True)
    name: str
    status: ProcessStatus
    pid: int | None
    started: int
    """The kernel's start tick of ``pid``: a pid alone may be somebody else's by now."""
    restarts: int
    exit_status: int | None
    """How it last ended; negative for a signal, None if it never did."""
    internal_port: int | None = None
    ready: bool = False

    @property
    def identity(self) -> ProcessIdentity | None:
        """The process, None when it is not running."""
        return None if self.pid is None else ProcessIdentity(self.pid, self.started)


class PlatformState(BaseModel):
    """One platform, as last written."""

    model_config = ConfigDict(frozen=True)
    state: Path
    phase: Phase
    ready: bool
    doing: str
    """What it is at, for the person who waits."""
    failure: str | None
    profile: str
    database: str
    supervisor_pid: int
    supervisor_started: int
    addresses: dict[str, str]
    processes: tuple[ProcessState, ...]

    @property
    def supervisor(self) -> ProcessIdentity:
        """The supervisor that wrote this."""
        return ProcessIdentity(self.supervisor_pid, self.supervisor_started)

    @property
    def leftovers(self) -> tuple[ProcessIdentity, ...]:
        """Recorded processes that still run, latest first."""
        found = (process.identity for process in reversed(self.processes))
        return tuple(identity for identity in found if identity is not None and identity.is_alive())


def read_state(folder: StateFolder) -> PlatformState | None:
    """What was last written, None when nothing was. Of a dead supervisor it says that it failed."""
    try:
        state = PlatformState.model_validate_json(folder.state.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None
    if state.phase in {Phase.STOPPED, Phase.FAILED} or state.supervisor.is_alive():
        return state
    return state.model_copy(
        update={"phase": Phase.FAILED, "ready": False, "failure": "the supervisor has died: run `tocsin up`"}
    )
