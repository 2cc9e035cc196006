"""When does a process that ended start again? (pure)"""

from __future__ import annotations

from dataclasses import dataclass

LIMIT_PASSED = 78
"""The exit status of a service whose dead-letter limit is passed: a restart would begin a new flood."""
GOOD_RUN_SECONDS = 10.0
LONGEST_WAIT_SECONDS = 5.0
_FIRST_WAIT_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class Restart:
    """Start again after ``wait`` seconds. ``quick_ends`` counts ends in a row without a good run between."""

    wait: float
    quick_ends: int


def restart_after(exit_status: int, ran_for: float, quick_ends: int) -> Restart | None:
    """At once the first time, then after 0.25 s, doubling up to 5 s, until it has run well for 10 s.

    None when it must not be started again.
    """
    if exit_status == LIMIT_PASSED:
        return None
    before = 0 if ran_for >= GOOD_RUN_SECONDS else quick_ends
    wait = 0.0 if before == 0 else min(LONGEST_WAIT_SECONDS, _FIRST_WAIT_SECONDS * 2 ** (before - 1))
    return Restart(wait, before + 1)
