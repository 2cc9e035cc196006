"""examine(): every rule over one report. Pure, and quick: it runs for each report at the door and in the stream."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Final

from services.contracts.findings import Finding, finding, severity
from services.contracts.report import Report
from services.ingest.quality import (
    codes,
    dates,
    goods,
    lines,
    numbers,
    parties,
    personal,
    places,
    route,
    sharing,
    texts,
    thread,
)
from services.ingest.quality.view import Found, View, Window, look_at
from services.ingest.shape import MOST_FINDINGS

RULES: Final[tuple[Callable[[View], Iterable[Found]], ...]] = (
    # First of the warnings: linking goes by it, so that it must not be among those that are cut off.
    parties.token_key,
    *codes.RULES,
    *dates.RULES,
    *sharing.RULES,
    *numbers.RULES,
    *route.RULES,
    *goods.RULES,
    *lines.RULES,
    *thread.RULES,
    *parties.RULES,
    *places.RULES,
    *texts.RULES,
    *personal.RULES,
)
_FIRST: Final = {"error": 0, "hold": 1, "warning": 2, "info": 3}


def examine(
    report: Report,
    now: datetime,
    window: Window | None = None,
    participants: Collection[str] | None = None,
    token_keys: Collection[str] = (),
) -> tuple[Finding, ...]:
    """The findings about one report at the instant ``now``: the gravest first, at most MOST_FINDINGS.

    ``window``: the days of its operation; ``participants``: the codes that may read; ``token_keys``: the check values
    of its keys. Without them no finding is made that would need them.
    """
    view = look_at(report, now, window, participants, token_keys)
    found = dict.fromkeys(one for rule in RULES for one in rule(view))
    gravest_first = sorted(found, key=lambda one: _FIRST[severity(one[0])])
    return tuple(finding(code, path) for code, path in gravest_first[:MOST_FINDINGS])
