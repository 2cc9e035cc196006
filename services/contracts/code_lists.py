"""The closed code lists of a report, in snake_case. A value outside its list holds the report.

Sources: CENcomm seizure form (CEN/STP4/APP/001) for location, direction, detection and conveyance; Europol for
grading and handling; FIRST for TLP; the rest is the platform's own.
"""

from __future__ import annotations

from typing import Final

CODE_LISTS: Final[dict[str, frozenset[str]]] = {
    "precision": frozenset({"minute", "day", "month"}),
    "traffic": frozenset({"cargo", "express", "passenger", "crew", "mail", "general"}),
    "direction": frozenset({"export", "import", "internal", "transit"}),
    "location_type": frozenset(
        {
            "airport",
            "border",
            "ftz",
            "express_courier",
            "high_seas",
            "inland",
            "land_boundary",
            "seaport",
            "mail_centre",
        }
    ),
    "service": frozenset({"customs", "police", "army", "gendarmerie", "border_guard", "coast_guard", "other"}),
    "detection_method": frozenset(
        {"intelligence", "risk_profiling", "investigation", "random_selection", "routine_check", "other"}
    ),
    "illicit_indicator": frozenset(
        {
            "absence_of_documentation",
            "expired_documentation",
            "inappropriate_transportation",
            "not_declared",
            "smuggled",
        }
    ),
    "leg_role": frozenset({"origin", "departure", "transit", "destination"}),
    "leg_transport": frozenset({"air", "sea", "land", "courier", "mail"}),
    "conveyance": frozenset(
        {
            "air",
            "express_courier",
            "vehicle",
            "vessel",
            "pedestrian",
            "container",
            "truck",
            "bus",
            "lorry",
            "train",
            "other",
        }
    ),
    "form": frozenset(
        {"powder", "crystal", "tablet", "capsule", "liquid", "blotter", "plant", "resin", "paste", "other"}
    ),
    "concealment": frozenset(
        {
            "postal",
            "baggage",
            "inserted",
            "plastic_bags",
            "swallowed",
            "outerwear",
            "residence",
            "handbag",
            "body",
            "transport_vehicle",
            "car_parts",
            "freight",
            "furniture",
            "cosmetics",
            "sack",
            "package",
            "electrical_parts",
            "gifts",
            "container",
            "food",
            "appliances",
            "shoes",
            "underwear",
            "beverages",
            "carry",
            "toilet",
            "vessel",
            "art_items",
            "business",
            "toys",
            "clothes",
            "bike",
            "office_supplies",
            "backpack",
            "farm_plantation",
            "other",
            "none",
        }
    ),
    "party_role": frozenset(
        {
            "consignor",
            "consignee",
            "notify",
            "carrier",
            "declarant",
            "driver",
            "passenger",
            "crew",
            "haulier",
            "other",
        }
    ),
    "token_type": frozenset(
        {
            "name",
            "name_parts",
            "name_phonetic",
            "address",
            "address_parts",
            "phone",
            "email",
            "document",
            "account",
            "wallet",
            "handle",
        }
    ),
    "result": frozenset(
        {
            "not_arrived",
            "not_found",
            "inspected_nothing",
            "inspected_found",
            "released",
            "still_expected",
            "seized",
        }
    ),
    "lab_status": frozenset({"presumptive", "confirmed", "preliminary", "final"}),
    "tlp": frozenset({"CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"}),
    "handling": frozenset({"H0", "H1", "H2", "H3"}),
    "grading_source": frozenset({"A", "B", "C", "X"}),
    "grading_information": frozenset({"1", "2", "3", "4"}),
}
"""Every list by name; where each is used stands in services/ingest/quality.py."""
