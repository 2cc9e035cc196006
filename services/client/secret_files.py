"""Secrets are read from files that nobody but their owner can read. No message quotes what stands in one."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
LARGEST: Final = 64 * 1024


def read_secret(path: Path) -> bytes:
    """The bytes of a secret file.

    Raises OSError when it can't be read, PermissionError when somebody beside its owner has rights on it (it should
    have mode 0600), ValueError when it is no file or far too large.
    """
    # The rights of the very file that is read are looked at: a path may be exchanged in between.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise ValueError(f"{path} is no file")
        if found.st_mode & OTHERS:
            mode = stat.S_IMODE(found.st_mode)
            raise PermissionError(f"{path} has mode {mode:04o}: others have rights on it. Say: chmod 600 {path}")
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise ValueError(f"{path} is too large for a key")
    return content
