"""Keeps log files from filling the disk: the writer goes on in the same file, its past is moved aside."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

LARGEST_BYTES = 16 * 1024 * 1024


def rotate(folder: Path, largest: int = LARGEST_BYTES) -> None:
    """Copies each too large NAME.log to NAME.log.1 (over the older one) and empties it.

    The writers opened their files for appending, so they go on at the new end. Lines written between the copy
    and the emptying are lost; these are logs, the record is in Kafka.
    """
    for log in folder.glob("*.log"):
        if log.stat().st_size > largest:
            shutil.copyfile(log, log.with_name(f"{log.name}.1"))
            os.truncate(log, 0)


def last_lines(log: Path, count: int = 15) -> str:
    """The end of a log, to show why something failed; the empty text when there is none."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 16 * 1024))
            return "\n".join(file.read().decode(errors="replace").splitlines()[-count:])
    except FileNotFoundError:
        return ""
