"""Every way to write a country that is read: codes and names of pycountry in its languages, and `country_names.yaml`.

A name that two countries bear in some language is no name: pycountry's catalogues have a few such faults.
"""

from __future__ import annotations

import gettext
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final, Literal

import pycountry
import yaml

from services.reference.folding import words

LANGUAGES: Final = (
    "ar", "bg", "cs", "da", "de", "el", "es", "fa", "fi", "fr", "hu", "id", "it", "ja", "ko", "nb_NO", "nl", "pl", "pt",
    "pt_BR", "ro", "ru", "sr", "sv", "th", "tr", "uk", "vi", "zh_CN", "zh_HK", "zh_TW",
)  # fmt: skip
"""Besides English. Catalogues with many faults were left out."""

SHORT: Final = 3

CodeHow = Literal["alpha_2", "alpha_3", "numeric", "historic", "override"]
NameHow = Literal["name", "override", "historic"]
NoCountry = Literal["unknown", "other", "several", "not_a_country"]
_SPELLED: Final = {"st": "saint", "rep": "republic", "dem": "democratic", "fed": "federation"}
_FIELDS: Final = ("name", "official_name", "common_name")


@dataclass(frozen=True, slots=True)
class CountryIndex:
    """Looked up by text as written in lower case (``written``), by folded key, or by code in capitals."""

    codes: Mapping[str, tuple[str, CodeHow]]
    written: Mapping[str, tuple[str, NameHow]]
    folded: Mapping[str, tuple[str, NameHow]]
    parts: Mapping[str, str]
    ambiguous: Mapping[str, tuple[str, ...]]
    territories: Mapping[str, frozenset[str]]
    reasons: Mapping[str, NoCountry]
    suggested: Mapping[str, str]
    """English names and those of `country_names.yaml`, by key: what a misspelt name is compared with."""


def country_key(text: str) -> str:
    """The key of a country's name: no case, accents, blanks, dashes or article; "St." and "&" are spelled out."""
    spelled = [_SPELLED.get(word, word) for word in words(text.replace("&", " and "))]
    return "".join(word for word in spelled if word != "the") or "".join(spelled)


@cache
def country_index() -> CountryIndex:
    """The index; made on first use."""
    own = _own()
    written: dict[str, tuple[str, NameHow]] = {}
    folded: dict[str, tuple[str, NameHow]] = {}
    suggested: dict[str, str] = {}
    ambiguous = {country_key(name): tuple(each["codes"]) for each in own["ambiguous"] for name in each["names"]}
    borne: dict[str, set[str]] = defaultdict(set)
    listed = list(_listed())
    for code, name, _ in listed:
        borne[country_key(name)].add(code)
    for code, name, english in listed:
        key = country_key(name)
        if len(borne[key]) == 1 and key not in ambiguous:
            written[" ".join(name.casefold().split())] = (code, "name")
            folded[key] = (code, "name")
            if english:
                suggested[key] = code
    how: NameHow
    for section, how in (("names", "override"), ("former", "historic"), ("dissolved", "historic")):
        for code, names in own[section].items():
            for name in names:
                written.pop(" ".join(name.casefold().split()), None)
                folded[country_key(name)] = (code, how)
                suggested[country_key(name)] = code
    return CountryIndex(
        codes=_codes(own),
        written=written,
        folded=folded,
        parts={country_key(name): code for code, names in own["parts"].items() for name in names},
        ambiguous=ambiguous,
        territories={code: frozenset(inner) for code, inner in own["territories"].items()},
        reasons={
            key: reason
            for reason, names in own["no_country"].items()
            for name in names
            for key in (name.casefold(), country_key(name))
            # "N/A" is nothing, and "NA" is Namibia: short ones count only as they are written.
            if key == name.casefold() or len(key) > SHORT
        },
        suggested=suggested,
    )


def _codes(own: Mapping[str, Any]) -> dict[str, tuple[str, CodeHow]]:
    codes: dict[str, tuple[str, CodeHow]] = {}
    present = {country.alpha_2 for country in pycountry.countries}
    for country in pycountry.countries:
        codes[country.alpha_2] = (country.alpha_2, "alpha_2")
        codes[country.alpha_3] = (country.alpha_2, "alpha_3")
        codes[country.numeric] = (country.alpha_2, "numeric")
    for code in own["dissolved"]:
        codes[code] = (code, "historic")
    for former, present_code in {"BU": "MM", "DD": "DE", "FX": "FR", "TP": "TL", "ZR": "CD"}.items():
        if former not in present:
            codes[former] = (present_code, "historic")
    codes |= {
        "UK": ("GB", "override"),
        "EL": ("GR", "override"),
        "XK": ("XK", "override"),
        "XZ": ("XZ", "override"),
        "XKX": ("XK", "override"),
    }
    return codes


def _listed() -> Iterator[tuple[str, str, bool]]:
    """Code, name, and whether it is English, of every name in every language; "B A" for "A, B" too."""
    catalogues = list(_catalogues())
    for country in pycountry.countries:
        for name in dict.fromkeys(filter(None, (getattr(country, field, None) for field in _FIELDS))):
            yield from ((country.alpha_2, each, True) for each in _orders(name))
            for catalogue in catalogues:
                translated = catalogue.gettext(name)
                if translated != name:
                    yield from ((country.alpha_2, each, False) for each in _orders(translated))


def _orders(name: str) -> Iterator[str]:
    yield name
    if ", " in name:
        first, _, rest = name.partition(", ")
        yield f"{rest} {first}"


def _catalogues() -> Iterator[gettext.NullTranslations]:
    folder = Path(pycountry.LOCALES_DIR)
    for language in LANGUAGES:
        if (folder / language / "LC_MESSAGES" / "iso3166-1.mo").is_file():
            yield gettext.translation("iso3166-1", folder, languages=[language])


def _own() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(
        resources.files("services.reference").joinpath("country_names.yaml").read_text(encoding="utf-8")
    )
    return found
