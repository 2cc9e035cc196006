"""The blocks of a report: office, place, detection, parties, outcome, sharing, grading; and those of its two big parts.

The route and the transport block are in report_transport.py, goods and laboratory in report_goods.py, the values that
all of them are made of in report_values.py. Field pages: docs/reference/. Unknown fields are refused.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictBool, StrictInt

from services.contracts.report_goods import CuttingAgent, Goods, Identified, Photo, Quantity, TabletMarks
from services.contracts.report_transport import ContentLine, Leg, Plate, PostalContent, Transport, Vessel
from services.contracts.report_values import (
    Block,
    Code,
    Country,
    Currency,
    Day,
    FreeText,
    Instant,
    Mark,
    NationalRef,
    NotNegative,
    Number,
    ParticipantCode,
    Place,
    Positive,
    Token,
    says,
)

__all__ = [
    "Block",
    "Concealment",
    "ContentLine",
    "CoverLoad",
    "CuttingAgent",
    "Detection",
    "Goods",
    "Grading",
    "Identified",
    "Leg",
    "Location",
    "Outcome",
    "Party",
    "Photo",
    "Plate",
    "PostalContent",
    "Quantity",
    "Reference",
    "SharingBlock",
    "TabletMarks",
    "Token",
    "Transport",
    "Unit",
    "Validity",
    "Vessel",
]


class Reference(Block):
    """The report that is meant: its owner and its owner's reference."""

    administration: Annotated[ParticipantCode, says("Who owns it.", "À qui il appartient.")]
    national_ref: Annotated[NationalRef, says("The owner's reference.", "La référence du propriétaire.")]


class Unit(Block):
    """The reporting office."""

    code: Annotated[Mark | None, says("Code of the office.", "Code du bureau.")] = None
    name: Annotated[Place | None, says("Name of the office.", "Nom du bureau.")] = None


class Location(Block):
    """Where it happened. ``country`` defaults to the administration's."""

    name: Annotated[Place, says("Name of the place, as written.", "Nom du lieu, tel qu'écrit.")]
    type: Annotated[Code | None, says("Kind of place.", "Type de lieu.", codes="location_type")] = None
    locode: Annotated[
        Mark | None,
        says("UN/LOCODE; resolved from the name if absent.", "UN/LOCODE ; déduit du nom s'il manque.", codes="locode"),
    ] = None
    division: Annotated[Place | None, says("State or province, as written.", "État ou province, tel qu'écrit.")] = None
    country: Annotated[
        Country | None,
        says(
            "Country; default: the administration's.", "Pays ; par défaut, celui de l'administration.", codes="country"
        ),
    ] = None
    lat: Annotated[
        Annotated[Number, Field(ge=-90, le=90)] | None,
        says("Latitude (WGS 84).", "Latitude (WGS 84).", unit="degrees"),
    ] = None
    lon: Annotated[
        Annotated[Number, Field(ge=-180, le=180)] | None,
        says("Longitude (WGS 84).", "Longitude (WGS 84).", unit="degrees"),
    ] = None


class Detection(Block):
    """How it was found."""

    method: Annotated[Code, says("What led to it.", "Ce qui y a conduit.", codes="detection_method")]
    aids: Annotated[
        tuple[Code, ...],
        Field(max_length=20),
        says("Technical aids that were used.", "Moyens techniques employés.", codes="detection_aid"),
    ] = ()
    risk_profile: Annotated[
        Mark | None, says("Rule and version that selected it.", "Règle et version qui l'ont désigné.")
    ] = None
    place: Annotated[Place | None, says("Checkpoint or warehouse.", "Point de contrôle ou entrepôt.")] = None


class Concealment(Block):
    """How it was hidden."""

    code: Annotated[Code | None, says("Where it was hidden.", "Où c'était caché.", codes="concealment")] = None
    text: Annotated[
        FreeText | None, says("The same in words; no names.", "Le même en toutes lettres ; pas de noms.")
    ] = None


class CoverLoad(Block):
    """The goods that hid it."""

    description: Annotated[FreeText | None, says("What they are.", "De quoi il s'agit.")] = None
    hs: Annotated[Mark | None, says("HS code, six digits.", "Code SH, six chiffres.", codes="hs")] = None
    weight_kg: Annotated[Positive | None, says("Weight.", "Poids.", unit="kg")] = None
    declared_value: Annotated[NotNegative | None, says("Declared value.", "Valeur déclarée.", unit="currency")] = None
    currency: Annotated[Currency | None, says("Its currency.", "Sa monnaie.", codes="currency")] = None


class Party(Block):
    """A person or firm, known only by keyed tokens made at the national side. No field for a name exists."""

    role: Annotated[Code, says("Its part in the case.", "Son rôle dans l'affaire.", codes="party_role")]
    kind: Annotated[Code | None, says("Person or organisation.", "Personne ou organisation.", codes="party_kind")] = (
        None
    )
    tokens: Annotated[
        dict[Code, Annotated[tuple[Token, ...], Field(max_length=50)]],
        Field(max_length=20),
        says("Keyed tokens, by type (hmac:...).", "Jetons à clé, par type (hmac:...).", names="token_type"),
    ] = Field(default_factory=dict)
    nationality: Annotated[Country | None, says("Nationality.", "Nationalité.", codes="country")] = None
    age_band: Annotated[Mark | None, says("Age band.", "Tranche d'âge.", codes="age_band", unit="years")] = None
    gender: Annotated[Code | None, says("Gender.", "Sexe.", codes="gender")] = None


class Outcome(Block):
    """What followed."""

    arrests: Annotated[
        Annotated[StrictInt, Field(ge=0, le=100_000)] | None,
        says("Persons arrested.", "Personnes arrêtées.", unit="persons"),
    ] = None
    controlled_delivery: Annotated[
        StrictBool | None, says("A controlled delivery was made.", "Une livraison surveillée a eu lieu.")
    ] = None
    sample_sent: Annotated[
        StrictBool | None,
        says("A sample went to the laboratory.", "Un échantillon est parti au laboratoire."),
    ] = None


class SharingBlock(Block):
    """Who may read the report, set by its owner in the same message."""

    tlp: Annotated[str, Field(min_length=1, max_length=32), says("TLP label.", "Marquage TLP.", codes="tlp")]
    handling: Annotated[
        tuple[Mark, ...], Field(max_length=10), says("Handling codes.", "Codes de traitement.", codes="handling")
    ] = ()
    audience: Annotated[
        tuple[Annotated[str, Field(pattern=r"^(operation|[A-Z][A-Z0-9-]{1,31})$")], ...],
        Field(max_length=300),
        says("Who may read it: codes, or operation for all.", "Qui peut le lire : codes, ou operation pour tous."),
    ] = ("operation",)
    handling_text: Annotated[
        FreeText | None, says("The restriction of H3 in words.", "La restriction H3 en toutes lettres.")
    ] = None
    expires: Annotated[
        Day | None,
        says("Last day on which it may be kept by readers.", "Dernier jour de conservation par les lecteurs."),
    ] = None


class Grading(Block):
    """How far the report can be relied on (Europol 4x4); absent: cannot be assessed."""

    source: Annotated[Mark, says("The source.", "La source.", codes="grading_source")]
    information: Annotated[Mark, says("The information.", "L'information.", codes="grading_information")]


class Validity(Block):
    """From when to when a warning stands."""

    from_: Annotated[Instant | None, says("From.", "Début.")] = Field(None, alias="from")
    to: Annotated[Instant | None, says("To.", "Fin.")] = None
