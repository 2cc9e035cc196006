"""The check value of an operation's key: says which key tokens were made with, and tells nothing of the key."""

from __future__ import annotations

import hmac
from typing import Final

_SAID: Final = b"tocsin operation key"


def key_check(key: bytes) -> str:
    """A report's ``token_key``: the first 16 hexadecimal digits of HMAC-SHA-256(key, ``tocsin operation key``)."""
    return hmac.digest(key, _SAID, "sha256")[:8].hex()
