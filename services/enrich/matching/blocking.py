"""Which reports are compared at all: the keys that a report is found by, and those that it asks for.

``<type>:<value>`` of every number; ``run:<kind>:<run>:<serial without its last two digits>``;
``party:<field>:<token>``; ``mo:<departure>:<destination>:<substance>:<mode>:<ISO week>``;
``product:<substance>:<colour>:<mass to 10 mg>:<logo>``, ``press:``, ``tool:`` and ``profile:<text>``;
``photo:<band>:<16 bits>``.

A report stores its own keys and asks for these and their neighbours: the runs, weeks and masses beside them. So each
pair of neighbours is found whichever comes second. Parts of names make no key: whatever pair they can help to link
shares the sound of a name or the parts of an address as well. A picture with up to three bits changed always shares a
band; with four, five or six changed, 90, 74 and 58 of 100 do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import product as combined
from typing import Any, Final, NamedTuple

from services.enrich.matching.reading import (
    SERIES_WIDTH,
    Product,
    read_numbers,
    read_products,
    read_series,
    read_substances,
    read_tokens,
    text,
)
from services.enrich.matching.traits import Traits, instant
from services.enrich.sides import Side

MOST: Final[Mapping[str, int]] = {"number": 256, "run": 64, "party": 256, "method": 12, "product": 32, "photo": 32}
"""The most keys of each sort. Of more, the smallest are kept, so that two reports with the same ones keep the same."""

MOST_WEEKS: Final = 6
"""A month touches six weeks at most. What may have occurred in a longer time is no method."""

RUN: Final = 100
"""Serials of a run that share a key."""

BANDS: Final = 4
BAND_BITS: Final = 16
MASS_STEP: Final = 10
NOT_KEYED: Final = "name_parts"
_UNKEYED: Final = f"party:{NOT_KEYED}:"
_LAST_WEEK: Final = 400_000
"""In the year 9636: the week after it must still be one of the calendar."""


class MethodKey(NamedTuple):
    """The key of one method in one week. ``week`` counts weeks, so that neighbours differ by one."""

    key: str
    method: str
    week: int


def keys_of(features: Mapping[str, Any], first: datetime | None = None, last: datetime | None = None) -> list[str]:
    """The keys that the report is found by, sorted, each once; at most ``sum(MOST.values())``.

    ``first`` and ``last`` bound the time at which it occurred, as in Side; without them it has no method.
    """
    return sorted(key for keys in _kept(_read(features, first, last)).values() for key in keys)


def asked_keys(features: Mapping[str, Any], first: datetime | None = None, last: datetime | None = None) -> list[str]:
    """The keys to look for others by: its own and their neighbours. Sorted, each once; at most three for each."""
    read = _read(features, first, last)
    kept = _kept(read)
    asked = {key for keys in kept.values() for key in keys}
    runs = set(kept["run"])
    for kind_run, serials in read.series.items():
        for serial in serials:
            if run_key(kind_run, serial) in runs:
                asked.update(
                    run_key(kind_run, serial + step) for step in (-RUN, RUN) if _is_serial(kind_run, serial + step)
                )
    for method in read.methods:
        if method.key in kept["method"]:
            asked.update(_method_key(method.method, method.week + step) for step in (-1, 1))
    for product in read.products:
        if any(key in kept["product"] for key in looks_keys(product)):
            asked.update(looks_keys(product, (-1, 1)))
    return sorted(asked)


@lru_cache(maxsize=1_024)
def asked_by(side: Side) -> Sequence[str]:
    """The same of a side; asked several times for each report that links are decided about."""
    return asked_keys(side.features, side.first, side.last)


def left_out(features: Mapping[str, Any], first: datetime | None = None, last: datetime | None = None) -> int:
    """How many keys the report would have beyond the most: pairs by these are not compared, and somebody must know."""
    every = _all(_read(features, first, last))
    return sum(len(set(keys)) - MOST[sort] for sort, keys in every.items() if len(set(keys)) > MOST[sort])


def method_keys(traits: Traits) -> list[MethodKey]:
    """The methods of a report, by week; none if route, substance or mode are unknown, or the route is domestic."""
    return _methods(
        traits.departure, traits.destination, sorted(traits.substances.parents), traits.mode, traits.first, traits.last
    )


def run_key(kind_run: str, serial: int) -> str:
    """The key of a serial's run; ``kind_run`` is as in ``s10:RR:NL``."""
    kind = kind_run.partition(":")[0]
    return f"run:{kind_run}:{serial // RUN:0{SERIES_WIDTH[kind] - 2}d}"


def photo_keys(photos: Iterable[int]) -> list[str]:
    """Four bands of each hash."""
    mask = (1 << BAND_BITS) - 1
    return [
        f"photo:{band}:{photo >> BAND_BITS * (BANDS - 1 - band) & mask:04x}"
        for photo in photos
        for band in range(BANDS)
    ]


def mark_key(sort: str, words: str) -> str:
    """The key of a press mark, tool mark or laboratory profile."""
    return f"{sort}:{words}"


class _Read(NamedTuple):
    """What keys are made from, read once."""

    known: Mapping[str, Any]
    series: Mapping[str, tuple[int, ...]]
    methods: Sequence[MethodKey]
    products: Sequence[Product]


def _read(features: Any, first: datetime | None, last: datetime | None) -> _Read:
    known: Mapping[str, Any] = features if isinstance(features, Mapping) else {}
    return _Read(known, read_series(known), _methods_of(known, first, last), list(read_products(known)))


def _kept(read: _Read) -> dict[str, list[str]]:
    return {sort: sorted(set(keys))[: MOST[sort]] for sort, keys in _all(read).items()}


def _all(read: _Read) -> dict[str, list[str]]:
    return {
        "number": list(read_numbers(read.known)),
        "run": [run_key(run, serial) for run, serials in read.series.items() for serial in serials],
        "party": [key for key, _ in read_tokens(read.known) if not key.startswith(_UNKEYED)],
        "method": [one.key for one in read.methods],
        "product": [key for one in read.products for key in _product_keys(one)],
        "photo": [key for one in read.products for key in photo_keys(one.photos)],
    }


def _product_keys(product: Product) -> list[str]:
    marks = [mark_key(sort, product.words[sort]) for sort in ("press", "tool", "profile") if sort in product.words]
    return [*marks, *looks_keys(product)]


def looks_keys(product: Product, steps: Iterable[int] = (0,)) -> list[str]:
    """The key of how a product looks, or of those some steps of mass away; none without substance, colour and mass."""
    colour, mass = product.words.get("colour"), product.sizes.get("mass")
    if product.substance is None or colour is None or mass is None:
        return []
    step, logo = round(mass / MASS_STEP), product.words.get("logo", "-")
    return [f"product:{product.substance}:{colour}:{(step + by) * MASS_STEP}:{logo}" for by in steps if step + by >= 0]


def _is_serial(kind_run: str, serial: int) -> bool:
    width = SERIES_WIDTH[kind_run.partition(":")[0]]
    return 0 <= serial < int(10**width)


def _methods_of(known: Mapping[str, Any], first: datetime | None, last: datetime | None) -> list[MethodKey]:
    if first is None or last is None:
        return []
    names = sorted(read_substances(known).parents)
    ends = text(known.get("departure")), text(known.get("destination"))
    return _methods(*ends, names, text(known.get("mode")), instant(first), instant(last))


def _methods(
    departure: str | None, destination: str | None, names: list[str], mode: str | None, first: int, last: int
) -> list[MethodKey]:
    if departure is None or destination is None or mode is None or departure == destination:
        return []
    weeks = range(_week(first), _week(last) + 1)
    if len(weeks) > MOST_WEEKS or weeks.start < 1 or weeks.stop > _LAST_WEEK:
        return []
    methods = (f"mo:{departure}:{destination}:{name}:{mode}" for name in names)
    return [MethodKey(_method_key(method, week), method, week) for method, week in combined(methods, weeks)]


def _week(microseconds: int) -> int:
    """Weeks, from Monday to Sunday, since the one of 1 January 1970, a Thursday."""
    return (microseconds // 86_400_000_000 + 3) // 7


def _method_key(method: str, week: int) -> str:
    return f"{method}:{_week_name(week)}"


@lru_cache(maxsize=4_096)
def _week_name(week: int) -> str:
    year, number, _ = (date(1970, 1, 1) + timedelta(days=7 * week - 3)).isocalendar()
    return f"{year}-W{number:02d}"
