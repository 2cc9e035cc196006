"""Every file of this folder that is made from the types, by name. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from services.contracts.code_lists import ELSEWHERE, LISTS
from services.contracts.schemas.asyncapi import document
from services.contracts.schemas.catalogue import BODIES, schema_name, schema_of, text_of

CODE_LISTS_NAME: Final = "code-lists.json"
ASYNCAPI_NAME: Final = "asyncapi.json"
_STRICTER: Final = ("open", "held", "refused")


def generated() -> dict[str, str]:
    """File name and text."""
    return {
        **{schema_name(event): text_of(schema_of(event)) for event in BODIES},
        CODE_LISTS_NAME: text_of(code_lists()),
        ASYNCAPI_NAME: text_of(document()),
    }


def code_lists() -> dict[str, Any]:
    """The code lists as data: what a value outside does, the source, and each code's meaning."""
    return {
        "lists": {
            each.name: {
                "source": each.source,
                "outside": each.outside,
                "codes": {code: {"en": en, "fr": fr} for code, (en, fr) in each.codes.items()},
            }
            for each in LISTS.values()
        },
        "elsewhere": {each.name: {"source": each.source, "outside": each.outside} for each in ELSEWHERE.values()},
    }


def codes_taken_back(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    """What the lists ``new`` no longer take of what ``old`` took: a code, a whole list, or an open list's freedom."""
    lost: list[str] = []
    for name, was in old["lists"].items():
        now = new["lists"].get(name)
        if now is None:
            lost.append(f"{name}: the list is gone")
            continue
        lost += [f"{name}: {code} is gone" for code in was["codes"] if code not in now["codes"]]
        if _STRICTER.index(now["outside"]) > _STRICTER.index(was["outside"]):
            lost.append(f"{name}: a value outside was {was['outside']} and is {now['outside']} now")
    return tuple(lost)
