"""Whatever the order, the cuts and the number of workers: the links are those of a recomputation from scratch.

The oracle below judges the last versions pair by pair from their raw fields. It shares no rule with enrich.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from services.contracts.identifiers import report_id
from services.contracts.report import Report
from tests.integration.enrich.desk import Desk, desk_on
from tests.unit.enrich.reports import NOON, parcel, party, reply_to, report

SERIALS = (10_482_773, 73_005_164)
"""Far from each other: neither is the other's neighbour in a series."""
OWN_FEATURES = {"s10", "container", "party.phone", "reply"}
"""What speaks for a class by itself; what surrounds it is told beside it."""
BOXES = ("TOCU5027186", "QZXU2021021")
OWNERS = ("NL", "KR", "DE", "KR", "NL")


@dataclass(frozen=True)
class Content:
    """What one version of a report says; ``answers`` is the number of another report."""

    kind: str
    day: int
    item: int | None
    box: int | None
    phone: int | None
    answers: int | None


@dataclass(frozen=True)
class History:
    """Versions of a few reports, retractions and how all of it is delivered: batches, each to a worker.

    A retraction has versions too: the number of the report that each one takes back. ``void`` are the retractions
    that are taken back themselves.
    """

    versions: tuple[tuple[Content, ...], ...]
    retractions: tuple[tuple[int, ...], ...]
    void: frozenset[int]
    deliveries: tuple[tuple[int, tuple[Sent, ...]], ...]

    @property
    def retracted(self) -> set[int]:
        """The reports that are taken back when everything has come."""
        return {targets[-1] for n, targets in enumerate(self.retractions) if targets and n not in self.void}


Sent = tuple[str, int, int]
"""What is sent: "report", "retraction" or "void", its number, its version."""

maybe = st.none() | st.integers(0, 1)
contents = st.builds(
    Content,
    kind=st.sampled_from(["seizure", "seizure", "warning"]),
    day=st.sampled_from([0, 0, 59, 61, 366]),
    item=maybe,
    box=maybe,
    phone=maybe,
    answers=st.sampled_from([None, None, None, 0]),
)


@st.composite
def histories(draw: st.DrawFn) -> History:
    versions = tuple(draw(st.lists(contents, min_size=1, max_size=3).map(tuple)) for _ in OWNERS)
    own = [[m for m, owner in enumerate(OWNERS) if owner == OWNERS[n]] for n in range(len(OWNERS))]
    retractions = tuple(draw(st.lists(st.sampled_from(own[n]), max_size=2).map(tuple)) for n in range(2))
    void = draw(st.frozensets(st.sampled_from([0, 1]), max_size=2)) & {n for n in range(2) if retractions[n]}
    sent: list[Sent] = [("report", n, v + 1) for n, made in enumerate(versions) for v in range(len(made))]
    sent += [("retraction", n, v + 1) for n, targets in enumerate(retractions) for v in range(len(targets))]
    sent += [("void", n, 1) for n in void]
    order = list(draw(st.permutations(sent))) + draw(st.lists(st.sampled_from(sent), max_size=4))
    cuts = sorted(draw(st.sets(st.integers(1, len(order) - 1), max_size=6)) if len(order) > 1 else [])
    batches = [tuple(order[a:b]) for a, b in zip([0, *cuts], [*cuts, len(order)], strict=True)]
    return History(versions, retractions, void, tuple((draw(st.integers(0, 1)), batch) for batch in batches))


def written(number: int, content: Content) -> Report:
    transport: dict[str, Any] = {}
    if content.item is not None:
        transport["items"] = [parcel(SERIALS[content.item])]
    if content.box is not None:
        transport["containers"] = [BOXES[content.box]]
    more: dict[str, Any] = {"transport": transport}
    if content.phone is not None:
        more["parties"] = [party("phone", str(content.phone))]
    if content.answers is not None and content.answers != number:
        more["in_reply_to"] = reply_to(OWNERS[content.answers], str(content.answers))
    return report(OWNERS[number], str(number), content.kind, NOON + timedelta(days=content.day), **more)


def retraction(number: int, target: int) -> Report:
    about = reply_to(OWNERS[target], str(target))
    return report(OWNERS[number], f"R{number}", "retraction", in_reply_to=about)


def retraction_of_retraction(number: int) -> Report:
    about = reply_to(OWNERS[number], f"R{number}")
    return report(OWNERS[number], f"RR{number}", "retraction", in_reply_to=about)


def body_of(history: History, sent: Sent) -> Report:
    what, number, version = sent
    if what == "report":
        return written(number, history.versions[number][version - 1])
    if what == "retraction":
        return retraction(number, history.retractions[number][version - 1])
    return retraction_of_retraction(number)


def expected(history: History) -> dict[tuple[str, str, str], set[str]]:
    """Every link that must stand, with the features that speak for it."""
    last = {n: made[-1] for n, made in enumerate(history.versions) if n not in history.retracted}
    links: dict[tuple[str, str, str], set[str]] = {}
    for (n, one), (m, other) in combinations(last.items(), 2):
        if m != n and (one.answers == m or other.answers == n):
            left, right = sorted((written(n, one).report_id, written(m, other).report_id))
            links["reply", left, right] = {"reply"}
            continue
        if OWNERS[n] == OWNERS[m]:
            continue
        apart = abs(one.day - other.day)
        left, right = sorted((written(n, one).report_id, written(m, other).report_id))
        features = set()
        if one.item is not None and one.item == other.item and apart <= 365:
            features |= set() if {one.kind, other.kind} == {"seizure"} else {"s10"}
        if one.box is not None and one.box == other.box and apart <= 60:
            features.add("container")
        if features:
            links["same_object", left, right] = features
        if one.phone is not None and one.phone == other.phone:
            links["same_party", left, right] = {"party.phone"}
    return links


async def deliver(desks: Sequence[Desk], history: History) -> None:
    """Each worker takes its batches in their order; both work at the same time."""

    async def work(number: int) -> None:
        for worker, batch in history.deliveries:
            if worker == number:
                await desks[number].take(desks[number].record(body_of(history, each), each[2]) for each in batch)

    await asyncio.gather(*(work(number) for number in range(len(desks))))


def taken_back(stored: Mapping[str, Mapping[str, Any]], number: int) -> bool:
    """Is the report stored as retracted?"""
    return bool(stored[report_id(OWNERS[number], str(number))]["retracted"])


def standing(links: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str, str], set[str]]:
    return {
        (link["link_class"], *link["reports"]): {line["feature"] for line in link["evidence"]} & OWN_FEATURES
        for link in links
        if link["status"] != "withdrawn"
    }


# One database serves all examples: the fixture's scope is the test, and each example clears it. Nothing is shrunk:
# what two workers do at the same time seldom happens twice.
@settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=histories())
def test_any_history_in_any_order_by_two_workers_gives_the_links_of_a_recomputation(
    mongo_url: str, database: str, history: History
) -> None:
    async def run() -> None:
        async with desk_on(mongo_url, database) as one, desk_on(mongo_url, database) as other:
            await deliver([one, other], history)
            found = await one.links()
            stored = {doc["_id"]: doc async for doc in one.database["reports"].find()}
            for name in ("reports", "versions", "links", "hubs"):
                await one.database[name].delete_many({})
            assert standing(found) == expected(history)
            assert {n for n in range(len(OWNERS)) if taken_back(stored, n)} == history.retracted

    asyncio.run(run())
