"""Which changes to a platform a fault test may ask for, and which are refused."""

from __future__ import annotations

import pytest
import typer

from deploy.local.plan import PlannedProcess, planned_processes
from services.cli.fault_options import with_faults
from services.contracts.processes import PROCESSES


def changed(**options: list[str]) -> dict[str, PlannedProcess]:
    """The declared processes with these changes, by name."""
    planned = planned_processes(PROCESSES, workers={"enrich": 2}, ports={})
    asked: dict[str, list[str]] = {"told": [], "told_once": [], "replaced": [], **options}
    return {process.name: process for process in with_faults(planned, **asked)}


def test_only_the_named_process_is_told() -> None:
    processes = changed(told=["enrich-1:TOCSIN_BATCH_SIZE=1", "enrich-1:TOCSIN_LINGER=0"])
    assert processes["enrich-1"].environment == {"TOCSIN_BATCH_SIZE": "1", "TOCSIN_LINGER": "0"}
    assert not any(process.environment for name, process in processes.items() if name != "enrich-1")


def test_a_value_may_hold_colons_and_equals_signs() -> None:
    processes = changed(told_once=["alerts:TOCSIN_FAILPOINT=after-send:3=x"])
    assert processes["alerts"].first_environment == {"TOCSIN_FAILPOINT": "after-send:3=x"}
    assert processes["alerts"].environment == {}


def test_a_replaced_process_keeps_its_arguments_and_ports() -> None:
    door, replaced = changed()["ingest-door"], changed(replaced=["ingest-door=tests.faults.mutant"])["ingest-door"]
    assert replaced.words == ("-m", "tests.faults.mutant", "door")
    assert (replaced.internal_port, replaced.public) == (door.internal_port, door.public)


@pytest.mark.parametrize(
    "options",
    [
        {"told": ["enrichment:A=b"]},
        {"told": ["enrich:A"]},
        {"told_once": ["enrich:=b"]},
        {"told_once": ["A=b"]},
        {"replaced": ["enrich"]},
        {"replaced": ["enrich="]},
        {"replaced": ["nobody=tests.faults.mutant"]},
    ],
)
def test_an_option_that_names_nobody_or_says_nothing_is_refused(options: dict[str, list[str]]) -> None:
    with pytest.raises(typer.BadParameter):
        changed(**options)
