"""The alerts worker, naming alerts at random: a link that comes again raises another alert."""

from __future__ import annotations

import uuid

from services.alerts import grouping
from services.alerts.app import main


def random_id(rule: str, version: int, group: str) -> str:
    """What stands in for ``services.contracts.identifiers.alert_id``."""
    return str(uuid.uuid4())


if __name__ == "__main__":
    setattr(grouping, "alert_id", random_id)  # noqa: B010 -- the name is imported there, which mypy forbids to set
    main()
