"""The planned operation: its size, its mixture, and that it can be planned again to the byte."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from services.contracts.identifiers import report_id
from services.contracts.report import Report
from services.contracts.topics import MODES
from services.simulator.cases import ENDS, STARTS
from services.simulator.operation import CLOUDEVENT, Message, Operation, plan
from services.simulator.planting import Planting
from services.simulator.roster import BY_CODE

DIGEST = """
import hashlib
from services.simulator.operation import plan
digest = hashlib.sha256()
for message in plan(9, 120, 1200):
    digest.update(repr(message).encode())
print(digest.hexdigest())
"""


def report_of(message: Message) -> Report:
    """The report inside a message that should be taken."""
    found = json.loads(message.body or b"")
    return Report.model_validate(found["data"] if message.content_type == CLOUDEVENT else found)


def test_the_operation_has_937_seizures_in_8000_messages_of_six_weeks(
    operation: Operation, messages: Sequence[Message]
) -> None:
    seizures = {m.report_id for m in messages if m.content == "seizure" and m.expected == "accepted"}
    assert len(seizures) == 937
    assert len(operation) == len(messages) == 8_000
    assert timedelta(days=40) == ENDS - STARTS
    assert timedelta(days=39) < messages[-1].due < timedelta(days=40)


def test_all_administrations_modes_kinds_and_doors_take_part(messages: Sequence[Message]) -> None:
    assert {m.administration for m in messages} == set(BY_CODE)
    assert {m.mode for m in messages} == set(MODES)
    assert {m.door for m in messages} == {"http", "kafka"}
    kinds = {"warning", "feedback", "seizure", "lab_result", "retraction", "correction"}
    assert {m.content for m in messages} == kinds


def test_messages_come_in_the_order_in_which_they_are_due(messages: Sequence[Message]) -> None:
    assert all(a.due <= b.due for a, b in pairwise(messages))
    assert [m.sequence for m in messages] == list(range(len(messages)))


def test_what_should_be_taken_is_a_valid_report_of_its_sender(messages: Sequence[Message]) -> None:
    for message in messages:
        if message.expected != "refused":
            report = report_of(message)
            assert (report.administration, report.version) == (message.administration, message.version)
            assert report.mode == message.mode
            assert report.report_id == report_id(report.administration, report.national_ref) == message.report_id


def test_the_same_seed_is_the_same_operation_in_another_process_with_another_hash_seed() -> None:
    digests = {
        subprocess.run(  # the only way to change the hash seed
            [sys.executable, "-c", DIGEST], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "4711")
    }
    assert len(digests) == 1


def test_another_seed_is_another_operation() -> None:
    assert [m.body for m in plan(1, 60, 600)] != [m.body for m in plan(2, 60, 600)]


def test_reading_the_messages_twice_gives_the_same_bytes() -> None:
    operation = plan(4, 60, 600)
    assert list(operation) == list(operation)


@pytest.mark.parametrize(("seizures", "messages"), [(60, 600), (176, 1_500), (500, 6_000)])
def test_an_operation_of_another_size_has_exactly_that_size(seizures: int, messages: int) -> None:
    operation = plan(3, seizures, messages)
    assert len(operation) == messages
    assert sum(case.kind == "seizure" and not (case.held or case.refused) for case in operation.cases) == seizures


def test_an_operation_that_is_too_small_for_its_seizures_is_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        plan(1, 900, 800)


def test_a_load_run_without_planting_or_dirt_is_planned_but_not_yet_written() -> None:
    operation = plan(1, 2_000, 20_000, Planting.none(), {})
    assert len(operation) == 20_000
    assert next(operation.messages()).sequence == 0


def test_a_plan_for_one_door_sends_nothing_to_the_other() -> None:
    for door in ("http", "kafka"):
        assert {m.door for m in plan(1, 60, 600, doors=(door,))} == {door}


def test_local_times_carry_the_offset_of_their_administration(messages: Sequence[Message]) -> None:
    for message in messages[:500]:
        if message.expected == "accepted":
            occurred = report_of(message).occurred_at
            assert isinstance(occurred, datetime)
            assert occurred.utcoffset() == BY_CODE[message.administration].utc_offset


def test_most_reports_are_shared_with_the_operation_and_a_few_with_named_readers(
    messages: Sequence[Message],
) -> None:
    sharings = [r.sharing for m in messages if m.expected == "accepted" and (r := report_of(m)).sharing]
    labels = Counter(sharing.tlp for sharing in sharings if sharing)
    assert labels.most_common(1)[0][0] == "AMBER"
    assert {"AMBER", "GREEN", "AMBER+STRICT", "RED"} == set(labels)
    narrow = sum(sharing.audience != ("operation",) for sharing in sharings if sharing)
    assert 0 < narrow < len(sharings) / 8


def test_red_reports_name_their_readers(messages: Sequence[Message]) -> None:
    red = [r for m in messages if m.expected == "accepted" and (r := report_of(m)).sharing and r.sharing.tlp == "RED"]
    assert red
    assert all(r.sharing and "operation" not in r.sharing.audience for r in red)
