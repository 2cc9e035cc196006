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

from services.contracts.report import Report
from tests.integration.enrich.desk import Desk, desk_on
from tests.unit.enrich.reports import NOON, parcel, party, reply_to, report

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
    """Versions of a few reports, who is retracted, and how all of it is delivered: batches, each to a worker."""

    versions: tuple[tuple[Content, ...], ...]
    retracted: frozenset[int]
    deliveries: tuple[tuple[int, tuple[tuple[int, int], ...]], ...]


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
    retracted = draw(st.frozensets(st.integers(0, len(OWNERS) - 1), max_size=2))
    # Version 0 stands for the retraction of the report.
    sent = [(n, v + 1) for n, made in enumerate(versions) for v in range(len(made))] + [(n, 0) for n in retracted]
    order = list(draw(st.permutations(sent))) + draw(st.lists(st.sampled_from(sent), max_size=4))
    cuts = sorted(draw(st.sets(st.integers(1, len(order) - 1), max_size=6)) if len(order) > 1 else [])
    batches = [tuple(order[a:b]) for a, b in zip([0, *cuts], [*cuts, len(order)], strict=True)]
    return History(versions, retracted, tuple((draw(st.integers(0, 1)), batch) for batch in batches))


def written(number: int, content: Content) -> Report:
    transport: dict[str, Any] = {}
    if content.item is not None:
        transport["items"] = [parcel(content.item)]
    if content.box is not None:
        transport["containers"] = [BOXES[content.box]]
    more: dict[str, Any] = {"transport": transport}
    if content.phone is not None:
        more["parties"] = [party("phone", str(content.phone))]
    if content.answers is not None and content.answers != number:
        more["in_reply_to"] = reply_to(OWNERS[content.answers], str(content.answers))
    return report(OWNERS[number], str(number), content.kind, NOON + timedelta(days=content.day), **more)


def retraction(number: int) -> Report:
    about = reply_to(OWNERS[number], str(number))
    return report(OWNERS[number], f"R{number}", "retraction", in_reply_to=about)


def expected(history: History) -> dict[tuple[str, str, str], set[str]]:
    """Every link that must stand, with the features that speak for it."""
    last = {n: made[-1] for n, made in enumerate(history.versions) if n not in history.retracted}
    links: dict[tuple[str, str, str], set[str]] = {}
    for (n, one), (m, other) in combinations(last.items(), 2):
        if OWNERS[n] == OWNERS[m] or one.answers == m or other.answers == n:
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
                await desks[number].take(
                    desks[number].record(retraction(n))
                    if version == 0
                    else desks[number].record(written(n, history.versions[n][version - 1]), version)
                    for n, version in batch
                )

    await asyncio.gather(*(work(number) for number in range(len(desks))))


def standing(links: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str, str], set[str]]:
    return {
        (link["link_class"], *link["reports"]): {line["feature"] for line in link["evidence"]}
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
            for name in ("reports", "links"):
                await one.database[name].delete_many({})
            assert standing(found) == expected(history)

    asyncio.run(run())
