"""What the verifier says: named checks, how much each looked at, and every violation that it found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Check:
    """One check. ``looked_at`` says over how many things, so that a check of nothing is seen."""

    name: str
    looked_at: int
    violations: Sequence[str] = ()
    noted: dict[str, int] = field(default_factory=dict)
    """Figures that are no violation: repeats, unanswered messages."""

    @property
    def holds(self) -> bool:
        """Was nothing found?"""
        return not self.violations


@dataclass(frozen=True, slots=True)
class Verdict:
    """All checks of one history."""

    checks: Sequence[Check]

    @property
    def holds(self) -> bool:
        """Does every check hold?"""
        return all(check.holds for check in self.checks)

    @property
    def failed(self) -> set[str]:
        """The names of the checks that do not hold."""
        return {check.name for check in self.checks if not check.holds}

    @property
    def violations(self) -> set[tuple[str, str]]:
        """Every violation with the name of its check."""
        return {(check.name, text) for check in self.checks for text in check.violations}

    def noted(self, name: str) -> int:
        """A figure that some check noted, summed over the checks."""
        return sum(check.noted.get(name, 0) for check in self.checks)

    def as_json(self, shown: int | None = None) -> dict[str, Any]:
        """The whole as one JSON document; ``shown`` limits the violations that are listed for each check."""
        return {
            "holds": self.holds,
            "checks": [
                {
                    "name": check.name,
                    "holds": check.holds,
                    "looked_at": check.looked_at,
                    "violations": len(check.violations),
                    "noted": check.noted,
                    "list": list(check.violations[:shown]),
                }
                for check in self.checks
            ],
        }

    def told(self) -> str:
        """The same for a person."""
        lines = []
        for check in self.checks:
            noted = "".join(f", {name} {count}" for name, count in check.noted.items())
            lines.append(
                f"{'ok  ' if check.holds else 'FAIL'} {check.name}: {check.looked_at} looked at{noted}"
                + (f", {len(check.violations)} violations" if check.violations else "")
            )
            lines += [f"       {text}" for text in check.violations[:SHOWN]]
        return "\n".join(lines)


def check(name: str, looked_at: int, violations: Iterable[str], **noted: int) -> Check:
    """A check with its violations in a stable order."""
    return Check(name, looked_at, sorted(violations), noted)
