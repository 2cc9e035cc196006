"""What the numbers of the versions tell: a correction whose forerunners never came. Pure."""

from __future__ import annotations

from collections.abc import Collection

from services.contracts.findings import Code, Finding, finding


def version_gap(version: int | None, known: Collection[int]) -> tuple[Finding, ...]:
    """The finding about a new version when lower ones than it are not among the ``known`` ones.

    Out of order is normal, so it is told and does not hold. A report without a number gets the next one: no gap.
    """
    if version is None or version == 1:
        return ()
    below = sum(1 for one in set(known) if 1 <= one < version)
    return (finding(Code.VERSION_GAP, "/version"),) if below < version - 1 else ()
