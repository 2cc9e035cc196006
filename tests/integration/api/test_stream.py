"""The live stream: none missed, none twice, none of what may not be seen, and who has to go."""

from __future__ import annotations

import random
import socket
from collections.abc import Sequence

import httpx
import pytest
from kafka import KafkaAdminClient, TopicPartition

from services.contracts.events import AlertChanged
from services.contracts.sharing import owned
from tests.integration.api import things
from tests.integration.api.conftest import StartStage
from tests.integration.api.listening import Heard
from tests.integration.api.serving import Stage
from tests.platform import wait_until

ALL = owned("KR", "GREEN", ["operation"])
NAMED = owned("KR", "RED", ["NL"])


def known(heard: Sequence[Heard]) -> list[tuple[str, str]]:
    """What was heard, as alert and time of change: unlike for each revision."""
    return [(one.data["alert_id"], one.data["updated_at"]) for one in heard]


def told(events: Sequence[AlertChanged]) -> list[tuple[str, str]]:
    """What the log tells, repeats left out."""
    fresh: dict[str, int] = {}
    kept = []
    for event in events:
        if event.alert.revision > fresh.get(event.alert.alert_id, 0):
            fresh[event.alert.alert_id] = event.alert.revision
            kept.append((event.alert.alert_id, event.alert.updated_at.isoformat(timespec="milliseconds")))
    return [(id_, at.replace("+00:00", "Z")) for id_, at in kept]


def a_log(seed: int, length: int) -> list[AlertChanged]:
    """Alerts that grow, with repeats of what was sent before, as after a killed stage."""
    chance, revisions, sent = random.Random(seed), dict[int, int](), list[AlertChanged]()
    while len(sent) < length:
        if sent and chance.random() < 0.3:
            at = chance.randrange(len(sent))
            sent += sent[at : at + chance.randint(1, 5)]
        number = chance.randrange(40)
        revisions[number] = revisions.get(number, 0) + 1
        sent.append(things.event(number, revisions[number], change=chance.choice([None, "closed"])))
    return sent


@pytest.mark.parametrize("ring", [5000, 7])
def test_a_reader_that_breaks_off_anywhere_misses_nothing_and_hears_nothing_twice(
    start_stage: StartStage, ring: int
) -> None:
    stage, log = start_stage(stream_ring=ring), a_log(seed=1, length=300)
    chance, wanted = random.Random(2), told(log)
    heard: list[Heard] = []
    with stage.listen("OCU") as ear:
        token = ear.token
    stage.publish(*log[:150])
    while len(heard) < len(wanted):
        with stage.listen("OCU", token) as ear:
            if len(heard) > 40 and log:
                stage.publish(*log[150:])
                log = []
            some = ear.events(min(chance.randint(1, 40), len(wanted) - len(heard)))
        heard, token = heard + some, some[-1].token
    assert known(heard) == wanted


def test_a_restarted_api_knows_the_repeats_and_takes_old_tokens(start_stage: StartStage) -> None:
    stage, log = start_stage(stream_ring=5), a_log(seed=3, length=100)
    with stage.listen("OCU") as ear:
        stage.publish(*log)
        wanted = told(log)
        first = ear.events(len(wanted))[9]
    stage.halt()
    stage.start()
    with stage.listen("OCU", first.token) as ear:
        assert known(ear.events(len(wanted) - 10)) == wanted[10:]
        stage.publish(log[0], log[-1], things.event(99))
        assert known(ear.events(len(wanted) - 9))[-1][0] == things.alert_id(99)


def test_a_reader_that_has_heard_nothing_yet_can_resume_too(stage: Stage) -> None:
    stage.publish(things.event(1))
    with stage.listen("OCU") as ear:
        begin = ear.token
    stage.publish(things.event(2))
    with stage.listen("OCU", begin) as ear:
        assert ear.events(1)[0].data["alert_id"] == things.alert_id(2)
    parameters = {"headers": {"Authorization": f"Bearer {stage.keys['OCU']}"}, "params": {"last_event_id": begin}}
    with httpx.stream("GET", f"{stage.url}/v1/alerts/stream", **parameters) as response:  # type: ignore[arg-type]  # as httpx takes them
        assert next(line for line in response.iter_lines() if line.startswith("event:")) == "event: raised"


def test_a_narrowed_alert_is_withdrawn_from_who_loses_it_also_after_a_break(stage: Stage) -> None:
    with stage.listen("FR") as ear:
        stage.publish(things.event(1, 1, ALL))
        seen = ear.events(1)[0]
    stage.publish(things.event(1, 2, NAMED), things.event(1, 3, NAMED), things.event(2, 1, ALL))
    with stage.listen("FR", seen.token) as ear:
        gone, other = ear.events(2)
        assert (gone.event, gone.data) == ("withdrawn", {"alert_id": things.alert_id(1), "status": "withdrawn"})
        assert other.data["alert_id"] == things.alert_id(2)


def test_a_token_is_of_no_use_to_another_reader(stage: Stage) -> None:
    with stage.listen("NL") as ear, stage.listen("FR", ear.token) as thief:
        assert thief.status == 400


def test_records_that_are_no_alerts_stop_nobody(stage: Stage) -> None:
    with stage.listen("OCU") as ear:
        stage.send([("x", b"not json"), ("x", b"{}"), ("x", b"\xff")])
        stage.publish(things.event(1))
        assert ear.events(1)[0].event == "raised"


def test_a_reader_that_does_not_read_loses_its_connection_and_no_event(start_stage: StartStage) -> None:
    stage = start_stage(stream_queue=50, stream_send=60)
    with stage.listen("OCU") as ear:
        token = ear.token
    slow = socket.create_connection(("127.0.0.1", stage.port))
    lines = ("GET /v1/alerts/stream HTTP/1.1", "Host: x", f"Authorization: Bearer {stage.keys['OCU']}", "", "")
    slow.sendall("\r\n".join(lines).encode())
    wait_until(lambda: stage.metric("tocsin_sse_connections") == 1, 20, "connected")
    number = 0
    with stage.listen("KR") as quick:
        while not stage.metric("tocsin_sse_dropped_total", dropped="slow"):
            assert number < 20_000
            stage.publish(*(things.event(n, reasons=500) for n in range(number, number + 40)))
            number += 40
            quick.events(number)
        assert [one.data["alert_id"] for one in quick.heard] == [things.alert_id(n) for n in range(number)]
    slow.close()
    wait_until(lambda: stage.connections == 0, 20, "the api has seen that the slow reader has gone")
    with stage.listen("OCU", token) as ear:
        assert [one.data["alert_id"] for one in ear.events(number)] == [things.alert_id(n) for n in range(number)]


def test_a_revoked_key_closes_its_open_stream_and_no_other(start_stage: StartStage) -> None:
    stage = start_stage(stream_recheck=0.2)
    with stage.listen("FR") as revoked, stage.listen("NL") as other:
        stage.revoke("FR")
        wait_until(revoked.ended.is_set, 30, "the stream was closed")
        assert stage.metric("tocsin_sse_dropped_total", dropped="revoked") == 1
        assert stage.get("FR", "/v1/alerts").status_code == 401
        stage.publish(things.event(1))
        assert other.events(1)[0].event == "raised"


def test_a_participant_has_only_so_many_streams(start_stage: StartStage) -> None:
    stage = start_stage(stream_connections=2)
    with stage.listen("FR"), stage.listen("FR"):
        with stage.listen("FR") as third:
            assert third.status == 429
        with stage.listen("NL") as other:
            assert other.status == 200
    wait_until(lambda: stage.metric("tocsin_sse_connections") == 0, 20, "all have gone")
    with stage.listen("FR") as again:
        assert again.status == 200


def test_heartbeats_are_comments(start_stage: StartStage) -> None:
    with start_stage(stream_heartbeat=0.1).listen("FR") as ear:
        wait_until(lambda: len(ear.comments) >= 2, 20, "two beats")
        assert set(ear.comments) == {"beat"}
        assert ear.heard == []


def test_what_retention_took_is_told_as_a_gap(start_stage: StartStage, kafka_admin: KafkaAdminClient) -> None:
    stage = start_stage(stream_ring=1)
    with stage.listen("OCU") as ear:
        begin = ear.token
    stage.publish(*(things.event(number) for number in range(10)))
    with stage.listen("OCU", begin) as ear:
        ear.events(10)
    kafka_admin.delete_records({TopicPartition(stage.topic, 0): 6})
    with stage.listen("OCU", begin) as ear:
        gap, *rest = ear.events(5)
        assert (gap.event, gap.data) == ("gap", {"reason": "retention"})
        assert [one.data["alert_id"] for one in rest] == [things.alert_id(number) for number in range(6, 10)]
    with stage.listen("OCU", gap.token) as ear:
        assert [one.event for one in ear.events(4)] == ["raised"] * 4


def test_a_token_from_a_log_that_is_gone_is_told_as_a_gap(start_stage: StartStage) -> None:
    old = start_stage()
    with old.listen("OCU") as ear:
        old.publish(*(things.event(number) for number in range(5)))
        token = ear.events(5)[4].token
    new = start_stage()
    with new.listen("OCU", token) as ear:
        assert ear.events(1)[0].data == {"reason": "truncated"}
        new.publish(things.event(1))
        assert ear.events(2)[1].event == "raised"


def test_a_stopping_api_ends_its_streams_and_stops(stage: Stage) -> None:
    with stage.listen("OCU") as ear:
        stage.halt()
        wait_until(ear.ended.is_set, 20, "the stream ended")


def test_the_time_from_origin_to_the_line_is_measured(stage: Stage) -> None:
    with stage.listen("OCU") as ear:
        stage.publish(*(things.event(number) for number in range(5)))
        ear.events(5)
        wait_until(lambda: stage.metric("tocsin_event_e2e_latency_seconds_count", stage="api") == 5, 10, "measured")
    assert stage.metric("tocsin_sse_events_total") == 5
