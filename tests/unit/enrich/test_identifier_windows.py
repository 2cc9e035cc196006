"""How long a number may be matched is said twice: to the reader of the page and to the rule that links."""

from __future__ import annotations

from services.contracts.identifiers import KINDS
from services.enrich.matching.weights import weights


def test_the_page_gives_the_windows_by_which_links_are_made() -> None:
    published = {kind.type: kind.window_days for kind in KINDS if kind.window_days is not None}
    used = {kind: days for kind, days in weights().window_days.items() if kind in published}
    assert {"s10", "awb", "container", "plate"} <= used.keys()
    assert used == {kind: published[kind] for kind in used}
