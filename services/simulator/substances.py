# ruff: noqa: RUF001 -- names in several scripts, as officers write them
"""The substances of the operation: how often each is met, what officers call it in many languages, its forms.

Weights follow what Operation GOALS was about: amphetamine-type stimulants, ketamine, new psychoactive
substances and synthetic opioids, with other drugs as bonus seizures that are few in number and heavy in weight.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from types import MappingProxyType
from typing import Final

from services.simulator.pins import Script


@dataclass(frozen=True, slots=True)
class Substance:
    """A substance: its share of the seizures, the names that officers write, its forms, its CAS number.

    ``names`` are Latin, the usual one first; ``abroad`` holds its name in other scripts.
    """

    id: str
    weight: int
    names: tuple[str, ...]
    forms: tuple[str, ...]
    cas: str
    abroad: Mapping[Script, str]

    def named(self, random: Random, script: Script) -> str:
        """One of its names; in an officer's own script mostly that."""
        if script in self.abroad and random.random() < 0.6:
            return self.abroad[script]
        return random.choice(self.names)


_ABROAD: Final[tuple[Script, ...]] = ("Cyrillic", "Han", "Hangul", "Arabic")

# id | share | Latin names | forms | CAS | Cyrillic, Han, Hangul, Arabic
_TABLE: Final = """
methamphetamine | 20 | Methamphetamine, Metamfetamine, Méthamphétamine, Metanfetamina | crystal, powder | 537-46-2 | метамфетамин, 甲基苯丙胺, 메스암페타민, ميثامفيتامين
mdma | 17 | MDMA, Ecstasy, Éxtasis, XTC | tablet, crystal | 42542-10-9 | МДМА, 摇头丸, 엑스터시, إكستازي
amphetamine | 11 | Amphetamine, Amfetamine, Amphétamine, Anfetamina | powder, paste | 300-62-9 | амфетамин, 苯丙胺, 암페타민, أمفيتامين
fenetylline | 3 | Captagon, Fenetylline | tablet | 3736-08-1 | фенетиллин, 芬乙茶碱, 페네틸린, كبتاجون
ketamine | 12 | Ketamine, Kétamine, Ketamina | powder, crystal | 6740-88-1 | кетамин, 氯胺酮, 케타민, كيتامين
3-cmc | 4 | 3-CMC | crystal, powder | 1049677-59-9 | 3-CMC, 3-CMC, 3-CMC, 3-CMC
3-mmc | 4 | 3-MMC, 3-Methylmethcathinone | crystal, powder | 1246911-86-3 | 3-MMC, 3-MMC, 3-MMC, 3-MMC
alpha-pvp | 2 | alpha-PVP, α-PVP | crystal, powder | 14530-33-7 | α-PVP, α-PVP, α-PVP, α-PVP
5f-adb | 3 | 5F-ADB, 5F-MDMB-PINACA | powder, plant | 1715016-75-3 | 5F-ADB, 5F-ADB, 5F-ADB, 5F-ADB
2-fdck | 2 | 2-FDCK, 2-Fluorodeschloroketamine | powder, crystal | 111982-50-4 | 2-FDCK, 2-FDCK, 2-FDCK, 2-FDCK
fentanyl | 2 | Fentanyl, Fentanilo | powder, tablet | 437-38-7 | фентанил, 芬太尼, 펜타닐, فنتانيل
isotonitazene | 2 | Isotonitazene | powder | 14188-81-9 | изотонитазен, Isotonitazene, 이소토니타젠, Isotonitazene
tramadol | 2 | Tramadol | tablet, capsule | 27203-92-5 | трамадол, 曲马多, 트라마돌, ترامادول
etizolam | 2 | Etizolam | tablet, powder | 40054-69-1 | этизолам, 依替唑仑, 에티졸람, إيتيزولام
gbl | 3 | GBL, gamma-Butyrolactone | liquid | 96-48-0 | ГБЛ, γ-丁内酯, GBL, GBL
lsd | 3 | LSD, Lysergide | blotter | 50-37-3 | ЛСД, 麦角二乙胺, LSD, LSD
cocaine | 4 | Cocaine, Cocaína, Cocaïne | powder | 50-36-2 | кокаин, 可卡因, 코카인, كوكايين
heroin | 3 | Heroin, Héroïne, Heroína | powder | 561-27-3 | героин, 海洛因, 헤로인, هيروين
cannabis-resin | 2 | Cannabis resin, Hashish | resin | 6465-30-1 | гашиш, Hashish, 해시시, حشيش
"""  # noqa: E501 -- one row a substance


def _substance(row: str) -> Substance:
    name, share, names, forms, cas, abroad = (cell.strip() for cell in row.split("|"))
    return Substance(
        id=name,
        weight=int(share),
        names=tuple(names.split(", ")),
        forms=tuple(forms.split(", ")),
        cas=cas,
        abroad=MappingProxyType(dict(zip(_ABROAD, abroad.split(", "), strict=True))),
    )


SUBSTANCES: Final = tuple(_substance(row) for row in _TABLE.strip().splitlines())
BY_ID: Final = {substance.id: substance for substance in SUBSTANCES}
_WEIGHTS: Final = [substance.weight for substance in SUBSTANCES]


def draw_substance(random: Random) -> Substance:
    """One substance by its share of the seizures."""
    return random.choices(SUBSTANCES, _WEIGHTS)[0]


def other_than(substance: str, nth: int) -> str:
    """The id of another substance."""
    others = [each.id for each in SUBSTANCES if each.id != substance]
    return others[nth % len(others)]
