"""The one writer of ``submissions``, and the door's reader of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase

from services.contracts.documents import SUBMISSIONS
from services.ingest.submission import Submission, document, submission_of
from services.runtime.store import guarded_replace


class Submissions:
    """What is stored of the reports that arrived."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]]) -> None:
        self._collection: AsyncCollection[dict[str, Any]] = database[SUBMISSIONS.name]

    async def read(self, report_ids: Collection[str]) -> dict[str, Submission]:
        """The submissions of these report ids, as a majority has them; unknown ids are left out."""
        if len(report_ids) == 1:
            found = await self._collection.find_one({"_id": next(iter(report_ids))})
            return {found["_id"]: submission_of(found)} if found else {}
        cursor = self._collection.find({"_id": {"$in": list(report_ids)}})
        return {one["_id"]: submission_of(one) async for one in cursor}

    async def write(self, submissions: Sequence[Submission]) -> set[str]:
        """Store each on top of the revision it was read as. Returns the ids to be read and decided again."""
        return await guarded_replace(self._collection, [document(one) for one in submissions])
