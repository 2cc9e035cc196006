"""Evidence: what a shared key says about two reports, how much it weighs, and the sentence that an officer reads.

Weights are the starting values of the linking rules: same object 10, same party by an exact token 8. A token is
never shown, not even to its owner: both sides read "token equal".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from services.contracts.events import LinkClass

EQUAL_UNSEEN: Final = "token equal"
_OBJECT_WEIGHT: Final = 10.0
_PARTY_WEIGHT: Final = 8.0

_OBJECTS: Final = {
    "s10": ("Both reports bear the postal item number {}.", "Les deux rapports portent le numéro d'envoi postal {}."),
    "awb": ("Both reports bear the air waybill {}.", "Les deux rapports portent la lettre de transport aérien {}."),
    "container": ("Both reports bear the container {}.", "Les deux rapports portent le conteneur {}."),
    "plate": (
        "Both reports bear the registration plate {}.",
        "Les deux rapports portent la plaque d'immatriculation {}.",
    ),
    "vessel": (
        "Both reports bear the same voyage of a vessel: {}.",
        "Les deux rapports portent le même voyage d'un navire : {}.",
    ),
}
_PARTIES: Final = {
    "phone": ("telephone number", "numéro de téléphone"),
    "email": ("e-mail address", "adresse électronique"),
    "address": ("address", "adresse"),
    "document": ("travel document", "document de voyage"),
    "account": ("account", "compte"),
    "wallet": ("wallet", "portefeuille électronique"),
    "handle": ("seller handle", "pseudonyme de vendeur"),
    "name": ("name", "nom"),
}


@dataclass(frozen=True, slots=True)
class KeyParts:
    """A match key taken apart. ``window`` names the rule that limits it in time."""

    link_class: LinkClass
    feature: str
    window: str
    shown: str
    weight: float
    texts: tuple[str, str]


def parts_of(key: str) -> KeyParts:
    """What a match key stands for. Raises KeyError for a key of no known type."""
    kind, _, value = key.partition(":")
    if kind == "party":
        field = value.partition(":")[0]
        english, french = _PARTIES[field]
        texts = (
            f"Both reports name a party with the same {english} (token equal).",
            f"Les deux rapports désignent une partie avec le même élément : {french} (jetons égaux).",
        )
        return KeyParts("same_party", f"party.{field}", field, EQUAL_UNSEEN, _PARTY_WEIGHT, texts)
    if kind == "vessel":
        number, _, voyage = value.partition(":")
        value = f"IMO {number} / {voyage}"
    english, french = (text.format(value) for text in _OBJECTS[kind])
    return KeyParts("same_object", kind, kind, value, _OBJECT_WEIGHT, (english, french))


def evidence_of(parts: KeyParts) -> dict[str, Any]:
    """The line of a link's explanation."""
    english, french = parts.texts
    return {
        "feature": parts.feature,
        "left": parts.shown,
        "right": parts.shown,
        "weight": parts.weight,
        "text": {"en": english, "fr": french},
    }
