"""The shapes of answers about reference data and data quality, for the OpenAPI document."""

from __future__ import annotations

from services.api.shapes import Shape


class ShownAlias(Shape):
    """Another word for a substance."""

    text: str
    kind: str
    lang: str


class ShownSubstance(Shape):
    """An entry of the list of substances. ``parent`` is the substance of a salt, isomer or product."""

    id: str
    kind: str
    group: str
    parent: str | None
    contains: list[str]
    names: dict[str, str]
    inn: str | None
    cas: list[str]
    inchikey: str | None
    hs: str | None
    control: list[str]
    aliases: list[ShownAlias]


class SubstancePage(Shape):
    """One page of substances."""

    items: list[ShownSubstance]
    next: str | None


class ShownPlace(Shape):
    """A place, or one that may be meant (``how``: ambiguous or suggested)."""

    code: str
    kind: str | None
    name: str | None
    country: str | None
    subdivision: str | None
    lat: float | None
    lon: float | None
    how: str


class PlacePage(Shape):
    """What a place as written is read as."""

    items: list[ShownPlace]
    next: str | None


class ShownQuality(Shape):
    """How complete and how right one administration's reports of one mode are. Shares are of ``reports``."""

    administration: str
    mode: str | None
    reports: int
    retracted: int
    corrected: int
    filled: dict[str, float]
    findings: dict[str, int]


class QualityPage(Shape):
    """The reader's own score card, one item for each mode."""

    items: list[ShownQuality]
    next: str | None
