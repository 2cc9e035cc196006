"""Who may read a report, and how good it is: sharing and grading as their owner sets them.

Most is AMBER for the whole operation, some GREEN; a few reports are for named administrations only.
"""

from __future__ import annotations

from random import Random
from typing import Any, Final

from services.simulator.roster import ADMINISTRATIONS, COORDINATION_UNIT

DEFAULT_SHARING: Final[dict[str, Any]] = {"tlp": "AMBER", "audience": ["operation"], "handling": []}
"""What stands for a report without a sharing block: nobody of the simulated operation has set another default."""


def draw_sharing(random: Random, owner: str, narrow: bool = True) -> dict[str, Any]:
    """A sharing block. Without ``narrow`` it is always for the whole operation."""
    roll = random.randrange(100)
    if roll < 72 or (not narrow and roll >= 88):
        return {
            "tlp": "AMBER",
            "handling": random.choice((["H2"], ["H1"], ["H1", "H2"])),
            "audience": ["operation"],
        }
    if roll < 88:
        return {"tlp": "GREEN", "handling": ["H0"], "audience": ["operation"]}
    if roll < 93:
        return {"tlp": "AMBER+STRICT", "handling": ["H2"], "audience": ["operation"]}
    named = sorted(random.sample([a.code for a in ADMINISTRATIONS if a.code != owner], random.randrange(1, 5)))
    if roll < 98:
        return {"tlp": "AMBER", "handling": ["H2"], "audience": [*named, COORDINATION_UNIT]}
    return {"tlp": "RED", "handling": ["H1", "H2"], "audience": named[:2]}


def draw_grading(random: Random) -> dict[str, str]:
    """Source and information on the Europol 4x4 scale."""
    return {"source": random.choice("AABBBCX"), "information": random.choice("1122234")}
