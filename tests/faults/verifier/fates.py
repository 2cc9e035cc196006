"""Is every acknowledged report somewhere, and in one place only? And is nothing there that nobody sent?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.faults.verifier.history import ACCEPTED, LETTERS, RECEIPTS, REPORTS, History, Origin
from tests.faults.verifier.letters import origin_of
from tests.faults.verifier.marks import marks_of
from tests.faults.verifier.sent import Sent, Submission
from tests.faults.verifier.verdict import Check, check


@dataclass(frozen=True, slots=True)
class Fates:
    """Where each submission ended, as the topics say it."""

    accepted: Mapping[Submission, dict[str, Any]]
    """The report inside the first accepted event of each."""
    answered: frozenset[Submission]
    """Those whose senders were told so."""
    held: frozenset[Submission]
    refused: frozenset[Submission]
    dead: frozenset[Origin]

    def of(self, entries: Sequence[Sent]) -> set[str]:
        """The fates of one submission, all its messages together."""
        about = entries[0].submission
        found = {
            "accepted": about in self.accepted,
            "held": about in self.held,
            # A refusal by Kafka may have both a receipt for the sender and a letter for the operator.
            "refused": about in self.refused or any(entry.origin in self.dead for entry in entries),
        }
        return {name for name, so in found.items() if so}


def fates_of(history: History) -> Fates:
    """Reads the fates out of the topics."""
    accepted: dict[Submission, dict[str, Any]] = {}
    for record in history.of(ACCEPTED):
        if "report_id" in record.body:
            accepted.setdefault((record.body["report_id"], record.body["version"]), record.body["report"])
    told: dict[str, set[Submission]] = defaultdict(set)
    for record in history.of(RECEIPTS):
        if record.body.get("report_id") and record.body.get("version"):
            told[record.body["status"]].add((record.body["report_id"], record.body["version"]))
    dead = frozenset(origin_of(letter) for letter in history.of(LETTERS["ingest"]))
    return Fates(accepted, frozenset(told["accepted"]), frozenset(told["held"]), frozenset(told["refused"]), dead)


def check_fates(history: History, sent: Iterable[Sent]) -> list[Check]:
    """The checks of loss and of invention."""
    fates = fates_of(history)
    by_submission: dict[Submission, list[Sent]] = defaultdict(list)
    for entry in sent:
        if entry.origin is None or entry.origin[0] in REPORTS:
            by_submission[entry.submission].append(entry)
    taken = {about: [e for e in entries if e.acknowledged] for about, entries in by_submission.items()}
    taken = {about: entries for about, entries in taken.items() if entries}
    return [
        check(
            "every acknowledged report has one fate",
            len(taken),
            (text for entries in taken.values() for text in _one_fate(fates, entries)),
            acknowledged=sum(len(entries) for entries in taken.values()),
        ),
        check(
            "each fate is the one that the report deserves",
            len(taken),
            (text for entries in taken.values() for text in _deserved(fates, entries)),
        ),
        check(
            "every accepted report has its receipt",
            len(fates.accepted),
            (f"{_named(about)} was accepted without a word" for about in fates.accepted.keys() - fates.answered),
        ),
        check(
            "nothing is accepted that nobody sent",
            len(fates.accepted),
            _made_up(fates, by_submission),
            unanswered=sum(e.answer == "failed" for entries in by_submission.values() for e in entries),
        ),
    ]


def _named(about: Submission) -> str:
    return f"report {about[0]} version {about[1]}"


def _contents(entries: Iterable[Sent]) -> int:
    documents: list[dict[str, Any]] = []
    for entry in entries:
        if entry.document not in documents:
            documents.append(entry.document)
    return len(documents)


def _one_fate(fates: Fates, entries: Sequence[Sent]) -> Iterator[str]:
    about, found = entries[0].submission, fates.of(entries)
    if not found:
        yield f"{_named(about)} is lost: {entries[0].door} answered {entries[0].answer}"
    # The same version with other content: one of the two stands, the other is held.
    elif len(found) > 1 and (_contents(entries) == 1 or "refused" in found):
        yield f"{_named(about)} has more than one fate: {', '.join(sorted(found))}"


def _deserved(fates: Fates, entries: Sequence[Sent]) -> Iterator[str]:
    about, found = entries[0].submission, fates.of(entries)
    wanted = {entry.expected for entry in entries}
    if wanted == {"held"}:
        right = found == {"held"}
    elif "accepted" in wanted:
        right = "accepted" in found
    elif wanted == {"refused"}:
        right = found == {"refused"}
    else:
        return  # a duplicate whose original was not acknowledged: any one fate will do
    if not right and found:
        yield f"{_named(about)} is {', '.join(sorted(found))}, not {' or '.join(sorted(wanted))}"


def _made_up(fates: Fates, sent: Mapping[Submission, Sequence[Sent]]) -> Iterator[str]:
    for about, report in fates.accepted.items():
        entries = sent.get(about, ())
        wanted = [entry.document for entry in entries if entry.expected != "refused"]
        if not wanted:
            yield f"{_named(about)} was accepted and never sent as such"
        elif not any(_same(document, report) for document in wanted):
            yield f"{_named(about)} was accepted with other content than was sent"


def _same(sent: Mapping[str, Any], accepted: Mapping[str, Any]) -> bool:
    named = ("kind", "administration", "national_ref", "version", "in_reply_to")
    if any(sent.get(name) != accepted.get(name) for name in named):
        return False
    return marks_of(dict(sent)) == marks_of(dict(accepted))
