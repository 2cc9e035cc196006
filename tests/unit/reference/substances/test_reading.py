"""How written names are read into the built-in list."""

from __future__ import annotations

import pytest

from services.reference.substances import read_substance


@pytest.mark.parametrize(
    ("raw", "id_", "how"),
    [
        ("Fentanyl", "fentanyl", "name"),
        ("ФЕНТАНИЛ", "fentanyl", "name"),
        ("芬太尼", "fentanyl", "name"),
        ("فنتانيل", "fentanyl", "name"),
        ("펜타닐", "fentanyl", "name"),
        ("Dextropoxyphene", "dextropropoxyphene", "alias"),
        ("carfentanyl", "carfentanil", "alias"),
        ("etazene", "etodesnitazene", "alias"),
        ("butyrfentanyl", "butyrylfentanyl", "alias"),
        ("JWH018", "jwh-018", "code"),
        ("5F-AKB48", "5f-apinaca", "code"),
        ("FUBIMINA", "bim-2201", "code"),
        ("Promedol", "trimeperidine", "alias"),
        ("Pavots", "opium-poppy", "alias"),
        ("Extract from Opium poppy", "poppy-straw-concentrate", "alias"),
        ("Quinoline-8-yl-1-pentil-1N-indole-3-carboxylate", "pb-22", "alias"),
        ("N-(1-Amino-3-methyl-1-oxobutan-2-yl)-1-pe-ntyl-1H-indazole-3-carboxamide", "ab-pinaca", "alias"),
    ],
)
def test_a_listed_name_in_any_language_is_read_exactly(raw: str, id_: str, how: str) -> None:
    reading = read_substance(raw)
    assert (reading.raw, reading.id, reading.how) == (raw, id_, how)


@pytest.mark.parametrize(
    ("raw", "id_", "form", "salt"),
    [
        ("Cocaine HCL", "cocaine", None, "hydrochloride"),
        ("chlorhydrate de cocaïne", "cocaine", None, "hydrochloride"),
        ("гидрохлорид кокаина", "cocaine", None, "hydrochloride"),
        ("Cocaine Base", "cocaine", None, "base"),
        ("Crack", "cocaine", "crack", "base"),
        ("Coca paste", "cocaine", "paste", None),
        ("Liquid cocaine", "cocaine", "liquid", None),
        ("Heroin Base", "heroin", None, "base"),
        ("heroin (brown powder)", "heroin", None, None),
        ("fentanyl (powder)", "fentanyl", "powder", None),
        ("盐酸曲马多片", "tramadol", "tablet", "hydrochloride"),
        ("코데인 정제", "codeine", "tablet", None),
        ("Tramadol 225 mg tablets", "tramadol", "tablet", None),
        ("suspected fentanyl powder", "fentanyl", "powder", None),
        ("sulfate de morphine", "morphine", None, "sulfate"),
        ("tablets containing tramadol hydrochloride", "tramadol", "tablet", "hydrochloride"),
    ],
)
def test_form_and_salt_are_told_apart_from_the_substance(
    raw: str, id_: str, form: str | None, salt: str | None
) -> None:
    reading = read_substance(raw)
    assert (reading.id, reading.form, reading.salt) == (id_, form, salt)


@pytest.mark.parametrize(
    ("raw", "id_"),
    [
        ("N-(1-carbamoil-2-metilpropil)-1-pentil-1N-indazole-3-carboxyamde", "ab-pinaca"),
        ("N-(adamantan-1-yl)-1-pentil-1N-indazole-3-carboxamyde", "apinaca"),
        ("N,N-Diethy1-2-(2-(4-isopropoxybenzy1)-5-nitro-1H-benzo[d]imidazo1-1-yl)ethan-1-amine", "isotonitazene"),
        ("1-pentyl-3-(l-naphthoyl)indole", "jwh-018"),
        ("fentany1", "fentanyl"),
        ("c0caine", "cocaine"),
        ("JW\u041d-018", "jwh-018"),
    ],
)
def test_misspelt_parts_of_a_name_are_put_right_and_then_read_exactly(raw: str, id_: str) -> None:
    reading = read_substance(raw)
    assert (reading.id, reading.how) == (id_, "repaired")


@pytest.mark.parametrize(
    ("raw", "id_"),
    [
        ("Substance X (fentanyl)", "fentanyl"),
        ("(heroin) brown", "heroin"),
        ("Kadian [morphine]", "morphine"),
        ("Synthetic cannabinoid - JWH-018", "jwh-018"),
        ("Opiates: codeine", "codeine"),
        ("Heroin (found at home)", "heroin"),
    ],
)
def test_what_brackets_say_is_read(raw: str, id_: str) -> None:
    reading = read_substance(raw)
    assert (reading.id, reading.how) == (id_, "bracket")


def test_brackets_that_contradict_the_name_are_left_to_a_person() -> None:
    reading = read_substance("Morphine (tramadol)")
    assert (reading.id, reading.how, reading.suggestions) == (None, "ambiguous", ("morphine", "tramadol"))


@pytest.mark.parametrize(
    ("raw", "id_", "member"),
    [
        ("AB-PINACA and its derivates", "synthetic-cannabinoids", "ab-pinaca"),
        (
            "N-(1-carbamoil-2-methylpropil)-1-pentil-1n-indazole-3-carboxamyde and its derivates",
            "synthetic-cannabinoids",
            "ab-pinaca",
        ),
        ("dérivés de la morphine", "opiates", "morphine"),
        ("carfentanil-like", "fentanyl-analogues", "carfentanil"),
        ("производные трамадола", "synthetic-opioids", "tramadol"),
        ("метонитазен и их производные", "nitazenes", "metonitazene"),
    ],
)
def test_derivates_of_a_substance_are_its_class_and_never_the_substance(raw: str, id_: str, member: str) -> None:
    reading = read_substance(raw)
    assert (reading.id, reading.kind, reading.suggestions) == (id_, "class", (member,))


@pytest.mark.parametrize("raw", ["Synthetic Cannabinoid", "ATS", "Opiates", "fentanyl analogue", "芬太尼类物质"])
def test_a_generic_word_is_a_class(raw: str) -> None:
    assert read_substance(raw).kind == "class"


def test_a_product_keeps_its_id_and_presumes_its_usual_substance() -> None:
    reading = read_substance("Крокодил")
    assert (reading.id, reading.kind, reading.parent) == ("krokodil", "product", "desomorphine")


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        ("heroin/fentanyl", ("heroin", "fentanyl")),
        ("codeine + morphine, thebaine", ("codeine", "morphine", "thebaine")),
        ("heroína y fentanilo", ("heroin", "fentanyl")),
    ],
)
def test_two_names_in_one_are_a_mixture_that_lists_both(raw: str, parts: tuple[str, ...]) -> None:
    reading = read_substance(raw)
    assert (reading.kind, reading.contains) == ("mixture", parts)


def test_two_names_of_one_substance_are_that_substance() -> None:
    assert read_substance("heroin/diacetylmorphine").id == "heroin"


def test_a_mixture_with_an_unknown_part_is_not_half_read() -> None:
    assert read_substance("heroin and gravel").id is None


@pytest.mark.parametrize(
    "raw",
    ["not heroin", "no heroin found", "fake oxycodone", "heroin (negative)", "без героина", "", "()", "-", "powder"],
)
def test_what_is_denied_or_says_nothing_is_not_read(raw: str) -> None:
    reading = read_substance(raw)
    assert (reading.id, reading.how) == (None, "unread")


def test_a_word_of_several_meanings_is_answered_with_its_candidates() -> None:
    reading = read_substance("China White")
    assert (reading.id, reading.how, set(reading.suggestions)) == (None, "ambiguous", {"heroin", "fentanyl"})


def test_a_long_misspelt_name_is_only_suggested() -> None:
    reading = read_substance("furanylfentamyl")
    assert (reading.id, reading.how, reading.suggestions) == (None, "suggested", ("furanylfentanyl",))
