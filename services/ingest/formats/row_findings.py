"""Findings about one row of a file: the closed list of what can be wrong with a row before it is a report.

What is wrong with the report itself has the codes of services/contracts/findings; the column is added to those.
``error`` refuses the row, ``hold`` says that the platform will hold it, ``warning`` and ``info`` are told.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from services.contracts.findings import Code, Finding, Language, Severity, finding


class RowCode(StrEnum):
    """The closed list of row codes."""

    ROW_BAD_BYTES = "row_bad_bytes"
    CELL_NULL_CHARACTER = "cell_null_character"
    ROW_BAD_QUOTES = "row_bad_quotes"
    ROW_CUT_OFF = "row_cut_off"
    ROW_LONG = "row_long"
    ROW_SHORT = "row_short"
    ROW_TOO_LARGE = "row_too_large"
    ROW_EMPTY = "row_empty"
    ROW_ENCODING_GUESSED = "row_encoding_guessed"
    CELL_ERROR = "cell_error"
    CELL_UNCALCULATED = "cell_uncalculated"
    CELL_MERGED = "cell_merged"
    CELL_FILLED = "cell_filled"
    CELL_IS_DATE = "cell_is_date"
    CELL_ROUNDED = "cell_rounded"
    ROW_NO_OBJECT = "row_no_object"
    CELL_NO_NUMBER = "cell_no_number"
    CELL_NO_DATE = "cell_no_date"
    CELL_NO_YES_NO = "cell_no_yes_no"
    CELL_NO_COUNTRY = "cell_no_country"
    CELL_NOT_IN_TABLE = "cell_not_in_table"
    CELL_TOO_EXACT = "cell_too_exact"
    ROW_ASSUMED = "row_assumed"
    CELL_SHORTENED = "cell_shortened"
    ROW_REPEATED = "row_repeated"
    ROW_REPEATED_REFERENCE = "row_repeated_reference"


@dataclass(frozen=True, slots=True)
class _Words:
    severity: Severity
    en: str
    fr: str
    do_en: str
    do_fr: str


_WORDS: Final[dict[RowCode, _Words]] = {
    RowCode.ROW_BAD_BYTES: _Words(
        "error",
        "The row holds bytes that are no text in the file's encoding.",
        "La ligne contient des octets illisibles dans l'encodage du fichier.",
        "Save the file as UTF-8, or name its encoding in the mapping.",
        "Enregistrez en UTF-8 ou indiquez l'encodage dans le fichier de correspondance.",
    ),
    RowCode.CELL_NULL_CHARACTER: _Words(
        "error",
        "The cell holds a null character.",
        "La cellule contient un caractère nul.",
        "Remove it; it often comes from a broken export.",
        "Supprimez-le ; il vient souvent d'une exportation défectueuse.",
    ),
    RowCode.ROW_BAD_QUOTES: _Words(
        "error",
        "The quotation marks of the row do not fit together.",
        "Les guillemets de la ligne ne concordent pas.",
        'Write a quotation mark inside a quoted cell twice ("").',
        "Doublez tout guillemet à l'intérieur d'une cellule entre guillemets (\"\").",
    ),
    RowCode.ROW_CUT_OFF: _Words(
        "error",
        "The file ends in the middle of this row.",
        "Le fichier s'arrête au milieu de cette ligne.",
        "Export the file again, whole.",
        "Exportez de nouveau le fichier en entier.",
    ),
    RowCode.ROW_LONG: _Words(
        "error",
        "The row has more cells than the header.",
        "La ligne a plus de cellules que l'en-tête.",
        "Quote the cells that hold the delimiter.",
        "Mettez entre guillemets les cellules qui contiennent le séparateur.",
    ),
    RowCode.ROW_SHORT: _Words(
        "warning",
        "The row has fewer cells than the header; the missing ones were read as empty.",
        "La ligne a moins de cellules que l'en-tête ; les manquantes sont lues comme vides.",
        "Check that no cell is missing in the middle.",
        "Vérifiez qu'aucune cellule ne manque au milieu.",
    ),
    RowCode.ROW_TOO_LARGE: _Words(
        "error",
        "The row is larger than a report may be.",
        "La ligne est plus grande qu'un rapport ne peut l'être.",
        "Shorten its texts.",
        "Raccourcissez ses textes.",
    ),
    RowCode.ROW_EMPTY: _Words(
        "error",
        "No column that the mapping reads holds anything in this row.",
        "Aucune des colonnes lues ne contient quoi que ce soit dans cette ligne.",
        "Delete the row, or fill it in.",
        "Supprimez la ligne ou remplissez-la.",
    ),
    RowCode.ROW_ENCODING_GUESSED: _Words(
        "warning",
        "The file does not name its encoding; letters beyond ASCII were read by a guess.",
        "L'encodage du fichier n'est pas indiqué ; les lettres hors ASCII sont lues par supposition.",
        "Save the file as UTF-8, or name its encoding in the mapping.",
        "Enregistrez en UTF-8 ou indiquez l'encodage dans le fichier de correspondance.",
    ),
    RowCode.CELL_ERROR: _Words(
        "error",
        "The cell holds a spreadsheet error such as #N/A.",
        "La cellule contient une erreur de tableur comme #N/A.",
        "Correct the formula, or clear the cell.",
        "Corrigez la formule ou videz la cellule.",
    ),
    RowCode.CELL_UNCALCULATED: _Words(
        "error",
        "The cell holds a formula whose result was never saved.",
        "La cellule contient une formule dont le résultat n'a jamais été enregistré.",
        "Open the file in a spreadsheet program and save it, or write the value.",
        "Ouvrez le fichier dans un tableur et enregistrez-le, ou écrivez la valeur.",
    ),
    RowCode.CELL_MERGED: _Words(
        "warning",
        "The cell is covered by a merged one and was read as empty.",
        "La cellule est recouverte par une cellule fusionnée et lue comme vide.",
        "Unmerge it and write the value in each row that it stands for.",
        "Défusionnez-la et écrivez la valeur dans chaque ligne concernée.",
    ),
    RowCode.CELL_FILLED: _Words(
        "info",
        "The cell is covered by a merged one and took its value, as the mapping says.",
        "La cellule est recouverte par une cellule fusionnée dont elle prend la valeur, comme prévu.",
        "Nothing to do.",
        "Rien à faire.",
    ),
    RowCode.CELL_IS_DATE: _Words(
        "error",
        "The cell holds a date where a text or number belongs; the spreadsheet program has changed it.",
        "La cellule contient une date au lieu d'un texte ou d'un nombre ; le tableur l'a transformée.",
        "Format the column as text and write the value again.",
        "Mettez la colonne au format texte et réécrivez la valeur.",
    ),
    RowCode.CELL_ROUNDED: _Words(
        "error",
        "The cell holds a number of more than 15 digits, of which a spreadsheet keeps only 15.",
        "La cellule contient un nombre de plus de 15 chiffres, dont un tableur n'en garde que 15.",
        "Format the column as text and write the number again.",
        "Mettez la colonne au format texte et réécrivez le nombre.",
    ),
    RowCode.ROW_NO_OBJECT: _Words(
        "error",
        "This is no JSON object.",
        "Ceci n'est pas un objet JSON.",
        "Write one JSON object for each report.",
        "Écrivez un objet JSON par rapport.",
    ),
    RowCode.CELL_NO_NUMBER: _Words(
        "error",
        "This cannot be read as a number.",
        "Ceci ne se lit pas comme un nombre.",
        "Write digits only; decimal comma and thousands separator belong in the mapping.",
        "N'écrivez que des chiffres ; virgule décimale et séparateur de milliers se déclarent dans la correspondance.",
    ),
    RowCode.CELL_NO_DATE: _Words(
        "error",
        "This cannot be read as a date in one way only.",
        "Ceci ne se lit pas comme une date d'une seule façon.",
        "Write 2021-02-11 or 2021-02-11T09:20:00+09:00, or name format and zone in the mapping.",
        "Écrivez 2021-02-11 ou 2021-02-11T09:20:00+09:00, ou indiquez format et fuseau dans la correspondance.",
    ),
    RowCode.CELL_NO_YES_NO: _Words(
        "error",
        "This is neither yes nor no.",
        "Ceci n'est ni oui ni non.",
        "Write yes or no.",
        "Écrivez oui ou non.",
    ),
    RowCode.CELL_NO_COUNTRY: _Words(
        "warning",
        "This cannot be read as one country.",
        "Ceci ne se lit pas comme un seul pays.",
        "Write the code of two letters (ISO 3166-1).",
        "Écrivez le code à deux lettres (ISO 3166-1).",
    ),
    RowCode.CELL_NOT_IN_TABLE: _Words(
        "warning",
        "The mapping's table does not hold this value.",
        "La table de la correspondance ne contient pas cette valeur.",
        "Add the value to the table.",
        "Ajoutez la valeur à la table.",
    ),
    RowCode.CELL_TOO_EXACT: _Words(
        "info",
        "The number has more digits than a report holds and was rounded to 15.",
        "Le nombre a plus de chiffres qu'un rapport n'en garde ; il est arrondi à 15.",
        "Nothing to do.",
        "Rien à faire.",
    ),
    RowCode.ROW_ASSUMED: _Words(
        "warning",
        "The row does not say this; the mapping's assumption was set.",
        "La ligne ne l'indique pas ; l'hypothèse de la correspondance est reprise.",
        "Add a column for it, or correct the report later.",
        "Ajoutez une colonne ou corrigez le rapport plus tard.",
    ),
    RowCode.CELL_SHORTENED: _Words(
        "warning",
        "The text was longer than the field and was cut.",
        "Le texte dépassait le champ et a été coupé.",
        "Shorten it.",
        "Raccourcissez-le.",
    ),
    RowCode.ROW_REPEATED: _Words(
        "warning",
        "An earlier row is the same in every cell; this one counts as a case of its own.",
        "Une ligne précédente est identique ; celle-ci compte comme un autre cas.",
        "Remove it if it is the same case, or give each case a reference.",
        "Supprimez-la s'il s'agit du même cas, ou donnez une référence à chaque cas.",
    ),
    RowCode.ROW_REPEATED_REFERENCE: _Words(
        "hold",
        "An earlier row has the same reference and version with other content; the platform will hold this one.",
        "Une ligne précédente porte la même référence et version avec un autre contenu ; celle-ci sera retenue.",
        "Give each case one row, or a correction a higher version.",
        "Une ligne par cas, ou une version supérieure pour une correction.",
    ),
}


@dataclass(frozen=True, slots=True)
class RowFinding:
    """One finding about one row. ``column`` is the column's name; ``path`` a JSON pointer into the report."""

    code: str
    severity: Severity
    column: str | None
    path: str
    message: str
    suggestion: str

    def facts(self) -> dict[str, Any]:
        """As a JSON document."""
        return {name: getattr(self, name) for name in self.__slots__}


def row_finding(
    code: RowCode, column: str | None = None, path: str = "", severity: Severity | None = None
) -> RowFinding:
    """The finding of this row code in English; ``severity`` where it is graver than the code's own."""
    words = _WORDS[code]
    return RowFinding(code.value, severity or words.severity, column, path, words.en, words.do_en)


def about_report(found: Finding, column: str | None) -> RowFinding:
    """A finding about the report, with the column that it came from."""
    return RowFinding(found.code, found.severity, column, found.path, found.message, found.suggestion)


def spoken(found: RowFinding, language: Language) -> RowFinding:
    """The same finding with its texts in ``language``."""
    if language == "en":
        return found
    if found.code in set(RowCode):
        words = _WORDS[RowCode(found.code)]
        message, suggestion = words.fr, words.do_fr
    else:
        said = finding(Code(found.code), found.path, language)
        message, suggestion = said.message, said.suggestion
    return RowFinding(found.code, found.severity, found.column, found.path, message, suggestion)
