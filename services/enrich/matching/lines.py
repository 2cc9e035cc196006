"""The lines of an explanation: one feature, both values, what it counts, and the sentence that an officer reads."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple

from services.contracts.identifiers import matter_id

Group = Literal["object", "series", "party", "product", "method", "context"]
Outcome = Literal["agree", "near", "differ", "stands", "answers"]
"""``agree``: equal, or within what is counted as equal; ``near``: something between that and ``differ``.

``stands`` and ``answers`` are for lines that compare nothing: an equal number always makes a link; a reference.
"""
EQUAL_UNSEEN: Final = "token equal"
UNEQUAL_UNSEEN: Final = "tokens differ"
"""What stands for party tokens: a token is never shown, not even to its owner."""

_NAMES: Final[dict[str, tuple[str, str]]] = {
    "s10": ("postal item number", "numéro d'envoi postal"),
    "courier": ("courier tracking number", "numéro de suivi du coursier"),
    "receptacle": ("mail receptacle", "récipient postal"),
    "awb": ("air waybill", "lettre de transport aérien"),
    "house_awb": ("house air waybill", "lettre de transport aérien du groupeur"),
    "bag_tag": ("baggage tag", "étiquette de bagage"),
    "uld": ("unit load device", "unité de chargement"),
    "container": ("container", "conteneur"),
    "seal": ("seal", "scellé"),
    "bill_of_lading": ("bill of lading", "connaissement"),
    "booking": ("booking", "réservation"),
    "vessel": ("voyage of a vessel", "voyage d'un navire"),
    "ship": ("vessel", "navire"),
    "plate": ("registration plate", "plaque d'immatriculation"),
    "vin": ("vehicle identification number", "numéro de châssis"),
    "tir": ("TIR carnet", "carnet TIR"),
    "cmr": ("CMR consignment note", "lettre de voiture CMR"),
    "cim": ("CIM consignment note", "lettre de voiture CIM"),
    "wagon": ("rail wagon", "wagon"),
    "mrn": ("movement reference number", "numéro MRN"),
    "journey": ("journey", "voyage"),
    "serial": ("series of numbers", "série de numéros"),
    "party.phone": ("telephone number", "numéro de téléphone"),
    "party.email": ("e-mail address", "adresse électronique"),
    "party.address": ("address", "adresse"),
    "party.document": ("travel document", "document de voyage"),
    "party.account": ("account", "compte"),
    "party.wallet": ("wallet", "portefeuille électronique"),
    "party.handle": ("seller handle", "pseudonyme de vendeur"),
    "party.pnr": ("booking reference", "dossier passager"),
    "party.bag_tag": ("baggage tag", "étiquette de bagage"),
    "party.name": ("name", "nom"),
    "party.name_parts": ("part of the name", "partie du nom"),
    "party.name_phonetic": ("sound of the name", "forme phonétique du nom"),
    "party.address_parts": ("part of the address", "partie de l'adresse"),
    "corridor": ("route", "itinéraire"),
    "departure": ("country of departure", "pays de départ"),
    "destination": ("country of destination", "pays de destination"),
    "mode": ("mode of transport", "mode de transport"),
    "substance": ("substance", "substance"),
    "substance_group": ("group of substances", "groupe de substances"),
    "concealment": ("concealment", "dissimulation"),
    "cover_hs": ("heading of the cover load", "position du chargement de couverture"),
    "cover_words": ("cover load", "chargement de couverture"),
    "declared_value": ("declared value", "valeur déclarée"),
    "weight": ("declared weight", "poids déclaré"),
    "time": ("date", "date"),
    "place": ("place", "lieu"),
    "floor": ("number or token", "numéro ou jeton"),
    "reply": ("reference", "référence"),
    "posting": ("day of posting", "jour de dépôt"),
    "logo": ("logo", "logo"),
    "colour": ("colour", "couleur"),
    "shape": ("shape", "forme"),
    "mass": ("mass of a tablet", "masse d'un comprimé"),
    "diameter": ("diameter", "diamètre"),
    "thickness": ("thickness", "épaisseur"),
    "press": ("press mark", "marque de presse"),
    "tool": ("tool mark", "marque d'outil"),
    "photo": ("picture", "image"),
    "profile": ("laboratory profile", "profil de laboratoire"),
}
FEATURES: Final = frozenset(_NAMES)
"""Every feature that a line can be about."""

_SENTENCES: Final[dict[Outcome, tuple[str, str]]] = {
    "agree": ("Both reports bear the same {}: {}.", "Les deux rapports portent le même élément ({}) : {}."),
    "near": ("The reports are near in {}: {} and {}.", "Les rapports sont proches ({}) : {} et {}."),
    "differ": ("The reports differ in {}: {} and {}.", "Les rapports diffèrent ({}) : {} et {}."),
    "stands": (
        "An equal {} always makes a link, however much else differs.",
        "Un {} égal établit toujours un lien, quelles que soient les autres différences.",
    ),
    "answers": ("Report {1} answers report {2}.", "Le rapport {1} répond au rapport {2}."),
}
_OF_PARTIES: Final[dict[Outcome, tuple[str, str]]] = {
    "agree": (
        "Both reports name a party with the same {} (token equal).",
        "Les deux rapports désignent une partie avec le même élément : {} (jetons égaux).",
    ),
    "differ": (
        "The parties differ in their {} (tokens differ).",
        "Les parties diffèrent par l'élément : {} (jetons différents).",
    ),
}
_CROWDED: Final = (" Too many reports bear it for it to count.", " Trop de rapports le portent pour qu'il compte.")


class Line(NamedTuple):
    """One line. ``weight`` is in bits, below 0 where it speaks against.

    ``key`` is the shared match key, if it is one; ``parked`` says that too many reports bear it to mean anything.
    """

    feature: str
    group: Group
    outcome: Outcome
    left: str
    right: str
    weight: float
    key: str | None = None
    parked: bool = False

    def evidence(self, weight: float) -> dict[str, Any]:
        """As it stands in a link, where it counts ``weight``: feature, both values, text in en and fr."""
        english, french = _texts(self.feature, self.outcome, self.left, self.right, self.parked)
        # What is shown of a token is the same for all tokens: only its matter tells one from another.
        matter = {"matter": _matter(self.key)} if self.key and self.left == EQUAL_UNSEEN else {}
        return {
            "feature": self.feature,
            "left": self.left,
            "right": self.right,
            "weight": weight,
            "text": {"en": english, "fr": french},
            **matter,
        }


_matter = lru_cache(maxsize=4_096)(matter_id)


@lru_cache(maxsize=4_096)
def _texts(feature: str, outcome: Outcome, left: str, right: str, parked: bool) -> tuple[str, str]:
    said: Outcome = "near" if outcome == "agree" and left != right else outcome
    english, french = (_OF_PARTIES if feature.startswith("party.") else _SENTENCES)[said]
    more_en, more_fr = _CROWDED if parked else ("", "")
    name_en, name_fr = _NAMES[feature]
    return english.format(name_en, left, right) + more_en, french.format(name_fr, left, right) + more_fr


MOST_EQUAL: Final = 20
"""Equal values of one class that count: the hundredth parcel of a consignment says no more."""


def strongest(lines: list[Line]) -> list[Line]:
    """Not more equal values than a person reads: the strongest, in their order."""
    if len(lines) <= MOST_EQUAL:
        return lines
    kept = set(sorted(range(len(lines)), key=lambda place: (-lines[place].weight, place))[:MOST_EQUAL])
    return [line for place, line in enumerate(lines) if place in kept]


def total(weights: Iterable[float]) -> float:
    """A sum rounded to a thousandth of a bit, never -0.0."""
    return round(math.fsum(weights), 3) + 0.0


def worth(lines: Iterable[Line], factor: float) -> float:
    """What lines come to when agreements keep this share of their weight."""
    return sum([line.weight * factor if line.weight > 0 else line.weight for line in lines])
