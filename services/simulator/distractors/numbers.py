"""Equal or neighbouring numbers that say nothing: issued again, cloned, invalid, another journey, an exercise."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from services.contracts.topics import Mode
from services.simulator.cases import DAY, MINUTES, Case
from services.simulator.casting import Cast
from services.simulator.pins import Known, Pins
from services.simulator.planting.methods import declared_again
from services.simulator.planting.objects import number_pin
from services.simulator.planting.series import neighbours, shared

# Land borders half the world apart, all of them in the lists of places; ports that no ship sails between in two days.
_FAR_BORDERS: Final = (("BR", "CZ"), ("TH", "FR"), ("CO", "PL"), ("MX", "DE"), ("KE", "HU"), ("MY", "AT"))
_FAR_PORTS: Final = (("KR", "NL"), ("JP", "DE"), ("AU", "GB"), ("BR", "SG"), ("CN", "BE"))
_OPTIONS: Final[tuple[tuple[Mode, str], ...]] = (("mail", "s10"), ("air", "awb"), ("sea", "container"))


def reused_container(cast: Cast) -> tuple[Case, ...]:
    """The same container on another journey, more than 60 days before."""
    one, other = cast.several("sea", 2)
    pins = Pins(numbers=(number_pin(cast, "container", "CN"),))
    now = cast.moment()
    before = cast.case("seizure", one, "sea", -cast.random.randrange(66 * DAY, 90 * DAY), pins=pins, due=now * 60_000)
    cast.sendings[-1].dirt = "before_operation"
    return before, cast.case("seizure", other, "sea", now, pins=pins)


def impossible_container(cast: Cast, n: int) -> tuple[Case, ...]:
    """One container number in two ports that no ship sails between in two days: one of them is misreported."""
    pins = Pins(numbers=(number_pin(cast, "container", "CN"),), placed=True)
    return _both_within_two_days(cast, "sea", _FAR_PORTS[n % len(_FAR_PORTS)], pins)


def cloned_plate(cast: Cast, n: int) -> tuple[Case, ...]:
    """One plate at two borders half the world apart: a clone."""
    one, other = _FAR_BORDERS[n % len(_FAR_BORDERS)]
    pins = Pins(numbers=(number_pin(cast, "plate", one),), placed=True)
    return _both_within_two_days(cast, "land", (one, other), pins)


def _both_within_two_days(cast: Cast, mode: Mode, codes: tuple[str, str], pins: Pins) -> tuple[Case, ...]:
    first = cast.moment(0, MINUTES - 3 * DAY)
    gap = cast.random.randrange(DAY, 2 * DAY)
    one, other = codes if cast.random.random() < 0.5 else codes[::-1]
    return cast.case("seizure", one, mode, first, pins=pins), cast.case("seizure", other, mode, first + gap, pins=pins)


def reused_parcel(cast: Cast) -> tuple[Case, ...]:
    """A parcel number that the post issued again after thirteen months."""
    one, other = cast.several("mail", 2)
    numbers = (number_pin(cast, "s10", "NL"),)
    now = cast.moment()
    then = now - 396 * DAY
    old = Pins(numbers=numbers, origin="NL", posted=then - 3 * DAY)
    new = Pins(numbers=numbers, origin="NL", posted=now - 3 * DAY)
    before = cast.case("warning", one, "mail", then, pins=old, addressed_to=(other,), due=now * 60_000)
    cast.sendings[-1].dirt = "before_operation"
    return before, cast.case("seizure", other, "mail", now, pins=new)


def seized_twice(cast: Cast, n: int) -> tuple[Case, ...]:
    """One parcel, two seizures: taken out of circulation once, it cannot be seized again."""
    one, other = cast.several("mail", 2)
    first = cast.moment(0, MINUTES - 10 * DAY)
    kind = ("s10", "s10", "courier")[n % 3]
    pins = Pins(numbers=(number_pin(cast, kind, "NL"),), origin="NL", posted=first - 5 * DAY)
    return cast.case("seizure", one, "mail", first, pins=pins), cast.case(
        "seizure", other, "mail", first + cast.random.randrange(3 * DAY, 9 * DAY), pins=pins
    )


def invalid_number(cast: Cast, n: int) -> tuple[Case, ...]:
    """Two reports with the same number whose check digit fails: equal, and still no evidence."""
    mode, kind = _OPTIONS[n % 3]
    one, other = cast.several(mode, 2)
    first = cast.moment(0, MINUTES - 10 * DAY)
    pins = Pins(numbers=(number_pin(cast, kind, "DE", valid=False),), origin="DE", posted=first - DAY)
    warning = cast.case("warning", one, mode, first, pins=pins, addressed_to=(other,))
    cast.sendings[-1].dirt = "invalid_check_digit"
    seizure = cast.case("seizure", other, mode, first + 5 * DAY, pins=pins)
    cast.sendings[-1].dirt = "invalid_check_digit"
    return warning, seizure


def lone_house_waybill(cast: Cast) -> tuple[Case, ...]:
    """Two forwarders count their house waybills alike: the same number, another waybill, nobody in common."""
    one, other = cast.several("air", 2)
    house = number_pin(cast, "house_awb", "NL")
    first = cast.moment(0, MINUTES - 10 * DAY)
    return tuple(
        cast.case(
            "seizure",
            code,
            "air",
            first + place * 4 * DAY,
            pins=Pins(numbers=(number_pin(cast, "awb", "NL"), house), unnamed=True),
        )
        for place, code in enumerate((one, other))
    )


def lone_serial(cast: Cast, n: int) -> tuple[Case, ...]:
    """Neighbours of one series, posted on other days, by strangers, with other goods: a busy post office."""
    mode, kind = (_OPTIONS[0], _OPTIONS[0], _OPTIONS[1])[n % 3]
    origin = cast.random.choice(("NL", "DE", "CN"))
    codes = [code for code in cast.several(mode, 3) if code != origin][:2]
    posted = cast.moment(0, MINUTES - 14 * DAY)
    cases = []
    for place, (code, number) in enumerate(zip(codes, neighbours(cast, kind, origin, 2), strict=True)):
        goods = shared(cast, mode, origin, "goods")
        pins = replace(
            goods,
            numbers=((kind, number),),
            posted=posted + place * 2 * DAY,
            substance=("mdma", "ketamine")[place],
        )
        cases.append(cast.case("seizure", code, mode, posted + (4 + place) * DAY, pins=pins))
    return tuple(cases)


def exercise(cast: Cast) -> tuple[Case, ...]:
    """A real seizure whose number is used in an exercise."""
    one, other = cast.several("mail", 2)
    first = cast.moment(0, MINUTES - 10 * DAY)
    pins = Pins(numbers=(number_pin(cast, "s10", "NL"),), origin="NL", posted=first - DAY)
    warning = cast.case("warning", one, "mail", first, pins=pins, addressed_to=(other,), exercise=True)
    return warning, cast.case("seizure", other, "mail", first + 3 * DAY, pins=pins)


def contradiction(cast: Cast) -> tuple[Case, ...]:
    """A version that says another number than the same version did before: it is held, and its number joins nothing."""
    one, other = cast.several("mail", 2)
    first = cast.moment(0, MINUTES - 12 * DAY)
    warned, own = (Pins(numbers=(number_pin(cast, "s10", "NL"),), origin="NL", posted=first - DAY) for _ in range(2))
    warning = cast.case("warning", one, "mail", first, pins=warned, addressed_to=(other,))
    seizure = cast.case("seizure", other, "mail", first + 4 * DAY, pins=own)
    due = cast.due_of(seizure) + cast.random.randrange(3_600_000, 86_400_000)
    cast.send(seizure, 1, due, cast.sendings[-1].door, dirt="version_conflict", expected="held", pins=warned)
    return warning, seizure


def honest_twin(cast: Cast) -> tuple[Case, ...]:
    """Two parcels of one busy shop, used as a cover by strangers: same declaration, other drugs hidden otherwise."""
    origin = cast.random.choice(("DE", "CN", "GB"))
    codes = [code for code in cast.several("mail", 3) if code != origin][:2]
    manner = shared(cast, "mail", origin, "goods").manner
    first = cast.moment(0, MINUTES - 5 * DAY)
    cases = []
    for place, code in enumerate(codes):
        if manner is None:
            raise ValueError("goods have a manner")
        declared = replace(
            declared_again(cast, manner),
            organisation=0,
            concealment=("postal", "inserted")[place],
            words=("in the parcel", "in a hollow book")[place],
        )
        substance = ("amphetamine", "lsd")[place]
        pins = Pins(origin=origin, substance=substance, manner=declared, unnamed=True)
        cases.append(cast.case("seizure", code, "mail", first + place * DAY, pins=pins))
    return tuple(cases)


def same_owner(cast: Cast, n: int) -> tuple[Case, ...]:
    """Two reports of one administration: a national matter, not a link across countries."""
    (owner,) = cast.several("air", 1)
    if n % 2:
        pins = Pins(parties=(Known("consignee", cast.person(), ("phone",)),))
    else:
        pins = Pins(numbers=(number_pin(cast, "awb", "DE"),))
    first = cast.moment(0, MINUTES - 5 * DAY)
    return tuple(cast.case("seizure", owner, "air", first + gap, pins=pins) for gap in (0, 2 * DAY))
