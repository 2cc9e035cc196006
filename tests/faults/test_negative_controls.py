"""The verifier must fail on workers that are broken on purpose, and pass the real ones under the same conditions.

The real worker goes first: a mutant's damage stays. So each mutant is judged by what is new after it, and of that by
what names a report of its own load: what an earlier mutant broke may yet show in other words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from kafka import KafkaAdminClient
from pymongo import MongoClient

from tests.faults.campaign import Campaign
from tests.faults.load.sending import Load
from tests.faults.mutants.raises import SURVIVED
from tests.faults.ordered import A_LINK, AN_ALERT_OF_A_LINK, DIES_TELLING
from tests.faults.staging import backlog
from tests.servers import wait_until

MUTANTS = "tests.faults.mutants"
RATE = 100
Condition = Callable[[Campaign, str, bool], Load]
"""Brings about the condition under which a worker is judged; the last argument says whether it is a mutant."""


def store_lost_in_a_batch(campaign: Campaign, process: str, is_mutant: bool) -> Load:
    """MongoDB dies while the worker has a batch in hand, and stays away longer than the worker's patience."""
    platform, mongo = campaign.stage.platform, campaign.stage.platform.mongo_server
    platform.freeze(process)
    load = campaign.load(200, RATE)
    load.finish()
    with KafkaAdminClient(bootstrap_servers=platform.kafka) as admin:
        # The senders are answered, the stage before has handed everything on, this one has it all before it.
        wait_until(lambda: backlog(admin)["ingest"] == 0 and backlog(admin)["enrich"] > 0, 60, "a batch waits")
    restarts = platform.process(process).restarts
    mongo.kill()
    platform.thaw(process)
    if is_mutant:
        wait_until(lambda: SURVIVED in platform.log(process), 90, "the mutant outlives what should end it")
    else:
        assert campaign.stage.await_end(process, restarts, 90) == 70
    mongo.start()
    return load


def death_before_commit(campaign: Campaign, _process: str, _is_mutant: bool) -> Load:
    """The worker dies between its effects and its commit, twice; it was told at its start with what in hand."""
    return campaign.load(200, RATE)


def death_after_commit(campaign: Campaign, process: str, is_mutant: bool) -> Load:
    """The worker dies while its producer still keeps what it was given."""
    platform = campaign.stage.platform
    load = campaign.load(120, RATE)
    load.finish()
    with KafkaAdminClient(bootstrap_servers=platform.kafka) as admin:
        wait_until(lambda: backlog(admin)["ingest"] == 0, 60, "everything is accepted")
        if is_mutant:
            wait_until(lambda: backlog(admin)["enrich"] == 0, 60, "everything is committed")
        else:
            wanted = {entry.report_id for entry in load.sent if entry.expected == "accepted"}
            wait_until(lambda: _stored(campaign) >= wanted, 60, "everything is stored")
    campaign.stage.kill(process)
    return load


def _stored(campaign: Campaign) -> set[str]:
    platform = campaign.stage.platform
    with MongoClient[dict[str, Any]](platform.mongo) as client:
        return set(client[platform.database]["reports"].distinct("_id"))


@dataclass(frozen=True, slots=True)
class Control:
    """A mutant, where it stands in, under which condition and settings, and which check must find it."""

    mutant: str
    process: str
    settings: dict[str, str]
    condition: Condition
    found_by: str
    starts: int = 1


CONTROLS = [
    Control(
        "raises",
        "enrich",
        {"TOCSIN_RETRY_BUDGET": "0.5"},
        store_lost_in_a_batch,
        "each accepted report is stored and told at its highest version",
    ),
    Control(
        "random_links",
        "enrich",
        {DIES_TELLING: A_LINK},
        death_before_commit,
        "each link has the id of its pair and class",
        2,
    ),
    Control(
        "random_alerts",
        "alerts",
        {DIES_TELLING: AN_ALERT_OF_A_LINK},
        death_before_commit,
        "a link is in one alert of a rule",
        2,
    ),
    Control(
        "unawaited",
        "enrich",
        {"TOCSIN_LINGER": "15"},
        death_after_commit,
        "each accepted report is stored and told at its highest version",
    ),
]
PATIENT = {"TOCSIN_LINGER": "2"}
"""The real worker waits for its producer: 15 seconds for each batch would only make the test slow."""


def play(campaign: Campaign, control: Control, mutant: str | None) -> Load:
    """Starts the worker as ordered, under the condition, and returns when the platform is quiet again."""
    stage, settings = campaign.stage, control.settings
    if mutant is None and "TOCSIN_LINGER" in settings:
        settings = PATIENT
    restarts = stage.platform.process(control.process).restarts
    stage.order(control.process, settings, mutant, control.starts)
    stage.platform.await_restart(control.process, stage.platform.kill(control.process), 60)
    load = control.condition(campaign, control.process, mutant is not None)
    if control.starts > 1:
        stage.await_end(control.process, restarts + control.starts, 90)
    campaign.finish(load)
    return load


@pytest.mark.timeout(400)
@pytest.mark.parametrize("control", CONTROLS, ids=[f"{control.mutant}" for control in CONTROLS])
def test_the_real_worker_passes_under_the_same_condition(campaign: Campaign, control: Control) -> None:
    load = play(campaign, control, None)
    verdict = campaign.verify(f"real worker: {control.condition.__name__}", load)
    assert verdict.holds, verdict.told()


@pytest.mark.timeout(400)
@pytest.mark.parametrize("control", CONTROLS, ids=[f"{control.mutant}" for control in CONTROLS])
def test_the_verifier_finds_the_mutant(campaign: Campaign, control: Control) -> None:
    before = campaign.verdict().violations
    load = play(campaign, control, f"{MUTANTS}.{control.mutant}")
    stage = campaign.stage
    stage.platform.await_restart(control.process, stage.platform.kill(control.process), 60)  # itself again
    verdict = campaign.verify(f"mutant: {control.mutant}", load)
    own = {entry.report_id for entry in load.sent}
    new = {text for check, text in verdict.violations - before if check == control.found_by}
    assert any(report_id in text for text in new for report_id in own), verdict.told()
