"""One value however it is written: scripts, dashes, invisible characters, words before it, words for none."""

from __future__ import annotations

import pytest

from services.contracts.identifiers import READERS, Identifier, compact, container, is_junk, plate, s10

FULL_WIDTH = "TOCU5027186".translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
ARABIC_DIGITS = "TOCU5027186".translate({ord("0") + digit: 0x0660 + digit for digit in range(10)})
DEVANAGARI_DIGITS = "TOCU5027186".translate({ord("0") + digit: 0x0966 + digit for digit in range(10)})
CYRILLIC_TOC = "\u0422\u041e\u0421U5027186"
GREEK_TO = "\u03a4\u039fCU5027186"


@pytest.mark.parametrize(
    "written",
    [
        *("tocu 502718-6", "TOCU-502718-6", "TOCU/502718/6", "TOCU_502718.6", "  TOCU5027186\r\n", "TOCU\t502718 6"),
        *("(TOCU) 502718[6]", "'TOCU5027186", '"TOCU5027186"', "*TOCU5027186*", "TOCU\x1d5027186\x00"),
        *(
            "TOCU\u200b5027186",
            "\ufeffTOCU5027186",
            "\u202aTOCU5027186\u202c",
            "TOCU\u00ad5027186",
            "TOCU\u20605027186",
        ),
        *(f"TOCU{dash}502718{dash}6" for dash in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d\u30fc\u00b7"),
        *("TOCU\u00a0502718\u30006", FULL_WIDTH, ARABIC_DIGITS, DEVANAGARI_DIGITS, CYRILLIC_TOC, GREEK_TO),
        *("Container No. TOCU5027186", "CONTAINER: TOCU 502718 6", "CNTR#TOCU5027186", "№ TOCU5027186"),
        "conteneur n° TOCU 502718-6",
    ],
)
def test_one_container_has_one_value_however_it_is_written(written: str) -> None:
    found = container(written)
    assert (found.value, found.check, found.raw) == ("TOCU5027186", "valid", written)


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        ("s10", "S10: RR 473 124 829 NL", "RR473124829NL"),
        ("s10", "Item No RR473124829NL", "RR473124829NL"),
        ("awb", "AWB No. 180-5027 1841", "18050271841"),
        ("awb", "MAWB:180/50271841", "18050271841"),
        ("awb", "Air Waybill Number 18050271841", "18050271841"),
        ("imo", "IMO 9123453", "9123453"),
        ("imo", "IMO9123453", "9123453"),
        ("imo", "imo no.: 9123453", "9123453"),
        ("company_imo", "Company IMO 5027185", "5027185"),
        ("mrn", "MRN 21NL 5027 1843 00TO M5", "21NL5027184300TOM5"),
        ("vin", "VIN: 1FTFW1E59LFA50271", "1FTFW1E59LFA50271"),
        ("cas", "CAS No. 437-38-7", "437-38-7"),
        ("cas", "CAS RN [437-38-7]", "437-38-7"),
        ("cas", "437387", "437-38-7"),
        ("cas", "000437-38-7", "437-38-7"),
        ("cas", "437\u201138\u20117", "437-38-7"),
        ("inchikey", "InChIKey=pjmphniqzubgli-uhfffaoysa-n", "PJMPHNIQZUBGLI-UHFFFAOYSA-N"),
        ("flight", "Flight KE 0926", "KE926"),
        ("flight", "5X-0042D", "5X42D"),
        ("flight", "KAL926", "KAL926"),
        ("uld", "AKE 50271 KE", "AKE50271KE"),
        ("hs", "2939.79.90", "293979"),
        ("hs", "HS code 8708 80", "870880"),
        ("tir", "TIR carnet XB.50271843", "XB50271843"),
        ("imei", "IMEI 35-209900-502718-6", "352099005027186"),
        ("iban", "IBAN GB67 NWBK 6016 1350 2718 42", "GB67NWBK60161350271842"),
        ("seal", "Seal No. KR-0271843", "KR0271843"),
        ("seal", "SEAL 0271843", "0271843"),
        ("seal", "№ 0271843", "0271843"),
        ("bill_of_lading", "B/L: TOCX 5027184", "TOCX5027184"),
        ("bill_of_lading", "BL No TOCX5027184", "TOCX5027184"),
        ("voyage", "Voy. 112-W", "112W"),
        ("house_awb", "HAWB: SEL-40217", "SEL40217"),
        ("mmsi", "MMSI 440 502 718", "440502718"),
        ("locode", "kr icn", "KRICN"),
        ("locode", "DE 9B0", "DE9B0"),
        ("country", "na", "NA"),
        ("hull_id", "HIN: KR-TOC50271D021", "KRTOC50271D021"),
    ],
)
def test_words_and_separators_before_a_number_are_none_of_it(kind: str, written: str, value: str) -> None:
    found = READERS[kind](written)
    assert (found.value, found.check == "invalid", found.raw) == (value, False, written)


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        ("bill_of_lading", "BL 4711", "BL4711"),
        ("seal", "SEALNO0271843", "SEALNO0271843"),
        ("voyage", "V112", "V112"),
        ("container", "NOCU5027180", "NOCU5027180"),
        ("container", "Container NOCU5027186", None),
    ],
)
def test_letters_that_may_be_of_the_number_stay(kind: str, written: str, value: str | None) -> None:
    assert READERS[kind](written).value == (value or READERS[kind]("NOCU5027186").value)


def test_two_numbers_in_one_field_are_no_number() -> None:
    for written in ("KR0271843, KR0271844", "KR0271843;KR0271844", "KR0271843 & KR0271844", "KR0271843|KR0271844"):
        assert READERS["seal"](written).reason == "form"


@pytest.mark.parametrize("kind", ["seal", "courier", "house_awb", "bill_of_lading", "booking", "cmr", "cim", "wagon"])
def test_a_word_is_no_number_though_it_fits_in_length(kind: str) -> None:
    found = READERS[kind]("missing")
    assert (found.value, found.check, found.reason) == ("MISSING", "invalid", "form")


def test_a_plate_of_letters_alone_is_kept_and_makes_no_link() -> None:
    assert (plate("US", "NO PLATE").value, plate("US", "NO PLATE").reason) == ("US:NOPLATE", "form")


def test_invalid_number_is_kept_as_written() -> None:
    assert s10("CP 502718434 KR") == Identifier("s10", "CP 502718434 KR", "CP502718434KR", "invalid", "check_digit")


NO_NUMBER = [
    *("UNKNOWN", "unk", "N/A", "n.a.", "NA", "None", "NIL", "Null", "TBA", "T.B.C.", "Test", "XXX", "x x x", "-", "--"),
    *(".", "...", "", "  ", "?", "???", "same as above", "SAME AS ABOVE", "(none)", "0", "00", "000000", "0000000"),
    *(
        "11111",
        "999-9999",
        "12345",
        "123456",
        "1234567",
        "12345678",
        "123456789",
        "1234567890",
        "0123456789",
        "XX12345",
    ),
    *("123-456-789", "12345678901234567890", "345678", "\uff34\uff22\uff21", "N\u200b/A", "\uff10\uff10\uff10\uff10"),
    *(
        "\u0661\u0662\u0663\u0664\u0665\u0666",
        "\u0422\u0415ST",
        "нет",
        "неизвестно",
        "б/н",  # noqa: RUF001 -- Cyrillic on purpose
        "不明",
        "없음",
        "s/n",
        "néant",
    ),
    *("\u200b", "\ufeff", "\u2014", "\u3000", "nan", "undefined"),
]


@pytest.mark.parametrize("junk", NO_NUMBER)
def test_a_word_that_stands_for_no_number_has_no_value(junk: str) -> None:
    assert is_junk(compact(junk))
    for kind, read in READERS.items():
        if kind not in ("country", "plate", "handle"):
            assert (read(junk).value, read(junk).check, read(junk).reason) == (None, "invalid", "junk"), kind
    assert plate("KR", junk).value is None


@pytest.mark.parametrize(
    ("kind", "written"), [("awb", "AWB: N/A"), ("imo", "IMO unknown"), ("seal", "Seal: none"), ("seal", "SEAL NONE")]
)
def test_a_word_for_none_after_a_label_is_one_as_well(kind: str, written: str) -> None:
    assert (READERS[kind](written).value, READERS[kind](written).reason) == (None, "junk")


@pytest.mark.parametrize("number", ["KR473", "A12345", "1002", "54321", "23456", "12354", "112W", "NATO1", "TEST1"])
def test_short_and_odd_numbers_are_no_junk(number: str) -> None:
    assert not is_junk(number)


@pytest.mark.parametrize("written", ["T0CU5027186", "TOCU5O27186", "TOCU502718G", "TOCU50271B6"])
def test_letters_and_digits_are_never_exchanged(written: str) -> None:
    assert (container(written).check, container(written).value) == ("invalid", written)


def test_look_alike_letters_are_exchanged_only_where_the_whole_then_fits() -> None:
    assert container("\u0422\u041e\u0416U5027186").value == "\u0422\u041e\u0416U5027186"
    assert s10("\u0421\u0420 502718433 KR").value == "CP502718433KR"
    assert READERS["seal"]("\u041a\u0420-0271843").value == "KP0271843"


def test_plate_belongs_to_its_country_and_has_no_check_digit() -> None:
    assert plate("RU", "а 123 вс 77").value == "RU:A123BC77"  # noqa: RUF001 -- Cyrillic on purpose
    assert plate("GR", "ΥΖΗ-1234").value == "GR:YZH1234"  # noqa: RUF001 -- Greek on purpose
    assert plate("UA", "АІ 1234 ВС").value == "UA:AI1234BC"  # noqa: RUF001 -- Cyrillic on purpose
    assert plate("CN", "粤B·12345").value == "CN:粤B12345"
    assert plate("RS", "БГ 123-АВ").value == "RS:БГ123АВ"  # noqa: RUF001 -- Cyrillic on purpose
    assert plate("nl", "12-ABC-3") == Identifier("plate", "12-ABC-3", "NL:12ABC3", "not_checked", "no_check_digit")
    assert plate("NL", "1").value is None


def test_a_plate_of_namibia_or_senegal_is_not_taken_for_junk() -> None:
    assert plate("NA", "N 1234 W").value == "NA:N1234W"
    assert plate("SN", "DK 1234 A").value == "SN:DK1234A"
    assert (plate("N/A", "").value, plate("unknown", "12-ABC-3").reason) == (None, "unassigned_country")


def test_a_plate_may_bear_its_country_in_the_same_text() -> None:
    for written in ("RU:A123BC77", "RU a 123 bc 77", "ru: А123ВС77"):  # noqa: RUF001 -- Cyrillic on purpose
        assert READERS["plate"](written).value == "RU:A123BC77"
    assert READERS["plate"]("A123BC77").value is None
