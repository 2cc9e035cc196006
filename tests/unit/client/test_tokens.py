"""Tokens: the published vectors, the same person under any spelling, and a key that never shows."""

from __future__ import annotations

import copy
import hmac
import os
import pickle
import traceback
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.client.tokens import FIELDS, MOST_TOKENS, TYPES, OperationKey, merged, tokens, tokens_by_type
from services.contracts.report import Report
from services.contracts.report_blocks import Party
from tests.unit.ingest.reports import seizure

KEY = bytes(range(32))
VECTORS = {
    ("phone", "+82231468114"): "hmac:UbsNO2P_n9TOrvVwQDGJtBL6Fi_7CD3mlkekQHZTBUQ=",
    ("email", "kim.lee@example-shop.kr"): "hmac:XaMFzojX-2SfGZg9H6Ar4J2sWUh4L4w0ABwBGQr2hFU=",
    ("document", "M50271842"): "hmac:WhzX6coCX0ZoQHgGZeWiU8Z2eux9fbJMMKhQuRhuI5A=",
    ("account", "GB67NWBK60161350271842"): "hmac:W3MOKy1hzlaH1WOa-2VAd5jUqtpEoigbiI1PRuwSDIo=",
}
FINGERPRINT = "873dab4b743d89e7"
NOT_NORMALISED = "hmac:VFSM6Y_ecRc3uWTQ40apN8ETKgE87Lps1rROhpEadis="


@pytest.mark.parametrize(("field", "value"), VECTORS)
def test_the_published_vectors_come_out(field: str, value: str) -> None:
    assert OperationKey(KEY).token(value) == VECTORS[field, value]
    assert tokens(KEY, field, value) == [VECTORS[field, value]]


@pytest.mark.parametrize(
    ("field", "clear", "value"),
    [
        ("phone", "+82 (0)2-3146-8114", "+82231468114"),
        ("phone", "02-3146-8114", "+82231468114"),
        ("phone", "٠٢-٣١٤٦-٨١١٤", "+82231468114"),
        ("email", "Kim.Lee@Example-Shop.KR", "kim.lee@example-shop.kr"),
        ("document", " m 5027-1842 ", "M50271842"),
        ("account", "gb67 nwbk 6016 1350 2718 42", "GB67NWBK60161350271842"),
    ],
)
def test_a_value_is_normalised_before_it_is_hashed(field: str, clear: str, value: str) -> None:
    assert tokens(KEY, field, clear, region="KR") == [VECTORS[field, value]]


def test_the_token_of_a_dirty_value_would_never_match() -> None:
    assert OperationKey(KEY).token("+82 (0)2-3146-8114") == NOT_NORMALISED
    assert NOT_NORMALISED not in tokens(KEY, "phone", "+82 (0)2-3146-8114")


def test_a_phone_without_its_country_is_not_guessed() -> None:
    assert tokens(KEY, "phone", "02-3146-8114") == []
    assert tokens(KEY, "phone", "0044 20 7946 0958", region="KR") == []


def test_a_name_has_several_tokens_and_meets_itself_in_another_order_and_case() -> None:
    made = tokens_by_type(KEY, "name", "KIM, Min-su", country="KR")
    assert set(made) == {"name", "name_parts", "name_phonetic"}
    turned = tokens_by_type(KEY, "name", "Minsu Kim", country="KR")
    assert made["name_phonetic"] == turned["name_phonetic"]
    assert made["name_parts"] == turned["name_parts"]
    assert made["name"] != turned["name"]
    assert tokens(KEY, "name_parts", "KIM, Min-su") == made["name_parts"]


def test_an_address_is_read_with_its_country_and_by_its_parts() -> None:
    parts = {"line": "12 Gangnam-daero, Seoul", "postcode": "06000", "house_number": "12", "country": "KR"}
    made = tokens_by_type(KEY, "address", parts)
    assert set(made) == {"address", "address_parts"}
    assert tokens(KEY, "address", "12 gangnamdaero Seoul", country="KR") == made["address"]
    assert tokens(KEY, "address", "12 gangnamdaero Seoul") == []


def test_a_handle_is_one_text_or_two() -> None:
    assert tokens(KEY, "handle", "telegram:@Kim") == tokens(KEY, "handle", {"platform": "Telegram", "name": "kim"})
    assert tokens(KEY, "handle", "kim") == []


def test_an_account_without_an_iban_needs_its_bank() -> None:
    assert tokens(KEY, "account", "60161350271") == []
    assert len(tokens(KEY, "account", {"number": "601 6135 0271", "bank": "NWBKGB2L"})) == 1


@pytest.mark.parametrize("field", ["", "birth_date", "phone_parts", "Name", "name_parts_parts"])
def test_there_is_no_token_of_another_type(field: str) -> None:
    with pytest.raises(ValueError, match="no tokens of that type"):
        tokens(KEY, field, "Kim Lee")


@pytest.mark.parametrize("clear", [{"line": 1}, {"Kim Lee": "x"}])
def test_parts_that_are_not_known_are_refused_without_being_quoted(clear: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="address") as why:
        tokens(KEY, "address", clear)
    assert "Kim" not in str(why.value)


@given(
    field=st.sampled_from(sorted(FIELDS)), clear=st.text(max_size=700), where=st.sampled_from([None, "KR", "zz", ""])
)
def test_any_text_makes_tokens_that_a_report_takes_or_none(field: str, clear: str, where: str | None) -> None:
    made = tokens_by_type(KEY, field, clear, region=where, country=where)
    assert set(made) <= TYPES
    Party.model_validate({"role": "consignee", "tokens": made})
    for kind, of_type in made.items():
        assert of_type == tokens(KEY, kind, clear, region=where, country=where)


def test_a_party_takes_no_more_tokens_than_the_door() -> None:
    many = [{"phone": [str(number)]} for number in range(MOST_TOKENS)]
    assert len(merged([*many, *many])["phone"]) == MOST_TOKENS
    with pytest.raises(ValueError, match="at most"):
        merged([*many, {"phone": ["one more"]}])


def written(folder: Path, content: bytes, mode: int = 0o600) -> Path:
    path = folder / "operation.key"
    path.write_bytes(content)
    os.chmod(path, mode)
    return path


@pytest.mark.parametrize(
    "content", [KEY, KEY.hex().encode(), KEY.hex().upper().encode() + b"\n", KEY.hex().encode() + b"\r\n"]
)
def test_a_key_is_read_as_bytes_or_as_hexadecimal_digits(tmp_path: Path, content: bytes) -> None:
    assert OperationKey.load(written(tmp_path, content)).fingerprint() == OperationKey(KEY).fingerprint()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o610])
def test_a_key_that_others_have_rights_on_is_not_read(tmp_path: Path, mode: int) -> None:
    with pytest.raises(PermissionError, match="chmod 600"):
        OperationKey.load(written(tmp_path, KEY, mode))


SECRET = b"the quick brown fox jumps over t"


@pytest.mark.parametrize("content", [b"", SECRET, SECRET[:31], SECRET * 2, KEY.hex().encode()[:63], b"x" * 100_000])
def test_another_file_is_no_key_and_is_not_quoted(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(ValueError, match=r"key|random bytes") as why:
        OperationKey.load(written(tmp_path, content))
    said = "".join(traceback.format_exception(why.value))
    assert "quick" not in said
    assert KEY.hex()[:20] not in said


def test_a_folder_or_nothing_is_no_key(tmp_path: Path) -> None:
    with pytest.raises((OSError, ValueError)):
        OperationKey.load(tmp_path)
    with pytest.raises(FileNotFoundError):
        OperationKey.load(tmp_path / "none")


def test_a_key_shows_itself_nowhere() -> None:
    key = OperationKey(KEY)
    assert repr(key) == str(key) == f"{key}" == "OperationKey()"
    for leave in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            leave(key)
    assert key.fingerprint() != OperationKey(bytes(32)).fingerprint()


def test_the_fingerprint_is_the_published_one_and_what_a_report_takes_as_token_key() -> None:
    made = hmac.new(KEY, b"tocsin operation key", "sha256").hexdigest()[:16]
    assert OperationKey(KEY).fingerprint() == made == FINGERPRINT
    report = Report.model_validate(seizure(token_key=made))
    assert report.token_key == made
