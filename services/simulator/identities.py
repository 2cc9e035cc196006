"""The keys of the simulated national systems: API keys for the HTTP door, signing keys for Kafka."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.contracts.participants import api_key_text, signature_header

_NOBODY = "nobody000"
"""A key id that no participant is given."""


@dataclass(frozen=True, slots=True)
class Identities:
    """Everybody's keys, by participant code."""

    api_keys: Mapping[str, str]
    signing_keys: Mapping[str, tuple[str, Ed25519PrivateKey]]

    @classmethod
    def load(cls, identities: Path | None, signing_keys: Path | None) -> Identities:
        """Read ``identities.json`` and ``signing-keys.json`` as `tocsin up --demo-identities` writes them.

        Either may be missing when its door is not used. Raises OSError, ValueError or KeyError when a given
        file is not what it should be.
        """
        keys = json.loads(identities.read_bytes()) if identities else {}
        signing = json.loads(signing_keys.read_bytes()) if signing_keys else {}
        return cls(
            {code: str(entry["api_key"]) for code, entry in keys.items()},
            {
                code: (
                    str(entry["key_id"]),
                    Ed25519PrivateKey.from_private_bytes(base64.b64decode(entry["private_key"])),
                )
                for code, entry in signing.items()
            },
        )

    def api_key(self, code: str) -> str:
        """The API key of this participant. Raises KeyError when it has none."""
        return self.api_keys[code]

    def signature(self, code: str, body: bytes) -> str:
        """The participant's ``tocsin-signature`` header over ``body``. Raises KeyError without a key."""
        key_id, key = self.signing_keys[code]
        return signature_header(key_id, key.sign(body))


def unknown_api_key() -> str:
    """An API key of the right form that belongs to nobody."""
    return api_key_text(_NOBODY, bytes(32))


def unknown_signature(body: bytes) -> str:
    """A sound signature by a key that belongs to nobody."""
    return signature_header(_NOBODY, Ed25519PrivateKey.from_private_bytes(bytes(32)).sign(body))
