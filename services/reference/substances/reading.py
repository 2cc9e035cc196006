"""A substance as written by an officer, read into the list: aliases decide, likeness only suggests.

The steps, the first that answers wins: the name as a whole; the name without words of form and salt; the name put
right; what brackets say; "... and its derivates" as the class; two names as a mixture. A name that is merely like a
listed one is suggested to a person and gets no id: metonitazene and etonitazene, MDA and MDMA, 3-MMC and 4-MMC are
as like as any misspelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from rapidfuzz import fuzz, process

from services.reference.substances.catalogue import FUZZY_LETTERS, Catalogue, Meaning, catalogue
from services.reference.substances.folding import LONGEST, fold, letters, spelt, tokens
from services.reference.substances.peeling import peelings
from services.reference.substances.repairs import CODE, repaired
from services.reference.substances.substance import Kind
from services.reference.substances.words import denies

How = Literal["name", "alias", "bracket", "repaired", "code", "suggested", "ambiguous", "unread"]

LIKE_ENOUGH: Final = 88.0
"""Least ratio for a suggestion. No threshold separates misspellings from other substances: hence suggestion only."""

_MOST_SUGGESTIONS: Final = 3
_MOST_PARTS: Final = 6
# A bracket belongs to a systematic name unless a blank or an end of the text stands before and behind it.
_BRACKET: Final = re.compile(r"(?:(?<=\s)|^)[(\[{]([^()\[\]{}]*)[)\]}](?=\s|$)")

# "Synthetic cannabinoid - JWH-018", "ATS: methamphetamine": what follows is read like a bracket.
_DASH: Final = re.compile(r"([^:]+?)(?:\s+[-\u2010-\u2015]+|\s*:)\s+(.+)")


@dataclass(frozen=True, slots=True)
class SubstanceReading:
    """What a written name was read as.

    ``id`` is None when ``how`` is suggested, ambiguous or unread, and for a mixture that the list has no entry for.
    ``kind`` class: the id is a class, never a substance. ``parent`` is the substance of a salt or isomer, and for a
    product only presumed. ``form`` and ``salt`` are what the words said. ``suggestions`` are for a person to choose
    from; for a class made of a member ("MDPV and its derivates") the member. ``contains``: the parts of a mixture.
    """

    raw: str
    id: str | None = None
    parent: str | None = None
    kind: Kind | None = None
    group: str | None = None
    form: str | None = None
    salt: str | None = None
    how: How = "unread"
    suggestions: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()


def read_substance(raw: str) -> SubstanceReading:
    """The reading of a name in any language and script. Never raises on any text."""
    if len(raw) > LONGEST:
        return SubstanceReading(raw)
    return _read(raw)


@lru_cache(maxsize=8192)
def _read(raw: str) -> SubstanceReading:
    return read_with(catalogue(), raw)


def read_with(listed: Catalogue, raw: str) -> SubstanceReading:
    """``read_substance`` against another list."""
    reading = (
        _plain(listed, raw)
        or _of_brackets(listed, raw)
        or _of_class(listed, raw)
        or _of_parts(listed, raw)
        or _of_likeness(listed, raw)
    )
    return replace(reading, raw=raw)


def _plain(listed: Catalogue, text: str) -> SubstanceReading | None:
    """The whole name, then without form and salt, then both again with the spelling put right."""
    key = fold(text)
    if found := _exact(listed, key):
        return found
    if denies(listed.words, tokens(text)):
        return None
    text = listed.words.strength.sub(" ", spelt(text))
    if found := _exact(listed, fold(text)):
        return found
    peeled = list(peelings(listed.words, tokens(text)))
    for rest in peeled:
        if found := _exact(listed, "".join(rest.rest)):
            return replace(found, form=found.form or rest.form, salt=found.salt or rest.salt)
    for candidate in repaired(listed.words, text):
        if (found := _exact(listed, candidate)) and found.id:
            return replace(found, how="repaired")
    for rest in peeled:
        for candidate in repaired(listed.words, " ".join(rest.rest)):
            if (found := _exact(listed, candidate)) and found.id:
                return replace(found, how="repaired", form=found.form or rest.form, salt=found.salt or rest.salt)
    return None


def _exact(listed: Catalogue, key: str) -> SubstanceReading | None:
    if candidates := listed.ambiguous.get(key):
        return SubstanceReading("", how="ambiguous", suggestions=candidates)
    if meaning := listed.keys.get(key):
        return _reading(listed, meaning, "code" if CODE.fullmatch(key) else meaning.how)
    return None


def _reading(listed: Catalogue, meaning: Meaning, how: How) -> SubstanceReading:
    entry = listed.entries[meaning.id]
    return SubstanceReading(
        raw="",
        id=entry.id,
        parent=entry.parent,
        kind=entry.kind,
        group=entry.group,
        form=meaning.form,
        salt=meaning.salt,
        how=how,
        contains=entry.contains,
    )


def _of_brackets(listed: Catalogue, raw: str) -> SubstanceReading | None:
    """ "Sinequan (Doxepine)": what the brackets say; a known name outside stands when they say nothing known."""
    inside = [text for text in _BRACKET.findall(raw) if fold(text)]
    outside = _BRACKET.sub(" ", raw)
    if not inside and (dashed := _DASH.fullmatch(raw)):
        outside, inside = dashed[1], [dashed[2]]
    if not inside or not fold(outside) or denies(listed.words, tokens(raw)):
        return None
    read = [found for text in (*inside, outside) if (found := _plain(listed, text) or _of_class(listed, text))]
    sure = [found for found in read if found.id]
    if not sure:
        return read[0] if read else None
    # A substance says more than a product's name, a product more than a class.
    order = {"class": 2, "product": 1, "mixture": 1}
    best = min(sure, key=lambda found: order.get(found.kind or "", 0))
    rivals = {found.parent or found.id for found in sure if order.get(found.kind or "", 0) == 0}
    if len(rivals) > 1:
        return SubstanceReading(raw, how="ambiguous", suggestions=tuple(sorted(filter(None, rivals))))
    said = [reading for text in (*inside, raw) if (reading := _form_and_salt(listed, text))]
    form = best.form or next((found.form for found in sure if found.form), None)
    salt = best.salt or next((found.salt for found in sure if found.salt), None)
    for spoken_form, spoken_salt in said:
        form, salt = form or spoken_form, salt or spoken_salt
    return replace(best, how="bracket", form=form, salt=salt)


def _form_and_salt(listed: Catalogue, text: str) -> tuple[str | None, str | None] | None:
    """Brackets that hold only a word of form or salt: "Heroin (base)"."""
    meaning = listed.words.phrases.get(tuple(tokens(text)))
    return (meaning.form, meaning.salt) if meaning else None


def _of_class(listed: Catalogue, raw: str) -> SubstanceReading | None:
    """ "... and its derivates": the class of the group; the member that was named is among the suggestions."""
    for base in _bases(listed, raw):
        if (found := _plain(listed, base)) and found.id and found.group:
            class_id = found.id if found.kind == "class" else listed.classes[found.group]
            meaning = Meaning(class_id, "alias")
            how: How = found.how if found.how in ("repaired", "bracket") else "alias"
            members = () if found.kind == "class" else (found.id,)
            return replace(_reading(listed, meaning, how), suggestions=members)
    return None


def _bases(listed: Catalogue, raw: str) -> Iterator[str]:
    plain = " ".join(spelt(raw).split())
    for pattern in (*listed.words.class_after, *listed.words.class_before):
        base = pattern.sub("", plain)
        if base != plain and fold(base):
            yield base


def _of_parts(listed: Catalogue, raw: str) -> SubstanceReading | None:
    """Two or more names in one: a mixture that lists each. All of them must be read, and none may be a class."""
    parts = [part for part in listed.words.separators.split(spelt(raw)) if fold(part)]
    if not 2 <= len(parts) <= _MOST_PARTS or denies(listed.words, tokens(raw)):
        return None
    read: dict[str, SubstanceReading] = {}
    for part in parts:
        found = _plain(listed, part) or _of_brackets(listed, part)
        if not found or not found.id or found.kind == "class":
            return None
        read.setdefault(found.id, found)
    if len(read) == 1:
        return next(iter(read.values()))
    groups = {found.group for found in read.values()}
    return SubstanceReading(
        raw,
        id=listed.mixtures.get(frozenset(read)),
        kind="mixture",
        group=groups.pop() if len(groups) == 1 else None,
        how="alias",
        contains=tuple(read),
    )


def _of_likeness(listed: Catalogue, raw: str) -> SubstanceReading:
    """For a person only: the one listed name that is like it; several are shown, but then nothing is suggested."""
    key = fold(raw)
    if not key.isalpha() or letters(key) < FUZZY_LETTERS or denies(listed.words, tokens(raw)):
        return SubstanceReading(raw)
    like = process.extract(key, listed.fuzzy, scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH, limit=20)
    ids = tuple(dict.fromkeys(listed.keys[name].id for name, _, _ in like))[:_MOST_SUGGESTIONS]
    return SubstanceReading(raw, how="suggested" if len(ids) == 1 else "unread", suggestions=ids)
