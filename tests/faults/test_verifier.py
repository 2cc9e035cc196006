"""The verifier finds each kind of damage, and finds nothing in a history that is whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.faults.synthetic import FUTURE, LINK, SEIZURE, WARNING, Synthetic, report_id, sound
from tests.faults.verifier.history import Change, OffsetSample
from tests.faults.verifier.judging import judge
from tests.faults.verifier.policy import Reader
from tests.faults.verifier.verdict import Verdict
from tests.faults.verifier.watching import Recording, Seen, state_of

Damage = Callable[[Synthetic], object]


def verdict_on(made: Synthetic) -> Verdict:
    return judge(made.history(), made.sent, made.samples())


def drop(made: Synthetic, topic: str, count: int = 1) -> None:
    """Forget the last records of a topic."""
    for record in [r for r in made.records if r.topic == topic][-count:]:
        made.records.remove(record)


def test_a_sound_history_passes_and_every_check_looked_at_something() -> None:
    verdict = verdict_on(sound())
    assert verdict.holds, verdict.told()
    assert [check.name for check in verdict.checks if not check.looked_at] == []


def test_a_repeated_event_is_counted_and_harmless() -> None:
    made = sound()
    again = next(record for record in made.records if record.topic == "reports-accepted")
    made.write(again.topic, again.value, again.key or "", **again.headers)
    verdict = verdict_on(made)
    assert verdict.holds, verdict.told()
    assert verdict.noted("repeats") == 1


def _forget_link(made: Synthetic) -> None:
    drop(made, "links")
    del made.documents["links"][LINK]
    made.documents["alerts"]["alert-1"]["links"] = []


def _random_link_id(made: Synthetic) -> None:
    link = made.documents["links"][LINK]
    made.documents["links"]["f00d"] = link | {"_id": "f00d"}


def _second_alert(made: Synthetic) -> None:
    made.documents["alerts"]["alert-2"] = made.documents["alerts"]["alert-1"] | {"_id": "alert-2"}


def _stray_link(made: Synthetic) -> None:
    pair = sorted((report_id(WARNING), report_id(FUTURE)))
    made.join(":".join((*pair, "same_object")), "alert-2")


def _commit_early(made: Synthetic) -> None:
    for number, record in enumerate(made.records):
        if record.topic in ("receipts", "reports-accepted", "ingest-dead-letters"):
            made.records[number] = replace(record, at=record.at + 60)


def _another_content(made: Synthetic) -> None:
    told = next(record for record in made.records if record.topic == "links")
    made.write("links", told.body | {"score": 99}, told.key or "", **told.headers)


def _letter_without_reason(made: Synthetic) -> None:
    letter = made.records.pop(next(n for n, r in enumerate(made.records) if r.topic == "ingest-dead-letters"))
    headers = {name: value for name, value in letter.headers.items() if name != "tocsin-letter-attempts"}
    made.write(letter.topic, letter.value, letter.key or "", **headers)


def _other_content(made: Synthetic) -> None:
    made.sent = [entry for entry in made.sent if entry.report_id != report_id(SEIZURE)]
    made.send(SEIZURE | {"transport": {}}, "accepted", "accepted")


def _letter_of_an_outage(made: Synthetic) -> None:
    stored = next(entry for entry in made.sent if entry.answer == "stored" and entry.expected == "accepted")
    made.bury(replace(stored, wanted_reason="retries_exhausted"))


DAMAGE: dict[str, tuple[Damage, str]] = {
    "a lost report": (lambda m: drop(m, "reports-accepted", 6), "every acknowledged report has one fate"),
    "a report both accepted and held": (
        lambda m: m.tell("receipts", {"report_id": report_id(WARNING), "version": 1, "status": "held"}, "NL", "x"),
        "every acknowledged report has one fate",
    ),
    "a held report that was accepted": (lambda m: m.accept(FUTURE), "each fate is the one that the report deserves"),
    "a report that nobody sent": (
        lambda m: m.accept(WARNING | {"national_ref": "W-9"}),
        "nothing is accepted that nobody sent",
    ),
    "a report accepted with other content": (
        _other_content,
        "nothing is accepted that nobody sent",
    ),
    "poison without a letter": (lambda m: drop(m, "ingest-dead-letters"), "dead letters are exactly the poison"),
    "a letter for an outage": (_letter_of_an_outage, "dead letters are exactly the poison"),
    "a letter that hides its attempts": (_letter_without_reason, "every dead letter is whole"),
    "a report that was not stored": (
        lambda m: m.documents["reports"].pop(report_id(SEIZURE)),
        "each accepted report is stored and told at its highest version",
    ),
    "a correction that was overwritten": (
        lambda m: m.documents["reports"][m.sent[3].report_id].update(version=1),
        "each accepted report is stored and told at its highest version",
    ),
    "a report that was stored and not told": (
        lambda m: drop(m, "reports-enriched"),
        "each accepted report is stored and told at its highest version",
    ),
    "an accepted report without a receipt": (
        lambda m: drop(m, "receipts", 7),
        "every accepted report has its receipt",
    ),
    "a missing link": (_forget_link, "links are those of the oracle"),
    "a link without ground": (_stray_link, "links are those of the oracle"),
    "a link with a random id": (_random_link_id, "each link has the id of its pair and class"),
    "an alert raised twice": (_second_alert, "a link is in one alert of a rule"),
    "a link that no alert shows": (lambda m: m.documents["alerts"].clear(), "every standing link is in an alert"),
    "an alert on nothing": (lambda m: m.documents["links"].clear(), "alerts name only links that stand"),
    "a warning met in silence": (
        lambda m: m.documents["alerts"]["alert-1"].update(severity="low"),
        "a seizure that meets a warning is of high severity",
    ),
    "an alert that was stored and not sent": (lambda m: drop(m, "alerts"), "topics and collections say the same"),
    "two contents of one event": (_another_content, "an event id has one content"),
    "two events of one revision": (
        lambda m: m.tell("links", m.documents["links"][LINK] | {"link_id": LINK}, LINK, "another"),
        "a revision has one event",
    ),
    "a version that fell": (
        lambda m: m.changes.append(Change("reports", m.sent[3].report_id, 1)),
        "versions only rise",
    ),
    "an offset committed too early": (_commit_early, "no offset was committed before its record was done"),
}


@pytest.mark.parametrize(("damage", "check"), DAMAGE.values(), ids=DAMAGE.keys())
def test_damage_is_found(damage: Damage, check: str) -> None:
    made = sound()
    damage(made)
    assert check in verdict_on(made).failed


def test_a_stage_that_stands_still_is_found() -> None:
    made = sound()
    history = made.history()
    history.committed = {**history.committed, "enrich": {("reports-accepted", 0): 5}}
    assert judge(history, made.sent).failed == {"nothing is left to do"}


def test_a_sample_past_a_record_that_was_never_done_is_found() -> None:
    made = sound()
    drop(made, "reports-enriched", 6)
    sample = OffsetSample(made.records[-1].at + 5, "enrich", {("reports-accepted", 0): 6})
    failed = judge(made.history(), made.sent, [sample]).failed
    assert "no offset was committed before its record was done" in failed


def seen_of(made: Synthetic, alert_id: str) -> Seen:
    state = state_of(made.documents["alerts"][alert_id])
    return Seen(0.0, alert_id, state, "raised", 1)


SEEN = seen_of(sound(), "alert-1")


@pytest.mark.parametrize(
    ("code", "role", "seen", "failed"),
    [
        ("OCU", "coordination_unit", (SEEN,), set()),
        ("OCU", "coordination_unit", (), {"OCU saw every alert once"}),
        ("OCU", "coordination_unit", (SEEN, SEEN), {"OCU saw every alert once"}),
        ("WATCHER", "observer", (), set()),
        ("WATCHER", "observer", (SEEN,), {"WATCHER saw nothing that it may not see"}),
    ],
)
def test_a_reader_sees_what_it_may_see_once(code: str, role: str, seen: tuple[Seen, ...], failed: set[str]) -> None:
    made = sound()
    recording = Recording(Reader(code, role), 0, seen)
    assert judge(made.history(), made.sent, (), [recording]).failed == failed


def test_alerts_that_overtake_each_other_are_found() -> None:
    made = sound()
    made.join(LINK.replace("same_object", "same_party"), "alert-2")
    seen = (seen_of(made, "alert-2"), SEEN)
    recording = Recording(Reader("OCU", "coordination_unit"), 0, seen)
    assert "OCU saw alerts in order" in judge(made.history(), made.sent, (), [recording]).failed
