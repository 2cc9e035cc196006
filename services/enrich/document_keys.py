"""The match keys of a stored report: made from what is compared of it, and from when it may have occurred. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.enrich.matching.blocking import keys_of
from services.enrich.sides import with_laboratory


def keys_of_document(document: Mapping[str, Any]) -> list[str]:
    """The match keys of a stored report (matching/blocking.py)."""
    occurred = document["occurred"] or {"from": document["received_at"], "until": document["received_at"]}
    return keys_of(with_laboratory(document), occurred["from"], occurred["until"])
