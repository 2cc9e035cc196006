"""What is known of values that too many reports bear (services/enrich/hubs.py). Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
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


@dataclass(frozen=True)
class Known:
    """What is known of crowded values at one moment."""

    status: Mapping[Key, Status] = field(default_factory=dict)

    def limit(self, key: Key) -> int:
        """How many bearers the value may have."""
        return UNPARKED_LIMIT if self.status.get(key) == "unparked" else BEARER_LIMIT

    def silent(self, realm: Realm, keys: Iterable[str]) -> set[str]:
        """Which of these values nobody is to be asked about."""
        parked, stopped = (self._of[realm, status] for status in ("parked", "stop_listed"))
        return {key for key in keys if key in parked or key in stopped}

    def stopped(self, realm: Realm, keys: frozenset[str]) -> frozenset[str]:
        """Which of these values count for nothing."""
        return keys & self._of[realm, "stop_listed"]

    @cached_property
    def _of(self) -> Mapping[tuple[Realm, Status], set[str]]:
        found: dict[tuple[Realm, Status], set[str]] = defaultdict(set)
        for (realm, key), status in self.status.items():
            found[realm, status].add(key)
        return found
