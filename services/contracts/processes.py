"""The one list of processes: what runs, by which command, on which default ports.

The local supervisor, docker-compose, the Dockerfile's entry and the docs are derived from it or checked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Process:
    """One process of the platform. ``public_port`` is None for a process that serves no one outside."""

    name: str
    service: str
    arguments: tuple[str, ...]
    internal_port: int
    public_port: int | None = None
    port_setting: str | None = None

    @property
    def command(self) -> tuple[str, ...]:
        """The arguments to give to a Python interpreter."""
        return ("-m", f"services.{self.service}", *self.arguments)


PROCESSES: Final[tuple[Process, ...]] = (
    Process("ingest-door", "ingest", ("door",), 9101, 8001, "TOCSIN_DOOR_PORT"),
    Process("ingest-stream", "ingest", ("stream",), 9102),
    Process("enrich", "enrich", (), 9103),
    Process("alerts", "alerts", (), 9104),
    Process("api", "api", (), 9105, 8000, "TOCSIN_API_PORT"),
)
