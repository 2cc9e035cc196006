"""What a provisioning run did, thing by thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was made or corrected, or that differs and can't be corrected without loss."""

    act: Literal["created", "corrected", "differs"]
    kind: Literal["topic", "collection", "index", "validator"]
    name: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.act} {self.kind} {self.name}" + (f": {self.detail}" if self.detail else "")
