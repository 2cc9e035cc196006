"""What the rules are given: a report and what each of its words was read as, by its JSON pointer.

The readings are those of services/reference; only what the rules look at is named here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from services.contracts.findings import Code
from services.contracts.report import Report
from services.reference.quantities import QuantityReading

Found = tuple[Code, str]
"""A code and the JSON pointer of its place."""
Point = tuple[float, float]
"""Latitude and longitude in degrees."""


class CountryLike(Protocol):
    """A country as it was read (reference.countries)."""

    @property
    def raw(self) -> str:
        """As written."""

    @property
    def code(self) -> str | None:
        """ISO 3166-1 alpha-2, None when unread."""

    @property
    def how(self) -> str:
        """How it was read; ``historic`` and ``unread`` are told."""


class PlaceLike(Protocol):
    """A place as it was read (reference.places). ``how``: only exact, folded, alias and romanised carry a code."""

    @property
    def code(self) -> str | None:
        """Its code, None when it is not certain."""

    @property
    def country(self) -> str | None:
        """The country that it lies in."""

    @property
    def lat(self) -> float | None:
        """Latitude."""

    @property
    def lon(self) -> float | None:
        """Longitude."""

    @property
    def how(self) -> str:
        """How it was read."""

    @property
    def reason(self) -> str | None:
        """Why it was not."""


class SubstanceLike(Protocol):
    """A substance as it was read (reference.substances)."""

    @property
    def id(self) -> str | None:
        """Its entry, None when it is not certain."""

    @property
    def parent(self) -> str | None:
        """The substance of a salt, isomer or product."""

    @property
    def kind(self) -> str | None:
        """substance, class, product ..."""

    @property
    def group(self) -> str | None:
        """Its group."""

    @property
    def form(self) -> str | None:
        """The form that the words said."""

    @property
    def how(self) -> str:
        """How it was read."""


@dataclass(frozen=True, slots=True)
class Distances:
    """How far apart two points are, and the fewest hours from one to the other by a mode (reference.places)."""

    km: Callable[[Point, Point], float]
    least_hours: Callable[[str | None, Point, Point], float]


@dataclass(frozen=True, slots=True)
class Normalised:
    """A report with its readings. A word that was not read at all has no entry; a rule then says nothing of it.

    countries   /location/country, /route/0/country, /parties/0/nationality ...
    places      /location/name, /route/0/place, /transport/border_post: read within their country
    codes       /location/locode, /route/0/locode, /transport/impc_origin: the place of the code; None: no such code
    substances  /goods/0/substance, /identified/0/substance, /cutting/0/substance
    owners      /goods/0/cas, /goods/0/inchikey ...: ids of the entries that bear the number, with their parents
    quantities  /goods/0/quantity, /net_mass
    """

    report: Report
    countries: Mapping[str, CountryLike] = field(default_factory=dict)
    places: Mapping[str, PlaceLike] = field(default_factory=dict)
    codes: Mapping[str, PlaceLike | None] = field(default_factory=dict)
    substances: Mapping[str, SubstanceLike] = field(default_factory=dict)
    owners: Mapping[str, frozenset[str]] = field(default_factory=dict)
    quantities: Mapping[str, QuantityReading] = field(default_factory=dict)
