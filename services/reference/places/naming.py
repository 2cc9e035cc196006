"""One name, without structure, is looked up: as written, without the words that say its kind, romanised.

Each step is tried only when the one before it found nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from services.reference.folding import LOOSE_COUNTRIES, loose, romanised, words
from services.reference.places.choice import Choice, Wish, choose
from services.reference.places.gazetteer import Gazetteer
from services.reference.places.generic_words import Wanted, kinds_said
from services.reference.places.kinds import CODE_MARK, DIVISION_MARK, INSIDE_MARK, Grade, Use
from services.reference.places.results import How

_LOCODE: Final = re.compile(r"([A-Z]{2})[ -]?([A-Z0-9]{3})")
_IATA: Final = re.compile(r"[A-Z]{3}")
_DIVISION: Final = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
BY_AIR: Final = ("air", "mail")
_LONG_FORMS: Final = {
    "st": ("saint", "sankt", "sant", "san"),
    "ste": ("sainte",),
    "sta": ("santa",),
    "sto": ("santo",),
    "s": ("san", "santa"),
    "pto": ("puerto",),
    "pt": ("port",),
    "mt": ("mount",),
    "ft": ("fort",),
    "nva": ("nueva",),
    "nvo": ("nuevo",),
    "gral": ("general",),
    "vlle": ("valle",),
}


@dataclass(frozen=True, slots=True)
class Named:
    """What a name was found to be, and by which way."""

    choice: Choice
    how: How
    said: Wanted | None = None


def named(gazetteer: Gazetteer, country: str, text: str, wish: Wish) -> Named | None:
    """The place that the text names; None when no place bears the name."""
    return _by_code(gazetteer, country, text, wish) or _by_name(gazetteer, country, text, wish)


def _by_code(gazetteer: Gazetteer, country: str, text: str, wish: Wish) -> Named | None:
    for code in _codes_in(country, text, wish.mode):
        choice = choose(gazetteer, gazetteer.look_up(country, CODE_MARK + code.lower()), wish)
        if choice and choice.place:
            return Named(choice, "exact")
    return None


def _codes_in(country: str, text: str, mode: str | None) -> Iterator[str]:
    """The codes that the text may be. Three letters alone are an airport only where something comes by air."""
    if not text.isupper():
        return
    if _DIVISION.fullmatch(text) and text.startswith(country):
        yield text
    if (locode := _LOCODE.fullmatch(text)) and locode.group(1) == country:
        yield locode.group(1) + locode.group(2)
    if mode in BY_AIR and _IATA.fullmatch(text):
        yield text


def _by_name(gazetteer: Gazetteer, country: str, text: str, wish: Wish) -> Named | None:
    first: Named | None = None
    for found_key, said, how in _ways(country, text):
        wanted = wish.wanted or said
        if wish.wanted and said and not _agree(wish.wanted, said):
            continue
        inside = (f"{INSIDE_MARK}{division}:{found_key}" for division in wish.divisions)
        hits = next(filter(None, (gazetteer.look_up(country, each) for each in (*inside, found_key))), ())
        if wanted == "division":
            hits += gazetteer.look_up(country, DIVISION_MARK + found_key)
            if said == "division":
                hits = tuple(hit for hit in hits if not hit.place.uses & Use.TOWN)
        choice = choose(gazetteer, hits, replace(wish, wanted=wanted)) if hits else None
        if choice is None:
            continue
        result = Named(choice, how or _how(choice, text), said)
        if choice.place:
            return result
        first = first or result
    return first


def _agree(wanted: Wanted, said: Wanted) -> bool:
    return wanted == said or "locality" in (wanted, said)


def _how(choice: Choice, text: str) -> How:
    if choice.place and choice.place.name == text:
        return "exact"
    return "folded" if choice.grade == Grade.MAIN else "alias"


def _ways(country: str, text: str) -> Iterator[tuple[str, Wanted | None, How | None]]:
    """Keys to look up, with the kind that was said and how a place would have been found; no key twice."""
    seen: set[tuple[str, Wanted | None]] = set()
    plain = words(text)
    latin = romanised(text)
    spellings: list[tuple[list[str], How | None]] = [(plain, None)]
    if latin:
        spellings.append((words(latin), "romanised"))
    for spelling, how in spellings:
        for said, rest in (
            (None, plain if how is None else spelling),
            *kinds_said(spelling, country in LOOSE_COUNTRIES),
        ):
            for form in _long_forms(rest):
                found = "".join(form)
                if found and (found, said) not in seen:
                    seen.add((found, said))
                    yield found, said, how
    if country in LOOSE_COUNTRIES:
        for said, rest in ((None, plain), *kinds_said(plain, romanised=True)):
            found = loose(" ".join(rest))
            if found and (found, said) not in seen:
                seen.add((found, said))
                yield found, said, "romanised"


def _long_forms(written: list[str]) -> Iterator[list[str]]:
    yield written
    for number, word in enumerate(written):
        if word in _LONG_FORMS and len(written) > 1:
            for long in _LONG_FORMS[word]:
                yield [*written[:number], long, *written[number + 1 :]]
