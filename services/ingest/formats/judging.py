"""What the platform will say to one report: the very checks of its doors, on the very bytes that will be sent. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, Literal

import orjson

from services.contracts.findings import Finding
from services.ingest.quality import examine
from services.ingest.shape import Unfit, read

Status = Literal["valid", "warned", "held", "refused"]
STATUSES: Final[tuple[Status, ...]] = ("valid", "warned", "held", "refused")
Judge = Callable[[bytes, datetime], tuple[Status, tuple[Finding, ...]]]
"""Says what becomes of a body at an instant, and why."""
_GRAVITY: Final[Mapping[str, Status]] = {"error": "refused", "hold": "held", "warning": "warned", "info": "valid"}


def judge_row(body: bytes, now: datetime) -> tuple[Status, tuple[Finding, ...]]:
    """What becomes of these bytes of JSON at the instant ``now``, and why.

    Sender's history and the identity of the sender are not known here; the door may say more about them.
    """
    try:
        findings = examine(read(body), now)
    except Unfit as why:
        return "refused", why.findings
    return gravest(one.severity for one in findings), findings


def gravest(severities: Iterable[str]) -> Status:
    """What the gravest of these findings does to a row."""
    return max((_GRAVITY[one] for one in severities), key=STATUSES.index, default="valid")


def body_of(flat: Mapping[str, Any]) -> tuple[bytes, Mapping[str, str]]:
    """The JSON of a report given by dotted paths, and the JSON pointer of each path.

    Lists are closed up: where only ``route.1`` is set, it becomes the first. Raises ValueError for a text that is no
    text (half of a surrogate pair).
    """
    plan = _plan(tuple(flat))
    report: dict[str, Any] = {}
    for (parts, _), value in zip(plan, flat.values(), strict=True):
        node: Any = report
        for part, following in pairwise(parts):
            node = _below(node, part, following)
        _set(node, parts[-1], value)
    pointers = {path: pointer for path, (_, pointer) in zip(flat, plan, strict=True)}
    return orjson.dumps(report, default=_exact), pointers


def _exact(value: Any) -> orjson.Fragment:
    if isinstance(value, Decimal):
        return orjson.Fragment(str(value))
    raise TypeError(type(value).__name__)


def _below(node: Any, part: int | str, following: int | str) -> Any:
    if isinstance(part, int):
        while len(node) <= part:
            node.append([] if isinstance(following, int) else {})
        return node[part]
    return node.setdefault(part, [] if isinstance(following, int) else {})


def _set(node: Any, part: int | str, value: Any) -> None:
    if isinstance(part, int):
        node.extend([None] * (part + 1 - len(node)))
    node[part] = value


@lru_cache(maxsize=4096)
def _plan(paths: tuple[str, ...]) -> tuple[tuple[tuple[int | str, ...], str], ...]:
    """Each path cut into its parts, with the numbers of lists closed up."""
    cut = [tuple(int(part) if part.isdecimal() else part for part in path.split(".")) for path in paths]
    numbers: dict[tuple[int | str, ...], set[int]] = {}
    for parts in cut:
        for place, part in enumerate(parts):
            if isinstance(part, int):
                numbers.setdefault(parts[:place], set()).add(part)
    ranks = {prefix: {number: rank for rank, number in enumerate(sorted(some))} for prefix, some in numbers.items()}
    plan = []
    for parts in cut:
        closed = tuple(
            ranks[parts[:place]][part] if isinstance(part, int) else part for place, part in enumerate(parts)
        )
        plan.append((closed, "/" + "/".join(str(part) for part in closed)))
    return tuple(plan)
