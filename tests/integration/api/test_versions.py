"""What each version of a report said, what was said of it, and what its sender was told: each to who may read it."""

from __future__ import annotations

from services.contracts.identifiers import report_id
from services.contracts.sharing import owned
from tests.integration.api import things
from tests.integration.api.serving import Stage

OWN_ONLY = owned("KR", "RED", ["KR"])


def test_every_version_stays_readable_by_its_own_restriction(stage: Stage) -> None:
    stage.store("submissions", things.submission(1, statuses=("accepted", "accepted", "accepted")))
    stage.store("versions", things.older(1, 1), things.older(1, 2, OWN_ONLY))
    stage.store("reports", things.report(1, version=3))
    path = f"/v1/reports/{things.report(1)['_id']}/history"

    def narratives(code: str) -> list[str | None]:
        versions = stage.get(code, path).json()["versions"]
        return [one["report"]["narrative"] if one["report"] else None for one in versions]

    assert narratives("KR") == ["as in version 1", "as in version 2", "inside toy boxes (a|b)"]
    assert narratives("FR") == ["as in version 1", None, "inside toy boxes (a|b)"]
    assert stage.get("FR", path).json()["versions"][0]["report"]["report_id"] == things.report(1)["_id"]


def test_a_version_that_is_held_for_its_number_does_not_show_the_content_of_the_accepted_one(stage: Stage) -> None:
    submission = things.submission(1, statuses=("accepted", "held"))
    submission["entries"][1]["version"] = 1
    stage.store("submissions", submission)
    stage.store("reports", things.report(1))
    versions = stage.get("KR", f"/v1/reports/{things.report(1)['_id']}/history").json()["versions"]
    assert [one["report"] is None for one in versions] == [False, True]


def test_a_release_is_shown_to_all_readers_and_its_reason_to_the_owner(stage: Stage) -> None:
    submission = things.submission(1)
    submission["entries"][0]["released"] = {"by": "KR", "reason": "seen by two", "at": things.WHEN, "origin": None}
    stage.store("submissions", submission)
    stage.store("reports", things.report(1))
    path = f"/v1/reports/{things.report(1)['_id']}/history"
    told = {code: stage.get(code, path).json()["versions"][0]["released"] for code in ("KR", "FR")}
    assert (told["KR"]["by"], told["KR"]["reason"]) == ("KR", "seen by two")
    assert (told["FR"]["by"], told["FR"].get("reason")) == ("KR", None)


def test_a_reply_is_shown_to_who_may_read_that_reply(stage: Stage) -> None:
    reply = {
        "report_id": report_id("KR", "lab"),
        "kind": "lab_result",
        "administration": "KR",
        "version": 1,
        "outcome": "confirmed",
        "identified": [{"no": 1, "id": "mdma", "raw": "MDMA"}],
        "sharing": OWN_ONLY.model_dump(mode="json"),
    }
    stage.store("reports", things.report(1, replies=[reply]))
    path = f"/v1/reports/{things.report(1)['_id']}"
    assert [one["outcome"] for one in stage.get("KR", path).json()["replies"]] == ["confirmed"]
    assert stage.get("FR", path).json()["replies"] == []


def test_a_receipt_tells_the_findings_of_every_stage_so_far_in_the_readers_language(stage: Stage) -> None:
    stage.store("submissions", things.submission(1, statuses=("accepted", "accepted")), things.submission(2))
    found = [{"code": "unlisted_value", "path": "/goods/0/form"}]
    stage.store("versions", things.older(1, 1, quality=found))
    stage.store("reports", things.report(1, version=2))
    receipts = {(one["national_ref"], one["version"]): one for one in stage.get("KR", "/v1/receipts").json()["items"]}
    assert {key: one["stage"] for key, one in receipts.items()} == {
        ("1", 1): "normalised",
        ("1", 2): "normalised",
        ("2", 1): "accepted",
    }
    assert [one["path"] for one in receipts["1", 1]["findings"]] == ["/goods/0/form"]
    assert receipts["1", 2]["findings"] == []
    assert stage.get("FR", "/v1/receipts").json()["items"] == []
