"""How a good document becomes a bad one: the bytes of each kind of dirt that is a message of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from services.contracts.topics import MODES, REPORT_BYTES, Mode
from services.simulator.exonyms import COUNTRIES

MANY_EVENTS: Final = 10_001
"""Events in a batch that is too large for any door."""

_TEN_MEGABYTES: Final = 10_000_000
_NESTING: Final = 10_000

Document = dict[str, Any]


def encode(document: Any) -> bytes:
    """JSON as a national system sends it: UTF-8, no blanks, keys in the order of the interface."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def spoil(name: str, document: Document) -> bytes:
    """The body of the message whose dirt is ``name``; unchanged when the dirt is not in the body."""
    change: Callable[[Document], bytes] = _SPOILED.get(name, encode)
    return change(document)


def wrong_topic_mode(mode: Mode) -> Mode:
    """The mode of the topic on which a report of ``mode`` does not belong."""
    return MODES[(MODES.index(mode) + 1) % len(MODES)]


def _with(**fields: Any) -> Callable[[Document], bytes]:
    return lambda document: encode(document | fields)


def _quantity(value: str) -> Callable[[Document], bytes]:
    def spoiled(document: Document) -> bytes:
        line = document["goods"][0] | {"quantity": {"value": "@", "unit": "gram"}}
        return encode(document | {"goods": [line]}).replace(b'"@"', value.encode())

    return spoiled


def _nominal(document: Document) -> bytes:
    party = {"role": "consignee", "tokens": {}, "name": "Name In Clear", "phone": "+82 2 0000 0000"}
    return encode(document | {"parties": [party]})


def _country_in_words(document: Document) -> bytes:
    words = [word for names in COUNTRIES.values() for word in names]
    word = words[len(document["national_ref"] + document["location"]["name"]) % len(words)]
    departure, *others = document["route"]
    return encode(document | {"route": [departure | {"country": word}, *others]})


def _raw(change: Callable[[bytes], bytes]) -> Callable[[Document], bytes]:
    return lambda document: change(encode(document))


def _local(document: Document, year: str) -> str:
    return year + str(document["occurred_at"])[4:]


_SPOILED: Final[dict[str, Callable[[Document], bytes]]] = {
    "not_json": _raw(lambda body: body[: len(body) * 2 // 3]),
    "invalid_utf8": _raw(lambda body: body[:-1] + b',"narrative":"Z\xfcrich"}'),
    "duplicate_keys": _raw(lambda body: body[:-1] + b',"version":2}'),
    "not_a_number": _quantity("NaN"),
    "deep_nesting": _raw(lambda body: body[:-1] + b',"goods_tree":' + b"[" * _NESTING + b"]" * _NESTING + b"}"),
    "null_byte": _with(narrative="field test\x00positive"),
    "empty_body": lambda _: b"",
    "tombstone": lambda _: b"",
    "ten_megabytes": _raw(lambda body: body + b" " * (_TEN_MEGABYTES - len(body))),
    "oversize_record": _raw(lambda body: body + b" " * (REPORT_BYTES + 50_000 - len(body))),
    "oversize_batch": lambda _: b"[" + b",".join([b"{}"] * MANY_EVENTS) + b"]",
    "unknown_field": _with(severity="high"),
    "nominal_data": _nominal,
    "zero_quantity": _quantity("0"),
    "impossible_date": _with(occurred_at="2021-02-30T10:00:00+00:00"),
    "missing_goods": _with(goods=[]),
    "version_conflict": _with(narrative="Written again, with other words."),
    "far_future": lambda document: encode(document | {"occurred_at": _local(document, "2099")}),
    "country_in_words": _country_in_words,
    "unlisted_value": _with(concealment={"code": "inside_the_moon", "text": "hollowed out"}),
}
