"""From accepted reports to links, in the order that loses no pair: store, then ask, then link, then look again.

Each step may be repeated after a crash and by several workers at once, and ends in the same links:

1. the reports are written with their keys, by a majority (services/enrich/store.py);
2. replies are looked up both ways, because either may come first (services/enrich/standing.py);
3. who shares a key is asked once for the whole batch, and every pair is judged (services/enrich/links.py);
4. links are written on the revision that they were decided on; who loses reads and decides again;
5. the reports of every written link are read again: did one change meanwhile, the link is decided again. Whoever
   changes a report looks at its links after writing it, so that one of the two always sees the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from services.contracts.reasons import Transient
from services.enrich.changes import propose, withdraw
from services.enrich.links import Found, find_links
from services.enrich.neighbours import Key, Neighbours
from services.enrich.own_history import judge_against_history
from services.enrich.sides import Realm, Side, side_of
from services.enrich.standing import settle_standing
from services.enrich.store import Store
from services.runtime.failpoints import failpoint

Document = dict[str, Any]
ROUNDS: Final = 8


@dataclass(frozen=True, slots=True)
class Settled:
    """What is true after a batch: the reports that it concerned, who is near them, their links, and which changed."""

    reports: Mapping[str, Document]
    neighbours: Neighbours
    links: Sequence[Document]
    changed: Sequence[Document]
    parked: int


async def settle(store: Store, incoming: Sequence[Document]) -> Settled:
    """Store the reports and bring every link of theirs up to date. Raises Transient when others keep interfering."""
    async with store.session():
        reports, new = await _stored(store, incoming)
        failpoint("after_reports_before_links")
        await judge_against_history(store, reports.values())
        await settle_standing(store, reports)
        sides = {report_id: side_of(report) for report_id, report in reports.items()}
        others, crowded = await store.bearers(_keys(sides.values()), besides=sides)
        sides |= {side.report_id: side for side in others}
        return await _link(store, reports, new, sides, crowded)


async def _stored(store: Store, incoming: Sequence[Document]) -> tuple[dict[str, Document], set[str]]:
    """Write the reports; where a newer version is stored, that one is what the batch concerns. And who is new."""
    new: set[str] = set()
    reports = {report["_id"]: report for report in incoming}
    pending = list(incoming)
    for _ in range(ROUNDS):
        overtaken, inserted = await store.write_reports(pending)
        new |= inserted
        current = {report["_id"]: report for report in await store.read_reports(overtaken)}
        # Two workers that insert one report at once collide on its id, whichever version is the newer.
        pending = [each for each in pending if current.get(each["_id"], each)["version"] < each["version"]]
        reports |= current
        reports |= {each["_id"]: each for each in pending}
        if not pending:
            return reports, new
    raise Transient("the reports of this batch are being written by others")


def _keys(sides: Collection[Side]) -> dict[Realm, set[str]]:
    keys: dict[Realm, set[str]] = defaultdict(set)
    for side in sides:
        if side.keys and not side.retracted:
            keys[side.realm] |= side.keys
    return keys


async def _link(
    store: Store, reports: Mapping[str, Document], new: set[str], sides: dict[str, Side], crowded: Collection[Key]
) -> Settled:
    changed: dict[str, Document] = {}
    for attempt in range(ROUNDS):
        # A report that was never stored has no links, unless another worker is just making one: then ours loses.
        existing = {link["_id"]: link for link in await store.links_of(reports.keys() - (() if attempt else new))}
        missing = {report_id for link in existing.values() for report_id in link["reports"]} - sides.keys()
        sides |= {side.report_id: side for side in await store.read_sides(missing)}
        neighbours = Neighbours(sides.values(), crowded)
        parked = {report_id: neighbours.parked(sides[report_id]) for report_id in reports}
        wanted = decide(parked, neighbours, existing)
        written = {key: link for key, link in wanted.items() if link is not existing.get(key)}
        lost = await store.write_links(list(written.values()))
        failpoint("after_links_before_second_look")
        changed |= {key: link for key, link in written.items() if key not in lost}
        seen = await store.read_sides({report_id for link in written.values() for report_id in link["reports"]})
        if not lost and all(side.fingerprint == sides[side.report_id].fingerprint for side in seen):
            number = sum(map(len, parked.values()))
            return Settled(reports, neighbours, list(wanted.values()), list(changed.values()), number)
        sides |= {side.report_id: side for side in seen}
    raise Transient("the reports or links of this batch are being changed by others")


def decide(
    parked: Mapping[str, frozenset[str]], neighbours: Neighbours, existing: Mapping[str, Document]
) -> dict[str, Document]:
    """Every link of these reports as it must be; what needs no change is the very document of ``existing``.

    ``parked`` maps each report's id to those of its values that too many bear.
    """
    linked: dict[str, set[str]] = defaultdict(set)
    for link in existing.values():
        one, other = link["reports"]
        linked[one].add(other)
        linked[other].add(one)
    found: dict[str, Found] = {}
    for report_id, crowded in parked.items():
        side = neighbours.sides[report_id]
        near = neighbours.around(side, crowded) | linked[report_id]
        for each in find_links(side, [neighbours.sides[other] for other in near], crowded):
            found[each.link_id] = each
    wanted: dict[str, Document] = {}
    for key in sorted(found.keys() | existing.keys()):
        stored = existing.get(key)
        if key in found:
            proposed = propose(stored, found[key])
            if proposed is not None:
                wanted[key] = proposed
        elif stored is not None:
            one, other = (neighbours.sides[report_id] for report_id in stored["reports"])
            wanted[key] = withdraw(stored, one, other)
    return wanted
