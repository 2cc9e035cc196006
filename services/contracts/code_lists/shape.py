"""What a code list is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Outside = Literal["refused", "held", "open"]
"""What a value outside the list does to the report; outside an open list it does nothing."""


@dataclass(frozen=True, slots=True)
class CodeList:
    """A list: its codes, each with its meaning in English and French, in the order in which a person reads them."""

    name: str
    source: str
    codes: Mapping[str, tuple[str, str]]
    outside: Outside = "held"


@dataclass(frozen=True, slots=True)
class ListElsewhere:
    """A list that somebody else keeps."""

    name: str
    source: str
    outside: Outside
