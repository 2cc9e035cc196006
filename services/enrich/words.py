"""Words that no list knows, in one spelling, so that equal words are equal."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """One spelling of width, case and space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
