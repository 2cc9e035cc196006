"""Neighbours of one series: labels of one roll, waybills of one pad, and a second thing that agrees."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal

from services.contracts.topics import Mode
from services.simulator.cases import DAY, MINUTES, Case
from services.simulator.casting import PLANTED, Cast
from services.simulator.hiding import draw_manner
from services.simulator.numbers import CARRIERS, PARCEL_SERVICES, bag_tag_number, parcel_number, waybill_number
from services.simulator.pins import Known, Pins
from services.simulator.roster import BY_CODE

Second = Literal["party", "goods", "posting"]
"""What agrees besides the series: a party's token, departure with cover load and substance, day and office."""

SECONDS: Final[tuple[Second, ...]] = ("party", "goods", "posting")
_SORTS: Final[tuple[tuple[Mode, str], ...]] = (("mail", "s10"), ("mail", "s10"), ("air", "awb"), ("air", "bag_tag"))
_FARTHEST: Final = 50
_SUBSTANCES: Final = ("mdma", "ketamine", "methamphetamine", "amphetamine", "3-mmc", "2-fdck")


def serial_run(cast: Cast, n: int) -> tuple[Case, ...]:
    """Two or three reports whose numbers lie at most fifty apart, posted within a week."""
    mode, kind = _SORTS[n % len(_SORTS)]
    second = SECONDS[n // len(_SORTS) % len(SECONDS)]
    size = 3 if n % 5 == 4 else 2
    origin = cast.random.choice(("NL", "DE", "CN", "TH", "GB", "PL"))
    borne = shared(cast, mode, origin, second)
    codes = cast.several(mode, size, [code for code in BY_CODE if code != origin])
    posted = cast.moment(0, MINUTES - 16 * DAY)
    step = 0 if second == "posting" else cast.random.randrange(2 * DAY)
    occurred = posted + 3 * DAY
    cases = []
    for place, (code, number) in enumerate(zip(codes, neighbours(cast, kind, origin, size), strict=True)):
        pins = replace(borne, numbers=((kind, number),), posted=posted + place * step)
        when = occurred + cast.random.randrange(4 * DAY)
        if n % 4 == 1 and place == 0:
            cases.append(cast.case("warning", code, mode, occurred, pins=pins, addressed_to=(codes[1],)))
        else:
            cases.append(cast.case("seizure", code, mode, when, pins=pins))
    return tuple(cases)


def shared(cast: Cast, mode: Mode, origin: str, second: Second) -> Pins:
    """What the reports of a series have in common besides it."""
    pins = Pins(origin=origin, unnamed=True)
    if second == "party":
        return replace(pins, parties=(Known("consignor", cast.person("Latin"), ("address_parts",)),))
    if second == "goods":
        manner = draw_manner(cast.random, mode, cast.plant())
        return replace(pins, substance=cast.random.choice(_SUBSTANCES), manner=manner)
    office = BY_CODE[origin].place(mode)
    return replace(pins, office=office.locode if office else None)


def neighbours(cast: Cast, kind: str, origin: str, count: int) -> list[str]:
    """So many numbers of one series, all within fifty of each other."""
    counter = PLANTED + cast.plant()
    offsets = [0, *cast.random.sample(range(1, _FARTHEST + 1), count - 1)]
    if kind == "s10":
        service = PARCEL_SERVICES[counter % len(PARCEL_SERVICES)]
        first = cast.numbers.serial("parcel", counter) % (10**8 - _FARTHEST)
        return [parcel_number(service, first + step, origin) for step in offsets]
    prefix = CARRIERS[counter % len(CARRIERS)][0]
    if kind == "awb":
        first = 1_000_000 + cast.numbers.serial("waybill", counter) % (8_999_999 - _FARTHEST)
        return [waybill_number(prefix, first + step) for step in offsets]
    first = cast.numbers.serial("container", counter) % (10**6 - _FARTHEST)
    return [bag_tag_number(f"0{prefix}", first + step) for step in offsets]
