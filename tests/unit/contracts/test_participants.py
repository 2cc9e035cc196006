"""API keys and signatures: what opens the door, and what does not."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.contracts import participants
from services.contracts.participants import ApiKey, Participant, SigningKey
from services.contracts.reasons import Reason, Refused
from services.contracts.sharing import Role

NOW = datetime(2021, 2, 11, tzinfo=UTC)
KEY = participants.api_key_text("0123456789abcdef", bytes(range(32)))
BODY = b'{"kind": "seizure"}'


def participant(code: str = "KR", *, active: bool = True, expires: datetime | None = None) -> Participant:
    key = ApiKey(key_id="0123456789abcdef", sha256=participants.api_key_digest(KEY), created_at=NOW, expires_at=expires)
    return Participant(code=code, role=Role.ADMINISTRATION, name=code, active=active, api_keys=(key,))


def signing(code: str, private: Ed25519PrivateKey, *, active: bool = True) -> Participant:
    public = base64.b64encode(private.public_key().public_bytes_raw()).decode()
    key = SigningKey(key_id=f"{code.lower()}-1", public_key=public)
    return Participant(code=code, role=Role.ADMINISTRATION, name=code, active=active, signing_keys=(key,))


def test_key_opens_for_its_holder_only_while_it_lives() -> None:
    assert participants.holds_key(participant(), KEY, NOW)
    assert participants.holds_key(participant(expires=NOW + timedelta(seconds=1)), KEY, NOW)
    assert not participants.holds_key(participant(expires=NOW), KEY, NOW)
    assert not participants.holds_key(participant(active=False), KEY, NOW)
    assert not participants.holds_key(participant(), KEY[:-1] + "A", NOW)


def test_what_is_stored_of_a_key_is_not_the_key() -> None:
    assert KEY not in participant().model_dump_json()
    assert participants.api_key_id(KEY) == "0123456789abcdef"


@pytest.mark.parametrize("text", ["", "tocsin__", KEY + "x", " " + KEY, KEY.upper(), KEY.replace("_", "-"), KEY + "\n"])
def test_text_that_is_no_key_names_no_key(text: str) -> None:
    assert participants.api_key_id(text) is None


def test_signature_tells_who_sent_the_body() -> None:
    korea, japan = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    everyone = [signing("KR", korea), signing("JP", japan)]
    header = participants.signature_header("jp-1", japan.sign(BODY))
    assert participants.signing_key_id(header) == "jp-1"
    assert participants.signer(header, BODY, everyone).code == "JP"


def test_signature_of_another_body_or_by_another_key_is_refused() -> None:
    korea, japan = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    everyone = [signing("KR", korea)]
    for header in (
        participants.signature_header("kr-1", korea.sign(BODY + b" ")),
        participants.signature_header("kr-1", japan.sign(BODY)),
        "kr-1:not base64",
        "kr-1:",
        "kr-1:ключ",
        "kr-1",
    ):
        with pytest.raises(Refused) as refused:
            participants.signer(header, BODY, everyone)
        assert refused.value.reason is Reason.BAD_SIGNATURE


def test_key_of_nobody_or_of_a_revoked_participant_is_unknown() -> None:
    korea = Ed25519PrivateKey.generate()
    header = participants.signature_header("kr-1", korea.sign(BODY))
    for everyone in ([], [signing("JP", korea)], [signing("KR", korea, active=False)]):
        with pytest.raises(Refused) as refused:
            participants.signer(header, BODY, everyone)
        assert refused.value.reason is Reason.UNKNOWN_PARTICIPANT
