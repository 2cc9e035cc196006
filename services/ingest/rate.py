"""How many reports a participant may send now. Pure but for what it counts; the caller brings the clock."""

from __future__ import annotations


class Buckets:
    """A token bucket per participant: ``burst`` at once, ``per_second`` in the long run."""

    def __init__(self, per_second: float, burst: float) -> None:
        self._per_second, self._burst = per_second, burst
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, code: str, reports: int, now: float) -> float:
        """Take tokens for ``reports`` at ``now`` (monotonic seconds). Returns 0, or the seconds until there are enough.

        More reports than the burst holds need a full bucket and empty it.
        """
        left, since = self._left.get(code, (self._burst, now))
        left = min(self._burst, left + (now - since) * self._per_second)
        needed = min(float(reports), self._burst)
        if left < needed:
            self._left[code] = (left, now)
            return (needed - left) / self._per_second
        self._left[code] = (left - needed, now)
        return 0.0
