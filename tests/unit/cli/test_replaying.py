"""What a dead letter becomes when it goes back to where it came from."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.cli.letters import StoredLetter
from services.cli.replaying import Edit, NotReplayable, replay_of
from services.client.kafka_sender import Signer
from services.contracts.codec import ORIGIN_TIME_HEADER
from services.contracts.letters import REPLAYED
from services.contracts.participants import SIGNATURE_HEADER, signer
from services.contracts.reasons import Refused
from services.contracts.release import RELEASE_HEADER

FACTS = {
    "id": "letter-1",
    "stage": "ingest",
    "origin-topic": "reports-mail",
    "origin-partition": "2",
    "body": "original",
}
HEADERS = (("ce_type", b"tocsin.report.submitted.v1"), (SIGNATURE_HEADER, b"k:c2ln"), (RELEASE_HEADER, b"checked"))


def a_letter(key: bytes | None = b"report-1", notes: int = 0, **facts: str) -> StoredLetter:
    return StoredLetter({**FACTS, **facts}, HEADERS, key, b"{}", ({"at": "2021-02-01T00:00:00+00:00"},) * notes)


def test_it_is_the_record_as_it_came_and_names_the_letter() -> None:
    replay = replay_of(a_letter(), None, again=False)
    assert replay == ("reports-mail", 2, b"report-1", b"{}", (*HEADERS, (REPLAYED, b"letter-1")))


def test_a_record_that_came_without_a_key_goes_without_one() -> None:
    assert replay_of(a_letter(key=b"letter-1"), None, again=False).key is None


def test_the_time_that_it_lay_about_is_no_latency() -> None:
    letter = StoredLetter(FACTS, (*HEADERS, (ORIGIN_TIME_HEADER, b"2021-02-01T00:00:00+00:00")), b"report-1", b"{}")
    assert ORIGIN_TIME_HEADER not in dict(replay_of(letter, None, again=False).headers)


def test_a_letter_replayed_for_the_second_time_names_itself_not_its_ancestor() -> None:
    letter = StoredLetter(FACTS, (*HEADERS, (REPLAYED, b"older")), b"report-1", b"{}")
    assert [value for name, value in replay_of(letter, None, again=False).headers if name == REPLAYED] == [b"letter-1"]


def test_what_was_signed_for_the_old_body_does_not_go_with_a_new_one() -> None:
    replay = replay_of(a_letter(), Edit(b'{"edited": 1}'), again=False)
    assert dict(replay.headers) == {"ce_type": HEADERS[0][1], REPLAYED: b"letter-1"}


def test_the_owners_key_signs_the_new_body_and_no_other() -> None:
    key = Ed25519PrivateKey.generate()
    header = dict(replay_of(a_letter(), Edit(b"new", Signer("KR-1", key)), again=False).headers)[SIGNATURE_HEADER]
    with pytest.raises(Refused, match="key"):
        signer(header.decode(), b"new", [])
    key_id, _, signature = header.decode().partition(":")
    assert key_id == "KR-1"
    assert signature == Signer("KR-1", key).header(b"new").partition(":")[2]


def test_a_letter_goes_once_unless_it_is_asked_for_again() -> None:
    with pytest.raises(NotReplayable, match="replayed already"):
        replay_of(a_letter(notes=1), None, again=False)
    assert replay_of(a_letter(notes=1), None, again=True).value == b"{}"


@pytest.mark.parametrize("body", ["sha256", "null"])
def test_a_body_that_was_not_kept_must_be_given(body: str) -> None:
    with pytest.raises(NotReplayable, match="--value"):
        replay_of(a_letter(body=body), None, again=False)
    assert replay_of(a_letter(body=body), Edit(b"given"), again=False).value == b"given"


def test_a_letter_that_somebody_else_wrote_need_not_say_why_it_is_there() -> None:
    assert StoredLetter({"id": "1"}, (), None, b"").reason == "-"
