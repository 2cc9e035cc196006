"""What is compared of one report: its features, each read when it is first asked for. Pure.

Most pairs share nothing that counts, so that little of most reports is ever read.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any, Final

from services.enrich.matching.reading import (
    Party,
    Product,
    Substances,
    listed,
    number,
    point,
    read_numbers,
    read_parties,
    read_products,
    read_series,
    read_substances,
    read_tokens,
    text,
)
from services.enrich.matching.weights import bits
from services.enrich.sides import Side

_MICROSECOND: Final = timedelta(microseconds=1)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SINGLE: Final = ("mode", "departure", "destination", "place", "concealment", "declared_value", "weight")


class Traits:
    """What is compared of a report. ``first`` and ``last`` are microseconds since 1970."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self.features: Mapping[str, Any] = side.features if isinstance(side.features, Mapping) else {}
        self.first = instant(side.first)
        self.last = instant(side.last)
        self.seizure = side.kind == "seizure"
        self.mode = text(self.features.get("mode"))
        self.departure = text(self.features.get("departure"))
        self.destination = text(self.features.get("destination"))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """``type:value`` of every number that identifies an object."""
        return read_numbers(self.features)

    @cached_property
    def tokens(self) -> frozenset[str]:
        """The keys of all tokens of all parties, exact and partial."""
        return frozenset([key for key, _ in self._tokens])

    @cached_property
    def parties(self) -> tuple[Party, ...]:
        """The parties that bear a token."""
        return tuple(read_parties(self._tokens))

    @cached_property
    def _tokens(self) -> list[tuple[str, Mapping[str, Any]]]:
        return read_tokens(self.features)

    @cached_property
    def series(self) -> Mapping[str, tuple[int, ...]]:
        """``kind:run`` -> its serials, ascending."""
        return read_series(self.features)

    @cached_property
    def substances(self) -> Substances:
        """What the goods are."""
        return read_substances(self.features)

    @cached_property
    def products(self) -> tuple[Product, ...]:
        """What tablets and packages look like."""
        return tuple(read_products(self.features))

    @cached_property
    def posted(self) -> int | None:
        """The day of posting in microseconds since 1970."""
        when = self.side.posted_on or self.features.get("posted_on")
        return instant(when) if isinstance(when, datetime) else None

    @cached_property
    def day(self) -> str:
        """The day, or the month where no more is known."""
        first, last = self.side.first, self.side.last
        return first.strftime("%Y-%m" if last - first > timedelta(days=2) else "%Y-%m-%d")

    @cached_property
    def route_places(self) -> frozenset[str]:
        """Codes of the places of the route."""
        return frozenset(code for code in map(text, listed(self.features, "route_places")) if code)

    @cached_property
    def office(self) -> str | None:
        """The office of exchange that sent it."""
        return text(self.features.get("office"))

    @cached_property
    def place(self) -> str | None:
        """Code of the place of the seizure."""
        found = self.features.get("place")
        return text(found.get("code")) if isinstance(found, Mapping) else None

    @cached_property
    def point(self) -> tuple[float, float] | None:
        """Where that is."""
        return point(self.features.get("place"))

    @cached_property
    def concealment(self) -> str | None:
        """The hiding place; not ``other`` or ``none``, which say that it is not on the list, or was not hidden."""
        code = text(self.features.get("concealment"))
        return None if code in ("other", "none") else code

    @cached_property
    def cover_hs(self) -> str | None:
        """HS code of the cover load."""
        return text(self.features.get("cover_hs"))

    @cached_property
    def cover_words(self) -> frozenset[str]:
        """Words of cover load and concealment."""
        return frozenset(word for word in map(text, listed(self.features, "cover_words")) if word)

    @cached_property
    def declared_value(self) -> tuple[float, str] | None:
        """Amount and currency."""
        amount, currency = number(self.features.get("declared_value")), text(self.features.get("currency"))
        return None if amount is None or currency is None else (amount, currency)

    @cached_property
    def weight(self) -> float | None:
        """Declared weight in kilograms."""
        return number(self.features.get("weight_kg"))

    @cached_property
    def grade(self) -> float:
        """The lower of what the source and the information count; not assessed counts as X and 4."""
        source, information = ([*listed(self.features, "grading"), None, None])[:2]
        known = bits().grading
        return min(
            known.get(f"source:{source}", known["source"]),
            known.get(f"information:{information}", known["information"]),
        )

    @cached_property
    def filled(self) -> frozenset[str]:
        """The names of what the report fills, for coverage."""
        found = {name for name in _SINGLE if getattr(self, name) is not None}
        found |= {"substance"} if self.substances.parents else set()
        found |= {"number"} if self.numbers else set()
        found |= {"cover"} if self.cover_hs or self.cover_words else set()
        for party in self.parties:
            found |= {f"party.{name}" for name in party.exact}
            found |= {f"party.{name.partition('_')[0]}" for name in party.partial}
        for product in self.products:
            found |= product.words.keys() | product.sizes.keys() | ({"photo"} if product.photos else set())
        return frozenset(found)


@lru_cache(maxsize=2_048)
def traits_of(side: Side) -> Traits:
    """The traits of a side. Nothing that is asked of them raises, whatever the features hold."""
    return Traits(side)


def instant(when: datetime) -> int:
    """Microseconds since 1970; a time without a zone counts as UTC."""
    return ((when if when.tzinfo else when.replace(tzinfo=UTC)) - _EPOCH) // _MICROSECOND
