"""Sends the rows of a file: batches of bounded size, a bounded number in flight, each repeated until it is answered."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Final

from services.cli.sending.door import Away, Closed, Door, Said, TooLarge
from services.cli.sending.receipts import ACKNOWLEDGED, NOT_SENT, Receipts, key_of
from services.contracts.findings import Language
from services.contracts.topics import MIB
from services.ingest.formats.answers import Answer
from services.ingest.formats.row_findings import RowCode, spoken

MOST_REPORTS: Final = 200
MOST_BYTES: Final = 4 * MIB
"""Of one batch; the door takes 1,000 reports and 8 MiB."""
READ_AT_ONCE: Final = 500
FIRST_PAUSE: Final = 0.2
LONGEST_PAUSE: Final = 10.0

DoorOf = Callable[[str], Door | None]
"""The door with the key of an administration; None: there is no key for it."""


class GaveUp(Exception):
    """Sending ended before everything was answered; says why."""


@dataclass(slots=True)
class Tally:
    """What a run came to: ``statuses`` of rows that were answered, ``before`` of rows answered by an earlier run."""

    rows: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    before: int = 0
    keyless: Counter[str] = field(default_factory=Counter)
    retries: int = 0

    @property
    def whole(self) -> bool:
        """Was every row acknowledged, now or earlier?"""
        return not self.keyless and set(self.statuses) <= ACKNOWLEDGED


@dataclass(frozen=True, slots=True)
class _Parcel:
    answer: Answer
    body: bytes
    key: bytes


class Delivery:
    """The sending of one file. ``observe`` is called after each step, on the event loop.

    ``releases``: rows that an earlier run was told are held are sent again, since the door lets them in now.
    """

    def __init__(
        self,
        name: str,
        address: str,
        door_of: DoorOf,
        receipts: Receipts,
        *,
        language: Language = "en",
        in_flight: int = 4,
        patience: float = 300.0,
        releases: bool = False,
        observe: Callable[[Tally], None] = lambda _: None,
    ) -> None:
        self._name, self._address, self._door_of, self._receipts = name, address, door_of, receipts
        self._language = language
        self._in_flight, self._patience, self._observe = in_flight, patience, observe
        self._enough = ACKNOWLEDGED - {"held"} if releases else ACKNOWLEDGED
        self._tally = Tally()
        self._under_way: dict[asyncio.Task[None], set[tuple[str | None, str | None]]] = {}

    @property
    def tally(self) -> Tally:
        """How far it is."""
        return self._tally

    async def send(self, answers: Iterator[Answer]) -> None:
        """Send everything. Raises GaveUp; FileFault where the rest of the file cannot be read."""
        try:
            while some := await asyncio.to_thread(_next, answers):
                parcels = self._to_send(some)
                for administration, group in groupby(parcels, key=lambda one: one.answer.administration or ""):
                    for batch in _batches(list(group)):
                        await self._start(administration, batch)
                self._observe(self._tally)
            await self._finished(everything=True)
        finally:
            for task in self._under_way:
                task.cancel()
            await asyncio.gather(*self._under_way, return_exceptions=True)

    def _to_send(self, answers: list[Answer]) -> list[_Parcel]:
        """What of these rows is still to be sent; for the rest the receipt is written."""
        parcels: list[_Parcel] = []
        refused: list[dict[str, Any]] = []
        for answer in answers:
            self._tally.rows += 1
            body = answer.body
            key = key_of(self._address, body if body is not None else _fault_of(self._name, answer))
            earlier = self._receipts.done.get(key)
            if body is None:
                self._tally.statuses[NOT_SENT] += 1
                refused += [] if earlier else [self._line(answer, key, Said(NOT_SENT, None, None, None, ()))]
            elif earlier in self._enough:
                self._tally.before += 1
            elif self._door_of(answer.administration or "") is None:
                self._tally.keyless[answer.administration or "-"] += 1
            else:
                parcels.append(_Parcel(answer, body, key))
        if refused:
            self._receipts.write(refused)
        # One administration after the other, and each in the order of the file.
        return sorted(parcels, key=lambda one: one.answer.administration or "")

    async def _start(self, administration: str, batch: list[_Parcel]) -> None:
        cases = {(one.answer.administration, one.answer.national_ref) for one in batch}
        # Two versions of one case on their way at once could arrive in any order.
        while any(cases & others for others in self._under_way.values()):
            await self._finished(everything=True)
        while len(self._under_way) >= self._in_flight:
            await self._finished()
        door = self._door_of(administration)
        assert door is not None  # noqa: S101 -- parcels without one were sorted out
        self._under_way[asyncio.create_task(self._deliver(door, administration, batch))] = cases

    async def _finished(self, everything: bool = False) -> None:
        """Wait for one batch under way, or for all. Raises what ended one."""
        while self._under_way:
            done, _ = await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                del self._under_way[task]
                task.result()
            self._observe(self._tally)
            if not everything:
                return

    async def _deliver(self, door: Door, administration: str, batch: list[_Parcel]) -> None:
        """Send one batch until it is answered. Raises GaveUp."""
        pause, since = FIRST_PAUSE, time.monotonic()
        while True:
            try:
                said = await door.post(administration, [one.body for one in batch])
            except Closed as closed:
                raise GaveUp(f"the door takes nothing from {administration or 'this sender'}: {closed}") from None
            except TooLarge:
                await self._in_halves(door, administration, batch)
                return
            except Away as away:
                wait = away.retry_after if away.retry_after is not None else pause
                if time.monotonic() + wait - since > self._patience:
                    raise GaveUp(f"the door is away: {away.why}") from None
                self._tally.retries += 1
                await asyncio.sleep(wait + random.uniform(0, pause / 4))  # noqa: S311 -- only spreads the senders
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                self._write(batch, said)
                return

    async def _in_halves(self, door: Door, administration: str, batch: list[_Parcel]) -> None:
        if len(batch) == 1:
            self._write(batch, [Said("refused", None, None, "oversize", ())])
            return
        half = len(batch) // 2
        await self._deliver(door, administration, batch[:half])
        await self._deliver(door, administration, batch[half:])

    def _write(self, batch: list[_Parcel], said: list[Said]) -> None:
        lines = [self._line(one.answer, one.key, each) for one, each in zip(batch, said, strict=True)]
        self._receipts.write(lines)
        for one, each in zip(batch, said, strict=True):
            self._tally.statuses[each.status] += 1
            if each.status in ACKNOWLEDGED:
                self._receipts.done[one.key] = each.status

    def _line(self, answer: Answer, key: bytes, said: Said) -> dict[str, Any]:
        """One receipt: what only the file shows first, then what the door found."""
        own = [
            spoken(one, self._language).facts()
            for one in answer.findings
            if answer.body is None or one.code in set(RowCode)
        ]
        columns = {one.path: one.column for one in answer.findings}
        theirs = [{**one, "column": columns.get(str(one.get("path")))} for one in said.findings]
        return {
            "file": self._name,
            "row": answer.row,
            "administration": answer.administration,
            "national_ref": answer.national_ref,
            "report_id": said.report_id,
            "version": said.version if said.version is not None else answer.version,
            "status": said.status,
            **({"reason": said.reason} if said.reason else {}),
            "findings": [*own, *theirs],
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "door": self._address,
            "key": key.hex(),
        }


def _next(answers: Iterator[Answer]) -> list[Answer]:
    found: list[Answer] = []
    for answer in answers:
        found.append(answer)
        if len(found) >= READ_AT_ONCE:
            break
    return found


def _batches(parcels: list[_Parcel]) -> Iterator[list[_Parcel]]:
    batch: list[_Parcel] = []
    size = 0
    for parcel in parcels:
        if batch and (len(batch) >= MOST_REPORTS or size + len(parcel.body) > MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(parcel)
        size += len(parcel.body) + 512
    if batch:
        yield batch


def _fault_of(name: str, answer: Answer) -> bytes:
    """What a row without a body is known by: its place and what is wrong with it."""
    return repr((name, answer.row, [(one.code, one.path) for one in answer.findings])).encode()
