"""The truth about an operation: which pairs of reports belong together, and which only look like it.

Computed from what the standing reports bear, not from what was meant: every pair that shares a planted value
is judged once by the rules of linking, so that an incidental pair is in the truth as well.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any, Final

from services.contracts.identifiers import awb, container, s10
from services.simulator.cases import DAY, Case, Sending
from services.simulator.casting import Group
from services.simulator.dirt import DIRT_BY_NAME
from services.simulator.distractors import HUB_LIMIT

_CHECKED: Final = {"parcel": s10, "waybill": awb, "container": container}
_PARCEL_WINDOW: Final = 365 * DAY
_JOURNEY: Final = 60 * DAY
_PARTIAL: Final = frozenset({"token:name_parts", "token:name_phonetic", "token:address_parts"})

Pair = tuple[str, str, str]
"""A link's class and its two report ids, sorted."""


def make_truth(
    seed: int,
    cases: Sequence[Case],
    sendings: Sequence[Sending],
    groups: Iterable[Group],
    visible: frozenset[Pair] | None = None,
) -> dict[str, Any]:
    """The ground truth as a JSON document: what must be found, what must not, and what must be refused.

    ``visible``, when given, holds the links that the coordination unit may read; each link says whether it is
    one.
    """
    links, parked = planted_links(cases)
    by_group = list(groups)
    return {
        "seed": seed,
        "planted_links": [
            {"class": kind, "reports": [one, other], "because": sorted(links[kind, one, other])}
            | ({} if visible is None else {"seen_by_coordination": (kind, one, other) in visible})
            for kind, one, other in sorted(links)
        ],
        "tolerated_links": [{"class": k, "reports": [a, b]} for k, a, b in sorted(parked - links.keys())],
        "networks": [_told(group, number) for number, group in enumerate(by_group) if _is_true(group)],
        "distractors": [_told(group, number) for number, group in enumerate(by_group) if not _is_true(group)],
        "retracted": sorted(case.report_id for case in cases if case.retracted),
        "held": sorted(case.report_id for case in cases if case.held),
        "withdrawn_links": _withdrawn(cases, links),
        "expected_refused": _refusals(sendings),
        "expected_refused_at_door": _refusals(s for s in sendings if s.door == "http"),
        "expected_dead_letters": _refusals(s for s in sendings if s.door == "kafka"),
        "expected": dict(sorted(Counter(s.expected for s in sendings).items())),
        "contents": dict(sorted(Counter(s.content for s in sendings if s.expected == "accepted").items())),
    }


def planted_links(cases: Iterable[Case]) -> tuple[dict[Pair, set[str]], set[Pair]]:
    """Every pair that must be linked, with why; and the pairs of parked values, which may be linked or not.

    A parked value makes no link once it is parked; which of its first bearers were linked before depends on
    the order of arrival, so those pairs are neither true nor false.
    """
    return _links(case for case in cases if case.stands)


def _links(cases: Iterable[Case]) -> tuple[dict[Pair, set[str]], set[Pair]]:
    links: dict[Pair, set[str]] = defaultdict(set)
    parked: set[Pair] = set()
    for (kind, value), bearing in _bearers(cases).items():
        for one, other in combinations(bearing, 2):
            if not _belong_together(kind, value, one, other):
                continue
            if len(bearing) > HUB_LIMIT:
                parked.add(_pair(kind, one, other))
            else:
                links[_pair(kind, one, other)].add(kind.removeprefix("token:"))
    return dict(links), parked


def _bearers(cases: Iterable[Case]) -> dict[tuple[str, str], list[Case]]:
    """The cases that bear each planted value in their highest version."""
    bearers: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in cases:
        for borne in case.final_pins.values():
            bearers[borne].append(case)
    return bearers


def _belong_together(kind: str, value: str, one: Case, other: Case) -> bool:
    """The rules for two bearers of one value: owner, thread, check digit, window, one seizure per parcel."""
    if one.administration == other.administration or one.about is other or other.about is one:
        return False
    if kind in _PARTIAL or (kind in _CHECKED and _CHECKED[kind](value).check != "valid"):
        return False
    apart = abs(one.occurred - other.occurred)
    if kind == "parcel":
        earlier = min((one, other), key=lambda case: case.occurred)
        return apart <= _PARCEL_WINDOW and earlier.kind != "seizure"
    return apart <= _JOURNEY or kind not in ("container", "voyage")


def _pair(kind: str, one: Case, other: Case) -> Pair:
    left, right = sorted((one.report_id, other.report_id))
    return "same_party" if kind.startswith("token:") else "same_object", left, right


def _withdrawn(cases: Sequence[Case], links: dict[Pair, set[str]]) -> list[dict[str, Any]]:
    """Pairs that would stand but for a retraction, or stood before an identifier was corrected."""
    retracted, _ = _links(case for case in cases if not (case.held or case.refused))
    gone = {pair: "retracted" for pair in retracted if pair not in links}
    bearers = _bearers(cases)
    for case in (c for c in cases if any(change.pins for change in c.changes.values())):
        for kind, value in case.pins.values():
            for other in bearers[kind, value]:
                pair = _pair(kind, case, other)
                if other is not case and pair not in links and _belong_together(kind, value, case, other):
                    gone[pair] = "corrected"
    return [{"class": k, "reports": [a, b], "because": gone[k, a, b]} for k, a, b in sorted(gone)]


def _is_true(group: Group) -> bool:
    return group.name in ("warned_object", "seen_object", "party_pair", "network", "moved_identifier")


def _told(group: Group, number: int) -> dict[str, Any]:
    return {
        "id": f"{group.name}-{number}",
        "kind": group.name,
        "reports": sorted({case.report_id for case in group.cases}),
        "countries": sorted({case.administration for case in group.cases}),
        "values": sorted({kind for case in group.cases for kind, _ in case.final_pins.values()}),
    }


def _refusals(sendings: Iterable[Sending]) -> dict[str, int]:
    reasons = Counter(
        str(DIRT_BY_NAME[s.dirt].reason) for s in sendings if s.expected == "refused" and s.dirt is not None
    )
    return dict(sorted(reasons.items()))
