"""What is read of a sender's earlier reports stays bounded, however many a month has."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pymongo import AsyncMongoClient

from services.enrich.quality import Question
from services.enrich.store import MOST_BRANCHES, Store

MONTHS = [f"{year}-{month:02}" for year in range(2015, 2021) for month in range(1, 13)]
BEARERS = 9


async def test_each_month_of_a_sender_has_a_bound_of_its_own(mongo_url: str, database: str) -> None:
    assert len(MONTHS) > MOST_BRANCHES, "more than one request is needed"
    async with AsyncMongoClient[dict[str, Any]](mongo_url, tz_aware=True) as client:
        reports = [
            {"_id": f"{month}/{n}", "retracted": n == 0, "history": {"keys": [f"KR|first|{month}"]}}
            for month in MONTHS
            for n in range(BEARERS)
        ]
        await client[database]["reports"].insert_many(reports)
        asked = [Question(f"KR|first|{month}", 3, by_month=True) for month in MONTHS]
        alone = Question("KR|first|2015-01", 5)
        found = await Store(client[database]).earlier_reports([*asked, alone])
    by_month = Counter(one["_id"].partition("/")[0] for one in found)
    assert by_month == {month: 4 + (6 if month == "2015-01" else 0) for month in MONTHS}
    assert not any(one["_id"].endswith("/0") for one in found), "the retracted ones are left out"
