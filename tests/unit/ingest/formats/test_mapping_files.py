"""Mapping files: what is wrong is told with its line and what to do; a scalar is what the report's field asks for."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.formats.faults import FileFault
from services.ingest.formats.mapping_files import load_mapping, mapping_names, read_mapping
from tests.unit.ingest.formats.files import SMALL, answered, codes, csv_text, report_of, row, small


def test_every_mapping_that_ships_is_sound() -> None:
    assert [load_mapping(name).name for name in mapping_names()] == ["template", "unodc-ids"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("title:", "titel:", r"line 3: titel: 'titel' is not known here"),
        ("name: small\n", "", r"'name' is missing"),
        ("to: goods.0.substance", "to: goods.0.substanse", r"line 19: columns\.drug\.to: .*mean goods\.0\.substance"),
        (
            "goods.0.confirmed: no",
            "goods.0.confirmed: perhaps",
            r"line 13: constants.*'perhaps' is no value of goods\.0",
        ),
        ("zone: Asia/Tokyo", "zone: Asia/Tokio", r"line 4: zone: no time zone"),
        ("zone: Asia/Tokyo", "zone: Asia/Tokyo\nname: other", r"line 5: 'name' stands twice"),
        ("to: location.name", "to: location", r"line 18: .*has no field location"),
        ("to: location.name", "to: location.type", r"location\.type is set 2 times"),
        ("from: Place", "from: Drug", r"2 columns may be called 'drug'"),
        ("from: Unit", "from: [Unit", r"line \d+, column \d+: is no YAML"),
        ("to: location.name", "to: location.name, table: cities", r"there is no table cities"),
        ("to: location.name", "to: location.name, read: place", r"columns\.place\.read"),
        ("constants:", "constants: &all", r""),
        ("Unit, to", "*all, to", r"alias"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(old: str, new: str, told: str) -> None:
    text = SMALL.replace(old, new, 1)
    assert text != SMALL
    if not told:
        read_mapping("small.yaml", text.encode())
        return
    text = text.replace("constants:", "constants: &all", 1) if "alias" in told else text
    with pytest.raises(FileFault, match=told) as caught:
        read_mapping("small.yaml", text.encode())
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("rules: [{to: precision, cases: [{when: {colour: x}, set: day}]}]", r"there is no column colour"),
        ("rules: [{to: precision, cases: [{when: {unit: x}}]}]", r"a case sets one thing"),
        ("rules: [{to: precision, cases: [{when: {unit: {matches: '('}}, set: day}]}]", r"no regular expression"),
        ("rules: [{to: precision}]", r"the rule sets nothing"),
        ("reference: {template: always}", r"national_ref is set 2 times|no placeholder"),
        ("layout: {encoding: cp9}", r"layout\.encoding"),
        ("numbers: {decimal: ',', thousands: ','}", r"decimal and thousands separator are the same"),
        ("numbers: {decimal: ';'}", r"numbers\.decimal"),
    ],
)
def test_rules_and_layouts_that_cannot_work_are_told(more: str, told: str) -> None:
    with pytest.raises(FileFault, match=told):
        small(f"{more}\n")


def test_a_mapping_that_is_not_there_is_told_with_those_that_ship(tmp_path: Path) -> None:
    with pytest.raises(FileFault, match=r"did you mean unodc-ids\?.*These ship: template, unodc-ids"):
        load_mapping("unodc_ids")
    for name in (str(tmp_path), "\0", str(tmp_path / "none.yaml")):
        with pytest.raises(FileFault):
            load_mapping(name)


@given(
    st.one_of(
        st.binary(max_size=200), st.text(max_size=200).map(lambda text: (SMALL + text).encode("utf-8", "replace"))
    )
)
def test_any_bytes_are_a_mapping_or_a_fault(raw: bytes) -> None:
    with contextlib.suppress(FileFault):
        assert read_mapping("any.yaml", raw).name


def test_words_that_yaml_reads_as_something_else_stay_words(tmp_path: Path) -> None:
    mapping = small(
        "  from_: {from: From, to: route.0.country, read: country, table: words, with: {route.0.role: departure}}\n"
        "tables:\n  words: {NO: NO, on: 'DK', 1_000: SE, 2021-02-11: FI, null: IS}\n"
    )
    for word, expected in (("no", "NO"), ("on", "DK"), ("1_000", "SE"), ("2021-02-11", "FI"), ("NULL", "IS")):
        text = csv_text([*row(), word]).replace("Unit\n", "Unit,From\n")
        (answer,) = answered(tmp_path, "a.csv", text, mapping)
        assert report_of(answer)["route"] == [{"role": "departure", "country": expected}]


def test_a_value_that_no_table_holds_is_kept_left_out_or_replaced_and_always_told(tmp_path: Path) -> None:
    for how, expected in (("keep", "in_a_lamp"), ("leave_out", None), ("{set: other}", "other")):
        mapping = small(
            f"  hidden: {{from: Hidden, to: concealment.code, table: hiding, unlisted: {how}, "
            "also_to: concealment.text}\n"
            "tables: {hiding: {Baggage: baggage}}\n"
        )
        text = csv_text([*row(), "In a lamp"]).replace("Unit\n", "Unit,Hidden\n")
        (answer,) = answered(tmp_path, "a.csv", text, mapping)
        assert report_of(answer)["concealment"].get("code") == expected
        assert report_of(answer)["concealment"]["text"] == "In a lamp"
        assert ("cell_not_in_table", "Hidden") in codes(answer)


def test_lists_are_closed_up_and_findings_still_name_their_column(tmp_path: Path) -> None:
    mapping = small(
        "  origin: {from: Origin, to: route.0.country, read: country, with: {route.0.role: origin}}\n"
        "  to_: {from: To, to: route.1.country, read: country, with: {route.1.role: destination}}\n"
    )
    text = csv_text([*row(), "", "Atlantis"]).replace("Unit\n", "Unit,Origin,To\n")
    (answer,) = answered(tmp_path, "a.csv", text, mapping)
    assert report_of(answer)["route"] == [{"role": "destination", "country": "Atlantis"}]
    assert codes(answer) == {("cell_no_country", "To"), ("unlisted_value", "To")}
    assert answer.status == "held"


def test_several_values_stand_in_one_cell(tmp_path: Path) -> None:
    mapping = small("  seals: {from: Seals, to: transport.seals}\n")
    text = csv_text([*row(), '" S-1001;S-1002 ;; "']).replace("Unit\n", "Unit,Seals\n")
    (answer,) = answered(tmp_path, "a.csv", text, mapping)
    assert report_of(answer)["transport"]["seals"] == ["S-1001", "S-1002"]


def test_the_sender_and_the_operation_may_be_named_outside_the_mapping(tmp_path: Path) -> None:
    mapping = read_mapping("small.yaml", SMALL.replace("  administration: JP\n", "").encode())
    (answer,) = answered(tmp_path, "a.csv", csv_text(row()), mapping, administration="KR", operation="sands-2022")
    assert (answer.administration, report_of(answer)["operation"]) == ("KR", "sands-2022")
    (answer,) = answered(tmp_path, "a.csv", csv_text(row()), small(), administration="KR")
    assert codes(answer) == {("foreign_administration", None)}
