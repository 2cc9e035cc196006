"""docs/reference/identifiers.md: how each number is read, checked and shown, and what is hashed of a party. Pure."""

from __future__ import annotations

from typing import Final

from deploy.documentation import markdown
from services.contracts.identifiers import KINDS, Kind, display, party_values
from services.contracts.identifiers.verdicts import REASONS

_PARTIES: Final = (
    ('phone("02-3146-8114", "KR")', party_values.phone("02-3146-8114", "KR")),
    ('email("Kim.Lee@Example-Shop.KR")', party_values.email("Kim.Lee@Example-Shop.KR")),
    ('document("M 5027 1842")', party_values.document("M 5027 1842")),
    ('account("GB67 NWBK 6016 1350 2718 42")', party_values.account("GB67 NWBK 6016 1350 2718 42")),
    ('account("110-502-718433", "KOEXKRSE")', party_values.account("110-502-718433", "KOEXKRSE")),
    (
        'wallet("bitcoin:1HZXbanhWnTHyJ5g4HUStVghYF49ZSZ4Ac")',
        party_values.wallet("bitcoin:1HZXbanhWnTHyJ5g4HUStVghYF49ZSZ4Ac"),
    ),
    ('handle("Telegram", "@Kim_Lee")', party_values.handle("Telegram", "@Kim_Lee")),
    ('name("Kim Min-su", "KR")', party_values.name("Kim Min-su", "KR")),
    ('name("王小明", "CN")', party_values.name("王小明", "CN")),
    ('name("Foo Trading Co., Ltd.")', party_values.name("Foo Trading Co., Ltd.")),
    (
        'address("12 Main Street, Flat 3", "GB", postcode="SW1A 1AA", house_number="12")',
        party_values.address("12 Main Street, Flat 3", "GB", postcode="SW1A 1AA", house_number="12"),
    ),
)


def page() -> str:
    """docs/reference/identifiers.md"""
    head = ("type", "what it is", "form", "check", "matched within", "as written", "as compared", "as shown")
    return markdown.page(
        "Identifiers",
        "A number is kept as it was written, beside the value by which it is compared. `valid`: form and check digit "
        "are right. `invalid`: one of them is not; the number is kept and makes no link. `not_checked`: right in form, "
        "and no more can be said. Full-width letters, digits of other scripts, invisible characters, separators, case "
        "and words such as `No.` or `AWB` before a number make no difference; Cyrillic and Greek letters that look "
        "Latin are read as Latin where the whole then fits. `O` and `0`, `I` and `1` are never exchanged: a repair is "
        "suggested, and a person decides.",
        markdown.table(head, map(_row, KINDS)),
        "In a form, A is a letter and 9 a digit; where letters and digits are free, one is a digit, since words alone "
        "are no number. From `services/contracts/identifiers/kinds.py`. Two reports that bear "
        "a number further apart than its window say nothing of each other.",
        "Why a number is not `valid`:",
        markdown.table(("reason", "meaning"), [(f"`{reason}`", meaning) for reason, meaning in REASONS.items()]),
        "## What is hashed of a party",
        "Names, addresses and telephones stay with the national side. It makes these strings with "
        "`services/contracts/identifiers/party_values.py`, and of each a token: `hmac:` and the base64url (with "
        "padding) of HMAC-SHA-256(operation key, string in UTF-8). A value that is wrong, or says too little, has no "
        "string and gets no token.",
        markdown.table(("given", "token type", "strings"), _party_rows()),
    )


def _row(kind: Kind) -> tuple[str, ...]:
    found = kind.read(kind.example)
    return (
        f"`{kind.type}`",
        kind.title,
        kind.form,
        kind.checked,
        "; ".join(filter(None, (_window(kind.window_days), kind.note))),
        f"`{kind.example}`",
        f"`{found.value}`",
        f"`{display(found)}`",
    )


def _window(days: int | None) -> str:
    return "no limit" if days is None else "1 day" if days == 1 else f"{days} days"


def _party_rows() -> list[tuple[str, ...]]:
    return [
        (f"`{given}`", f"`{field}`", ", ".join(f"`{string}`" for string in strings))
        for given, values in _PARTIES
        for field, strings in sorted(values.items())
    ]
