"""Do the stored reports and links equal what the oracle recomputes from the acknowledged bodies?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tests.faults.verifier.expected_links import Bearer, ExpectedLinks, Pair, expected_links, retracted
from tests.faults.verifier.fates import Fates, fates_of
from tests.faults.verifier.history import ENRICHED, History, standing
from tests.faults.verifier.sent import Sent, Submission
from tests.faults.verifier.verdict import Check, check

OUR_CLASSES = frozenset({"same_object", "same_party"})
"""The classes that the oracle knows."""


def accepted_documents(fates: Fates, sent: Iterable[Sent]) -> dict[Submission, dict[str, Any]]:
    """The bodies of what was accepted, by submission; the sender's bytes, not the platform's.

    A body that no answer came for may have been accepted too: the door died between taking it and saying so.
    """
    found: dict[Submission, dict[str, Any]] = {}
    for entry in sent:
        if entry.submission in fates.accepted and entry.expected != "refused" and entry.document:
            found.setdefault(entry.submission, entry.document)
    return found


def check_linking(history: History, sent: Iterable[Sent]) -> list[Check]:
    """The checks of the collections ``reports``, ``submissions`` and ``links``."""
    everything = list(sent)
    fates = fates_of(history)
    accepted = accepted_documents(fates, everything)
    wanted = expected_links(accepted)
    newest: dict[str, Bearer] = {}
    for (report_id, version), document in sorted(accepted.items(), key=lambda item: item[0][1]):
        newest[report_id] = Bearer(report_id, version, document)
    links = history.stored("links")
    return [
        check(
            "each accepted report is stored and told at its highest version",
            len(newest),
            _reports(history, newest, fates),
        ),
        check("links are those of the oracle", len(wanted.must), _links(links, wanted), may=len(wanted.may)),
        check("each link has the id of its pair and class", len(links), _ids(links)),
    ]


def _reports(history: History, newest: Mapping[str, Bearer], fates: Fates) -> Iterator[str]:
    stored, gone = history.stored("reports"), retracted(newest.values())
    unsure = {report_id for report_id, _ in fates.accepted} - newest.keys()
    for report_id in newest.keys() - stored.keys():
        yield f"report {report_id} was accepted and is not stored"
    for report_id in stored.keys() - newest.keys() - unsure:
        yield f"report {report_id} is stored and was not accepted"
    for report_id in newest.keys() & stored.keys():
        bearer, document = newest[report_id], stored[report_id]
        if document["version"] != bearer.version:
            yield f"report {report_id} is stored at version {document['version']}, not {bearer.version}"
        if bool(document["retracted"]) != (bearer.case in gone):
            yield f"report {report_id} is {'not ' if bearer.case in gone else ''}marked as retracted"
    told = {(r.body["report_id"], r.body["version"]) for r in history.of(ENRICHED) if "report_id" in r.body}
    for report_id in newest.keys() & stored.keys():
        if (report_id, newest[report_id].version) not in told:
            yield f"report {report_id} is stored and was never told as enriched"
    known = history.stored("submissions")
    for report_id in newest.keys() - known.keys():
        yield f"report {report_id} has no submission"


def pair_of(link: Mapping[str, Any]) -> Pair:
    """The class and the two report ids, sorted."""
    left, right = sorted(link["reports"])
    return link["link_class"], left, right


def _links(links: Mapping[str, dict[str, Any]], wanted: ExpectedLinks) -> Iterator[str]:
    ours = [link for link in links.values() if link["link_class"] in OUR_CLASSES]
    stand = {pair_of(link) for link in standing(ours)}
    for pair in wanted.must.keys() - stand:
        yield f"{_told(pair)} is missing ({', '.join(sorted(wanted.must[pair]))})"
    for pair in stand - wanted.must.keys() - wanted.may:
        yield f"{_told(pair)} stands and should not"
    for pair in {pair_of(link) for link in ours} - stand - wanted.ever:
        yield f"{_told(pair)} was withdrawn and could never have stood"


def _ids(links: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    rows: dict[Pair, int] = {}
    for link_id, link in links.items():
        kind, left, right = pair = pair_of(link)
        rows[pair] = rows.get(pair, 0) + 1
        if link_id != f"{left}:{right}:{kind}":
            yield f"link {link_id} is not named after its pair and class"
    for pair, count in rows.items():
        if count > 1:
            yield f"{_told(pair)} has {count} rows"


def _told(pair: Pair) -> str:
    return f"link {pair[0]} of {pair[1]} and {pair[2]}"
