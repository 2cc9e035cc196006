"""A held report is released by its owner through the real door; nobody else can, and a kill loses no release."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

from services.contracts.events import SUBMITTED
from services.contracts.participants import SIGNATURE_HEADER, signature_header
from services.contracts.release import RELEASE_HEADER, RELEASE_SIGNATURE_HEADER, signed_release
from services.contracts.topics import REPORTS
from tests.integration.ingest.conftest import MakeGround
from tests.integration.ingest.ground import Ground, accepted, fresh, letters, receipts
from tests.integration.ingest.test_send import Sender
from tests.integration.ingest.test_stream import id_of
from tests.platform import wait_until
from tests.unit.ingest.reports import encode

FAR = "2099-01-01T00:00:00Z"
WHY = "vérifié auprès du bureau d'Incheon"


def release(ground: Ground, report: Any, reason: str = WHY, code: str = "KR") -> Any:
    return ground.post(report, code, tocsin_release=reason.encode())


def told(ground: Ground, since: Any, report: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """The receipts of a report, once there are so many."""
    found: list[dict[str, Any]] = wait_until(
        lambda: (got := receipts(ground, since, id_of(report))) and len(got) == number and got, 60, "receipts"
    )
    return found


def held(ground: Ground, since: Any) -> dict[str, Any]:
    """A report that the stream has stored as held."""
    report = fresh(occurred_at=FAR)
    assert ground.post(report).json()["status"] == "held"
    told(ground, since, report, 1)
    return report


def released_entry(ground: Ground, report: dict[str, Any]) -> dict[str, Any]:
    stored = ground.submission(id_of(report))
    assert stored is not None
    (entry,) = stored["entries"]
    return dict(entry)


def test_the_owner_releases_a_held_report_with_a_reason_in_its_own_language(ground: Ground) -> None:
    since = ground.ends()
    report = held(ground, since)
    answer = release(ground, report).json()
    assert (answer["status"], [one["code"] for one in answer["findings"]][:2]) == (
        "accepted",
        ["released", "future_date"],
    )
    assert release(ground, report).json()["status"] == "duplicate", "before or after the stream has stored it"
    [record] = accepted(ground, since, id_of(report), least=1)
    body = json.loads(record.value)
    assert [one["code"] for one in body["findings"]][:2] == ["released", "future_date"]
    first, second = told(ground, since, report, 2)
    assert (first["status"], second["status"]) == ("held", "accepted")
    entry = released_entry(ground, report)
    assert (entry["status"], entry["released"]["by"], entry["released"]["reason"]) == ("accepted", "KR", WHY)
    assert body["received_at"] == first["at"]
    assert release(ground, report).json()["status"] == "duplicate"
    assert len(accepted(ground, since, id_of(report))) == 1


def test_a_report_never_seen_is_let_in_at_once(ground: Ground) -> None:
    since, report = ground.ends(), fresh(occurred_at=FAR)
    assert release(ground, report).json()["status"] == "accepted"
    [receipt] = told(ground, since, report, 1)
    assert (receipt["status"], receipt["findings"][0]["code"]) == ("accepted", "released")


def test_a_clash_of_versions_is_not_releasable_and_says_what_to_do(ground: Ground) -> None:
    since, report = ground.ends(), fresh()
    clash = report | {"narrative": "other words"}
    ground.post(report)
    assert ground.post(clash).json()["status"] == "held"
    told(ground, since, report, 2)
    answer = release(ground, clash)
    assert (answer.status_code, answer.json()["reason"]) == (422, "not_releasable")
    assert "higher version" in answer.json()["findings"][0]["suggestion"]
    assert ground.post(clash | {"version": 2}).json()["status"] == "accepted"


def test_a_release_without_a_reason_takes_nothing(ground: Ground) -> None:
    report = fresh(occurred_at=FAR)
    for reason in ("", "x" * 501, "\u2028"):
        answer = ground.post(report, tocsin_release=reason.encode(), accept_language="fr")
        assert (answer.status_code, answer.json()["findings"][0]["code"]) == (422, "release_reason")
        assert "motif" in answer.json()["findings"][0]["message"]
    assert ground.post(report).json()["status"] == "held", "it is not there yet"


def test_what_is_refused_stays_refused_and_nobody_releases_anothers_report(ground: Ground) -> None:
    since = ground.ends()
    report = held(ground, since)
    assert release(ground, report | {"goods": []}).status_code == 422
    assert release(ground, report, code="JP").status_code == 403
    assert released_entry(ground, report)["status"] == "held"


def test_a_national_systems_own_record_releases_nothing(ground: Ground) -> None:
    since = ground.ends()
    report = held(ground, since)
    body = encode(report)
    signature = signature_header("kr-1", ground.signing["KR"].sign(body)).encode()
    own = signature_header("kr-1", ground.signing["KR"].sign(signed_release(WHY, body))).encode()
    words = [("ce_type", SUBMITTED.encode()), (SIGNATURE_HEADER, signature)]
    ground.produce(body, headers=[*words, (RELEASE_HEADER, WHY.encode()), (RELEASE_SIGNATURE_HEADER, own)])
    assert [one["status"] for one in told(ground, since, report, 2)] == ["held", "duplicate"]
    assert released_entry(ground, report)["status"] == "held"


def test_a_release_that_was_added_to_the_doors_record_is_a_dead_letter(ground: Ground) -> None:
    since = ground.ends()
    report = held(ground, since)
    [record] = [one for one in ground.records(REPORTS["mail"].name, since) if one.key.decode() == id_of(report)]
    forged = ground.produce(record.value, headers=[*record.headers, (RELEASE_HEADER, WHY.encode())])
    [(words, _)] = wait_until(lambda: letters(ground, since, forged), 30, "a dead letter")
    assert words["tocsin-letter-reason"] in ("bad_signature", "unknown_participant")
    assert released_entry(ground, report)["status"] == "held"


def test_the_command_sends_what_an_earlier_run_was_told_is_held(ground: Ground, tmp_path: Path) -> None:
    sender, since, report = Sender(ground, tmp_path), ground.ends(), fresh(occurred_at=FAR)
    (tmp_path / "a.jsonl").write_text(json.dumps(report) + "\n")
    status, counts = sender.run("a.jsonl", "--key-file", "kr.key")
    assert (status, counts["statuses"]["held"]) == (0, 1)
    status, counts = sender.run("a.jsonl", "--key-file", "kr.key", "--release", WHY)
    assert (status, counts["statuses"]["accepted"]) == (0, 1)
    assert [one["status"] for one in told(ground, since, report, 2)] == ["held", "accepted"]
    assert released_entry(ground, report)["released"]["reason"] == WHY
    status, counts = sender.run("a.jsonl", "--key-file", "kr.key", "--release", WHY)
    assert (counts["acknowledged_before"], sum(counts["statuses"].values())) == (1, 0)


def test_a_release_recorded_before_a_kill_is_produced_when_it_is_redelivered(
    ground_on: MakeGround, breakable_kafka: Any, mongo_url: str, tmp_path: Path
) -> None:
    ground = ground_on(breakable_kafka.node.address, mongo_url, tmp_path)
    since = ground.ends()
    ground.run("door")
    ground.run("stream")
    report = held(ground, since)
    ground.processes["stream"].terminate()
    ground.processes["stream"].wait(60)
    ground.run("stream", ready=False, TOCSIN_FAILPOINT="after_store_before_produce:1")
    assert release(ground, report).json()["status"] == "accepted"
    assert ground.processes["stream"].wait(60) == -signal.SIGKILL
    assert released_entry(ground, report)["status"] == "accepted", "recorded before the kill"
    assert accepted(ground, since, id_of(report)) == []
    ground.run("stream")
    assert len(accepted(ground, since, id_of(report), least=1)) == 1
    assert [one["status"] for one in told(ground, since, report, 2)] == ["held", "accepted"]
