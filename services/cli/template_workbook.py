"""The fill-in template as a workbook: columns in, openpyxl's Workbook out; nothing is written here.

Sheet ``reports``: dotted paths in the first row; rows whose first cell begins with ``#`` are comments, here the
descriptions in English and French and one example. Sheet ``lists``: the codes that the columns offer. Sheet ``about``.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

import pycountry
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from services.cli.template_columns import Column, row_of
from services.contracts.code_lists import LISTS

REPORTS: Final = "reports"
CODES: Final = "lists"
ABOUT: Final = "about"
COMMENT: Final = "#"
ROWS: Final = 5_000
"""Rows that offer codes; more may be filled in."""

_TEXT: Final = "@"
_NUMBERS: Final = frozenset({"number", "integer"})
_YES_NO: Final = "true_false"
_COUNTRY: Final = "country"
_LEG: Final = "route/*/country"
_NEEDED: Final = PatternFill("solid", fgColor="FFD9E1F2")
_COMMENTED: Final = PatternFill("solid", fgColor="FFF2F2F2")
_WRAPPED: Final = Alignment(wrap_text=True, vertical="top")
_INSTRUCTIONS: Final = (
    (
        "One row is one report; the columns are named after its fields.",
        "Une ligne est un rapport ; les colonnes portent le nom des champs.",
    ),
    (
        "Blue columns are mandatory. Leave the others empty when nothing is known.",
        "Les colonnes bleues sont obligatoires. Laissez vide ce qui n'est pas connu.",
    ),
    (
        "Rows whose first cell begins with # are not sent; the example is one of them.",
        "Les lignes dont la première cellule commence par # (dont l'exemple) ne sont pas envoyées.",
    ),
    (
        "Write instants as 2021-02-11T09:20:00+09:00 and days as 2021-02-11.",
        "Écrivez les instants 2021-02-11T09:20:00+09:00 et les jours 2021-02-11.",
    ),
    (
        "More items: add columns, such as goods.2.substance.",
        "Plus d'éléments : ajoutez des colonnes, par exemple goods.2.substance.",
    ),
    (
        "Names, addresses and phones never stand here in clear: only keyed tokens (hmac:...).",
        "Noms, adresses et téléphones n'y sont jamais en clair : seulement des jetons à clé (hmac:...).",
    ),
)


@dataclass(frozen=True, slots=True)
class Offer:
    """Where the codes of a list stand on the sheet, and whether others may be written."""

    first: int
    last: int
    open: bool


def workbook(columns: Sequence[Column], example: Mapping[str, Any]) -> Workbook:
    """A template with these columns and one example row."""
    book = Workbook()
    sheet = book.active
    sheet.title = REPORTS
    offers = _write_codes(book.create_sheet(CODES), columns)
    _write_columns(sheet, columns, row_of(example, tuple(columns)))
    _offer(sheet, columns, offers)
    about = book.create_sheet(ABOUT)
    for row in _INSTRUCTIONS:
        about.append(row)
    about.column_dimensions["A"].width = about.column_dimensions["B"].width = 90
    return book


def _write_columns(sheet: Worksheet, columns: Sequence[Column], example: Sequence[Any]) -> None:
    sheet.append([each.path for each in columns])
    sheet.append(_commented(_says(each.field.en, each) for each in columns))
    sheet.append(_commented(_says(each.field.fr, each) for each in columns))
    sheet.append(_commented(_cell(value) for value in example))
    for number, each in enumerate(columns, start=1):
        letter = get_column_letter(number)
        figure = each.field.shape in _NUMBERS
        # A text stays as it is typed: no date, no lost zero, no exponent.
        sheet.column_dimensions[letter].number_format = "General" if figure else _TEXT
        sheet.column_dimensions[letter].width = max(14, min(len(each.path) + 2, 34))
        head = sheet.cell(1, number)
        head.font = Font(bold=True)
        if each.needed:
            head.fill = _NEEDED
        for row in (2, 3, 4):
            cell = sheet.cell(row, number)
            cell.fill, cell.alignment = _COMMENTED, _WRAPPED
            cell.font = Font(italic=True, color="FF595959")
        if not figure:
            sheet.cell(4, number).number_format = _TEXT
    sheet.freeze_panes = "B5"


def _says(text: str, column: Column) -> str:
    return f"{text} [{column.field.unit}]" if column.field.unit else text


def _commented(cells: Iterable[Any]) -> list[Any]:
    row = list(cells)
    row[0] = f"{COMMENT} {row[0]}"
    return row


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return float(value) if isinstance(value, Decimal) else value


def _write_codes(sheet: Worksheet, columns: Sequence[Column]) -> dict[str, Offer]:
    """Writes the lists that the columns use, each in rows that follow each other; says where."""
    sheet.append(["list", "code", "English", "français"])
    offers: dict[str, Offer] = {}
    used = set(map(_list_of, columns))
    for name, codes in _all_codes().items():
        if name not in used:
            continue
        first = sheet.max_row + 1
        for code, (en, fr) in codes.items():
            sheet.append([name, code, en, fr])
        # A country may also be written as a word: it is then held, or read.
        free = LISTS[name].outside == "open" if name in LISTS else name == _COUNTRY
        offers[name] = Offer(first, sheet.max_row, open=free)
    if _COUNTRY in offers:
        # The first row of the countries is "unknown", which only a leg of the route may say.
        offers[_LEG] = offers[_COUNTRY]
        offers[_COUNTRY] = replace(offers[_COUNTRY], first=offers[_COUNTRY].first + 1)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.column_dimensions["B"].number_format = _TEXT
    for letter, width in zip("ABCD", (22, 30, 50, 50), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    return offers


def _list_of(column: Column) -> str | None:
    if column.field.shape == _YES_NO:
        return _YES_NO
    return column.codes if column.codes in LISTS or column.codes == _COUNTRY else None


def _all_codes() -> dict[str, Mapping[str, tuple[str, str]]]:
    french = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=["fr"], fallback=True)
    known = {each.alpha_2: (each.name, french.gettext(each.name)) for each in pycountry.countries}
    countries = {**known, "XK": ("Kosovo", "Kosovo"), "XZ": ("High seas", "Haute mer")}
    return {
        **{name: each.codes for name, each in LISTS.items()},
        _YES_NO: {"true": ("yes", "oui"), "false": ("no", "non")},
        _COUNTRY: {"unknown": ("not known", "inconnu"), **dict(sorted(countries.items()))},
    }


def _offered(column: Column) -> str | None:
    return _LEG if column.field.spec == _LEG else _list_of(column)


def _offer(sheet: Worksheet, columns: Sequence[Column], offers: Mapping[str, Offer]) -> None:
    """Drop-downs; one for all columns of a list."""
    for name, offer in offers.items():
        letters = [get_column_letter(n) for n, each in enumerate(columns, start=1) if _offered(each) == name]
        if not letters:
            continue
        choice = DataValidation(
            type="list",
            formula1=f"{CODES}!$B${offer.first}:$B${offer.last}",
            allow_blank=True,
            # A warning lets another value pass when the person insists.
            errorStyle="warning" if offer.open else "stop",
            showErrorMessage=True,
            errorTitle=name.rpartition("/")[2],
            error="Not in the list. / Hors de la liste.",
        )
        for letter in letters:
            choice.add(f"{letter}5:{letter}{ROWS}")
        sheet.add_data_validation(choice)
