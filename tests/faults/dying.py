"""Runs a worker, or a mutant of it, that dies as by kill -9 once it has told what the test is about, uncommitted.

The failpoint alone would count batches, and a batch may hold nothing of interest: whoever dies with such a one in hand
does nothing twice. So the point is armed by the batch itself, as soon as the broker has what came of it.
Like the mutants this is a program of its own: tests/faults/ordered.py becomes it when the order says DIES_TELLING.
"""

from __future__ import annotations

import json
import os
import runpy
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from services.runtime import failpoints
from services.runtime.produce import Producer
from services.runtime.records import Outgoing
from tests.faults.ordered import A_LINK, AN_ALERT_OF_A_LINK, DIES_TELLING

POINT: Final = "after_produce_before_ack"


def tells_a_link(outgoing: Outgoing) -> bool:
    """Is this a link that changed?"""
    return outgoing.topic == "links"


def tells_an_alert_of_a_link(outgoing: Outgoing) -> bool:
    """Is this an alert that bears a link? One about a report alone has none to be in two alerts."""
    return outgoing.topic == "alerts" and bool(json.loads(outgoing.body)["alert"]["links"])


TELLS: Final[Mapping[str, Callable[[Outgoing], bool]]] = {
    A_LINK: tells_a_link,
    AN_ALERT_OF_A_LINK: tells_an_alert_of_a_link,
}


def arm_by(tells: Callable[[Outgoing], bool]) -> None:
    """From now on the batch of which such an event came is the last one of this process."""
    send = Producer.send

    async def send_and_arm(self: Producer, outgoings: Sequence[Outgoing], patience: float = 30.0) -> None:
        await send(self, outgoings, patience)
        if any(map(tells, outgoings)):
            failpoints.arm(f"{POINT}:1")

    Producer.send = send_and_arm  # type: ignore[method-assign]  # that is how the point is armed


if __name__ == "__main__":
    arm_by(TELLS[dict(os.environ)[DIES_TELLING]])  # noqa: TID251 -- no process of the platform, as ordered.py
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
