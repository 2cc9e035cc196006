"""Networks that are really there: the same object or the same party in reports of several administrations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Final, Self

from services.contracts.topics import Mode
from services.simulator.cases import DAY, MINUTES, Case, Change, Pins
from services.simulator.casting import PLANTED, PLANTED_PARTIES, Cast, Group

MODEL_SEIZURES: Final = 937
"""Seizures of Operation GOALS; the counts below are meant for an operation of that size."""


@dataclass(frozen=True, slots=True)
class Planting:
    """How many groups of each kind are planted. Networks and pairs are true; the rest must make no link."""

    warned_objects: int = 24
    seen_objects: int = 40
    party_pairs: int = 36
    networks: int = 12
    moved_identifiers: int = 6
    retracted_pairs: int = 8
    threads: int = 24
    reused_containers: int = 6
    reused_parcels: int = 6
    parcels_seized_twice: int = 4
    invalid_numbers: int = 9
    same_owner: int = 8
    common_names: int = 6
    hubs: int = 1

    @classmethod
    def for_seizures(cls, seizures: int) -> Self:
        """The same shares in an operation of another size: at least one of each; a hub from 200 seizures."""
        counts = {name: max(1, n * seizures // MODEL_SEIZURES) for name, n in asdict(cls()).items()}
        return cls(**counts | {"hubs": seizures // MODEL_SEIZURES if seizures >= MODEL_SEIZURES else seizures // 200})

    @classmethod
    def none(cls) -> Self:
        """Nothing planted at all."""
        return cls(**dict.fromkeys((f.name for f in fields(cls)), 0))


# Countries that a lorry can drive between within a few days.
ROAD_POOLS: Final = (
    (
        "NL",
        "BE",
        "DE",
        "FR",
        "AT",
        "CH",
        "IT",
        "ES",
        "PL",
        "CZ",
        "SK",
        "HU",
        "RO",
        "BG",
        "GR",
        "HR",
        "RS",
        "TR",
    ),
    ("TH", "MY", "LA", "KH", "VN", "CN", "SG"),
)
_NUMBER_OF: Final[dict[Mode, str]] = {"mail": "parcel", "air": "waybill", "sea": "container", "land": "plate"}
_SEEN: Final[tuple[tuple[Mode, str], ...]] = (
    ("sea", "container"),
    ("air", "waybill"),
    ("land", "plate"),
    ("sea", "voyage"),
    ("mail", "parcel"),
)
_SHARED_FIELDS: Final = (("phone",), ("address",), ("document",), ("phone", "address"), ("email",))


def plant_networks(cast: Cast, planting: Planting) -> Iterator[Group]:
    """Every true group. A group is a claim about cases; the truth itself is computed from what they bear."""
    for n in range(planting.warned_objects):
        yield Group("warned_object", warned_object(cast, ("mail", "mail", "air", "sea", "land")[n % 5]))
    for n in range(planting.seen_objects):
        yield Group("seen_object", _seen_object(cast, n))
    for n in range(planting.party_pairs):
        yield Group("party_pair", party_pair(cast, n))
    for n in range(planting.networks):
        yield Group("network", _network(cast, 3 + n % 4, n))
    for n in range(planting.moved_identifiers):
        yield Group("moved_identifier", _moved_identifier(cast, backwards=n % 2 == 1))


def number_pin(cast: Cast, kind: str, origin: str, *, valid: bool = True) -> tuple[str, str]:
    """A planted number of this type that no other group bears."""
    counter = PLANTED + cast.plant()
    numbers = cast.numbers
    value = {
        "parcel": lambda: numbers.parcel(counter, origin, valid=valid),
        "waybill": lambda: numbers.waybill(counter, valid=valid),
        "container": lambda: numbers.container(counter, valid=valid),
        "plate": lambda: f"{origin}:{numbers.plate(counter)}",
        "voyage": lambda: f"{numbers.ship(counter)}/{counter % 900 + 100}E",
        "lading": lambda: numbers.paper("TOCS", 8 * counter),
    }[kind]()
    return kind, value


def warned_object(cast: Cast, mode: Mode) -> tuple[Case, Case]:
    """A warning of one country and, days later, the seizure of another that does not say it is an answer."""
    sender, finder = cast.several(mode, 2, ROAD_POOLS[cast.random.randrange(2)] if mode == "land" else None)
    origin = cast.random.choice(("NL", "DE", "CN", "TH", "IN", "ES"))
    occurred = cast.moment(0, MINUTES - 12 * DAY)
    pins = Pins(numbers=(number_pin(cast, _NUMBER_OF[mode], origin),), origin=origin, posted=occurred - 2 * DAY)
    others = [code for code in cast.several(mode, 3) if code not in (sender, finder)]
    warning = cast.case("warning", sender, mode, occurred, pins=pins, addressed_to=(finder, *others))
    seizure = cast.case("seizure", finder, mode, occurred + cast.random.randrange(DAY, 10 * DAY), pins=pins)
    return warning, seizure


def _seen_object(cast: Cast, n: int) -> tuple[Case, ...]:
    """The same object in two seizures (never a parcel), or in two warnings and a seizure."""
    mode, kind = _SEEN[n % len(_SEEN)]
    origin = cast.random.choice(("NL", "BE", "CN", "MX", "TR"))
    pool = ROAD_POOLS[n % 2] if mode == "land" else None
    pins_of: tuple[tuple[str, str], ...] = (number_pin(cast, kind, origin),)
    if kind == "container" and n % 2:
        pins_of = (*pins_of, number_pin(cast, "lading", origin))
    if mode == "mail" or n % 3 == 0:
        return _seen_by_three(cast, mode, pins_of, origin, pool)
    # Apart by more than the way takes: a container cannot be in two far ports within a fortnight.
    least, most = {"sea": (19, 30), "air": (2, 10), "land": (6, 15)}[mode]
    occurred = cast.moment(0, MINUTES - (most + 1) * DAY)
    gap = cast.random.randrange(least * DAY, most * DAY)
    one, other = cast.several(mode, 2, pool)
    pins = Pins(numbers=pins_of, origin=origin)
    return cast.case("seizure", one, mode, occurred, pins=pins), cast.case(
        "seizure", other, mode, occurred + gap, pins=pins
    )


def _seen_by_three(
    cast: Cast, mode: Mode, numbers: tuple[tuple[str, str], ...], origin: str, pool: Sequence[str] | None
) -> tuple[Case, ...]:
    first, second, third = cast.several(mode, 3, pool)
    occurred = cast.moment(0, MINUTES - 20 * DAY)
    pins = Pins(numbers=numbers, origin=origin, posted=occurred - DAY)
    later = occurred + cast.random.randrange(DAY, 6 * DAY)
    return (
        cast.case("warning", first, mode, occurred, pins=pins, addressed_to=(second, third)),
        cast.case("warning", second, mode, later, pins=pins, addressed_to=(third,)),
        cast.case("seizure", third, mode, later + cast.random.randrange(DAY, 10 * DAY), pins=pins),
    )


def party_pair(cast: Cast, n: int) -> tuple[Case, Case]:
    """Two reports of two countries with the same phone, address, document or e-mail token."""
    role = "consignor" if n % 3 == 2 else "consignee"
    party = PLANTED_PARTIES + cast.plant()
    pins = Pins(parties=tuple((role, name, party) for name in _SHARED_FIELDS[n % len(_SHARED_FIELDS)]))
    modes = cast.mode(), cast.mode()
    one = cast.administration(modes[0])
    other = next(code for code in cast.several(modes[1], 2) if code != one)
    first = cast.moment()
    if n % 4 == 3:
        return cast.case("warning", one, modes[0], first, pins=pins, addressed_to=(other,)), cast.case(
            "seizure", other, modes[1], cast.moment(), pins=pins
        )
    return cast.case("seizure", one, modes[0], first, pins=pins), cast.case(
        "seizure", other, modes[1], cast.moment(), pins=pins
    )


def _network(cast: Cast, size: int, n: int) -> tuple[Case, ...]:
    """One consignee of several countries: a phone in all reports, an address in some."""
    party = PLANTED_PARTIES + cast.plant()
    mode: Mode = ("mail", "air", "mail", "sea")[n % 4]
    countries = cast.several(mode, size)
    if size > 4 and n % 2:
        countries[-1] = countries[0]
    cases = []
    for place, country in enumerate(countries):
        shared: tuple[tuple[str, str, int], ...] = (("consignee", "phone", party),)
        if place % 2:
            shared = (*shared, ("consignee", "address", party))
        cases.append(cast.case("seizure", country, mode, cast.moment(), pins=Pins(parties=shared)))
    return tuple(cases)


def _moved_identifier(cast: Cast, backwards: bool) -> tuple[Case, ...]:
    """A seizure whose parcel number was wrong at first: its link must move from one warning to the other."""
    finder, wrongly, rightly = cast.several("mail", 3)
    occurred = cast.moment(4 * DAY, MINUTES - 8 * DAY)
    posted = occurred - 6 * DAY
    wrong, right = (Pins(numbers=(number_pin(cast, "parcel", "NL"),), origin="NL", posted=posted) for _ in range(2))
    warnings = [
        cast.case("warning", code, "mail", occurred - 3 * DAY, pins=pins, addressed_to=(finder,))
        for code, pins in ((wrongly, wrong), (rightly, right))
    ]
    due = cast.due_after(occurred)
    seizure = cast.case(
        "seizure", finder, "mail", occurred, pins=wrong, due=due, changes={2: Change("identifier", right)}
    )
    step = -cast.random.randrange(60_000, 3_600_000) if backwards else cast.random.randrange(3_600_000, 86_400_000)
    cast.send(seizure, 2, due + step, dirt="version_before_first" if backwards else "identifier_corrected")
    return seizure, *warnings
