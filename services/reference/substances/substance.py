"""One entry of the reference list of substances, and when two entries are the same substance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["substance", "class", "product", "mixture", "salt", "isomer"]
AliasKind = Literal["name", "street", "brand", "systematic", "misspelling", "code", "salt", "abbreviation"]

SKELETON: Final = 14
"""Length of the first block of an InChIKey: the skeleton, without stereochemistry and isotopes."""


_REAL: Final = ("substance", "salt", "isomer")


@dataclass(frozen=True, slots=True)
class Alias:
    """Another word for the entry; ``form`` and ``salt`` are what the word says beside the substance (crack, HCl)."""

    text: str
    kind: AliasKind
    lang: str
    source: str
    form: str | None = None
    salt: str | None = None


@dataclass(frozen=True, slots=True)
class Control:
    """A list that names the substance, and the source that says so."""

    list: str
    source: str


@dataclass(frozen=True, slots=True)
class Substance:
    """An entry: a substance, a salt or isomer of one (``parent``), a class, a product (``parent`` is its usual
    substance, presumed only) or a mixture (``contains``).

    ``names`` has English at least; ``cas`` holds valid numbers without meaning more than "named so somewhere";
    ``inchikey`` is null where not sure; ``hs`` is a subheading of HS 2022 ("2933.33").
    """

    id: str
    kind: Kind
    group: str
    names: Mapping[str, str]
    parent: str | None = None
    inn: str | None = None
    cas: tuple[str, ...] = ()
    inchikey: str | None = None
    hs: str | None = None
    control: tuple[Control, ...] = ()
    aliases: tuple[Alias, ...] = ()
    contains: tuple[str, ...] = ()

    @property
    def skeleton(self) -> str | None:
        """The first block of the InChIKey."""
        return self.inchikey[:SKELETON] if self.inchikey else None

    def name(self, language: str = "en") -> str:
        """The name in this language, or in English where the list has none."""
        return self.names.get(language) or self.names["en"]


def same_substance(a: Substance, b: Substance) -> bool:
    """Whether two entries mean one substance: they have one parent, else one structure, else a CAS number in common.

    The list states by ``parent`` which forms are one substance; it keeps apart what it lists apart, even where the
    skeletons are equal (ephedrine and pseudoephedrine). A class, product or mixture is the same as itself only: the
    tablet called Captagon need not contain fenetylline.
    """
    if a.id == b.id:
        return True
    if a.kind not in _REAL or b.kind not in _REAL:
        return False
    if (a.parent or a.id) == (b.parent or b.id):
        return True
    if a.inchikey and b.inchikey:
        return a.inchikey == b.inchikey
    return bool(set(a.cas) & set(b.cas))
