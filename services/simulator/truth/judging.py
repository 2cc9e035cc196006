"""Every pair of standing reports, judged by the rules of linking from what the reports bear in the end.

Nothing is taken from what was meant: a pair that two networks share by chance is judged like any other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from services.contracts.events import LinkClass
from services.simulator.cases import Case
from services.simulator.parties import values_of
from services.simulator.truth.evidence import Evidence, Pair, Told, span_of
from services.simulator.truth.laboratory import found_in
from services.simulator.truth.methods import gather_methods
from services.simulator.truth.objects import gather_objects, numbers_of
from services.simulator.truth.parties import gather_parties
from services.simulator.truth.products import gather_products
from services.simulator.truth.series import gather_series, run_of
from services.simulator.writing import Writer

REPLIES: Final = frozenset({"feedback", "lab_result", "seizure"})
"""Kinds whose ``in_reply_to`` makes a link; a retraction's takes links away."""


@dataclass(frozen=True, slots=True)
class Parked:
    """A value that too many reports bear: every pair of them may be linked or not, by the order of their arrival."""

    link_class: LinkClass
    value: str
    reports: frozenset[str]


@dataclass(frozen=True, slots=True)
class Judged:
    """``links`` must be found, with why; ``either`` may be, like every pair among the bearers of a parked value."""

    links: dict[Pair, set[str]]
    either: set[Pair]
    parked: tuple[Parked, ...]

    def may_stand(self, pair: Pair) -> bool:
        """Is the pair neither right nor wrong, by itself or by a value that is parked?"""
        kind, one, other = pair
        return pair in self.either or any(
            kind == value.link_class and one in value.reports and other in value.reports for value in self.parked
        )


def judge_told(told: Sequence[Told], replies: bool = True) -> Judged:
    """Every pair among these reports, as if none were retracted, held or refused; answers only if asked for."""
    evidence = Evidence()
    planted = [each for each in told if each.pins.numbers]
    gather_objects(planted, evidence)
    gather_series(planted, evidence)
    gather_parties([each for each in told if each.parties], evidence)
    outlined = [each for each in told if each.outline]
    gather_methods(outlined, evidence)
    gather_products(outlined, evidence)
    if replies:
        _gather_replies(told, evidence)
    return Judged(
        links={pair: found.yes for pair, found in evidence.pairs.items() if found.yes},
        either={pair for pair, found in evidence.pairs.items() if found.either and not found.yes},
        parked=tuple(
            Parked(kind, value, frozenset(each.id for each in bearers)) for kind, value, bearers in evidence.parked
        ),
    )


def tell(case: Case, writer: Writer, version: int | None = None) -> Told:
    """What a report says at a version, by default its last."""
    number = case.last_version if version is None else version
    pins = case.pins_at(number)
    outline = writer.outline(case, number) if case.kind in ("seizure", "warning") else None
    first, last = span_of(case)
    wrong = case.administration == writer.parties.wrong_key
    return Told(
        case=case,
        pins=pins,
        first=first,
        last=last,
        outline=outline,
        substance=found_in(case, writer) or (outline.substance.id if outline else None),
        parties=tuple(
            {kind: frozenset((wrong, value) for value in values_of(known, kind)) for kind in known.tokens}
            for known in pins.parties
        ),
    )


def _gather_replies(told: Sequence[Told], evidence: Evidence) -> None:
    by_case = {id(each.case): each for each in told}
    for each in told:
        about = each.case.about
        if about is not None and each.case.kind in REPLIES and (answered := by_case.get(id(about))):
            evidence.add("reply", each, answered, "yes", "in_reply_to")


def withdrawn(told: Sequence[Told], writer: Writer, judged: Judged) -> dict[Pair, str]:
    """Pairs that would stand but for a retraction, or stood before a number was corrected; with which of the two.

    ``told`` holds what is retracted as well.
    """
    gone = {
        pair: "retracted"
        for pair in judge_told([each for each in told if each.outline], replies=False).links
        if pair not in judged.links and not judged.may_stand(pair)
    }
    standing: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for each in told:
        if each.case.stands:
            for key in _near_by(each):
                standing[key].append(each)
    for case in (each.case for each in told if each.case.stands and _number_changed(each.case)):
        for version in range(1, case.last_version):
            before = tell(case, writer, version)
            others = {id(other): other for key in _near_by(before) for other in standing[key] if other.case is not case}
            for pair in judge_told([before, *others.values()], replies=False).links:
                if case.report_id in pair and pair not in judged.links:
                    gone[pair] = "corrected"
    return gone


def _near_by(told: Told) -> set[tuple[str, str]]:
    """The numbers of a report, and the series that they are of."""
    numbers = numbers_of(told)
    return numbers | {run for kind, value in numbers if (run := run_of(kind, value))}


def _number_changed(case: Case) -> bool:
    return any(change.pins for change in case.changes.values())
