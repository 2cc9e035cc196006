"""One report, one event, a batch: what the door reads out of a body."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.events import SUBMITTED
from services.contracts.reasons import Reason
from services.contracts.report import Report
from services.contracts.topics import REPORT_BYTES
from services.ingest.cloud_events import BATCH, LIMITS, MOST_EVENTS, PLAIN, STRUCTURED, read_body, split
from services.ingest.shape import Unfit
from tests.unit.ingest.reports import encode, seizure


def event(data: Any = None, **changes: Any) -> dict[str, Any]:
    made = {"specversion": "1.0", "type": SUBMITTED, "id": "1", "source": "/administrations/KR"}
    return made | {"data": seizure() if data is None else data} | changes


def batch_of(*events: bytes) -> bytes:
    return b"[" + b" ,\n".join(events) + b"]"


def reasons(raw: bytes, media: str = BATCH) -> list[Reason | None]:
    return [item.reason if isinstance(item, Unfit) else None for item in read_body(media, None, raw)]


def refusal(raw: bytes, media: str = BATCH, event_type: str | None = None) -> Reason:
    with pytest.raises(Unfit) as caught:
        read_body(media, event_type, raw)
    return caught.value.reason


GOOD = encode(event())


def test_the_same_report_comes_out_of_every_form() -> None:
    coded = event()
    del coded["data"]
    coded["data_base64"] = base64.b64encode(encode(seizure())).decode()
    forms = [
        read_body(PLAIN, None, encode(seizure())),
        read_body(PLAIN, SUBMITTED, encode(seizure())),
        read_body(STRUCTURED, None, GOOD),
        read_body(STRUCTURED, None, encode(coded)),
        read_body(BATCH, None, batch_of(GOOD)),
    ]
    assert [len(form) for form in forms] == [1] * 5
    assert len({form[0].report_id for form in forms if isinstance(form[0], Report)}) == 1


def test_bad_bytes_in_one_event_leave_its_neighbours_alone() -> None:
    bad = {
        Reason.NOT_UTF8: GOOD[:-2] + b',"narrative":"Z\xfcrich"}}',
        Reason.DUPLICATE_KEY: GOOD[:-1] + b',"id":"2"}',
        Reason.NOT_FINITE: GOOD[:-1] + b',"x":NaN}',
        Reason.TOO_DEEP: GOOD[:-1] + b',"x":' + b"[" * 10_000 + b"]" * 10_000 + b"}",
        Reason.NOT_JSON: b'{"a" 1}',
        Reason.NULL_BYTE: encode(event(seizure(narrative="\x00"))),
        Reason.OVERSIZE: GOOD[:-1] + b" " * LIMITS[STRUCTURED] + b"}",
        Reason.UNKNOWN_EVENT: encode(event(type="tocsin.report.submitted.v9")),
        Reason.EMPTY: b'{"specversion":"1.0","type":"%s"}' % SUBMITTED.encode(),
        Reason.INVALID: b"7",
        Reason.UNKNOWN_FIELD: encode(event(seizure(severity=1))),
        Reason.NOMINAL_DATA: encode(event(seizure(phone=1))),
    }
    for reason, raw in bad.items():
        assert reasons(batch_of(GOOD, raw, GOOD)) == [None, reason, None], reason


def test_marks_of_structure_inside_a_text_cut_nothing() -> None:
    tricky = encode(event(seizure(narrative='a "b", ]} [{ \\')))
    assert reasons(batch_of(tricky, GOOD)) == [None, None]


def test_a_batch_of_too_many_events_is_refused_whole() -> None:
    assert refusal(batch_of(*[b"{}"] * (MOST_EVENTS + 1))) is Reason.OVERSIZE_BATCH
    assert refusal(batch_of(*[b"{}"] * 10_001)) is Reason.OVERSIZE_BATCH
    assert len(reasons(batch_of(*[b"{}"] * MOST_EVENTS))) == MOST_EVENTS


@pytest.mark.parametrize(
    ("reason", "raw"),
    [
        (Reason.EMPTY, b""),
        (Reason.EMPTY, b" [ ] "),
        (Reason.NOT_JSON, batch_of(GOOD)[:-1]),
        (Reason.NOT_JSON, batch_of(GOOD) + b"x"),
        (Reason.NOT_JSON, b'["'),
        (Reason.NOT_JSON, b"[}"),
        (Reason.NOT_UTF8, b"\xff"),
        (Reason.INVALID, GOOD),
    ],
)
def test_what_is_no_array_of_events_is_refused_whole(reason: Reason, raw: bytes) -> None:
    assert refusal(raw) is reason


def test_an_event_of_another_type_is_unknown_in_every_mode() -> None:
    assert refusal(encode(seizure()), PLAIN, "tocsin.link.changed.v1") is Reason.UNKNOWN_EVENT
    assert refusal(encode(event(type="x")), STRUCTURED) is Reason.UNKNOWN_EVENT
    assert refusal(encode(event(specversion="0.3")), STRUCTURED) is Reason.UNKNOWN_EVENT


def test_base64_that_is_none_and_reports_too_large_inside_it_are_refused() -> None:
    assert refusal(encode(event(data_base64="?")), STRUCTURED) is Reason.INVALID
    assert refusal(encode(event(data_base64=7)), STRUCTURED) is Reason.INVALID
    assert refusal(encode(seizure()) + b" " * REPORT_BYTES, PLAIN) is Reason.OVERSIZE


LEAVES = st.integers() | st.text(alphabet='ab"\\\\[]{},é', max_size=8)
VALUES = st.recursive(
    LEAVES, lambda i: st.lists(i, max_size=3) | st.dictionaries(st.text(max_size=3), i, max_size=3), max_leaves=6
)


@given(st.lists(VALUES, max_size=4))
def test_any_array_is_cut_into_its_items(values: list[Any]) -> None:
    raw = json.dumps(values).encode()
    if not values:
        assert refusal(raw) is Reason.EMPTY
    else:
        assert [json.loads(part) for part in split(raw)] == values


@given(st.binary(max_size=200), st.sampled_from([PLAIN, STRUCTURED, BATCH]))
def test_any_body_is_read_or_refused(raw: bytes, media: str) -> None:
    for body in (raw, b"[" + raw + b"]"):
        try:
            items = read_body(media, None, body)
        except Unfit as why:
            items = [why]
        assert all(isinstance(item, Unfit) for item in items)
