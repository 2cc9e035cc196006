"""Starts a supervisor detached, waits for it, takes a platform down: what `tocsin up` and `down` do."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

from deploy.local.folder import StateFolder, write_whole
from deploy.local.log_files import last_lines
from deploy.local.plan import Plan
from deploy.local.process_identity import ProcessIdentity
from deploy.local.settings import CHECKOUT, inherited_environment
from deploy.local.state import Phase, PlatformState, read_state

_STOP_SECONDS = 60.0


class NotStartedError(Exception):
    """No platform came of it; the text says why."""


def running_plan(folder: StateFolder) -> Plan | None:
    """The plan of the platform that runs on this state folder, None when none runs."""
    state = read_state(folder)
    if state is None or not state.supervisor.is_alive():
        return None
    return Plan.model_validate_json(folder.plan.read_bytes())


def launch(plan: Plan) -> subprocess.Popen[bytes]:
    """Starts the supervisor of a plan in a session of its own, so that it outlives whoever called."""
    folder = StateFolder(plan.state)
    folder.create()
    write_whole(folder.plan, plan.model_dump_json(indent=2))
    with folder.log("supervisor").open("ab") as output:
        return subprocess.Popen(  # noqa: S603 - our own command line, no shell
            (sys.executable, "-m", "deploy.local", str(plan.state)),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=CHECKOUT,
            env={**inherited_environment(), "PYTHONPATH": str(CHECKOUT)},
            start_new_session=True,
        )


def await_start(folder: StateFolder, supervisor: subprocess.Popen[bytes], tell: Callable[[str], None]) -> PlatformState:
    """Returns the state once the platform runs, ready or not. ``tell`` gets each new thing that it is at.

    Raises NotStartedError when a store or a step failed: everything is stopped again then.
    """
    told = ""
    while True:
        ended = supervisor.poll()
        state = read_state(folder)
        if state is not None and state.supervisor.pid == supervisor.pid:
            if state.phase is Phase.STARTING and state.doing != told:
                told = state.doing
                tell(told)
            if state.phase is Phase.RUNNING:
                return state
            if state.failure and ended is not None:
                raise NotStartedError(state.failure)
        if ended is not None:
            raise NotStartedError(f"the supervisor ended at once:\n{last_lines(folder.log('supervisor'))}")
        time.sleep(0.03)


def take_down(folder: StateFolder, grace: float = 20.0) -> list[ProcessIdentity]:
    """Stops the platform of a state folder, and whatever a dead supervisor of it left behind.

    Returns what was stopped; nothing when nothing ran. No recorded process is left when it returns. ``grace``
    is for what was left behind: seconds from SIGTERM to SIGKILL.
    """
    state = read_state(folder)
    if state is None:
        return []
    stopped = [state.supervisor] if state.supervisor.stop(_STOP_SECONDS) else []
    # What the supervisor recorded last, so that a process it started meanwhile is in it.
    state = read_state(folder) or state
    return stopped + [left for left in state.leftovers if left.stop(grace)]
