"""How well links that were found agree with the truth that was planted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from services.simulator.truth import Pair

SCORED: Final = frozenset({"same_object", "same_party"})
"""The classes that the truth speaks of; links of other classes are neither right nor wrong here."""


def score_links(
    truth: Mapping[str, Any], found: Iterable[Pair], *, as_coordination: bool = True
) -> dict[str, int | float]:
    """Compare links that stand (proposed, unsure or confirmed) with the truth document.

    ``found`` holds (class, report id, report id). ``as_coordination``: they were read as the coordination
    unit, so that planted links which it may not read are not missed. Pairs of a parked value don't count.
    Returns planted, found, true, precision and recall; the last two are 1.0 when there was nothing to find.
    """
    planted = {
        _pair(link) for link in truth["planted_links"] if not as_coordination or link.get("seen_by_coordination", True)
    }
    unseen = {_pair(link) for link in truth["planted_links"]} - planted
    ignored = unseen | {_pair(link) for link in truth["tolerated_links"]}
    claimed = {(kind, *sorted(pair)) for kind, *pair in found if kind in SCORED}
    judged = claimed - (ignored - planted)
    true = judged & planted
    return {
        "planted": len(planted),
        "found": len(judged),
        "true": len(true),
        "precision": len(true) / len(judged) if judged else 1.0,
        "recall": len(true) / len(planted) if planted else 1.0,
    }


def _pair(link: Mapping[str, Any]) -> Pair:
    one, other = sorted(link["reports"])
    return link["class"], one, other
