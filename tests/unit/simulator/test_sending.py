"""Playing a plan: at the planned instants, again while a door is away, and told outcome by outcome."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from services.contracts.participants import SIGNATURE_HEADER, Participant, SigningKey, signer
from services.contracts.reasons import Reason, Refused
from services.contracts.sharing import Role
from services.simulator.cases import Door
from services.simulator.doors import Answer, Away, Courier, HttpCourier
from services.simulator.identities import Identities, unknown_api_key, unknown_signature
from services.simulator.operation import Message, plan
from services.simulator.sending import Outcome, at_once, at_rate, at_speed, play
from tests.unit.simulator.keys import KEYS, public_key

SMALL = plan(6, 60, 600, doors=("http",))


class StubbornCourier:
    """A door that is away so many times for every message, then takes it."""

    def __init__(self, away: int = 0, retry_after: float | None = 0.0) -> None:
        self.away = away
        self.retry_after = retry_after
        self.asked: list[int] = []

    async def send(self, message: Message) -> Answer:
        self.asked.append(message.sequence)
        if self.asked.count(message.sequence) <= self.away:
            raise Away("http 503", self.retry_after)
        return Answer("acknowledged", message.report_id, message.version, "accepted", http_status=202)


class SlowCourier:
    """A door that keeps every message until it is opened."""

    def __init__(self) -> None:
        self.opened = asyncio.Event()
        self.inside = 0
        self.most = 0
        self._came = asyncio.Condition()

    async def send(self, message: Message) -> Answer:
        async with self._came:
            self.inside += 1
            self.most = max(self.most, self.inside)
            self._came.notify_all()
        await self.opened.wait()
        self.inside -= 1
        return Answer("acknowledged", message.report_id, message.version, "accepted")

    async def holds(self, count: int) -> None:
        """Wait until so many messages are inside."""
        async with asyncio.timeout(10), self._came:
            await self._came.wait_for(lambda: self.inside >= count)


def some(count: int) -> list[Message]:
    """The first few good messages of a plan."""
    return [m for m in SMALL if m.expected == "accepted"][:count]


def by_http(courier: Courier) -> Mapping[Door, Courier]:
    return {"http": courier}


async def test_every_message_is_sent_once_and_told_once() -> None:
    told: list[Outcome] = []
    courier = StubbornCourier()
    tally = await play(some(20), by_http(courier), at_once, told.append)
    assert sorted(courier.asked) == sorted(m.sequence for m in some(20))
    assert {o.message.sequence for o in told} == set(courier.asked)
    assert (tally.sent, tally.acknowledged, tally.failed, tally.unexpected) == (20, 20, 0, 0)
    assert all(o.report_id == o.message.report_id and o.acknowledged_at for o in told)


async def test_a_door_that_is_away_is_asked_again_until_it_answers() -> None:
    told: list[Outcome] = []
    tally = await play(some(3), by_http(StubbornCourier(away=2)), at_once, told.append)
    assert [o.attempts for o in told] == [3, 3, 3]
    assert (tally.acknowledged, tally.retries) == (3, 6)


async def test_sending_is_given_up_when_the_door_asks_for_more_patience_than_there_is() -> None:
    told: list[Outcome] = []
    courier = StubbornCourier(away=1, retry_after=60)
    tally = await play(some(2), by_http(courier), at_once, told.append, give_up_after=5)
    assert tally.failed == 2
    assert {o.reason for o in told} == {"http 503"}
    assert all(o.acknowledged_at is None and not o.as_expected for o in told)


async def test_no_more_messages_than_allowed_are_on_their_way_at_once() -> None:
    courier = SlowCourier()
    running = asyncio.create_task(play(some(12), by_http(courier), at_once, in_flight=5))
    await courier.holds(5)
    courier.opened.set()
    tally = await running
    assert (courier.most, tally.acknowledged) == (5, 12)


async def test_a_slow_door_does_not_delay_the_next_message() -> None:
    courier = SlowCourier()
    running = asyncio.create_task(play(some(3), by_http(courier), at_rate(1_000)))
    await courier.holds(3)  # all three are out before the first is answered
    courier.opened.set()
    await running


async def test_a_play_that_is_stopped_waits_for_what_is_on_its_way() -> None:
    courier, stop = SlowCourier(), asyncio.Event()
    messages = some(2)
    pace: Callable[[int, Message], float] = lambda n, _: n * 3_600.0  # noqa: E731 -- the second in an hour
    running = asyncio.create_task(play(messages, by_http(courier), pace, stop=stop))
    await courier.holds(1)
    stop.set()
    courier.opened.set()
    assert (await running).sent == 1


def test_a_rate_spaces_messages_evenly_and_a_speed_keeps_their_rhythm() -> None:
    message = next(iter(SMALL))
    assert [at_rate(4)(n, message) for n in range(3)] == [0, 0.25, 0.5]
    assert at_speed(3_600)(9, message) == pytest.approx(message.due / timedelta(hours=1))


def answering(status: int, body: object, headers: Mapping[str, str] | None = None) -> HttpCourier:
    """A courier to a door, in this process, that gives one answer."""
    app = FastAPI()

    @app.post("/v1/reports")
    async def answer(request: Request) -> Response:
        app.state.seen = request.headers, await request.body()
        return JSONResponse(body, status, dict(headers or {}))

    client = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://door")
    courier = HttpCourier([client], Identities({m.administration: "key-of-" + m.administration for m in SMALL}, {}))
    courier.app = app  # type: ignore[attr-defined]  # the test looks at what arrived
    return courier


async def test_an_acknowledgement_carries_the_report_its_version_and_its_status() -> None:
    (message,) = some(1)
    courier = answering(202, {"report_id": "r", "version": 3, "status": "held", "findings": []})
    assert await courier.send(message) == Answer("acknowledged", "r", 3, "held", None, 202)
    headers, body = courier.app.state.seen  # type: ignore[attr-defined]  # see above
    assert headers["authorization"] == f"Bearer key-of-{message.administration}"
    assert headers["content-type"] == message.content_type
    assert body == message.body


async def test_a_refusal_carries_its_one_word_reason() -> None:
    (message,) = some(1)
    answer = await answering(422, {"title": "refused", "status": 422, "reason": "invalid"}).send(message)
    assert answer == Answer("refused", reason="invalid", http_status=422)


@pytest.mark.parametrize("status", [429, 503])
async def test_a_busy_door_is_asked_again_after_the_time_it_says(status: int) -> None:
    (message,) = some(1)
    with pytest.raises(Away) as away:
        await answering(status, {}, {"retry-after": "7"}).send(message)
    assert away.value.retry_after == 7


async def test_a_message_with_an_unknown_key_does_not_bear_its_senders_key() -> None:
    (message,) = [m for m in SMALL if m.dirt == "unknown_key"]
    courier = answering(401, {"reason": "unauthenticated"})
    answer = await courier.send(message)
    headers, _ = courier.app.state.seen  # type: ignore[attr-defined]  # see above
    assert headers["authorization"] == f"Bearer {unknown_api_key()}"
    assert answer.reason == message.reason


def test_a_signature_names_the_key_that_made_it_and_holds_for_one_body_only() -> None:
    participant = Participant(
        code="KR",
        role=Role.ADMINISTRATION,
        name="Korea",
        signing_keys=(SigningKey(key_id="kr1", public_key=public_key("KR")),),
    )
    header = KEYS.signature("KR", b"body")
    assert signer(header, b"body", [participant]) == participant
    for text, body, reason in (
        (header, b"body ", Reason.BAD_SIGNATURE),
        (unknown_signature(b"body"), b"body", Reason.UNKNOWN_PARTICIPANT),
    ):
        with pytest.raises(Refused) as refused:
            signer(text, body, [participant])
        assert refused.value.reason == reason
    assert SIGNATURE_HEADER == "tocsin-signature"
