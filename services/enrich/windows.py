"""Windows: how far apart in time two bearers of one value may be, because numbers are issued again.

An item number is reused after 12 months (UPU S10); carriers restart waybill series; plates and phones are
reissued; a container or a ship's voyage is one journey only within 60 days. Other tokens are kept by people.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from services.enrich.sides import Side

WINDOWS: Final[Mapping[str, timedelta]] = MappingProxyType(
    {
        "s10": timedelta(days=365),
        "awb": timedelta(days=365),
        "plate": timedelta(days=365),
        "container": timedelta(days=60),
        "vessel": timedelta(days=60),
        "phone": timedelta(days=730),
    }
)
"""The longest time between two bearers, by type of value; a type that is not here has none."""


def within_window(window: str, one: Side, other: Side) -> bool:
    """Do both bear a value of this type close enough in time? The last moment of a window still counts."""
    limit = WINDOWS.get(window)
    if limit is None:
        return True
    if window == "s10" and one.posted_on and other.posted_on:
        return abs(one.posted_on - other.posted_on) <= limit
    return _gap(one, other) <= limit


def _gap(one: Side, other: Side) -> timedelta:
    # Of a coarse date the nearest day counts: a veto must hold for every day that is possible.
    return max(timedelta(), one.first - other.last, other.first - one.last)
