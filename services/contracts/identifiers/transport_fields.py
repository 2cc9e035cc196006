"""Which field of a report's transport block holds which type of number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from services.contracts.identifiers.kinds import READERS
from services.contracts.identifiers.road import plate
from services.contracts.identifiers.spelling import compact
from services.contracts.identifiers.verdicts import Identifier

if TYPE_CHECKING:
    from services.contracts.report_blocks import Transport

NUMBER_FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "items": "s10",
        "courier": "courier",
        "impc_origin": "impc",
        "impc_destination": "impc",
        "dispatch": "dispatch",
        "receptacle": "receptacle",
        "awb": "awb",
        "house_awb": "house_awb",
        "flight": "flight",
        "bag_tags": "bag_tag",
        "uld": "uld",
        "containers": "container",
        "seals": "seal",
        "bills_of_lading": "bill_of_lading",
        "booking": "booking",
        "vessel": "vessel",
        "voyage": "voyage",
        "hull_id": "hull_id",
        "plates": "plate",
        "vin": "vin",
        "tir": "tir",
        "cmr": "cmr",
        "cim": "cim",
        "wagons": "wagon",
        "mrn": "mrn",
    }
)
"""Field of the transport block (a text or a list of texts) -> type. A field that a report does not have is skipped."""

VESSEL_FIELDS: Final[Mapping[str, str]] = MappingProxyType({"imo": "imo", "mmsi": "mmsi"})


def numbers_in(transport: Transport, *, country: Callable[[str], str] = compact) -> Iterator[tuple[str, Identifier]]:
    """Every number of a transport block: its JSON pointer below ``/transport``, and what was read from it.

    ``country`` spells the country of a plate, so that equal plates come out equal. In the order of NUMBER_FIELDS.
    """
    values = vars(transport)
    for field, kind in NUMBER_FIELDS.items():
        written = values.get(field)
        if not written:
            continue
        if kind == "vessel":
            yield from (
                (f"/vessel/{name}", READERS[of](number))
                for name, of in VESSEL_FIELDS.items()
                if (number := getattr(written, name))
            )
        elif kind == "plate":
            yield from (
                (f"/plates/{n}/number", plate(country(one.country), one.number)) for n, one in enumerate(written)
            )
        elif isinstance(written, str):
            yield f"/{field}", READERS[kind](written)
        else:
            yield from ((f"/{field}/{n}", READERS[kind](one)) for n, one in enumerate(written))
