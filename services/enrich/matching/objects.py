"""Do two reports bear the number of one object, and may that number count between them?

A number counts inside its window. A parcel or courier item that was seized is out of circulation: two seizures of it
are copies or errors. A lasting object must have been able to travel from one place to the other; a container must have
done so within its window, or on a journey whose papers are equal too. A ship's number alone says little, and nothing
where both voyages are known. A forwarder numbers his house waybills as he likes: they need a second agreement.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.enrich.matching.journeys import impossible
from services.enrich.matching.lines import Line, strongest
from services.enrich.matching.pairs import Case, Pair, Reason, Veto, matter_of
from services.enrich.matching.traits import Traits
from services.enrich.matching.weights import bits

TAKEN_ONCE: Final = frozenset({"s10", "courier"})
JOURNEY_PAPERS: Final = ("bill_of_lading", "vessel", "seal", "awb")
"""Numbers of one journey: an equal one says that a container is on the same one."""
COMPARED: Final = frozenset({"number", "mode", "substance", "place"})


def same_object(pair: Pair) -> Case | None:
    """The case for class same_object; None when no number counts. What does not count leaves a veto."""
    shared = pair.a.numbers & pair.b.numbers
    if not shared:
        return None
    by_type: dict[str, list[str]] = {}
    for key in sorted(shared):
        by_type.setdefault(key.partition(":")[0], []).append(key)
    if "vessel" in by_type:
        by_type.pop("ship", None)  # the voyage says it already
    lines: list[Line] = []
    for kind, keys in by_type.items():
        if reason := veto_of(pair, kind, by_type):
            pair.vetoes.append(Veto(reason, kind))
            continue
        lines += [pair.shared(kind, "object", key, shown(key)) for key in keys]
    if not lines:
        return None
    lines = strongest([_less(line) if line.feature == "ship" else line for line in lines])
    parked = {line.key for line in lines if line.parked and line.key}
    keys = [line.key for line in lines if line.key]
    if other := _other_journey(pair, by_type):
        lines.append(other)
    return Case(
        link_class="same_object",
        lines=lines,
        stands=True,
        sure=len(parked) < len(keys),
        reachable=_never,
        threshold="same_object",
        matter=matter_of(keys, parked),
        compared=COMPARED,
    )


def veto_of(pair: Pair, kind: str, shared: Mapping[str, list[str]]) -> Reason | None:
    """Why numbers of this type do not count between these two; None when they do."""
    a, b = pair.a, pair.b
    if kind in TAKEN_ONCE and a.seizure and b.seizure:
        return "seized_before"
    if not _in_time(pair, kind, shared):
        return "outside_window"
    if impossible(pair, kind):
        return "impossible_journey"
    if kind == "ship" and _has(a, "vessel") and _has(b, "vessel"):
        return "second_agreement"  # their voyages decide, and are compared as such
    if kind == "house_awb" and "awb" not in shared and a.tokens.isdisjoint(b.tokens):
        return "second_agreement"  # even a parked token will do: it may be the forwarder's own
    return None


def _in_time(pair: Pair, kind: str, shared: Mapping[str, list[str]]) -> bool:
    posted = pair.posted_apart() if kind == "s10" else None
    if posted is not None:
        return posted <= bits().window[kind]
    if pair.within(kind):
        return True
    return kind == "container" and any(paper in shared and pair.within(paper) for paper in JOURNEY_PAPERS)


def _has(traits: Traits, kind: str) -> bool:
    return any(key.startswith(f"{kind}:") for key in traits.numbers)


def _other_journey(pair: Pair, shared: Mapping[str, list[str]]) -> Line | None:
    """A container is on another journey where both name a paper of one type and none is equal."""
    if "container" not in shared or any(paper in shared for paper in JOURNEY_PAPERS):
        return None
    for paper in JOURNEY_PAPERS:
        left, right = (
            min((key for key in traits.numbers if key.startswith(f"{paper}:")), default=None)
            for traits in (pair.a, pair.b)
        )
        if left and right:
            return Line("journey", "object", "differ", shown(left), shown(right), bits().differ("journey"))
    return None


def _less(line: Line) -> Line:
    """A ship is not rare because few reports name it: thousands of consignments travel on it."""
    return line._replace(weight=min(line.weight, bits().agree("ship")))


def _never() -> bool:
    return False


def shown(key: str) -> str:
    """The number of a key as an officer reads it."""
    kind, _, value = key.partition(":")
    if kind == "vessel":
        number, _, voyage = value.partition(":")
        return f"IMO {number} / {voyage}"
    return f"IMO {value}" if kind == "ship" else value
