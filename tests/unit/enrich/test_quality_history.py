"""The sender's history: what is remembered, how it is found again, and that the public file's pairs are found."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.local.settings import CHECKOUT
from services.enrich.quality import (
    Amount,
    Earlier,
    earlier_of,
    examine_history,
    examine_normalised,
    fingerprint,
    history_keys,
    questions,
    record_of,
    remember,
)
from services.enrich.quality.remembered import months_before
from services.reference.quantities import read_quantity, without_artefact
from tests.unit.enrich.quality_examples import DISTANCES, base, normalise

FILE: Final = CHECKOUT.parent / "shared" / "data" / "unodc-ids-2011-2014.csv.gz"


def earlier(report_id: str = "a", realm: str = "KR/goals-2021", day: date | None = date(2021, 2, 11)) -> Earlier:
    amount = Amount("/goods/0/quantity", "mdma", "tablet", None, Decimal(2786), "2786")
    return Earlier(
        report_id, realm, "seizure", "mail", day, "day", "KRICN", "f", (amount,), (("/transport/items/0", "s10:X"),)
    )


def test_a_record_is_read_back_as_what_was_remembered() -> None:
    document = base()
    first = remember(normalise(document), document["report"])
    record = json.loads(json.dumps(record_of(first)))
    assert earlier_of(first.report_id, record) == first
    assert len(json.dumps(record)) < 500


def test_every_key_that_is_asked_for_is_one_that_an_alike_report_is_stored_under() -> None:
    one = earlier()
    assert {question.key for question in questions(one)} <= set(history_keys(one))
    first = earlier(day=date(2021, 2, 1))
    asked = {question.key for question in questions(first)}
    assert asked & set(history_keys(first)) >= {"KR/goals-2021|first|2021-02", "KR/goals-2021|same|f"}


def test_questions_are_few_and_bounded() -> None:
    asked = questions(earlier(day=date(2021, 2, 1)))
    assert len(asked) == 9
    assert sum(question.most for question in asked) < 50
    assert months_before(date(2021, 2, 1)) == ["2021-02", "2021-01", "2020-12"]
    assert months_before(date(1, 1, 1)) == ["0001-01"]


@pytest.mark.parametrize("at", ["0002-01-01T00:00:00+00:00", "9999-12-01T00:00:00+00:00", "9998-12-31T23:59:59-12:00"])
@pytest.mark.parametrize("precision", ["minute", "day", "month"])
def test_the_ends_of_the_calendar_make_keys_and_journeys(at: str, precision: str) -> None:
    document = base()
    document["report"] |= {"occurred_at": at, "precision": precision}
    document["report"]["transport"]["posted_on"] = at[:10]
    document["report"]["route"][0]["date"] = at[:10]
    normalised = normalise(document)
    one = remember(normalised, document["report"])
    assert {code for code, _ in told_of(document)} <= {"impossible_journey"}
    assert {question.key for question in questions(one)} & set(history_keys(one))


def told_of(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one.code, one.path) for one in examine_normalised(normalise(document), DISTANCES)]


def test_nothing_is_told_across_senders_operations_and_exercises_or_of_the_report_itself() -> None:
    same = earlier("b")
    assert {one.code for one in examine_history(earlier(), [same])} == {"repeat_other_reference", "parcel_seized_twice"}
    for other in (
        earlier("a"),
        earlier("b", "JP/goals-2021"),
        earlier("b", "KR/goals-2022"),
        earlier("b", "KR/goals-2021/x"),
    ):
        assert examine_history(earlier(), [other]) == ()


def test_the_same_content_has_one_fingerprint_under_any_reference() -> None:
    report = base()["report"]
    assert fingerprint(report) == fingerprint(report | {"national_ref": "x", "version": 9})
    assert fingerprint(report) != fingerprint(report | {"narrative": "more"})


@given(st.text(max_size=200), st.decimals(min_value=Decimal("0.001"), max_value=Decimal("1e9")), st.text(max_size=64))
def test_any_substance_figure_and_unit_make_keys_and_a_record(substance: str, value: Decimal, unit: str) -> None:
    readable = substance.encode("utf-8", "ignore").decode()
    document = base()
    document["report"]["goods"][0] |= {"substance": readable, "quantity": {"value": 1, "unit": "gram"}}
    document["substances"] = {}
    normalised = normalise(document)
    normalised.quantities["/goods/0/quantity"] = read_quantity(value, unit)  # type: ignore[index]  # a dict in truth
    found = remember(normalised, document["report"])
    assert earlier_of(found.report_id, record_of(found)) == found
    assert all(len(key) < 200 for key in history_keys(found))


@pytest.mark.skipif(not FILE.is_file(), reason="the public seizures file is not at ../shared/data")
def test_the_pairs_of_the_public_file_are_found() -> None:
    """Counted in the domain list: 26 masses in two units in four countries, and one count against a mass."""
    text = gzip.decompress(FILE.read_bytes()).decode("utf-8")
    by_key: defaultdict[str, list[Earlier]] = defaultdict(list)
    for n, row in enumerate(csv.DictReader(io.StringIO(text, newline=""), delimiter=";")):
        if row["COUNTRY"] not in ("Kazakhstan", "Armenia", "Croatia", "Mauritius"):
            continue
        one = _of_row(n, row)
        for key in history_keys(one):
            if "|amount|" in key:
                by_key[key].append(one)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for key, bearers in by_key.items():
        for n, current in enumerate(bearers):
            for told in examine_history(current, bearers[:n]):
                found[told.code].add(key)
    assert len(found["mass_in_two_units"]) == 26
    assert len(found["count_against_mass"]) == 1
    assert "Mauritius|amount|2011-03-30|buprenorphine|9884" in found["transport_conflict"]


def _of_row(n: int, row: dict[str, str]) -> Earlier:
    quantity = read_quantity(Decimal(row["AMOUNT"]), row["DRUG_UNIT"])
    exact = quantity.kg_min if quantity.measure in ("mass", "volume") and quantity.kg_min == quantity.kg_max else None
    digits = "".join(map(str, without_artefact(Decimal(row["AMOUNT"])).as_tuple().digits)).strip("0")
    amount = Amount("/goods/0/quantity", row["DRUG_NAME"].casefold(), quantity.unit, exact, quantity.count, digits)
    known = row["TRANSPORT"] not in ("", "None", "Unknown", "Other")
    return Earlier(
        str(n),
        row["COUNTRY"],
        "seizure",
        row["TRANSPORT"] if known else None,
        date.fromisoformat(row["SEIZURE_DATE"][:10]),
        "day",
        " ".join(row["PLACE"].casefold().split()),
        str(n),
        (amount,) if quantity.comparable else (),
        (),
    )
