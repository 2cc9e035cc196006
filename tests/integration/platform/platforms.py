"""Platforms whose services are stand-ins, so that only the platform itself is under test."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from deploy.local.folder import StateFolder
from deploy.local.launch import await_start, launch, take_down
from deploy.local.plan import Plan, PlannedProcess
from deploy.local.settings import LocalSettings
from deploy.local.state import PlatformState

STAND_IN = str(Path(__file__).with_name("stand_in.py"))


def stand_in(name: str, behaviour: str = "stay") -> PlannedProcess:
    """A process that answers /readyz and ends as told: see stand_in.py."""
    return PlannedProcess(name=name, words=(STAND_IN, behaviour))


class Platforms:
    """Starts supervisors on plans, and stops them all at the end of the test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._started: list[tuple[StateFolder, subprocess.Popen[bytes]]] = []

    def plan(self, *processes: PlannedProcess, name: str = "state", **more: Any) -> Plan:
        """A plan whose stores are private ones unless ``kafka`` and ``mongo`` say where they are."""
        tools = LocalSettings().tools
        plan = Plan(state=self._folder / name, tools=tools, profile="demo", processes=processes)
        return plan.model_copy(update=more)

    def plan_without_stores(self, *processes: PlannedProcess, **more: Any) -> Plan:
        """A plan whose stores are said to be elsewhere, so that none is started."""
        return self.plan(*processes, kafka="127.0.0.1:1", mongo="mongodb://127.0.0.1:1", **more)

    def launch(self, plan: Plan) -> tuple[StateFolder, subprocess.Popen[bytes]]:
        """Starts a supervisor and doesn't wait for the platform."""
        started = StateFolder(plan.state), launch(plan)
        self._started.append(started)
        return started

    def start(self, plan: Plan) -> tuple[StateFolder, PlatformState]:
        """Starts a supervisor and waits until the platform runs."""
        folder, supervisor = self.launch(plan)
        return folder, await_start(folder, supervisor, lambda doing: None)

    def stop_all(self) -> None:
        """Leaves nothing running."""
        for folder, supervisor in self._started:
            take_down(folder)
            supervisor.wait(10)
