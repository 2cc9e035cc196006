"""A value that too many reports bear: parked, and what a person's answer at the command line makes of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from services.cli.hubs import hubs
from services.contracts.report import Report
from tests.integration.enrich.desk import Desk, desk_on, links_in
from tests.unit.enrich.reports import parcel, party, report

PHONE = [party("phone", "forwarder")]
CROWD = 21


@pytest.fixture(autouse=True)
def stores(mongo_url: str, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command finds the database as an operator's would: in the environment."""
    monkeypatch.setenv("TOCSIN_MONGO_URL", mongo_url)
    monkeypatch.setenv("TOCSIN_MONGO_DATABASE", database)


def run(*words: str) -> Any:
    done = CliRunner().invoke(hubs, [*words, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def bearer(administration: str, ref: str, **more: Any) -> Report:
    return report(administration, ref, parties=PHONE, **more)


async def crowded(desk: Desk) -> str:
    """One report too many bears a telephone number; returns the id under which a person is asked about it."""
    await desk.hand(*(bearer(("NL", "KR")[n % 2], f"H{n}") for n in range(CROWD)))
    [hub] = [one for one in run("list") if one["status"] == "parked"]
    assert (hub["value"], hub["bearers"]) == ("party:phone:token", CROWD)
    return str(hub["id"])


async def test_unparked_the_reports_to_come_are_linked_and_earlier_pairs_are_not(
    desk: Desk, mongo_url: str, database: str
) -> None:
    hub = await crowded(desk)
    assert links_in(await desk.hand(bearer("DE", "BEFORE"))) == []
    answered = run("unpark", hub, "--reason", "one group, checked by telephone")
    assert (answered["status"], answered["decisions"][0]["by"]) == ("unparked", "OCU")
    assert await desk.standing() == set(), "the answer alone makes no link"
    next_report = bearer("FR", "AFTER")
    async with desk_on(mongo_url, database) as worker:  # one that has read the answer
        await worker.hand(next_report)
    standing = await desk.standing()
    assert len(standing) == CROWD + 1, "with every report that came before it"
    assert all(next_report.report_id in pair for pair in standing)


async def test_an_earlier_report_that_comes_again_is_linked_too(desk: Desk, mongo_url: str, database: str) -> None:
    run("unpark", await crowded(desk), "--reason", "one group")
    again = bearer("NL", "H0")
    async with desk_on(mongo_url, database) as worker:
        await worker.hand(again, version=2)
    standing = await desk.standing()
    assert len(standing) == CROWD // 2, "with each of the other administration's"
    assert all(again.report_id in pair for pair in standing)


async def test_stop_listed_it_counts_for_nothing_not_even_beside_other_evidence(
    desk: Desk, mongo_url: str, database: str
) -> None:
    run("stop-list", await crowded(desk), "--reason", "a forwarder")
    item = {"items": [parcel(7)]}
    async with desk_on(mongo_url, database) as worker:
        assert links_in(await worker.hand(bearer("FR", "AFTER"))) == []
        await worker.hand(report("NL", "W1", "warning", parties=PHONE, transport=item))
        await worker.hand(bearer("KR", "S1", transport=item))
    [link] = await desk.links()
    assert link["link_class"] == "same_object"
    assert not [line for line in link["evidence"] if line["feature"].startswith("party.")]


async def test_an_answer_that_was_given_until_a_day_ends_after_it(desk: Desk, mongo_url: str, database: str) -> None:
    hub = await crowded(desk)
    run("stop-list", hub, "--reason", "a forwarder", "--until", "2020-01-01")
    assert [one["status"] for one in run("list") if one["id"] == hub] == ["parked"]
    async with desk_on(mongo_url, database) as worker:
        assert links_in(await worker.hand(bearer("FR", "AFTER"))) == []


def test_there_is_no_answer_about_a_value_that_nobody_asks_about() -> None:
    done = CliRunner().invoke(hubs, ["unpark", "no-such-id", "--reason", "none"])
    assert done.exit_code == 1
    assert "there is no crowded value" in done.stderr
