"""Findings: what a sender is told about its report. The one closed catalogue, in English and French.

``error`` refuses, ``hold`` keeps the report out of links and counts until a correction or a person decides,
``warning`` and ``info`` travel with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

Severity = Literal["error", "hold", "warning", "info"]
Language = Literal["en", "fr"]


class Finding(BaseModel):
    """One finding. ``path`` is a JSON pointer into the report; the texts hold no value of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    code: str
    severity: Severity
    path: str
    message: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class _Rule:
    severity: Severity
    en: str
    fr: str
    do_en: str
    do_fr: str


class Code(StrEnum):
    """The closed list of finding codes."""

    MALFORMED = "malformed"
    MISSING_FIELD = "missing_field"
    UNKNOWN_FIELD = "unknown_field"
    NOMINAL_DATA = "nominal_data"
    NOT_FOR_KIND = "not_for_kind"
    WRONG_TYPE = "wrong_type"
    INVALID_VALUE = "invalid_value"
    INVALID_DATE = "invalid_date"
    NOT_POSITIVE = "not_positive"
    TOO_LONG = "too_long"
    OVERSIZE = "oversize"
    WRONG_TOPIC = "wrong_topic"
    UNKNOWN_PARTICIPANT = "unknown_participant"
    FOREIGN_ADMINISTRATION = "foreign_administration"
    UNLISTED_VALUE = "unlisted_value"
    FUTURE_DATE = "future_date"
    VERSION_CONFLICT = "version_conflict"
    SAME_REPORT = "same_report"
    SHARING_MISSING = "sharing_missing"
    UNSIGNED = "unsigned"
    CHECK_DIGIT = "check_digit"
    JUNK_IDENTIFIER = "junk_identifier"
    UNUSUAL_FOR_MODE = "unusual_for_mode"


_RULES: Final[dict[Code, _Rule]] = {
    Code.MALFORMED: _Rule(
        "error",
        "The report cannot be read as JSON.",
        "Le rapport n'est pas du JSON lisible.",
        "Send one JSON object in UTF-8.",
        "Envoyez un objet JSON en UTF-8.",
    ),
    Code.MISSING_FIELD: _Rule(
        "error",
        "A field that this kind of report needs is missing.",
        "Un champ exigé pour ce type de rapport manque.",
        "Add the field.",
        "Ajoutez ce champ.",
    ),
    Code.UNKNOWN_FIELD: _Rule(
        "error",
        "This field does not exist.",
        "Ce champ n'existe pas.",
        "Remove it, or use the field's name from the schema.",
        "Supprimez-le ou reprenez le nom du schéma.",
    ),
    Code.NOMINAL_DATA: _Rule(
        "error",
        "Names, addresses and phones in clear are never taken.",
        "Les noms, adresses et téléphones en clair ne sont jamais acceptés.",
        "Send keyed tokens instead (hmac:...).",
        "Envoyez des jetons à clé (hmac:...).",
    ),
    Code.NOT_FOR_KIND: _Rule(
        "error",
        "This field belongs to another kind of report.",
        "Ce champ appartient à un autre type de rapport.",
        "Remove it, or change the kind.",
        "Supprimez-le ou changez le type.",
    ),
    Code.WRONG_TYPE: _Rule(
        "error",
        "The value has the wrong type.",
        "La valeur n'est pas du bon type.",
        "See the schema for the type of this field.",
        "Voyez le type de ce champ dans le schéma.",
    ),
    Code.INVALID_VALUE: _Rule(
        "error",
        "The value is outside what this field can hold.",
        "La valeur sort de ce que ce champ admet.",
        "See the schema for the form of this field.",
        "Voyez la forme de ce champ dans le schéma.",
    ),
    Code.INVALID_DATE: _Rule(
        "error",
        "This is not a date of the calendar with its offset.",
        "Ce n'est pas une date du calendrier avec son décalage.",
        "Write it as 2021-02-11T09:20:00+09:00.",
        "Écrivez 2021-02-11T09:20:00+09:00.",
    ),
    Code.NOT_POSITIVE: _Rule(
        "error",
        "A quantity must be above zero.",
        "Une quantité doit être supérieure à zéro.",
        "Send the measured figure.",
        "Envoyez le chiffre mesuré.",
    ),
    Code.TOO_LONG: _Rule(
        "error",
        "The value is longer than this field can hold.",
        "La valeur est trop longue pour ce champ.",
        "Shorten it.",
        "Raccourcissez-la.",
    ),
    Code.OVERSIZE: _Rule(
        "error",
        "The report is larger than the limit.",
        "Le rapport dépasse la taille admise.",
        "Send pictures by their hash, and split batches.",
        "Envoyez les images par leur empreinte et divisez les lots.",
    ),
    Code.WRONG_TOPIC: _Rule(
        "error",
        "The report's mode is not the topic's.",
        "Le mode du rapport n'est pas celui du sujet.",
        "Send it to the topic of its mode.",
        "Envoyez-le au sujet de son mode.",
    ),
    Code.UNKNOWN_PARTICIPANT: _Rule(
        "error",
        "The sender is not a participant.",
        "L'expéditeur n'est pas participant.",
        "Ask the coordination unit to be registered.",
        "Demandez votre inscription à l'unité de coordination.",
    ),
    Code.FOREIGN_ADMINISTRATION: _Rule(
        "error",
        "Only the owner may report, correct or retract its own reports.",
        "Seul le propriétaire peut déclarer, corriger ou retirer ses rapports.",
        "Use your own administration's code.",
        "Employez le code de votre administration.",
    ),
    Code.UNLISTED_VALUE: _Rule(
        "hold",
        "The value is not in the code list.",
        "La valeur ne figure pas dans la liste de codes.",
        "Correct it with a higher version.",
        "Corrigez avec une version supérieure.",
    ),
    Code.FUTURE_DATE: _Rule(
        "hold",
        "The date lies more than 24 hours in the future.",
        "La date est à plus de 24 heures dans l'avenir.",
        "Correct the date with a higher version.",
        "Corrigez la date avec une version supérieure.",
    ),
    Code.VERSION_CONFLICT: _Rule(
        "hold",
        "This version was already sent with other content.",
        "Cette version a déjà été envoyée avec un autre contenu.",
        "Send the correction with a higher version.",
        "Envoyez la correction avec une version supérieure.",
    ),
    Code.SAME_REPORT: _Rule(
        "info",
        "This report is already here; nothing was changed.",
        "Ce rapport est déjà reçu ; rien n'a changé.",
        "Nothing to do.",
        "Rien à faire.",
    ),
    Code.SHARING_MISSING: _Rule(
        "warning",
        "No sharing was given; the administration's default stands.",
        "Aucun partage indiqué ; le réglage de l'administration s'applique.",
        "Add a sharing block.",
        "Ajoutez un bloc de partage.",
    ),
    Code.UNSIGNED: _Rule(
        "warning",
        "The record bears no signature.",
        "L'enregistrement n'est pas signé.",
        "Sign records: real operations refuse unsigned ones.",
        "Signez : une opération réelle refuse ce qui ne l'est pas.",
    ),
    Code.CHECK_DIGIT: _Rule(
        "warning",
        "The number's form or check digit is wrong; it will make no link.",
        "La forme ou la clé du numéro est fausse ; il ne créera aucun lien.",
        "Compare it with the document.",
        "Comparez-le avec le document.",
    ),
    Code.JUNK_IDENTIFIER: _Rule(
        "info",
        "This stands for no number; it was left out.",
        "Ceci ne représente aucun numéro ; il est écarté.",
        "Leave the field out when there is no number.",
        "Omettez le champ s'il n'y a pas de numéro.",
    ),
    Code.UNUSUAL_FOR_MODE: _Rule(
        "warning",
        "This identifier is unusual for the mode.",
        "Cet identifiant est inhabituel pour ce mode.",
        "Check the mode.",
        "Vérifiez le mode.",
    ),
}


def finding(code: Code, path: str, language: Language = "en") -> Finding:
    """The finding of this code at this place (a JSON pointer; the empty text is the whole report)."""
    rule = _RULES[code]
    french = language == "fr"
    return Finding(
        code=code.value,
        severity=rule.severity,
        path=path,
        message=rule.fr if french else rule.en,
        suggestion=rule.do_fr if french else rule.do_en,
    )


def in_language(findings: Iterable[Finding], language: Language) -> tuple[Finding, ...]:
    """The same findings with their texts in ``language``."""
    return tuple(finding(Code(each.code), each.path, language) for each in findings)


def severity(code: Code) -> Severity:
    """What a finding of this code does to the report."""
    return _RULES[code].severity
