"""Lists of who is involved, without saying who."""

from __future__ import annotations

from typing import Final

from services.contracts.code_lists.shape import CodeList

_FORM: Final = "CENcomm seizure form (CEN/STP4/APP/001)"
_OWN: Final = "Tocsin"

LISTS: Final = (
    CodeList(
        "party_role",
        f"{_FORM}; notify, seller, carrier, declarant, crew and haulier: {_OWN}",
        {
            "consignor": ("consignor", "expéditeur"),
            "consignee": ("consignee", "destinataire"),
            "notify": ("notify party", "partie à notifier"),
            "owner": ("owner", "propriétaire"),
            "driver": ("driver", "conducteur"),
            "passenger": ("passenger", "passager"),
            "crew": ("crew member", "membre d'équipage"),
            "broker": ("customs broker", "commissionnaire en douane"),
            "agent": ("agent", "agent"),
            "declarant": ("declarant", "déclarant"),
            "carrier": ("carrier", "transporteur"),
            "haulier": ("haulier", "transporteur routier"),
            "seller": ("seller or platform account", "vendeur ou compte de plateforme"),
            "suspect": ("suspect", "suspect"),
            "witness": ("witness", "témoin"),
            "other": ("other", "autre"),
        },
    ),
    CodeList(
        "party_kind",
        _OWN,
        {"person": ("person", "personne"), "organisation": ("organisation", "organisation")},
    ),
    CodeList(
        "gender",
        f"{_FORM}, gender (its values: {_OWN})",
        {
            "female": ("female", "femme"),
            "male": ("male", "homme"),
            "other": ("other", "autre"),
            "unknown": ("not known", "inconnu"),
        },
        "open",
    ),
    CodeList(
        "age_band",
        f"{_FORM}, age (in bands: {_OWN})",
        {
            "0-14": ("0 to 14 years", "0 à 14 ans"),
            "15-17": ("15 to 17 years", "15 à 17 ans"),
            "18-24": ("18 to 24 years", "18 à 24 ans"),
            "25-34": ("25 to 34 years", "25 à 34 ans"),
            "35-44": ("35 to 44 years", "35 à 44 ans"),
            "45-54": ("45 to 54 years", "45 à 54 ans"),
            "55-64": ("55 to 64 years", "55 à 64 ans"),
            "65+": ("65 years and more", "65 ans et plus"),
        },
        "open",
    ),
    CodeList(
        "token_type",
        _OWN,
        {
            "name": ("name", "nom"),
            "name_parts": ("each part of the name", "chaque partie du nom"),
            "name_phonetic": ("sound of the name", "nom phonétique"),
            "address": ("address", "adresse"),
            "address_parts": ("parts of the address", "parties de l'adresse"),
            "phone": ("telephone", "téléphone"),
            "email": ("e-mail address", "adresse électronique"),
            "document": ("identity or travel document", "pièce d'identité ou de voyage"),
            "account": ("bank or card account", "compte bancaire ou carte"),
            "wallet": ("crypto wallet", "portefeuille de cryptomonnaie"),
            "handle": ("handle on a platform", "pseudonyme sur une plateforme"),
            "bag_tag": ("bag tag of a passenger", "étiquette de bagage d'un passager"),
            "pnr": ("passenger name record", "dossier passager (PNR)"),
        },
    ),
)
