"""The receipt file: what became of each row, written as answers come, and what a repeated run goes on from.

One JSON line a row. ``key`` is the fingerprint of the door's address and of the report's bytes: a row whose key was
acknowledged is never sent to that door again. Half a line at the end, left by a process that was killed, is cut off.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, Self

import orjson

ACKNOWLEDGED: Final = frozenset({"accepted", "duplicate", "held"})
NOT_SENT: Final = "refused_here"
"""The status of a row that was refused before it was sent."""
_BEGINNING: Final = b'{"file":'


class ReceiptFault(Exception):
    """The receipt file cannot be used; says why and what to do."""


class Receipts:
    """One receipt file, held by one run at a time."""

    def __init__(self, path: Path) -> None:
        """Raises ReceiptFault."""
        self.path = path
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        except OSError as error:
            raise ReceiptFault(f"cannot write {path} ({error.strerror}): name another file with --receipts") from None
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.done = self._read()
        except BlockingIOError:
            os.close(self._file)
            raise ReceiptFault(f"another `tocsin send` writes {path} now: wait for it") from None
        except (ValueError, KeyError, TypeError, OSError):
            os.close(self._file)
            raise ReceiptFault(f"{path} is no receipt file: name another one with --receipts") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._file)

    def write(self, lines: Iterable[Mapping[str, Any]]) -> None:
        """Write these receipts; they are on the disk when it returns."""
        text = b"".join(orjson.dumps(line) + b"\n" for line in lines)
        while text:
            text = text[os.write(self._file, text) :]
        os.fsync(self._file)

    def _read(self) -> dict[bytes, str]:
        """The status of every key that needs nothing more. Raises ValueError and the like for another kind of file."""
        done: dict[bytes, str] = {}
        whole = 0
        with open(self._file, "rb", closefd=False) as file:
            for line in file:
                if not line.endswith(b"\n"):
                    if not (line.startswith(_BEGINNING) or _BEGINNING.startswith(line)):
                        raise ValueError("not half of a receipt")  # somebody's data: it must not be cut off
                    break
                receipt = orjson.loads(line)
                whole += len(line)
                if receipt["status"] in ACKNOWLEDGED or receipt["status"] == NOT_SENT:
                    done[bytes.fromhex(receipt["key"])] = receipt["status"]
        os.ftruncate(self._file, whole)
        return done


def key_of(door: str, body: bytes) -> bytes:
    """What a report is known by: the same bytes at the same door."""
    return blake2b(door.encode() + b"\n" + body, digest_size=16).digest()
