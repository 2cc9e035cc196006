"""Free text: what readers do not see in it, and the language that it is in. ``free_texts`` lists the fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from services.contracts.findings import Code
from services.contracts.report import Report
from services.ingest.quality.view import Found, View

# Control characters but for tabs and line breaks, and the marks that turn the direction of what follows.
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# Anything behind the last block of Latin letters that is a letter.
_OTHER_LETTERS: Final = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff\uff21-\uff5a]")


def free_texts(report: Report) -> Iterator[tuple[str, str]]:
    """Every free text of a report that is not empty, with its place."""
    for name in ("narrative", "requested_action", "reason"):
        text: str | None = getattr(report, name)
        if text:
            yield f"/{name}", text
    if report.concealment is not None and report.concealment.text:
        yield "/concealment/text", report.concealment.text
    if report.cover_load is not None and report.cover_load.description:
        yield "/cover_load/description", report.cover_load.description
    transport = report.transport
    if transport is not None:
        if transport.hidden_compartment:
            yield "/transport/hidden_compartment", transport.hidden_compartment
        if transport.packaging:
            yield "/transport/packaging", transport.packaging
        for n, line in enumerate(transport.content.lines if transport.content else ()):
            if line.description:
                yield f"/transport/content/lines/{n}/description", line.description
    if report.sharing is not None and report.sharing.handling_text:
        yield "/sharing/handling_text", report.sharing.handling_text


def unseen(view: View) -> Iterator[Found]:
    """Characters that a reader does not see, or that make another order of what is seen."""
    for path, text in free_texts(view.report):
        if not text.isprintable() and _UNSEEN.search(text):
            yield Code.TEXT_CONTROL, path


def language(view: View) -> Iterator[Found]:
    """Who reads Cyrillic or Hangul must be told which language it is; Latin letters are tried as they are."""
    if view.report.language is not None:
        return
    if any(not text.isascii() and _OTHER_LETTERS.search(text) for _, text in free_texts(view.report)):
        yield Code.LANGUAGE_MISSING, "/language"


RULES: Final = (unseen, language)
