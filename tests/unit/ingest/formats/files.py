"""Files of reports made while a test runs, and the answers to them."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import orjson

from services.ingest.formats.answers import Answer, Reading
from services.ingest.formats.definition import Definition
from services.ingest.formats.mapping_files import load_mapping, read_mapping
from services.ingest.formats.sources import open_source
from services.ingest.formats.wishes import Wishes

NOW = datetime(2026, 1, 1, tzinfo=UTC)
IDS = load_mapping("unodc-ids")
IDS_HEADER = (
    "REGION;SUBREGION;COUNTRY;ADMINISTRATIVE_DIVISION;PLACE;SEIZURE_DATE;DRUG_NAME;AMOUNT;DRUG_UNIT;HIDING_PLACE;"
    "INSTALLATION;TRANSPORT;PRODUCING_COUNTRY;DEPARTURE_COUNTRY;DESTINATION_COUNTRY;ROUTING"
)
SMALL = """
name: small
title: A case number, a day, a drug, an amount
zone: Asia/Tokyo
constants:
  kind: seizure
  operation: goals-2021
  administration: JP
  mode: land
  direction: internal
  location.type: inland
  detection.method: other
  goods.0.confirmed: no
  sharing.tlp: AMBER
columns:
  case: {from: Case, to: national_ref, required: yes}
  day: {from: Day, to: occurred_at, required: yes}
  place: {from: Place, to: location.name, required: yes}
  drug: {from: Drug, to: goods.0.substance, required: yes}
  amount: {from: Amount, to: goods.0.quantity.value, required: yes}
  unit: {from: Unit, to: goods.0.quantity.unit, required: yes}
"""
SMALL_HEADER = ("Case", "Day", "Place", "Drug", "Amount", "Unit")


def small(more: str = "", **changes: Any) -> Definition:
    """The small mapping, with more YAML below it."""
    return read_mapping("small.yaml", (SMALL + more).encode()).model_copy(update=changes)


def row(case: str = "C-1", **changes: Any) -> list[Any]:
    """A good row of the small mapping."""
    cells = dict(zip(SMALL_HEADER, [case, "2021-02-11", "Tokyo", "MDMA", "12.5", "gram"], strict=True))
    return list((cells | changes).values())


def csv_text(*rows: Sequence[Any], delimiter: str = ",") -> str:
    """Rows below the small header as CSV."""
    return "".join(delimiter.join(map(str, one)) + "\n" for one in (SMALL_HEADER, *rows))


def read(
    folder: Path, name: str, content: str | bytes, mapping: Definition | None = None, **wishes: Any
) -> tuple[list[Answer], Reading]:
    """Every answer to a file with this content, and the reading with what it noticed."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with open_source(str(path), io.BytesIO()) as source:
        reading = Reading(source, replace(Wishes(NOW, mapping), **wishes))
        return list(reading), reading


def answered(
    folder: Path, name: str, content: str | bytes, mapping: Definition | None = None, **wishes: Any
) -> list[Answer]:
    """Every answer to a file with this content."""
    return read(folder, name, content, mapping, **wishes)[0]


def report_of(answer: Answer) -> dict[str, Any]:
    """The report that would be sent."""
    assert answer.body is not None, answer.findings
    report: dict[str, Any] = orjson.loads(answer.body)
    return report


def codes(answer: Answer) -> set[tuple[str, str | None]]:
    """What was found, with the column; that a row of the small mapping has no route is true of all of them."""
    return {(one.code, one.column) for one in answer.findings if one.code != "route_missing"}


def statuses(answers: Sequence[Answer]) -> dict[str, int]:
    """How many rows have each status."""
    return dict(Counter(one.status for one in answers))


def workbook(rows: Sequence[Sequence[Any]], sheet: str = "Sheet1", merged: Sequence[str] = ()) -> bytes:
    """An .xlsx file of one sheet."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for cells in rows:
        page.append(list(cells))
    for area in merged:
        page.merged_cells.add(area)  # merge_cells() would make every cell of it
    out = io.BytesIO()
    book.save(out)
    book.close()
    return out.getvalue()


def open_document(body: str, sheet: str = "Sheet1") -> bytes:
    """An .ods file whose one table holds this XML."""
    names = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }
    spaces = " ".join(f'xmlns:{short}="{name}"' for short, name in names.items())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        book.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2">'
            f'<office:body><office:spreadsheet><table:table table:name="{sheet}">{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()
