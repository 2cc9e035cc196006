"""Words that officers write where no substance is known. Classes of substances are not among them: those say much."""

from __future__ import annotations

from typing import Final

_WORDS: Final = """
    unknown unk na n/a none nil null other others drug drugs narcotic narcotics substance substances powder pill pills
    tablet tablets capsule capsules liquid test tbc tba undetermined unidentified
    inconnu inconnue autre autres drogue drogues stupéfiant stupéfiants poudre comprimé comprimés indéterminé
    desconocido desconocida otro otra otros otras droga drogas estupefaciente estupefacientes polvo pastilla pastillas
    неизвестно неизвестное неизвестный другое иное прочее наркотик наркотики вещество порошок таблетка таблетки
    未知 不明 毒品 粉末 药片 마약 미상 مجهول مخدرات"""
_PHRASES: Final = (
    "white powder",
    "narcotic drug",
    "narcotic drugs",
    "unknown substance",
    "unknown drug",
    "unknown powder",
    "not known",
    "to be determined",
    "to be confirmed",
    "poudre blanche",
    "substance inconnue",
    "non identifié",
    "polvo blanco",
    "sustancia desconocida",
    "белый порошок",
    "неизвестное вещество",
    "наркотическое вещество",
    "наркотическое средство",
)
NOTHING: Final = frozenset({*_WORDS.split(), *_PHRASES})


def names_nothing(text: str) -> bool:
    """Does this name no substance at all: blank, a mark, or a word for anything?"""
    folded = " ".join(text.casefold().split()).strip(" .?!-_*")
    return folded in NOTHING or not any(map(str.isalnum, folded))
