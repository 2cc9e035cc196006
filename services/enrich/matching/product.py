"""Was it made with the same tools? A laboratory profile, the mark of a press or tool, a picture, or the looks.

Logos are copied widely: a logo alone never makes a case. Looks do if colour, mass and a dimension agree, of the same
substance.
"""

from __future__ import annotations

from typing import Final

from services.enrich.matching.blocking import looks_keys, mark_key, photo_keys
from services.enrich.matching.lines import Line, worth
from services.enrich.matching.pairs import Case, Pair, Veto, matter_of
from services.enrich.matching.reading import PRODUCT_SIZES, PRODUCT_WORDS, Product
from services.enrich.matching.weights import bits

MARKS: Final = ("profile", "press", "tool")
"""Texts that name one source by themselves."""
LOOKS: Final = ("logo", "colour", "shape")
PHOTO_BITS: Final = 6
TOLERANCE: Final = {"mass": (0.03, True), "diameter": (0.15, False), "thickness": (0.2, False)}
"""What two of one tool may differ by: a share of the greater, or millimetres."""
COMPARED: Final = frozenset({*PRODUCT_WORDS, *PRODUCT_SIZES.values(), "photo", "substance"})


def same_product(pair: Pair) -> Case | None:
    """The case for class same_product, of the two products that are most alike."""
    if not pair.a.products or not pair.b.products:
        return None
    factor = pair.kept("same_product")
    best: tuple[float, list[Line], Product, Product] | None = None
    for one in pair.a.products:
        for other in pair.b.products:
            if not _may_be_alike(one, other):
                continue
            lines = product_lines(pair, one, other)
            if _marked(lines) or _looks_alike(one, other, lines):
                counts = worth(lines, factor)
                if best is None or counts > best[0]:
                    best = counts, lines, one, other
    if best is None:
        return None
    if not pair.within("product"):
        pair.vetoes.append(Veto("outside_window", "product"))
        return None
    _, lines, one, other = best
    return _by_mark(lines) if _marked(lines) else _by_looks(pair, lines, one, other)


def product_lines(pair: Pair, one: Product, other: Product) -> list[Line]:
    """Everything that both say of their products."""
    found = [line for name in PRODUCT_WORDS if (line := _word(pair, name, one, other)) is not None]
    found += [line for name in PRODUCT_SIZES.values() if (line := _size(name, one, other)) is not None]
    picture = _photo(pair, one, other)
    return [*found, picture] if picture else found


def _word(pair: Pair, name: str, one: Product, other: Product) -> Line | None:
    left, right = one.words.get(name), other.words.get(name)
    if left is None or right is None:
        return None
    if left != right:
        return Line(name, "product", "differ", left, right, bits().differ(name))
    if name in LOOKS:
        return Line(name, "product", "agree", left, right, bits().agree_on(name, left))
    return pair.shared(name, name, mark_key(name, left), left)._replace(group="product")


def _size(name: str, one: Product, other: Product) -> Line | None:
    left, right = one.sizes.get(name), other.sizes.get(name)
    if left is None or right is None:
        return None
    unit = "mg" if name == "mass" else "mm"
    shown = f"{left:g} {unit}", f"{right:g} {unit}"
    tolerance, relative = TOLERANCE[name]
    apart = abs(left - right)
    # A hair more than the tolerance: 8.25 and 8.1 are 0.15 apart, which no binary fraction is.
    if apart <= tolerance * (max(left, right) if relative else 1.0) + 1e-9:
        return Line(name, "product", "agree", *shown, bits().agree(name))
    return Line(name, "product", "differ", *shown, bits().differ(name))


def _photo(pair: Pair, one: Product, other: Product) -> Line | None:
    """The two pictures that are nearest to each other. Other pictures may show another side, so they never differ."""
    pairs = [((left ^ right).bit_count(), left, right) for left in one.photos for right in other.photos]
    if not pairs or min(pairs)[0] > PHOTO_BITS:
        return None
    apart, left, right = min(pairs)
    bands = set(photo_keys([left])) & set(photo_keys([right]))
    parked = bool(bands) and all(pair.parked(band) for band in sorted(bands))
    weight = 0.0 if parked else bits().agree("photo") * (1 - apart / 32)
    shown = f"{left:016x}", f"{right:016x}"
    return Line("photo", "product", "agree", *shown, weight, min(bands, default=None), parked)


def _marked(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line.outcome == "agree" and line.feature in (*MARKS, "photo")]


def _may_be_alike(one: Product, other: Product) -> bool:
    """Is anything equal that can make a case? Asked first, since most products are not alike at all."""
    if one.photos and other.photos:
        return True
    mine, theirs = one.words, other.words
    if mine.get("colour") == theirs.get("colour") and one.substance is not None and one.substance == other.substance:
        return True
    return any(name in mine and mine[name] == theirs.get(name) for name in MARKS)


def _looks_alike(one: Product, other: Product, lines: list[Line]) -> bool:
    """Colour, mass and a dimension, of one substance."""
    if one.substance is None or one.substance != other.substance:
        return False
    alike = {line.feature for line in lines if line.outcome == "agree"}
    return {"colour", "mass"} <= alike and not alike.isdisjoint({"diameter", "thickness"})


def _by_mark(lines: list[Line]) -> Case:
    marked = _marked(lines)
    keys = {line.key or f"photo:{line.left}": line.parked for line in marked}
    rare = [line.feature for line in marked if not line.parked]
    return Case(
        link_class="same_product",
        lines=lines,
        stands=not rare,
        sure=False,
        reachable=lambda: bool(rare),
        threshold="same_product_photo" if rare == ["photo"] else "same_product",
        matter=matter_of(list(keys), {key for key, parked in keys.items() if parked}),
        compared=COMPARED,
    )


def _by_looks(pair: Pair, lines: list[Line], one: Product, other: Product) -> Case:
    keys = sorted({*looks_keys(one), *looks_keys(other)})
    # Of keys that are not neighbours only one side knows how many bear them; then another key has brought the two here.
    neighbours = set(looks_keys(one, (-1, 0, 1))) >= set(keys)
    return Case(
        link_class="same_product",
        lines=lines,
        stands=False,
        sure=False,
        reachable=lambda: not neighbours or not any(pair.parked(key) for key in keys),
        threshold="same_product_looks",
        matter=keys[0],
        compared=COMPARED,
    )
