"""Dirt: what real senders get wrong, each kind with what must become of it.

``DIRT`` is the one list. A kind that is refused names the reason (services/contracts/reasons.py) under which
it must be counted; the door answers it, or ingest writes a dead letter when it came by Kafka.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from services.contracts.reasons import Reason
from services.simulator.cases import Door, Expected

BOTH: Final[tuple[Door, ...]] = ("http", "kafka")
MODEL_MESSAGES: Final = 8_000
MODEL_SEIZURES: Final = 937
"""The size of operation that the counts below are meant for: that of Operation GOALS."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of dirt: its name, what becomes of it, how often, by which doors, and what it is in words."""

    name: str
    expected: Expected
    count: int
    what: str
    reason: Reason | None = None
    doors: tuple[Door, ...] = BOTH
    extra: bool = True
    """A message of its own, or else a trait of an ordinary one."""
    share: float = 0.0
    """Of what is planted and can be touched by it, how much it touches (services/simulator/touching.py)."""


_HTTP: Final[tuple[Door, ...]] = ("http",)
_KAFKA: Final[tuple[Door, ...]] = ("kafka",)


def _refused(name: str, reason: Reason, what: str, count: int = 4, doors: tuple[Door, ...] = BOTH) -> Kind:
    return Kind(name, "refused", count, what, reason, doors)


def _touch(name: str, share: float, what: str) -> Kind:
    return Kind(name, "accepted", 0, what, extra=False, share=share)


DIRT: Final[tuple[Kind, ...]] = (
    Kind("duplicate_same_door", "duplicate", 60, "the same report again by the same door"),
    Kind("duplicate_other_door", "duplicate", 40, "the same report again by the other door"),
    Kind("version_conflict", "held", 8, "the same version with other content"),
    Kind("far_future", "held", 12, "it occurs in the year 2099"),
    Kind("unlisted_value", "held", 12, "a concealment that no code list has"),
    Kind("late", "accepted", 60, "six to twenty days after it occurred", extra=False, share=0.05),
    Kind("version_before_first", "accepted", 30, "version 2 before version 1", extra=False, share=0.05),
    Kind("identifier_corrected", "accepted", 0, "a correction that changes a parcel number", extra=False),
    Kind("retraction_first", "accepted", 8, "a retraction before what it retracts", extra=False),
    Kind("unit_clash", "accepted", 10, "2,786 tablets, then 2.786 kilograms of them", extra=False),
    Kind("month_precision", "accepted", 40, "only the month is known", extra=False, share=0.06),
    Kind("sharing_missing", "accepted", 30, "no sharing block", extra=False),
    Kind("unusual_for_mode", "accepted", 12, "a container on a lorry", extra=False),
    Kind("invalid_check_digit", "accepted", 0, "a number whose check digit fails", extra=False),
    Kind("before_operation", "accepted", 0, "it occurred before the operation began", extra=False),
    Kind("placeholder_number", "accepted", 30, "N/A, 000000 or UNKNOWN where a number should stand", extra=False),
    Kind("country_in_words", "held", 10, "a country's name in some language, not its code"),
    _touch("number_respelled", 0.25, "look-alike letters, digits of other scripts, invisible signs in a number"),
    _touch("number_mistyped", 0.06, "a digit is wrong, and stays so: no link"),
    _touch("number_put_right", 0.08, "a wrong digit, put right by a correction: a link only then"),
    _touch("number_spoilt", 0.05, "a right number, spoilt by a correction: its link goes"),
    _touch("party_mistyped", 0.33, "a typing error in a name, address or number of a person"),
    _touch("tokens_missing", 0.12, "half of what is known of a person is not handed in"),
    _touch("wrong_key", 0.02, "an administration whose tokens are made with a wrong key"),
    _touch("fields_missing", 0.2, "parts of concealment, cover load, declaration or marks left out"),
    _touch("words_translated", 0.3, "substances and places in other languages and scripts"),
    _touch("laboratory_changes", 0.06, "the laboratory finds another drug than was reported"),
    _touch("laboratory_settles", 0.08, "another drug was reported; the laboratory finds the right one"),
    _touch("retracted", 0.03, "a linked report is taken back"),
    _touch("retraction_retracted", 0.04, "a linked report is taken back, and the taking back too"),
    _refused("not_json", Reason.NOT_JSON, "cut off in the middle"),
    _refused("invalid_utf8", Reason.NOT_UTF8, "Latin-1 bytes"),
    _refused("duplicate_keys", Reason.DUPLICATE_KEY, "a key that stands twice"),
    _refused("not_a_number", Reason.NOT_FINITE, "a quantity of NaN"),
    _refused("deep_nesting", Reason.TOO_DEEP, "10,000 brackets deep"),
    _refused("null_byte", Reason.NULL_BYTE, "a null byte in a text"),
    _refused("empty_body", Reason.EMPTY, "no body at all", doors=_HTTP),
    _refused("tombstone", Reason.EMPTY, "a Kafka record without a value", doors=_KAFKA),
    _refused("ten_megabytes", Reason.OVERSIZE, "a body of 10 MB", 1, _HTTP),
    _refused("oversize_record", Reason.OVERSIZE, "a record above the limit for a report", 3, _KAFKA),
    _refused("oversize_batch", Reason.OVERSIZE_BATCH, "more events in one batch than are taken", 2, _HTTP),
    _refused("unknown_field", Reason.UNKNOWN_FIELD, "a field that does not exist", 6),
    _refused("nominal_data", Reason.NOMINAL_DATA, "a name in clear", 6),
    _refused("zero_quantity", Reason.INVALID, "a quantity of 0"),
    _refused("impossible_date", Reason.INVALID, "the 30th of February"),
    _refused("missing_goods", Reason.INVALID, "a seizure of nothing"),
    _refused("wrong_topic", Reason.WRONG_TOPIC, "a report of one mode on another's topic", doors=_KAFKA),
    _refused("unknown_event", Reason.UNKNOWN_EVENT, "a CloudEvents type that nobody declared", doors=_KAFKA),
    _refused("unknown_key", Reason.UNAUTHENTICATED, "an API key that nobody was given", doors=_HTTP),
    _refused("unknown_signer", Reason.UNKNOWN_PARTICIPANT, "signed with a key of no participant", doors=_KAFKA),
    _refused("bad_signature", Reason.BAD_SIGNATURE, "a signature over another body", doors=_KAFKA),
    _refused("foreign_retraction", Reason.FOREIGN_ADMINISTRATION, "a retraction of another administration's report"),
    _refused("foreign_administration", Reason.FOREIGN_ADMINISTRATION, "in another administration's name", 6),
)
DIRT_BY_NAME: Final[Mapping[str, Kind]] = MappingProxyType({kind.name: kind for kind in DIRT})


def usual_dirt(messages: int, seizures: int, doors: Sequence[Door] = BOTH) -> dict[str, int]:
    """How much dirt of each kind an operation of this size meets by these doors: at least one of each.

    What is a trait of an ordinary seizure goes by the seizures as well, of which there may be few.
    """
    share = Fraction(messages, MODEL_MESSAGES)
    of_seizures = min(share, Fraction(seizures, MODEL_SEIZURES))
    return {
        kind.name: max(1, int(kind.count * (share if kind.extra else of_seizures)))
        for kind in DIRT
        if kind.count and set(kind.doors) & set(doors) and (kind.name != "duplicate_other_door" or len(set(doors)) > 1)
    }


def usual_touches() -> dict[str, float]:
    """What touches planted reports, and how large a share of them."""
    return {kind.name: kind.share for kind in DIRT if kind.share}
