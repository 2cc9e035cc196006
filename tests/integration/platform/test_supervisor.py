"""The supervisor on real small processes: what it starts again, leaves alone and leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess

import pytest

from deploy.local.folder import StateFolder
from deploy.local.launch import NotStartedError, await_start, launch, take_down
from deploy.local.plan import Plan, PlannedProcess, Step
from deploy.local.process_identity import ProcessIdentity, identity_of
from deploy.local.state import Phase, PlatformState, ProcessState, ProcessStatus, read_state
from tests.integration.platform.platforms import Platforms, stand_in
from tests.platform import wait_until


def process(folder: StateFolder, name: str) -> ProcessState:
    """What the supervisor says of one process."""
    state = read_state(folder)
    assert state is not None
    return next(found for found in state.processes if found.name == name)


def alive(folder: StateFolder, name: str) -> ProcessIdentity:
    """The identity of a process that runs."""
    identity = process(folder, name).identity
    assert identity is not None
    return identity


def started(platforms: Platforms, *processes: PlannedProcess) -> tuple[StateFolder, PlatformState]:
    """A platform of these processes that runs."""
    return platforms.start(platforms.plan_without_stores(*processes))


def test_a_killed_service_is_started_again_and_the_platform_is_ready_again(platforms: Platforms) -> None:
    folder, state = started(platforms, stand_in("one"), stand_in("two"))
    assert state.ready
    killed, neighbour = alive(folder, "one"), alive(folder, "two")
    os.kill(killed.pid, signal.SIGKILL)
    again = wait_until(lambda: (now := process(folder, "one")).restarts == 1 and now.ready and now)
    assert again.exit_status == -signal.SIGKILL
    assert again.pid != killed.pid
    assert alive(folder, "two") == neighbour
    assert wait_until(lambda: (found := read_state(folder)) is not None and found.ready)


def test_a_service_whose_dead_letter_limit_is_passed_stays_down_and_is_shown(platforms: Platforms) -> None:
    folder, state = started(platforms, stand_in("flooded", "78"), stand_in("sound"))
    assert not state.ready
    halted = process(folder, "flooded")
    assert (halted.status, halted.exit_status, halted.restarts) == (ProcessStatus.HALTED, 78, 0)
    assert wait_until(lambda: process(folder, "sound").ready)


def test_a_service_that_always_ends_does_not_stop_its_neighbours(platforms: Platforms) -> None:
    folder, state = started(platforms, stand_in("broken", "1"), stand_in("sound"))
    assert not state.ready
    assert wait_until(lambda: process(folder, "broken").restarts >= 4)
    assert process(folder, "sound").ready


def test_what_is_told_at_the_first_start_is_forgotten_at_the_second(platforms: Platforms) -> None:
    once = stand_in("one").model_copy(update={"first_environment": {"STAND_IN": "9"}})
    folder, state = started(platforms, once)
    assert state.ready
    ended = process(folder, "one")
    assert (ended.restarts, ended.exit_status) == (1, 9)


def test_each_worker_gets_a_port_of_its_own_and_the_same_one_after_a_restart(platforms: Platforms) -> None:
    folder, _ = started(platforms, stand_in("one"), stand_in("two"))
    before = {name: process(folder, name).internal_port for name in ("one", "two")}
    assert before["one"] != before["two"]
    take_down(folder)
    started(platforms, stand_in("one"), stand_in("two"))
    assert {name: process(folder, name).internal_port for name in ("one", "two")} == before


def test_down_leaves_no_process_behind(platforms: Platforms) -> None:
    folder, state = started(platforms, stand_in("one"), stand_in("two"))
    all_of_them = [state.supervisor, alive(folder, "one"), alive(folder, "two")]
    stopped = take_down(folder)
    assert stopped == [state.supervisor]
    assert not any(identity.is_alive() for identity in all_of_them)
    after = read_state(folder)
    assert after is not None
    assert (after.phase, after.ready) == (Phase.STOPPED, False)


def test_services_end_with_a_supervisor_that_was_killed(platforms: Platforms) -> None:
    folder, state = started(platforms, stand_in("one"), stand_in("two"))
    services = [alive(folder, "one"), alive(folder, "two")]
    os.kill(state.supervisor.pid, signal.SIGKILL)
    assert all(service.wait(within=10) for service in services)
    after = read_state(folder)
    assert after is not None
    assert (after.phase, after.ready) == (Phase.FAILED, False)


def test_down_kills_a_process_that_outlived_its_killed_supervisor(platforms: Platforms) -> None:
    folder, state = started(platforms, stand_in("deaf", "deaf"))
    deaf = alive(folder, "deaf")
    os.kill(state.supervisor.pid, signal.SIGKILL)
    assert state.supervisor.wait(10)
    assert take_down(folder, grace=0.2) == [deaf]
    assert not deaf.is_alive()


def test_a_pid_that_is_somebody_elses_by_now_is_left_alone() -> None:
    bystander = subprocess.Popen(["sleep", "60"])
    try:
        recorded = ProcessIdentity(bystander.pid, started=1)
        assert not recorded.stop(grace=0)
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_a_second_supervisor_on_the_same_folder_is_refused(platforms: Platforms) -> None:
    folder, state = started(platforms, stand_in("one"))
    second = launch(Plan.model_validate_json(folder.plan.read_bytes()))
    assert second.wait(20) == 3
    now = read_state(folder)
    assert now is not None
    assert now.supervisor == state.supervisor


def test_a_failed_step_stops_the_start_with_its_own_words(platforms: Platforms) -> None:
    words = ("-c", "import sys; sys.exit('no such topic for you')")
    step = Step(name="provisioning", words=words, needs="kafka", doing="making topics")
    folder, supervisor = platforms.launch(platforms.plan_without_stores(stand_in("one"), steps=(step,)))
    with pytest.raises(NotStartedError, match="no such topic for you"):
        await_start(folder, supervisor, lambda doing: None)
    assert supervisor.wait(10) == 1
    assert identity_of(supervisor.pid) is None


def test_stopping_during_the_start_leaves_nothing(platforms: Platforms) -> None:
    words = ("-c", "import time; time.sleep(60)")
    step = Step(name="slow", words=words, needs="mongo", doing="waiting for ever")
    folder, supervisor = platforms.launch(platforms.plan_without_stores(steps=(step,)))
    wait_until(lambda: (state := read_state(folder)) is not None and state.doing == "waiting for ever")
    supervisor.terminate()
    assert supervisor.wait(15) == 0
    after = read_state(folder)
    assert after is not None
    assert after.phase is Phase.STOPPED
