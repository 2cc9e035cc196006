"""The whole system as tests drive it: started by `tocsin up` as an operator starts it, and broken on purpose.

`running_platform` is one for the whole run; nobody breaks it. A test that kills, freezes or changes parts starts
one of its own with `platform_factory`:

    platform = platform_factory(once={"enrich": {"TOCSIN_FAILPOINT": "after-send:3"}})
    platform.kill("alerts")                       # the supervisor starts it again at once
    platform.await_ready()
    platform.mongo_server.stop()                  # an outage for as long as the test likes
    platform.mongo_server.start()
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from deploy.local.folder import StateFolder
from deploy.local.kafka import KafkaNode
from deploy.local.mongo import MongoNode
from deploy.local.settings import CHECKOUT, inherited_environment
from deploy.local.state import PlatformState, ProcessState, read_state
from tests.servers import Server, private_kafka, private_mongo, wait_until

__all__ = ["PlatformFactory", "RunningPlatform", "Server", "tocsin", "wait_until"]

TOCSIN = CHECKOUT / "tocsin"
PerProcess = Mapping[str, Mapping[str, str]]
NOTHING: PerProcess = {}


def tocsin(
    *words: str, check: bool = True, timeout: float = 150, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs the `tocsin` command from outside, as an operator does. ``environment`` is added to this process's."""
    told = inherited_environment() | dict(environment or {})
    done = subprocess.run([str(TOCSIN), *words], capture_output=True, text=True, timeout=timeout, check=False, env=told)
    assert not check or done.returncode == 0, f"tocsin {' '.join(words)}: {done.returncode}\n{done.stderr}"
    return done


@dataclass(frozen=True, slots=True)
class RunningPlatform:
    """The whole system with the demo identities. With stores of its own they are `kafka_server`, `mongo_server`."""

    state: Path
    api: str
    door: str
    kafka: str
    mongo: str
    database: str
    identities: Mapping[str, Mapping[str, str]] = field(repr=False)
    stores: tuple[Server[KafkaNode], Server[MongoNode]] | None = None

    @property
    def kafka_server(self) -> Server[KafkaNode]:
        """Its Kafka, to stop, start, kill, freeze and thaw."""
        assert self.stores is not None, "only a platform of platform_factory has stores that may be broken"
        return self.stores[0]

    @property
    def mongo_server(self) -> Server[MongoNode]:
        """Its mongod, likewise."""
        assert self.stores is not None, "only a platform of platform_factory has stores that may be broken"
        return self.stores[1]

    def api_key(self, code: str) -> str:
        """The API key of a demo participant."""
        return self.identities[code]["api_key"]

    def status(self) -> dict[str, Any]:
        """What `tocsin status --json` prints; half a second of processor time."""
        found: dict[str, Any] = json.loads(tocsin("status", "--state", str(self.state), "--json", check=False).stdout)
        return found

    def process(self, name: str) -> ProcessState:
        """Where a process is now: pid, restarts, exit_status, internal_port, ready. Cheap enough to poll."""
        return next(process for process in self._state.processes if process.name == name)

    def pid(self, name: str) -> int:
        """The pid of a process; waits for it when it is just being started again."""
        return int(wait_until(lambda: self.process(name).pid, what=f"{name} runs"))

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> int:
        """Kills a process; the supervisor starts it again. Returns the pid that it had."""
        pid = self.pid(name)
        os.kill(pid, number)
        return pid

    def freeze(self, name: str) -> None:
        """The process stands still until `thaw`."""
        self.kill(name, signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        """The process goes on."""
        self.kill(name, signal.SIGCONT)

    def await_restart(self, name: str, killed: int, within: float = 30.0) -> None:
        """Returns when the process that had the pid ``killed`` was started again and is ready."""

        def is_back() -> bool:
            process = self.process(name)
            return process.ready and process.pid != killed

        wait_until(is_back, within, f"{name} is back")

    def await_ready(self, within: float = 60.0) -> None:
        """Returns when the supervisor says that every process is ready."""
        wait_until(lambda: self._state.ready, within, "the platform is ready")

    def log(self, name: str) -> str:
        """What a process has logged."""
        return StateFolder(self.state).log(name).read_text(errors="replace")

    @property
    def _state(self) -> PlatformState:
        state = read_state(StateFolder(self.state))
        assert state is not None, f"no platform was started in {self.state}"
        return state


class PlatformFactory:
    """Starts platforms with Kafka and MongoDB servers that the test may break; all end with the module's tests."""

    def __init__(self, new_folder: Callable[[], Path]) -> None:
        self._new_folder = new_folder
        self._stops: list[Callable[[], object]] = []

    def __call__(
        self,
        *options: str,
        per_process: PerProcess = NOTHING,
        once: PerProcess = NOTHING,
        replaced: Mapping[str, str] | None = None,
        environment: Mapping[str, str] | None = None,
        check: bool = True,
    ) -> RunningPlatform:
        """Starts one, ready unless ``check`` is False.

        ``environment`` is told to every process, ``per_process`` to one (by name, at each start), ``once`` to one at
        its first start only. ``replaced`` names the Python module to run instead of a process's own.
        ``options`` go to `tocsin up`.
        """
        folder = self._new_folder()
        kafka, mongo = private_kafka(folder / "kafka"), private_mongo(folder / "mongo")
        for server in (kafka, mongo):
            self._stops.append(server.stop)
            server.start()
        words = [*options, "--kafka", kafka.node.address, "--mongo", mongo.node.url]
        words += _assignments("--env", per_process) + _assignments("--env-once", once)
        words += [word for name, module in (replaced or {}).items() for word in ("--replace", f"{name}={module}")]
        state = folder / "state"
        self._stops.append(lambda: tocsin("down", "--state", str(state)))
        return _started(state, *words, environment=environment, check=check, stores=(kafka, mongo))

    def stop_all(self) -> None:
        """Leaves nothing running: each platform before its stores."""
        while self._stops:
            self._stops.pop()()


def _assignments(option: str, told: PerProcess) -> list[str]:
    return [
        word for name, each in told.items() for key, value in each.items() for word in (option, f"{name}:{key}={value}")
    ]


def _started(
    state: Path,
    *words: str,
    environment: Mapping[str, str] | None = None,
    check: bool = True,
    stores: tuple[Server[KafkaNode], Server[MongoNode]] | None = None,
) -> RunningPlatform:
    command = ("up", "--state", str(state), "--demo-identities", "--json", *words)
    status = json.loads(tocsin(*command, environment=environment, check=check).stdout)
    identities = json.loads((state / "identities.json").read_text())
    return RunningPlatform(
        state=state, database=status["database"], identities=identities, stores=stores, **status["addresses"]
    )


@pytest.fixture(scope="session")
def running_platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPlatform]:
    """The whole system, started once per run and taken down at its end."""
    state = tmp_path_factory.mktemp("platform")
    try:
        yield _started(state)
    finally:
        tocsin("down", "--state", str(state))


@pytest.fixture(scope="module")
def platform_factory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlatformFactory]:
    """Starts platforms of this module's own, to break."""
    factory = PlatformFactory(lambda: tmp_path_factory.mktemp("platform"))
    try:
        yield factory
    finally:
        factory.stop_all()
