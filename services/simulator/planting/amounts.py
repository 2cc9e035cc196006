"""How many groups of each kind an operation holds.

Per 1,000 seizures (domain planting plan): 60 of the same object, 20 of them warned of before; 30 of one series; 60 of
one party; 40 of one method; 30 of one product; and what only looks like it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Final, Self

from services.simulator.dirt import MODEL_SEIZURES

CROWDS_FROM: Final = 200
CORRIDORS_FROM: Final = 500
"""Seizures from which an operation has at least one of each crowd, and a frequent corridor."""

_CROWDS: Final = ("hubs", "hub_addresses", "crowded_names", "floods")
_ALWAYS: Final = (
    *("warned_objects", "seen_objects", "serial_runs", "party_pairs", "networks", "methods", "products"),
    *("moved_identifiers", "retracted_pairs", "threads", "reused_containers", "reused_parcels"),
    *("parcels_seized_twice", "invalid_numbers", "same_owner", "common_names"),
)


@dataclass(frozen=True, slots=True)
class Planting:
    """How many groups of each kind are planted. The first nine are true; the rest must make no link."""

    warned_objects: int = 19
    seen_objects: int = 38
    serial_runs: int = 28
    party_pairs: int = 44
    networks: int = 12
    methods: int = 30
    products: int = 26
    moved_identifiers: int = 6
    threads: int = 24
    retracted_pairs: int = 8
    reused_containers: int = 6
    impossible_containers: int = 4
    reused_parcels: int = 6
    parcels_seized_twice: int = 4
    cloned_plates: int = 5
    invalid_numbers: int = 9
    lone_house_waybills: int = 4
    lone_serials: int = 10
    same_owner: int = 8
    exercises: int = 3
    contradictions: int = 4
    common_names: int = 6
    copied_logos: int = 9
    honest_twins: int = 8
    hubs: int = 1
    hub_addresses: int = 1
    crowded_names: int = 1
    floods: int = 1
    corridors: int = 1

    @classmethod
    def for_seizures(cls, seizures: int) -> Self:
        """The same shares in an operation of another size: at least one of the usual; crowds from 200 seizures."""
        counts = {name: n * seizures // MODEL_SEIZURES for name, n in asdict(cls()).items()}
        least = [*_ALWAYS, *(_CROWDS if seizures >= CROWDS_FROM else ())]
        least += ["corridors"] if seizures >= CORRIDORS_FROM else []
        return cls(**counts | {name: max(1, counts[name]) for name in least})

    @classmethod
    def none(cls) -> Self:
        """Nothing planted at all."""
        return cls(**dict.fromkeys((f.name for f in fields(cls)), 0))
