"""In whatever order events come, however they are cut into batches and repeated, the alerts end the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.alerts.content import content_of
from services.alerts.rules import judge
from services.alerts.sources import Source
from services.contracts.events import Enriched, Link
from services.contracts.identifiers import alert_id
from tests.unit.alerts.desk import NOON, RULES, AlertsDesk, alone, between, received_by_one_consignee, shared_by

NAMES = ("DE-1", "FR-1", "KR-1", "NL-1")
PAIRS = [(one, other) for one in NAMES for other in NAMES if one < other]
SHARINGS = (("AMBER", ("operation",)), ("GREEN", ("operation",)), ("RED", ("KR", "NL")))


@st.composite
def told_links(draw: st.DrawFn) -> list[Link]:
    """Some links, each at some revisions that are proposed, withdrawn, shared more or less widely."""
    links = []
    for one, other in draw(st.lists(st.sampled_from(PAIRS), unique=True, max_size=4)):
        kinds = draw(st.sampled_from([("seizure", "seizure"), ("seizure", "warning")]))
        matter = draw(st.sampled_from(["a", "b"]))
        for revision in range(1, draw(st.integers(1, 4)) + 1):
            tlp, audience = draw(st.sampled_from(SHARINGS))
            status = draw(st.sampled_from(["proposed", "withdrawn", "unsure", "confirmed"]))
            sharing = shared_by(one[:2], other[:2], tlp=tlp, audience=audience)
            given_ = {"matter": matter, "revision": revision, "status": status, "sharing": sharing}
            links.append(between(one, other, kinds=kinds, **given_))
    return links


def cut(draw: Callable[..., Any], events: Sequence[Any]) -> list[list[Any]]:
    """The events in batches of any size, some sent twice."""
    batches: list[list[Any]] = [[]]
    for event in events:
        batches[-1].append(event)
        if draw(st.booleans()):
            batches.append(draw(st.sampled_from([[], list(batches[-1])])))
    return batches


def from_scratch(links: Sequence[Link]) -> dict[str, Any]:
    """The oracle: from the last word about each link, with no history at all."""
    last: dict[str, Link] = {}
    for link in sorted(links, key=lambda link: link.revision):
        last[link.link_id] = link
    kept: dict[str, dict[str, Source]] = defaultdict(dict)
    for link in last.values():
        for verdict in judge(RULES, link, NOON).verdicts:
            if link.revision > 1 or verdict.hit:
                key = alert_id(verdict.rule.id, verdict.rule.version, verdict.group)
                kept[key][link.link_id] = verdict.source
    contents = {key: content_of(sources) for key, sources in kept.items()}
    return {key: ("raised" if said.stands else "withdrawn", said.model_dump()) for key, said in contents.items()}


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_links_in_any_order_and_any_cut_end_in_the_alerts_of_the_oracle(data: st.DataObject) -> None:
    links = data.draw(told_links())
    desk = AlertsDesk()
    for batch in cut(data.draw, data.draw(st.permutations(links))):
        desk.hear(*batch)
    assert desk.standing() == from_scratch(links)
    last = {event.alert.alert_id: event.alert.revision for event in desk.sent}
    assert last == {id_: matter.revision for id_, matter in desk.alerts.items()}


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_reports_on_one_consignee_end_the_same_in_any_order(data: st.DataObject) -> None:
    names = [f"{country}-{number}" for country in ("KR", "NL") for number in range(3)]
    bearing = [received_by_one_consignee(name, *names[:at]) for at, name in enumerate(names)]
    gone = data.draw(st.lists(st.sampled_from(names), unique=True))
    retractions: list[Enriched] = [alone(name, retracted=True) for name in gone]
    desk = AlertsDesk()
    for batch in cut(data.draw, data.draw(st.permutations([*bearing, *retractions]))):
        desk.hear(*batch)
    remaining = {name for name in names if name not in gone}
    speaking = [
        event
        for event in bearing
        if event.report_id not in gone and len(remaining & set(names[: names.index(event.report_id) + 1])) >= 3
    ]
    assert {matter.status for matter in desk.alerts.values()} == {"raised" if speaking else "withdrawn"}
    if speaking:
        assert set(desk.only().content.reports) == remaining & {
            bearer.report_id for event in speaking for bearer in event.recurrences[0].reports
        }


@settings(max_examples=60, deadline=None)
@given(told_links())
def test_what_is_heard_again_changes_nothing_and_tells_the_revision_that_stands(links: list[Link]) -> None:
    desk = AlertsDesk()
    desk.hear(*links)
    stored, sent = dict(desk.alerts), list(desk.sent)
    again = desk.hear(*links)
    assert desk.alerts == stored
    assert sorted(again, key=repr) == sorted(sent, key=repr)
