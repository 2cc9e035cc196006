"""Words that say what kind of thing a name is of: "Novosibirsk Region", "Sofia Airport", "Riga city".

The list is `generic_words.yaml`. A kind is read from the text; what is left is the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

import yaml

from services.reference.folding import key, words

Wanted = Literal["town", "locality", "division", "airport", "port", "border", "post"]
"""What a text says that it names. A locality may be a town or a division (district, municipality)."""

_ADJECTIVE: Final = re.compile("([\u0400-\u04ff]{3,})\u0441\u043a\u0438[\u0438\u0457]")
"""A district in Russian is called by its seat, as an adjective."""
_HOUSE_NUMBER: Final = 2
"""Digits, from which on a text is taken for an address."""
_PACKAGE: Final = "services.reference.places"


@dataclass(frozen=True, slots=True)
class _Lists:
    before: frozenset[str]
    of: frozenset[str]
    romanised: frozenset[str]
    after: frozenset[str]
    endings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _PostLists:
    mail: frozenset[str]
    beside: frozenset[str]
    whole: frozenset[str]
    endings: tuple[str, ...]


def kinds_said(written: list[str], romanised: bool = False) -> Iterator[tuple[Wanted, list[str]]]:
    """Each kind that these folded words may say, with the words that are left; nothing when they say none."""
    for wanted, lists in _kinds().items():
        first, last = 0, len(written)
        while first < last and (
            written[first] in lists.before
            or (romanised and written[first] in lists.romanised)
            or (written[first] in lists.of and first + 1 < last and written[first + 1] in _links())
        ):
            first += 1
        while last > first and written[last - 1] in lists.after:
            last -= 1
        if first or last < len(written):
            rest = _trimmed(written[first:last])
            yield wanted, rest
            if wanted == "locality" and len(rest) == 1 and (seat := _ADJECTIVE.fullmatch(rest[0])):
                yield wanted, [seat.group(1)]
        elif len(written) == 1:
            name = written[0]
            ending = next((end for end in lists.endings if name.endswith(end) and len(name) > len(end) + 1), None)
            if ending:
                yield wanted, [name.removesuffix(ending)]
    yield from _post_said(written)


def _post_said(written: list[str]) -> Iterator[tuple[Wanted, list[str]]]:
    """The words before or behind those for a place where post is exchanged; the name may begin with an article."""
    lists = _post()
    both = lists.mail | lists.beside
    first, last = 0, len(written)
    while first < last and written[first] in both | lists.whole:
        first += 1
    while last > first and written[last - 1] in both | lists.whole:
        last -= 1
    for said, rest in ((written[last:], written[:last]), (written[:first], written[first:])):
        names_post = not lists.whole.isdisjoint(said) or (len(said) > 1 and not lists.mail.isdisjoint(said))
        if names_post and rest:
            yield "post", rest
    if len(written) == 1:
        name = written[0]
        ending = next((end for end in lists.endings if name.endswith(end) and len(name) > len(end) + 1), None)
        if ending:
            yield "post", [name.removesuffix(ending)]


def without_kind(name: str, wanted: Wanted) -> str | None:
    """The name without its words of that kind; None when it has none, or nothing else."""
    for kind, rest in kinds_said(words(name)):
        if kind == wanted and rest:
            return " ".join(rest)
    return None


def like_an_address(text: str) -> bool:
    """Whether it reads as a street, a road or a house number."""
    if sum(letter.isdigit() for letter in text) >= _HOUSE_NUMBER:
        return True
    return not _address_words().isdisjoint(words(text))


def no_place(text: str) -> bool:
    """Whether the text is a word for "not known" or "none", and names nothing."""
    return key(text) in _no_places()


def spelled_out() -> dict[str, str]:
    """Abbreviations with a dash or slash inside, and the word that each stands for."""
    found: dict[str, str] = _file()["spelled"]
    return found


def _trimmed(rest: list[str]) -> list[str]:
    fillers = _fillers()
    first, last = 0, len(rest)
    while first < last and rest[first] in fillers:
        first += 1
    while last > first and rest[last - 1] in fillers:
        last -= 1
    return rest[first:last]


@cache
def _kinds() -> dict[Wanted, _Lists]:
    found: dict[Wanted, _Lists] = {}
    for wanted, lists in _file()["kinds"].items():
        folded = {where: frozenset(map(key, names)) for where, names in lists.items()}
        either = folded.get("either", frozenset())
        found[wanted] = _Lists(
            before=either | folded.get("before", frozenset()),
            of=folded.get("of", frozenset()),
            romanised=folded.get("romanised", frozenset()),
            after=either | folded.get("after", frozenset()),
            endings=tuple(sorted(folded.get("endings", frozenset()), key=lambda end: (-len(end), end))),
        )
    return found


@cache
def _post() -> _PostLists:
    found = {name: [key(word) for word in words_] for name, words_ in _file()["post"].items()}
    endings = tuple(sorted(found["endings"], key=lambda end: (-len(end), end)))
    return _PostLists(frozenset(found["mail"]), frozenset(found["beside"]), frozenset(found["whole"]), endings)


@cache
def _fillers() -> frozenset[str]:
    return frozenset(map(key, _file()["fillers"]))


@cache
def _links() -> frozenset[str]:
    return frozenset(map(key, _file()["links"]))


@cache
def _address_words() -> frozenset[str]:
    return frozenset(map(key, _file()["address"]))


@cache
def _no_places() -> frozenset[str]:
    return frozenset(map(key, _file()["no_place"]))


@cache
def _file() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(
        resources.files(_PACKAGE).joinpath("generic_words.yaml").read_text(encoding="utf-8")
    )
    return found
