"""Reports through the client to the real door, and past it into Kafka, over outages too."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from services.client import AsyncTocsin, Away, Forbidden, ReportRefused, Tocsin, Unauthenticated
from services.client.kafka_sender import KafkaSender, Signer
from services.contracts.report import Report
from tests.integration.client.wire import wire
from tests.integration.ingest.ground import Ground, fresh, receipts
from tests.platform import wait_until
from tests.unit.ingest.reports import retraction

MakeGround = Callable[..., Ground]


def sender(ground: Ground, code: str = "KR", **options: Any) -> Tocsin:
    return Tocsin(door=f"http://127.0.0.1:{ground.port}", key=ground.keys.get(code, code), **options)


def told_away(ground: Ground) -> float:
    """How often the door has answered 5xx."""
    lines = ground.metrics("door").splitlines()
    return sum(float(line.split()[-1]) for line in lines if "door_requests_total{" in line and '"5xx"' in line)


def test_a_report_is_accepted_once_and_then_known_and_other_content_is_held(ground: Ground) -> None:
    report = fresh()
    with sender(ground) as tocsin:
        answers = [tocsin.send(report), tocsin.send(Report.model_validate(report))]
        held = tocsin.send(report | {"narrative": "other"})
    assert [one.status for one in answers] == ["accepted", "duplicate"]
    assert {one.report_id for one in answers} == {Report.model_validate(report).report_id}
    assert (held.status, held.taken, held.findings[0].code) == ("held", True, "version_conflict")


def test_each_no_of_the_door_is_an_exception_of_its_type(ground: Ground) -> None:
    with sender(ground, language="fr") as tocsin, pytest.raises(ReportRefused) as refused:
        tocsin.send(fresh(severity=1))
    assert (refused.value.problem.word, refused.value.problem.status) == ("unknown_field", 422)
    assert refused.value.problem.findings[0].message == "Ce champ n'existe pas."
    with sender(ground) as tocsin, pytest.raises(ReportRefused, match="foreign_administration"):
        tocsin.send(fresh(administration="JP"))
    with sender(ground, "OBSERVER") as tocsin, pytest.raises(Forbidden):
        tocsin.send(fresh())
    with sender(ground, ground.keys["KR"][:-2] + "AA") as tocsin, pytest.raises(Unauthenticated):
        tocsin.send(fresh())
    with sender(ground, "not-a-key") as tocsin, pytest.raises(Unauthenticated):
        next(tocsin.send_many([fresh()]))


def test_many_reports_are_all_in_the_log_and_a_repeat_of_the_whole_changes_nothing(ground: Ground) -> None:
    reports = [fresh() for _ in range(130)]
    reports[50] = fresh(severity=1)
    with sender(ground) as tocsin:
        first = list(tocsin.send_many(reports, batch=50))
        again = list(tocsin.send_many(iter(reports), batch=40))
        nothing_taken = list(tocsin.send_many([fresh(severity=1), fresh(goods=[])]))
    assert [one.status for one in first] == ["accepted"] * 50 + ["refused"] + ["accepted"] * 79
    assert [one.status for one in again] == ["duplicate"] * 50 + ["refused"] + ["duplicate"] * 79
    assert [one.reason for one in nothing_taken] == ["unknown_field", "invalid"]
    assert [one.report_id for one in first] == [one.report_id for one in again]
    last = str(first[-1].report_id)
    wait_until(lambda: ground.submission(last), 60, "the stream has stored the last one")


async def test_the_client_for_asyncio_sends_to_the_real_door(ground: Ground) -> None:
    async with AsyncTocsin(door=f"http://127.0.0.1:{ground.port}", key=ground.keys["KR"]) as tocsin:
        report = fresh()
        assert (await tocsin.send(report)).status == "accepted"
        assert [one.status async for one in tocsin.send_many([report, fresh()])] == ["duplicate", "accepted"]


def test_answers_that_get_lost_on_the_way_cost_nothing(ground: Ground) -> None:
    reports = [fresh() for _ in range(40)]
    with wire(ground.port, budgets=[0, 30, 200, 1000]) as broken:
        with Tocsin(door=broken.url, key=ground.keys["KR"]) as tocsin:
            found = list(tocsin.send_many(reports, batch=10))
        assert broken.connections > 4
    assert [one.number for one in found] == list(range(40))
    assert {one.status for one in found} == {"accepted", "duplicate"}
    assert found[0].status == "duplicate", "its first answer was cut off"


def test_while_the_door_says_503_the_client_waits_and_then_has_its_receipt(
    breakable_ground: MakeGround, breakable_mongo: Any
) -> None:
    ground = breakable_ground(breakable_mongo.node.url)
    ground.run("door")
    with sender(ground) as tocsin, ThreadPoolExecutor(1) as pool:
        assert tocsin.send(fresh()).status == "accepted"
        breakable_mongo.stop()
        with sender(ground, patience=0) as impatient, pytest.raises(Away) as away:
            impatient.send(fresh())
        assert away.value.problem is not None
        assert away.value.problem.status == httpx.codes.SERVICE_UNAVAILABLE
        before = told_away(ground)
        waiting = pool.submit(tocsin.send, fresh())
        wait_until(lambda: told_away(ground) > before, 30, "the door has said 503 to it")
        assert not waiting.done()
        breakable_mongo.start()
        assert waiting.result(90).status == "accepted"


def test_a_sender_that_is_too_fast_is_slowed_down_and_loses_nothing(breakable_ground: MakeGround) -> None:
    ground = breakable_ground()
    ground.run("door", TOCSIN_DOOR_RATE_PER_SECOND="200", TOCSIN_DOOR_BURST="100")
    with sender(ground) as tocsin:
        found = list(tocsin.send_many((fresh() for _ in range(150)), batch=75))
    assert [one.status for one in found] == ["accepted"] * 150
    told = [line for line in ground.metrics("door").splitlines() if "door_requests_total{" in line and '"4xx"' in line]
    assert float(told[0].split()[-1]) >= 1, "it was told to slow down"


def test_a_door_that_is_not_there_yet_is_waited_for(breakable_ground: MakeGround) -> None:
    ground = breakable_ground()
    with sender(ground) as tocsin, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(lambda: list(tocsin.send_many([fresh(), fresh()])))
        ground.run("door")
        assert [one.status for one in waiting.result(60)] == ["accepted", "accepted"]


async def test_a_signed_report_in_kafka_gets_its_receipt(ground: Ground) -> None:
    since, signer = ground.ends(), Signer("kr-1", ground.signing["KR"])
    report = fresh(version=None)
    async with KafkaSender(ground.kafka, signer) as kafka:
        written = await kafka.send(report)
        again = await kafka.send(report)
        await kafka.send(retraction(national_ref=f"{report['national_ref']}-r"))
    assert (written.topic, written.report_id) == ("reports-mail", again.report_id)

    def told() -> list[str] | None:
        found = [one["status"] for one in receipts(ground, since, written.report_id)]
        return found if len(found) == 2 else None

    assert wait_until(told, 60, "two receipts") == ["accepted", "duplicate"]


async def test_a_report_signed_with_a_key_that_is_not_the_administrations_is_not_accepted(ground: Ground) -> None:
    since, report = ground.ends(), fresh()
    async with KafkaSender(ground.kafka, Signer("kr-1", ground.signing["JP"])) as kafka:
        written = await kafka.send(report)
        await kafka.send(fresh())
    with sender(ground) as tocsin:
        assert tocsin.send(report).status == "accepted", "the forged one is unknown"
    wait_until(lambda: receipts(ground, since, written.report_id), 60, "a receipt of the true one")
    assert len(receipts(ground, since, written.report_id)) == 1
