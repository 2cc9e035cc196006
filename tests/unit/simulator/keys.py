"""Keys of one administration for tests; no participant anywhere has them."""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.simulator.identities import Identities
from services.simulator.roster import BY_CODE


def _private(code: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(code.encode().ljust(32, b"."))


KEYS = Identities(
    {code: f"key-of-{code}" for code in BY_CODE},
    {code: (f"{code.lower()}1", _private(code)) for code in BY_CODE},
)


def public_key(code: str) -> str:
    """The public half of this administration's signing key, as a participant stores it."""
    return base64.b64encode(_private(code).public_key().public_bytes_raw()).decode()
