"""Administrative divisions from pycountry (ISO 3166-2), with their names in the languages that its catalogues hold."""

from __future__ import annotations

import gettext
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Final

import pycountry

from services.reference.places.compile.entries import Entry
from services.reference.places.generic_words import without_kind
from services.reference.places.kinds import Grade, Use

LANGUAGES: Final = (
    "ar",
    "de",
    "es",
    "fr",
    "id",
    "it",
    "ja",
    "ko",
    "nl",
    "pl",
    "pt",
    "ru",
    "tr",
    "uk",
    "zh_CN",
    "zh_TW",
)
_TOWNS: Final = frozenset(
    {
        "Autonomous city", "Capital", "Capital city", "City", "City municipality", "City with county rights",
        "Metropolitan city", "Municipality", "Special city", "Special municipality", "State city", "Town",
        "Town council", "Urban community", "Urban municipality", "Commune", "Popularate", "Special self-governing city",
        "Highly urbanized city", "Federal district", "Capital district", "Metropolitan administration",
    }
)  # fmt: skip
_NOT_TOWNS: Final = frozenset({"IT"})
"""Where a metropolitan city is a province around one."""
_OTHER_NAME: Final = re.compile(r"\s*[\[(/](.*?)[\])]?\s*$")


def divisions() -> dict[str, list[Entry]]:
    """The divisions of every country, in the order of their codes."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for each in sorted(pycountry.subdivisions, key=lambda division: division.code):
        entry = Entry(kind="division", code=each.code, name=each.name, subdivision=each.code)
        if each.type in _TOWNS and each.country_code not in _NOT_TOWNS:
            entry.uses = Use.TOWN
        for name in _names(each.name):
            entry.call(name, Grade.MAIN)
            bare = without_kind(name, "division")
            if bare:
                entry.call(bare, Grade.OTHER)
        found[each.country_code].append(entry)
    return dict(found)


def parents() -> dict[str, str]:
    """For each division inside another one: that other one's code."""
    codes = {each.code for each in pycountry.subdivisions}
    return {
        each.code: each.parent_code
        for each in sorted(pycountry.subdivisions, key=lambda division: division.code)
        if each.parent_code in codes and each.parent_code != each.code
    }


def _names(name: str) -> list[str]:
    """The name, its parts where two languages are written together, the order of speech, and translations."""
    written = [name]
    if split := _OTHER_NAME.search(name):
        written += [name[: split.start()], split.group(1)]
    if ", " in name:
        first, _, rest = name.partition(", ")
        written += [f"{rest} {first}", first]
    for catalogue in _catalogues():
        translated = catalogue.gettext(name)
        if translated != name:
            written.append(translated)
    return [each for each in dict.fromkeys(written) if each]


@cache
def _catalogues() -> tuple[gettext.NullTranslations, ...]:
    folder = Path(pycountry.LOCALES_DIR)
    return tuple(
        gettext.translation("iso3166-2", folder, languages=[language])
        for language in LANGUAGES
        if (folder / language / "LC_MESSAGES" / "iso3166-2.mo").is_file()
    )
