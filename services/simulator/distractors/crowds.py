"""Values that so many reports bear that they mean nothing: hubs, floods, frequent corridors, common names."""

from __future__ import annotations

from typing import Final

from services.contracts.report import Kind
from services.simulator.cases import DAY, MINUTES, Case
from services.simulator.casting import Cast
from services.simulator.hiding import COVERS
from services.simulator.people import CULTURES, person
from services.simulator.pins import ADDRESS, NAME, Known, Manner, Pins, TokenType
from services.simulator.planting.objects import number_pin

HUB_LIMIT: Final = 20
"""A value that more reports than this bear is parked: it makes no further link by itself."""

PHONE_BEARERS: Final = 40
ADDRESS_BEARERS: Final = 110
NAMESAKES: Final = 26
FLOOD: Final = 60
CORRIDOR: Final = 24
"""How many reports bear each: more than are linked, however many of them are retracted or overtaken."""

# Departure, destination, substance, and the countries on the way that seize.
_CORRIDOR: Final = ("NL", "AU", "mdma", ("DE", "AE", "SG", "TH", "HK", "GB", "QA", "MY", "KR", "JP"))


def hub(cast: Cast, tokens: tuple[TokenType, ...], bearers: int) -> tuple[Case, ...]:
    """A forwarder's phone or a pick-up point's address: in seizures of one busy country, in warnings of many."""
    somebody = cast.person()
    pins = Pins(parties=(Known("consignee", somebody, tokens),))
    codes = cast.several("air", 20)
    cases = []
    for n in range(bearers):
        kind: Kind = "seizure" if n % 8 == 0 else "warning"
        code = codes[0] if n % 8 < 3 else codes[n % len(codes)]
        addressed = () if kind == "seizure" else (codes[(n + 1) % len(codes)],)
        cases.append(cast.case(kind, code, "air", cast.moment(0, MINUTES - DAY), pins=pins, addressed_to=addressed))
    return tuple(cases)


def namesakes(cast: Cast, count: int, tokens: tuple[TokenType, ...] = NAME) -> tuple[Case, ...]:
    """Unrelated persons with one full name, each at an address of its own; a crowd of them mostly in warnings."""
    first = cast.person("Han")
    people = [n for n in _of_one_name(first, 3 * count) if person(n).country == person(first).country][:count]
    codes = cast.several("mail", min(count, 20))
    cases = []
    for n, somebody in enumerate(people):
        pins = Pins(parties=(Known("consignee", somebody, (*tokens, *ADDRESS)),), unnamed=True)
        code, warned = codes[n % len(codes)], codes[(n + 1) % len(codes)]
        kind: Kind = "warning" if n % 4 and count > HUB_LIMIT else "seizure"
        addressed = (warned,) if kind == "warning" else ()
        cases.append(cast.case(kind, code, "mail", cast.moment(0, MINUTES - DAY), pins=pins, addressed_to=addressed))
    return tuple(cases)


def flood(cast: Cast) -> tuple[Case, ...]:
    """One administration writes the same waybill into every warning; three others really have it."""
    sender, *others = cast.several("air", 4)
    pins = Pins(numbers=(number_pin(cast, "awb", "DE"),), origin="DE")
    cases = [
        cast.case("warning", sender, "air", cast.moment(0, MINUTES - DAY), pins=pins, addressed_to=tuple(others))
        for _ in range(FLOOD)
    ]
    return (*cases, *(cast.case("seizure", code, "air", cast.moment(), pins=pins) for code in others))


def corridor(cast: Cast) -> tuple[Case, ...]:
    """Unrelated couriers on a route that everybody uses: same way, same drug, same week, nothing else."""
    origin, destination, substance, codes = _CORRIDOR
    first = cast.moment(0, MINUTES - 8 * DAY)
    covers = cast.random.sample(COVERS, CORRIDOR)
    cases = []
    for n in range(CORRIDOR):
        cover = covers[n]
        manner = Manner(0, "postal", f"under {cover.description}", cover.description, cover.hs, None, None, None)
        pins = Pins(origin=origin, destination=destination, substance=substance, manner=manner, unnamed=True)
        when = first + cast.random.randrange(6 * DAY)
        cases.append(cast.case("seizure", codes[n % len(codes)], "mail", when, pins=pins))
    return tuple(cases)


def _of_one_name(number: int, count: int) -> list[int]:
    """The numbers of other persons with this person's name."""
    culture = person(number).culture
    step = len(CULTURES) * len(culture.given) * len(culture.family)
    # Far beyond the persons of other groups.
    return [number + step * (1_000 + n) for n in range(count)]
