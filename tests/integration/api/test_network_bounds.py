"""A network costs no more than its bounds, whatever hangs on a report, and tells nothing of what may not be read."""

from __future__ import annotations

from typing import Any

from services.api.walking import MOST_LINKS, MOST_NODES
from services.contracts.sharing import owned, strictest
from tests.integration.api import things
from tests.integration.api.serving import Stage

Document = dict[str, Any]
SPOKES = 5_000


def hub(stage: Stage, hidden: bool) -> None:
    """Report 0 of KR with 5,000 links to reports of NL, which the others may read or not."""
    sharing = owned("NL", "RED", ["KR"]) if hidden else owned("NL", "GREEN", ["operation"])
    stage.store("reports", things.report(0))
    stage.store("reports", *(things.report(n, sharing, "NL", match_keys=[]) for n in range(1, SPOKES + 1)))
    links = []
    for n in range(1, SPOKES + 1):
        ends = sorted((things.report(0)["_id"], things.report(n, administration="NL")["_id"]))
        both = strictest([things.OPEN, sharing])
        links.append(
            things.link(n, both) | {"_id": ":".join([*ends, "same_party"]), "reports": ends, "score": float(n)}
        )
    stage.store("links", *links)


def examined(stage: Stage, code: str, **asked: Any) -> tuple[Document, int, int]:
    """The answer, how many documents MongoDB looked at for it, and how many questions that took."""
    stage.documents.command("profile", 2)
    try:
        network = stage.get(code, f"/v1/reports/{things.report(0)['_id']}/network", **asked).json()
    finally:
        stage.documents.command("profile", 0)
    done = [
        each
        for each in stage.documents["system.profile"].find({"op": "query"})
        if each["ns"].endswith((".links", ".reports"))
    ]
    stage.documents["system.profile"].drop()
    return network, sum(each["docsExamined"] for each in done), len(done)


def test_a_hub_of_5000_links_is_answered_within_its_bounds_best_links_first(stage: Stage) -> None:
    hub(stage, hidden=False)
    network, looked_at, asked = examined(stage, "OCU", depth=4)
    assert (len(network["nodes"]), network["truncated"]) == (MOST_NODES, True)
    assert min(each["score"] for each in network["edges"]) == SPOKES - MOST_NODES + 2
    # Of each level the links and the reports at their ends; two levels until there is no room; and the start.
    assert looked_at <= 2 * 2 * (MOST_LINKS + 1) + 1
    assert asked <= 2 * 2 + 1


def test_a_hub_of_links_that_may_not_be_read_looks_like_no_hub(stage: Stage) -> None:
    hub(stage, hidden=True)
    network, looked_at, _ = examined(stage, "OCU", depth=4)
    assert (len(network["nodes"]), network["edges"], network["truncated"]) == (1, [], False)
    assert looked_at <= SPOKES + 1
    mine, _, _ = examined(stage, "KR", depth=1)
    assert mine["truncated"]
