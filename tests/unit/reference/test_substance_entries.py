"""The list of substances as data: what must stay apart stays apart, and what is one is found as one."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from services.reference.substances.catalogue import catalogue
from services.reference.substances.reading import read_substance
from services.reference.substances.substance import Substance, same_substance

SEIZURES: Final = Path(__file__).parents[3].parent / "shared/data/unodc-ids-2011-2014.csv.gz"

LOOK_ALIKES: Final = [
    ("AB-FUBINACA", "ADB-FUBINACA"), ("Metonitazene", "Etonitazene"), ("Methylone", "Ethylone"),
    ("JWH-018", "JWH-081"), ("Ephedrine", "Ephedrone"), ("MDA", "MDMA"), ("Carfentanil", "Alfentanil"),
    ("3-MMC", "4-MMC"), ("Codeine", "Cocaine"), ("2-MMC", "3-MMC"), ("3-CMC", "4-CMC"), ("Butylone", "Eutylone"),
    ("Pentylone", "Dipentylone"), ("Clonazepam", "Clonazolam"), ("Alprazolam", "Flualprazolam"),
    ("Bromazepam", "Bromazolam"), ("Flubromazepam", "Flubromazolam"), ("Diazepam", "Diclazepam"),
    ("Nitrazepam", "Nimetazepam"), ("Oxazepam", "Oxazolam"), ("Amfetamine", "Metamfetamine"), ("PMA", "PMMA"),
    ("4-FA", "4-FMA"), ("2C-B", "2C-C"), ("25B-NBOMe", "25C-NBOMe"), ("DOB", "DOC"), ("Ketamine", "2-FDCK"),
    ("GHB", "GBL"), ("NPP", "ANPP"), ("PMK", "BMK"), ("PMK glycidate", "BMK glycidate"), ("Safrole", "Isosafrole"),
    ("Piperidine", "Piperazine"), ("Psilocin", "Psilocybin"), ("Phenmetrazine", "Phendimetrazine"),
    ("Methylamine", "Dimethylamine"), ("alpha-PVP", "alpha-PHP"), ("alpha-PHP", "alpha-PiHP"),
    ("Ephedrine", "Pseudoephedrine"), ("N-methylephedrine", "N-methylephedrone"), ("Xylazine", "Xylene"),
    ("Carisoprodol", "Meprobamate"), ("4-AP", "1-boc-4-AP"), ("mCPP", "pCPP"), ("5-APB", "6-APB"),
]  # fmt: skip

ONE_SUBSTANCE: Final = {
    "amphetamine": ["Amfetamine", "Amphetamine", "amphetamin", "Anfetamina", "Амфетамин", "苯丙胺", "암페타민"],
    "methamphetamine": ["metamfetamine", "Methylamphetamine", "метамфетамин", "去氧麻黄碱", "甲基苯丙胺", "필로폰"],
    "mda": ["Tenamfetamine", "3,4-methylenedioxyamphetamine", "MDA"],
    "lsd": ["Lysergide", "LSD-25", "ЛСД", "麦角二乙胺"],
    "fenetylline": ["Fenethylline", "fénétylline", "фенетиллин"],
    "methcathinone": ["Ephedrone", "metcatinona", "эфедрон", "methcathinone"],
    "mephedrone": ["4-MMC", "4-methylmethcathinone", "мефедрон", "Méphédrone"],
    "alpha-pvp": ["\u03b1-PVP", "alpha-pvp", "a-PVP", "flakka", "Alpha-pyrrolidinovalerophenone"],
    "butylone": ["Butilona", "bk-MBDB"],
    "dimethylone": ["Dimetilona"],
    "clorazepate": ["TRANKXENEK", "Tranxene", "Tranxène"],
    "prazepam": ["Lysanxia"],
    "oxazepam": ["Seresta (Oxazepam)", "Praxiten", "Anxiolit"],
    "doxepin": ["Sinequan (Doxepine)"],
    "buspirone": ["BUSPAR (CHYDRATE DE BUSPIRONE)"],
    "baclofen": ["LIOREZAL", "Lioresal"],
    "p2p": ["P-2-P", "BMK", "Phenylacetone", "1-phenyl-2-propanone", "фенилацетон"],
    "pmk": ["MDP2P", "3,4-MDP-2-P", "Piperonyl methyl ketone"],
    "dimethylcathinone": ["N-Methylephedrone"],
    "naphthalene": ["Naphtalene"],
    "trihexyphenidyl": ["Artane", "benzhexol", "циклодол"],
    "pregabalin": ["Lyrica", "Prégabaline", "ليريكا"],
}


def _named(text: str) -> str:
    reading = read_substance(text)
    assert reading.id is not None, text
    return reading.id


def _of_group(group: str, kind: str) -> list[Substance]:
    return [entry for entry in catalogue().entries.values() if entry.group == group and entry.kind == kind]


@pytest.mark.parametrize(("one", "other"), LOOK_ALIKES)
def test_names_that_look_alike_are_different_entries(one: str, other: str) -> None:
    assert _named(one) != _named(other)


@pytest.mark.parametrize("name", sorted(ONE_SUBSTANCE))
def test_all_names_of_a_substance_are_read_as_it(name: str) -> None:
    assert {text: read_substance(text).id for text in ONE_SUBSTANCE[name]} == dict.fromkeys(ONE_SUBSTANCE[name], name)


@pytest.mark.parametrize(
    "isomers",
    [("2-mmc", "3-mmc", "mephedrone"), ("2-cmc", "3-cmc", "4-cmc"), ("2-fa", "3-fa", "4-fa"), ("5-apb", "6-apb"),
     ("2-fma", "3-fma", "4-fma"), ("2-fmc", "3-fmc", "4-fmc"), ("mcpp", "pcpp"), ("alpha-php", "alpha-pihp")],
)  # fmt: skip
def test_positional_isomers_are_different_substances_of_one_group(isomers: tuple[str, ...]) -> None:
    entries = [catalogue().substance(id_) for id_ in isomers]
    assert len({entry.group for entry in entries}) == 1
    assert len({entry.skeleton for entry in entries}) == len(isomers)
    assert not any(same_substance(a, b) for a in entries for b in entries if a.id != b.id)


@pytest.mark.parametrize(
    ("text", "class_id"),
    [("MMC", "methylmethcathinones"), ("CMC", "chloromethcathinones"), ("fluoroamphetamine", "fluoroamphetamines")],
)
def test_a_name_without_the_position_is_a_class_and_no_isomer(text: str, class_id: str) -> None:
    reading = read_substance(text)
    assert (reading.id, reading.kind) == (class_id, "class")


def test_every_group_has_members_beside_its_class() -> None:
    members = Counter(entry.group for entry in catalogue().entries.values() if entry.kind != "class")
    # Machines are no substances: all that stands in equipment is a class.
    members["equipment"] = len(_of_group("equipment", "class")) - 1
    assert [group for group in catalogue().classes if members[group] < 5] == []


@pytest.mark.parametrize("group", ["ats", "cathinones", "benzodiazepines"])
def test_every_substance_of_the_groups_seized_most_has_a_name_in_five_languages(group: str) -> None:
    languages = {"en", "fr", "es", "ru", "zh"}
    missing = {
        entry.id: sorted(languages - entry.names.keys())
        for entry in _of_group(group, "substance")
        if not languages <= entry.names.keys()
    }
    assert missing == {}


def test_a_salt_or_isomer_stands_in_the_group_of_its_substance() -> None:
    apart = {
        entry.id: entry.parent
        for entry in catalogue().entries.values()
        if entry.kind in ("salt", "isomer") and catalogue().substance(entry.parent or "").group != entry.group
    }
    assert apart == {}


def test_a_substance_under_the_treaty_on_precursors_stands_with_the_precursors() -> None:
    astray = [
        entry.id
        for entry in catalogue().entries.values()
        if any(control.list.startswith("1988-") for control in entry.control)
        and entry.group not in ("precursors", "pre-precursors", "fentanyls")
    ]
    assert astray == []


@pytest.mark.parametrize(
    ("schedule", "members"),
    [
        ("1971-I", ["mdma", "lsd", "methcathinone", "25i-nbome", "pmma", "doc", "psilocin"]),
        ("1971-II", ["amphetamine", "methamphetamine", "mephedrone", "3-mmc", "3-cmc", "2-fdck", "eutylone", "ghb"]),
        ("1971-III", ["flunitrazepam", "cathine", "pentobarbital"]),
        ("1971-IV", ["diazepam", "etizolam", "bromazolam", "zolpidem", "carisoprodol", "phentermine"]),
        ("1988-I", ["p2p", "pmk", "npp", "anpp", "4-ap", "4-piperidone", "mapa", "pmk-ethyl-glycidate", "apaan"]),
        ("1988-II", ["acetone", "toluene", "hydrochloric-acid", "anthranilic-acid", "piperidine"]),
    ],
)
def test_the_schedules_hold_what_the_commission_put_there(schedule: str, members: list[str]) -> None:
    listed = {id_: [control.list for control in catalogue().substance(id_).control] for id_ in members}
    assert listed == {id_: [schedule] for id_ in members}


@pytest.mark.parametrize("id_", ["ketamine", "2-mmc", "xylazine", "gbl", "1-4-butanediol", "pregabalin", "zopiclone"])
def test_what_no_treaty_lists_is_not_said_to_be_listed(id_: str) -> None:
    lists = [control.list for control in catalogue().substance(id_).control]
    assert [name for name in lists if name.startswith(("1961-", "1971-", "1988-"))] == []


def test_methcathinone_has_the_four_numbers_of_its_forms_under_one_substance() -> None:
    forms = [entry for entry in catalogue().entries.values() if (entry.parent or entry.id) == "methcathinone"]
    assert {number for form in forms for number in form.cas} == {
        "5650-44-2", "49656-78-2", "112117-24-5", "66514-93-0",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "product", "presumed"),
    [("Ecstasy", "ecstasy", "mdma"), ("Captagon", "captagon", "fenetylline"), ("yava", "yaba", "methamphetamine"),
     ("shabu", "crystal-meth", "methamphetamine"), ("molly", "molly", "mdma"), ("speed", "speed", "amphetamine"),
     ("pink cocaine", "tusi", "ketamine"), ("كبتاجون", "captagon", "fenetylline"), ("摇头丸", "ecstasy", "mdma")],
)  # fmt: skip
def test_a_product_keeps_its_own_name_and_only_presumes_its_substance(text: str, product: str, presumed: str) -> None:
    reading = read_substance(text)
    assert (reading.id, reading.kind, reading.parent) == (product, "product", presumed)
    assert not same_substance(catalogue().substance(product), catalogue().substance(presumed))


@pytest.mark.parametrize(
    ("text", "id_", "form"),
    [("MDMA tablets", "mdma", "tablet"), ("methamphetamine crystal", "methamphetamine", "crystal"),
     ("amphetamine paste", "amphetamine", "paste"), ("LSD blotters", "lsd", "blotter")],
)  # fmt: skip
def test_a_named_substance_in_the_form_of_a_product_stays_the_substance(text: str, id_: str, form: str) -> None:
    reading = read_substance(text)
    assert (reading.id, reading.form) == (id_, form)


@pytest.mark.parametrize(
    "text",
    ["Non-specified stimulants", "Non-specified psychotropic substances", "Non-specified precursors", "ATS", "Other",
     "Barbiturates", "Benzodiazepine", "Phenethylamines", "Controlled Drug Mix", "Cough sirups", "tablet press"],
)  # fmt: skip
def test_a_word_for_many_substances_is_a_class(text: str) -> None:
    assert read_substance(text).kind == "class"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("GHB/GBL", {"ghb", "gbl"}),
        ("Acetone/Ethyl Ether", {"acetone", "ethyl-ether"}),
        ("Speedball", {"heroin", "cocaine"}),
        ("Adderall", {"amphetamine", "dexamfetamine"}),
    ],
)
def test_a_mixture_lists_its_parts(text: str, parts: set[str]) -> None:
    reading = read_substance(text)
    assert reading.kind == "mixture"
    assert set(reading.contains) == parts


@pytest.mark.parametrize("text", ["M-CAT", "4-MA", "cat", "acid"])
def test_a_word_that_means_two_substances_is_left_to_a_person(text: str) -> None:
    reading = read_substance(text)
    assert (reading.id, reading.how) == (None, "ambiguous")


@pytest.mark.parametrize("text", ["Kitil", "Parkedil", "Orzepam", "Lozenal", "Roche", "Methylester", "Colina"])
def test_a_brand_that_nobody_could_explain_stays_unread(text: str) -> None:
    assert read_substance(text).id is None


@pytest.mark.skipif(not SEIZURES.exists(), reason="the public seizure file lies beside the repository only")
def test_nearly_every_row_of_the_public_seizure_file_names_a_listed_entry() -> None:
    with gzip.open(SEIZURES, "rt", encoding="utf-8-sig", newline="") as file:
        rows = Counter(row["DRUG_NAME"] for row in csv.DictReader(file, delimiter=";"))
    unread = {name: count for name, count in rows.items() if read_substance(name).id is None}
    assert sum(unread.values()) <= 0.005 * rows.total(), unread
