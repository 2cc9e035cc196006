"""The oracle: which links must stand, which may, and which may have stood once, from the acknowledged bodies alone.

Rules: a value of the same type in reports of different administrations; not between a report and the one that it
answers; inside the window of its type; a parcel or courier item once seized is not seized again; a value borne by
more than 20 reports makes no further link (which of its first pairs were linked depends on the order of arrival,
so those may stand or not); retracted reports join nothing; only the highest version counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import combinations
from typing import Any, Final, Literal

from tests.faults.verifier.marks import Mark, marks_of, partial_marks
from tests.faults.verifier.sent import Submission

PARKED_ABOVE: Final = 20
YEAR: Final = timedelta(days=365)
JOURNEY: Final = timedelta(days=60)
_WINDOWS: Final = {"parcel": YEAR, "waybill": YEAR, "plate": YEAR, "container": JOURNEY, "voyage": JOURNEY}
_TAKEN_ONCE: Final = {"parcel", "courier"}
_SURE: Final = {*_WINDOWS}
"""Numbers that must join; other papers may. Tokens of parties must; parts of names and addresses may, if two agree."""

_WAY: Final = {"container": timedelta(days=19), "voyage": timedelta(days=19), "plate": timedelta(days=6)}
"""Longer than any way takes; for what was seized twice in less, the places decide, which are not looked at here."""

Answer = Literal["yes", "maybe", "no"]
Pair = tuple[str, str, str]
"""Class of link and the two report ids, sorted."""


@dataclass(frozen=True)
class Bearer:
    """One accepted version of a report, as far as linking asks."""

    report_id: str
    version: int
    document: Mapping[str, Any]

    @cached_property
    def marks(self) -> set[Mark]:
        """The values that can join it with others."""
        return marks_of(dict(self.document))

    @property
    def owner(self) -> str:
        """The administration."""
        return str(self.document["administration"])

    @property
    def kind(self) -> str:
        """Warning, feedback, seizure, lab_result or retraction."""
        return str(self.document["kind"])

    @property
    def about(self) -> tuple[str, str] | None:
        """The case that it answers: administration and national reference."""
        reply = self.document.get("in_reply_to")
        return (reply["administration"], reply["national_ref"]) if reply else None

    @property
    def case(self) -> tuple[str, str]:
        """Its own administration and national reference."""
        return self.owner, str(self.document["national_ref"])

    @cached_property
    def occurred(self) -> datetime | None:
        """When it happened."""
        text = self.document.get("occurred_at")
        return datetime.fromisoformat(text) if text else None

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """From when to when it may have happened: one instant, or a whole month."""
        if self.occurred is None:
            return None
        if self.document.get("precision") != "month":
            return self.occurred, self.occurred
        first = self.occurred.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        return first, (first + timedelta(days=32)).replace(day=1)

    @cached_property
    def posted(self) -> date | None:
        """When the parcel was posted."""
        text = (self.document.get("transport") or {}).get("posted_on")
        return date.fromisoformat(text) if text else None


@dataclass(frozen=True)
class ExpectedLinks:
    """``must`` stand, ``may`` stand, and ``ever`` may have stood under some accepted version."""

    must: Mapping[Pair, set[str]]
    may: frozenset[Pair]
    ever: frozenset[Pair]


def expected_links(accepted: Mapping[Submission, Mapping[str, Any]]) -> ExpectedLinks:
    """The links of these accepted versions; a later version replaces an earlier one."""
    everything = [Bearer(report_id, version, document) for (report_id, version), document in accepted.items()]
    current: dict[str, Bearer] = {}
    for bearer in sorted(everything, key=lambda each: each.version):
        current[bearer.report_id] = bearer
    gone = retracted(current.values())
    standing = [bearer for bearer in current.values() if bearer.case not in gone]
    ever = _bearing(everything)
    parked = {mark for mark, bearers in ever.items() if len({b.report_id for b in bearers}) > PARKED_ABOVE}
    must: dict[Pair, set[str]] = defaultdict(set)
    may: set[Pair] = set()
    for pair, mark, answer in _answers(_bearing(standing)):
        if answer == "yes" and mark not in parked:
            must[pair].add(mark.type)
        elif answer != "no":
            may.add(pair)
    may |= set(_partly_alike(standing))
    once = {pair for pair, _, answer in _answers(ever) if answer != "no"}
    return ExpectedLinks(dict(must), frozenset(may), frozenset(once | set(_partly_alike(everything))))


def retracted(bearers: Iterable[Bearer]) -> set[tuple[str, str]]:
    """The cases that their own administration has taken back, by a retraction that it has not taken back itself."""
    retractions = {b.case: b.about for b in bearers if b.kind == "retraction" and b.about and b.about[0] == b.owner}
    void = {about for about in retractions.values() if about in retractions}
    return {about for case, about in retractions.items() if case not in void or about in retractions}


def _bearing(bearers: Iterable[Bearer]) -> dict[Mark, list[Bearer]]:
    found: dict[Mark, list[Bearer]] = defaultdict(list)
    for bearer in bearers:
        if bearer.kind != "retraction":
            for mark in bearer.marks:
                found[mark].append(bearer)
    return found


def _answers(bearing: Mapping[Mark, list[Bearer]]) -> Iterator[tuple[Pair, Mark, Answer]]:
    for mark, bearers in bearing.items():
        link_class = "same_party" if mark.type.startswith("token:") else "same_object"
        for one, other in combinations(bearers, 2):
            if one.report_id != other.report_id:
                left, right = sorted((one.report_id, other.report_id))
                yield (link_class, left, right), mark, joins(mark.type, one, other)


def _partly_alike(bearers: Iterable[Bearer]) -> Iterator[Pair]:
    """Pairs that share partial tokens of two types: they may be one party."""
    sharing: dict[tuple[str, ...], set[str]] = defaultdict(set)
    owner: dict[str, str] = {}
    by_token: dict[Mark, set[str]] = defaultdict(set)
    for bearer in bearers:
        owner[bearer.report_id] = bearer.owner
        for mark in partial_marks(dict(bearer.document)):
            by_token[mark].add(bearer.report_id)
    for mark, reports in by_token.items():
        if mark.type != "name_parts" or len(reports) <= PARKED_ABOVE:
            for pair in combinations(sorted(reports), 2):
                sharing[pair].add(mark.type)
    for (left, right), types in sharing.items():
        if len(types) > 1 and owner[left] != owner[right]:
            yield "same_party", left, right


def joins(kind: str, one: Bearer, other: Bearer) -> Answer:
    """Does an equal value of this type make a link between these two?"""
    if one.owner == other.owner or one.about == other.case or other.about == one.case:
        return "no"
    if bool(one.document.get("exercise")) != bool(other.document.get("exercise")):
        return "no"
    if kind.startswith("token:"):
        return "yes"
    if kind not in _SURE:
        return "maybe"
    if kind in _TAKEN_ONCE and "seizure" in (one.kind, other.kind) and one.kind == other.kind:
        return "no"
    return _in_time(kind, one, other)


def _in_time(kind: str, one: Bearer, other: Bearer) -> Answer:
    if one.span is None or other.span is None:
        return "maybe"
    (first, last), (other_first, other_last) = one.span, other.span
    if kind in _TAKEN_ONCE and "seizure" in (one.kind, other.kind):
        seized, spoken_of = (first, other_last) if one.kind == "seizure" else (other_first, last)
        if seized < spoken_of:
            # Out of circulation, it can only be misreported; whether to say so by a link is not settled.
            return "maybe"
    least = max(timedelta(), other_first - last, first - other_last)
    most = max(other_last - first, last - other_first)
    if kind == "parcel" and one.posted and other.posted:
        least = most = abs(one.posted - other.posted)
    if kind in _WAY and one.kind == other.kind == "seizure" and most < _WAY[kind]:
        return "maybe"
    if least <= _WINDOWS[kind]:
        return "yes" if most <= _WINDOWS[kind] else "maybe"
    return "no" if kind in ("parcel", "waybill", "plate") else "maybe"
