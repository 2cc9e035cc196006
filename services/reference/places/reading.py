"""A place as an officer wrote it is read: only within its country, only when certain, and never by guessing."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from services.reference.countries import read_country
from services.reference.folding import key
from services.reference.places.choice import Wish
from services.reference.places.cleaning import LONGEST, cleaned, division_alone
from services.reference.places.gazetteer import Gazetteer, Place
from services.reference.places.generic_words import like_an_address
from services.reference.places.naming import Named, named
from services.reference.places.results import Candidate, How, PlaceReading, Reason
from services.reference.places.structure import article_first, division_codes, parts_of, read_parts
from services.reference.places.suggestions import suggestions

MOST_CANDIDATES: Final = 8
_COUNTRY: Final = re.compile(r"[A-Z]{2}")


def read_place(
    gazetteer: Gazetteer, raw: str, country: str | None, *, mode: str | None = None, division: str | None = None
) -> PlaceReading:
    """What a place field names. Never raises on any text.

    ``country``: ISO 3166-1 alpha-2 code of the country that the place is in; without one nothing is read.
    ``mode``: mode of transport there: "air" prefers airports, "sea" ports, "mail" postal exchange offices, then
    airports. ``division``: what the report says in its own field for an administrative division.
    """
    code = (country or "").strip().upper()
    if not _COUNTRY.fullmatch(code):
        return _unread(raw, None, (), "no_country")
    if len(raw) > LONGEST:
        return _unread(raw, code, (), "too_long")
    return _read_again(gazetteer, raw, code, mode, division if division and len(division) <= LONGEST else None)


@lru_cache(maxsize=16_384)
def _read_again(gazetteer: Gazetteer, raw: str, country: str, mode: str | None, division: str | None) -> PlaceReading:
    text, reason = cleaned(raw)
    hints = stated_divisions(gazetteer, country, division) if division else ()
    if reason is None and read_country(text).code == country and not gazetteer.look_up(country, key(text)):
        reason = "country"
    if reason:
        return _unread(raw, country, hints, reason)
    alone = _division_alone(gazetteer, country, raw, text)
    return _read(raw, alone, None, ()) if alone else _read_text(gazetteer, country, raw, text, Wish(None, mode, hints))


def _read_text(gazetteer: Gazetteer, country: str, raw: str, text: str, wish: Wish) -> PlaceReading:
    found = named(gazetteer, country, article_first(text), wish)
    if found and found.choice.place:
        return _read(raw, found, None, found.choice.candidates)
    parts = parts_of(text)
    if len(parts) == 1 and parts[0] != text:
        found = named(gazetteer, country, parts[0], wish)
        if found and found.choice.place:
            return _read(raw, found, None, found.choice.candidates)
    answer = read_parts(gazetteer, country, parts, wish) if len(parts) > 1 else None
    if answer and answer.named:
        return _read(raw, answer.named, answer.reason, answer.candidates)
    if answer and answer.reason:
        return _open(raw, country, wish, "ambiguous", answer.candidates, answer.reason)
    if found:
        why: Reason = "outside_division" if found.choice.outside else "same_name"
        return _open(raw, country, wish, "ambiguous", found.choice.candidates, why)
    if like_an_address(text):
        return _unread(raw, country, wish.divisions, "address")
    near = suggestions(gazetteer, country, text)
    if near:
        return _open(raw, country, wish, "suggested", near, "spelling")
    return _unread(raw, country, wish.divisions, "not_found")


def _division_alone(gazetteer: Gazetteer, country: str, raw: str, text: str) -> Named | None:
    """The division, where the text leaves the place for a town empty: "Kerman/-"."""
    if not division_alone(raw):
        return None
    found = named(gazetteer, country, text, Wish(wanted="division"))
    return found if found and found.choice.place else None


def stated_divisions(gazetteer: Gazetteer, country: str, division: str) -> tuple[str, ...]:
    """The divisions that a report's own division field names; empty when it names none that is known."""
    text, reason = cleaned(division)
    if reason:
        return ()
    codes = division_codes(gazetteer, country, text) or division_codes(gazetteer, country, f"{country}-{text}")
    if codes:
        return codes
    return tuple(code for part in parts_of(text) for code in division_codes(gazetteer, country, part))


def _read(raw: str, found: Named, reason: Reason | None, others: tuple[Place, ...]) -> PlaceReading:
    place = found.choice.place
    if place is None:  # a caller's fault: what is not decided goes to `_open`
        raise ValueError(f"{raw!r} has no place")
    how: How = "folded" if found.how == "exact" and place.name != raw and place.code != raw else found.how
    # Where a division's largest town is, is known; but a division is no point.
    lat, lon = (None, None) if place.kind == "division" else (place.lat, place.lon)
    return PlaceReading(
        raw, place.code, place.kind, place.name, place.country, place.subdivision, lat, lon,
        how, _candidates(others), reason,
    )  # fmt: skip


def _unread(raw: str, country: str | None, hints: tuple[str, ...], reason: Reason) -> PlaceReading:
    subdivision = hints[0] if len(hints) == 1 else None
    return PlaceReading(raw, None, None, None, country, subdivision, None, None, "unread", (), reason)


def _open(raw: str, country: str, wish: Wish, how: How, places: tuple[Place, ...], reason: Reason) -> PlaceReading:
    """What a person must decide."""
    subdivision = wish.divisions[0] if len(wish.divisions) == 1 else None
    return PlaceReading(raw, None, None, None, country, subdivision, None, None, how, _candidates(places), reason)


def _candidates(places: tuple[Place, ...]) -> tuple[Candidate, ...]:
    distinct = {place.code: place for place in places}
    return tuple(
        Candidate(place.code, place.name, place.kind, place.subdivision, place.lat, place.lon)
        for place in list(distinct.values())[:MOST_CANDIDATES]
    )
