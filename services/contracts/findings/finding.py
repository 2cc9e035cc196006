"""One finding, in the language of the person who reads it."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from services.contracts.findings.catalogue_files import Language, Severity, catalogue
from services.contracts.findings.codes import Code


class Finding(BaseModel):
    """One finding. ``path`` is a JSON pointer into the report; the texts hold no value of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    code: str
    severity: Severity
    path: str
    message: str
    suggestion: str


def finding(code: Code, path: str, language: Language = "en") -> Finding:
    """The finding of this code at this place (a JSON pointer; the empty text is the whole report)."""
    entry = catalogue()[code]
    return Finding(
        code=code.value,
        severity=entry.severity,
        path=path,
        message=entry.message[language],
        suggestion=entry.suggestion[language],
    )


def in_language(findings: Iterable[Finding], language: Language) -> tuple[Finding, ...]:
    """The same findings with their texts in ``language``."""
    return tuple(finding(Code(each.code), each.path, language) for each in findings)


def severity(code: Code) -> Severity:
    """What a finding of this code does to the report."""
    return catalogue()[code].severity
