"""Hostile bytes: only Undecodable comes out of the parser, with the reason that fits."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.contracts.codec import MAX_DEPTH, Envelope, headers_of, parse_json, travelling
from services.contracts.reasons import Reason, Undecodable

MEGA = 10_000_000
REFUSED = {
    b"": Reason.EMPTY,
    b" \n": Reason.EMPTY,
    b"{": Reason.NOT_JSON,
    b"report": Reason.NOT_JSON,
    b"{} {}": Reason.NOT_JSON,
    b"\xef\xbb\xbf{}": Reason.NOT_JSON,
    b"\xff\xfe": Reason.NOT_UTF8,
    b'{"a": "\xc3\x28"}': Reason.NOT_UTF8,
    b'"\\ud800"': Reason.NOT_UTF8,
    b'{"\\udfff": 1}': Reason.NOT_UTF8,
    b'{"a": 1, "a": 2}': Reason.DUPLICATE_KEY,
    b'{"a": {"b": 1, "b": 1}}': Reason.DUPLICATE_KEY,
    b'{"a": NaN}': Reason.NOT_FINITE,
    b"[-Infinity]": Reason.NOT_FINITE,
    b'"a\x00b"': Reason.NULL_BYTE,
    b'{"a": ["\\u0000"]}': Reason.NULL_BYTE,
    b'{"\\u0000": 1}': Reason.NULL_BYTE,
    b"[" * 10_000 + b"]" * 10_000: Reason.TOO_DEEP,
    b'{"a":' * 10_000 + b"1" + b"}" * 10_000: Reason.TOO_DEEP,
    b"[1" + b"0" * 5_000 + b"]": Reason.INVALID,
    b"[1e999999999999999999999]": Reason.INVALID,
}
LARGE = {
    "open brackets": (b"[" * MEGA, Reason.TOO_DEEP),
    "open objects": (b'{"":' * (MEGA // 4), Reason.TOO_DEEP),
    "flat pairs": (b"[]" * (MEGA // 2), Reason.NOT_JSON),
    "deep, then a text of quotes": (b"[" * 40 + b'"' + b'\\"' * (MEGA // 2), Reason.TOO_DEEP),
    "a text that never ends": (b"[" * 40 + b'"' + b"[" * MEGA, Reason.TOO_DEEP),
    "backslashes": (b'["' + b"\\" * MEGA, Reason.NOT_JSON),
}

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


def nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


@pytest.mark.parametrize(("raw", "reason"), [pytest.param(r, why, id=repr(r[:24])) for r, why in REFUSED.items()])
def test_hostile_bytes_are_refused_with_their_reason(raw: bytes, reason: Reason) -> None:
    with pytest.raises(Undecodable) as refused:
        parse_json(raw)
    assert refused.value.reason is reason


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", LARGE)
def test_ten_megabytes_of_trap_are_refused_and_not_a_stuck_process(name: str) -> None:
    # Quadratic work on ten megabytes takes hours: the suite's own limit shows it, no stopwatch.
    raw, reason = LARGE[name]
    with pytest.raises(Undecodable) as refused:
        parse_json(raw)
    assert refused.value.reason is reason


@given(st.binary(max_size=200))
@example(b'{"a":"\\')
def test_only_undecodable_comes_out_for_any_bytes(raw: bytes) -> None:
    with contextlib.suppress(Undecodable):
        parse_json(raw)


@given(st.text(alphabet='[]{}"\\:,a10eE+-. u\x00NnI', max_size=120))
def test_only_undecodable_comes_out_for_any_rubble_of_json(text: str) -> None:
    try:
        parsed = parse_json(text.encode())
    except Undecodable:
        return
    assert json.loads(text, parse_float=Decimal) == parsed


@given(values)
def test_sound_json_comes_back_as_it_was(value: Any) -> None:
    raw = json.dumps(value).encode()
    if "\\u0000" in raw.decode():
        with pytest.raises(Undecodable):
            parse_json(raw)
    else:
        assert parse_json(raw) == value


def test_depth_is_counted_outside_texts_only_and_to_the_last_level() -> None:
    assert parse_json(nested(MAX_DEPTH))
    with pytest.raises(Undecodable):
        parse_json(nested(MAX_DEPTH + 1))
    assert parse_json(json.dumps(["[" * 100, '\\"[' * 40, "{" * 100]).encode())
    assert parse_json(b"[" + b",".join([b"[]"] * 100) + b"]")


def test_escaped_backslash_before_u0000_is_not_a_null_byte() -> None:
    assert parse_json(b'"\\\\u0000"') == "\\u0000"


def test_number_with_a_point_keeps_every_digit() -> None:
    assert parse_json(b"[0.1, 1e400, -0.10]") == [Decimal("0.1"), Decimal("1e400"), Decimal("-0.10")]


def test_message_of_a_refusal_shows_no_value() -> None:
    with pytest.raises(Undecodable) as refused:
        parse_json(b'{"narrative": "secret", "narrative": "secret"}')
    assert "secret" not in refused.value.message


def test_origin_time_and_trace_travel_from_event_to_event_and_nothing_else_does() -> None:
    envelope = Envelope(
        "t.v1", "id", "/tocsin", datetime(2021, 2, 11, tzinfo=UTC), {"traceparent": "00-1-2-01", "x": "y"}
    )
    headers = {name: value.decode() for name, value in headers_of(envelope)}
    assert headers["ce_specversion"] == "1.0"
    assert headers["ce_time"] == "2021-02-11T00:00:00.000+00:00"
    assert travelling(headers | {"tocsin-origin-time": "t"}) == {"tocsin-origin-time": "t", "traceparent": "00-1-2-01"}
