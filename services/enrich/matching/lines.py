"""The lines of an explanation: one feature, both values, what it counts, and the sentence that an officer reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

Group = Literal["object", "series", "party", "product", "method", "context"]
Outcome = Literal["agree", "near", "differ"]
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
    "party.phone": ("telephone number of a party", "numéro de téléphone d'une partie"),
    "party.email": ("e-mail address of a party", "adresse électronique d'une partie"),
    "party.address": ("address of a party", "adresse d'une partie"),
    "party.document": ("travel document of a party", "document de voyage d'une partie"),
    "party.account": ("account of a party", "compte d'une partie"),
    "party.wallet": ("wallet of a party", "portefeuille électronique d'une partie"),
    "party.handle": ("seller handle of a party", "pseudonyme de vendeur d'une partie"),
    "party.pnr": ("booking reference of a party", "dossier passager d'une partie"),
    "party.bag_tag": ("baggage tag of a party", "étiquette de bagage d'une partie"),
    "party.name": ("name of a party", "nom d'une partie"),
    "party.name_parts": ("part of a party's name", "partie du nom d'une partie"),
    "party.name_phonetic": ("sound of a party's name", "forme phonétique du nom d'une partie"),
    "party.address_parts": ("part of a party's address", "partie de l'adresse d'une partie"),
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
    "time": ("time", "date"),
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
    "near": ("Both reports are near in {}: {} and {}.", "Les deux rapports sont proches ({}) : {} et {}."),
    "differ": ("The reports differ in {}: {} and {}.", "Les rapports diffèrent ({}) : {} et {}."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``weight`` is in bits, below 0 where it speaks against. ``key`` is the shared match key, if one."""

    feature: str
    group: Group
    outcome: Outcome
    left: str
    right: str
    weight: float
    key: str | None = None

    @property
    def evidence(self) -> dict[str, Any]:
        """As it stands in a link: feature, both values, weight (rounded to a thousandth), text in en and fr."""
        english, french = _SENTENCES[self.outcome]
        name_en, name_fr = _NAMES[self.feature]
        values = (self.left,) if self.outcome == "agree" else (self.left, self.right)
        return {
            "feature": self.feature,
            "left": self.left,
            "right": self.right,
            "weight": round(self.weight, 3),
            "text": {"en": english.format(name_en, *values), "fr": french.format(name_fr, *values)},
        }
