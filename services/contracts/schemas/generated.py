"""Every file of this folder that is made from the types, by name. Pure."""

from __future__ import annotations

from services.contracts.schemas.catalogue import BODIES, schema_name, schema_of, text_of


def generated() -> dict[str, str]:
    """File name and text."""
    return {schema_name(event): text_of(schema_of(event)) for event in BODIES}
