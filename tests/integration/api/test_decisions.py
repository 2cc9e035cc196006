"""Owners decide about links over HTTP: who may, on what they saw, once, and never lost."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from kafka import KafkaAdminClient

from deploy.local.kafka import KafkaNode
from services.contracts.events import MOST_DECISIONS
from services.contracts.sharing import owned, strictest
from tests.integration.api import things
from tests.integration.api.conftest import StartStage
from tests.integration.api.serving import Stage
from tests.platform import Server, wait_until

LINK = things.link(1)
ID: str = LINK["_id"]
PATH = f"/v1/links/{ID}"


def word(answer: httpx.Response) -> tuple[int, str]:
    """The status and the word of a problem."""
    return answer.status_code, answer.json()["type"].removeprefix("urn:tocsin:problem:")


def stored(stage: Stage) -> dict[str, Any]:
    found = stage.documents["links"].find_one({"_id": ID})
    assert found is not None
    return found


@pytest.fixture
def desk(stage: Stage) -> Iterator[Stage]:
    """An api with a link between KR and NL, and enrich at work behind it."""
    stage.store("links", LINK)
    stage.deciders.start()
    yield stage
    stage.deciders.stop()


def test_a_link_is_confirmed_once_both_owners_have_confirmed_it(desk: Stage) -> None:
    first = desk.decide("NL", ID, "confirm")
    assert (first.status_code, first.json()["status"]) == (200, "proposed")
    second = desk.decide("KR", ID, "confirm", "the same consignee, checked")
    assert second.status_code == 200
    link = second.json()
    assert (link["status"], link["change"]) == ("confirmed", "decided")
    assert [(each["administration"], each["decision"], each["revision"]) for each in link["decisions"]] == [
        ("NL", "confirm", 1),
        ("KR", "confirm", 2),
    ]
    assert set(link["decisions"][0]) == {"administration", "decision", "reason", "at", "revision"}
    now = desk.get("KR", PATH)
    assert (now.json(), now.headers["etag"]) == (link, second.headers["etag"])
    assert first.headers["etag"] != second.headers["etag"]


def test_a_rejection_keeps_its_reason_and_can_be_taken_back(desk: Stage) -> None:
    rejected = desk.decide("NL", ID, "reject", "  a forwarder's telephone ").json()
    assert (rejected["status"], rejected["decisions"][0]["reason"]) == ("rejected", "a forwarder's telephone")
    assert desk.get("KR", "/v1/links").json()["items"] == []
    assert word(desk.decide("KR", ID, "undo")) == (409, "nothing_to_undo")
    assert desk.decide("NL", ID, "undo").json()["status"] == "proposed"
    assert word(desk.decide("NL", ID, "undo")) == (409, "nothing_to_undo")
    assert desk.decide("KR", ID, "unsure").json()["status"] == "unsure"


def test_only_owners_decide_and_who_may_not_read_hears_of_nothing(desk: Stage) -> None:
    hidden = things.link(2, strictest([owned("KR", "RED", []), owned("NL", "RED", ["KR"])]))
    desk.store("links", hidden)
    for code in ("FR", "OCU", "RILO-WE", "PARTNER-1", "OBSERVER", "AUDITOR"):
        assert word(desk.decide(code, ID, "confirm")) == (403, "forbidden")
        assert word(desk.decide(code, hidden["_id"], "confirm")) == (404, "not_found")
    assert word(desk.decide("NL", hidden["_id"], "confirm")) == (404, "not_found")
    assert stored(desk)["decisions"] == []


def test_a_decision_is_about_what_was_read(desk: Stage) -> None:
    for nothing in (None, "", "*", ",,"):
        assert word(desk.decide("KR", ID, "confirm", if_match=nothing)) == (428, "precondition_required")
    before = desk.get("KR", PATH).headers["etag"]
    for other in ('"something else"', f"W/{before}", before.strip('"')):
        assert word(desk.decide("KR", ID, "confirm", if_match=other)) == (412, "precondition_failed")
    french = httpx.get(
        desk.url + PATH, headers={"authorization": f"Bearer {desk.keys['NL']}", "accept-language": "fr"}
    ).headers["etag"]
    assert desk.decide("NL", ID, "confirm", if_match=f'"x", {french}').status_code == 200
    assert word(desk.decide("KR", ID, "confirm", if_match=before)) == (412, "precondition_failed")
    assert word(desk.decide("NL", ID, "confirm", if_match=french)) == (412, "precondition_failed")
    assert len(stored(desk)["decisions"]) == 1


NOT_TAKEN: list[tuple[Any, int, str]] = [
    ({"decision": "reject"}, 422, "reason_missing"),
    ({"decision": "reject", "reason": " "}, 422, "string_too_short"),
    ({"decision": "confirm", "reason": "x" * 501}, 422, "string_too_long"),
    ({"decision": "confirm", "reason": "\u202eevil"}, 422, "string_pattern_mismatch"),
    ({"decision": "confirm", "reason": "a\x1bb"}, 422, "string_pattern_mismatch"),
    ({"decision": "confirm", "reason": things.TOKEN}, 422, "token"),
    ({"decision": "confirm", "reason": 7}, 422, "string_type"),
    ({"decision": "maybe"}, 422, "literal_error"),
    ({"decision": ["confirm"]}, 422, "literal_error"),
    ({"decision": "confirm", "administration": "NL"}, 422, "extra_forbidden"),
    ({"reason": "none"}, 422, "missing"),
    ([], 422, "model_type"),
    (b"", 422, "empty"),
    (b"{", 422, "not_json"),
    (b'{"decision": "confirm", "decision": "reject"}', 422, "duplicate_key"),
    (b'{"decision": "confirm", "reason": NaN}', 422, "not_finite"),
    (b'{"decision": "confirm", "reason": "\\ud800"}', 422, "not_utf8"),
    (b'{"decision": "confirm", "reason": "a\\u0000"}', 422, "null_byte"),
    (b"\xff", 422, "not_utf8"),
    (b"[" * 10_000, 422, "too_deep"),
    (b'{"decision": "confirm"}' + b" " * 1_000_000, 413, ""),
]


@pytest.mark.parametrize(("body", "status", "detail"), NOT_TAKEN, ids=[detail or "413" for _, _, detail in NOT_TAKEN])
def test_what_is_no_decision_is_refused_and_not_repeated(desk: Stage, body: Any, status: int, detail: str) -> None:
    answer = desk.decide("KR", ID, body)
    assert answer.status_code == status
    if detail:
        assert detail in [error["detail"] for error in answer.json()["errors"]]
    assert not any(part in answer.text for part in ("evil", "hmac", "maybe", "xxx"))
    assert stored(desk)["decisions"] == []


def test_problems_are_told_in_french(desk: Stage) -> None:
    answer = desk.decide("OCU", ID, "confirm", accept_language="fr")
    assert answer.json()["title"] == "Seuls les propriétaires des deux rapports décident"
    assert httpx.get(f"{desk.url}{PATH}/decisions", headers={"authorization": "Bearer x"}).status_code == 405


def test_there_is_nothing_to_decide_about_a_withdrawn_link(desk: Stage) -> None:
    desk.documents["links"].update_one({"_id": ID}, {"$set": {"status": "withdrawn", "reason": "retracted"}})
    assert word(desk.decide("KR", ID, "confirm")) == (409, "link_withdrawn")


def test_a_link_takes_no_more_decisions_than_it_can_keep(desk: Stage) -> None:
    taken: dict[str, Any] = {
        "administration": "KR",
        "decision": "unsure",
        "reason": None,
        "by": "KR",
        "at": things.WHEN,
    }
    taken |= {"revision": 1, "grounds": []}
    many = [taken | {"decision_id": str(number)} for number in range(MOST_DECISIONS)]
    desk.documents["links"].update_one({"_id": ID}, {"$set": {"decisions": many}})
    assert word(desk.decide("KR", ID, "confirm")) == (409, "too_many_decisions")


def test_with_its_key_a_request_decides_once_however_often_it_is_sent(desk: Stage) -> None:
    tag = desk.get("KR", PATH).headers["etag"]
    first = desk.decide("KR", ID, "confirm", if_match=tag, idempotency_key="k-1")
    assert first.status_code == 200
    again = desk.decide("KR", ID, "confirm", if_match=tag, idempotency_key="k-1")
    assert (again.status_code, again.json()) == (200, first.json())
    assert word(desk.decide("KR", ID, "reject", "no", if_match=tag, idempotency_key="k-1")) == (
        422,
        "idempotency_key_reused",
    )
    assert word(desk.decide("KR", ID, "confirm", idempotency_key="with space")) == (422, "invalid_parameter")
    assert word(desk.decide("KR", ID, "confirm", idempotency_key="x" * 256)) == (422, "invalid_parameter")
    assert len(stored(desk)["decisions"]) == 1
    assert desk.decide("NL", ID, "confirm", idempotency_key="k-1").json()["status"] == "confirmed"


def test_the_same_request_twice_at_once_decides_once(desk: Stage) -> None:
    tag = desk.get("KR", PATH).headers["etag"]
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda _: desk.decide("KR", ID, "confirm", if_match=tag, idempotency_key="one"), range(8))
        )
    assert {answer.status_code for answer in answers} == {200}
    assert len(stored(desk)["decisions"]) == 1


def test_of_two_who_decide_at_once_none_is_lost(desk: Stage) -> None:
    tags = {code: desk.get(code, PATH).headers["etag"] for code in ("KR", "NL")}
    asked = [("KR", "confirm", None), ("NL", "reject", "not ours"), ("KR", "unsure", None), ("NL", "confirm", None)] * 3
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda one: desk.decide(one[0], ID, *one[1:], if_match=tags[one[0]]), asked))
    assert {answer.status_code for answer in answers} <= {200, 412}
    link = stored(desk)
    taken = [(each["administration"], each["decision"]) for each in link["decisions"]]
    granted = [one[:2] for one, answer in zip(asked, answers, strict=True) if answer.status_code == 200]
    assert sorted(taken) == sorted(granted)
    assert [each["at"] for each in link["decisions"]] == sorted(each["at"] for each in link["decisions"])
    last = dict(taken)
    if "reject" in last.values():
        assert link["status"] == "rejected"
    elif last == {"KR": "confirm", "NL": "confirm"}:
        assert link["status"] == "confirmed"
    else:
        assert link["status"] == ("unsure" if "unsure" in last.values() else "proposed")


def test_while_enrich_is_away_the_answer_says_that_it_is_kept_and_a_repeat_finds_it(start_stage: StartStage) -> None:
    stage = start_stage(decision_seconds=0.5)
    stage.store("links", LINK)
    tag = stage.get("KR", PATH).headers["etag"]
    for _ in range(2):
        late = stage.decide("KR", ID, "confirm", if_match=tag, idempotency_key="k")
        assert word(late) == (504, "not_in_effect_yet")
        assert late.headers["retry-after"]
    stage.deciders.start()
    wait_until(lambda: stored(stage)["decisions"], 30, "the decision takes effect")
    found = stage.decide("KR", ID, "confirm", if_match=tag, idempotency_key="k")
    assert (found.status_code, len(found.json()["decisions"])) == (200, 1)
    wait_until(lambda: len(stage.deciders.taken) == 2, 30, "both have been read")
    assert len({each.decision_id for each in stage.deciders.taken}) == 1


def test_a_decision_lies_after_those_that_were_seen_whatever_the_clocks_say(desk: Stage) -> None:
    ahead = datetime.now(UTC) + timedelta(days=1)
    desk.decide("KR", ID, "reject", "no")
    desk.documents["links"].update_one({"_id": ID}, {"$set": {"decisions.0.at": ahead}})
    assert desk.decide("KR", ID, "confirm").json()["status"] == "proposed"


def test_while_kafka_is_away_nothing_is_taken_and_then_it_goes_on(
    breakable_kafka: Server[KafkaNode], mongo_url: str, database: str, tmp_path: Path
) -> None:
    kafka = breakable_kafka
    with KafkaAdminClient(bootstrap_servers=kafka.node.address) as admin:
        topics = {name: {"num_partitions": 1, "replication_factor": 1} for name in ("alerts", "link-decisions")}
        admin.create_topics(topics, wait_for_metadata=True)
    settings = {"decision_seconds": 2.0}
    stage = Stage(kafka.node.address, mongo_url, database, "alerts", tmp_path, settings)
    try:
        stage.start()
        stage.store("links", LINK)
        stage.deciders.start()
        kafka.stop()
        away = stage.decide("KR", ID, "confirm", idempotency_key="k")
        assert word(away) == (503, "not_taken")
        assert away.headers["retry-after"]
        assert stage.get("KR", PATH).status_code == 200, "reading needs no Kafka"
        kafka.start()
        wait_until(lambda: stage.decide("KR", ID, "confirm", idempotency_key="k").status_code == 200, 60, "it goes on")
        assert len(stored(stage)["decisions"]) == 1
    finally:
        stage.stop()
