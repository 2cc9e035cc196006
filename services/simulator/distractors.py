"""What looks like a link and is none, and what was one until it was taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from services.contracts.topics import Mode
from services.simulator.cases import DAY, MINUTES, Case, Pins
from services.simulator.casting import PLANTED_PARTIES, Cast, Group
from services.simulator.planting import Planting, number_pin, party_pair, warned_object

HUB_LIMIT: Final = 20
"""A value that more reports than this bear is parked: it makes no further link by itself."""

HUB_BEARERS: Final = 26


def plant_distractors(cast: Cast, planting: Planting) -> Iterator[Group]:
    """Every group that must make no link, or whose link must be withdrawn."""
    for n in range(planting.retracted_pairs):
        yield Group("retracted_pair", _retracted_pair(cast, n))
    for n in range(planting.threads):
        yield Group("thread", _thread(cast, ("mail", "mail", "air", "sea")[n % 4], told=n % 2 == 0))
    for _ in range(planting.reused_containers):
        yield Group("reused_container", _reused_container(cast))
    for _ in range(planting.reused_parcels):
        yield Group("reused_parcel", _reused_parcel(cast))
    for _ in range(planting.parcels_seized_twice):
        yield Group("parcel_seized_twice", _seized_twice(cast))
    for n in range(planting.invalid_numbers):
        yield Group("invalid_number", _invalid_number(cast, n))
    for n in range(planting.same_owner):
        yield Group("same_owner", _same_owner(cast, n))
    for _ in range(planting.common_names):
        yield Group("common_name", _common_name(cast))
    for _ in range(planting.hubs):
        yield Group("hub", _hub(cast))


def _retracted_pair(cast: Cast, n: int) -> tuple[Case, ...]:
    """A true pair of which one side is retracted in the end; in every third, before it has even come."""
    pair = party_pair(cast, n) if n % 2 else warned_object(cast, "mail")
    victim = pair[n // 2 % 2]
    retract(cast, victim, first=n % 3 == 0)
    return pair


def retract(cast: Cast, victim: Case, first: bool) -> Case:
    """The owner's retraction of a case; ``first``: it arrives before what it retracts."""
    sent = cast.first_due[victim.index]
    due = sent - cast.random.randrange(1, 3_600_000) if first else sent + cast.random.randrange(1, 6 * DAY) * 60_000
    case = cast.case("retraction", victim.administration, victim.mode, max(victim.occurred, 0), due=due, about=victim)
    if first:
        cast.sendings[-1].dirt = "retraction_first"
    victim.retracted = True
    return case


def _thread(cast: Cast, mode: Mode, told: bool) -> tuple[Case, ...]:
    """A warning, the feedback on it and the seizure that answers it: class reply, never a discovery."""
    sender, finder = cast.several(mode, 2)
    kind = {"mail": "parcel", "air": "waybill", "sea": "container", "land": "plate"}[mode]
    occurred = cast.moment(0, MINUTES - 12 * DAY)
    pins = Pins(numbers=(number_pin(cast, kind, "DE"),), origin="DE", posted=occurred - DAY)
    warning = cast.case("warning", sender, mode, occurred, pins=pins, addressed_to=(finder,))
    found = occurred + cast.random.randrange(DAY, 8 * DAY)
    seizure = cast.case("seizure", finder, mode, found, pins=pins, about=warning)
    feedback = cast.case(
        "feedback",
        finder,
        mode,
        found + 60,
        pins=pins if told else Pins(),
        about=warning,
        result="seized",
        seizure_ref=seizure.national_ref,
    )
    return warning, seizure, feedback


def _reused_container(cast: Cast) -> tuple[Case, ...]:
    """The same container on another journey, more than 60 days before."""
    one, other = cast.several("sea", 2)
    pins = Pins(numbers=(number_pin(cast, "container", "CN"),))
    now = cast.moment()
    before = cast.case("seizure", one, "sea", -cast.random.randrange(66 * DAY, 90 * DAY), pins=pins, due=now * 60_000)
    cast.sendings[-1].dirt = "before_operation"
    return before, cast.case("seizure", other, "sea", now, pins=pins)


def _reused_parcel(cast: Cast) -> tuple[Case, ...]:
    """A parcel number that the post issued again after thirteen months."""
    one, other = cast.several("mail", 2)
    numbers = (number_pin(cast, "parcel", "NL"),)
    now = cast.moment()
    then = now - 396 * DAY
    old = Pins(numbers=numbers, origin="NL", posted=then - 3 * DAY)
    new = Pins(numbers=numbers, origin="NL", posted=now - 3 * DAY)
    before = cast.case("warning", one, "mail", then, pins=old, addressed_to=(other,), due=now * 60_000)
    cast.sendings[-1].dirt = "before_operation"
    return before, cast.case("seizure", other, "mail", now, pins=new)


def _seized_twice(cast: Cast) -> tuple[Case, ...]:
    """One parcel, two seizures: taken out of circulation once, it cannot be seized again."""
    one, other = cast.several("mail", 2)
    first = cast.moment(0, MINUTES - 10 * DAY)
    pins = Pins(numbers=(number_pin(cast, "parcel", "NL"),), origin="NL", posted=first - 5 * DAY)
    return cast.case("seizure", one, "mail", first, pins=pins), cast.case(
        "seizure", other, "mail", first + cast.random.randrange(3 * DAY, 9 * DAY), pins=pins
    )


def _invalid_number(cast: Cast, n: int) -> tuple[Case, ...]:
    """Two reports with the same number whose check digit fails: equal, and still no evidence."""
    options: tuple[tuple[Mode, str], ...] = (("mail", "parcel"), ("air", "waybill"), ("sea", "container"))
    mode, kind = options[n % 3]
    one, other = cast.several(mode, 2)
    first = cast.moment(0, MINUTES - 10 * DAY)
    pins = Pins(numbers=(number_pin(cast, kind, "DE", valid=False),), origin="DE", posted=first - DAY)
    warning = cast.case("warning", one, mode, first, pins=pins, addressed_to=(other,))
    cast.sendings[-1].dirt = "invalid_check_digit"
    seizure = cast.case("seizure", other, mode, first + 5 * DAY, pins=pins)
    cast.sendings[-1].dirt = "invalid_check_digit"
    return warning, seizure


def _same_owner(cast: Cast, n: int) -> tuple[Case, ...]:
    """Two reports of one administration: a national matter, not a link across countries."""
    (owner,) = cast.several("air", 1)
    if n % 2:
        pins = Pins(parties=(("consignee", "phone", PLANTED_PARTIES + cast.plant()),))
    else:
        pins = Pins(numbers=(number_pin(cast, "waybill", "DE"),))
    first = cast.moment(0, MINUTES - 5 * DAY)
    return tuple(cast.case("seizure", owner, "air", first + gap, pins=pins) for gap in (0, 2 * DAY))


def _common_name(cast: Cast) -> tuple[Case, ...]:
    """Two parties with one part of a name in common: too little for a link."""
    part = PLANTED_PARTIES + cast.plant()
    pins = Pins(parties=(("consignee", "name_parts", part),))
    return tuple(cast.case("seizure", code, "mail", cast.moment(), pins=pins) for code in cast.several("mail", 2))


def _hub(cast: Cast) -> tuple[Case, ...]:
    """A forwarder's phone: most of its bearers are of one country, and there are more than the limit."""
    pins = Pins(parties=(("consignee", "phone", PLANTED_PARTIES + cast.plant()),))
    codes = cast.several("air", HUB_BEARERS - 15)
    bearers = [codes[0]] * 16 + codes[1:]
    cast.random.shuffle(bearers)
    return tuple(cast.case("seizure", code, "air", cast.moment(), pins=pins) for code in bearers)
