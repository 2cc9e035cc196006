"""Is every link that stands in an alert, every alert about links that stand, and each matter one alert?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from tests.faults.verifier.history import ALERTS, LINKS, History, standing
from tests.faults.verifier.linking import OUR_CLASSES
from tests.faults.verifier.verdict import Check, check


def check_alerting(history: History) -> list[Check]:
    """The checks of the collection ``alerts`` against the collection ``links`` and the topics."""
    links, alerts = history.stored("links"), history.stored("alerts")
    return [
        check("every standing link is in an alert", len(links), _unseen(links, alerts)),
        check("alerts name only links that stand", len(alerts), _unfounded(links, alerts)),
        check("a link is in one alert of a rule", len(alerts), _doubled(alerts)),
        check("a seizure that meets a warning is of high severity", len(links), _too_low(history)),
        check("topics and collections say the same", len(links) + len(alerts), _apart(history)),
    ]


def _bearers(alerts: Mapping[str, dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for alert in standing(alerts.values()):
        for link in alert["links"]:
            found[link].append(alert)
    return found


def _ours(links: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    return (i for i, link in links.items() if link["link_class"] in OUR_CLASSES and link["status"] != "withdrawn")


def _unseen(links: Mapping[str, dict[str, Any]], alerts: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    shown = _bearers(alerts)
    for link in _ours(links):
        if links[link]["status"] != "rejected" and link not in shown:
            yield f"link {link} is in no alert"


def _unfounded(links: Mapping[str, dict[str, Any]], alerts: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    for alert in alerts.values():
        for link in alert["links"]:
            if link not in links:
                yield f"alert {alert['_id']} names link {link}, which is not there"
            elif alert["status"] != "withdrawn" and links[link]["status"] == "withdrawn":
                yield f"alert {alert['_id']} stands on link {link}, which is withdrawn"


def _doubled(alerts: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    seen: dict[tuple[str, str], str] = {}
    for alert in standing(alerts.values()):
        for link in alert["links"]:
            other = seen.setdefault((alert["rule"]["id"], link), alert["_id"])
            if other != alert["_id"]:
                yield f"link {link} is in two alerts of rule {alert['rule']['id']}: {alert['_id']} and {other}"


def _too_low(history: History) -> Iterator[str]:
    links, reports = history.stored("links"), history.stored("reports")
    shown = _bearers(history.stored("alerts"))
    for link in _ours(links):
        kinds = {reports[report]["kind"] for report in links[link]["reports"] if report in reports}
        met = links[link]["link_class"] == "same_object" and kinds == {"seizure", "warning"}
        if met and link in shown and not any(alert["severity"] == "high" for alert in shown[link]):
            yield f"link {link} joins a seizure with a warning and has no alert of high severity"


def _apart(history: History) -> Iterator[str]:
    """The last revision on a topic is the one that is stored, status included."""
    for topic, name, of in ((LINKS, "link_id", _link_in), (ALERTS, "alert_id", _alert_in)):
        last: dict[str, dict[str, Any]] = {}
        for record in history.of(topic):
            thing = of(record.body)
            if thing and thing["revision"] >= last.get(thing[name], thing)["revision"]:
                last[thing[name]] = thing
        stored = history.stored(topic)
        for missing in stored.keys() - last.keys():
            yield f"{topic}: {missing} is stored and was never told"
        for missing in last.keys() - stored.keys():
            yield f"{topic}: {missing} was told and is not stored"
        for both in stored.keys() & last.keys():
            if (stored[both]["revision"], stored[both]["status"]) != (last[both]["revision"], last[both]["status"]):
                yield f"{topic}: {both} is stored and told in different revisions"


def _link_in(body: dict[str, Any]) -> dict[str, Any]:
    return body if "link_id" in body else {}


def _alert_in(body: dict[str, Any]) -> dict[str, Any]:
    found = body.get("alert", {})
    return found if isinstance(found, dict) else {}
