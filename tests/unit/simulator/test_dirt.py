"""Dirt: every kind is there, is what it says it is, and harms nobody else's report."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from services.contracts.codec import parse_json
from services.contracts.identifiers import numbers_in, s10
from services.contracts.reasons import Reason, Undecodable
from services.contracts.report import Report
from services.contracts.topics import MIB, REPORT_BYTES
from services.ingest.quality import examine
from services.simulator.dirt import DIRT, DIRT_BY_NAME
from services.simulator.operation import CLOUDEVENT, Message, plan
from services.simulator.roster import BY_CODE

DECODED = (
    Reason.NOT_JSON,
    Reason.NOT_UTF8,
    Reason.DUPLICATE_KEY,
    Reason.NOT_FINITE,
    Reason.TOO_DEEP,
    Reason.NULL_BYTE,
)


def of_kind(messages: Sequence[Message], name: str) -> list[Message]:
    return [m for m in messages if m.dirt == name]


def document(message: Message) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(message.body or b"")
    return found["data"] if message.content_type == CLOUDEVENT else found


def test_every_kind_of_dirt_is_in_the_operation(messages: Sequence[Message]) -> None:
    assert {m.dirt for m in messages if m.dirt} == set(DIRT_BY_NAME)


def test_every_kind_that_both_doors_can_meet_comes_by_both(messages: Sequence[Message]) -> None:
    for kind in DIRT:
        if kind.expected == "refused" and kind.count > 1:
            assert {m.door for m in of_kind(messages, kind.name)} == set(kind.doors), kind.name


def test_each_message_says_what_its_kind_says(messages: Sequence[Message]) -> None:
    for message in messages:
        kind = DIRT_BY_NAME[message.dirt] if message.dirt else None
        assert message.expected == (kind.expected if kind else "accepted")
        assert message.reason == (kind.reason if kind else None)


@pytest.mark.parametrize("reason", DECODED)
def test_what_no_reader_may_let_through_is_refused_under_its_reason(
    messages: Sequence[Message], reason: Reason
) -> None:
    found = [m for m in messages if m.reason == reason]
    assert found
    for message in found:
        with pytest.raises(Undecodable) as caught:
            parse_json(message.body or b"")
        assert caught.value.reason == reason


@pytest.mark.parametrize("name", ["unknown_field", "nominal_data", "zero_quantity", "impossible_date", "missing_goods"])
def test_what_breaks_the_shape_is_json_but_no_report(messages: Sequence[Message], name: str) -> None:
    for message in of_kind(messages, name):
        with pytest.raises(ValidationError):
            Report.model_validate(document(message))


def test_an_oversize_body_would_be_a_good_report_but_for_its_size(messages: Sequence[Message]) -> None:
    (huge,) = of_kind(messages, "ten_megabytes")
    assert len(huge.body or b"") == 10_000_000
    for message in of_kind(messages, "oversize_record"):
        assert REPORT_BYTES < len(message.body or b"") < MIB
        Report.model_validate(document(message))


def test_a_tombstone_has_no_value_at_all(messages: Sequence[Message]) -> None:
    assert all(m.body is None and m.door == "kafka" for m in of_kind(messages, "tombstone"))


def test_a_foreign_report_is_sent_with_the_senders_own_keys(messages: Sequence[Message]) -> None:
    for message in of_kind(messages, "foreign_administration"):
        assert document(message)["administration"] != message.administration
        assert message.credentials == "own"


def test_a_report_on_the_wrong_topic_is_of_another_mode(messages: Sequence[Message]) -> None:
    assert all(document(m)["mode"] != m.mode for m in of_kind(messages, "wrong_topic"))


def test_a_duplicate_is_the_same_report_again(messages: Sequence[Message]) -> None:
    first: dict[tuple[str, int], Message] = {}
    for message in messages:
        key = message.report_id, message.version
        if message.expected == "duplicate":
            assert document(message) == document(first[key])
            same_door = message.door == first[key].door
            assert same_door == (message.dirt == "duplicate_same_door")
        elif message.expected == "accepted":
            first[key] = message


def test_a_conflict_is_the_same_version_with_other_content(messages: Sequence[Message]) -> None:
    for conflict in of_kind(messages, "version_conflict"):
        (good,) = [
            m for m in messages if m.report_id == conflict.report_id and m.expected == "accepted" and m.version == 1
        ]
        assert good.due < conflict.due
        assert document(good) != document(conflict)


def test_some_second_versions_and_retractions_overtake_what_they_are_about(
    messages: Sequence[Message],
) -> None:
    due: dict[str, timedelta] = {}
    for message in messages:
        if message.expected == "accepted" and message.version == 1:
            due[message.report_id] = message.due
    assert all(m.due <= due[m.report_id] for m in of_kind(messages, "version_before_first"))
    for message in of_kind(messages, "retraction_first"):
        answered = Report.model_validate(document(message)).answers
        assert answered is not None
        assert message.due <= due[answered]


def test_a_late_report_comes_days_after_it_occurred(messages: Sequence[Message]) -> None:
    for message in of_kind(messages, "late"):
        assert message.due > timedelta(days=5)


def test_2786_tablets_are_reported_again_as_2_786_kilograms(messages: Sequence[Message]) -> None:
    written = Counter(
        f"{quantity['value']} {quantity['unit']}"
        for m in of_kind(messages, "unit_clash")
        for quantity in (document(m)["goods"][0]["quantity"],)
    )
    assert set(written) == {"2786 tablet", "2.786 kilogram"}
    assert len(set(written.values())) == 1


def test_somebody_elses_retraction_is_refused_and_the_report_stands(
    messages: Sequence[Message], truth: dict[str, Any]
) -> None:
    for message in of_kind(messages, "foreign_retraction"):
        retraction = Report.model_validate(document(message))
        assert retraction.in_reply_to is not None
        assert retraction.in_reply_to.administration != retraction.administration == message.administration
        assert retraction.answers in truth["reports"]


def test_a_country_in_words_is_in_no_code_list(messages: Sequence[Message]) -> None:
    words = {document(m)["route"][0]["country"] for m in of_kind(messages, "country_in_words")}
    assert words
    assert not words & BY_CODE.keys()


def test_a_placeholder_stands_where_a_number_should(messages: Sequence[Message]) -> None:
    for message in of_kind(messages, "placeholder_number"):
        transport = Report.model_validate(document(message)).transport
        assert transport is not None
        found = [number for path, number in numbers_in(transport) if not path.startswith(("/flight", "/vessel"))]
        assert any(number.value is None or number.check == "invalid" for number in found)


def test_a_contradiction_of_a_linked_number_is_held(messages: Sequence[Message], truth: dict[str, Any]) -> None:
    groups = [set(group["reports"]) for group in truth["distractors"] if group["kind"] == "contradiction"]
    held = [m for m in of_kind(messages, "version_conflict") if any(m.report_id in group for group in groups)]
    assert len(held) == len(groups)
    for message in held:
        (warned,) = (
            m for m in messages if m.content == "warning" and any({m.report_id, message.report_id} == g for g in groups)
        )
        assert _items(message) == _items(warned)


def _items(message: Message) -> list[str | None]:
    transport = Report.model_validate(document(message)).transport
    return [s10(item).value for item in transport.items] if transport else []


def test_the_rules_of_quality_hold_what_the_plan_says_and_nothing_else(messages: Sequence[Message]) -> None:
    now = datetime(2021, 3, 20, tzinfo=UTC)
    for message in messages:
        if message.expected in ("accepted", "held") and message.dirt != "version_conflict":
            findings = examine(Report.model_validate(document(message)), now)
            assert any(f.severity == "hold" for f in findings) == (message.expected == "held"), message.dirt


def test_no_refused_or_held_report_is_anybody_elses(messages: Sequence[Message]) -> None:
    fates: dict[str, set[str]] = defaultdict(set)
    for message in messages:
        if message.dirt != "version_conflict":
            fates[message.report_id].add(message.expected)
    assert all(len(fate) == 1 or fate == {"accepted", "duplicate"} for fate in fates.values())


def test_the_truth_counts_what_must_be_refused_at_each_door(messages: Sequence[Message], truth: dict[str, Any]) -> None:
    for key, doors in (
        ("expected_refused", ("http", "kafka")),
        ("expected_refused_at_door", ("http",)),
        ("expected_dead_letters", ("kafka",)),
    ):
        assert truth[key] == Counter(m.reason for m in messages if m.reason and m.door in doors)


def test_a_clean_operation_has_no_dirt_of_its_own() -> None:
    for seizures, messages in ((100, 900), (937, 8_000)):
        assert {m.expected for m in plan(1, seizures, messages, dirt={})} == {"accepted"}


def test_a_kind_of_dirt_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ValueError, match="no such dirt"):
        plan(1, 100, 900, dirt={"soot": 1})
