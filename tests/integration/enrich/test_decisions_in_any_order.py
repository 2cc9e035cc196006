"""Reports and decisions in any order, cut anyhow, to two workers: each link is what its last reports and decisions say.

The oracle judges the last versions from their raw fields and the decisions by their times. It shares no rule with
enrich.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from services.contracts.events import LinkDecided, LinkDecision
from services.contracts.identifiers import link_id, matter_id, report_id
from tests.integration.enrich.desk import Desk, desk_on
from tests.integration.enrich.test_any_order import BOXES, OWNERS, SERIALS, Content, History, body_of, histories
from tests.unit.enrich.decisions import decided
from tests.unit.enrich.reports import parcel, token

PAIRS = [pair for pair in combinations(range(len(OWNERS)), 2) if OWNERS[pair[0]] != OWNERS[pair[1]]]
CLASSES = {"same_object": ("s10", "container"), "same_party": ("party.phone",)}
Value = tuple[str, int]


@dataclass(frozen=True)
class Decision:
    """One decision about the link of a pair; ``seen`` are the values that spoke for it then."""

    pair: tuple[int, int]
    link_class: str
    side: int
    what: LinkDecision
    at: int
    seen: frozenset[Value]

    @property
    def who(self) -> str:
        return OWNERS[self.pair[self.side]]


values = st.sampled_from([(feature, n) for features in CLASSES.values() for feature in features for n in (0, 1)])


@st.composite
def decisions(draw: st.DrawFn, history: History) -> Decision:
    """A decision, most often about a link that was there once, on more or less than what it then stood on."""
    once = [
        (pair, link_class, now)
        for pair in PAIRS
        for link_class in CLASSES
        for one in history.versions[pair[0]]
        for other in history.versions[pair[1]]
        if (now := shared(one, other, link_class))
    ]
    nowhere = (draw(st.sampled_from(PAIRS)), draw(st.sampled_from(sorted(CLASSES))), set[Value]())
    pair, link_class, now = draw(st.sampled_from([*once[:4], nowhere]))
    what: LinkDecision = draw(st.sampled_from(["confirm", "confirm", "reject", "reject", "unsure", "undo"]))
    seen = draw(st.frozensets(values, max_size=2)) | (now if draw(st.booleans()) else set())
    return Decision(pair, link_class, draw(st.integers(0, 1)), what, draw(st.integers(0, 1000)), seen)


@st.composite
def agreements(draw: st.DrawFn, history: History) -> list[Decision]:
    """Both owners confirm the link of one pair."""
    one = draw(decisions(history))
    return [replace(one, side=side, what="confirm", at=1001) for side in (0, 1)]


def key_of(value: Value) -> str:
    feature, number = value
    written = {"s10": f"s10:{parcel(SERIALS[number])}", "container": f"container:{BOXES[number]}"}
    return written.get(feature, f"party:phone:{token(str(number))}")


def line(value: Value) -> dict[str, Any]:
    """The evidence that this shared value is."""
    of_token = value[0] == "party.phone"
    shown = "token equal" if of_token else key_of(value).partition(":")[2]
    matter = {"matter": matter_id(key_of(value))} if of_token else {}
    return {"feature": value[0], "left": shown, "right": shown, "weight": 8.0, **matter}


def id_of(pair: tuple[int, int], link_class: str) -> str:
    one, other = (report_id(OWNERS[n], str(n)) for n in pair)
    return link_id(one, other, link_class)


def event_of(number: int, each: Decision) -> LinkDecided:
    link = {"_id": id_of(each.pair, each.link_class), "revision": 1, "evidence": [line(value) for value in each.seen]}
    return decided(link, each.who, each.what, each.at, decision_id=f"{number:03}")


def shared(one: Content, other: Content, link_class: str) -> set[Value]:
    """The values by which two reports are linked in this class."""
    apart, found = abs(one.day - other.day), set[Value]()
    if link_class == "same_party":
        return {("party.phone", one.phone)} if one.phone is not None and one.phone == other.phone else set()
    if one.item is not None and one.item == other.item and apart <= 365 and {one.kind, other.kind} != {"seizure"}:
        found.add(("s10", one.item))
    if one.box is not None and one.box == other.box and apart <= 60:
        found.add(("container", one.box))
    return found


def expected(history: History, taken: Sequence[Decision], pair: tuple[int, int], link_class: str) -> str:
    """The status of a link that is stored."""
    n, m = pair
    one, other = history.versions[n][-1], history.versions[m][-1]
    last: dict[str, Decision] = {}
    for _, each in sorted(enumerate(taken), key=lambda item: (item[1].at, item[0])):
        if (each.pair, each.link_class) == (pair, link_class):
            last[each.who] = each
    agreed = all(who in last and last[who].what == "confirm" for who in (OWNERS[n], OWNERS[m]))
    if history.retracted & {n, m}:
        return "withdrawn"
    now = set[Value]() if one.answers == m or other.answers == n else shared(one, other, link_class)
    if not now:
        return "confirmed" if agreed else "withdrawn"
    # A value of another feature of the class, or another value: each is one that was not seen.
    if any(each.what == "reject" and now <= each.seen for each in last.values()):
        return "rejected"
    if agreed:
        return "confirmed"
    return "unsure" if any(each.what == "unsure" for each in last.values()) else "proposed"


@st.composite
def operations(draw: st.DrawFn) -> tuple[History, list[Decision], list[tuple[int, list[Any]]]]:
    """A history, decisions, and both delivered together: batches, each to a worker."""
    history = draw(histories())
    taken = draw(st.lists(decisions(history), max_size=8)) + draw(st.just([]) | agreements(history))
    sent: list[Any] = [each for _, batch in history.deliveries for each in batch]
    sent += [
        *range(len(taken)),
        *draw(st.lists(st.sampled_from(range(len(taken))), max_size=3) if taken else st.just([])),
    ]
    order = draw(st.permutations(sent))
    cuts = sorted(draw(st.sets(st.integers(1, len(order) - 1), max_size=6)) if len(order) > 1 else [])
    batches = [list(order[a:b]) for a, b in zip([0, *cuts], [*cuts, len(order)], strict=True)]
    return history, taken, [(draw(st.integers(0, 1)), batch) for batch in batches]


async def deliver(
    desks: Sequence[Desk], history: History, taken: Sequence[Decision], batches: Sequence[tuple[int, list[Any]]]
) -> None:
    async def work(number: int) -> None:
        desk = desks[number]
        for worker, batch in batches:
            if worker == number:
                await desk.take(
                    desk.decision(event_of(each, taken[each]))
                    if isinstance(each, int)
                    else desk.record(body_of(history, each), each[2])
                    for each in batch
                )

    await asyncio.gather(*(work(number) for number in range(len(desks))))


def ours(links: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The links that are decided about here; that of a report with its answer is tried elsewhere."""
    return [link for link in links if link["link_class"] in CLASSES]


@settings(
    max_examples=80,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(operation=operations())
def test_every_link_follows_from_its_last_reports_and_its_decisions(
    mongo_url: str, database: str, operation: tuple[History, list[Decision], list[tuple[int, list[Any]]]]
) -> None:
    history, taken, batches = operation

    async def run() -> None:
        async with desk_on(mongo_url, database) as one, desk_on(mongo_url, database) as other:
            await deliver([one, other], history, taken, batches)
            links = ours(await one.links())
            still = [each["link_id"] async for each in one.database["waiting_decisions"].find()]
            for name in ("reports", "versions", "links", "hubs", "waiting_decisions"):
                await one.database[name].delete_many({})
        found = {link["_id"]: link["status"] for link in links}
        wanted = {
            id_of(pair, link_class): expected(history, taken, pair, link_class)
            for pair in PAIRS
            for link_class in CLASSES
        }
        assert found == {key: wanted[key] for key in found}
        assert {key for key, status in wanted.items() if status in ("proposed", "unsure", "rejected")} <= found.keys()
        about = [id_of(each.pair, each.link_class) for each in taken]
        assert {link["_id"]: len(link["decisions"]) for link in links} == {key: about.count(key) for key in found}
        assert sorted(still) == sorted(key for key in about if key not in found), "what has no link waits"

    asyncio.run(run())
