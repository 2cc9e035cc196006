"""Who may read it: the sharing block against itself and against those who take part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from services.contracts.findings import Code
from services.ingest.quality.dates import ZONES
from services.ingest.quality.view import Found, View, known_countries

EVERYBODY: Final = "operation"
_RESTRICTS: Final = frozenset({"H1", "H2", "H3"})


def sharing(view: View) -> Iterator[Found]:
    """A label, handling codes and an audience that mean the same."""
    block = view.report.sharing
    if block is None:
        yield Code.SHARING_MISSING, "/sharing"
        return
    if block.tlp == "RED" and EVERYBODY in block.audience:
        yield Code.RED_TO_ALL, "/sharing/audience"
    if "H3" in block.handling and not (block.handling_text or "").strip():
        yield Code.HANDLING_TEXT_MISSING, "/sharing/handling_text"
    if block.tlp == "CLEAR" and not _RESTRICTS.isdisjoint(block.handling):
        yield Code.TLP_AGAINST_HANDLING, "/sharing/handling"
    if block.expires is not None and block.expires < view.now.date() - ZONES:
        yield Code.SHARING_EXPIRED, "/sharing/expires"
    for n, code in enumerate(block.audience):
        if code != EVERYBODY and not _takes_part(view, code):
            yield Code.AUDIENCE_UNKNOWN, f"/sharing/audience/{n}"


def _takes_part(view: View, code: str) -> bool:
    if view.participants is not None:
        return code in view.participants
    # Without the list of participants only a country can be judged.
    return len(code) != 2 or code in known_countries()


def controlled_delivery(view: View) -> Iterator[Found]:
    """That a delivery is watched is for few."""
    outcome, block = view.report.outcome, view.report.sharing
    if outcome is None or not outcome.controlled_delivery:
        return
    if block is None or EVERYBODY in block.audience or block.tlp in ("CLEAR", "GREEN"):
        yield Code.CONTROLLED_DELIVERY_WIDE, "/outcome/controlled_delivery"


RULES: Final = (sharing, controlled_delivery)
