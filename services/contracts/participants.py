"""Participants: codes, roles, API keys and signing keys. Pure: the caller brings the stored participant.

Keys are 256 random bits, so a plain SHA-256 is stored and compared in constant time; the key itself is shown once.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import BaseModel, ConfigDict

from services.contracts.findings import Language
from services.contracts.reasons import Reason, Refused
from services.contracts.sharing import Reader, Role

SIGNATURE_HEADER: Final = "tocsin-signature"
DOOR_CODE: Final = "DOOR"
DOOR_KEY_ID: Final = "door"
API_KEY: Final = re.compile(r"tocsin_([a-z0-9]{8,32})_([A-Za-z0-9_-]{43})")
PARTICIPANT_CODE: Final = re.compile(r"[A-Z][A-Z0-9-]{1,31}")


class ApiKey(BaseModel):
    """A stored API key: its public id and the SHA-256 (hex) of the whole text."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    key_id: str
    sha256: str
    created_at: datetime
    expires_at: datetime | None = None


class SigningKey(BaseModel):
    """A public Ed25519 key, raw 32 bytes in base64."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    key_id: str
    public_key: str


class DefaultSharing(BaseModel):
    """What stands for a report without a ``sharing`` block."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    tlp: str = "AMBER"
    audience: tuple[str, ...] = ("operation",)
    handling: tuple[str, ...] = ()


class Participant(BaseModel):
    """An administration, coordination unit, office, partner, observer, auditor, or the door."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    code: str
    role: Role
    name: str
    active: bool = True
    language: Language = "en"
    api_keys: tuple[ApiKey, ...] = ()
    signing_keys: tuple[SigningKey, ...] = ()
    default_sharing: DefaultSharing = DefaultSharing()

    @property
    def reader(self) -> Reader:
        """The participant as somebody who asks."""
        return Reader(code=self.code, role=self.role)


def api_key_text(key_id: str, secret: bytes) -> str:
    """The API key as its holder writes it. ``secret`` is 32 random bytes."""
    return f"tocsin_{key_id}_{base64.urlsafe_b64encode(secret).rstrip(b'=').decode()}"


def api_key_digest(text: str) -> str:
    """What is stored of an API key: SHA-256 in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def api_key_id(text: str) -> str | None:
    """The public id inside an API key, or None when the text is not one."""
    found = API_KEY.fullmatch(text)
    return found.group(1) if found else None


def holds_key(participant: Participant, text: str, now: datetime) -> bool:
    """Is ``text`` a live API key of this active participant? Compares in constant time."""
    digest = api_key_digest(text)
    return participant.active and any(
        hmac.compare_digest(key.sha256, digest) and (key.expires_at is None or key.expires_at > now)
        for key in participant.api_keys
    )


def signature_header(key_id: str, signature: bytes) -> str:
    """The value of the ``tocsin-signature`` header."""
    return f"{key_id}:{base64.b64encode(signature).decode()}"


def signing_key_id(header: str) -> str:
    """The key id that a signature header names; the empty text when it names none."""
    return header.partition(":")[0]


def signer(header: str, body: bytes, participants: Iterable[Participant]) -> Participant:
    """The active participant whose key signed ``body``. Raises Refused(bad_signature | unknown_participant)."""
    key_id, _, encoded = header.partition(":")
    for participant in participants:
        for key in participant.signing_keys:
            if key.key_id == key_id and participant.active:
                _verify(key, encoded, body)
                return participant
    raise Refused(Reason.UNKNOWN_PARTICIPANT, "no active participant holds the key that the signature names")


def _verify(key: SigningKey, encoded: str, body: bytes) -> None:
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key.public_key))
        public.verify(base64.b64decode(encoded, validate=True), body)
    except (InvalidSignature, binascii.Error, ValueError) as error:
        raise Refused(Reason.BAD_SIGNATURE, "the signature does not fit the body") from error
