"""How a decision leaves the api: into Kafka, and until the stored link shows it.

What Kafka has acknowledged is never lost: when the answer can't wait any longer it says so, and the same request with
the same Idempotency-Key finds what has become of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from services.api.problems import Problem, Refusal
from services.api.queries import Views
from services.contracts.codec import ORIGIN_TIME_HEADER, body_of
from services.contracts.documents import LINKS
from services.contracts.events import LINK_DECIDED, LinkDecided
from services.contracts.reasons import Transient
from services.contracts.sharing import Reader
from services.runtime.kafka_line import KafkaLine
from services.runtime.records import Outgoing

Document = dict[str, Any]
RETRY_AFTER: Final = 2
FIRST_LOOK: Final = 0.02
LONGEST_PAUSE: Final = 0.25


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """How decisions leave the api. ``seconds``: for Kafka's acknowledgement and the effect together."""

    kafka: KafkaLine
    topic: str
    seconds: float

    async def take(self, decided: LinkDecided, views: Views, reader: Reader) -> Document:
        """The link once it shows the decision.

        Raises Refusal: 503 when Kafka has not acknowledged it, 504 when it is acknowledged and not in effect yet.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + self.seconds
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        outgoing = Outgoing(
            topic=self.topic,
            key=decided.link_id,
            type=LINK_DECIDED,
            id=decided.decision_id,
            body=body_of(decided),
            headers={ORIGIN_TIME_HEADER: now},
        )
        try:
            await self.kafka.send([outgoing], self.seconds)
        except Transient as error:
            raise Refusal(Problem.NOT_TAKEN, RETRY_AFTER) from error
        pause = FIRST_LOOK
        while True:
            link = await views.one(LINKS, decided.link_id, reader)
            if link is None:
                raise Refusal(Problem.NOT_FOUND)
            if known(link, decided.decision_id) is not None:
                return link
            if loop.time() + pause > until:
                raise Refusal(Problem.NOT_YET, RETRY_AFTER)
            await asyncio.sleep(pause)
            pause = min(pause * 1.5, LONGEST_PAUSE)


def known(link: Mapping[str, Any], decision: str) -> Mapping[str, Any] | None:
    """The decision of this id among those that the link keeps."""
    return next((each for each in link.get("decisions") or () if each["decision_id"] == decision), None)
