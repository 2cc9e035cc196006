"""The weights, read once from weights.yaml and checked: what an agreement or a disagreement counts, in bits."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import log2
from pathlib import Path
from typing import Annotated, Final

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

FILE: Final = Path(__file__).with_name("weights.yaml")
Share = Annotated[float, Field(gt=0, lt=1)]
OTHER: Final = "other"


class Feature(BaseModel):
    """How often true pairs (``m``) and chance pairs (``u``) agree. Without ``u`` it depends on the value."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    m: Share
    u: Share | None = None
    provenance: str = Field(min_length=3)


class Series(BaseModel):
    """How near two serials must be, and how many days apart they may have been posted."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    distance: int = Field(gt=0)
    posted_days: int = Field(ge=0)


class Grading(BaseModel):
    """What a source and its information count."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    source: Mapping[str, float]
    information: Mapping[str, float]


class Weights(BaseModel):
    """One version of all weights. Raises pydantic's ValidationError, with the place, for a file that is wrong."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: int = Field(ge=1)
    population: int = Field(gt=100)
    bearer_bands: tuple[int, ...] = Field(min_length=1)
    grading: Grading
    half_life_days: Mapping[str, float | None]
    threshold: Mapping[str, float]
    window_days: Mapping[str, int]
    series: Series
    features: Mapping[str, Feature]
    frequency: Mapping[str, Mapping[str, Share]]
    frequency_provenance: str = Field(min_length=10)

    @model_validator(mode="after")
    def _is_whole(self) -> Weights:
        for name, shares in self.frequency.items():
            if OTHER not in shares:
                raise ValueError(f"frequency.{name} has no share for '{OTHER}'")
        if list(self.bearer_bands) != sorted(set(self.bearer_bands)):
            raise ValueError("bearer_bands must rise")
        return self

    def agreement(self, feature: str, value: str | None = None) -> float:
        """Bits that an agreement counts; ``value`` is looked up among the frequencies of the feature."""
        known = self.features[feature]
        if known.u is not None:
            return log2(known.m / known.u)
        shares = self.frequency[feature]
        return log2(known.m / shares.get(value or OTHER, shares[OTHER]))

    def rare_agreement(self, feature: str, bearers: int) -> float:
        """Bits that an equal number or token counts which ``bearers`` reports bear: the fewer, the more."""
        return log2(self.features[feature].m * self.population / self.band(bearers))

    def disagreement(self, feature: str) -> float:
        """Bits, below 0, that a disagreement counts where both sides are filled."""
        known = self.features[feature]
        u = known.u if known.u is not None else self.frequency.get(feature, {}).get(OTHER, 1 / self.population)
        return log2((1 - known.m) / (1 - u))

    def band(self, bearers: int) -> int:
        """The upper end of the band that this number of bearers lies in."""
        return next((top for top in self.bearer_bands if bearers <= top), self.bearer_bands[-1])


@cache
def weights() -> Weights:
    """The committed weights."""
    return Weights.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))
