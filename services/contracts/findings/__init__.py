"""Findings: what a sender is told about its report. The one closed catalogue, in English and French.

``error`` refuses, ``hold`` keeps the report out of links and counts until a correction or a person decides,
``warning`` and ``info`` travel with it. No text holds a value of the report: they are fixed, the path shows the place.
"""

from services.contracts.findings.catalogue_files import Entry, Judged, Language, Severity, catalogue
from services.contracts.findings.codes import Code
from services.contracts.findings.finding import Finding, finding, in_language, severity

__all__ = [
    "Code",
    "Entry",
    "Finding",
    "Judged",
    "Language",
    "Severity",
    "catalogue",
    "finding",
    "in_language",
    "severity",
]
