"""Lists of where, by whom and how something was found."""

from __future__ import annotations

from typing import Final

from services.contracts.code_lists.shape import CodeList

_FORM: Final = "CENcomm seizure form (CEN/STP4/APP/001)"

LISTS: Final = (
    CodeList(
        "traffic",
        "Tocsin",
        {
            "cargo": ("cargo", "fret"),
            "express": ("express courier", "courrier express"),
            "passenger": ("passenger", "passager"),
            "crew": ("crew", "équipage"),
            "mail": ("mail", "courrier"),
            "general": ("general", "général"),
        },
    ),
    CodeList(
        "direction",
        f"{_FORM}; transit: other CEN forms",
        {
            "export": ("export", "exportation"),
            "import": ("import", "importation"),
            "internal": ("internal", "intérieur"),
            "transit": ("transit", "transit"),
        },
    ),
    CodeList(
        "location_type",
        _FORM,
        {
            "airport": ("airport", "aéroport"),
            "border": ("border", "frontière"),
            "ftz": ("free trade zone", "zone franche"),
            "express_courier": ("express courier", "courrier express"),
            "high_seas": ("high seas", "haute mer"),
            "inland": ("inland", "intérieur du territoire"),
            "land_boundary": ("land boundary", "frontière terrestre"),
            "seaport": ("seaport", "port maritime"),
            "mail_centre": ("mail centre", "centre de tri postal"),
        },
    ),
    CodeList(
        "service",
        _FORM,
        {
            "customs": ("customs", "douane"),
            "police": ("police", "police"),
            "army": ("army", "armée"),
            "gendarmerie": ("gendarmerie", "gendarmerie"),
            "border_guard": ("border guard", "garde-frontières"),
            "coast_guard": ("coast guard", "garde-côtes"),
            "other": ("other", "autre"),
        },
    ),
    CodeList(
        "detection_method",
        _FORM,
        {
            "intelligence": ("intelligence", "renseignement"),
            "risk_profiling": ("risk profiling", "analyse de risque"),
            "investigation": ("investigation", "enquête"),
            "random_selection": ("random selection", "sélection aléatoire"),
            "routine_check": ("routine check", "contrôle de routine"),
            "other": ("other", "autre"),
        },
    ),
    CodeList(
        "detection_aid",
        f"{_FORM}, technical aid (free text there)",
        {
            "x_ray": ("X-ray or scanner", "rayons X ou scanner"),
            "dog": ("dog", "chien"),
            "trace_detection": ("trace detection", "détection de traces"),
            "spectrometer": ("handheld spectrometer", "spectromètre portable"),
            "test_kit": ("field test kit", "test de terrain"),
            "density_meter": ("density meter", "densimètre"),
            "endoscope": ("endoscope", "endoscope"),
        },
        "open",
    ),
    CodeList(
        "illicit_indicator",
        _FORM,
        {
            "absence_of_documentation": ("absence of documentation", "absence de documents"),
            "expired_documentation": ("expired documentation", "documents périmés"),
            "inappropriate_transportation": ("inappropriate transportation", "transport inapproprié"),
            "not_declared": ("not declared", "non déclaré"),
            "smuggled": ("smuggled", "contrebande"),
        },
    ),
)
