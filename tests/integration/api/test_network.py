"""The network around a report, on a real MongoDB, held against a graph that is made from scratch."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from services.contracts.identifiers import link_id
from services.contracts.sharing import Sharing, owned, strictest
from tests.integration.api import things
from tests.integration.api.serving import ROLES, Stage

Document = dict[str, Any]
OWNERS = ("KR", "NL", "FR", "KR", "NL", "FR", "KR")
DAY = timedelta(days=1)
STATUSES = ("proposed", "unsure", "confirmed", "rejected", "withdrawn")
ALLOWED = {"KR": 3, "NL": 3, "FR": 3, "OCU": 3, "RILO-WE": 2, "PARTNER-1": 1, "OBSERVER": 1, "AUDITOR": 1}
LEVELS = {"GREEN": 1, "AMBER": 2, "AMBER+STRICT": 3, "RED": 4}


@dataclass(frozen=True)
class Node:
    """One report. ``seen_in`` is where its instant stands; None: it says nothing, and came at ``day``."""

    day: int
    says_when: bool
    tlp: str
    audience: tuple[str, ...]


@dataclass(frozen=True)
class Edge:
    """One link between two of the reports. ``narrow``: only their owners may read it, whoever reads the reports."""

    ends: tuple[int, int]
    link_class: str
    status: str
    score: int
    narrow: bool = False


nodes = st.builds(
    Node,
    day=st.integers(0, 9),
    says_when=st.booleans(),
    tlp=st.sampled_from(["GREEN", "GREEN", "GREEN", "AMBER", "RED"]),
    audience=st.sampled_from([("operation",), ("operation",), ("operation",), ("PARTNER-1", "NL"), ()]),
)
edges = st.builds(
    Edge,
    ends=st.sampled_from([(n, m) for n in range(len(OWNERS)) for m in range(n) if OWNERS[n] != OWNERS[m]]),
    link_class=st.sampled_from(["same_object", "same_party"]),
    status=st.sampled_from([*STATUSES, "proposed", "confirmed"]),
    score=st.integers(1, 10),
    narrow=st.sampled_from([False, False, False, True]),
)


@st.composite
def questions(draw: st.DrawFn) -> Document:
    """Filters of a network, as parameters."""
    asked: Document = {"depth": draw(st.integers(1, 4))}
    if draw(st.booleans()):
        asked["class"] = draw(st.lists(st.sampled_from(["same_object", "same_party"]), min_size=1, unique=True))
    if draw(st.booleans()):
        asked["min_score"] = draw(st.integers(1, 10))
    if draw(st.booleans()):
        asked["status"] = draw(st.lists(st.sampled_from(STATUSES), min_size=1, unique=True))
    for bound in ("from", "to"):
        if draw(st.booleans()) and draw(st.booleans()):
            asked[bound] = draw(st.integers(0, 10))
    return asked


def id_of(number: int) -> str:
    return str(things.report(number, administration=OWNERS[number])["_id"])


def stored_report(number: int, node: Node) -> Document:
    at = things.WHEN + node.day * DAY
    return things.report(
        number, sharing_of(number, node), OWNERS[number], received_at=at, occurred_at=at if node.says_when else None
    )


def key(edge: Edge) -> str:
    return link_id(id_of(edge.ends[0]), id_of(edge.ends[1]), edge.link_class)


def sharing_of(number: int, node: Node) -> Sharing:
    return owned(OWNERS[number], node.tlp, node.audience)


def stored_link(edge: Edge, made: list[Node]) -> Document:
    ends = sorted(id_of(n) for n in edge.ends)
    changes = {
        "_id": key(edge),
        "reports": ends,
        "link_class": edge.link_class,
        "score": edge.score,
    }
    parts = [sharing_of(n, made[n]) for n in edge.ends]
    if edge.narrow:
        one, other = (OWNERS[n] for n in edge.ends)
        parts.append(owned(one, "RED", [other]))
    return things.link(1, strictest(parts), edge.status) | changes


def may_see(code: str, number: int, node: Node) -> bool:
    """From the policy's words."""
    if code == OWNERS[number] or code in node.audience:
        return True
    return "operation" in node.audience and LEVELS[node.tlp] <= ALLOWED[code] and node.tlp != "RED"


def expected(code: str, made: list[Node], links: list[Edge], asked: Document) -> tuple[dict[str, int], set[str]]:
    """Distances and links of a graph from scratch, for a reader who may read the start."""
    statuses = asked.get("status", ["proposed", "unsure", "confirmed"])
    fitting = {
        n
        for n, node in enumerate(made)
        if may_see(code, n, node) and (n == 0 or asked.get("from", 0) <= node.day < asked.get("to", 99))
    }
    usable = [
        edge
        for edge in links
        if set(edge.ends) <= fitting
        and (not edge.narrow or code in {OWNERS[n] for n in edge.ends})
        and edge.status in statuses
        and edge.link_class in asked.get("class", [edge.link_class])
        and edge.score >= asked.get("min_score", 0)
    ]
    distances = {0: 0}
    for distance in range(1, asked["depth"] + 1):
        near = {n for edge in usable for n in edge.ends if distances.keys() & set(edge.ends)}
        distances |= dict.fromkeys(near - distances.keys(), distance)
    shown = {key(edge) for edge in usable if set(edge.ends) <= distances.keys()}
    return {id_of(n): distance for n, distance in distances.items()}, shown


def parameters(asked: Document) -> Document:
    at = {name: (things.WHEN + asked[name] * DAY).isoformat() for name in ("from", "to") if name in asked}
    return asked | at


@pytest.fixture
def client(stage: Stage) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=stage.url, timeout=20) as made:
        yield made


@settings(
    max_examples=80,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    made=st.lists(nodes, min_size=len(OWNERS), max_size=len(OWNERS)),
    links=st.lists(edges, max_size=14, unique_by=lambda edge: (edge.ends, edge.link_class)),
    asked=questions(),
)
def test_every_reader_sees_the_graph_of_what_it_may_read_and_nothing_of_the_rest(
    stage: Stage, client: httpx.Client, made: list[Node], links: list[Edge], asked: Document
) -> None:
    for name in ("reports", "links"):
        stage.documents[name].delete_many({})
    stage.store("reports", *(stored_report(number, node) for number, node in enumerate(made)))
    if links:
        stage.store("links", *(stored_link(edge, made) for edge in links))
    for code in ROLES:
        told = {"Authorization": f"Bearer {stage.keys[code]}"}
        answer = client.get(f"/v1/reports/{id_of(0)}/network", params=parameters(asked), headers=told)
        if not may_see(code, 0, made[0]):
            assert answer.status_code == 404
            continue
        distances, shown = expected(code, made, links, asked)
        network = answer.json()
        assert {each["report_id"]: each["distance"] for each in network["nodes"]} == distances, code
        assert {each["link_id"] for each in network["edges"]} == shown, code
        seen = {n for n in range(len(made)) if id_of(n) in distances}
        ended = {n for edge in links if key(edge) in shown for n in edge.ends}
        foretold = [
            (made[n].day, id_of(n))
            for n in seen & ended
            for edge in links
            if n in edge.ends and key(edge) in shown
            if made[n].day < max(made[m].day for m in edge.ends)
        ]
        assert network["first"] == (min(foretold)[1] if foretold else None)
        hidden = {id_of(n) for n in range(len(made))} - distances.keys()
        assert not any(each in answer.text for each in hidden), code
        deeper = expected(code, made, links, asked | {"depth": 9})[0]
        assert network["truncated"] == (asked["depth"] == 4 and len(deeper) > len(distances))


def chain(stage: Stage, hidden: int | None = None) -> list[str]:
    """Reports 0 to 6 in a row, each linked to the next; ``hidden`` only its owner may read."""
    made = [Node(n, True, "RED" if n == hidden else "GREEN", () if n == hidden else ("operation",)) for n in range(7)]
    links = [Edge((n + 1, n), "same_object", "proposed", 5) for n in range(6)]
    stage.store("reports", *(stored_report(number, node) for number, node in enumerate(made)))
    stage.store("links", *(stored_link(edge, made) for edge in links))
    return [id_of(n) for n in range(7)]


def test_a_network_ends_at_its_depth_and_says_when_the_greatest_cuts_it_off(stage: Stage) -> None:
    ids = chain(stage)
    for depth, truncated in ((1, False), (2, False), (4, True)):
        network = stage.get("OCU", f"/v1/reports/{ids[0]}/network", depth=depth).json()
        assert [each["report_id"] for each in network["nodes"]] == ids[: depth + 1]
        assert network["truncated"] is truncated
    assert stage.get("OCU", f"/v1/reports/{ids[3]}/network", depth=4).json()["truncated"] is False
    assert len(stage.get("OCU", f"/v1/reports/{ids[0]}/network").json()["nodes"]) == 3, "two links unless asked"


def test_nothing_is_reached_through_a_report_that_may_not_be_read(stage: Stage) -> None:
    ids = chain(stage, hidden=2)
    network = stage.get("OCU", f"/v1/reports/{ids[0]}/network", depth=4).json()
    assert [each["report_id"] for each in network["nodes"]] == ids[:2]
    assert (network["truncated"], len(network["edges"])) == (False, 1)
    stage.documents["links"].update_many({}, {"$set": {"sharing": things.OPEN.model_dump(mode="json")}})
    still = stage.get("OCU", f"/v1/reports/{ids[0]}/network", depth=4).json()
    assert still == network, "a link that is open still names no report that is not"


def test_a_network_is_a_table_of_its_links_too(stage: Stage) -> None:
    ids = chain(stage)
    answer = stage.get("OCU", f"/v1/reports/{ids[0]}/network", accept="text/csv", depth=2)
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.headers["content-disposition"] == 'attachment; filename="network.csv"'
    assert [row["why"] for row in rows] == ["The same consignee."] * 2
    assert {row["sharing.tlp"] for row in rows} == {"GREEN"}
    tag = stage.get("OCU", f"/v1/reports/{ids[0]}/network").headers["etag"]
    assert tag != stage.get("OCU", f"/v1/reports/{ids[0]}/network", depth=1).headers["etag"]


REFUSED: list[Document] = [
    {"depth": 0}, {"depth": 5}, {"depth": "deep"}, {"class": "same_logo"}, {"min_score": "NaN"}, {"min_score": "inf"},
    {"status": "any"}, {"from": "2021-02-12"}, {"to": "yesterday"}, {"limit": 1}, {"class[$ne]": "reply"},
]  # fmt: skip


@pytest.mark.parametrize("asked", REFUSED, ids=str)
def test_what_is_no_question_about_a_network_is_refused(stage: Stage, asked: Document) -> None:
    answer = stage.get("KR", "/v1/reports/some/network", **asked)
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:tocsin:problem:invalid_parameter")
