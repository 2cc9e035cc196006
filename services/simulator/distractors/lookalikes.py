"""Every group that must make no link in its class, in order, each with the veto that says why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from services.contracts.events import LinkClass
from services.simulator.cases import Case
from services.simulator.casting import Cast, Group
from services.simulator.distractors import crowds, numbers
from services.simulator.pins import ADDRESS, Pins
from services.simulator.planting.amounts import Planting
from services.simulator.planting.products import TABLETS
from services.simulator.planting.threads import retracted_pair
from services.simulator.tablets import draw_batch, draw_marks


def plant_distractors(cast: Cast, planting: Planting) -> Iterator[Group]:
    """Every group that must make no link, or whose link must be withdrawn."""
    yield from _numbers(cast, planting)
    for n in range(planting.retracted_pairs):
        pair_class: LinkClass = "same_party" if n % 2 else "same_object"
        yield Group("retracted_pair", retracted_pair(cast, n), pair_class, "retracted")
    for _ in range(planting.common_names):
        namesakes = crowds.namesakes(cast, 3, ("name_parts", "name_phonetic"))
        yield Group("common_name", namesakes, "same_party", "too_little")
    for _ in range(planting.copied_logos):
        yield Group("copied_logo", _copied_logo(cast), "same_product", "too_little")
    for _ in range(planting.honest_twins):
        yield Group("honest_twin", numbers.honest_twin(cast), "same_method", "too_little")
    for _ in range(planting.hubs):
        yield Group("hub", crowds.hub(cast, ("phone",), crowds.PHONE_BEARERS), "same_party", "parked")
    for _ in range(planting.hub_addresses):
        yield Group("hub", crowds.hub(cast, ADDRESS, crowds.ADDRESS_BEARERS), "same_party", "parked")
    for _ in range(planting.crowded_names):
        yield Group("crowded_name", crowds.namesakes(cast, crowds.NAMESAKES), "same_party", "parked")
    for _ in range(planting.floods):
        yield Group("flood", crowds.flood(cast), "same_object", "parked")
    for _ in range(planting.corridors):
        yield Group("corridor", crowds.corridor(cast), "same_method", "too_little")


def _numbers(cast: Cast, planting: Planting) -> Iterator[Group]:
    for _ in range(planting.reused_containers):
        yield Group("reused_container", numbers.reused_container(cast), "same_object", "outside_window")
    for n in range(planting.impossible_containers):
        yield Group("impossible_container", numbers.impossible_container(cast, n), "same_object", "impossible_journey")
    for _ in range(planting.reused_parcels):
        yield Group("reused_parcel", numbers.reused_parcel(cast), "same_object", "outside_window")
    for n in range(planting.parcels_seized_twice):
        yield Group("parcel_seized_twice", numbers.seized_twice(cast, n), "same_object", "seized_before")
    for n in range(planting.cloned_plates):
        yield Group("cloned_plate", numbers.cloned_plate(cast, n), "same_object", "impossible_journey")
    for n in range(planting.invalid_numbers):
        yield Group("invalid_number", numbers.invalid_number(cast, n), "same_object", "invalid_number")
    for _ in range(planting.lone_house_waybills):
        yield Group("lone_house_waybill", numbers.lone_house_waybill(cast), "same_object", "too_little")
    for n in range(planting.lone_serials):
        yield Group("lone_serial", numbers.lone_serial(cast, n), "serial_neighbour", "too_little")
    for n in range(planting.same_owner):
        owned_class: LinkClass = "same_party" if n % 2 else "same_object"
        yield Group("same_owner", numbers.same_owner(cast, n), owned_class, "same_owner")
    for _ in range(planting.exercises):
        yield Group("exercise", numbers.exercise(cast), "same_object", "exercise")
    for _ in range(planting.contradictions):
        yield Group("contradiction", numbers.contradiction(cast), "same_object", "held")


def _copied_logo(cast: Cast) -> tuple[Case, ...]:
    """One logo, colour and shape from two presses: other mass, other size."""
    batch = draw_batch(cast.random, cast.plant())
    substance = TABLETS[cast.random.randrange(len(TABLETS))]
    cases = []
    for place, code in enumerate(cast.several("mail", 2)):
        own = draw_marks(cast.random)
        tablet = replace(
            own,
            logo=batch.logo,
            colour=batch.colour,
            shape=batch.shape,
            mass_mg=round((batch.mass_mg or 300) * (1 + 0.2 * place)),
            diameter_mm=round((batch.diameter_mm or 8) + 0.6 * place, 1),
            thickness_mm=round((batch.thickness_mm or 4) + 0.5 * place, 1),
            phash=None,
        )
        cases.append(cast.case("seizure", code, "mail", cast.moment(), pins=Pins(substance=substance, tablet=tablet)))
    return tuple(cases)
