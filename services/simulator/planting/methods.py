"""One organisation at work: the same way, hiding place, cover load and declaration, within a week."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from services.contracts.topics import Mode
from services.simulator.cases import DAY, MINUTES, Case
from services.simulator.casting import Cast
from services.simulator.hiding import draw_manner
from services.simulator.pins import Manner, Pins
from services.simulator.planting.objects import ROAD_POOLS

_MODES: Final[tuple[Mode, ...]] = ("mail", "air", "mail", "sea", "land", "air")

# Departures that are no frequent corridor's.
_DEPARTURES: Final = ("TR", "IN", "TH", "MX", "ZA", "VN", "PL", "CZ", "GB", "CA", "LA", "MM", "LB", "PK")
_SUBSTANCES: Final = (
    *("methamphetamine", "mdma", "amphetamine", "ketamine", "3-cmc", "3-mmc", "alpha-pvp", "2-fdck", "fentanyl"),
    *("isotonitazene", "etizolam"),
)
_WITHIN: Final = 7 * DAY


def method(cast: Cast, n: int) -> tuple[Case, ...]:
    """Two or three seizures by one organisation, on the way to one country, by different administrations."""
    mode = _MODES[n % len(_MODES)]
    size = 3 if n % 3 == 2 else 2
    if mode == "land":
        origin, destination, *codes = cast.several(mode, size + 2, ROAD_POOLS[0])
    else:
        origin = cast.random.choice(_DEPARTURES)
        destination, *codes = [code for code in cast.several(mode, size + 2) if code != origin][: size + 1]
    if n % 2:
        codes[0] = destination
    manner = draw_manner(cast.random, mode, cast.plant())
    pins = Pins(origin=origin, destination=destination, substance=cast.random.choice(_SUBSTANCES))
    first = cast.moment(0, MINUTES - _WITHIN - DAY)
    return tuple(
        cast.case(
            "seizure",
            code,
            mode,
            first + cast.random.randrange(_WITHIN),
            pins=replace(pins, manner=declared_again(cast, manner)),
        )
        for code in codes
    )


def declared_again(cast: Cast, manner: Manner) -> Manner:
    """The same organisation's next consignment: a value and a weight much like the last."""
    value, weight = manner.value or 100, manner.weight or 1.0
    return replace(
        manner,
        value=round(value * cast.random.randrange(98, 103) / 100),
        weight=round(weight * cast.random.randrange(97, 104) / 100, 2),
    )
