"""Laboratory results, answers, retractions and warnings: what they say of themselves and of what they are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Final

from services.contracts.findings import Code
from services.ingest.quality.view import Found, View

LONGEST: Final = timedelta(days=366)
"""How long a warning stands at most: postal numbers are issued again after twelve months (UPU S10)."""
WHOLE: Final = Decimal("100.5")
"""Per cent that shares may add up to; each was rounded."""


def laboratory(view: View) -> Iterator[Found]:
    """A status that fits what was found; shares of one sample within the whole; each substance once."""
    report = view.report
    if report.kind != "lab_result":
        return
    for name in ("method", "status"):
        if not getattr(report, name):
            yield Code.LAB_INCOMPLETE, f"/{name}"
    named = [n for n, found in enumerate(report.identified) if found.substance.strip()]
    if (report.status == "negative" and named) or (report.status in ("confirmed", "final") and not named):
        yield Code.LAB_CONTRADICTION, "/status"
    shares: defaultdict[int | None, Decimal] = defaultdict(Decimal)
    seen = set()
    for agent in report.cutting:
        shares[agent.no] += agent.share or 0
    for n, found in enumerate(report.identified):
        shares[found.no] += found.share or 0
        key = (found.no, " ".join(found.substance.casefold().split()))
        if key in seen:
            yield Code.IDENTIFIED_TWICE, f"/identified/{n}"
        seen.add(key)
    if any(total > WHOLE for total in shares.values()):
        yield Code.SHARES_OVER_100, "/identified"


def answer(view: View) -> Iterator[Found]:
    """A report is about another one; a seizure that followed has its reference."""
    report = view.report
    own = (report.administration, report.national_ref)
    about = report.in_reply_to
    if about is not None and (about.administration, about.national_ref) == own:
        yield Code.RETRACTS_ITSELF if report.kind == "retraction" else Code.REPLY_TO_ITSELF, "/in_reply_to"
    for n, other in enumerate(report.related):
        if (other.administration, other.national_ref) == own:
            yield Code.RELATED_TO_ITSELF, f"/related/{n}"
    if report.correction_reason is not None and report.version == 1:
        yield Code.CORRECTION_UNASKED, "/correction_reason"
    if report.kind == "feedback":
        if report.result == "seized" and not report.seizure_ref:
            yield Code.SEIZURE_REF_MISSING, "/seizure_ref"
        elif report.seizure_ref and report.result != "seized":
            yield Code.SEIZURE_REF_UNASKED, "/seizure_ref"


def warning(view: View) -> Iterator[Found]:
    """A warning asks others, for a time that is to come."""
    report = view.report
    if report.kind != "warning":
        return
    if not report.addressed_to:
        yield Code.ADDRESSEE_MISSING, "/addressed_to"
    for n, code in enumerate(report.addressed_to):
        if code == report.administration:
            yield Code.ADDRESSED_TO_ITSELF, f"/addressed_to/{n}"
    if report.answer_by is not None and report.answer_by < view.now:
        yield Code.ANSWER_BY_PAST, "/answer_by"
    begins, ends = (report.validity.from_, report.validity.to) if report.validity else (None, None)
    if begins is None or ends is None:
        yield Code.VALIDITY_MISSING, "/validity"
    elif ends < begins:
        yield Code.VALIDITY_REVERSED, "/validity"
    elif ends - begins > LONGEST:
        yield Code.VALIDITY_LONG, "/validity"


RULES: Final = (laboratory, answer, warning)
