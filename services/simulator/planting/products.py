"""One press run in several countries: looks, marks of the press, pictures, laboratory profiles."""

from __future__ import annotations

from typing import Final

from services.simulator.cases import Case
from services.simulator.casting import Cast
from services.simulator.pins import Pins
from services.simulator.tablets import draw_batch, seen

_NOTED: Final[tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = (
    (("looks",), ("looks",)),
    (("looks", "press"), ("logo", "colour", "press")),
    (("colour", "photo"), ("looks", "photo")),
    (("profile",), ("looks", "profile")),
    (("tool",), ("tool", "colour")),
    (("looks", "photo"), ("looks", "press")),
    (("looks", "press", "photo"), ("looks", "photo", "profile")),
)
"""What the first and what every other report notes."""

TABLETS: Final = ("mdma", "mdma", "fenetylline", "mdma", "tramadol", "etizolam", "fentanyl")
_BLOCKS: Final = ("methamphetamine", "ketamine", "cocaine", "heroin")


def product(cast: Cast, n: int) -> tuple[Case, ...]:
    """Two or three seizures of goods that were made with the same tools."""
    first, others = _NOTED[n % len(_NOTED)]
    batch = draw_batch(cast.random, cast.plant())
    pool = _BLOCKS if "tool" in first else TABLETS
    substance = pool[n // len(_NOTED) % len(pool)]
    mode = cast.mode()
    cases = []
    for place, code in enumerate(cast.several(mode, 3 if n % 4 == 3 else 2)):
        tablet = seen(cast.random, batch, *(others if place else first))
        pins = Pins(substance=substance, tablet=tablet)
        cases.append(cast.case("seizure", code, mode, cast.moment(), pins=pins))
    return tuple(cases)
