"""From accepted reports to links, in the order that loses no pair: store, then ask, then link, then look again.

Each step may be repeated after a crash and by several workers at once, and ends in the same links:

1. the reports are written with their keys, by a majority (services/enrich/store.py);
2. replies are looked up both ways, because either may come first (services/enrich/standing.py);
3. who shares a key is asked once for the whole batch, and every pair is judged (services/enrich/matching/judging.py);
4. links are written on the revision that they were decided on; who loses reads and decides again;
5. the reports of every written link are read again: did one change meanwhile, the link is decided again. Whoever
   changes a report looks at its links after writing it, so that one of the two always sees the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from services.contracts.reasons import Transient
from services.enrich.changes import propose, withdraw
from services.enrich.hub_status import Known
from services.enrich.matching.blocking import asked_by
from services.enrich.matching.judging import Found, judge, reply
from services.enrich.neighbours import Neighbours
from services.enrich.own_history import judge_against_history
from services.enrich.sides import Realm, Side, side_of
from services.enrich.standing import settle_standing
from services.enrich.store import Store
from services.reference.places import least_hours
from services.runtime.failpoints import failpoint

Document = dict[str, Any]
ROUNDS: Final = 8


@dataclass(frozen=True, slots=True)
class Settled:
    """What is true after a batch: the reports that it concerned, who is near them, their links, and which changed.

    ``parked`` holds the values that its reports were one too many for, by report.
    """

    reports: Mapping[str, Document]
    neighbours: Neighbours
    links: Sequence[Document]
    changed: Sequence[Document]
    parked: Mapping[str, Sequence[Document]] = field(default_factory=dict)


async def settle(store: Store, incoming: Sequence[Document]) -> Settled:
    """Store the reports and bring every link of theirs up to date. Raises Transient when others keep interfering."""
    async with store.session():
        reports, new = await _stored(store, incoming)
        failpoint("after_reports_before_links")
        await judge_against_history(store, reports.values())
        await settle_standing(store, reports)
        known = await store.hubs.known()
        sides = {report_id: side_of(report) for report_id, report in reports.items()}
        asked = _asked(sides.values())
        others, crowded = await store.bearers(asked, besides=sides, known=known)
        sides |= {side.report_id: side for side in others}
        await _read_threads(store, reports.values(), sides)
        neighbours = await _with_shaken(store, reports, Neighbours(sides.values(), known, crowded), known, asked)
        parked = neighbours.newly_parked(reports)
        await store.hubs.park(parked)
        settled = await _link(store, reports, new, neighbours)
        # What came for the first time and parked nothing just now is the cause of no parked value.
        caused = await store.hubs.caused_by(reports.keys() if parked else reports.keys() - new)
        return replace(settled, parked=_by_cause(caused))


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


def _asked(sides: Iterable[Side]) -> dict[Realm, set[str]]:
    """The values to look for others by: a series' neighbours and the weeks beside it as well as what is borne."""
    asked: dict[Realm, set[str]] = defaultdict(set)
    for side in sides:
        if not side.retracted:
            asked[side.realm].update(asked_by(side))
    return asked


async def _read_threads(store: Store, reports: Iterable[Document], sides: dict[str, Side]) -> None:
    """Add the reports that these answer, and those that answer them."""
    thread = {report["answers"] for report in reports if report["answers"]}
    thread |= {reply["report_id"] for report in reports for reply in report.get("replies", ())}
    sides |= {side.report_id: side for side in await store.read_sides(thread - sides.keys())}


async def _with_shaken(
    store: Store, reports: Mapping[str, Document], neighbours: Neighbours, known: Known, asked: Mapping[Realm, set[str]]
) -> Neighbours:
    """The same with all that other pairs share whose value has just become less rare: they are weighed again.

    Who bears a value that was ``asked`` about is known.
    """
    pairs = neighbours.shaken(reports.keys())
    shared: dict[Realm, set[str]] = defaultdict(set)
    for one, other in pairs:
        side = neighbours.sides[one]
        shared[side.realm] |= side.keys & neighbours.sides[other].keys - asked.get(side.realm, set())
    if not any(shared.values()):
        return neighbours
    more, crowded = await store.bearers(shared, besides=neighbours.sides, known=known)
    everything = {**neighbours.sides, **{side.report_id: side for side in more}}
    return Neighbours(everything.values(), known, neighbours.crowded | crowded)


async def _link(store: Store, reports: Mapping[str, Document], new: set[str], neighbours: Neighbours) -> Settled:
    changed: dict[str, Document] = {}
    shaken = neighbours.shaken(reports.keys())
    for attempt in range(ROUNDS):
        # A report that was never stored has no links, unless another worker is just making one: then ours loses.
        asked = {*reports, *(one for pair in shaken for one in pair)} - (set() if attempt else new)
        existing = {link["_id"]: link for link in await store.links_of(asked)}
        missing = {one for link in existing.values() for one in link["reports"]} - neighbours.sides.keys()
        neighbours = neighbours.with_sides(await store.read_sides(missing))
        wanted = decide(reports.keys(), shaken, neighbours, existing)
        written = {key: link for key, link in wanted.items() if link is not existing.get(key)}
        lost = await store.write_links(list(written.values()))
        failpoint("after_links_before_second_look")
        changed |= {key: link for key, link in written.items() if key not in lost}
        linked = {report_id for link in written.values() for report_id in link["reports"]}
        seen = await store.fingerprints(linked)
        if not lost and all(neighbours.sides[one].fingerprint == is_now for one, is_now in seen.items()):
            return Settled(reports, neighbours, list(wanted.values()), list(changed.values()))
        neighbours = neighbours.with_sides(await store.read_sides(linked))
    raise Transient("the reports or links of this batch are being changed by others")


def _by_cause(hubs: Iterable[Document]) -> dict[str, list[Document]]:
    found: dict[str, list[Document]] = defaultdict(list)
    for hub in hubs:
        found[hub["cause"]].append(hub)
    return found


def decide(
    judged: Collection[str],
    shaken: Collection[tuple[str, str]],
    neighbours: Neighbours,
    existing: Mapping[str, Document],
) -> dict[str, Document]:
    """Every link of the ``judged`` reports as it must be; what needs no change is the very document of ``existing``.

    Links of ``shaken`` pairs are weighed again too; they become no new ones.
    """
    pairs = {tuple(sorted((one, other))) for one in judged for other in neighbours.around(neighbours.sides[one])}
    pairs |= {tuple(sorted((one, other))) for one in judged for other in neighbours.thread(one)}
    linked = {tuple(sorted(link["reports"])) for link in existing.values()}
    pairs |= {pair for pair in linked if pair in shaken or any(one in judged for one in pair)}
    found: dict[str, Found] = {}
    for one, other in pairs:
        found |= {each.link_id: each for each in between(neighbours, one, other)}
    wanted: dict[str, Document] = {}
    for key in sorted(found.keys() | existing.keys()):
        stored = existing.get(key)
        if key in found:
            proposed = propose(stored, found[key])
            if proposed is not None:
                wanted[key] = proposed
        elif stored is not None and tuple(sorted(stored["reports"])) in pairs:
            left, right = (neighbours.sides[report_id] for report_id in stored["reports"])
            wanted[key] = withdraw(stored, left, right)
    return wanted


def between(neighbours: Neighbours, one: str, other: str) -> list[Found]:
    """The links that two reports bear out."""
    left, right = neighbours.sides[one], neighbours.sides[other]
    answer = reply(left, right)
    judgement = judge(left, right, neighbours.rarity(left.realm), least_hours)
    return [*judgement.found, *([answer] if answer else [])]
