"""What kinds of place there are, what a place is good for, and how a name came to its place: the gazetteer's codes."""

from __future__ import annotations

from enum import IntEnum, IntFlag
from typing import Final, Literal

CODE_MARK: Final = "="
"""Before a code among the names, so that no word is taken for a code. No key has it."""
DIVISION_MARK: Final = "~"
"""Before a name that is a division's only where a text says that a division is meant. No key has it."""
INSIDE_MARK: Final = "@"
"""Before a name that counts only inside a stated division: "@VE-M:sucre". No key has it."""
MARKS: Final = CODE_MARK + DIVISION_MARK + INSIDE_MARK

Kind = Literal["locode", "airport", "port", "city", "division", "border_post"]


class Use(IntFlag):
    """What goes through a place: UN/LOCODE's functions."""

    SEA = 1
    RAIL = 2
    ROAD = 4
    AIR = 8
    POST = 16
    MULTIMODAL = 32
    FIXED = 64
    BORDER = 128
    TOWN = 256
    """Of a division: it is one town, and "region" or "province" beside its name means another one."""


NO_USE: Final = Use(0)


class Grade(IntEnum):
    """How a name belongs to a place; of several, the lowest counts."""

    OWN = 0
    """The alias table of this package, read by a person: before all others."""
    MAIN = 1
    """The name under which the place is listed."""
    OTHER = 2
    """Another name that the place's source gives."""
    LOOSE = 3
    """A romanisation that does not distinguish what romanisations mix up."""
