"""The oracle finds what was planted in a simulated operation, and nothing that only looks like it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from tests.faults.load.plans import make_plan
from tests.faults.verifier.expected_links import Bearer, ExpectedLinks, expected_links, joins
from tests.faults.verifier.policy import Reader, may_read
from tests.faults.verifier.sent import Sent

SEED, MESSAGES, SEIZURES = 3, 3_000, 1_000


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tuple[ExpectedLinks, dict[str, Any]]:
    """The oracle's links of everything that must be accepted, and the simulator's truth."""
    folder: Path = tmp_path_factory.mktemp("plan")
    accepted = {}
    for message in make_plan(folder, SEED, MESSAGES, SEIZURES):
        if message.expected == "accepted":
            sent = Sent(
                **{name: getattr(message, name) for name in ("sequence", "door", "administration", "report_id")},
                **{name: getattr(message, name) for name in ("version", "content_type", "body", "expected")},
                answer="accepted",
                reason=None,
                wanted_reason=None,
                origin=None,
                attempts=1,
                planned_at=0,
                answered_at=0,
            )
            accepted[sent.submission] = sent.document
    truth = json.loads(next(folder.glob("*.truth.json")).read_text())
    return expected_links(accepted), truth


SURE = {
    "same_object": {"s10", "awb", "container", "plate", "vessel"},
    "same_party": {"phone", "email", "address", "document", "wallet", "handle", "name"},
}
"""What the oracle is sure of: by other evidence a link may stand."""


def pairs(links: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    return {(link["class"], *sorted(link["reports"])) for link in links if link["class"] in SURE}


def sure(links: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [link for link in links if SURE.get(link["class"], set()) & set(link["because"])]


def of_parked_values(truth: dict[str, Any], reports: dict[str, str]) -> set[tuple[str, str, str]]:
    return {
        (value["class"], one, other)
        for value in truth["parked_values"]
        for one, other in combinations(value["reports"], 2)
        if reports[one] != reports[other]
    }


def test_every_planted_link_is_found_and_no_other(planned: tuple[ExpectedLinks, dict[str, Any]]) -> None:
    found, truth = planned
    assert found.must.keys() == pairs(sure(truth["planted_links"]))
    assert found.may >= pairs(truth["planted_links"]) - found.must.keys()
    assert len(found.must) > 100


def test_pairs_of_a_hub_may_stand_and_withdrawn_links_may_have_stood(
    planned: tuple[ExpectedLinks, dict[str, Any]],
) -> None:
    found, truth = planned
    assert found.may >= pairs(truth["tolerated_links"]) - found.must.keys()
    assert found.may >= of_parked_values(truth, truth["reports"]) - found.must.keys()
    assert found.ever >= pairs(truth["withdrawn_links"])


def test_what_only_looks_like_a_link_need_not_stand(planned: tuple[ExpectedLinks, dict[str, Any]]) -> None:
    found, truth = planned
    assert not found.must.keys() & pairs(truth["forbidden_links"] + truth["lost_links"])


def bearer(owner: str, day: int, kind: str = "seizure", **fields: Any) -> Bearer:
    document = {"administration": owner, "national_ref": f"{owner}-{day}", "kind": kind, "precision": "minute"}
    occurred = {"occurred_at": (datetime(2021, 1, 1, tzinfo=UTC) + timedelta(days=day)).isoformat()}
    return Bearer(f"{owner}-{day}", 1, document | occurred | fields)


@pytest.mark.parametrize(
    ("kind", "one", "other", "answer"),
    [
        ("parcel", bearer("NL", 1, "warning"), bearer("KR", 9), "yes"),
        ("parcel", bearer("NL", 1), bearer("KR", 9), "no"),
        ("parcel", bearer("NL", 1, "warning"), bearer("NL", 9), "no"),
        ("waybill", bearer("NL", 1), bearer("KR", 9), "yes"),
        ("container", bearer("NL", 1), bearer("KR", 59), "yes"),
        ("container", bearer("NL", 1), bearer("KR", 90), "maybe"),
        ("container", bearer("NL", 1), bearer("KR", 9), "maybe"),
        ("plate", bearer("NL", 1, precision="month"), bearer("KR", 9), "yes"),
        ("plate", bearer("NL", 1, precision="month"), bearer("KR", 380), "maybe"),
        ("parcel", bearer("NL", 1, "warning"), bearer("KR", 9, precision="month"), "maybe"),
        ("token:phone", bearer("NL", 1), bearer("KR", 300), "yes"),
        ("token:phone", bearer("NL", 1, exercise=True), bearer("KR", 9), "no"),
        (
            "waybill",
            bearer("NL", 1, "warning"),
            bearer("KR", 9, in_reply_to={"administration": "NL", "national_ref": "NL-1"}),
            "no",
        ),
    ],
)
def test_an_equal_value_joins_two_reports(kind: str, one: Bearer, other: Bearer, answer: str) -> None:
    assert joins(kind, one, other) == joins(kind, other, one) == answer


@pytest.mark.parametrize(
    ("code", "role", "tlp", "audience", "may"),
    [
        ("KR", "administration", "RED", [], True),
        ("NL", "administration", "RED", ["operation"], False),
        ("NL", "administration", "RED", ["NL"], True),
        ("NL", "administration", "AMBER+STRICT", ["operation"], True),
        ("OBSERVER", "observer", "AMBER", ["operation"], False),
        ("OBSERVER", "observer", "GREEN", ["operation"], True),
        ("OCU", "coordination_unit", "GREEN", ["NL"], False),
    ],
)
def test_a_reader_reads_what_the_owner_allowed(code: str, role: str, tlp: str, audience: list[str], may: bool) -> None:
    report = {"administration": "KR", "sharing": {"tlp": tlp, "audience": audience}}
    assert may_read(Reader(code, role), report) is may
