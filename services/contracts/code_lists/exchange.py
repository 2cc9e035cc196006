"""Lists of what reports are to each other and to their readers: kind, mode, answers, reasons, sharing, grading."""

from __future__ import annotations

from typing import Final

from services.contracts.code_lists.shape import CodeList

_CENCOMM: Final = "CENcomm templates of the WCO (warning, feedback, seizure)"
_OWN: Final = "Tocsin"

LISTS: Final = (
    CodeList(
        "kind",
        f"{_CENCOMM}; laboratory result and retraction: {_OWN}",
        {
            "warning": ("look at this consignment", "contrôlez cet envoi"),
            "feedback": ("what was done on a warning", "suite donnée à un avertissement"),
            "seizure": ("goods were seized", "des marchandises ont été saisies"),
            "lab_result": ("what a laboratory found", "ce qu'un laboratoire a trouvé"),
            "retraction": ("an earlier report is taken back", "un rapport antérieur est retiré"),
        },
        "refused",
    ),
    CodeList(
        "mode",
        "CENcomm seizure form, type of conveyance, in four modes",
        {
            "air": ("air cargo, courier, passengers and crew", "fret aérien, courrier express, passagers, équipages"),
            "land": ("road and rail", "route et rail"),
            "sea": ("sea and inland waterway", "mer et voies navigables"),
            "mail": ("international post", "poste internationale"),
        },
        "refused",
    ),
    CodeList(
        "precision",
        _OWN,
        {
            "minute": ("the instant is known", "l'instant est connu"),
            "day": ("only the day is known", "seul le jour est connu"),
            "month": ("only the month is known", "seul le mois est connu"),
        },
    ),
    CodeList(
        "correction_reason",
        _OWN,
        {
            "typing_error": ("typing error", "faute de frappe"),
            "unit_error": ("wrong unit or factor", "erreur d'unité ou de facteur"),
            "duplicate": ("entered twice", "saisi deux fois"),
            "new_information": ("more is known now", "nouvelles informations"),
            "laboratory": ("the laboratory says otherwise", "résultat de laboratoire"),
            "other": ("other", "autre"),
        },
    ),
    CodeList(
        "retraction_reason",
        _OWN,
        {
            "reported_in_error": ("reported in error", "déclaré par erreur"),
            "duplicate": ("duplicate of another report", "double d'un autre rapport"),
            "legal_order": ("legal order", "décision de justice"),
            "other": ("other", "autre"),
        },
    ),
    CodeList(
        "requested_action",
        _OWN,
        {
            "inspect": ("inspect the consignment", "visiter l'envoi"),
            "hold_and_call": ("hold it and call", "retenir et appeler"),
            "let_pass_and_observe": ("let it pass and observe", "laisser passer et observer"),
            "inform_only": ("for information only", "pour information seulement"),
        },
        "open",
    ),
    CodeList(
        "result",
        _OWN,
        {
            "not_arrived": ("has not arrived", "n'est pas arrivé"),
            "not_found": ("was not found", "n'a pas été trouvé"),
            "inspected_nothing": ("inspected, nothing found", "visité, rien trouvé"),
            "inspected_found": ("inspected, goods found", "visité, marchandises trouvées"),
            "released": ("released", "libéré"),
            "still_expected": ("still expected", "encore attendu"),
            "seized": ("seized", "saisi"),
        },
    ),
    CodeList(
        "tlp",
        "FIRST, Traffic Light Protocol 2.0",
        {
            "CLEAR": ("no limit", "aucune limite"),
            "GREEN": ("the community", "la communauté"),
            "AMBER": ("need to know, organisation and its clients", "besoin d'en connaître, organisation et clients"),
            "AMBER+STRICT": ("need to know, organisation only", "besoin d'en connaître, organisation seule"),
            "RED": ("the named recipients only", "les seuls destinataires nommés"),
        },
    ),
    CodeList(
        "handling",
        "Europol handling codes",
        {
            "H0": ("for crime prevention", "pour la prévention de la criminalité"),
            "H1": ("not in court without the provider's permission", "pas en justice sans l'accord du fournisseur"),
            "H2": ("not passed on without the provider's permission", "pas transmis sans l'accord du fournisseur"),
            "H3": ("other restrictions, in words", "autres restrictions, en toutes lettres"),
        },
    ),
    CodeList(
        "grading_source",
        "Europol 4x4, source",
        {
            "A": ("no doubt about the source", "source sans aucun doute"),
            "B": ("mostly reliable", "le plus souvent fiable"),
            "C": ("mostly unreliable", "le plus souvent peu fiable"),
            "X": ("cannot be assessed", "ne peut être évaluée"),
        },
    ),
    CodeList(
        "grading_information",
        "Europol 4x4, information",
        {
            "1": ("known to be true", "exactitude certaine"),
            "2": ("known personally to the source", "connue directement de la source"),
            "3": ("not known personally, but corroborated", "non connue directement, mais corroborée"),
            "4": ("cannot be corroborated", "ne peut être corroborée"),
        },
    ),
)
