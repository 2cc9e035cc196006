"""The lines of the live stream, as any reader cuts them."""

from __future__ import annotations

import json

import pytest

from services.api import sse
from services.api.alert_log import News, Told
from tests.integration.api import things

LINE_ENDS = ("\u0085", "\u2028", "\u2029", "\x0b", "\x0c", "\x1c", "\r", "\n")


@pytest.mark.parametrize("end", LINE_ENDS, ids=[f"U+{ord(end):04X}" for end in LINE_ENDS])
def test_an_event_is_one_line_of_data_whatever_stands_in_a_title(end: str) -> None:
    title = f"one{end}two"
    alert = things.event(1).alert.model_copy(update={"title": {"en": title, "fr": title}})
    news = News(offset=1, change="raised", alert=alert, before=None)
    sent = sse.alert_event("token", news, Told("raised", whole=True), "en").decode()
    lines = sent.splitlines()
    assert [line.partition(": ")[0] for line in lines] == ["id", "event", "data", ""]
    assert json.loads(lines[2].removeprefix("data: "))["title"] == title
