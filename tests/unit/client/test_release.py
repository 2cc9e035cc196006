"""The client carries an officer's reason for a release, letter by letter, and says at once what is none."""

from __future__ import annotations

import pytest

from services.client import AsyncTocsin, Tocsin
from services.contracts.participants import api_key_text
from services.contracts.release import RELEASE_HEADER
from tests.unit.client.platform_stub import Stub, written
from tests.unit.ingest.reports import seizure

KEY = api_key_text("abcdefgh", bytes(range(32)))
TAKEN = {"report_id": "id", "version": 1, "status": "accepted", "findings": []}
WHY = "vérifié à Séoul"


def heard(platform: Stub) -> list[str | None]:
    """The reasons that arrived; the stub reads headers as Latin-1, as HTTP libraries do."""
    given = [asked.headers.get(RELEASE_HEADER) for asked in platform.asked]
    return [text and text.encode("latin-1").decode() for text in given]


async def test_the_reason_arrives_in_utf8_with_one_report_and_with_many(platform: Stub) -> None:
    platform.answers = [written(TAKEN), written({"items": [TAKEN]}), written(TAKEN), written(TAKEN)]
    with Tocsin(door=platform.url, key=KEY) as tocsin:
        assert tocsin.send(seizure(), release=WHY).status == "accepted"
        assert [one.status for one in tocsin.send_many([seizure()], release=WHY)] == ["accepted"]
        tocsin.send(seizure())
    async with AsyncTocsin(door=platform.url, key=KEY) as other:
        await other.send(seizure(), release=WHY)
    assert heard(platform) == [WHY, WHY, None, WHY]


@pytest.mark.parametrize("reason", ["", "a\nb", "x" * 501])
def test_what_is_no_reason_never_leaves_the_house(platform: Stub, reason: str) -> None:
    with Tocsin(door=platform.url, key=KEY) as tocsin, pytest.raises(ValueError, match="reason"):
        tocsin.send(seizure(), release=reason)
    assert platform.asked == []
