"""Who may read what: the one policy, for owner, audience and TLP 2.0.

Every stored thing carries a ``Sharing``. It holds the *readers* that its owner allowed: each is a code, or the
word ``operation`` for every participant, with the least clearance that a reader needs when reached that way.
A reader named by its own code needs none; ``operation`` needs the label's level; RED never reaches anybody who is
not named (FIRST TLP 2.0). What is made from several things may be read by those who may read each of them:
``strictest`` is that intersection, exactly, so that it can be repeated in any order.

``visible`` and ``mongo_filter`` are the same rule, once as a predicate and once as a query.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum, StrEnum
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

OPERATION: Final = "operation"
"""The audience that means every participant of the operation."""


class Clearance(IntEnum):
    """TLP 2.0 in its order, as what a label asks for and as what a role may be trusted with."""

    CLEAR = 0
    GREEN = 1
    AMBER = 2
    AMBER_STRICT = 3
    RED = 4


TLP: Final[dict[str, Clearance]] = {
    "CLEAR": Clearance.CLEAR,
    "GREEN": Clearance.GREEN,
    "AMBER": Clearance.AMBER,
    "AMBER+STRICT": Clearance.AMBER_STRICT,
    "RED": Clearance.RED,
}
HANDLING: Final[frozenset[str]] = frozenset({"H0", "H1", "H2", "H3"})


class Role(StrEnum):
    """What a participant is. ``door`` is the platform's own HTTP door, which signs what it let in."""

    ADMINISTRATION = "administration"
    COORDINATION_UNIT = "coordination_unit"
    REGIONAL_OFFICE = "regional_office"
    PARTNER = "partner"
    OBSERVER = "observer"
    AUDITOR = "auditor"
    DOOR = "door"


# What each role may read of a thing whose owner said "operation". AMBER+STRICT stops at the administrations and
# the unit that coordinates them; an auditor reads the audit trail, not the content.
CLEARANCE: Final[dict[Role, Clearance | None]] = {
    Role.ADMINISTRATION: Clearance.AMBER_STRICT,
    Role.COORDINATION_UNIT: Clearance.AMBER_STRICT,
    Role.REGIONAL_OFFICE: Clearance.AMBER,
    Role.PARTNER: Clearance.GREEN,
    Role.OBSERVER: Clearance.GREEN,
    Role.AUDITOR: Clearance.GREEN,
    Role.DOOR: None,
}


class Admitted(BaseModel):
    """One entry of the readers: a code or ``operation``, and the least clearance that this way in asks for."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    code: str
    clearance: int = Field(ge=0, le=4)


class Sharing(BaseModel):
    """The restriction that travels with a stored thing."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    tlp: Literal["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]
    handling: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    owners: tuple[str, ...]
    readers: tuple[Admitted, ...]

    def shown(self) -> dict[str, Any]:
        """The restriction as a reader sees it: without the list that decides."""
        return {"tlp": self.tlp, "handling": list(self.handling), "audience": list(self.audience)}


class Reader(BaseModel):
    """Somebody who asks."""

    model_config = ConfigDict(frozen=True)
    code: str
    role: Role


def owned(owner: str, tlp: str, audience: Sequence[str], handling: Iterable[str] = ()) -> Sharing:
    """The restriction of one report as its owner set it. An unknown label counts as RED, the strictest."""
    label = tlp if tlp in TLP else "RED"
    admitted = {code: 0 for code in audience if code != OPERATION} | {owner: 0}
    if OPERATION in audience and label != "RED":
        admitted[OPERATION] = int(TLP[label])
    return _sharing(label, set(handling), set(audience), {owner}, admitted)


def strictest(parts: Iterable[Sharing]) -> Sharing:
    """The restriction of something made from ``parts``: only who may read each part may read it.

    The label is the highest, handling codes add up, audiences intersect. Raises ValueError without parts.
    """
    sources = list(parts)
    if not sources:
        raise ValueError("nothing can be derived from no source")
    result = sources[0]
    for other in sources[1:]:
        result = _intersection(result, other)
    return result


def _intersection(left: Sharing, right: Sharing) -> Sharing:
    label = max(left.tlp, right.tlp, key=lambda tlp: TLP[tlp])
    a, b = _ways_in(left), _ways_in(right)
    admitted: dict[str, int] = {}
    for code in a.keys() | b.keys():
        needed = [ways.get(code, ways.get(OPERATION)) for ways in (a, b)]
        if None not in needed:
            admitted[code] = max(n for n in needed if n is not None)
    return _sharing(
        label,
        set(left.handling) | set(right.handling),
        _audience(left.audience, right.audience),
        set(left.owners) | set(right.owners),
        admitted,
    )


def _ways_in(sharing: Sharing) -> dict[str, int]:
    return {reader.code: reader.clearance for reader in sharing.readers}


def _audience(left: Sequence[str], right: Sequence[str]) -> set[str]:
    """The intersection of two audiences, where ``operation`` holds every code."""
    a, b = set(left), set(right)
    if OPERATION in a and OPERATION in b:
        return a | b
    if OPERATION in a:
        return b
    if OPERATION in b:
        return a
    return a & b


def _sharing(tlp: str, handling: set[str], audience: set[str], owners: set[str], admitted: dict[str, int]) -> Sharing:
    return Sharing(
        tlp=tlp,
        handling=tuple(sorted(handling)),
        audience=tuple(sorted(audience)),
        owners=tuple(sorted(owners)),
        readers=tuple(Admitted(code=code, clearance=admitted[code]) for code in sorted(admitted)),
    )


def visible(reader: Reader, sharing: Sharing) -> bool:
    """May this reader read the thing that carries ``sharing``?"""
    return any(
        admitted.code in (reader.code, OPERATION) and admitted.clearance <= _level(reader)
        for admitted in sharing.readers
    )


def mongo_filter(reader: Reader, field: str = "sharing") -> dict[str, Any]:
    """The same rule as a MongoDB query on the documents whose ``Sharing`` stands in ``field``."""
    return {
        f"{field}.readers": {
            "$elemMatch": {"code": {"$in": [reader.code, OPERATION]}, "clearance": {"$lte": _level(reader)}}
        }
    }


def _level(reader: Reader) -> int:
    level = CLEARANCE[reader.role]
    return -1 if level is None else int(level)
