"""The ground truth as one JSON document: what must be found, what may be, what must not, and what must be refused."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import combinations
from typing import Any, Final

from services.simulator.cases import Case, Sending
from services.simulator.casting import Group
from services.simulator.dirt import DIRT_BY_NAME
from services.simulator.truth.evidence import Pair, pair_of
from services.simulator.truth.judging import judge_told, tell, withdrawn
from services.simulator.writing import Writer


def make_truth(
    seed: int,
    cases: Sequence[Case],
    sendings: Sequence[Sending],
    groups: Sequence[Group],
    writer: Writer,
    readable: Collection[str] | None = None,
) -> dict[str, Any]:
    """The truth about an operation.

    ``planted_links`` must stand at the end and ``tolerated_links`` may, like every pair of one class among the
    reports of one of ``parked_values``; every other link is wrong. ``lost_links`` were planted, but dirt left no
    evidence for them, and ``forbidden_links`` only look like links: both are wrong if they are found.
    ``readable``, when given, holds the reports that the coordination unit may read, by id: each link says whether
    the unit may read it, which is so if it may read both reports.
    """
    every = [tell(case, writer) for case in cases if not (case.held or case.refused or case.kind == "retraction")]
    judged = judge_told([each for each in every if each.case.stands])
    by_id = {case.report_id: case for case in cases}
    intended, forbidden = _intended(groups)
    gone = withdrawn(every, writer, judged)

    def told(pair: Pair) -> dict[str, Any]:
        one, other = by_id[pair[1]], by_id[pair[2]]
        found: dict[str, Any] = {"class": pair[0], "reports": [pair[1], pair[2]]}
        return found | {"dirt": sorted({*dirt_of(one, pair[0], writer), *dirt_of(other, pair[0], writer)})}

    def planted(pair: Pair) -> dict[str, Any]:
        found = told(pair) | {"because": sorted(judged.links[pair]), "planted": intended.get(pair)}
        if readable is not None:
            found["seen_by_coordination"] = pair[1] in readable and pair[2] in readable
        return found

    lost = [
        pair
        for pair, name in intended.items()
        if name not in _FOR_ONE_PAIR and not (pair in judged.links or judged.may_stand(pair) or pair in gone)
    ]
    wrong = [pair for pair in forbidden if pair not in judged.links and not judged.may_stand(pair)]
    by_group = list(enumerate(groups))
    return {
        "seed": seed,
        "planted_links": [planted(pair) for pair in sorted(judged.links)],
        "tolerated_links": [told(pair) | {"planted": intended.get(pair)} for pair in sorted(judged.either)],
        "parked_values": [
            {"class": parked.link_class, "value": parked.value, "reports": sorted(parked.reports)}
            for parked in judged.parked
        ],
        "lost_links": [told(pair) | {"planted": intended[pair]} for pair in sorted(lost)],
        "forbidden_links": [
            told(pair) | {"planted": forbidden[pair][0], "veto": forbidden[pair][1]} for pair in sorted(wrong)
        ],
        "withdrawn_links": [{"class": k, "reports": [a, b], "because": gone[k, a, b]} for k, a, b in sorted(gone)],
        "networks": [_told(group, number) for number, group in by_group if group.veto is None],
        "distractors": [_told(group, number) for number, group in by_group if group.veto is not None],
        "reports": {case.report_id: case.administration for case in cases if case.stands},
        "retracted": sorted(case.report_id for case in cases if case.retracted),
        "held": sorted(case.report_id for case in cases if case.held),
        "expected_refused": _refusals(sendings),
        "expected_refused_at_door": _refusals(s for s in sendings if s.door == "http"),
        "expected_dead_letters": _refusals(s for s in sendings if s.door == "kafka"),
        "expected": dict(sorted(Counter(s.expected for s in sendings).items())),
        "contents": dict(sorted(Counter(s.content for s in sendings if s.expected == "accepted").items())),
    }


def dirt_of(case: Case, link_class: str, writer: Writer) -> set[str]:
    """The kinds of dirt that touch a report, as far as they concern links of this class."""
    found = {*case.dirt, *((case.trait,) if case.trait else ())}
    if link_class == "same_party" and case.administration == writer.parties.wrong_key:
        found.add("wrong_key")
    return found


def _intended(groups: Iterable[Group]) -> tuple[dict[Pair, str], dict[Pair, tuple[str, str]]]:
    """The pairs of every group across owners, by what they were planted as; and those that must not be, with why."""
    true: dict[Pair, str] = {}
    false: dict[Pair, tuple[str, str]] = {}
    for group in groups:
        for one, other in combinations(group.cases, 2):
            pair = pair_of(group.link_class, one, other)
            if group.veto is not None:
                if group.name not in _OTHERWISE_TOLD:
                    false[pair] = group.name, group.veto
            elif one.administration != other.administration or group.link_class == "reply":
                true[pair] = group.name
    return true, false


_FOR_ONE_PAIR: Final = frozenset({"moved_identifier", "thread"})
"""Groups of which not every pair is to be linked."""

_OTHERWISE_TOLD: Final = frozenset({"hub", "flood", "crowded_name", "retracted_pair"})
"""Groups that are told as parked values or withdrawn links."""


def _told(group: Group, number: int) -> dict[str, Any]:
    return {
        "id": f"{group.name}-{number}",
        "kind": group.name,
        "class": group.link_class,
        "veto": group.veto,
        "reports": sorted({case.report_id for case in group.cases}),
        "countries": sorted({case.administration for case in group.cases}),
        "values": sorted({kind for case in group.cases for kind in _values(case)}),
    }


def _values(case: Case) -> set[str]:
    pins = case.final_pins
    return {kind for kind, _ in pins.numbers} | {kind for known in pins.parties for kind in known.tokens}


def _refusals(sendings: Iterable[Sending]) -> dict[str, int]:
    reasons: defaultdict[str, int] = defaultdict(int)
    for sending in sendings:
        if sending.expected == "refused" and sending.dirt is not None:
            reasons[str(DIRT_BY_NAME[sending.dirt].reason)] += 1
    return dict(sorted(reasons.items()))
