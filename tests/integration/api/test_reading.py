"""Lists, filters, pages, ETags, problems."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.integration.api import things
from tests.integration.api.serving import Stage

PROBLEM = "urn:tocsin:problem:"


def walked(stage: Stage, code: str, path: str, field: str, between: Any = None, **asked: Any) -> list[str]:
    """Every id of a list, page after page; ``between`` runs after each page."""
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        answer = stage.get(code, path, **asked, **cursor).json()
        found += [item[field] for item in answer["items"]]
        if answer["next"] is None:
            return found
        cursor = {"cursor": answer["next"]}
        if between:
            between(len(found))


@pytest.mark.parametrize("kind", ["reports", "links", "alerts"])
def test_a_walk_shows_everything_once_while_documents_are_added_and_changed(stage: Stage, kind: str) -> None:
    make = {"reports": things.report, "links": things.link, "alerts": things.alert}[kind]
    stage.store(kind, *(make(number) for number in range(60)))
    collection = stage.documents[kind]

    def disturb(seen: int) -> None:
        stage.store(kind, make(1000 + seen))
        changed = {"received_at": things.WHEN, "changed_at": things.WHEN, "raised_at": things.WHEN, "revision": 2}
        collection.update_many({}, {"$set": changed})

    found = walked(stage, "KR", f"/v1/{kind}", f"{kind[:-1]}_id", disturb, limit=7)
    assert len(found) == len(set(found))
    assert {make(number)["_id"] for number in range(60)} <= set(found)


def test_receipts_are_one_for_each_version_in_the_readers_language(stage: Stage) -> None:
    stage.store("submissions", *(things.submission(n, statuses=("accepted", "held")) for n in range(5)))
    stage.store("submissions", things.submission(1, "NL"))
    found = walked(stage, "KR", "/v1/receipts", "report_id", limit=3)
    assert sorted(found) == sorted([things.submission(n)["_id"] for n in range(5)] * 2)
    held = stage.get("KR", "/v1/receipts", limit=1).json()["items"][0]
    assert (held["version"], held["status"], held["findings"][0]["code"]) == (2, "held", "unlisted_value")
    assert stage.get("OCU", "/v1/receipts").json() == {"items": [], "next": None}


FILTERS: list[tuple[dict[str, str], set[int]]] = [
    ({}, {1, 2, 3}),
    ({"administration": "NL"}, {2}),
    ({"country": "FR"}, {3}),
    ({"mode": "sea"}, {3}),
    ({"kind": "warning"}, {2}),
    ({"substance": " mdma "}, {1, 2}),
    ({"identifier": "RR 473 124 829 NL"}, {1, 2}),
    ({"identifier": "cx1"}, {1, 2}),
    ({"identifier": "CX 1"}, {1, 2}),
    ({"identifier": things.TOKEN}, set()),
    ({"identifier": f"party:phone:{things.TOKEN}"[:100]}, set()),
    ({"operation": "other"}, set()),
    ({"place": "KRICN"}, {1, 2, 3}),
    ({"from": "2021-02-12T00:00:00Z"}, {3}),
    ({"to": "2021-02-12T00:00:00+09:00"}, {1, 2}),
    ({"q": "TOY boxes"}, {1, 2, 3}),
    ({"q": "(a|b)"}, {1, 2, 3}),
    ({"q": ".*"}, set()),
    ({"retracted": "true"}, set()),
    ({"order": "newest", "mode": "mail"}, {1, 2}),
]


def test_reports_are_found_by_every_filter(stage: Stage) -> None:
    later = things.WHEN.replace(day=20)
    stage.store(
        "reports",
        things.report(1),
        things.report(2, administration="NL", kind="warning"),
        things.report(3, mode="sea", countries=["FR"], substances=["lsd"], occurred_at=later, match_keys=[],
                      normalised={"identifiers": []}),
    )  # fmt: skip
    numbers = {things.report(1)["_id"]: 1, things.report(2, administration="NL")["_id"]: 2, things.report(3)["_id"]: 3}
    for asked, wanted in FILTERS:
        found = stage.get("OCU", "/v1/reports", **asked)
        assert found.status_code == 200, (asked, found.text)
        assert {numbers[item["report_id"]] for item in found.json()["items"]} == wanted, asked


def test_links_show_what_stands_unless_asked(stage: Stage) -> None:
    statuses = ("proposed", "unsure", "confirmed", "rejected", "withdrawn")
    stage.store("links", *(things.link(n, status=status) for n, status in enumerate(statuses)))
    listed = stage.get("KR", "/v1/links").json()["items"]
    assert {one["status"] for one in listed} == {"proposed", "unsure", "confirmed"}
    asked = stage.get("KR", "/v1/links", status=["rejected", "withdrawn"]).json()["items"]
    assert {one["status"] for one in asked} == {"rejected", "withdrawn"}
    assert stage.get("KR", "/v1/links", **{"class": "same_object"}).json()["items"] == []


def test_alerts_are_found_by_their_filters(stage: Stage) -> None:
    stage.store("alerts", things.alert(1), things.alert(2) | {"severity": "low", "status": "closed"})
    filters: list[tuple[dict[str, str], int]] = [
        ({"severity": "high"}, 1), ({"status": "closed"}, 1), ({"rule": "link-across-countries"}, 2),
        ({"rule": "other"}, 0), ({"country": "NL"}, 2), ({"report": things.report(1)["_id"]}, 2),
    ]  # fmt: skip
    for asked, count in filters:
        assert len(stage.get("KR", "/v1/alerts", **asked).json()["items"]) == count, asked
    assert [one["title"] for one in stage.get("KR", "/v1/alerts", order="newest").json()["items"]] == [
        "Matter 2",
        "Matter 1",
    ]


REFUSED: list[tuple[str, dict[str, str], int, str]] = [
    ("/v1/alerts", {"limit": "0"}, 422, "invalid_parameter"),
    ("/v1/alerts", {"limit": "1001"}, 422, "invalid_parameter"),
    ("/v1/alerts", {"cursor": "nonsense"}, 400, "bad_cursor"),
    ("/v1/alerts", {"cursor": ""}, 400, "bad_cursor"),
    ("/v1/alerts", {"unknown": "1"}, 422, "invalid_parameter"),
    ("/v1/alerts", {"severity[$ne]": "low"}, 422, "invalid_parameter"),
    ("/v1/alerts", {"severity": "huge"}, 422, "invalid_parameter"),
    ("/v1/reports", {"from": "yesterday"}, 422, "invalid_parameter"),
    ("/v1/reports", {"from": "2021-02-12T00:00:00"}, 422, "invalid_parameter"),
    ("/v1/reports", {"from": "0001-01-01T00:00:00+14:00"}, 422, "invalid_parameter"),
    ("/v1/reports/some-id/network", {"to": "9999-12-31T23:59:59-14:00"}, 422, "invalid_parameter"),
    ("/v1/reports", {"q": "a\x00b"}, 422, "invalid_parameter"),
    ("/v1/reports", {"q": "x" * 101}, 422, "invalid_parameter"),
    ("/v1/reports/some-id", {"limit": "1"}, 422, "invalid_parameter"),
    ("/v1/links", {"status": "any"}, 422, "invalid_parameter"),
    ("/v1/alerts/stream", {"last_event_id": "nonsense"}, 400, "bad_resume_token"),
    ("/v1/alerts/stream", {"since": "1"}, 422, "invalid_parameter"),
    ("/v1/nothing", {}, 404, "not_found"),
    ("/console/../app.py", {}, 404, "not_found"),
]


def test_what_cannot_be_answered_is_refused_with_a_problem_that_repeats_no_value(stage: Stage) -> None:
    for path, asked, status, word in REFUSED:
        answer = stage.get("KR", path, **asked)
        assert (answer.status_code, answer.json()["type"]) == (status, PROBLEM + word), (path, asked, answer.text)
        assert "x" * 101 not in answer.text
    headers = {"Authorization": f"Bearer {stage.keys['KR']}", "Accept-Language": "fr"}
    wrong = httpx.post(f"{stage.url}/v1/alerts", headers=headers)
    assert (wrong.status_code, wrong.json()["title"]) == (405, "Ce chemin n'admet pas cette méthode")


def test_another_readers_cursor_is_refused(stage: Stage) -> None:
    stage.store("alerts", things.alert(1), things.alert(2))
    cursor = stage.get("KR", "/v1/alerts", limit=1, order="newest").json()["next"]
    assert stage.get("NL", "/v1/alerts", cursor=cursor, order="newest").status_code == 400
    assert stage.get("KR", "/v1/alerts", cursor=cursor).status_code == 400
    assert stage.get("KR", "/v1/alerts", cursor=cursor, order="newest").json()["items"][0]["title"] == "Matter 1"


def test_an_unchanged_object_is_not_sent_again_and_a_list_names_its_next_page(stage: Stage) -> None:
    stage.store("alerts", things.alert(1), things.alert(2))
    path = f"{stage.url}/v1/alerts/{things.alert_id(1)}"
    headers = {"Authorization": f"Bearer {stage.keys['KR']}"}
    tag = httpx.get(path, headers=headers).headers["etag"]
    assert httpx.get(path, headers=headers | {"If-None-Match": f'"other", W/{tag}'}).status_code == 304
    assert httpx.get(path, headers=headers | {"If-None-Match": tag, "Accept-Language": "fr"}).status_code == 200
    stage.documents["alerts"].update_one({"_id": things.alert_id(1)}, {"$set": {"severity": "low"}})
    assert httpx.get(path, headers=headers | {"If-None-Match": tag}).status_code == 200

    first = httpx.get(f"{stage.url}/v1/alerts?limit=1&order=newest", headers=headers)
    following = first.links["next"]["url"]
    assert httpx.get(stage.url + following, headers=headers).json()["items"][0]["title"] == "Matter 1"


def test_the_history_is_for_who_may_read_the_report_and_held_versions_for_its_owner(stage: Stage) -> None:
    stage.store("submissions", things.submission(1, statuses=("accepted", "held")), things.submission(2))
    stage.store("reports", things.report(1))
    path = f"/v1/reports/{things.report(1)['_id']}/history"
    assert [one["status"] for one in stage.get("KR", path).json()["versions"]] == ["accepted", "held"]
    assert [one["status"] for one in stage.get("FR", path).json()["versions"]] == ["accepted"]
    not_linked_yet = f"/v1/reports/{things.report(2)['_id']}/history"
    assert stage.get("KR", not_linked_yet).status_code == 200
    assert stage.get("FR", not_linked_yet).status_code == 404
