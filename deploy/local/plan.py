"""What a supervisor is asked to run: stores, steps that prepare them, and processes, in this order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from services.contracts.processes import Process


class Step(BaseModel):
    """A command that must end with status 0 before the start goes on: provisioning, identities."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    words: tuple[str, ...]
    """What is given to the Python interpreter."""
    needs: Literal["mongo", "kafka"]
    doing: str
    """What the person who waits is told."""


class PublicPort(BaseModel):
    """A port that the outside talks to, under the address name that `tocsin status` shows."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    address: str
    setting: str
    preferred: int
    given: int | None = None


class PlannedProcess(BaseModel):
    """A process to keep running. It answers /readyz on the internal port that it is given."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    words: tuple[str, ...]
    """What is given to the Python interpreter."""
    instance: str = "0"
    internal_port: int | None = None
    """Preferred; a free one is taken when it is in use or None."""
    public: PublicPort | None = None
    environment: dict[str, str] = {}
    """What this process alone is told besides."""
    first_environment: dict[str, str] = {}
    """What it is told at its first start only: a failpoint in it kills the process once."""


class Plan(BaseModel):
    """One platform. ``kafka`` and ``mongo`` are addresses of existing ones; None starts a private one."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    state: Path
    tools: Path
    profile: Literal["production", "demo"]
    kafka: str | None = None
    mongo: str | None = None
    database: str = "tocsin"
    steps: tuple[Step, ...] = ()
    processes: tuple[PlannedProcess, ...] = ()


def planned_processes(
    processes: Iterable[Process], *, workers: Mapping[str, int], ports: Mapping[str, int | None]
) -> tuple[PlannedProcess, ...]:
    """The declared processes, each as often as ``workers`` says by name (once when it says nothing).

    ``ports`` has the given public ports by address name. A process with a public port runs once.
    """
    return tuple(
        _planned(process, slot, ports)
        for process in processes
        for slot in range(workers.get(process.name, 1) if process.public_port is None else 1)
    )


def _planned(process: Process, slot: int, ports: Mapping[str, int | None]) -> PlannedProcess:
    public = None
    if process.public_port is not None and process.port_setting is not None:
        address = process.port_setting.removeprefix("TOCSIN_").removesuffix("_PORT").lower()
        public = PublicPort(
            address=address,
            setting=process.port_setting,
            preferred=process.public_port,
            given=ports.get(address),
        )
    return PlannedProcess(
        name=process.name if slot == 0 else f"{process.name}-{slot}",
        words=process.command,
        instance=str(slot),
        internal_port=process.internal_port if slot == 0 else None,
        public=public,
    )
