"""The supervisor: keeps commands running, says in run/state.json how they are, takes all down at the end.

What is started in which order is in `deploy.local.start_up`. One thread: the kernel ends a child when the
thread that made it ends, and that must mean the supervisor itself.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import structlog

from deploy.local.addresses import Ports
from deploy.local.child import Child, Command
from deploy.local.folder import StateFolder, write_whole
from deploy.local.keeper import Keeper
from deploy.local.log_files import last_lines, rotate
from deploy.local.plan import Plan
from deploy.local.process_identity import ProcessIdentity, identity_of
from deploy.local.readiness import says_ready
from deploy.local.state import Phase, PlatformState, ProcessStatus
from deploy.local.wake import Wake

log = structlog.get_logger()

START_DEADLINE_SECONDS = 60.0
_PROBE_EVERY_SECONDS = 1.0
_PROBE_WHILE_WAITING_SECONDS = 0.1
_ROTATE_EVERY_SECONDS = 5.0
_HOPELESS_RESTARTS = 3


class StopAskedError(Exception):
    """SIGTERM came while the platform was still starting."""


class StartFailedError(Exception):
    """The platform can't come up; the text is for the person who waits."""


class Supervisor:
    """The kept commands of one platform and what is said of them."""

    def __init__(self, plan: Plan, wake: Wake) -> None:
        self.plan = plan
        self.folder = StateFolder(plan.state)
        self.ports = Ports(self.folder)
        self.addresses: dict[str, str] = {}
        self._wake = wake
        self._stores: list[Keeper] = []
        self._services: list[Keeper] = []
        self._phase, self._doing, self._failure = Phase.STARTING, "starting", ""
        self._next_probe = self._next_rotation = 0.0
        self._identity = identity_of(os.getpid()) or ProcessIdentity(os.getpid(), 0)
        self._written = ""

    def run(self, bring_up: Callable[[Supervisor], None]) -> int:
        """Brings the platform up and keeps it until SIGTERM. Returns 0, or 1 when it could not be started."""
        try:
            bring_up(self)
            self._phase = Phase.RUNNING
            self.say("running")
            while not self._wake.stop_asked:
                self._turn(self._probe_pause)
        except StopAskedError:
            log.info("asked to stop while starting")
        except StartFailedError as error:
            self._failure = str(error)
            log.error("start failed", why=self._failure)
        finally:
            self._take_down()
        return 1 if self._failure else 0

    def say(self, doing: str) -> None:
        """Tells the person who waits what it is at."""
        self._doing = doing
        log.info(doing)
        self._write()

    def keep_store(self, command: Command, is_up: Callable[[], bool]) -> None:
        """Starts a store and keeps it running. The platform can't start without it; it is stopped last."""
        self._stores.append(Keeper(command, self.folder.log(command.name), is_up))
        self._write()

    def keep_service(self, command: Command, internal_port: int) -> Keeper:
        """Starts a service and keeps it running. It is ready when /readyz on its internal port says so."""
        log = self.folder.log(command.name)
        keeper = Keeper(command, log, lambda: says_ready(internal_port), internal_port)
        self._services.append(keeper)
        self._write()
        return keeper

    def run_to_end(self, command: Command) -> None:
        """Runs a command once. Raises StartFailedError unless it ends with status 0."""
        path = self.folder.log(command.name)
        path.unlink(missing_ok=True)
        step = Child(command, path)
        try:
            self.until(lambda: step.exit_status is not None, command.name)
        finally:
            status = step.stop()
        if status != 0:
            raise StartFailedError(f"{command.name} failed with status {status}:\n{last_lines(path)}")

    def until(self, condition: Callable[[], bool], what: str, within: float = START_DEADLINE_SECONDS) -> None:
        """Goes on keeping until the condition holds.

        Raises StartFailedError when that takes more than ``within`` seconds or a store ends again and again,
        StopAskedError when somebody asks to stop.
        """
        deadline = time.monotonic() + within
        while not condition():
            self._turn(0.03)
            if self._wake.stop_asked:
                raise StopAskedError
            for store in self._stores:
                if is_hopeless(store):
                    end = last_lines(self.folder.log(store.command.name))
                    raise StartFailedError(f"{store.command.name} ends again and again:\n{end}")
            if time.monotonic() > deadline:
                raise StartFailedError(f"{what} was not ready within {within:.0f} s")

    @property
    def _keepers(self) -> list[Keeper]:
        return [*self._stores, *self._services]

    @property
    def _probe_pause(self) -> float:
        """Often while something is on its way up, so that it is seen at once when it is there."""
        calm = self._phase is Phase.RUNNING and all(keeper.ready for keeper in self._keepers)
        return _PROBE_EVERY_SECONDS if calm else _PROBE_WHILE_WAITING_SECONDS

    def _turn(self, longest: float) -> None:
        now = time.monotonic()
        due = [keeper.due for keeper in self._keepers if keeper.due is not None]
        self._wake.sleep(min(longest, *(moment - now for moment in due)) if due else longest)
        for keeper in self._keepers:
            if keeper.look():
                state = keeper.state
                log.warning("process ended", process=state.name, exit_status=state.exit_status, now=state.status)
        self._probe()
        if time.monotonic() >= self._next_rotation:
            rotate(self.folder.logs)
            self._next_rotation = time.monotonic() + _ROTATE_EVERY_SECONDS
        self._write()

    def _probe(self) -> None:
        if time.monotonic() < self._next_probe:
            return
        for keeper in self._keepers:
            keeper.probe()
        self._next_probe = time.monotonic() + self._probe_pause

    def _take_down(self) -> None:
        self._phase = Phase.STOPPING
        self.say("stopping")
        # Services before the stores that they finish their work in; within each, all at once.
        for leaving in (self._services[::-1], self._stores[::-1]):
            for keeper in leaving:
                keeper.ask_to_stop()
            for keeper in leaving:
                keeper.await_stop()
        self._phase = Phase.FAILED if self._failure else Phase.STOPPED
        self.say("stopped")

    def _write(self) -> None:
        processes = tuple(keeper.state for keeper in self._keepers)
        state = PlatformState(
            state=self.folder.root,
            phase=self._phase,
            ready=self._phase is Phase.RUNNING and all(process.ready for process in processes),
            doing=self._doing,
            failure=self._failure or None,
            profile=self.plan.profile,
            database=self.plan.database,
            supervisor_pid=self._identity.pid,
            supervisor_started=self._identity.started,
            addresses=self.addresses,
            processes=processes,
        )
        text = state.model_dump_json(indent=2)
        if text != self._written:
            write_whole(self.folder.state, text)
            self._written = text


def is_hopeless(keeper: Keeper) -> bool:
    """Has it ended so often, or in such a way, that waiting for it makes no sense?"""
    return keeper.restarts >= _HOPELESS_RESTARTS or keeper.state.status is ProcessStatus.HALTED
