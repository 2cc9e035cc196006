"""docs/reference/findings.md: every finding, from the catalogue. Pure: the catalogue in, Markdown out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from deploy.documentation.markdown import page, table
from services.contracts.findings import Code, Entry, Judged, catalogue

_WHERE: Final[Mapping[Judged, tuple[str, str]]] = {
    "shape": (
        "As it is read",
        "Is it a report at all? Told at once; the report is refused. `services/ingest/shape.py`",
    ),
    "intake": (
        "As it is taken in",
        "Whose is it, and is it known? Told at once. `services/ingest/intake.py`, `services/ingest/stream.py`",
    ),
    "report": (
        "The report by itself",
        "Told at once, at the door and in the `accepted` receipt. `services/ingest/quality`, with a report that passes "
        "and one that fails each rule in `services/ingest/quality/examples`",
    ),
    "normalised": (
        "With reference data",
        "Told in the `normalised` receipt. `services/enrich/quality`, examples in `services/enrich/quality/examples`",
    ),
    "history": (
        "With the sender's own earlier reports",
        "Told in the `normalised` receipt; nothing is merged or deleted. Same folders",
    ),
}


def findings() -> str:
    """docs/reference/findings.md"""
    sections = [
        part for judged, (title, about) in _WHERE.items() for part in (f"## {title}", f"{about}.", _table(judged))
    ]
    return page(
        "Findings",
        "What a sender is told about its report, from `services/contracts/findings/catalogue`. The list is closed. "
        "`path` is a JSON pointer into the report; no text holds a value of it.",
        table(
            ("severity", "what it does"),
            (
                ("`error`", "refuses the report"),
                ("`hold`", "keeps it out of links and counts until a correction or a person decides"),
                ("`warning`", "travels with the report: something is to be checked"),
                ("`info`", "travels with the report: worth knowing, often right as it is"),
            ),
        ),
        *sections,
    )


def _table(judged: Judged) -> str:
    rows = [_row(code, entry) for code, entry in catalogue().items() if entry.judged == judged]
    return table(("code", "severity", "English", "French"), rows)


def _row(code: Code, entry: Entry) -> tuple[str, ...]:
    words = (f"{entry.message[language]} *{entry.suggestion[language]}*" for language in ("en", "fr"))
    return (f"`{code.value}`", entry.severity, *words)
