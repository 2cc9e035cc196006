"""Names that a misspelt one may stand for. They are shown to a person, and decide nothing."""

from __future__ import annotations

from typing import Final

from rapidfuzz import fuzz, process

from services.reference.folding import LOOSE_COUNTRIES, words
from services.reference.places.gazetteer import Gazetteer, Place
from services.reference.places.generic_words import kinds_said

SHORTEST: Final = 5
LONGEST: Final = 40
LIKENESS: Final = 80
MOST: Final = 5
_START: Final = 3
"""Letters that must be right: the index finds names by their beginning."""


def suggestions(gazetteer: Gazetteer, country: str, text: str) -> tuple[Place, ...]:
    """The places whose names are most like the text, the likest first; none for short texts."""
    places: dict[int, Place] = {}
    rests = [rest for _, rest in kinds_said(words(text), country in LOOSE_COUNTRIES)]
    for written in dict.fromkeys("".join(rest) for rest in [*rests, words(text)]):
        if not SHORTEST <= len(written) <= LONGEST:
            continue
        names = gazetteer.keys_like(country, written[:_START], len(written) - 2, len(written) + 2)
        found = process.extract(written, names, scorer=fuzz.ratio, limit=MOST, score_cutoff=LIKENESS)
        for name, _, _ in found:
            for hit in gazetteer.look_up(country, name):
                places.setdefault(hit.place.id, hit.place)
    return tuple(places.values())[:MOST]
