"""What is seized: substances, forms, quantities, marks, and what hid them.

Weights follow what Operation GOALS was about: amphetamine-type stimulants, ketamine, new psychoactive
substances and synthetic opioids, with other drugs as bonus seizures that are few in number and heavy in
weight. Draws use integers and products only, never logarithms, so that every machine draws the same figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any, Final

from services.contracts.topics import Mode


@dataclass(frozen=True, slots=True)
class Substance:
    """A substance: its share of the seizures, the names that officers write, its forms, its CAS number."""

    weight: int
    names: tuple[str, ...]
    forms: tuple[str, ...]
    cas: str
    synthetic: bool = True


SUBSTANCES: Final = (
    Substance(20, ("Methamphetamine", "Metamfetamine", "Ice", "метамфетамин"), ("crystal", "powder"), "537-46-2"),
    Substance(17, ("MDMA", "Ecstasy", "Extasis"), ("tablet", "crystal"), "42542-10-9"),
    Substance(11, ("Amphetamine", "Amfetamine", "Speed"), ("powder", "paste"), "300-62-9"),
    Substance(3, ("Captagon", "Fenetylline"), ("tablet",), "3736-08-1"),
    Substance(12, ("Ketamine", "氯胺酮", "Kétamine"), ("powder", "crystal", "liquid"), "6740-88-1"),
    Substance(4, ("3-CMC",), ("crystal", "powder"), "1049677-59-9"),
    Substance(4, ("3-MMC", "3-Methylmethcathinone"), ("crystal", "powder"), "1246911-86-3"),
    Substance(2, ("alpha-PVP", "α-PVP"), ("crystal",), "14530-33-7"),  # noqa: RUF001 -- as officers write it
    Substance(3, ("5F-ADB", "5F-MDMB-PINACA"), ("powder", "plant"), "1715016-75-3"),
    Substance(2, ("2-FDCK", "Fluoroketamine"), ("powder",), "111982-50-4"),
    Substance(2, ("Fentanyl", "芬太尼"), ("powder", "tablet"), "437-38-7"),
    Substance(2, ("Isotonitazene",), ("powder",), "14188-81-9"),
    Substance(2, ("Tramadol",), ("tablet", "capsule"), "27203-92-5"),
    Substance(2, ("Etizolam",), ("tablet", "powder"), "40054-69-1"),
    Substance(3, ("GHB/GBL", "GBL"), ("liquid",), "591-81-1"),
    Substance(3, ("LSD", "Lysergide"), ("blotter",), "50-37-3"),
    Substance(4, ("Cocaine", "Cocaína"), ("powder",), "50-36-2", synthetic=False),
    Substance(3, ("Heroin", "Héroïne"), ("powder",), "561-27-3", synthetic=False),
    Substance(2, ("Cannabis resin", "Hashish"), ("resin",), "1972-08-3", synthetic=False),
)
_WEIGHTS: Final = [s.weight for s in SUBSTANCES]

# Least and greatest mass in grams of one seizure. Draws are cubed towards the least.
_GRAMS: Final[dict[Mode, tuple[int, int]]] = {
    "mail": (12, 4_000),
    "air": (150, 26_000),
    "land": (300, 90_000),
    "sea": (5_000, 900_000),
}
_LOGOS: Final = (
    "Crown",
    "Tesla",
    "Punisher",
    "Rolex",
    "Lacoste",
    "Bitcoin",
    "Pharaoh",
    "Mitsubishi",
    "Skull",
)
_COLOURS: Final = ("orange", "pink", "blue", "green", "purple", "yellow", "white")
_SHAPES: Final = ("round", "oval", "shield", "hexagonal")

# Concealment code, its words, cover load, its HS code; by mode.
_HIDDEN: Final[dict[Mode, tuple[tuple[str, str, str, str], ...]]] = {
    "mail": (
        ("toys", "inside toy boxes", "toys", "950300"),
        ("cosmetics", "in jars of face cream", "cosmetics", "330499"),
        ("electrical_parts", "behind a loudspeaker", "loudspeakers", "851822"),
        ("food", "in sachets of instant coffee", "coffee", "210111"),
        ("clothes", "sewn into jackets", "jackets", "620193"),
        ("postal", "between two sheets of card", "documents", "490199"),
    ),
    "air": (
        ("baggage", "false bottom of a suitcase", "travel goods", "420212"),
        ("car_parts", "inside shock absorbers", "shock absorbers", "870880"),
        ("swallowed", "in pellets", "", ""),
        ("freight", "in rolls of fabric", "fabric", "540752"),
        ("art_items", "in the frame of a picture", "pictures", "970121"),
    ),
    "land": (
        ("transport_vehicle", "hidden compartment behind the rear seat", "", ""),
        ("car_parts", "in the spare wheel", "tyres", "401110"),
        ("freight", "among ceramic tiles", "tiles", "690721"),
        ("food", "in crates of onions", "onions", "070310"),
    ),
    "sea": (
        ("container", "rip-off load behind the doors", "bananas", "080390"),
        ("furniture", "in hollow table legs", "furniture", "940360"),
        ("freight", "inside a grinding machine", "machinery", "846029"),
        ("sack", "in sacks of rice", "rice", "100630"),
        ("food", "in tins of fruit", "tinned fruit", "200820"),
    ),
}


def draw_substance(random: Random) -> Substance:
    """One substance by its share of the seizures."""
    return random.choices(SUBSTANCES, _WEIGHTS)[0]


def draw_goods(random: Random, mode: Mode, confirmed: bool) -> dict[str, Any]:
    """One line of goods as an officer writes it: any of the names, the unit that fits the form."""
    substance = draw_substance(random)
    form = random.choice(substance.forms)
    grams = _skewed(random, *_GRAMS[mode])
    goods: dict[str, Any] = {"substance": random.choice(substance.names)}
    if confirmed:
        goods["cas"] = substance.cas
    goods |= {"form": form, "quantity": _quantity(random, form, grams), "confirmed": confirmed}
    if confirmed and form in ("powder", "crystal"):
        goods["purity"] = random.randrange(18, 96)
    if form == "tablet" and random.random() < 0.8:
        goods["marks"] = _marks(random)
    return goods


def draw_hiding(random: Random, mode: Mode) -> dict[str, Any]:
    """Concealment and cover load, or a part of them: senders leave much out."""
    code, words, cover, hs = random.choice(_HIDDEN[mode])
    hiding: dict[str, Any] = {}
    if random.random() < 0.8:
        hiding["concealment"] = {"code": code, "text": words}
    if cover and random.random() < 0.6:
        hiding["cover_load"] = {"description": cover, "hs": hs, "weight_kg": random.randrange(5, 800) / 10}
    return hiding


def _skewed(random: Random, least: int, greatest: int) -> int:
    u = random.random()
    return least + int((greatest - least) * u * u * u)


def _quantity(random: Random, form: str, grams: int) -> dict[str, Any]:
    if form in ("tablet", "capsule"):
        return {"value": max(5, grams * 1000 // random.randrange(180, 480)), "unit": form}
    if form == "blotter":
        return {"value": max(10, grams // 4), "unit": "dose"}
    if form == "liquid":
        return {"value": grams / 1000, "unit": "litre"} if grams >= 500 else {"value": grams, "unit": "millilitre"}
    if grams >= 1000 and random.random() < 0.8:
        return {"value": grams / 1000, "unit": "kilogram"}
    return {"value": grams, "unit": "gram"}


def _marks(random: Random) -> dict[str, Any]:
    return {
        "logo": random.choice(_LOGOS),
        "colour": random.choice(_COLOURS),
        "shape": random.choice(_SHAPES),
        "mass_mg": random.randrange(180, 480),
        "diameter_mm": random.randrange(65, 110) / 10,
    }
