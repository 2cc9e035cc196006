"""What `tocsin tokens` and `tocsin tokenise` say to the officer, in English and French."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.client.clear_parties import Fault
from services.contracts.findings import Language

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "line": ("line {line}: {what}", "ligne {line} : {what}"),
    "more": ("more lines like these are only counted", "les lignes suivantes sont seulement comptées"),
    "type_it": (
        "one value a line; end with Ctrl-D",
        "une valeur par ligne ; terminez par Ctrl-D",
    ),
    "unread_in_all": (
        "values that can't be read: {count}",
        "valeurs illisibles : {count}",
    ),
    "not_utf8": ("the file is not UTF-8", "le fichier n'est pas en UTF-8"),
    "no_column": ("the file has no such column", "le fichier n'a pas cette colonne"),
    "not_csv": ("the file is not CSV", "le fichier n'est pas du CSV"),
    "exists": ("{path} is there already", "{path} existe déjà"),
    "nothing_written": (
        "nothing was written: reports that can't leave the house: {count}",
        "rien n'a été écrit : rapports qui ne peuvent pas sortir : {count}",
    ),
    "written": (
        "reports: {reports}, tokens: {tokens}, values left out: {dropped}",
        "rapports : {reports}, jetons : {tokens}, valeurs omises : {dropped}",
    ),
    "unread": (
        "the value can't be read, so it would make no token",
        "la valeur est illisible et ne donnerait aucun jeton",
    ),
    "still_clear": (
        "a party's name, address or number can still be read here",
        "le nom, l'adresse ou le numéro d'une partie est encore lisible ici",
    ),
    "no_such_field": ("no tokens are made from this field", "aucun jeton n'est tiré de ce champ"),
    "not_a_text": ("this is no text", "ceci n'est pas un texte"),
    "not_a_country": ("this is no country (alpha-2)", "ceci n'est pas un pays (alpha-2)"),
    "not_a_report": ("this is no report", "ceci n'est pas un rapport"),
    "other_key": (
        "the report says that its tokens were made with another key",
        "le rapport dit que ses jetons ont été faits avec une autre clé",
    ),
    "too_many": ("too many tokens for one party", "trop de jetons pour une partie"),
}


def said(word: str, language: Language, **facts: object) -> str:
    """The sentence of this word, with facts that are never clear values."""
    english, french = WORDS[word]
    return (french if language == "fr" else english).format(**facts)


def fault_said(fault: Fault, language: Language) -> str:
    """What is wrong, and where."""
    more = f" ({fault.said})" if fault.said else ""
    return f"{fault.path} {said(fault.why, language)}{more}"
