"""A simulated joint operation: a repeatable plan of messages, and the truth about it.

``plan(seed)`` decides who sends what and when; documents are written while the messages are read, so that a
plan of 100,000 messages costs little. The same arguments give the same bytes on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache, cached_property
from random import Random
from typing import Any, Final, Literal

from services.contracts.events import SUBMITTED
from services.contracts.identifiers import event_id
from services.contracts.sharing import Reader, Role, owned, visible
from services.contracts.topics import Mode
from services.simulator.cases import STARTS, Case, Content, Door, Expected, Sending
from services.simulator.casting import Cast, Group
from services.simulator.dirt import BOTH, DIRT_BY_NAME, usual_dirt, usual_touches
from services.simulator.distractors import plant_distractors
from services.simulator.filling import fill
from services.simulator.planting import MODEL_SEIZURES, Planting, plant_networks
from services.simulator.roster import ADMINISTRATIONS, BY_CODE, COORDINATION_UNIT
from services.simulator.scripts import script_of
from services.simulator.spoiling import encode, spoil, wrong_topic_mode
from services.simulator.touching import touch_planted
from services.simulator.truth import make_truth
from services.simulator.writing import Writer

JSON: Final = "application/json"
CLOUDEVENT: Final = "application/cloudevents+json"
BATCH: Final = "application/cloudevents-batch+json"

Credentials = Literal["own", "unknown", "wrong"]
"""Whose keys a message is sent with: the sender's, nobody's, or the sender's over another body."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message, ready to be sent. ``due`` is its time since the operation's start.

    ``body`` None is a Kafka record without a value. ``report_id`` and ``version`` are those that the body
    claims, readable or not. ``dirt`` names an entry of ``DIRT``; ``reason`` is given for what must be
    refused.
    """

    sequence: int
    due: timedelta
    administration: str
    mode: Mode
    content: Content
    door: Door
    content_type: str
    report_id: str
    version: int
    body: bytes | None
    event_type: str
    credentials: Credentials
    dirt: str | None
    expected: Expected
    reason: str | None


class Operation:
    """What ``plan`` returns: messages in order of their due time, lazily, and the truth about them."""

    def __init__(self, seed: int, cast: Cast, groups: Sequence[Group], writer: Writer) -> None:
        self.seed = seed
        self.cases: Sequence[Case] = cast.cases
        self.groups = groups
        self._sendings = sorted(cast.sendings, key=lambda s: (s.due, s.order))
        self._writer = writer

    def __len__(self) -> int:
        return len(self._sendings)

    def __iter__(self) -> Iterator[Message]:
        return self.messages()

    def messages(self) -> Iterator[Message]:
        """The messages in order. May be read any number of times."""
        for sequence, sending in enumerate(self._sendings):
            yield self._message(sequence, sending)

    @property
    def token_key(self) -> str:
        """The check value of the operation's key: what TOCSIN_KEY_CHECKS takes."""
        return self._writer.parties.check()

    @cached_property
    def truth(self) -> dict[str, Any]:
        """The ground truth document; see services/simulator/truth/document.py."""
        return make_truth(self.seed, self.cases, self._sendings, self.groups, self._writer, self._readable())

    def _message(self, sequence: int, sending: Sending) -> Message:
        case, dirt = sending.case, sending.dirt
        kind = DIRT_BY_NAME[dirt] if dirt else None
        body = spoil(dirt or "", self._writer.write(case, sending.version, sending.pins))
        content_type = JSON
        if dirt == "oversize_batch":
            content_type = BATCH
        elif sending.door == "http" and sending.expected != "refused" and case.index % 5 == 0:
            content_type, body = CLOUDEVENT, _enveloped(sending, body)
        sender = case.administration
        if dirt == "foreign_administration":
            codes = [code for code in BY_CODE if code != sender]
            sender = codes[case.index % len(codes)]
        return Message(
            sequence=sequence,
            due=timedelta(milliseconds=sending.due),
            administration=sender,
            mode=case.mode if dirt != "wrong_topic" else wrong_topic_mode(case.mode),
            content=sending.content,
            door=sending.door,
            content_type=content_type,
            report_id=case.report_id,
            version=sending.version,
            body=None if dirt == "tombstone" else body,
            event_type=SUBMITTED if dirt != "unknown_event" else "tocsin.report.imagined.v1",
            credentials=_CREDENTIALS.get(dirt or "", "own"),
            dirt=dirt,
            expected=sending.expected,
            reason=str(kind.reason) if kind and kind.reason else None,
        )

    def _readable(self) -> frozenset[str]:
        """The reports that the coordination unit may read. What joins two reports is read by who may read both."""
        return frozenset(
            case.report_id for case in self.cases if case.stands and _is_readable(self._writer.restriction(case))
        )


def _is_readable(block: Mapping[str, Any]) -> bool:
    reader = Reader(code=COORDINATION_UNIT, role=Role.COORDINATION_UNIT)
    return _may_read(reader, block["tlp"], "operation" in block["audience"], COORDINATION_UNIT in block["audience"])


@cache
def _may_read(reader: Reader, tlp: str, all_named: bool, named: bool) -> bool:
    audience = (*(("operation",) if all_named else ()), *((reader.code,) if named else ()))
    return visible(reader, owned("an owner", tlp, audience))


_CREDENTIALS: Final[dict[str, Credentials]] = {
    "unknown_key": "unknown",
    "unknown_signer": "unknown",
    "bad_signature": "wrong",
}


def _enveloped(sending: Sending, body: bytes) -> bytes:
    """The report as ``data`` of a CloudEvent in structured mode."""
    event = {
        "specversion": "1.0",
        "type": SUBMITTED,
        "id": event_id(SUBMITTED, sending.case.report_id, sending.version),
        "source": f"/administrations/{sending.case.administration}",
        "time": (STARTS + timedelta(milliseconds=sending.due)).isoformat(timespec="milliseconds"),
        "datacontenttype": JSON,
    }
    return encode(event)[:-1] + b',"data":' + body + b"}"


def plan(
    seed: int,
    seizures: int = MODEL_SEIZURES,
    messages: int = 8_000,
    planted: Planting | None = None,
    dirt: Mapping[str, int] | None = None,
    doors: Sequence[Door] = BOTH,
    touches: Mapping[str, float] | None = None,
) -> Operation:
    """Plan an operation of exactly so many messages and valid seizures.

    ``planted`` and ``dirt`` default to shares that fit the size; ``Planting.none()`` and ``{}`` leave them
    out. ``touches``, the share of what is planted that each kind of dirt touches, defaults to the usual with the usual
    ``dirt``, and to none with any other. With one door only, dirt that belongs to the other is left out too. Raises
    ValueError when it does not fit.
    """
    if not doors or not set(doors) <= set(BOTH):
        raise ValueError(f"doors must be some of {BOTH}")
    amounts = usual_dirt(messages, seizures, doors) if dirt is None else dict(dirt)
    unknown = amounts.keys() - DIRT_BY_NAME.keys()
    if unknown:
        raise ValueError(f"no such dirt: {sorted(unknown)}")
    shares = dict(touches) if touches is not None else usual_touches() if dirt is None else {}
    wrong_key = _wrong_key(seed) if shares.pop("wrong_key", 0) > 0 else None
    writer = Writer(seed, wrong_key)
    cast = Cast(seed, tuple(doors), writer.numbers, wrong_key)
    planting = planted or Planting.for_seizures(seizures)
    if planted is None and "version_conflict" not in amounts:
        # A version that contradicts another is dirt itself.
        planting = replace(planting, contradictions=0)
    groups = list(plant_networks(cast, planting))
    touch_planted(cast, groups, shares)
    groups += plant_distractors(cast, planting)
    fill(cast, seizures, messages, amounts)
    return Operation(seed, cast, groups, writer)


def _wrong_key(seed: int) -> str:
    """The administration that made its tokens with the wrong key; none whose script is needed across scripts."""
    codes = [each.code for each in ADMINISTRATIONS if script_of(each.code) == "Latin"]
    return Random(f"{seed}/wrong key").choice(codes)  # noqa: S311 -- a repeatable simulation, no secret
