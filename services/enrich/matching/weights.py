"""The weights, read once from weights.yaml and checked: what an agreement or a disagreement counts, in bits."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import log2
from pathlib import Path
from typing import Annotated, Any, Final, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.contracts.events import LinkClass

FILE: Final = Path(__file__).with_name("weights.yaml")
Share = Annotated[float, Field(gt=0, lt=1)]
OTHER: Final = "other"
DAY: Final = 86_400_000_000
"""A day in microseconds: instants are compared as integers, so that the last moment of a window still counts."""


class Feature(BaseModel):
    """How often true pairs (``m``) and chance pairs (``u``) agree. Without ``u`` it depends on the value."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    m: Share
    u: Share | None = None
    provenance: str = Field(min_length=3)


class Series(BaseModel):
    """How near two serials must be, and how many days apart they may have been posted, or seized if that is unknown."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    distance: int = Field(gt=0)
    posted_days: int = Field(ge=0)
    unposted_days: int = Field(ge=0)


class Grading(BaseModel):
    """What a source and its information count."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    source: Mapping[str, Annotated[float, Field(gt=0, le=1)]]
    information: Mapping[str, Annotated[float, Field(gt=0, le=1)]]


class Weights(BaseModel):
    """One version of all weights. Raises pydantic's ValidationError, with the place, for a file that is wrong."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: int = Field(ge=1)
    population: int = Field(gt=100)
    bearer_bands: tuple[int, ...] = Field(min_length=1)
    grading: Grading
    half_life_days: Mapping[str, Annotated[float, Field(gt=0)] | None]
    threshold: Mapping[str, float]
    doubt: Mapping[str, Annotated[float, Field(ge=0, le=1)]]
    window_days: Mapping[str, Annotated[int, Field(gt=0)]]
    series: Series
    features: Mapping[str, Feature]
    frequency: Mapping[str, Mapping[str, Share]]
    frequency_provenance: str = Field(min_length=10)

    @model_validator(mode="after")
    def _is_whole(self) -> Weights:
        for name, shares in self.frequency.items():
            if OTHER not in shares and name != "corridor":
                raise ValueError(f"frequency.{name} has no share for '{OTHER}'")
        if list(self.bearer_bands) != sorted(set(self.bearer_bands)):
            raise ValueError("bearer_bands must rise")
        judged = set(get_args(LinkClass)) - {"reply"}
        for table in ("half_life_days", "threshold", "doubt"):
            if missing := judged - getattr(self, table).keys():
                raise ValueError(f"{table} lacks {', '.join(sorted(missing))}")
        return self

    def band(self, bearers: int) -> int:
        """The upper end of the band that this number of bearers lies in."""
        return next((top for top in self.bearer_bands if bearers <= top), self.bearer_bands[-1])

    def u(self, feature: str) -> float:
        """How often chance pairs agree: as it stands, or that of a value that the tables do not name."""
        known = self.features[feature]
        if known.u is not None:
            return known.u
        return self.frequency.get(feature, {}).get(OTHER, self.bearer_bands[0] / self.population)


class Bits:
    """The same as bits, made once: log2(m / u) for an agreement, log2((1 - m) / (1 - u)) for a disagreement.

    ``window`` and ``half_life`` are in microseconds. ``grading`` has keys like ``source:A``, and ``source`` for none.
    """

    __slots__ = (
        "_differ",
        "_of",
        "_rare",
        "_tables",
        "doubt",
        "grading",
        "half_life",
        "threshold",
        "weights",
        "window",
    )

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.threshold = dict(weights.threshold)
        self.doubt = dict(weights.doubt)
        self.window = {name: days * DAY for name, days in weights.window_days.items()}
        self.half_life = {name: None if days is None else days * DAY for name, days in weights.half_life_days.items()}
        grades = {"source": weights.grading.source, "information": weights.grading.information}
        self.grading = {f"{of}:{grade}": count for of, counts in grades.items() for grade, count in counts.items()}
        self.grading |= {of: min(counts.values()) for of, counts in grades.items()}
        features = weights.features
        self._of = {name: log2(one.m / weights.u(name)) for name, one in features.items()}
        self._differ = {name: log2((1 - one.m) / (1 - weights.u(name))) for name, one in features.items()}
        bands = [weights.band(n) for n in range(weights.bearer_bands[-1] + 1)]
        self._rare = {
            name: [log2(one.m * weights.population / band) for band in bands] for name, one in features.items()
        }
        self._tables = {
            name: {value: log2(features[name].m / share) for value, share in shares.items()}
            for name, shares in weights.frequency.items()
        }

    def agree(self, feature: str) -> float:
        """An agreement on a feature whose values are about equally frequent."""
        return self._of[feature]

    def agree_on(self, feature: str, value: str) -> float:
        """An agreement on this very value, by how frequent it is."""
        table = self._tables[feature]
        return table[value] if value in table else table[OTHER]

    def agree_on_corridor(self, departure: str, destination: str) -> float:
        """An agreement on both ends of the route; a frequent corridor counts less than its two ends would."""
        known = self._tables["corridor"].get(f"{departure}:{destination}")
        return (
            self.agree_on("departure", departure) + self.agree_on("destination", destination)
            if known is None
            else known
        )

    def rare(self, feature: str, bearers: int) -> float:
        """An equal number or token that ``bearers`` reports bear: the fewer, the more."""
        bands = self._rare[feature]
        return bands[bearers] if 0 <= bearers < len(bands) else bands[-1]

    def differ(self, feature: str) -> float:
        """A disagreement where both sides are filled; below 0."""
        return self._differ[feature]


def read_weights(text: str) -> Weights:
    """The weights in this YAML text. Raises pydantic's ValidationError, or yaml's YAMLError for what is no YAML."""
    found: Any = yaml.safe_load(text)
    return Weights.model_validate(found)


@cache
def weights() -> Weights:
    """The committed weights."""
    return read_weights(FILE.read_text(encoding="utf-8"))


@cache
def bits() -> Bits:
    """The committed weights as bits."""
    return Bits(weights())
