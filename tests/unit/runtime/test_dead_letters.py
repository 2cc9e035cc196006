"""A dead letter says where it came from and why, and a flood of them stops the worker."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from services.contracts.reasons import Reason, Refused
from services.runtime.dead_letters import Limit, LimitExceeded, letter, letter_id
from services.runtime.records import Record

NOW = datetime(2021, 2, 11, tzinfo=UTC)


def _record(value: bytes | None = b"{broken", offset: int = 7) -> Record:
    return Record("reports-mail", 2, offset, b"key", value, {}, (("ce_id", b"42"),), NOW)


def _headers(record: Record, why: Refused) -> dict[str, str]:
    made = letter("ingest-dead-letters", "ingest", record, why, NOW)
    return {name: value.decode() for name, value in made.headers}


def test_a_letter_names_its_origin_reason_and_attempts() -> None:
    headers = _headers(_record(), Refused(Reason.NOT_JSON, "not JSON at line 1", attempts=3))
    assert headers["tocsin-letter-origin-topic"] == "reports-mail"
    assert headers["tocsin-letter-origin-partition"] == "2"
    assert headers["tocsin-letter-origin-offset"] == "7"
    assert headers["tocsin-letter-reason"] == "not_json"
    assert headers["tocsin-letter-attempts"] == "3"
    assert headers["ce_id"] == "42"


def test_the_same_record_is_the_same_letter_however_often_it_comes() -> None:
    assert letter_id("ingest", _record()) == letter_id("ingest", _record(b"other bytes"))
    assert letter_id("ingest", _record()) != letter_id("ingest", _record(offset=8))
    assert letter_id("ingest", _record()) != letter_id("enrich", _record())


def test_a_letter_written_because_of_a_name_keeps_no_name() -> None:
    made = letter("d", "ingest", _record(b'{"name": "Kim"}'), Refused(Reason.NOMINAL_DATA, "/parties/0/name"), NOW)
    assert made.value is not None
    assert b"Kim" not in made.value
    assert b"Kim" not in b"".join(value for _, value in made.headers)


def test_a_null_value_stays_apart_from_an_empty_one() -> None:
    why = Refused(Reason.EMPTY, "no value")
    assert _headers(_record(None), why)["tocsin-letter-body"] == "null"
    assert _headers(_record(b""), why)["tocsin-letter-body"] == "original"


def test_a_run_of_dead_records_stops_the_worker() -> None:
    limit = Limit(ratio=1.0, sample=1000, run=3)
    for _ in range(3):
        limit.count("t", 0, dead=True)
    with pytest.raises(LimitExceeded):
        limit.count("t", 0, dead=True)


def test_a_good_record_ends_a_run() -> None:
    limit = Limit(ratio=1.0, sample=1000, run=3)
    for _ in range(20):
        for _ in range(3):
            limit.count("t", 0, dead=True)
        limit.count("t", 0, dead=False)


def test_partitions_are_counted_apart() -> None:
    limit = Limit(ratio=1.0, sample=1000, run=3)
    for partition in range(10):
        for _ in range(3):
            limit.count("t", partition, dead=True)


def test_a_large_share_of_dead_records_stops_the_worker_once_the_sample_is_full() -> None:
    limit = Limit(ratio=0.5, sample=10, run=1000)
    outcomes = [True, True, True, False] * 2 + [True]
    for dead in outcomes:
        limit.count("t", 0, dead)
    with pytest.raises(LimitExceeded):
        limit.count("t", 0, dead=True)
