"""Plays a plan against the doors: each message at its planned instant, whatever the answers take.

Open loop: a slow door does not slow the plan down, so latency counted from the planned instant hides nothing.
What bounds memory is the number of messages in flight; beyond it sending falls behind the plan, which the
outcome shows.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Literal

from services.simulator.cases import Door
from services.simulator.doors import Answer, Away, Courier
from services.simulator.operation import Message

Pace = Callable[[int, Message], float]
"""When the n-th message is to be sent, in seconds after the start."""

Observer = Callable[["Outcome"], None]

FIRST_PAUSE: Final = 0.05
LONGEST_PAUSE: Final = 2.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one message. Times are ``time.monotonic()``; ``acknowledged_at`` is the wall clock.

    ``failed`` means that no answer came before sending was given up: the report may or may not be in.
    """

    message: Message
    status: Literal["acknowledged", "refused", "failed"]
    report_id: str | None
    version: int | None
    answer: str | None
    reason: str | None
    http_status: int | None
    attempts: int
    planned: float
    sent: float
    answered: float
    acknowledged_at: datetime | None

    @property
    def latency(self) -> float:
        """Seconds from the planned instant to the answer."""
        return self.answered - self.planned

    @property
    def as_expected(self) -> bool:
        """Did the door do what the plan says? Kafka takes everything; its refusals are dead letters later."""
        if self.message.door == "kafka":
            return self.status == "acknowledged"
        if self.message.expected == "refused":
            return self.status == "refused" and self.reason == self.message.reason
        return self.status == "acknowledged"


@dataclass(slots=True)
class Tally:
    """What a play came to."""

    sent: int = 0
    acknowledged: int = 0
    failed: int = 0
    retries: int = 0
    unexpected: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    by_mode: Counter[str] = field(default_factory=Counter)
    by_door: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        self.sent += 1
        self.by_mode[outcome.message.mode] += 1
        self.by_door[outcome.message.door] += 1
        self.retries += outcome.attempts - 1
        self.unexpected += not outcome.as_expected
        if outcome.status == "acknowledged":
            self.acknowledged += 1
            self.answers[outcome.answer or "stored"] += 1
        elif outcome.status == "refused":
            self.refused[outcome.reason or "unknown"] += 1
        else:
            self.failed += 1

    def as_json(self) -> dict[str, Any]:
        """The tally as a JSON document."""
        return {
            "sent": self.sent,
            "acknowledged": self.acknowledged,
            "refused": dict(sorted(self.refused.items())),
            "failed": self.failed,
            "retries": self.retries,
            "unexpected": self.unexpected,
            "answers": dict(sorted(self.answers.items())),
            "modes": dict(sorted(self.by_mode.items())),
            "doors": dict(sorted(self.by_door.items())),
            "seconds": round(self.seconds, 3),
        }


def at_rate(per_second: float) -> Pace:
    """Evenly, so many messages a second."""
    return lambda n, _: n / per_second


def at_speed(factor: float) -> Pace:
    """In the operation's own rhythm, so many times as fast as it was."""
    return lambda _, message: message.due.total_seconds() / factor


def at_once(_: int, __: Message) -> float:
    """As fast as messages in flight allow."""
    return 0.0


async def play(
    messages: Iterable[Message],
    couriers: Mapping[Door, Courier],
    pace: Pace,
    observe: Observer = lambda _: None,
    *,
    in_flight: int = 256,
    give_up_after: float = 120.0,
    stop: asyncio.Event | None = None,
) -> Tally:
    """Send every message at its instant and return what came of it, once the last is answered or given up.

    ``observe`` is called for each outcome as it comes, on the event loop: it must be quick and must not
    raise. Sending is repeated while a door is away, for at most ``give_up_after`` seconds a message.
    ``stop``, once set, ends the play early; what is in flight is still waited for. Raises KeyError when a
    message goes to a door for which there is no courier or its sender has no key.
    """
    tally, slots, start = Tally(), asyncio.Semaphore(in_flight), time.monotonic()

    async def carry(message: Message, planned: float) -> None:
        try:
            outcome = await _deliver(message, couriers[message.door], planned, give_up_after)
        finally:
            slots.release()
        tally.add(outcome)
        observe(outcome)

    async with asyncio.TaskGroup() as group:
        for n, message in enumerate(messages):
            planned = start + pace(n, message)
            if await _stopped_before(planned, stop):
                break
            await slots.acquire()
            group.create_task(carry(message, planned))
    tally.seconds = time.monotonic() - start
    return tally


async def _stopped_before(instant: float, stop: asyncio.Event | None) -> bool:
    """Wait until ``instant``; True when ``stop`` was set before it."""
    if stop is not None and stop.is_set():
        return True
    wait = instant - time.monotonic()
    if wait <= 0:
        return False
    if stop is None:
        await asyncio.sleep(wait)
        return False
    try:
        await asyncio.wait_for(stop.wait(), wait)
    except TimeoutError:
        return False
    return True


async def _deliver(message: Message, courier: Courier, planned: float, give_up_after: float) -> Outcome:
    sent = time.monotonic()
    attempts, pause = 0, FIRST_PAUSE
    while True:
        attempts += 1
        try:
            answer = await courier.send(message)
        except Away as away:
            wait = pause if away.retry_after is None else away.retry_after
            if time.monotonic() + wait - sent > give_up_after:
                return _outcome(message, None, away.why, attempts, planned, sent)
            await asyncio.sleep(wait)
            pause = min(2 * pause, LONGEST_PAUSE)
        else:
            return _outcome(message, answer, answer.reason, attempts, planned, sent)


def _outcome(
    message: Message, answer: Answer | None, reason: str | None, attempts: int, planned: float, sent: float
) -> Outcome:
    taken = answer is not None and answer.outcome == "acknowledged"
    return Outcome(
        message=message,
        status=answer.outcome if answer else "failed",
        report_id=answer.report_id if answer else None,
        version=answer.version if answer else None,
        answer=answer.status if answer else None,
        reason=reason,
        http_status=answer.http_status if answer else None,
        attempts=attempts,
        planned=planned,
        sent=sent,
        answered=time.monotonic(),
        acknowledged_at=datetime.now(UTC) if taken else None,
    )
