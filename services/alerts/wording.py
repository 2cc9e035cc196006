"""The sentences of an alert, in English and French. A template names only what it may show; never a token."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from typing import Final, Literal

from services.contracts.events import Link

LANGUAGES: Final = ("en", "fr")
LATER: Final = ("count", "countries")
"""What a report rule's sentence says of the whole alert: filled when the alert is read from its sources."""
NAMES: Final[Mapping[str, frozenset[str]]] = {
    "link": frozenset({"rule", "version", "class", "countries", "evidence"}),
    "report": frozenset({"rule", "version", "count", "countries"}),
}
"""The names that a template may use, by what its rule looks at."""

_KEYED: Final = "hmac:"
_CLASSES: Final[Mapping[str, Mapping[str, str]]] = {
    "same_object": {"en": "the same object", "fr": "le même objet"},
    "serial_neighbour": {"en": "neighbouring serial numbers", "fr": "des numéros de série voisins"},
    "same_party": {"en": "the same party", "fr": "la même partie"},
    "same_method": {"en": "the same method", "fr": "la même méthode"},
    "same_product": {"en": "the same product", "fr": "le même produit"},
    "reply": {"en": "a reply", "fr": "une réponse"},
}


def unknown_names(template: str, on: Literal["link", "report"]) -> set[str]:
    """The names in braces that a template of this kind may not use. Raises ValueError when the braces are wrong."""
    used = {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
    return used - NAMES[on]


def sentence_of_link(template: Mapping[str, str], rule: str, version: int, link: Link) -> dict[str, str]:
    """The reason that a link gives, whole."""
    return {
        language: _filled(
            template[language],
            {
                "rule": rule,
                "version": str(version),
                "class": _CLASSES[link.link_class][language],
                "countries": _listed(link.countries),
                "evidence": " ".join(_evidence(link, language)),
            },
        )
        for language in LANGUAGES
    }


def sentence_of_report(template: Mapping[str, str], rule: str, version: int) -> dict[str, str]:
    """The reason that a report gives, with count and countries left open."""
    return {language: _filled(template[language], {"rule": rule, "version": str(version)}) for language in LANGUAGES}


def completed(sentence: Mapping[str, str], count: int, countries: Iterable[str]) -> dict[str, str]:
    """The same sentence with count and countries of the alert as it stands."""
    values = {"count": str(count), "countries": _listed(countries)}
    return {language: _filled(text, values) for language, text in sentence.items()}


def further(number: int) -> dict[str, str]:
    """Stands for reasons that are too many to list."""
    return {"en": f"{number} further reasons of the same kind.", "fr": f"{number} autres raisons du même genre."}


def _filled(template: str, values: Mapping[str, str]) -> str:
    # Not str.format: what stands in a template is a name and nothing else, and evidence may hold braces.
    parts = []
    for literal, name, _, _ in string.Formatter().parse(template):
        parts.append(literal)
        if name is not None:
            parts.append(values.get(name, f"{{{name}}}"))
    return "".join(parts).strip()


def _evidence(link: Link, language: str) -> list[str]:
    texts = (each.text.get(language) or each.text.get("en", "") for each in link.evidence)
    return [text for text in dict.fromkeys(texts) if text and _KEYED not in text]


def _listed(countries: Iterable[str]) -> str:
    return ", ".join(sorted(set(countries)))
