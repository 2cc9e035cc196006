"""What is a report, what is none, and what its sender is told."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.findings import Code
from services.contracts.reasons import Reason
from services.contracts.topics import REPORT_BYTES
from services.ingest.personal_fields import is_personal
from services.ingest.quality import examine
from services.ingest.shape import MOST_FINDINGS, Unfit, read
from tests.unit.ingest.reports import NOW, TOKEN, encode, quantity, retraction, seizure

GOOD = encode(seizure())
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


def refused(raw: bytes) -> Unfit:
    with pytest.raises(Unfit) as caught:
        read(raw)
    return caught.value


def test_a_good_report_is_read_with_its_id() -> None:
    space = uuid.uuid5(uuid.NAMESPACE_URL, "urn:tocsin:report")
    assert read(GOOD).report_id == str(uuid.uuid5(space, "KR:ICN-2021-000123"))


@pytest.mark.parametrize(
    ("reason", "raw"),
    [
        (Reason.EMPTY, b""),
        (Reason.EMPTY, b" \n"),
        (Reason.NOT_JSON, GOOD[:200]),
        (Reason.NOT_JSON, GOOD + GOOD),
        (Reason.NOT_UTF8, GOOD[:-1] + b',"narrative":"Z\xfcrich"}'),
        (Reason.DUPLICATE_KEY, GOOD[:-1] + b',"version":2}'),
        (Reason.NOT_FINITE, quantity("NaN")),
        (Reason.NOT_FINITE, quantity("-Infinity")),
        (Reason.TOO_DEEP, GOOD[:-1] + b',"x":' + b"[" * 10_000 + b"]" * 10_000 + b"}"),
        (Reason.TOO_DEEP, b"[" * 10_000),
        (Reason.NULL_BYTE, encode(seizure(narrative="a\x00b"))),
        (Reason.OVERSIZE, GOOD + b" " * REPORT_BYTES),
        (Reason.INVALID, b"[]"),
        (Reason.INVALID, b'"seizure"'),
        (Reason.INVALID, b"null"),
        (Reason.INVALID, b"{}"),
    ],
)
def test_a_body_that_is_no_report_has_the_reason_of_its_fault(reason: Reason, raw: bytes) -> None:
    assert refused(raw).reason is reason


@pytest.mark.parametrize(
    ("code", "path", "report"),
    [
        ("missing_field", "/national_ref", seizure(national_ref=None)),
        ("missing_field", "/goods", seizure(goods=[])),
        ("missing_field", "/goods", seizure(goods=None)),
        ("missing_field", "/location/type", seizure(location={"name": "Incheon"})),
        ("missing_field", "/goods/0/quantity", seizure(goods=[{"substance": "MDMA", "confirmed": True}])),
        ("missing_field", "/in_reply_to", seizure(kind="feedback", result="released")),
        ("not_for_kind", "/reason", seizure(reason="entered twice")),
        ("not_for_kind", "/identified", retraction(identified=[{"substance": "MDMA"}])),
        ("wrong_type", "/goods", seizure(goods="MDMA")),
        ("wrong_type", "/version", seizure(version="1")),
        ("wrong_type", "/exercise", seizure(exercise="yes")),
        ("wrong_type", "/occurred_at", seizure(occurred_at=1613000000)),
        ("invalid_value", "/kind", seizure(kind="arrest")),
        ("invalid_value", "/mode", seizure(mode="rail")),
        ("invalid_value", "/version", seizure(version=0)),
        ("invalid_value", "/administration", seizure(administration="kr")),
        ("invalid_date", "/occurred_at", seizure(occurred_at="2021-02-30T10:00:00+00:00")),
        ("invalid_date", "/occurred_at", seizure(occurred_at="2021-02-11T09:20:00")),
        ("invalid_date", "/occurred_at", seizure(occurred_at="1613035200")),
        ("invalid_date", "/occurred_at", seizure(occurred_at="0001-01-01T00:00:00+14:00")),
        ("invalid_date", "/transport/posted_on", seizure(transport={"posted_on": "2021-02-30"})),
        ("too_long", "/narrative", seizure(narrative="x" * 10_001)),
        ("too_long", "/national_ref", seizure(national_ref="x" * 129)),
    ],
)
def test_each_fault_of_shape_is_invalid_and_names_its_place(code: str, path: str, report: dict[str, Any]) -> None:
    why = refused(encode(report))
    assert why.reason is Reason.INVALID
    assert (code, path) in [(one.code, one.path) for one in why.findings]


@pytest.mark.parametrize("figure", ["0", "-1", "-0.0", "0e9"])
def test_a_quantity_of_nothing_is_not_positive(figure: str) -> None:
    why = refused(quantity(figure))
    assert why.reason is Reason.INVALID
    assert [(one.code, one.path) for one in why.findings] == [("not_positive", "/goods/0/quantity/value")]


@pytest.mark.parametrize("figure", ["1e400", "1e99999999999999999999", "9" * 5_000, '"12"', "true"])
def test_a_quantity_that_no_scale_shows_is_invalid(figure: str) -> None:
    assert refused(quantity(figure)).reason is Reason.INVALID


def test_a_field_that_does_not_exist_is_unknown() -> None:
    why = refused(encode(seizure(severity="high")))
    assert (why.reason, why.findings[0].code, why.findings[0].path) == (
        Reason.UNKNOWN_FIELD,
        "unknown_field",
        "/severity",
    )


@pytest.mark.parametrize(
    ("path", "changes"),
    [
        ("/parties/0/name", {"parties": [{"role": "consignee", "name": "Name In Clear"}]}),
        ("/parties/0/tokens/phone/0", {"parties": [{"role": "consignee", "tokens": {"phone": ["+82 2 0000 0000"]}}]}),
        ("/parties/0/tokens/name", {"parties": [{"role": "consignee", "tokens": {"name": "Name In Clear"}}]}),
        ("/parties/0/tokens", {"parties": [{"role": "consignee", "tokens": {"Name In Clear": [TOKEN]}}]}),
        ("/right_holder", {"right_holder": "Name In Clear"}),
        ("/dateOfBirth", {"dateOfBirth": "1980-01-01"}),
        ("/consignee", {"consignee": {"address": "1 Main Street"}}),
        ("/contact_phone", {"contact_phone": "+82"}),
        ("/goods/0/Pr\u00e9nom", {"goods": [{"substance": "MDMA", "Prénom": "Name In Clear"}]}),
    ],
)
def test_a_person_in_clear_is_nominal_data_wherever_it_stands(path: str, changes: dict[str, Any]) -> None:
    why = refused(encode(seizure(**changes)))
    assert why.reason is Reason.NOMINAL_DATA
    told = [one.path for one in why.findings if one.code == "nominal_data"]
    assert told == [path] or told == [path.rpartition("/")[0]], "a key that is no plain word is left out of the path"
    everything = why.message + "".join(one.model_dump_json() for one in why.findings)
    for value in ("Name In Clear", "+82", "1980", "Main Street"):
        assert value not in everything


def test_nominal_data_is_graver_than_an_unknown_field_and_than_a_missing_one() -> None:
    why = refused(encode(seizure(severity="high", goods=None, email="a@b")))
    assert why.reason is Reason.NOMINAL_DATA
    assert [one.code for one in why.findings][:2] == ["nominal_data", "unknown_field"]


def test_forty_thousand_unknown_fields_are_no_forty_thousand_findings() -> None:
    why = refused(encode({f"f{n}": 1 for n in range(20_000)} | {"phone": 1}))
    assert why.reason is Reason.NOMINAL_DATA
    assert len(why.findings) == MOST_FINDINGS


@pytest.mark.parametrize("name", ["name", "Full_Name", "dateOfBirth", "DATE_OF_BIRTH", "passport-no", "e_mail_address"])
def test_names_of_personal_fields_are_known_in_any_spelling(name: str) -> None:
    assert is_personal(name)


@pytest.mark.parametrize("name", ["severity", "vessel_name", "product", "weight", "mode", "x" * 5_000])
def test_names_of_other_fields_are_not_personal(name: str) -> None:
    assert not is_personal(name)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_report_or_refused_with_a_reason(raw: bytes) -> None:
    assert isinstance(refused(raw).reason, Reason)


@given(st.sampled_from(sorted(seizure())), JSON_VALUES)
def test_any_value_in_any_field_is_judged_and_never_an_exception(name: str, value: Any) -> None:
    try:
        findings = examine(read(encode(seizure(**{name: value}))), NOW)
    except Unfit as why:
        findings = why.findings
    assert all(isinstance(Code(one.code), Code) and len(findings) <= MOST_FINDINGS for one in findings)


@given(st.text(max_size=12), JSON_VALUES)
def test_any_extra_field_is_refused(name: str, value: Any) -> None:
    extra = seizure(parties=[{"role": "consignee", f"x{name}": value}])
    assert refused(encode(extra)).reason in (Reason.UNKNOWN_FIELD, Reason.NOMINAL_DATA, Reason.NULL_BYTE)
