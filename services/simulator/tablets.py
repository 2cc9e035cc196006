"""What tablets and blocks look like: logo, colour, sizes, marks of the press, pictures, laboratory profiles."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any, Final

from services.simulator.pins import Tablet

LOGOS: Final = (
    *("Crown", "Tesla", "Punisher", "Rolex", "Lacoste", "Bitcoin", "Pharaoh", "Mitsubishi", "Skull", "Domino"),
    *("Heineken", "Superman", "Android", "Audi", "Dolphin", "Clover", "Anchor", "Pineapple", "Rocket", "Panda"),
    *("Moon", "Snapchat", "Gold bar", "Maple leaf", "Key", "Star", "Bear", "Ghost", "Rose", "Lightning"),
)
COLOURS: Final = ("orange", "pink", "blue", "green", "purple", "yellow", "white", "grey", "red", "beige")
SHAPES: Final = ("round", "oval", "shield", "hexagonal", "square", "skull-shaped")
PHASH_BITS: Final = 64
_BAND: Final = 16


def draw_marks(random: Random) -> Tablet:
    """An ordinary tablet, as an officer with a ruler and a scale notes it."""
    return Tablet(
        batch=0,
        logo=random.choice(LOGOS),
        colour=random.choice(COLOURS),
        shape=random.choice(SHAPES),
        mass_mg=random.randrange(120, 650),
        diameter_mm=random.randrange(60, 130) / 10,
        thickness_mm=random.randrange(25, 65) / 10 if random.random() < 0.5 else None,
        phash=f"{random.getrandbits(PHASH_BITS):016x}" if random.random() < 0.25 else None,
    )


def draw_batch(random: Random, batch: int) -> Tablet:
    """A press run, with everything that could be noted of it. Nobody notes all of that: see ``seen``."""
    plain = draw_marks(random)
    clock, depth = random.randrange(1, 13), random.randrange(2, 9)
    return replace(
        plain,
        batch=batch,
        thickness_mm=random.randrange(25, 65) / 10,
        press=f"chip at {clock} o'clock, ridge 0.{depth} mm, die {batch}",
        tool=f"cutter {batch}: two burrs, {depth} mm apart",
        phash=f"{random.getrandbits(PHASH_BITS):016x}",
        profile=f"PROF-{random.randrange(10, 99)}-{batch:06d}",
    )


def seen(random: Random, tablet: Tablet, *features: str) -> Tablet:
    """The tablet as one laboratory measures it: only these features, masses and lengths a little off.

    ``looks`` stands for logo, colour, shape, mass and sizes.
    """
    looks = "looks" in features
    mass, diameter, thickness = tablet.mass_mg, tablet.diameter_mm, tablet.thickness_mm
    return Tablet(
        batch=tablet.batch,
        logo=tablet.logo if looks or "logo" in features else None,
        colour=tablet.colour if looks or "colour" in features else None,
        shape=tablet.shape if looks else None,
        mass_mg=round(mass * (1 + random.randrange(-8, 9) / 1000), 1) if looks and mass else None,
        diameter_mm=round(diameter + random.randrange(-5, 6) / 100, 2) if looks and diameter else None,
        thickness_mm=round(thickness + random.randrange(-5, 6) / 100, 2) if looks and thickness else None,
        press=tablet.press if "press" in features else None,
        tool=tablet.tool if "tool" in features else None,
        phash=photographed(random, tablet.phash) if "photo" in features and tablet.phash else None,
        profile=tablet.profile if "profile" in features else None,
    )


def photographed(random: Random, phash: str) -> str:
    """The perceptual hash of another picture of the same thing: at most three bits differ, in the same quarters."""
    value = int(phash, 16)
    for _ in range(random.randrange(0, 4)):
        # One quarter of the hash stays as it is, as in pictures of one thing on another ground.
        value ^= 1 << random.randrange(PHASH_BITS - _BAND)
    return f"{value:016x}"


def marks_of(tablet: Tablet) -> dict[str, Any]:
    """The ``marks`` of a line of goods."""
    names = ("logo", "colour", "shape", "mass_mg", "diameter_mm", "thickness_mm", "press", "tool")
    return {name: value for name in names if (value := getattr(tablet, name)) is not None}
