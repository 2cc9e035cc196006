"""Splink judges the same pairs: it is trained on the reports alone, and ranks what belongs together first."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from services.cli.evaluation.measures import rank_agreement
from services.cli.evaluation.peer import Peer, PeerMissingError
from services.cli.evaluation.peer_columns import Record, record_of
from services.cli.evaluation.peer_settings import MODELS, comparisons_of, rule_of
from tests.unit.enrich.reports import parcel, party, side

FILLED = {"number_s10", "number_awb", "token_phone", "series", "series_near", "colour", "mass_mg", "substance", "day"}


def records(twins: int, singles: int) -> list[Record]:
    """Reports of two countries: ``twins`` pairs that share a parcel, and others that share nothing."""
    found = []
    for n in range(twins):
        for country in ("NL", "DE"):
            more: dict[str, Any] = {"transport": {"items": [parcel(n)]}, "parties": [party("phone", f"{country}{n}")]}
            found.append(record_of(side(country, f"T{n}", "warning" if country == "NL" else "seizure", **more)))
    for n in range(singles):
        more = {"transport": {"items": [parcel(10_000 + n)]}, "parties": [party("phone", f"single{n}")]}
        found.append(record_of(side(("NL", "DE", "FR")[n % 3], f"S{n}", **more)))
    return found


def test_a_class_without_any_report_of_its_own_has_no_rule() -> None:
    assert rule_of(MODELS["same_object"], {"token_phone"}) is None
    assert "number_s10" in str(rule_of(MODELS["same_object"], FILLED))


def test_only_columns_that_reports_fill_are_compared() -> None:
    pytest.importorskip("splink", reason="Splink comes with the development requirements")
    found = comparisons_of(MODELS["same_object"], FILLED)
    names = [each.create_output_column_name() for each in found if not isinstance(each, dict)]
    assert names == ["number_s10", "number_awb", "substance", "day"]


def test_pairs_that_share_a_parcel_rank_above_pairs_that_share_nothing() -> None:
    pytest.importorskip("splink", reason="Splink comes with the development requirements")
    rows = records(twins=12, singles=40)
    true = {tuple(sorted((rows[n]["unique_id"], rows[n + 1]["unique_id"]))) for n in range(0, 24, 2)}
    asked = [*true, *(tuple(sorted((rows[0]["unique_id"], one["unique_id"]))) for one in rows[24:])]
    trainings = list(Peer(rows).judge("same_object", [(one, other) for one, other in asked]))
    assert trainings
    for _, own, given in trainings:
        assert set(own) == true
        assert set(given) == set(asked)
        assert rank_agreement([(weight, pair in true) for pair, (weight, _) in given.items()]) == 1.0


def test_without_splink_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "splink", None)
    with pytest.raises(PeerMissingError, match="make setup"):
        Peer([])
