"""What goes into Kafka: the topic of the mode, the key of the case, a signature over the very bytes."""

from __future__ import annotations

import base64
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat

from services.client import Away
from services.client.kafka_sender import MODE_OF_THE_MODELESS, KafkaSender, Signer, signed
from services.contracts.participants import Participant, SigningKey, signer
from services.contracts.report import Report
from services.contracts.sharing import Role
from services.contracts.topics import REPORTS
from services.ingest import admission
from tests.unit.ingest.reports import retraction, seizure

NOW = datetime(2021, 2, 11, tzinfo=UTC)
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = SigningKey(key_id="kr-1", public_key=base64.b64encode(PRIVATE.public_key().public_bytes_raw()).decode())
KR = Participant(code="KR", role=Role.ADMINISTRATION, name="KR", signing_keys=(PUBLIC,))
SIGNER = Signer("kr-1", PRIVATE)


def pem(key: Any = PRIVATE, phrase: bytes | None = None) -> bytes:
    how = BestAvailableEncryption(phrase) if phrase else NoEncryption()
    written: bytes = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how)
    return written


def test_the_platform_finds_the_administration_behind_the_record() -> None:
    record = signed(seizure(), SIGNER, NOW)
    headers = {name: value.decode() for name, value in record.headers}
    assert signer(headers["tocsin-signature"], record.value, [KR]) is KR
    assert (record.topic, headers["ce_type"]) == (REPORTS["mail"].name, "tocsin.report.submitted.v1")
    assert record.key.decode() == Report.model_validate(seizure()).report_id


def test_a_report_without_a_mode_goes_where_the_door_sends_it() -> None:
    assert signed(retraction(), SIGNER, NOW).topic == REPORTS[MODE_OF_THE_MODELESS].name
    assert MODE_OF_THE_MODELESS == admission.MODE_OF_THE_MODELESS


def test_the_same_report_is_the_same_event() -> None:
    assert signed(seizure(), SIGNER, NOW) == signed(seizure(), SIGNER, NOW)
    assert signed(seizure(version=2), SIGNER, NOW).headers != signed(seizure(), SIGNER, NOW).headers


@pytest.mark.parametrize(
    ("report", "why"),
    [
        (seizure(goods=None), "missing_for_kind"),
        (seizure(parties=[{"role": "consignee", "name": "Kim Lee"}]), "/parties/0/name"),
        (seizure(narrative="Kim Lee\x00"), "null byte"),
        (seizure(narrative="x" * 300_000), "larger"),
        ({}, "/kind missing"),
    ],
)
def test_what_is_no_report_is_said_at_once_and_without_its_content(report: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why) as raised:
        signed(report, SIGNER, NOW)
    assert "Kim Lee" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_a_signing_key_is_read_from_a_file_that_nobody_else_can_read(tmp_path: Path) -> None:
    path = tmp_path / "kr.pem"
    path.write_bytes(pem())
    os.chmod(path, 0o640)
    with pytest.raises(PermissionError, match="chmod 600"):
        Signer.load("kr-1", path)
    os.chmod(path, 0o600)
    loaded = Signer.load("kr-1", path)
    assert loaded.header(b"body") == SIGNER.header(b"body")
    assert repr(loaded) == "Signer('kr-1')"


@pytest.mark.parametrize(
    "content", [b"", b"\xff", pem()[:60], pem(generate_private_key(SECP256R1())), pem(phrase=b"x")]
)
def test_another_file_is_no_signing_key_and_is_not_quoted(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "kr.pem"
    path.write_bytes(content)
    os.chmod(path, 0o600)
    with pytest.raises(ValueError, match="no Ed25519 key") as why:
        Signer.load("kr-1", path)
    assert content.decode("latin-1")[30:60] in ("",) or content.decode("latin-1")[30:60] not in str(why.value)


async def test_a_kafka_that_is_not_there_is_away() -> None:
    with pytest.raises(Away, match="Kafka"):
        async with KafkaSender("127.0.0.1:1", SIGNER, patience=5):
            pass
