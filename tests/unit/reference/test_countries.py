"""Countries as written become ISO 3166-1 codes, or stay unread with a reason."""

from __future__ import annotations

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reference.countries import LONGEST, read_country
from services.reference.country_index import country_index

AMBIGUOUS_BY_THEMSELVES = {"CG", "GN"}  # Congo and Guinea: ISO 3166 gives one state the name that three bear


def test_every_name_and_code_of_iso_3166_is_read() -> None:
    unread = [
        (country.alpha_2, written)
        for country in pycountry.countries
        for field in ("alpha_2", "alpha_3", "numeric", "name", "official_name", "common_name")
        if (written := getattr(country, field, None)) and read_country(written).code != country.alpha_2
    ]
    assert {code for code, _ in unread} == AMBIGUOUS_BY_THEMSELVES
    assert {name for _, name in unread} == {"Congo", "Guinea"}


@pytest.mark.parametrize(
    ("written", "code", "how"),
    [
        ("kr", "KR", "alpha_2"),
        ("KOR", "KR", "alpha_3"),
        ("410", "KR", "numeric"),
        ("Republic of Korea", "KR", "override"),
        ("Korea, Republic of", "KR", "name"),
        ("Korea (Republic of)", "KR", "override"),
        ("Aland Islands", "AX", "folded"),
        ("St. Kitts & Nevis", "KN", "override"),
        ("  the Netherlands.", "NL", "override"),
        ("l'Italie", "IT", "name"),
        ("UK", "GB", "override"),
        ("Kosovo under UNSCR 1244", "XK", "override"),
        ("Macau, SAR of China", "MO", "override"),
        ("Turkey", "TR", "override"),
        ("Czech Republic", "CZ", "override"),
        ("Swaziland", "SZ", "override"),
        ("Macedonia, the former Yugoslav Republic of", "MK", "override"),
        ("Lao Peoples Democratic Republic", "LA", "override"),
        ("International waters", "XZ", "override"),
        ("\x00K\u200bR\u202e ", "KR", "alpha_2"),
    ],
)
def test_country_is_read_and_says_how(written: str, code: str, how: str) -> None:
    reading = read_country(written)
    assert (reading.code, reading.how, reading.reason) == (code, how, None)
    assert reading.raw == written


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Corée du Sud", "KR"),
        ("Alemania", "DE"),
        ("\u0420\u043e\u0441\u0441\u0438\u044f", "RU"),
        ("\u0627\u0644\u0645\u063a\u0631\u0628", "MA"),
        ("\u4e2d\u56fd", "CN"),
        ("\ub300\ud55c\ubbfc\uad6d", "KR"),
        ("Países Baixos", "NL"),
        ("Österreich", "AT"),
    ],
)
def test_country_is_read_in_several_languages(written: str, code: str) -> None:
    assert read_country(written).code == code


def test_faults_of_the_translations_are_not_taken_over() -> None:
    # pycountry's Arabic catalogue calls Moldova what is the Maldives' name.
    assert read_country("\u0627\u0644\u0645\u0627\u0644\u062f\u064a\u0641").code == "MV"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Libyan Arab Jamahiriya", "LY"),
        ("Zaire", "CD"),
        ("Burma", "MM"),
        ("Netherlands Antilles", "AN"),
        ("USSR", "SU"),
        ("Yugoslavia", "YU"),
        ("Serbia and Montenegro", "CS"),
    ],
)
def test_former_state_is_the_one_that_bears_its_land_or_keeps_its_own_code(written: str, code: str) -> None:
    reading = read_country(written)
    assert (reading.code, reading.how) == (code, "historic")


@pytest.mark.parametrize(
    ("written", "code", "part"),
    [
        ("Iraq (Kurdistan Region)", "IQ", "Kurdistan Region"),
        ("United Kingdom (England and Wales)", "GB", "England and Wales"),
        ("Scotland", "GB", "Scotland"),
        ("Crimea", "UA", "Crimea"),
        ("Falkland Islands (Malvinas)", "FK", None),
        ("France (Réunion)", "RE", None),
    ],
)
def test_part_is_kept_beside_its_country(written: str, code: str, part: str | None) -> None:
    reading = read_country(written)
    assert (reading.code, reading.part) == (code, part)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "empty"),
        (" \u200b\t", "empty"),
        ("Unknown", "unknown"),
        ("None", "unknown"),
        ("N/A", "unknown"),
        ("Other", "other"),
        ("Multiple Countries", "several"),
        ("Europe", "not_a_country"),
        ("Congo", "ambiguous"),
        ("Korea", "ambiguous"),
        ("Guinea", "ambiguous"),
        ("Spain (Portugal)", "several_countries"),
        ("Atlantis", "unrecognised"),
        ("x" * (LONGEST + 1), "too_long"),
    ],
)
def test_what_is_no_country_stays_unread_with_its_reason(written: str, reason: str) -> None:
    reading = read_country(written)
    assert (reading.code, reading.how, reading.reason) == (None, "unread", reason)


def test_namibia_is_not_taken_for_no_answer_nor_no_answer_for_namibia() -> None:
    assert read_country("NA").code == "NA"
    assert read_country("na").code is None
    assert read_country("NO").code == "NO"
    assert read_country("no").code is None


def test_ambiguous_name_tells_what_it_may_mean() -> None:
    assert read_country("Korea").candidates == ("KR", "KP")


def test_misspelt_name_is_a_suggestion_only() -> None:
    reading = read_country("Germny")
    assert (reading.code, reading.candidates) == (None, ("DE",))


def test_no_name_of_the_own_table_contradicts_another() -> None:
    index = country_index()
    assert not set(index.ambiguous) & set(index.folded)
    assert not set(index.parts) & set(index.folded)


@given(st.text())
def test_any_text_is_read_or_has_a_reason(text: str) -> None:
    reading = read_country(text)
    assert (reading.code is None) == (reading.how == "unread") == (reading.reason is not None)


@given(st.sampled_from(sorted(country_index().written)))
def test_code_of_a_reading_reads_as_itself(name: str) -> None:
    code = read_country(name).code
    assert code is None or read_country(code).code == code
