"""Questions that are asked while an answer is awaited share the next one."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

import pytest

from services.ingest.shared_reads import SharedReads
from services.ingest.submission import Submission


class Slow:
    """A store whose answers are given by hand."""

    def __init__(self) -> None:
        self.asked: list[set[str]] = []
        self.gates: list[asyncio.Event] = []

    async def read(self, report_ids: Collection[str]) -> dict[str, Submission]:
        self.asked.append(set(report_ids))
        self.gates.append(gate := asyncio.Event())
        await gate.wait()
        return {each: Submission(each, "KR", each) for each in report_ids if each != "unknown"}


async def turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_who_asks_while_an_answer_is_awaited_shares_the_next_question() -> None:
    store = Slow()
    shared = SharedReads(store.read)
    asking = [asyncio.create_task(shared.read([name])) for name in ("a",)]
    await turns()
    asking += [asyncio.create_task(shared.read([name, "unknown"])) for name in ("b", "c")]
    await turns()
    assert store.asked == [{"a"}]
    store.gates[0].set()
    await turns()
    assert store.asked == [{"a"}, {"b", "c", "unknown"}]
    store.gates[1].set()
    found = await asyncio.gather(*asking)
    assert [sorted(each) for each in found] == [["a"], ["b"], ["c"]]


async def test_one_who_gives_up_does_not_take_the_answer_from_the_others() -> None:
    store = Slow()
    shared = SharedReads(store.read)
    impatient, patient = (asyncio.create_task(shared.read([name])) for name in ("a", "b"))
    await turns()
    impatient.cancel()
    await turns()
    store.gates[0].set()
    assert list(await patient) == ["b"]
    with pytest.raises(asyncio.CancelledError):
        await impatient


async def test_an_error_reaches_all_who_shared_the_question_and_nobody_after() -> None:
    fails = True

    async def read(report_ids: Collection[str]) -> dict[str, Submission]:
        if fails:
            raise ConnectionError
        return {}

    shared = SharedReads(read)
    results = await asyncio.gather(shared.read(["a"]), shared.read(["b"]), return_exceptions=True)
    assert [type(each) for each in results] == [ConnectionError, ConnectionError]
    fails = False
    assert await shared.read(["a"]) == {}
