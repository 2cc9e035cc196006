"""Identifiers: the platform's own ids, and the trade's numbers with their check digits.

A number is kept as ``Identifier(type, raw, value, check, reason)``. A failed check digit is a quality flag, not a
refusal: the number stays as written, but never makes a link. Separators and case go before the check; letters and
digits are never exchanged for each other, only suggested (``repairs``). All types: kinds.py. What the national side
makes of names, addresses and telephones before it hashes them: party_values.py, which is not imported here.
"""

from services.contracts.identifiers.air import awb, awb_check_digit
from services.contracts.identifiers.assigned_countries import assigned_countries
from services.contracts.identifiers.kinds import KINDS, READERS, Kind, display
from services.contracts.identifiers.platform_ids import alert_id, event_id, link_id, matter_id, report_id
from services.contracts.identifiers.postal import s10, s10_check_digit
from services.contracts.identifiers.repairs import repairs
from services.contracts.identifiers.road import plate
from services.contracts.identifiers.sea import container, container_check_digit, imo, imo_check_digit
from services.contracts.identifiers.spelling import compact, is_junk
from services.contracts.identifiers.transport_fields import NUMBER_FIELDS, VESSEL_FIELDS, numbers_in
from services.contracts.identifiers.verdicts import Check, Identifier, Reason

__all__ = [
    "KINDS",
    "NUMBER_FIELDS",
    "READERS",
    "VESSEL_FIELDS",
    "Check",
    "Identifier",
    "Kind",
    "Reason",
    "alert_id",
    "assigned_countries",
    "awb",
    "awb_check_digit",
    "compact",
    "container",
    "container_check_digit",
    "display",
    "event_id",
    "imo",
    "imo_check_digit",
    "is_junk",
    "link_id",
    "matter_id",
    "numbers_in",
    "plate",
    "repairs",
    "report_id",
    "s10",
    "s10_check_digit",
]
