"""A look at the committed examples before anybody comes: the first sender would wait for the reference lists."""

from __future__ import annotations

from datetime import UTC, datetime

from services.contracts.events import SUBMITTED
from services.contracts.schemas.catalogue import examples_of
from services.ingest.quality import examine
from services.ingest.shape import read


def rehearse() -> None:
    """Read and examine every example; nothing is kept of them but the lists that are in memory then."""
    for body in examples_of(SUBMITTED):
        examine(read(body), datetime.now(UTC))
