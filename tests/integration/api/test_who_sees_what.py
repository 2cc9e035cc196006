"""Label x role x route: everything that can be read, by everybody, against an oracle of ten lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pymongo import MongoClient

from services.api.routes import alerts, decisions, links, network, participants, receipts, reports, stream
from services.contracts.sharing import CLEARANCE, TLP, Reader, Sharing, mongo_filter, owned, strictest, visible
from tests.integration.api import things
from tests.integration.api.serving import ROLES, Stage

AUDIENCES = {"operation": ("operation",), "named": ("NL", "PARTNER-1"), "nobody": ()}
LABELS = [(tlp, name) for tlp in TLP for name in AUDIENCES]
FOREIGN = dict(enumerate(LABELS, 1))
"""Thing ``number`` belongs to KR under this label and audience."""
PATHS = {
    route.path
    for router in (alerts, decisions, links, network, participants, receipts, reports, stream)
    for route in router.router.routes
    if isinstance(route, APIRoute)
}
COVERED = {
    "/v1/reports", "/v1/reports/{report_id}", "/v1/reports/{report_id}/history", "/v1/links", "/v1/links/{link_id}",
    "/v1/alerts", "/v1/alerts/{alert_id}", "/v1/alerts/stream", "/v1/receipts", "/v1/participants",
    "/v1/reports/{report_id}/network",
}  # fmt: skip
WRITTEN = {"/v1/links/{link_id}/decisions"}


def sharing(number: int) -> Sharing:
    tlp, audience = FOREIGN[number]
    return owned("KR", tlp, AUDIENCES[audience])


def may_see(code: str, number: int) -> bool:
    """The oracle: written from the policy's words, not from its code."""
    tlp, audience = FOREIGN[number]
    if code == "KR" or code in AUDIENCES[audience]:
        return True
    trusted = {"FR": 3, "NL": 3, "OCU": 3, "RILO-WE": 2, "PARTNER-1": 1, "OBSERVER": 1, "AUDITOR": 1}[code]
    return audience == "operation" and tlp != "RED" and list(TLP).index(tlp) <= trusted


@pytest.fixture
def filled(stage: Stage) -> Stage:
    stage.store("reports", *(things.report(number, sharing(number)) for number in FOREIGN))
    stage.store("links", *(things.link(number, sharing(number)) for number in FOREIGN))
    stage.store("alerts", *(things.alert(number, sharing(number)) for number in FOREIGN))
    stage.store("submissions", *(things.submission(number) for number in FOREIGN))
    return stage


def test_every_route_of_the_api_is_in_the_matrix() -> None:
    assert PATHS == COVERED | WRITTEN


def test_each_role_reads_exactly_what_the_labels_allow_on_every_route(filled: Stage) -> None:
    for code in ROLES:
        seen = {number for number in FOREIGN if may_see(code, number)}
        for kind, ids in _ids().items():
            field = f"{kind[:-1]}_id"
            wanted = {ids[number] for number in seen}
            listed = filled.get(code, f"/v1/{kind}").json()["items"]
            assert {item[field] for item in listed} == wanted, (code, kind)
            cells = csv.DictReader(io.StringIO(filled.get(code, f"/v1/{kind}", accept="text/csv").text))
            assert {row[field] for row in cells} == wanted, (code, kind, "csv")
        receipts = filled.get(code, "/v1/receipts").json()["items"]
        assert len(receipts) == (len(FOREIGN) if code == "KR" else 0)


def test_a_foreign_object_answers_byte_for_byte_as_an_unknown_one(filled: Stage) -> None:
    with httpx.Client(base_url=filled.url) as client:
        for code in ROLES:
            client.headers["Authorization"] = f"Bearer {filled.keys[code]}"
            unknown = client.get("/v1/alerts/00000000-0000-0000-0000-000000000000")
            for kind, ids in _ids().items():
                for number, id_ in ids.items():
                    paths = [f"/v1/{kind}/{id_}"]
                    paths += [f"/v1/reports/{id_}/{more}" for more in ("history", "network") if kind == "reports"]
                    for path in paths:
                        answer = client.get(path)
                        if may_see(code, number):
                            assert answer.status_code == 200, (code, path)
                            assert "hmac:" not in answer.text
                        else:
                            assert (answer.status_code, answer.content) == (404, unknown.content), (code, path)
                            assert _comparable(answer) == _comparable(unknown)


def test_who_may_not_read_a_link_is_told_the_same_of_a_decision_as_of_a_link_that_is_not_there(filled: Stage) -> None:
    unknown = filled.decide("KR", "nothing", "confirm")
    for code in ROLES:
        for number, id_ in _ids()["links"].items():
            answer = filled.decide(code, id_, "confirm", if_match='"any"')
            if not may_see(code, number):
                assert (answer.status_code, answer.content) == (404, unknown.content), (code, number)
                assert _comparable(answer) == _comparable(unknown)
            elif code not in ("KR", "NL"):
                assert answer.json()["type"] == "urn:tocsin:problem:forbidden", (code, number)
            else:
                assert answer.json()["type"] == "urn:tocsin:problem:precondition_failed", (code, number)


def test_the_stream_tells_each_role_exactly_what_the_labels_allow(filled: Stage) -> None:
    with ExitStack() as open_streams:
        ears = {code: open_streams.enter_context(filled.listen(code)) for code in ROLES}
        # The last one is for everybody: once it is heard, all before it was told or never will be.
        filled.publish(*(things.event(n, sharing=sharing(n)) for n in FOREIGN), things.event(99))
        for code, ear in ears.items():
            wanted = [things.alert_id(number) for number in (*FOREIGN, 99) if number == 99 or may_see(code, number)]
            assert [one.data["alert_id"] for one in ear.events(len(wanted))] == wanted, code
            assert all("hmac:" not in str(one.data) for one in ear.heard)


def test_nothing_at_all_is_read_without_a_live_key(filled: Stage) -> None:
    keys = ["", "Bearer", "Bearer x", f"Basic {filled.keys['KR']}", f"Bearer {filled.keys['KR'][:-1]}"]
    for path in (*sorted(COVERED), "/v1/openapi.json"):
        for key in keys:
            answer = httpx.get(filled.url + path, headers={"Authorization": key} if key else {})
            assert answer.status_code == 401, (path, key)
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["type"] == "urn:tocsin:problem:unauthenticated"
    for path in WRITTEN:
        for key in keys:
            assert httpx.post(filled.url + path, headers={"Authorization": key} if key else {}).status_code == 401
    for path in ("/", "/console/console.js"):
        assert httpx.get(filled.url + path).status_code == 200


def test_no_answer_holds_a_token_or_a_key(filled: Stage) -> None:
    for code in ROLES:
        for kind in ("reports", "links", "alerts", "receipts", "participants"):
            for accept in ("application/json", "text/csv"):
                text = filled.get(code, f"/v1/{kind}", accept=accept).text
                assert "hmac:" not in text
                assert "match_keys" not in text
                assert "sha256" not in text


CODES = st.sampled_from([*ROLES, "XX"])
OWNED = st.builds(
    owned, CODES, st.sampled_from([*TLP, "?"]), st.lists(st.sampled_from([*ROLES, "operation"]), max_size=4)
)
SHARINGS = st.lists(OWNED, min_size=1, max_size=3).map(strictest)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SHARINGS, min_size=1, max_size=30), st.sampled_from(sorted(CLEARANCE)), CODES)
def test_the_query_and_the_predicate_are_one_rule(mongo: Any, sharings: list[Sharing], role: Any, code: str) -> None:
    collection, reader = mongo["things"], Reader(code=code, role=role)
    collection.delete_many({})
    collection.insert_many([{"_id": n, "sharing": one.model_dump(mode="json")} for n, one in enumerate(sharings)])
    found = {document["_id"] for document in collection.find(mongo_filter(reader))}
    assert found == {n for n, one in enumerate(sharings) if visible(reader, one)}


@pytest.fixture
def mongo(mongo_url: str, database: str) -> Iterator[Any]:
    with MongoClient[dict[str, Any]](mongo_url) as client:
        yield client[database]


def _ids() -> dict[str, dict[int, str]]:
    return {
        "reports": {n: things.report(n)["_id"] for n in FOREIGN},
        "links": {n: things.link(n)["_id"] for n in FOREIGN},
        "alerts": {n: things.alert_id(n) for n in FOREIGN},
    }


def _comparable(answer: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name != "date"}
