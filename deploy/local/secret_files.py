"""The platform's own secrets, made once per state folder: the door's signing key and the resume-token key."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

DOOR_SIGNING_KEY = "door-signing.pem"
STREAM_TOKEN_KEY = "stream-token.key"  # noqa: S105 - a file name


def ensure_secrets(folder: Path) -> str:
    """Makes the secrets that are missing, each readable by its owner only.

    Returns the door's public key: raw Ed25519 in base64, as a participant's signing key is stored.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if not (folder / STREAM_TOKEN_KEY).exists():
        _write(folder / STREAM_TOKEN_KEY, secrets.token_bytes(32))
    if not (folder / DOOR_SIGNING_KEY).exists():
        _write(folder / DOOR_SIGNING_KEY, _pem(Ed25519PrivateKey.generate()))
    key = serialization.load_pem_private_key((folder / DOOR_SIGNING_KEY).read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{folder / DOOR_SIGNING_KEY} is no Ed25519 key")
    return raw_public_key(key.public_key())


def raw_public_key(key: Ed25519PublicKey) -> str:
    """A public key as it is stored: its 32 raw bytes in base64."""
    return base64.b64encode(key.public_bytes_raw()).decode()


def _pem(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f".{path.name}.part")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    unfinished.replace(path)
