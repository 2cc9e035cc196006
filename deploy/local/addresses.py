"""Which port each part of a planned platform gets, and the addresses that follow from it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from deploy.local.folder import StateFolder, write_whole
from deploy.local.plan import Plan, PlannedProcess
from deploy.local.ports import LOOPBACK, PortClaims, choose_port


class Ports:
    """The chosen ports by name. A port of an earlier run is taken again while it is free.

    A chosen port is this platform's for as long as the object lives.
    """

    def __init__(self, folder: StateFolder) -> None:
        self._folder = folder
        self._chosen: dict[str, int] = {}
        self._claims = PortClaims()
        try:
            self._earlier: dict[str, int] = json.loads(folder.ports.read_text())
        except FileNotFoundError:
            self._earlier = {}

    def choose(self, name: str, *, given: int | None = None, preferred: int | None = None) -> int:
        """The port for ``name``. Raises PortTakenError when ``given`` is in use."""
        candidates = [port for port in (self._earlier.get(name), preferred) if port is not None]
        self._chosen[name] = choose_port(self._claims, given=given, candidates=candidates)
        return self._chosen[name]

    def keep(self) -> None:
        """Writes the choice down for the next run."""
        write_whole(self._folder.ports, json.dumps(self._earlier | self._chosen, indent=2))


def shared_environment(plan: Plan, folder: StateFolder, kafka: str, mongo: str) -> dict[str, str]:
    """What every step and process is told."""
    return {
        "TOCSIN_STATE": str(folder.root),
        "TOCSIN_PROFILE": plan.profile,
        "TOCSIN_KAFKA_BOOTSTRAP": kafka,
        "TOCSIN_MONGO_URL": mongo,
        "TOCSIN_MONGO_DATABASE": plan.database,
        "TOCSIN_SECRETS_DIR": str(folder.secrets),
        "PYTHONUNBUFFERED": "1",
    }


def process_environment(process: PlannedProcess, internal_port: int, public_port: int | None) -> dict[str, str]:
    """What one process is told besides."""
    told = {"TOCSIN_INSTANCE": process.instance, "TOCSIN_INTERNAL_PORT": str(internal_port)}
    if process.public is not None and public_port is not None:
        told[process.public.setting] = str(public_port)
    return told | process.environment


def platform_addresses(kafka: str, mongo: str, public_ports: Mapping[str, int]) -> dict[str, str]:
    """What `tocsin status` shows: the stores, and each public port as a URL."""
    public = {address: f"http://{LOOPBACK}:{port}" for address, port in public_ports.items()}
    return {**public, "kafka": kafka, "mongo": mongo}
