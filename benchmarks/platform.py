"""The platform under measurement: started for the run, watched from outside, taken down at its end."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.simulator.identities import Identities

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Platform:
    """A running platform: addresses, keys, and the processes by name."""

    state: Path
    addresses: Mapping[str, str]

    @property
    def identities(self) -> Identities:
        """Keys of every participant."""
        return Identities.load(self.state / "identities.json", self.state / "signing-keys.json")

    def processes(self) -> dict[str, dict[str, Any]]:
        """Facts of each process as they are now."""
        return {each["name"]: each for each in self._status()["processes"]}

    def pid(self, name: str) -> int:
        """The process id of a service."""
        return int(self.processes()[name]["pid"])

    def metric(self, name: str, line: str) -> float:
        """The value of one line of a service's /metrics, 0 when it is not there."""
        port = self.processes()[name]["internal_port"]
        return metric_at(port, line)

    def _status(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(tocsin("status", "--state", str(self.state), "--json"))
        return found


def metric_at(port: int, line: str) -> float:
    """The value of one line of /metrics on this port, 0 when it is not there."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        for each in answer.read().decode().splitlines():
            if each.startswith(line + " "):
                return float(each.rpartition(" ")[2])
    return 0.0


def tocsin(*words: str) -> str:
    """Run a `tocsin` command and return what it printed."""
    done = subprocess.run([str(ROOT / "tocsin"), *words], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"tocsin {words[0]} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout


def say(text: str) -> None:
    """Progress, on standard error."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def running() -> Iterator[Platform]:
    """A platform of this run's own."""
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as folder:
        state = Path(folder) / "state"
        say("starting the platform")
        facts = json.loads(tocsin("up", "--state", str(state), "--demo-identities", "--json"))
        try:
            yield Platform(state, facts["addresses"])
        finally:
            tocsin("down", "--state", str(state))
