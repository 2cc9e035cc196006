"""The table at the end of a run: a row for each fault that was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from tests.faults.verifier.verdict import Verdict

HEAD = ("fault", "rounds", "events in", "acknowledged", "lost", "repeats", "recovery p50 / max", "seed")


@dataclass(frozen=True, slots=True)
class Row:
    """One fault. ``recovery`` are seconds from the fault until the part worked again."""

    fault: str
    rounds: int
    events: int
    acknowledged: int
    lost: int
    repeats: int
    seed: int
    recovery: Sequence[float] = field(default=())

    def cells(self) -> tuple[str, ...]:
        """As texts."""
        times = f"{median(self.recovery):.2f} / {max(self.recovery):.2f} s" if self.recovery else "-"
        numbers = (self.rounds, self.events, self.acknowledged, self.lost, self.repeats)
        return self.fault, *map(str, numbers), times, str(self.seed)


def lost_in(verdict: Verdict) -> int:
    """How many acknowledged reports the verifier did not find."""
    return sum(name == "every acknowledged report has one fate" for name, _ in verdict.violations)


def lines(rows: Sequence[Row]) -> list[str]:
    """The table in columns."""
    cells = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(HEAD))]
    return ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in cells]
