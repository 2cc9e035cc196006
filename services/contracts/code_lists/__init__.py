"""The code lists of a report, in snake_case, each with its source and its meaning in English and French.

What a value outside its list does depends on the list: ``refused`` by the schema, ``held`` until a correction or a
person decides, or nothing when the list is ``open`` and only says what is usual. Fields name their list
(``x-code-list`` in the JSON Schema); page: docs/reference/code-lists.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from services.contracts.code_lists import carriage, circumstances, exchange, goods, parties
from services.contracts.code_lists.shape import CodeList, ListElsewhere

LISTS: Final[Mapping[str, CodeList]] = MappingProxyType(
    {
        each.name: each
        for each in (
            *exchange.LISTS,
            *circumstances.LISTS,
            *carriage.LISTS,
            *goods.LISTS,
            *parties.LISTS,
        )
    }
)
"""Every list by name."""

CODE_LISTS: Final[dict[str, frozenset[str]]] = {
    name: frozenset(each.codes) for name, each in LISTS.items() if each.outside == "held"
}
"""The closed lists: a value outside holds the report. Which field has which list: contracts/schemas/fields.py."""

ELSEWHERE: Final[Mapping[str, ListElsewhere]] = MappingProxyType(
    {
        each.name: each
        for each in (
            ListElsewhere("country", "ISO 3166-1 alpha-2; XZ is the high seas (UN/LOCODE), XK Kosovo", "held"),
            ListElsewhere("currency", "ISO 4217", "open"),
            ListElsewhere("language", "ISO 639-1", "open"),
            ListElsewhere("locode", "UN/LOCODE, five letters and digits", "open"),
            ListElsewhere("hs", "WCO Harmonized System 2022, six digits", "open"),
            ListElsewhere("cas", "CAS Registry Number, with its check digit", "open"),
            ListElsewhere("package", "UN/ECE Recommendation 21, two letters or digits", "open"),
            ListElsewhere("impc", "UPU list 108: international mail processing centres, six letters", "open"),
        )
    }
)
"""Lists that others keep and that are not repeated here."""
