"""In whose name reports are sent: one API key, or a file with the key of each administration."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import orjson

from services.cli.settings import SenderSettings

_LONGEST: Final = 1_000_000


class NoKey(Exception):
    """There is no key to send with; says what to do."""


@dataclass(frozen=True, slots=True)
class Keys:
    """``one`` serves every row; else ``each`` has one for each administration, and rows of others stay here."""

    one: str | None
    each: dict[str, str]

    def of(self, administration: str) -> str | None:
        """The key that reports of this administration are sent with."""
        return self.one or self.each.get(administration)


def find_keys(key_file: Path | None, settings: SenderSettings, identities: Path) -> Keys:
    """The key of ``--key-file``, else of the environment, else those of the demo identities. Raises NoKey."""
    if key_file is not None:
        return _read(key_file)
    if settings.api_key is not None and settings.api_key.get_secret_value().strip():
        return Keys(settings.api_key.get_secret_value().strip(), {})
    if identities.is_file():
        return _read(identities)
    raise NoKey("no API key: give --key-file FILE, or set TOCSIN_API_KEY")


def _read(path: Path) -> Keys:
    try:
        raw = path.read_bytes()[:_LONGEST]
        text = raw.decode("ascii").strip()
        if text.startswith("{"):
            each = {str(code): str(one["api_key"]) for code, one in orjson.loads(text).items()}
            return Keys(None, each)
    except OSError as error:
        raise NoKey(f"the key file {path} cannot be read ({error.strerror})") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NoKey(f"{path} is neither an API key nor a file of identities") from None
    if not text or len(text.split()) != 1:
        raise NoKey(f"{path} holds no API key")
    return Keys(text, {})
