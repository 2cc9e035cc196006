"""Same product: a profile, a mark of a press or tool, a picture; or colour, mass and a dimension. No logo alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from services.simulator.pins import Tablet
from services.simulator.truth.evidence import Evidence, Told, comparable, pairs_among

PHOTO_BITS: Final = 6
MASS_SHARE: Final = 0.03
DIAMETER_MM: Final = 0.15
THICKNESS_MM: Final = 0.2
_MARKS: Final = ("profile", "press", "tool")


def gather_products(told: Sequence[Told], evidence: Evidence) -> None:
    """Every pair of one press run, and every pair that looks as if it were of one."""
    looking: dict[tuple[str | None, str], list[Told]] = defaultdict(list)
    batches: dict[int, list[Told]] = defaultdict(list)
    for each in told:
        if each.pins.tablet and each.pins.tablet.batch:
            batches[each.pins.tablet.batch].append(each)
        if (tablet := _tablet(each)) and tablet.colour:
            looking[each.substance, tablet.colour].append(each)
    for bearing in looking.values():
        for one, other in _of_like_mass(bearing):
            if comparable(one, other) and _batch(one) != _batch(other) and looks_alike(one, other):
                evidence.add("same_product", one, other, "either", "looks")
    for bearing in batches.values():
        for one, other in pairs_among(bearing):
            if comparable(one, other):
                evidence.add("same_product", one, other, "either", "batch")
                for feature in _told(one, other):
                    evidence.add("same_product", one, other, "yes", feature)


def _of_like_mass(bearing: Sequence[Told]) -> Iterator[tuple[Told, Told]]:
    """Every two whose tablets weigh about the same: a large operation has too many pairs of one colour."""
    weighed = sorted(
        ((tablet.mass_mg, n, each) for n, each in enumerate(bearing) if (tablet := _tablet(each)) and tablet.mass_mg),
        key=lambda entry: entry[:2],
    )
    for place, (mass, _, one) in enumerate(weighed):
        for heavier, _, other in weighed[place + 1 :]:
            if heavier - mass > MASS_SHARE * heavier:
                break
            yield one, other


def looks_alike(one: Told, other: Told) -> bool:
    """Do colour, mass and a dimension agree, of one substance?"""
    a, b = _tablet(one), _tablet(other)
    return a is not None and b is not None and one.substance == other.substance and _looks(a, b)


def _told(one: Told, other: Told) -> list[str]:
    """What tells that two tablets are of one press run; nothing where the substances are not the same."""
    a, b = _tablet(one), _tablet(other)
    if a is None or b is None or one.substance != other.substance:
        return []
    found = [name for name in _MARKS if getattr(a, name) is not None and getattr(a, name) == getattr(b, name)]
    if a.phash and b.phash and (int(a.phash, 16) ^ int(b.phash, 16)).bit_count() <= PHOTO_BITS:
        found.append("photo")
    # A logo that only one of them noted keeps the two from being looked up together.
    return [*found, "looks"] if _looks(a, b) and a.logo == b.logo else found


def _looks(a: Tablet, b: Tablet) -> bool:
    if a.colour is None or a.colour != b.colour or a.mass_mg is None or b.mass_mg is None:
        return False
    same_mass = abs(a.mass_mg - b.mass_mg) <= MASS_SHARE * max(a.mass_mg, b.mass_mg)
    return same_mass and (
        _near(a.diameter_mm, b.diameter_mm, DIAMETER_MM) or _near(a.thickness_mm, b.thickness_mm, THICKNESS_MM)
    )


def _near(one: float | None, other: float | None, most: float) -> bool:
    return one is not None and other is not None and abs(one - other) <= most + 1e-9


def _tablet(told: Told) -> Tablet | None:
    return told.outline.tablet if told.outline else None


def _batch(told: Told) -> int | None:
    """The press run that was planted; every other tablet is of its own."""
    return told.pins.tablet.batch if told.pins.tablet else -told.case.index
