"""Lists of how goods travel: the route, the means of transport, the post's classes and forms."""

from __future__ import annotations

from typing import Final

from services.contracts.code_lists.shape import CodeList

_FORM: Final = "CENcomm seizure form (CEN/STP4/APP/001)"
_UPU: Final = "Universal Postal Union"

LISTS: Final = (
    CodeList(
        "leg_role",
        _FORM,
        {
            "origin": ("where it was made", "lieu de production"),
            "departure": ("where the journey began", "lieu de départ"),
            "transit": ("where it passed", "lieu de passage"),
            "destination": ("where it was to go", "lieu de destination"),
        },
    ),
    CodeList(
        "leg_transport",
        f"{_FORM}; mail: Tocsin",
        {
            "air": ("air", "air"),
            "sea": ("sea", "mer"),
            "land": ("land", "terre"),
            "courier": ("express courier", "courrier express"),
            "mail": ("mail", "poste"),
        },
    ),
    CodeList(
        "conveyance",
        f"{_FORM}; train: Tocsin",
        {
            "air": ("aircraft", "aéronef"),
            "express_courier": ("express courier", "courrier express"),
            "vehicle": ("vehicle", "véhicule"),
            "vessel": ("vessel", "navire"),
            "pedestrian": ("pedestrian", "piéton"),
            "container": ("container", "conteneur"),
            "truck": ("truck", "camion"),
            "bus": ("bus", "autobus"),
            "lorry": ("lorry", "poids lourd"),
            "train": ("train", "train"),
            "other": ("other", "autre"),
        },
    ),
    CodeList(
        "service_class",
        f"{_UPU}, service of the item (first letter of the S10 identifier)",
        {
            "letter": ("letter", "lettre"),
            "registered": ("registered (R)", "recommandé (R)"),
            "insured": ("insured (V)", "valeur déclarée (V)"),
            "tracked": ("tracked (L)", "suivi (L)"),
            "ems": ("express mail, EMS (E)", "courrier express, EMS (E)"),
            "parcel": ("parcel (C)", "colis (C)"),
        },
    ),
    CodeList(
        "content_form",
        f"{_UPU}, customs declaration forms",
        {
            "cn22": ("CN 22", "CN 22"),
            "cn23": ("CN 23", "CN 23"),
            "cp72": ("CP 72", "CP 72"),
        },
    ),
    CodeList(
        "content_category",
        f"{_UPU}, category of item on forms CN 22 and CN 23",
        {
            "gift": ("gift", "cadeau"),
            "sample": ("commercial sample", "échantillon commercial"),
            "documents": ("documents", "documents"),
            "sale_of_goods": ("sale of goods", "vente de marchandises"),
            "returned_goods": ("returned goods", "retour de marchandises"),
            "other": ("other", "autre"),
        },
    ),
)
