"""A worker whose records say what shall happen to them, so that each kind of failure can be caused on the real thing.

`python -m tests.integration.runtime.proving_worker IN OUT`; a record is {"id": ..., "do": what}. Run as the
service `enrich`, so that its letters go to enrich-dead-letters.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from services.contracts.codec import parse_json
from services.contracts.metrics import LABELS
from services.contracts.reasons import Reason, Refused, Transient
from services.contracts.topics import Topic
from services.runtime.failpoints import failpoint
from services.runtime.records import Handled, Outgoing, Received, Record
from services.runtime.settings import WorkerSettings
from services.runtime.store import newest_wins
from services.runtime.worker import Context, run_worker

Order = dict[str, Any]


class ProvingStage:
    """Stores each record under its id and sends it on, unless the record says otherwise."""

    name = "enrich"

    def __init__(self, context: Context, topic: Topic, out: str) -> None:
        self.topics: Sequence[Topic] = (topic,)
        self._seen = context.database["seen"]
        self._out = out

    def decode(self, record: Record) -> Order:
        """The order in the record. Raises Refused."""
        assert record.value is not None
        order: Order = parse_json(record.value)
        if order["do"] == "crash decode":
            raise KeyError("a bug in decode")
        return order

    async def handle(self, batch: Sequence[Received[Order]]) -> Handled:
        """Do as each record says."""
        for received in batch:
            await self._obey(received.body["do"])
        await newest_wins(self._seen, [{"_id": one.body["id"], "version": 1} for one in batch])
        failpoint("after_store")
        refused = [
            (one.record, Refused(Reason.ID_CONFLICT, "as ordered")) for one in batch if one.body["do"] == "refuse"
        ]
        return Handled(
            sends=[
                Outgoing(self._out, one.body["id"], "proved.v1", one.body["id"], one.record.value or b"", one.record)
                for one in batch
                if one.body["do"] != "refuse"
            ],
            refused=refused,
        )

    async def _obey(self, what: str) -> None:
        if what == "bug":
            raise KeyError("a bug that one record triggers")
        if what == "never yet":
            raise Transient("what it needs is not there")
        if what == "cancel":
            raise asyncio.CancelledError
        if what == "stand still":
            await asyncio.sleep(3600)


def main(source: str, out: str) -> None:
    """Run until told to stop."""
    LABELS["topic"] = (*LABELS["topic"], source)  # a topic of the test's own is in no contract
    topic = Topic(source, "id", ("test",), ("enrich",), timedelta(days=1), None)

    async def make(context: Context) -> ProvingStage:
        return ProvingStage(context, topic, out)

    run_worker("enrich", (topic,), make, WorkerSettings())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
