"""What hides the goods: the place, the words for it, the load that covers it and what was declared of that load.

Shares of hiding places follow UNODC's individual drug seizures of 2011-2014: most mail says no more than "postal",
most passengers carry it in their baggage. Cover loads are many, as in trade, so that two reports seldom name the same.
"""

from __future__ import annotations

from random import Random
from typing import Final, NamedTuple

from services.contracts.topics import Mode
from services.simulator.pins import Manner


class Cover(NamedTuple):
    """A cover load: what it is, its heading of the Harmonized System."""

    description: str
    hs: str


# Hiding place, its share, the words of different officers for it; {} is the cover load.
_TABLE: Final[dict[Mode, str]] = {
    "mail": """
postal 60 in the parcel under {} | between {} and the wall of the box | loose in the envelope | vacuum sealed beneath {}
inserted 14 inserted in {} | pressed into {} | within {}, glued shut
package 6 double wall of the box | under a second bottom of cardboard
cosmetics 4 in jars | in a tube, resealed | in shampoo bottles
food 3 in sachets | in a packet of noodles | baked into biscuits
toys 3 inside toy boxes | in a stuffed animal
electrical_parts 3 behind a loudspeaker | in the battery bay of {}
gifts 2 gift wrapped | in a card
clothes 2 sewn into a lining | in a rolled pair of trousers
other 3 see narrative""",
    "air": """
baggage 40 false bottom of a suitcase | between clothes in a trolley | in the lining of a bag | taped inside a rucksack
swallowed 20 in pellets | 60 pellets, X-ray at the hospital | internally carried
outerwear 8 taped under a coat | in the hem of a jacket
body 6 strapped to the legs | under a corset | adhesive belt
inserted 8 inserted in {} | within {}, cut open and glued
handbag 5 in a handbag | in a purse
freight 6 among {} | under pallets of {}
cosmetics 3 in bottles of shampoo | in cream
shoes 2 in hollow soles | under insoles
food 2 in tins | in packets of coffee""",
    "land": """
transport_vehicle 35 compartment behind the rear seat | under the floor of the cab | in the roof lining
car_parts 25 in the spare wheel | in the bumper | in the fuel tank | inside the doors
baggage 15 in a travel bag | among luggage in the boot
inserted 8 inserted in {}
freight 8 among {} | behind pallets of {}
plastic_bags 5 in a bag under the seat | wrapped on the back seat
food 4 in crates | under vegetables""",
    "sea": """
container 40 rip-off load behind the doors | in the ceiling of the container | in the floor beams
freight 22 among {} | in the middle of {} | under {}
inserted 10 inserted in {}
sack 8 in sacks | in sacks marked with a cross
food 8 in tins | in frozen blocks
furniture 6 in hollow legs | behind panels
vessel 4 in the engine room | in the sea chest
other 2 see narrative""",
}


class Hiding(NamedTuple):
    """A hiding place: its code, its share, the words for it."""

    code: str
    share: int
    words: tuple[str, ...]


def _hiding(row: str) -> Hiding:
    code, share, words = row.split(" ", 2)
    return Hiding(code, int(share), tuple(word.strip() for word in words.split("|")))


_PLACES: Final = {mode: tuple(map(_hiding, rows.strip().splitlines())) for mode, rows in _TABLE.items()}
_SHARES: Final = {mode: [place.share for place in places] for mode, places in _PLACES.items()}

RARE: Final[dict[Mode, tuple[str, ...]]] = {
    "mail": ("toys", "appliances", "shoes", "beverages", "office_supplies", "furniture", "art_items", "backpack"),
    "air": ("art_items", "appliances", "beverages", "underwear", "electrical_parts", "toys", "office_supplies"),
    "land": ("furniture", "appliances", "beverages", "bike", "electrical_parts", "toys"),
    "sea": ("appliances", "beverages", "art_items", "bike", "shoes", "toys", "office_supplies"),
}
"""Hiding places that are seldom met in this mode: how an organisation is known again."""

_COVERS: Final = """
toys 950300|face cream 330499|loudspeakers 851822|instant coffee 210111|jackets 620193|printed cards 490199
picture books 490300|scented candles 340600|toilet soap 340111|vitamin powder 210690|green tea 090220
phone cases 392690|ceramic mugs 691200|canvas shoes 640411|leather handbags 420222|LED lamps 853952|hair dryers 851631
curtains 630392|board games 950490|music boxes 920890|photo frames 441400|leather belts 420330|power banks 850760
toothpaste 330610|chocolate bars 180632|rice noodles 190230|car mats 570500|bicycle lamps 851210|fishing reels 950730
wrist watches 910211|ground spices 091099|honey 040900|wigs 670419|lip colour 330410|shampoo 330510|dried fruit 081340
shirts 610910|blankets 630140|keyboards 847160|toner 844399|kitchen knives 821192|plush animals 950341
travel goods 420212|shock absorbers 870880|cotton fabric 520811|oil paintings 970121|ceramic tiles 690721|onions 070310
car tyres 401110|bananas 080390|wooden furniture 940360|grinding machines 846029|rice 100630|tinned pineapple 200820
water pumps 841370|floor polish 340520|fruit juice 200989|olive oil 150920|brake pads 870830|washing machines 845011
garden chairs 940179|sunglasses 900410|yoga mats 950691|pottery 691390|printed fabric 540754|baby clothes 611120
marble slabs 680221|paper rolls 480256|frozen fish 030389|scrap copper 740400|coconut milk 200899|steel pipes 730640
air filters 842139|gear boxes 870840|door locks 830140|bed linen 630231|screwdrivers 820540|guitars 920290
"""
COVERS: Final = tuple(
    Cover(*row.rsplit(" ", 1)) for line in _COVERS.strip().splitlines() for row in line.strip().split("|")
)
"""Cover loads, many and equally likely."""

# The load that covers it, in tenths of a kilogram.
_TENTHS: Final[dict[Mode, tuple[int, int]]] = {
    "mail": (2, 60),
    "air": (50, 3_000),
    "land": (1_000, 60_000),
    "sea": (10_000, 250_000),
}
CURRENCIES: Final = ("EUR", "USD", "GBP", "CNY")
_WORDINGS: Final = ("inside {}", "hidden in {}", "{} with hollow walls", "within {}, wrapped in foil")


def draw_hiding(random: Random, mode: Mode) -> Manner:
    """Concealment, cover load and declaration of an ordinary report, or a part of them: senders leave much out."""
    code, _, words = random.choices(_PLACES[mode], _SHARES[mode])[0]
    cover, word = random.choice(COVERS), random.choice(words)
    told, covered, declared = random.random() < 0.8, random.random() < 0.6, random.random() < 0.35
    covered = covered and code not in ("swallowed", "body", "outerwear")
    value, currency = random.randrange(5, 900), random.choice(CURRENCIES)
    weight = random.randrange(*_TENTHS[mode]) / 10
    return Manner(
        organisation=0,
        concealment=code if told else None,
        words=word.format(cover.description) if told else None,
        cover=cover.description if covered else None,
        hs=cover.hs if covered else None,
        value=value if covered and declared else None,
        currency=currency if covered and declared else None,
        weight=weight if covered else None,
    )


def draw_manner(random: Random, mode: Mode, organisation: int) -> Manner:
    """The way in which an organisation hides: a rare place, a cover load, a declared value and weight."""
    cover = random.choice(COVERS)
    return Manner(
        organisation=organisation,
        concealment=random.choice(RARE[mode]),
        words=f"inside {cover.description}",
        cover=cover.description,
        hs=cover.hs,
        value=random.randrange(30, 900),
        currency=random.choice(CURRENCIES),
        weight=random.randrange(*_TENTHS[mode]) / 10,
    )


def reworded(random: Random, cover: str) -> str:
    """The same hiding place in another officer's words."""
    return random.choice(_WORDINGS).format(cover)
