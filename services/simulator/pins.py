"""Values that a report bears because they were planted. What is not pinned, a report draws for itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Script = Literal["Latin", "Cyrillic", "Arabic", "Hangul", "Han"]

TokenType = Literal[
    "name", "name_parts", "name_phonetic", "address", "address_parts", "phone", "email", "document", "wallet", "handle"
]
NAME: Final[tuple[TokenType, ...]] = ("name", "name_parts", "name_phonetic")
ADDRESS: Final[tuple[TokenType, ...]] = ("address", "address_parts")
"""What a national system hands in when it knows a name, an address: the client library makes all of them."""


@dataclass(frozen=True, slots=True)
class Known:
    """A person or firm as one report knows it: by which tokens, written in which script, with which slips.

    ``slips`` names the fields (name, address, phone, email, document) in which the officer made a typing error.
    """

    role: str
    person: int
    tokens: tuple[TokenType, ...]
    script: Script = "Latin"
    slips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manner:
    """How an organisation works: what hides the goods, and what is declared for it (value in ``currency``, kg)."""

    organisation: int
    concealment: str | None
    words: str | None
    cover: str | None
    hs: str | None
    value: int | None
    currency: str | None
    weight: float | None


@dataclass(frozen=True, slots=True)
class Tablet:
    """What an officer notes of a tablet or block: masses in mg, lengths in mm. ``batch``: the press run it is from."""

    batch: int
    logo: str | None = None
    colour: str | None = None
    shape: str | None = None
    mass_mg: float | None = None
    diameter_mm: float | None = None
    thickness_mm: float | None = None
    press: str | None = None
    tool: str | None = None
    phash: str | None = None
    profile: str | None = None


@dataclass(frozen=True, slots=True)
class Pins:
    """What was planted in one report.

    ``numbers`` holds (type, value): s10 courier receptacle awb house_awb bag_tag container seal bill_of_lading booking
    plate (``NL:A1BC``) vin tir cmr mrn, vessel (``imo:voyage``) and ship (``imo``). ``posted`` is in minutes since the
    start, ``office`` the UN/LOCODE of the place that sent it. A ``placed`` report says where it was by a code.
    """

    numbers: tuple[tuple[str, str], ...] = ()
    parties: tuple[Known, ...] = ()
    origin: str | None = None
    destination: str | None = None
    posted: int | None = None
    office: str | None = None
    substance: str | None = None
    manner: Manner | None = None
    tablet: Tablet | None = None
    placed: bool = False
    open_route: bool = False
    """The sender does not know where the goods were to go."""
    unnamed: bool = False
    """Nobody but the planted parties is named."""

    def number(self, kind: str) -> str | None:
        """The planted number of this type, if any."""
        return next((value for name, value in self.numbers if name == kind), None)


NO_PINS: Final = Pins()
