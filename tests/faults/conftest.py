"""Fault tests: each module breaks a platform of its own, one fault at a time, and has it verified from outside.

One plan is made for the run and dealt out in slices, so that no two loads send the same report; what one module sent
is verified together, since reports of one slice may be linked with those of another.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from tests.faults.campaign import Campaign
from tests.faults.load.plans import Message, make_plan
from tests.faults.settings import FaultSettings
from tests.faults.staging import Staged, staged
from tests.faults.table import Row, lines
from tests.platform import PlatformFactory

ROWS = pytest.StashKey[list[Row]]()


def pytest_configure(config: pytest.Config) -> None:
    """Room for the table."""
    config.stash.setdefault(ROWS, [])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """ONLY=random_kills,poison leaves the others out."""
    wanted = [name.strip() for name in FaultSettings().only.split(",") if name.strip()]
    ours = [item for item in items if item.path.is_relative_to(Path(__file__).parent)]
    left_out = [item for item in ours if wanted and item.path.stem.removeprefix("test_") not in wanted]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A process of a parallel run hands its rows to the one that prints."""
    if (output := getattr(session.config, "workeroutput", None)) is not None:
        output["faults"] = [asdict(row) | {"recovery": list(row.recovery)} for row in session.config.stash[ROWS]]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Takes the rows of a process of a parallel run that ended; one that crashed left none."""
    rows = getattr(node, "workeroutput", {}).get("faults", ())
    node.config.stash[ROWS] += [Row(**row) for row in rows]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Prints the table."""
    rows = config.stash.get(ROWS, [])
    if rows:
        terminalreporter.section("faults")
        for line in lines(rows):
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def fault_settings() -> FaultSettings:
    """Seed and size of the run."""
    return FaultSettings()


@pytest.fixture(scope="session")
def table(request: pytest.FixtureRequest) -> list[Row]:
    """Rows for the table at the end of the run."""
    return request.config.stash.setdefault(ROWS, [])


@pytest.fixture(scope="session")
def dense_plan(fault_settings: FaultSettings, tmp_path_factory: pytest.TempPathFactory) -> list[Message]:
    """A small operation with much in common: a link in every few reports, dirt included."""
    return make_plan(tmp_path_factory.mktemp("plan"), fault_settings.seed, 6_000, 2_000)


@pytest.fixture(scope="module")
def stage(platform_factory: PlatformFactory, tmp_path_factory: pytest.TempPathFactory) -> Staged:
    """This module's own platform, whose workers take orders."""
    return staged(platform_factory, tmp_path_factory.mktemp("orders"))


@pytest.fixture(scope="module")
def campaign(stage: Staged, dense_plan: list[Message], fault_settings: FaultSettings, table: list[Row]) -> Campaign:
    """What this module sends to its platform: the plan from its beginning, a slice for each fault."""
    return Campaign(stage, iter(dense_plan), fault_settings.seed, table)
