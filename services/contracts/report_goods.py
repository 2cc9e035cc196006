"""What was found: the goods, what they look like, and what a laboratory says of them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictBool, StrictInt

from services.contracts.report_values import Block, Code, ItemNumber, Mark, PerCent, Place, Positive, says


class Quantity(Block):
    """A figure above zero and the word of its unit, as written."""

    value: Annotated[Positive, says("The figure as written.", "Le chiffre tel qu'écrit.")]
    unit: Annotated[
        Mark, says("The word of the unit, as written.", "Le mot de l'unité, tel qu'écrit.", codes="quantity_unit")
    ]


class TabletMarks(Block):
    """What a tablet or package looks like; lengths in millimetres, mass in milligrams."""

    logo: Annotated[Mark | None, says("Logo on the front.", "Logo, face avant.")] = None
    logo_back: Annotated[Mark | None, says("Logo on the back.", "Logo, face arrière.")] = None
    colour: Annotated[Mark | None, says("Colour of the surface.", "Couleur de la surface.")] = None
    colour_inside: Annotated[Mark | None, says("Colour inside.", "Couleur intérieure.")] = None
    shape: Annotated[Mark | None, says("Shape seen from above.", "Forme vue de dessus.")] = None
    score: Annotated[Mark | None, says("Break lines.", "Lignes de sécabilité.")] = None
    diameter_mm: Annotated[Positive | None, says("Diameter.", "Diamètre.", unit="mm")] = None
    length_mm: Annotated[Positive | None, says("Length, when not round.", "Longueur, si non rond.", unit="mm")] = None
    width_mm: Annotated[Positive | None, says("Width, when not round.", "Largeur, si non rond.", unit="mm")] = None
    thickness_mm: Annotated[Positive | None, says("Thickness.", "Épaisseur.", unit="mm")] = None
    mass_mg: Annotated[Positive | None, says("Mass of one tablet.", "Masse d'un comprimé.", unit="mg")] = None
    press: Annotated[Place | None, says("Marks of the press.", "Marques de la presse.")] = None
    tool: Annotated[Place | None, says("Marks of other tools.", "Marques d'autres outils.")] = None
    granulousness: Annotated[Mark | None, says("How grainy it is.", "Granulosité.")] = None
    odour: Annotated[Mark | None, says("What it smells of.", "Odeur.")] = None
    package: Annotated[
        Place | None, says("Stamp, label or print on the package.", "Tampon, étiquette ou impression du paquet.")
    ] = None


class Photo(Block):
    """A picture by its hashes; the picture itself stays with its owner."""

    sha256: Annotated[
        str,
        Field(pattern=r"^[0-9a-f]{64}$"),
        says("SHA-256 of the file, in hexadecimal.", "SHA-256 du fichier, en hexadécimal."),
    ]
    media_type: Annotated[
        str,
        Field(pattern=r"^image/[a-z0-9.+-]{1,40}$"),
        says("Media type of the picture.", "Type de média de l'image."),
    ]
    size_bytes: Annotated[
        Annotated[StrictInt, Field(ge=1, le=10**12)] | None,
        says("Size of the file.", "Taille du fichier.", unit="bytes"),
    ] = None
    phash: Annotated[
        Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")] | None,
        says(
            "Perceptual hash of 64 bits, in hexadecimal: alike for pictures that look alike.",
            "Empreinte perceptuelle de 64 bits, en hexadécimal : proche pour des images semblables.",
        ),
    ] = None


class Goods(Block):
    """One kind of goods in the case. ``substance`` is as written."""

    no: Annotated[
        ItemNumber | None, says("Its number in the case; default: its position.", "Son numéro ; par défaut, son rang.")
    ] = None
    substance: Annotated[
        Place | None, says("The substance as written, in any language.", "La substance telle qu'écrite, toute langue.")
    ] = None
    cas: Annotated[Mark | None, says("CAS number.", "Numéro CAS.", codes="cas")] = None
    inchikey: Annotated[Mark | None, says("InChIKey, 27 characters.", "InChIKey, 27 caractères.")] = None
    confirmed: Annotated[
        StrictBool | None,
        says("true: by a laboratory; false: presumptive.", "true : par un laboratoire ; false : présomptif."),
    ] = None
    form: Annotated[Code | None, says("Its form.", "Sa forme.", codes="form")] = None
    quantity: Annotated[Quantity | None, says("How much, as measured.", "Quantité mesurée.")] = None
    count: Annotated[
        Annotated[StrictInt, Field(ge=0, le=10**12)] | None,
        says("Number of tablets, packets or blotters.", "Nombre de comprimés, sachets ou buvards.", unit="pieces"),
    ] = None
    purity: Annotated[PerCent | None, says("Purity.", "Pureté.", unit="%")] = None
    purity_basis: Annotated[
        Code | None, says("What the purity counts.", "Ce que compte la pureté.", codes="purity_basis")
    ] = None
    packaging: Annotated[Place | None, says("How it was packed.", "Conditionnement.")] = None
    packaging_code: Annotated[
        Mark | None, says("Code of the packaging.", "Code du conditionnement.", codes="package")
    ] = None
    marks: Annotated[TabletMarks | None, says("What it looks like.", "Aspect.")] = None
    photos: Annotated[
        tuple[Photo, ...], Field(max_length=50), says("Pictures, by hash.", "Images, par empreinte.")
    ] = ()
    profile_ref: Annotated[
        Mark | None, says("The laboratory's reference of its profile.", "Référence du profil au laboratoire.")
    ] = None


class Identified(Block):
    """A substance that the laboratory found."""

    no: Annotated[
        ItemNumber | None, says("Number of the goods in the case.", "Numéro des marchandises dans l'affaire.")
    ] = None
    substance: Annotated[Place, says("The substance found.", "La substance trouvée.")]
    cas: Annotated[Mark | None, says("CAS number.", "Numéro CAS.", codes="cas")] = None
    inchikey: Annotated[Mark | None, says("InChIKey, 27 characters.", "InChIKey, 27 caractères.")] = None
    share: Annotated[PerCent | None, says("Its share of the sample.", "Sa part de l'échantillon.", unit="%")] = None
    purity: Annotated[PerCent | None, says("Purity.", "Pureté.", unit="%")] = None
    purity_basis: Annotated[
        Code | None, says("What the purity counts.", "Ce que compte la pureté.", codes="purity_basis")
    ] = None


class CuttingAgent(Block):
    """A substance that the sample was cut with."""

    no: Annotated[
        ItemNumber | None, says("Number of the goods in the case.", "Numéro des marchandises dans l'affaire.")
    ] = None
    substance: Annotated[Place, says("The substance found.", "La substance trouvée.")]
    cas: Annotated[Mark | None, says("CAS number.", "Numéro CAS.", codes="cas")] = None
    inchikey: Annotated[Mark | None, says("InChIKey, 27 characters.", "InChIKey, 27 caractères.")] = None
    share: Annotated[PerCent | None, says("Its share of the sample.", "Sa part de l'échantillon.", unit="%")] = None
