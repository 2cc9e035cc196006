"""Open-loop load in the background: each message at its instant, repeated until a door has answered."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Sequence
from typing import Final

from tests.faults.load.doors import Doors, Reply, TryAgain, open_doors
from tests.faults.load.plans import Message
from tests.faults.verifier.sent import Sent
from tests.platform import RunningPlatform
from tests.servers import wait_until

GIVE_UP: Final = 120.0
FIRST_PAUSE: Final = 0.05
LONGEST_PAUSE: Final = 1.0
IN_FLIGHT: Final = 1000


class Load(threading.Thread):
    """Sends messages at an even rate from a thread of its own. ``sent`` grows as the answers come."""

    def __init__(self, platform: RunningPlatform, messages: Sequence[Message], rate: float) -> None:
        super().__init__(name="load", daemon=True)
        self._platform, self._messages, self._rate = platform, messages, rate
        self.sent: list[Sent] = []
        self.statuses: Counter[int] = Counter()
        self.failure: BaseException | None = None
        self.start()

    def run(self) -> None:
        """The thread's work."""
        try:
            asyncio.run(self._send_all())
        except BaseException as error:  # noqa: BLE001 -- shown to the test by finish()
            self.failure = error

    def await_answers(self, count: int, within: float = 120) -> None:
        """Returns when so many messages were answered, or all of them."""
        wait_until(lambda: len(self.sent) >= min(count, len(self._messages)) or self.failure, within, "load goes on")

    def finish(self, within: float = 180) -> list[Sent]:
        """Waits for the last answer and returns the list."""
        self.join(within)
        assert self.failure is None, self.failure
        assert not self.is_alive(), f"{len(self._messages) - len(self.sent)} messages have no answer yet"
        return self.sent

    def is_acknowledged_by_http_after(self, instant: float) -> bool:
        """Did the door say yes after this instant (seconds since the epoch), or is nothing left to ask it?"""
        latest = self.sent[-500:]
        return not self.is_alive() or any(
            entry.door == "http" and entry.acknowledged and entry.answered_at > instant for entry in latest
        )

    async def _send_all(self) -> None:
        platform, slots = self._platform, asyncio.Semaphore(IN_FLIGHT)
        async with open_doors(platform.door, platform.kafka, platform.state, platform.identities) as doors:
            self.statuses = doors.http.statuses
            start, wall = time.monotonic(), time.time()
            async with asyncio.TaskGroup() as group:
                for number, message in enumerate(self._messages):
                    due = number / self._rate
                    await asyncio.sleep(max(0.0, start + due - time.monotonic()))
                    await slots.acquire()
                    group.create_task(self._deliver(doors, message, wall + due)).add_done_callback(
                        lambda _: slots.release()
                    )

    async def _deliver(self, doors: Doors, message: Message, planned_at: float) -> None:
        attempts, pause, until = 0, FIRST_PAUSE, time.monotonic() + GIVE_UP
        while True:
            attempts += 1
            try:
                reply = await doors.send(message)
            except TryAgain as later:
                if time.monotonic() < until:
                    await asyncio.sleep(later.after or pause)
                    pause = min(2 * pause, LONGEST_PAUSE)
                    continue
                reply = Reply("failed", str(later))
            self.sent.append(_entry(message, reply, attempts, planned_at))
            return


def _entry(message: Message, reply: Reply, attempts: int, planned_at: float) -> Sent:
    return Sent(
        sequence=message.sequence,
        door=message.door,
        administration=message.administration,
        report_id=message.report_id,
        version=message.version,
        content_type=message.content_type,
        body=message.body,
        answer=reply.answer,
        reason=reply.reason,
        expected=message.expected,
        wanted_reason=message.reason,
        origin=reply.origin,
        attempts=attempts,
        planned_at=planned_at,
        answered_at=time.time(),
    )
