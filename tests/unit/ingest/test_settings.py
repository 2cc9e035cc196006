"""What an operator says of the operation's keys is read whole or refused at the start."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from services.ingest.settings import DoorSettings, StreamSettings

CHECKS = "TOCSIN_KEY_CHECKS"


@pytest.mark.parametrize("settings", [DoorSettings, StreamSettings])
def test_both_doors_take_the_same_check_values(
    monkeypatch: pytest.MonkeyPatch, settings: type[DoorSettings | StreamSettings]
) -> None:
    assert settings().token_keys == frozenset()
    monkeypatch.setenv(CHECKS, "00112233445566aa, 3ef0b8d2a1c45567,")
    assert settings().token_keys == {"00112233445566aa", "3ef0b8d2a1c45567"}


@pytest.mark.parametrize("wrong", ["off", "00112233445566AA", "00112233445566a", "00112233445566aa 3ef0b8d2a1c45567"])
def test_what_is_no_check_value_stops_the_start(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv(CHECKS, wrong)
    with pytest.raises(ValidationError, match="16 digits"):
        DoorSettings()
