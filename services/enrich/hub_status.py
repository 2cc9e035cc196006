"""What is known of values that too many reports bear (services/enrich/hubs.py). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from services.enrich.sides import Realm

Status = Literal["parked", "unparked", "stop_listed"]
Key = tuple[Realm, str]

BEARER_LIMIT: Final = 20
"""A value that more reports than this bear is parked."""
NEIGHBOURHOODS: Final = frozenset({"run", "mo", "product", "photo"})
"""Sorts of match keys that only bring reports together: how many bear one weighs nothing, and is no person's matter."""
UNPARKED_LIMIT: Final = 200
"""And one that a person took for a network's, above this."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of crowded values at one moment."""

    status: Mapping[Key, Status] = field(default_factory=dict)

    def limit(self, key: Key) -> int:
        """How many bearers the value may have."""
        return UNPARKED_LIMIT if self.status.get(key) == "unparked" else BEARER_LIMIT

    def silent(self, realm: Realm, keys: Iterable[str]) -> set[str]:
        """Which of these values nobody is to be asked about."""
        return {key for key in keys if self.status.get((realm, key)) in ("parked", "stop_listed")}

    def stopped(self, realm: Realm, keys: Iterable[str]) -> frozenset[str]:
        """Which of these values count for nothing."""
        return frozenset(key for key in keys if self.status.get((realm, key)) == "stop_listed")
