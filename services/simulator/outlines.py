"""What a report has to say of its matter, before it is put into words: the way, the goods, what hid them.

An outline depends on the seed, the case and the version alone. The writer puts it into words, the truth compares it.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

from services.contracts.topics import Mode
from services.simulator.cases import Case
from services.simulator.hiding import draw_hiding
from services.simulator.numbers import PARCEL_SERVICES
from services.simulator.pins import Manner, Pins, Tablet
from services.simulator.roster import ADMINISTRATIONS, BY_CODE
from services.simulator.substances import BY_ID, Substance, draw_substance
from services.simulator.tablets import draw_marks

# Where consignments of synthetic drugs depart, with their shares: producing and mailing countries of the
# trade.
_DEPARTURES: Final = {
    "NL": 22, "DE": 10, "BE": 6, "CN": 9, "IN": 7, "TH": 8, "MM": 5, "LA": 4, "MX": 6, "US": 6, "CA": 4, "GB":
    5, "PL": 3, "CZ": 2, "ES": 3, "TR": 3, "LB": 2, "CO": 3, "BR": 2, "ZA": 1, "NG": 1, "PK": 1, "VN": 2,
    "FR": 2, }  # fmt: skip
_CODES: Final = tuple(_DEPARTURES)
_SHARES: Final = tuple(_DEPARTURES.values())
_ALL: Final = tuple(each.code for each in ADMINISTRATIONS)

# Least and greatest mass in grams of one seizure. Draws are cubed towards the least.
_GRAMS: Final[dict[Mode, tuple[int, int]]] = {
    "mail": (12, 9_000),
    "air": (150, 26_000),
    "land": (300, 90_000),
    "sea": (5_000, 900_000),
}


_LETTER_GRAMS: Final = 1_900
"""What the letter post takes: registered, tracked and insured items (UPU: 2 kg)."""


@dataclass(slots=True)
class Outline:
    """The matter of one version of a report. Countries are ISO 3166-1 alpha-2 codes; ``grams`` is the whole mass."""

    departure: str
    transits: tuple[str, ...]
    destination: str | None
    substance: Substance
    form: str
    grams: int
    confirmed: bool
    manner: Manner
    tablet: Tablet | None


def outline_of(random: Random, case: Case, pins: Pins) -> Outline:
    """The outline of a seizure or warning. ``random`` draws the same figures whatever is pinned."""
    departure, transits, destination = _way(random, case, pins)
    substance, form_roll, u = draw_substance(random), random.random(), random.random()
    least, greatest = _GRAMS[case.mode]
    if case.mode == "mail" and (pins.numbers or PARCEL_SERVICES[case.index % len(PARCEL_SERVICES)][0] not in "CE"):
        greatest = _LETTER_GRAMS
    confirmed, marked = random.random() < 0.15, random.random() < 0.8
    manner, marks = draw_hiding(random, case.mode), draw_marks(random)
    if case.trait in ("unit_clash_count", "unit_clash_mass"):
        substance, marked = BY_ID["tramadol"], False
    if pins.substance:
        substance = BY_ID[pins.substance]
    form = substance.forms[int(form_roll * len(substance.forms))]
    if pins.tablet or case.trait in ("unit_clash_count", "unit_clash_mass"):
        form = "tablet" if "tablet" in substance.forms else substance.forms[0]
    return Outline(
        departure=departure,
        transits=transits,
        destination=destination,
        substance=substance,
        form=form,
        grams=least + int((greatest - least) * u * u * u),
        confirmed=confirmed and not pins.manner and not pins.tablet,
        manner=pins.manner or manner,
        tablet=pins.tablet or (marks if form == "tablet" and marked else None),
    )


def draw_origin(random: Random, administration: str, mode: Mode) -> str:
    """The country of departure: for land the one beyond the border."""
    border = BY_CODE[administration].land_border
    if mode == "land" and border and border.beyond:
        return border.beyond
    while True:
        found = random.choices(_CODES, _SHARES)[0]
        if found != administration:
            return found


def _way(random: Random, case: Case, pins: Pins) -> tuple[str, tuple[str, ...], str | None]:
    """Departure, transits, destination. In one of eight the seizing country is the transit."""
    origin = pins.origin or draw_origin(random, case.administration, case.mode)
    passing, stops, other = random.randrange(8) == 0, random.randrange(3) == 0, random.choice(_ALL)
    if case.kind == "warning":
        return origin, (), pins.destination or next((code for code in case.addressed_to if code != origin), None)
    if pins.destination:
        own = pins.destination == case.administration
        return origin, () if own else (case.administration,), pins.destination
    if pins.open_route:
        return origin, (), None
    foreign = other not in (origin, case.administration)
    if passing and foreign:
        return origin, (case.administration,), other
    return origin, (other,) if stops and foreign else (), case.administration
