"""What all rules together make of one report: clean ones are left alone, holds come first, nothing breaks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.code_lists import CODE_LISTS
from services.contracts.findings import catalogue
from services.contracts.report import Report
from services.contracts.report_blocks import Transport
from services.contracts.topics import MODES
from services.ingest.quality import CODED, HOME_MODES, RULES, examine, version_gap
from services.ingest.quality.nothing_words import names_nothing
from services.ingest.shape import MOST_FINDINGS
from tests.unit.ingest.reports import NOW, TOKEN, retraction, seizure

AS_PUBLISHED = seizure(
    route=[
        {"role": "departure", "country": "NL", "place": "Amsterdam"},
        {"role": "transit", "country": "DE", "place": "Frankfurt"},
        {"role": "destination", "country": "KR"},
    ],
    goods=[
        {
            "substance": "MDMA",
            "form": "tablet",
            "quantity": {"value": 2786, "unit": "tablet"},
            "confirmed": False,
            "marks": {"logo": "Crown", "colour": "orange", "mass_mg": 410},
        }
    ],
    cover_load={"description": "toys", "hs": "950300", "weight_kg": 1.2},
    parties=[{"role": "consignee", "tokens": {"address": [TOKEN], "phone": [TOKEN]}}],
    narrative="…",
    outcome={"arrests": 1, "controlled_delivery": False},
)


def found(**changes: Any) -> list[tuple[str, str]]:
    return [(one.code, one.path) for one in examine(Report.model_validate(seizure(**changes)), NOW)]


@pytest.mark.parametrize("report", [seizure(), AS_PUBLISHED, retraction()], ids=["least", "published", "retraction"])
def test_a_clean_report_has_no_finding(report: dict[str, Any]) -> None:
    assert examine(Report.model_validate(report), NOW) == ()


def test_every_code_list_is_used_somewhere() -> None:
    assert set(CODED.values()) == set(CODE_LISTS)


@pytest.mark.parametrize(
    ("path", "changes"),
    [
        ("/precision", {"precision": "hour"}),
        ("/direction", {"direction": "sideways"}),
        ("/location/type", {"location": {"name": "x", "type": "moon_base"}}),
        ("/detection/method", {"detection": {"method": "luck"}}),
        ("/illicit_indicators/1", {"illicit_indicators": ["smuggled", "bad"]}),
        ("/route/0/role", {"route": [{"role": "start", "country": "NL"}]}),
        ("/concealment/code", {"concealment": {"code": "inside_the_moon"}}),
        ("/parties/0/role", {"parties": [{"role": "stranger"}]}),
        ("/parties/0/tokens/shoe_size", {"parties": [{"role": "driver", "tokens": {"shoe_size": [TOKEN]}}]}),
        ("/sharing/tlp", {"sharing": {"tlp": "PURPLE"}}),
        ("/sharing/handling/0", {"sharing": {"tlp": "GREEN", "handling": ["H9"]}}),
        ("/grading/source", {"grading": {"source": "Z", "information": "1"}}),
        ("/route/0/country", {"route": [{"role": "departure", "country": "Holland"}]}),
        ("/route/0/country", {"route": [{"role": "departure", "country": "ZZ"}]}),
        ("/location/country", {"location": {"name": "x", "type": "inland", "country": "unknown"}}),
        ("/parties/0/nationality", {"parties": [{"role": "driver", "nationality": "XX"}]}),
    ],
)
def test_a_value_outside_its_list_holds_the_report(path: str, changes: dict[str, Any]) -> None:
    assert ("unlisted_value", path) in found(**changes)


@pytest.mark.parametrize("country", ["NL", "NA", "XZ", "XK", "unknown"])
def test_a_leg_may_name_a_country_the_high_seas_kosovo_or_say_unknown(country: str) -> None:
    assert "unlisted_value" not in {code for code, _ in found(route=[{"role": "departure", "country": country}])}


def test_every_identifier_with_a_home_is_one_of_the_transport_block() -> None:
    assert set(HOME_MODES) <= set(Transport.model_fields)
    assert all(modes <= set(MODES) for modes in HOME_MODES.values())


def test_a_hold_is_told_first_and_never_cut_off() -> None:
    many = {"items": ["RR473124828NL"] * 200}
    told = found(transport=many, concealment={"code": "inside_the_moon"})
    assert told[0] == ("unlisted_value", "/concealment/code")
    assert len(told) == MOST_FINDINGS


def test_warnings_are_told_before_what_is_only_worth_knowing() -> None:
    told = found(transport={"items": ["UNKNOWN"]}, sharing={"tlp": "RED"})
    assert told == [("red_to_all", "/sharing/audience"), ("junk_identifier", "/transport/items/0")]


def test_at_least_forty_rules_judge_a_report_beside_its_shape() -> None:
    assert sum(entry.judged == "report" for entry in catalogue().values()) >= 40
    assert len(set(RULES)) == len(RULES)


@pytest.mark.parametrize(
    ("version", "known", "told"),
    [
        (1, (), False),
        (2, (1,), False),
        (2, (), True),
        (3, (1,), True),
        (4, (1, 2, 3, 9), False),
        (None, (1, 5), False),
        (1_000_000, (), True),
    ],
)
def test_a_correction_whose_forerunners_are_missing_is_told(
    version: int | None, known: tuple[int, ...], told: bool
) -> None:
    assert [one.code for one in version_gap(version, known)] == (["version_gap"] if told else [])


@given(st.text(max_size=300))
def test_any_text_in_any_place_for_text_is_examined_without_an_exception(text: str) -> None:
    storable = (
        "".join(c for c in text if c.isprintable() or c in "\n\t\u202e\x07")[:200].encode("utf-8", "ignore").decode()
    )
    report = seizure(
        narrative=storable,
        location={"name": storable, "type": "mail_centre"},
        route=[{"role": "departure", "country": "NL", "place": storable}],
        concealment={"text": storable},
        goods=[{"substance": storable, "confirmed": False, "quantity": {"value": 1, "unit": storable[:64] or "x"}}],
    )
    findings = examine(Report.model_validate(report), NOW)
    texts = "".join(one.message + one.suggestion + one.path for one in findings)
    assert len(storable) < 20 or storable not in texts


@pytest.mark.parametrize("year", ["0001", "0002", "1000", "9998", "9999"])
@pytest.mark.parametrize("day", ["01-01", "12-31", "12-01", "02-28"])
@pytest.mark.parametrize("precision", ["minute", "day", "month"])
def test_the_ends_of_the_calendar_are_dates_like_others(year: str, day: str, precision: str) -> None:
    date = f"{year}-{day}"
    told = found(
        occurred_at=f"{date}T12:00:00+00:00",
        reported_at=f"{date}T11:00:00+00:00",
        precision=precision,
        transport={"flight": "KE926", "flight_date": date, "posted_on": date},
        route=[
            {"role": "departure", "country": "NL", "date": date},
            {"role": "transit", "country": "DE", "date": date},
        ],
        sharing={"tlp": "AMBER", "expires": date},
    )
    assert {"future_date", "date_improbable"} & {code for code, _ in told}


@given(st.text(max_size=60))
def test_a_word_for_nothing_is_one_in_any_case_and_with_blanks(text: str) -> None:
    assert names_nothing(text) is names_nothing(f"  {text}  ")
    assert names_nothing("UNKNOWN.")
    assert not names_nothing("Fentanyl")


@pytest.mark.parametrize(
    "unit", ["named ", "+1 1 ", "a@a.", "tel 1", "M. ", "passport A1 ", "12.12.1980 ", "(", "Mr. Aa ", "\u202e", "가"]
)
def test_the_longest_of_hostile_texts_is_answered(unit: str) -> None:
    long = (unit * 10_000)[:10_000]
    told = found(narrative=long, concealment={"text": long}, cover_load={"description": long})
    assert {path for _, path in told} <= {"/narrative", "/concealment/text", "/cover_load/description", "/language"}
