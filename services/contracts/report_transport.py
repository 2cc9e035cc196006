"""How goods travel: the route, and the identifiers of consignment and conveyance."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictBool, StrictInt

from services.contracts.report_values import (
    Block,
    Code,
    Country,
    Currency,
    Day,
    FreeText,
    Mark,
    Marks,
    NotNegative,
    Place,
    Positive,
    says,
)


class Leg(Block):
    """One leg of the route. ``country`` may be the word ``unknown``."""

    role: Annotated[Code, says("What happened there.", "Ce qui s'y est passé.", codes="leg_role")]
    country: Annotated[Country, says("Its country, or unknown.", "Son pays, ou unknown.", codes="country")]
    division: Annotated[Place | None, says("State or province, as written.", "État ou province, tel qu'écrit.")] = None
    place: Annotated[
        Place | None,
        says("Place, port or airport, as written.", "Lieu, port ou aéroport, tel qu'écrit."),
    ] = None
    locode: Annotated[Mark | None, says("UN/LOCODE of the place.", "Code UN/LOCODE du lieu.", codes="locode")] = None
    date: Annotated[Day | None, says("The day on which it was there.", "Le jour où l'envoi y était.")] = None
    carrier: Annotated[Place | None, says("Who carried it from there.", "Qui l'a transporté depuis ce lieu.")] = None
    transport: Annotated[
        Code | None,
        says("How it travelled from there.", "Comment il a voyagé depuis ce lieu.", codes="leg_transport"),
    ] = None


class Vessel(Block):
    """A ship by its numbers; the name alone identifies nothing."""

    imo: Annotated[Mark | None, says("IMO ship number, seven digits.", "Numéro OMI, sept chiffres.")] = None
    mmsi: Annotated[
        Mark | None, says("MMSI of the radio station, nine digits.", "MMSI de la station radio, neuf chiffres.")
    ] = None
    name: Annotated[Place | None, says("Name of the ship.", "Nom du navire.")] = None
    flag: Annotated[Country | None, says("Flag state.", "État du pavillon.", codes="country")] = None


class Plate(Block):
    """A registration plate with the country that issued it."""

    country: Annotated[Country, says("The country that issued it.", "Le pays d'immatriculation.", codes="country")]
    number: Annotated[
        Mark, says("The number as on the plate; tractor and trailer apart.", "Le numéro de la plaque, un par véhicule.")
    ]


class ContentLine(Block):
    """One line of a postal customs declaration, as declared."""

    description: Annotated[FreeText | None, says("Contents as declared.", "Contenu déclaré.")] = None
    quantity: Annotated[NotNegative | None, says("Number of pieces declared.", "Nombre de pièces déclaré.")] = None
    declared_value: Annotated[NotNegative | None, says("Value declared.", "Valeur déclarée.", unit="currency")] = None
    currency: Annotated[Currency | None, says("Its currency.", "Sa monnaie.", codes="currency")] = None
    net_weight_kg: Annotated[Positive | None, says("Net weight declared.", "Poids net déclaré.", unit="kg")] = None
    hs: Annotated[Mark | None, says("HS code, six digits.", "Code SH, six chiffres.", codes="hs")] = None
    origin: Annotated[Country | None, says("Country of origin.", "Pays d'origine.", codes="country")] = None


class PostalContent(Block):
    """What the sender declared to the post (CN 22, CN 23, CP 72)."""

    form: Annotated[Code | None, says("The form.", "Le formulaire.", codes="content_form")] = None
    category: Annotated[Code | None, says("Category ticked on it.", "Catégorie cochée.", codes="content_category")] = (
        None
    )
    lines: Annotated[
        tuple[ContentLine, ...], Field(max_length=100), says("Lines as declared.", "Lignes déclarées.")
    ] = ()


class Transport(Block):
    """Identifiers of consignment and conveyance. Every identifier is taken in every mode."""

    items: Annotated[Marks, says("Postal items (UPU S10).", "Envois postaux (UPU S10).", modes=("mail",))] = ()
    courier: Annotated[
        Marks,
        says("Tracking numbers of couriers.", "Numéros de suivi des coursiers.", modes=("mail", "air", "land")),
    ] = ()
    service_class: Annotated[
        Code | None, says("The post's class of service.", "Service postal.", codes="service_class", modes=("mail",))
    ] = None
    posted_on: Annotated[Day | None, says("Day of posting.", "Jour du dépôt.")] = None
    impc_origin: Annotated[
        Mark | None,
        says(
            "Office of exchange that sent it (IMPC code).",
            "Bureau d'échange d'origine (code IMPC).",
            codes="impc",
            modes=("mail",),
        ),
    ] = None
    impc_destination: Annotated[
        Mark | None,
        says(
            "Office of exchange that it was sent to (IMPC code).",
            "Bureau d'échange de destination (code IMPC).",
            codes="impc",
            modes=("mail",),
        ),
    ] = None
    receptacle: Annotated[Mark | None, says("Receptacle (UPU S9).", "Récipient postal (UPU S9).", modes=("mail",))] = (
        None
    )
    dispatch: Annotated[Mark | None, says("Dispatch (UPU S8).", "Dépêche (UPU S8).", modes=("mail",))] = None
    content: Annotated[
        PostalContent | None,
        says("What was declared to the post.", "Ce qui a été déclaré à la poste.", modes=("mail",)),
    ] = None
    packaging: Annotated[Place | None, says("What marks the outer packaging.", "Particularité de l'emballage.")] = None
    awb: Annotated[
        Mark | None,
        says("Air waybill, 3 and 8 digits.", "Lettre de transport aérien, 3 et 8 chiffres.", modes=("air",)),
    ] = None
    house_awb: Annotated[
        Mark | None, says("The forwarder's own waybill.", "Lettre de transport du transitaire.", modes=("air",))
    ] = None
    flight: Annotated[
        Mark | None, says("Flight, airline and number.", "Vol, compagnie et numéro.", modes=("air", "mail"))
    ] = None
    flight_date: Annotated[Day | None, says("Day of departure of the flight.", "Jour de départ du vol.")] = None
    uld: Annotated[Marks, says("Unit load devices.", "Unités de chargement (ULD).", modes=("air",))] = ()
    bag_tags: Annotated[Marks, says("Bag tags, 10 digits.", "Étiquettes de bagage, 10 chiffres.", modes=("air",))] = ()
    pieces: Annotated[
        Annotated[StrictInt, Field(ge=1, le=10**9)] | None,
        says("Pieces declared.", "Nombre de colis déclaré.", unit="pieces"),
    ] = None
    weight_kg: Annotated[
        Positive | None,
        says("Gross weight declared for the consignment.", "Poids brut déclaré de l'envoi.", unit="kg"),
    ] = None
    containers: Annotated[Marks, says("Containers (ISO 6346).", "Conteneurs (ISO 6346).", modes=("sea",))] = ()
    seals: Annotated[Marks, says("Seals, as found.", "Scellés, tels que trouvés.")] = ()
    stow_position: Annotated[Mark | None, says("Where it was stowed on board.", "Position à bord.", modes=("sea",))] = (
        None
    )
    bills_of_lading: Annotated[
        Marks, says("Bills of lading, master and house.", "Connaissements, principal et secondaires.", modes=("sea",))
    ] = ()
    vessel: Annotated[Vessel | None, says("The ship.", "Le navire.", modes=("sea",))] = None
    voyage: Annotated[Mark | None, says("Voyage number of the ship.", "Numéro de voyage.", modes=("sea",))] = None
    hull_id: Annotated[
        Mark | None,
        says("Hull identification of a small craft.", "Numéro de coque d'une petite embarcation.", modes=("sea",)),
    ] = None
    plates: Annotated[
        tuple[Plate, ...],
        Field(max_length=50),
        says("Registration plates.", "Plaques d'immatriculation.", modes=("land",)),
    ] = ()
    vin: Annotated[
        Mark | None,
        says("Vehicle identification number, 17 characters.", "Numéro de châssis, 17 caractères.", modes=("land",)),
    ] = None
    tir: Annotated[Mark | None, says("TIR carnet.", "Carnet TIR.", modes=("land",))] = None
    cmr: Annotated[
        Mark | None, says("CMR road consignment note.", "Lettre de voiture CMR (route).", modes=("land",))
    ] = None
    cim: Annotated[
        Mark | None, says("CIM rail consignment note.", "Lettre de voiture CIM (rail).", modes=("land",))
    ] = None
    wagons: Annotated[Marks, says("Rail wagons.", "Wagons.", modes=("land",))] = ()
    border_post: Annotated[
        Place | None,
        says("Border post, name or UN/LOCODE.", "Poste frontière, nom ou UN/LOCODE.", modes=("land",)),
    ] = None
    hidden_compartment: Annotated[
        Place | None,
        says("Where a compartment was built into the vehicle.", "Où une cache était aménagée dans le véhicule."),
    ] = None
    pedestrian: Annotated[StrictBool | None, says("Carried across on foot.", "Passé à pied.", modes=("land",))] = None
    booking: Annotated[Mark | None, says("Booking number of the carrier.", "Numéro de réservation.")] = None
    mrn: Annotated[
        Mark | None, says("Movement reference number of customs (MRN).", "Numéro de référence douanier (MRN).")
    ] = None
