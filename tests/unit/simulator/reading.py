"""What the messages of an operation say in the end, read with nothing but the contracts and the reference data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from typing import Any

from services.contracts.identifiers import numbers_in
from services.contracts.report import Report
from services.contracts.sharing import Reader, Role, Sharing, owned, visible
from services.reference.substances import read_substance
from services.simulator.operation import CLOUDEVENT, Message, Operation, plan
from services.simulator.roster import BY_CODE, COORDINATION_UNIT

Pair = tuple[str, str, str]
SMALL = range(10, 16)
"""Seeds of small operations, beside the model operation whose seed is 1."""

READERS = [
    *(Reader(code=code, role=Role.ADMINISTRATION) for code in BY_CODE),
    *(Reader(code=f"SOME-{role.name}", role=role) for role in Role),
    Reader(code=COORDINATION_UNIT, role=Role.COORDINATION_UNIT),
]
"""One of each kind that a report may let in."""

EXACT = ("phone", "address", "document", "email", "wallet", "handle", "name")
PARTIAL = ("name_parts", "name_phonetic", "address_parts")


@cache
def planned(seed: int) -> Operation:
    """The model operation for seed 1, small ones for the others."""
    return plan(1) if seed == 1 else plan(seed, 120, 1_000)


@dataclass(frozen=True)
class Read:
    """A standing report. ``identified`` is what its laboratory says of it."""

    report: Report
    identified: str | None

    @cached_property
    def key(self) -> str:
        return self.report.report_id

    @cached_property
    def span(self) -> tuple[datetime, datetime]:
        """From when to when it may have occurred."""
        occurred = self.report.occurred_at
        assert occurred is not None
        if self.report.precision != "month":
            return occurred, occurred
        first = occurred.replace(day=1, hour=0, minute=0)
        return first, (first + timedelta(days=32)).replace(day=1) - timedelta(minutes=1)

    @property
    def posted(self) -> date | None:
        return self.report.transport.posted_on if self.report.transport else None

    @cached_property
    def numbers(self) -> dict[str, list[str]]:
        """Numbers that may count, by type; a ship with its voyage is a vessel as well."""
        found: dict[str, list[str]] = {}
        if self.report.transport is not None:
            for _, number in numbers_in(self.report.transport):
                if number.value is not None and number.check != "invalid":
                    found.setdefault(number.type, []).append(number.value)
        found["ship"] = found.pop("imo", [])
        found["vessel"] = [f"{ship}:{voyage}" for ship in found["ship"] for voyage in found.get("voyage", ())]
        return {kind: values for kind, values in found.items() if values and kind not in ("voyage", "flight", "impc")}

    @cached_property
    def parties(self) -> list[dict[str, set[str]]]:
        return [{kind: set(tokens) for kind, tokens in party.tokens.items()} for party in self.report.parties]

    @cached_property
    def substance(self) -> str | None:
        """The substance, by the laboratory if it spoke; salts and brands count as what they are of."""
        written = self.identified or (self.report.goods[0].substance if self.report.goods else None)
        found = read_substance(written or "")
        return found.parent or found.id

    def leg(self, role: str) -> str | None:
        return next((leg.country for leg in self.report.route if leg.role == role), None)


@cache
def read(seed: int) -> dict[str, Read]:
    """The standing reports of an operation, by id."""
    return standing(planned(seed))


def report_in(message: Message) -> Report:
    found: dict[str, Any] = json.loads(message.body or b"")
    return Report.model_validate(found["data"] if message.content_type == CLOUDEVENT else found)


def standing(messages: Iterable[Message]) -> dict[str, Read]:
    """The highest version of every report that is neither refused nor held nor retracted."""
    newest: dict[str, Report] = {}
    for message in messages:
        if message.expected in ("accepted", "duplicate"):
            report = report_in(message)
            known = newest.get(report.report_id)
            if known is None or (known.version or 1) < (report.version or 1):
                newest[report.report_id] = report
    gone = set(_retracted(newest.values()))
    laboratory = {
        report.answers: report.identified[0].substance
        for report in newest.values()
        if report.kind == "lab_result" and report.status in ("confirmed", "final") and _is_heard(report, newest)
    }
    return {key: Read(report, laboratory.get(key)) for key, report in newest.items() if key not in gone}


def _is_heard(result: Report, newest: Mapping[str, Report]) -> bool:
    """May everybody who may read the report also read what the laboratory says of it?"""
    about = newest.get(result.answers or "")
    return about is None or all(visible(one, sharing(result)) for one in READERS if visible(one, sharing(about)))


def sharing(report: Report) -> Sharing:
    block = report.sharing
    return owned(report.administration, block.tlp if block else "AMBER", block.audience if block else ["operation"])


def _retracted(reports: Iterable[Report]) -> Iterator[str]:
    takings_back = {report.report_id: report.answers for report in reports if report.kind == "retraction"}
    taken_back = set(takings_back.values())
    yield from (str(about) for key, about in takings_back.items() if key not in taken_back)


def comparable(one: Read, other: Read) -> bool:
    a, b = one.report, other.report
    return (
        a.administration != b.administration
        and a.exercise == b.exercise
        and (a.answers is None or a.answers != other.key)
        and (b.answers is None or b.answers != one.key)
    )


def apart(one: Read, other: Read) -> timedelta:
    """Of coarse dates the nearest days count."""
    (first, last), (begins, ends) = one.span, other.span
    return max(timedelta(), begins - last, first - ends)


def pairs(found: Iterable[dict[str, Any]], *classes: str) -> set[Pair]:
    """The pairs of these links; of these classes only, if any are given."""
    return {(link["class"], *sorted(link["reports"])) for link in found if not classes or link["class"] in classes}
