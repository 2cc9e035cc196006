"""One question to MongoDB for many requests: who asks while an answer is awaited shares the next question."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field

from services.ingest.submission import Submission

Read = Callable[[Collection[str]], Awaitable[dict[str, Submission]]]


@dataclass(slots=True, eq=False)
class _Question:
    ids: set[str] = field(default_factory=set)
    answer: asyncio.Task[dict[str, Submission]] | None = None


class SharedReads:
    """Reads submissions through ``read``, one question at a time, each begun after all that share it had asked."""

    def __init__(self, read: Read) -> None:
        self._read, self._turn = read, asyncio.Lock()
        self._open: _Question | None = None

    async def read(self, report_ids: Collection[str]) -> dict[str, Submission]:
        """The submissions of these ids; unknown ones are left out. Raises what reading raises, to all who shared it."""
        question = self._open = self._open or _Question()
        question.ids.update(report_ids)
        if question.answer is None:
            question.answer = asyncio.get_running_loop().create_task(self._ask(question))
        # One who gives up must not take the answer from the others.
        found = await asyncio.shield(question.answer)
        return {each: found[each] for each in report_ids if each in found}

    async def _ask(self, question: _Question) -> dict[str, Submission]:
        async with self._turn:
            self._open = None
            return await self._read(question.ids)
