"""Every true group of an operation, in order."""

from __future__ import annotations

from collections.abc import Iterator

from services.simulator.casting import Cast, Group
from services.simulator.planting.amounts import Planting
from services.simulator.planting.methods import method
from services.simulator.planting.objects import seen_object, warned_object
from services.simulator.planting.parties import network, party_pair
from services.simulator.planting.products import product
from services.simulator.planting.series import serial_run
from services.simulator.planting.threads import moved_identifier, thread


def plant_networks(cast: Cast, planting: Planting) -> Iterator[Group]:
    """Every group that is to be found. Operations of another seed begin with other types of number."""
    for n in range(planting.warned_objects):
        yield Group("warned_object", warned_object(cast, n + cast.seed), "same_object")
    for n in range(planting.seen_objects):
        yield Group("seen_object", seen_object(cast, n + cast.seed), "same_object")
    for n in range(planting.serial_runs):
        yield Group("serial_run", serial_run(cast, n + cast.seed), "serial_neighbour")
    for n in range(planting.party_pairs):
        yield Group("party_pair", party_pair(cast, n), "same_party")
    for n in range(planting.networks):
        yield Group("network", network(cast, n), "same_party")
    for n in range(planting.methods):
        yield Group("method", method(cast, n + cast.seed), "same_method")
    for n in range(planting.products):
        yield Group("product", product(cast, n + cast.seed), "same_product")
    for n in range(planting.moved_identifiers):
        yield Group("moved_identifier", moved_identifier(cast, backwards=n % 2 == 1), "same_object")
    for n in range(planting.threads):
        yield Group("thread", thread(cast, n), "reply")
