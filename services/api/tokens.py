"""Opaque tokens: what a reader gets to come back with, sealed so that it says nothing and fits nobody else.

An offset of the ``alerts`` topic would tell each reader how many alerts the others have. So it is encrypted with
AES-SIV (RFC 5297) under a nonce of its own: equal positions give unlike tokens, and a token made for one reader or
one purpose does not open for another. Losing the key makes readers begin at now; it shows nothing.
"""

from __future__ import annotations

import base64
import binascii
import secrets
import struct
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_FILE: Final = "stream-token.key"
KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 16
_LONGEST: Final = 2048
_OFFSET: Final = struct.Struct(">q")


class Unsealable(ValueError):
    """The text is no token that was made for this reader and purpose."""


class Seals:
    """Seals and opens tokens with one key."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"the token key must have {KEY_BYTES} bytes, not {len(key)}")
        derived = HKDF(SHA256(), length=64, salt=None, info=b"tocsin/tokens/v1").derive(key)
        self._cipher = AESSIV(derived)

    def seal(self, purpose: str, reader: str, content: bytes) -> str:
        """``content`` as base64url text without padding, for this reader and purpose only."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = self._cipher.encrypt(content, [purpose.encode(), reader.encode(), nonce])
        return base64.urlsafe_b64encode(nonce + sealed).rstrip(b"=").decode()

    def open(self, purpose: str, reader: str, text: str) -> bytes:
        """What was sealed. Raises Unsealable for any text that ``seal`` did not make for them."""
        if len(text) > _LONGEST or not text.isascii():
            raise Unsealable("too long or not base64url")
        try:
            raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            nonce, sealed = raw[:_NONCE_BYTES], raw[_NONCE_BYTES:]
            return self._cipher.decrypt(sealed, [purpose.encode(), reader.encode(), nonce])
        except (InvalidTag, binascii.Error, ValueError) as error:
            raise Unsealable("not a token of this reader") from error

    def seal_position(self, reader: str, offset: int) -> str:
        """The resume token of ``reader`` after the event at ``offset``; -1 stands before the first."""
        return self.seal("stream", reader, _OFFSET.pack(offset))

    def open_position(self, reader: str, text: str) -> int:
        """The offset of a resume token. Raises Unsealable."""
        content = self.open("stream", reader, text)
        if len(content) != _OFFSET.size:
            raise Unsealable("not a position")
        return int(_OFFSET.unpack(content)[0])


def read_key(folder: Path) -> bytes:
    """The token key of the platform. Raises OSError when it isn't there."""
    return (folder / KEY_FILE).read_bytes()
