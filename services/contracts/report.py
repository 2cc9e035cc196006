"""A report: the one typed definition, for every kind and mode.

``kind`` and ``mode`` say which blocks are needed. JSON Schema, OpenAPI and the field pages come from here.
A correction is the same administration and national reference with a higher version.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, Self

from pydantic import BeforeValidator, Field, StrictBool, StrictInt, model_validator
from pydantic_core import PydanticCustomError, PydanticKnownError

from services.contracts.identifiers import report_id
from services.contracts.report_blocks import (
    Concealment,
    CoverLoad,
    Detection,
    Grading,
    Location,
    Outcome,
    Party,
    Reference,
    SharingBlock,
    Unit,
    Validity,
)
from services.contracts.report_goods import CuttingAgent, Goods, Identified, Quantity
from services.contracts.report_transport import Leg, Transport
from services.contracts.report_values import (
    Block,
    Code,
    FreeText,
    Instant,
    KeyCheck,
    Mark,
    NationalRef,
    ParticipantCode,
    Place,
    Token,
    says,
)
from services.contracts.topics import Mode

Kind = Literal["warning", "feedback", "seizure", "lab_result", "retraction"]

REQUIRED: Final[dict[Kind, tuple[str, ...]]] = {
    "warning": ("mode",),
    "feedback": ("in_reply_to", "occurred_at", "result"),
    "seizure": ("mode", "occurred_at", "precision", "direction", "location", "detection", "goods"),
    "lab_result": ("in_reply_to", "occurred_at", "identified"),
    "retraction": ("in_reply_to", "reason"),
}
"""What each kind must have beyond the header."""

ONLY_IN: Final[dict[str, Kind]] = {
    "addressed_to": "warning",
    "answer_by": "warning",
    "requested_action": "warning",
    "validity": "warning",
    "related": "seizure",
    "result": "feedback",
    "seizure_ref": "feedback",
    "identified": "lab_result",
    "method": "lab_result",
    "status": "lab_result",
    "cutting": "lab_result",
    "net_mass": "lab_result",
    "profile_ref": "lab_result",
    "reason": "retraction",
    "retraction_reason": "retraction",
}
"""Fields that belong to one kind."""

_FOREIGN: Final = {kind: tuple(name for name, owner in ONLY_IN.items() if owner != kind) for kind in REQUIRED}

FOUND_NOTHING: Final = ("negative", "inconclusive")
"""Laboratory states in which ``identified`` may be empty."""

REQUIRED_OF_SEIZED_GOODS: Final = ("substance", "quantity", "confirmed")


Methods = Annotated[tuple[Mark, ...], Field(min_length=1, max_length=20)]


def _method(value: Any) -> Any:
    # Told here, a fault has the path /method; the union would add its branch to it.
    if isinstance(value, str):
        texts, most = [value], 200
    elif isinstance(value, list | tuple) and all(isinstance(each, str) for each in value):
        texts, most = list(value), 64
        if not 1 <= len(value) <= 20 or not all(value):
            raise PydanticCustomError("invalid_methods", "1 to 20 methods")
    elif value is None:
        return value
    else:
        raise PydanticKnownError("string_type")
    if any(len(text) > most for text in texts):
        raise PydanticKnownError("string_too_long", {"max_length": most})
    return value


class Report(Block):
    """One report as its administration sent it."""

    kind: Annotated[Kind, says("What the report is.", "Ce qu'est le rapport.", codes="kind")]
    operation: Annotated[
        str,
        Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$"),
        says("The operation, such as goals-2021.", "L'opération, par exemple goals-2021."),
    ]
    administration: Annotated[
        ParticipantCode,
        says("Who reports: the country's code.", "Qui déclare : le code du pays."),
    ]
    national_ref: Annotated[
        NationalRef,
        says("Your own reference: the identity of the case.", "Votre référence : l'identité de l'affaire."),
    ]
    version: Annotated[
        Annotated[StrictInt, Field(ge=1, le=1_000_000)] | None,
        says("1, then one more with each correction.", "1, puis un de plus à chaque correction."),
    ] = None
    mode: Annotated[
        Mode | None, says("How the goods travelled.", "Comment les marchandises voyageaient.", codes="mode")
    ] = None
    unit: Annotated[Unit | None, says("The reporting office.", "Le bureau déclarant.")] = None
    in_reply_to: Annotated[
        Reference | None, says("The report that this one is about.", "Le rapport dont il s'agit.")
    ] = None
    occurred_at: Annotated[
        Instant | None, says("When it happened, with the offset from UTC.", "Quand, avec le décalage UTC.")
    ] = None
    precision: Annotated[
        Code | None, says("How exactly that is known.", "Avec quelle précision.", codes="precision")
    ] = None
    reported_at: Annotated[
        Instant | None, says("When the national system recorded it.", "Quand le système national l'a enregistré.")
    ] = None
    language: Annotated[
        Annotated[str, Field(pattern=r"^[a-z]{2}$")] | None,
        says("Language of the free texts.", "Langue des textes libres.", codes="language"),
    ] = None
    exercise: Annotated[
        StrictBool, says("true: an exercise, never mixed with real reports.", "true : exercice, jamais mêlé au réel.")
    ] = False
    correction_reason: Annotated[
        Code | None, says("Why this version corrects another.", "Motif de la correction.", codes="correction_reason")
    ] = None
    traffic: Annotated[Code | None, says("Kind of traffic.", "Type de trafic.", codes="traffic")] = None
    direction: Annotated[Code | None, says("Direction.", "Sens.", codes="direction")] = None
    customs_procedure: Annotated[
        Mark | None, says("Customs procedure, national code.", "Régime douanier, code national.")
    ] = None
    location: Annotated[Location | None, says("Where it happened.", "Où cela s'est passé.")] = None
    service: Annotated[Code | None, says("The seizing service.", "Le service saisissant.", codes="service")] = None
    detection: Annotated[Detection | None, says("How it was found.", "Comment cela a été trouvé.")] = None
    narrative: Annotated[
        FreeText | None, says("What happened, in words; no names.", "Les faits, en toutes lettres ; pas de noms.")
    ] = None
    illicit_indicators: Annotated[
        tuple[Code, ...],
        Field(max_length=20),
        says("What was unlawful.", "Ce qui était illicite.", codes="illicit_indicator"),
    ] = ()
    route: Annotated[
        tuple[Leg, ...], Field(max_length=50), says("The route, in order.", "L'itinéraire, dans l'ordre.")
    ] = ()
    conveyance: Annotated[
        Code | None, says("The means of transport.", "Le moyen de transport.", codes="conveyance")
    ] = None
    transport: Annotated[Transport | None, says("Identifiers of the consignment.", "Identifiants de l'envoi.")] = None
    goods: Annotated[
        tuple[Goods, ...],
        Field(max_length=500),
        says("What was found or is looked for.", "Ce qui est trouvé ou cherché."),
    ] = ()
    concealment: Annotated[Concealment | None, says("How it was hidden.", "Comment c'était caché.")] = None
    cover_load: Annotated[CoverLoad | None, says("The goods that hid it.", "La marchandise de couverture.")] = None
    counterfeit: Annotated[StrictBool | None, says("The goods are counterfeit.", "La marchandise est contrefaite.")] = (
        None
    )
    right_holder: Annotated[
        Token | None, says("Keyed token of the right holder.", "Jeton à clé du titulaire du droit.")
    ] = None
    parties: Annotated[
        tuple[Party, ...], Field(max_length=100), says("Who is involved, by tokens.", "Les personnes, par jetons.")
    ] = ()
    token_key: Annotated[
        KeyCheck | None,
        says("Check value of the key that made the tokens.", "Valeur de contrôle de la clé des jetons."),
    ] = None
    outcome: Annotated[Outcome | None, says("What followed.", "Les suites.")] = None
    sharing: Annotated[SharingBlock | None, says("Who may read the report.", "Qui peut lire le rapport.")] = None
    grading: Annotated[Grading | None, says("How far it can be relied on.", "Sa fiabilité.")] = None
    # seizure
    related: Annotated[
        tuple[Reference, ...],
        Field(max_length=50),
        says("Other cases that you know belong to it.", "Autres affaires liées, connues de vous."),
    ] = ()
    # warning
    addressed_to: Annotated[
        tuple[ParticipantCode, ...],
        Field(max_length=300),
        says("Who must answer: codes of administrations.", "Qui doit répondre : codes d'administrations."),
    ] = ()
    answer_by: Annotated[Instant | None, says("By when.", "Avant quand.")] = None
    requested_action: Annotated[
        FreeText | None, says("What is asked for.", "Ce qui est demandé.", codes="requested_action")
    ] = None
    validity: Annotated[Validity | None, says("From when to when it stands.", "Période de validité.")] = None
    # feedback
    result: Annotated[Code | None, says("What came of the warning.", "Résultat.", codes="result")] = None
    seizure_ref: Annotated[
        NationalRef | None, says("Your reference of the seizure made.", "Votre référence de la saisie.")
    ] = None
    # lab_result
    identified: Annotated[
        tuple[Identified, ...], Field(max_length=100), says("Substances found.", "Substances trouvées.")
    ] = ()
    method: Annotated[
        Place | Methods | None,
        BeforeValidator(_method),
        says("Method or methods, such as GC-MS.", "Méthode ou méthodes, par exemple GC-MS."),
    ] = None
    status: Annotated[Code | None, says("How sure the laboratory is.", "Certitude.", codes="lab_status")] = None
    cutting: Annotated[
        tuple[CuttingAgent, ...], Field(max_length=100), says("Cutting agents found.", "Produits de coupe trouvés.")
    ] = ()
    net_mass: Annotated[Quantity | None, says("Net mass of what was seized.", "Masse nette saisie.")] = None
    profile_ref: Annotated[
        Mark | None, says("The laboratory's reference of the profile.", "Référence du profil au laboratoire.")
    ] = None
    # retraction
    reason: Annotated[FreeText | None, says("Why it is taken back.", "Pourquoi il est retiré.")] = None
    retraction_reason: Annotated[
        Code | None, says("The same as a code.", "Le même, en code.", codes="retraction_reason")
    ] = None

    @property
    def report_id(self) -> str:
        """The id of the case."""
        return report_id(self.administration, self.national_ref)

    @property
    def answers(self) -> str | None:
        """The id of the report that this one is about."""
        return report_id(self.in_reply_to.administration, self.in_reply_to.national_ref) if self.in_reply_to else None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        for name in REQUIRED[self.kind]:
            if not getattr(self, name) and not (name == "identified" and self.status in FOUND_NOTHING):
                raise PydanticCustomError("missing_for_kind", "{place}", {"place": f"/{name}", "kind": self.kind})
        for name in _FOREIGN[self.kind]:
            if getattr(self, name):
                raise PydanticCustomError("not_for_kind", "{place}", {"place": f"/{name}", "kind": self.kind})
        if self.kind == "seizure":
            self._seizure_is_whole()
        if self.kind == "warning" and not self._says_what_to_look_at():
            raise PydanticCustomError("missing_for_kind", "{place}", {"place": "/transport", "kind": self.kind})
        return self

    def _seizure_is_whole(self) -> None:
        if self.location and not self.location.type:
            raise PydanticCustomError("missing_for_kind", "{place}", {"place": "/location/type", "kind": self.kind})
        for index, goods in enumerate(self.goods):
            for name in REQUIRED_OF_SEIZED_GOODS:
                if getattr(goods, name) is None:
                    raise PydanticCustomError(
                        "missing_for_kind", "{place}", {"place": f"/goods/{index}/{name}", "kind": self.kind}
                    )

    def _says_what_to_look_at(self) -> bool:
        identified = self.transport is not None and bool(self.transport.model_dump(exclude_defaults=True))
        return identified or bool(self.route and self.goods) or bool(self.parties)
