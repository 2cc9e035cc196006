"""What a decision about a link was taken on: the lines that speak for the link, as short texts. Pure.

A ground is a line's feature and, where both reports bear one value, a fingerprint of that value. It travels with the
decision, so that a rejection can be held against whatever the evidence is later, in whatever order the two come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, Final

_BETWEEN: Final = "="
SURROUNDINGS: Final = frozenset({"time", "mode", "substance", "substance_group", "place", "floor"})
"""Features that belong to every comparison: that one of them agrees now is no new ground."""


def grounds_of(evidence: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The grounds of a link with this evidence, sorted. Lines that weigh nothing, or speak against it, are none."""
    speaking = (line for line in evidence if line["weight"] > 0 and line["feature"] not in SURROUNDINGS)
    return tuple(sorted({_ground(line) for line in speaking}))


def has_new(grounds: Iterable[str], known: Iterable[str]) -> bool:
    """Is there a ground that was not among ``known``: another feature, or another value that both reports bear?

    A value that was merely near and is nearer now, or the other way round, is nothing new: a correction of one report
    alone can bring that about.
    """
    values: dict[str, set[str]] = defaultdict(set)
    for ground in known:
        feature, _, value = ground.partition(_BETWEEN)
        values[feature] |= {value} - {""}
    for ground in grounds:
        feature, _, value = ground.partition(_BETWEEN)
        if feature not in values or (value and values[feature] and value not in values[feature]):
            return True
    return False


def _ground(line: Mapping[str, Any]) -> str:
    if line["left"] != line["right"]:
        return str(line["feature"])
    # Of a token only its matter tells which one it is: what is shown of it is the same for all.
    value = line.get("matter") or line["left"]
    return f"{line['feature']}{_BETWEEN}{sha256(str(value).encode()).hexdigest()[:12]}"
