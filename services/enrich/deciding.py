"""Decisions of people become what is stored of their links, whichever came first, with several workers at once.

A link is written on the revision that was read, as comparing does it: who loses reads and decides again. A decision
is known by its id, so that it may come twice; one whose link is not there yet waits for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from services.contracts.events import LinkDecided
from services.contracts.reasons import Refused, Transient
from services.enrich.decision_store import DecisionStore
from services.enrich.review import admit, with_decisions
from services.runtime.failpoints import failpoint
from services.runtime.logs import get_logger
from services.runtime.records import Received, Record

Document = dict[str, Any]
ROUNDS: Final = 8
log = get_logger()


@dataclass(slots=True)
class Decided:
    """What is true after a batch of decisions: their links as they now are, which changed, and how each record ended.

    ``refused`` can never take effect, ``repeated`` were known, ``waiting`` are kept until their link is there.
    """

    links: dict[str, Document] = field(default_factory=dict)
    changed: dict[str, Document] = field(default_factory=dict)
    refused: list[tuple[Record, Refused]] = field(default_factory=list)
    repeated: list[Record] = field(default_factory=list)
    waiting: list[Record] = field(default_factory=list)


async def settle_decisions(store: DecisionStore, batch: Sequence[Received[LinkDecided]]) -> Decided:
    """Bring every link of these decisions up to date. Raises Transient when others keep interfering."""
    async with store.session():
        links = await store.links({each.body.link_id for each in batch})
        early = [each.body for each in batch if each.body.link_id not in links]
        if early:
            await store.keep(early)
            failpoint("after_decision_kept")
            links |= await store.links({each.link_id for each in early})
            await store.forget([each for each in early if each.link_id in links])
        result = await _apply(store, [each.body for each in batch if each.body.link_id in links], links)
    return _told(batch, result)


async def take_up_waiting(store: DecisionStore, links: Sequence[Document]) -> dict[str, Document]:
    """Apply the decisions that waited for any of these links; returns the links that they changed or had changed."""
    async with store.session():
        waiting = await store.waiting({link["_id"] for link in links})
        if not waiting:
            return {}
        result = await _apply(store, waiting, await store.links({each.link_id for each in waiting}))
        for decision_id, why in result.refused.items():
            log.warning("a waiting decision was refused", decision=decision_id, reason=why.reason.value)
        failpoint("after_waiting_taken_up")
        await store.forget(waiting)
        return result.links


@dataclass(slots=True)
class _Applied:
    links: dict[str, Document]
    changed: dict[str, Document] = field(default_factory=dict)
    refused: dict[str, Refused] = field(default_factory=dict)
    new: set[str] = field(default_factory=set)


async def _apply(store: DecisionStore, decisions: Iterable[LinkDecided], links: Mapping[str, Document]) -> _Applied:
    """Write each link with its decisions. ``new`` holds the ids of decisions that a link did not know before."""
    by_link: dict[str, list[LinkDecided]] = defaultdict(list)
    for each in decisions:
        by_link[each.link_id].append(each)
    result = _Applied(dict(links))
    pending = set(by_link)
    for _ in range(ROUNDS):
        wanted = {key: _after(result.links[key], by_link[key], result) for key in sorted(pending)}
        written = {key: link for key, link in wanted.items() if link is not result.links[key]}
        failpoint("before_decisions_stored")
        lost = await store.write(list(written.values()))
        done = {key: link for key, link in written.items() if key not in lost}
        result.links |= done
        result.changed |= done
        if not lost:
            return result
        pending = lost
        result.links |= await store.links(lost)
    raise Transient("the links of these decisions are being changed by others")


def _after(link: Document, decisions: Iterable[LinkDecided], result: _Applied) -> Document:
    """The link with every decision that it takes, as one revision."""
    known: list[Document] = list(link["decisions"])
    for each in decisions:
        try:
            entry = admit(link, known, each)
        except Refused as why:
            result.refused[each.decision_id] = why
            continue
        if entry is not None:
            known.append(entry)
            result.new.add(each.decision_id)
    return with_decisions(link, known)


def _told(batch: Sequence[Received[LinkDecided]], result: _Applied) -> Decided:
    told = Decided(result.links, result.changed)
    for each in batch:
        decision_id = each.body.decision_id
        if each.body.link_id not in result.links:
            told.waiting.append(each.record)
        elif decision_id in result.refused:
            told.refused.append((each.record, result.refused[decision_id]))
        elif decision_id in result.new:
            result.new.discard(decision_id)  # the same once more in this batch is a repeat
        else:
            told.repeated.append(each.record)
    return told
