"""The fill-in template: what is filled in comes back as the report that was meant."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any, Final, get_args

import pytest
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner

from services.cli.__main__ import app
from services.cli.template_columns import Column, columns, row_of
from services.cli.template_workbook import CODES, COMMENT, REPORTS, workbook
from services.contracts.code_lists import LISTS
from services.contracts.report import Kind, Report
from services.contracts.schemas.catalogue import FOLDER
from services.contracts.topics import MODES, Mode

EXAMPLES: Final = {
    path.stem: json.loads(path.read_bytes()) for path in sorted((FOLDER / "examples/report.submitted/1").glob("*.json"))
}
_WITH_MODE: Final[tuple[Kind, ...]] = ("seizure", "warning")
ALL: Final[list[tuple[Kind, Mode | None]]] = [
    *((kind, mode) for kind in _WITH_MODE for mode in MODES),
    ("feedback", None),
    ("lab_result", None),
    ("retraction", None),
]


def of(kind: Kind, mode: Mode | None) -> list[dict[str, Any]]:
    """The committed reports of a kind and a mode."""
    return [one for one in EXAMPLES.values() if one["kind"] == kind and mode in (None, one.get("mode"))]


def saved(book: Workbook) -> Workbook:
    """The workbook after it went through a file."""
    file = BytesIO()
    book.save(file)
    return load_workbook(file)


def filled(wanted: tuple[Column, ...], *documents: dict[str, Any]) -> Workbook:
    """The template of these columns with a row for each report, as a person would type it."""
    book = workbook(wanted, documents[0])
    for document in documents:
        said = row_of(document, wanted)
        book[REPORTS].append([str(value).lower() if isinstance(value, bool) else value for value in said])
    return saved(book)


def reports(book: Workbook) -> list[dict[str, Any]]:
    """The rows of a filled template as reports: by the paths of the first row, without comments."""
    head, *rows = book[REPORTS].iter_rows(values_only=True)
    return [nested(head, row) for row in rows if any(row) and not str(row[0]).startswith(COMMENT)]


def nested(head: tuple[Any, ...], row: tuple[Any, ...]) -> dict[str, Any]:
    """One row as a document."""
    document: dict[str, Any] = {}
    for path, value in zip(head, row, strict=True):
        if value is not None:
            *above, last = path.split(".")
            node = document
            for step in above:
                node = node.setdefault(step, {})
            node[last] = {"true": True, "false": False}.get(value, value)
    return dict(listed(document))


def listed(node: Any) -> Any:
    """Objects whose names are numbers, as lists."""
    if not isinstance(node, dict):
        return node
    if node and all(name.isdecimal() for name in node):
        return [listed(node[name]) for name in sorted(node, key=int)]
    return {name: listed(value) for name, value in node.items()}


@pytest.mark.parametrize(("kind", "mode"), ALL)
def test_reports_that_are_typed_into_their_template_come_back_as_they_were(kind: Kind, mode: Mode | None) -> None:
    documents = of(kind, mode)
    wanted = columns(kind, mode)
    for told, document in zip(reports(filled(wanted, *documents)), documents, strict=True):
        assert row_of(told, wanted) == row_of(document, wanted)
        sent, meant = Report.model_validate(told), Report.model_validate(document)
        assert sent.report_id == meant.report_id
        assert (sent.occurred_at, sent.location, sent.cover_load) == (
            meant.occurred_at,
            meant.location,
            meant.cover_load,
        )


@pytest.mark.parametrize(("kind", "mode"), ALL)
def test_the_mandatory_columns_alone_make_a_report(kind: Kind, mode: Mode | None) -> None:
    document = of(kind, mode)[0]
    must = tuple(each for each in columns(kind, mode, short=True) if each.needed)
    [told] = reports(filled(must, document))
    if kind == "warning":
        told["parties"] = [{"role": "consignee"}]  # a warning must also say what to look at: one of three ways
    Report.model_validate(told)


@pytest.mark.parametrize(("kind", "mode"), ALL)
def test_a_short_template_is_a_part_of_the_long_one_and_asks_all_that_is_mandatory(
    kind: Kind, mode: Mode | None
) -> None:
    long, short = columns(kind, mode), columns(kind, mode, short=True)
    assert set(short) < set(long)
    assert [each for each in long if each.needed and each not in short] == []
    assert len({each.path for each in long}) == len(long)
    assert long[0].path == short[0].path == "kind"


@pytest.mark.parametrize("mode", get_args(Mode))
def test_a_template_asks_for_the_identifiers_of_its_mode_only(mode: Mode) -> None:
    paths = {each.path for each in columns("seizure", mode)}
    own = {
        "mail": "transport.items.0",
        "air": "transport.awb",
        "sea": "transport.containers.0",
        "land": "transport.vin",
    }
    assert {name for name, path in own.items() if path in paths} == {mode}
    assert "transport.mrn" in paths


def test_an_untouched_template_holds_no_report() -> None:
    book = saved(workbook(columns("seizure", "mail", short=True), EXAMPLES["seizure_mail"]))
    assert reports(book) == []


def test_the_rows_under_the_header_explain_each_column_in_both_languages_and_show_an_example() -> None:
    wanted = columns("seizure", "mail", short=True)
    head, english, french, example, *rest = saved(workbook(wanted, EXAMPLES["seizure_mail"]))[REPORTS].values
    at = head.index("goods.0.marks.mass_mg")
    assert (english[at], french[at]) == ("Mass of one tablet. [mg]", "Masse d'un comprimé. [mg]")
    assert (example[0], example[at]) == ("# seizure", 402.5)
    assert all((*english, *french))
    assert rest == []


def test_codes_are_offered_from_their_list_and_only_a_closed_list_stops_another_value() -> None:
    wanted = columns("seizure", "mail", short=True)
    book = saved(workbook(wanted, EXAMPLES["seizure_mail"]))
    offered = {}
    for choice in book[REPORTS].data_validations.dataValidation:
        cells = book[CODES][choice.formula1.partition("!")[2].replace("$", "")]
        for area in choice.sqref.ranges:
            offered[wanted[area.min_col - 1].path] = ([row[0].value for row in cells], choice.errorStyle or "stop")
    assert offered["direction"] == (list(LISTS["direction"].codes), "stop")
    assert offered["goods.1.quantity.unit"] == (list(LISTS["quantity_unit"].codes), "warning")
    assert offered["goods.0.confirmed"] == (["true", "false"], "stop")
    assert {"NL", "NA", "XZ", "XK"} <= set(offered["location.country"][0])
    assert "unknown" in offered["route.2.country"][0]
    assert "unknown" not in offered["location.country"][0]


def test_what_looks_like_a_number_or_a_date_stays_the_text_that_was_typed() -> None:
    wanted = columns("seizure", "mail")
    sheet = saved(workbook(wanted, EXAMPLES["seizure_mail"]))[REPORTS]
    formats = {
        each.path: sheet.column_dimensions[sheet.cell(1, n).column_letter].number_format
        for n, each in enumerate(wanted, start=1)
    }
    for path in ("national_ref", "occurred_at", "transport.posted_on", "cover_load.hs", "transport.items.0"):
        assert formats[path] == "@"
    assert formats["goods.0.quantity.value"] == "General"


def run(*words: str | Path) -> tuple[int, str]:
    """What the command answers."""
    done = CliRunner().invoke(app, ["template", *map(str, words)])
    return done.exit_code, done.output


def test_the_command_writes_a_file_and_says_what_is_in_it(tmp_path: Path) -> None:
    status, said = run("--kind", "seizure", "--mode", "mail", "-o", tmp_path / "mail.xlsx", "--json", "--short")
    facts = json.loads(said)
    assert (status, facts["sheet"]) == (0, "reports")
    assert next(load_workbook(tmp_path / "mail.xlsx")["reports"].values) == tuple(facts["columns"])
    assert "goods.0.substance" in facts["mandatory"]


def test_a_kind_that_needs_no_mode_takes_one_all_the_same(tmp_path: Path) -> None:
    assert run("--kind", "retraction", "--mode", "mail", "-o", tmp_path / "x.XLSX") == (
        0,
        f"{tmp_path / 'x.XLSX'}: 29 columns, sheet reports\n",
    )


def test_the_command_refuses_what_it_cannot_do_and_leaves_a_file_alone(tmp_path: Path) -> None:
    mine = tmp_path / "mine.xlsx"
    mine.write_text("my work")
    assert run("--kind", "seizure", "-o", tmp_path / "x.xlsx") == (2, "tocsin: a seizure needs --mode\n")
    assert run("--kind", "feedback", "-o", tmp_path / "x.csv")[0] == 2
    assert run("--kind", "rumour", "-o", tmp_path / "x.xlsx")[0] == 2
    assert run("--kind", "feedback", "-o", mine)[0] == 1
    assert mine.read_text() == "my work"
    assert run("--kind", "feedback", "-o", tmp_path / "nowhere" / "x.xlsx")[0] == 1
    assert run("--kind", "feedback", "-o", mine, "--force")[0] == 0
