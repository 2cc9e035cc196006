"""The catalogue of findings: closed, in two languages, without a place for any value."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from services.contracts.findings import Code, catalogue, catalogue_files, finding, in_language, severity

GOOD = """judged: report
findings:
  {name}:
    severity: {severity}
    message: {{en: A sentence., fr: Une phrase.}}
    suggestion: {{en: Do this., fr: "{suggestion}"}}
"""


def test_every_code_has_an_entry_and_every_entry_a_code() -> None:
    assert list(catalogue()) == list(Code)


def test_every_sentence_stands_once_in_each_language() -> None:
    for language in ("en", "fr"):
        sentences = Counter(entry.message[language] for entry in catalogue().values())
        assert [text for text, times in sentences.items() if times > 1] == []
    assert all(entry.message["en"] != entry.message["fr"] for entry in catalogue().values())


def test_only_what_breaks_the_shape_or_the_ownership_refuses() -> None:
    for code, entry in catalogue().items():
        if entry.severity == "error":
            assert entry.judged in ("shape", "intake"), code
    assert {code for code, entry in catalogue().items() if entry.severity == "hold"} == {
        Code.UNLISTED_VALUE,
        Code.FUTURE_DATE,
        Code.VERSION_CONFLICT,
    }


def test_what_is_judged_after_acceptance_never_holds() -> None:
    late = [entry for entry in catalogue().values() if entry.judged in ("normalised", "history")]
    assert len(late) >= 25
    assert {entry.severity for entry in late} == {"warning", "info"}


def test_a_finding_is_told_in_the_language_that_is_asked_for() -> None:
    english = finding(Code.CHECK_DIGIT, "/transport/awb")
    (french,) = in_language([english], "fr")
    assert (french.code, french.path, french.severity) == ("check_digit", "/transport/awb", severity(Code.CHECK_DIGIT))
    assert french.message.startswith("La clé")
    assert in_language([french], "en") == (english,)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (GOOD.format(name="malformed", severity="fatal", suggestion="Faites."), "severity"),
        (GOOD.format(name="malformed", severity="error", suggestion="Faites {value}."), "suggestion"),
        (GOOD.format(name="malformed", severity="error", suggestion="Faites %s."), "suggestion"),
        (GOOD.format(name="malformed", severity="error", suggestion="sans point"), "suggestion"),
        (
            GOOD.format(name="malformed", severity="error", suggestion="Faites.").replace(", fr: Une phrase.", ""),
            "message",
        ),
        (GOOD.format(name="no_such_code", severity="error", suggestion="Faites."), "without a code"),
        (GOOD.format(name="malformed", severity="error", suggestion="Faites."), "without an entry"),
        (GOOD.format(name="malformed", severity="error", suggestion="Faites.") + "  malformed: {}\n", "stands twice"),
    ],
)
def test_a_wrong_file_is_refused(content: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "wrong.yaml").write_text(content, encoding="utf-8")
    monkeypatch.setattr(catalogue_files, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=why):
        catalogue_files.catalogue.__wrapped__()
