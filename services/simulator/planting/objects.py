"""The same object in reports of several administrations: a number of the trade that both bear."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from services.contracts.topics import Mode
from services.simulator.cases import DAY, MINUTES, Case
from services.simulator.casting import PLANTED, Cast
from services.simulator.pins import Pins
from services.simulator.roster import BY_CODE

# Countries that a lorry can drive between within a few days.
ROAD_POOLS: Final = (
    ("NL", "BE", "DE", "FR", "AT", "CH", "IT", "ES", "PL", "CZ", "SK", "HU", "RO", "BG", "GR", "HR", "RS", "TR"),
    ("TH", "MY", "LA", "KH", "VN", "CN", "SG"),
)

# Countries whose ports a ship calls at within a week.
PORT_POOLS: Final = (("NL", "BE", "DE", "GB", "FR"), ("TH", "VN", "SG", "MY"))

_WARNED: Final[tuple[tuple[Mode, tuple[str, ...]], ...]] = (
    ("mail", ("s10",)),
    ("air", ("awb",)),
    ("sea", ("container",)),
    ("land", ("plate",)),
    ("mail", ("s10",)),
    ("mail", ("courier",)),
    ("sea", ("bill_of_lading",)),
    ("land", ("vin",)),
    ("air", ("bag_tag",)),
    ("air", ("awb", "house_awb")),
    ("sea", ("seal",)),
    ("land", ("tir",)),
    ("sea", ("vessel",)),
    ("land", ("cmr",)),
    ("mail", ("receptacle",)),
    ("sea", ("booking",)),
    ("land", ("mrn",)),
)
"""What a warning may name, by mode; in this order, over and over."""

_SEEN: Final[tuple[tuple[Mode, tuple[str, ...]], ...]] = (
    ("sea", ("container",)),
    ("air", ("awb",)),
    ("land", ("plate",)),
    ("sea", ("vessel",)),
    ("mail", ("s10",)),
    ("sea", ("container", "bill_of_lading")),
    ("air", ("awb", "house_awb")),
    ("land", ("vin",)),
    ("sea", ("ship",)),
    ("sea", ("seal",)),
    ("mail", ("courier",)),
    ("land", ("tir",)),
    ("air", ("bag_tag",)),
    ("land", ("cmr",)),
    ("sea", ("container", "vessel")),
    ("mail", ("receptacle",)),
    ("land", ("plate", "vin")),
)
"""What several reports may bear."""

_TAKEN_ONCE: Final = frozenset({"s10", "courier", "receptacle", "bag_tag", "seal"})
"""What is seized is not seized again: these are seen by two warnings and one seizure."""

# Between two seizures, in days: more than the way takes, and less than the number's window.
_APART: Final[dict[str, tuple[int, int]]] = {"sea": (19, 30), "air": (2, 10), "land": (6, 15), "ship": (7, 13)}


def number_pin(cast: Cast, kind: str, origin: str, *, valid: bool = True) -> tuple[str, str]:
    """A planted number of this type that no other group bears."""
    counter = PLANTED + cast.plant()
    numbers = cast.numbers
    value = {
        "s10": lambda: numbers.parcel(counter, origin, valid=valid),
        "courier": lambda: numbers.paper("JD", 8 * counter),
        "receptacle": lambda: numbers.receptacle(counter, f"{origin}{_centre(origin)}", "DEFRA"),
        "awb": lambda: numbers.waybill(counter, valid=valid),
        "house_awb": lambda: numbers.paper("HW", 8 * counter + 1),
        "bag_tag": lambda: numbers.bag_tag(counter),
        "container": lambda: numbers.container(counter, valid=valid),
        "seal": lambda: numbers.paper("SL", 8 * counter + 4),
        "bill_of_lading": lambda: numbers.paper("TOCS", 8 * counter + 3),
        "booking": lambda: numbers.paper("TOB", 8 * counter + 7),
        "vessel": lambda: f"{numbers.ship(counter)}:{counter % 900 + 100}E",
        "ship": lambda: numbers.ship(counter),
        "plate": lambda: f"{origin}:{numbers.plate(counter)}",
        "vin": lambda: numbers.vin(counter),
        "tir": lambda: numbers.paper("XB", 8 * counter + 6),
        "cmr": lambda: numbers.paper("CMR", 8 * counter + 5),
        "mrn": lambda: numbers.movement(counter, "NL"),
    }[kind]()
    return kind, value


def number_pins(cast: Cast, kinds: Sequence[str], origin: str) -> tuple[tuple[str, str], ...]:
    """One planted number of each of these types."""
    return tuple(number_pin(cast, kind, origin) for kind in kinds)


def warned_object(cast: Cast, n: int) -> tuple[Case, Case]:
    """A warning of one country and, days later, the seizure of another that does not say it is an answer."""
    mode, kinds = _WARNED[n % len(_WARNED)]
    sender, finder = cast.several(mode, 2, ROAD_POOLS[n % 2] if mode == "land" else None)
    origin = cast.random.choice(("NL", "DE", "CN", "TH", "IN", "ES"))
    occurred = cast.moment(0, MINUTES - 12 * DAY)
    pins = Pins(numbers=number_pins(cast, kinds, origin), origin=origin, posted=_posted(mode, occurred - 2 * DAY))
    others = [code for code in cast.several(mode, 3) if code not in (sender, finder)]
    warning = cast.case("warning", sender, mode, occurred, pins=pins, addressed_to=(finder, *others))
    seizure = cast.case("seizure", finder, mode, occurred + cast.random.randrange(DAY, 10 * DAY), pins=pins)
    return warning, seizure


def seen_object(cast: Cast, n: int) -> tuple[Case, ...]:
    """The same object in two seizures, or in two warnings and a seizure."""
    mode, kinds = _SEEN[n % len(_SEEN)]
    origin = cast.random.choice(("NL", "BE", "CN", "MX", "TR"))
    pins = number_pins(cast, kinds, origin)
    pool = ROAD_POOLS[n % 2] if mode == "land" else PORT_POOLS[n % 2] if kinds == ("ship",) else None
    if not _TAKEN_ONCE.isdisjoint(kinds) or (n % 3 == 0 and kinds != ("ship",)):
        return _seen_by_three(cast, mode, pins, origin, pool)
    least, most = _APART["ship" if kinds == ("ship",) else mode]
    occurred = cast.moment(0, MINUTES - (most + 1) * DAY)
    one, other = cast.several(mode, 2, pool)
    borne = Pins(numbers=pins, origin=origin)
    first = cast.case("seizure", one, mode, occurred, pins=borne)
    gap = cast.random.randrange(least * DAY, most * DAY)
    return first, cast.case("seizure", other, mode, occurred + gap, pins=borne)


def _seen_by_three(
    cast: Cast, mode: Mode, numbers: tuple[tuple[str, str], ...], origin: str, pool: Sequence[str] | None
) -> tuple[Case, ...]:
    first, second, third = cast.several(mode, 3, pool)
    occurred = cast.moment(0, MINUTES - 20 * DAY)
    pins = Pins(numbers=numbers, origin=origin, posted=_posted(mode, occurred - DAY))
    later = occurred + cast.random.randrange(DAY, 6 * DAY)
    return (
        cast.case("warning", first, mode, occurred, pins=pins, addressed_to=(second, third)),
        cast.case("warning", second, mode, later, pins=pins, addressed_to=(third,)),
        cast.case("seizure", third, mode, later + cast.random.randrange(DAY, 10 * DAY), pins=pins),
    )


def _posted(mode: Mode, minute: int) -> int | None:
    return minute if mode == "mail" else None


def _centre(country: str) -> str:
    known = BY_CODE.get(country)
    return known.mail_centre.locode[2:] if known and known.mail_centre.locode else "AAA"
