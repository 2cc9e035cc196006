"""What `tocsin up` and `tocsin status` say of a platform, as facts and as lines."""

from __future__ import annotations

from typing import Any

from deploy.local.folder import StateFolder
from deploy.local.state import PlatformState

ADDRESSES = ("api", "door", "kafka", "mongo")


def facts(folder: StateFolder, state: PlatformState | None) -> dict[str, Any]:
    """The document of `--json`. Of a platform that doesn't run there are no addresses."""
    runs = state is not None and state.supervisor.is_alive()
    addresses = state.addresses if state is not None and runs else {}
    return {
        "state": str(folder.root),
        "addresses": {name: addresses.get(name) for name in ADDRESSES},
        "ready": state is not None and runs and state.ready,
        "phase": state.phase if state else "stopped",
        "failure": state.failure if state else None,
        "profile": state.profile if state else None,
        "database": state.database if state else None,
        "supervisor": state.supervisor_pid if state is not None and runs else None,
        "processes": [
            process.model_dump(include={"name", "status", "pid", "restarts", "exit_status", "internal_port", "ready"})
            for process in (state.processes if state else ())
        ],
    }


def lines(facts: dict[str, Any]) -> list[str]:
    """The same for a person."""
    shown = [f"{name:<6} {address}" for name, address in facts["addresses"].items() if address]
    for process in facts["processes"]:
        shown.append(f"  {process['name']:<15} {_condition(process)}")
    shown.append("ready" if facts["ready"] else f"not ready: {facts['failure'] or facts['phase']}")
    return shown


def _condition(process: dict[str, Any]) -> str:
    said = str(process["status"])
    if process["status"] == "halted":
        said = "halted: its dead-letter limit is passed (tocsin dead-letters list); not restarted"
    elif process["pid"] is not None:
        said += f", pid {process['pid']}"
    if process["restarts"]:
        said += f", restarted {process['restarts']} times (last exit status {process['exit_status']})"
    return said
