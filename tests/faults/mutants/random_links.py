"""The enrich worker, naming links at random: whatever it does again it does anew."""

from __future__ import annotations

import uuid

from services.enrich.app import main
from services.enrich.matching import found


def random_id(one: str, other: str, link_class: str) -> str:
    """What stands in for ``services.contracts.identifiers.link_id``."""
    return f"{uuid.uuid4()}:{uuid.uuid4()}:{link_class}"


if __name__ == "__main__":
    setattr(found, "link_id", random_id)  # noqa: B010 -- the name is imported there, which mypy forbids to set
    main()
