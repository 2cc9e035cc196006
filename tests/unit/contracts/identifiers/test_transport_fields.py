"""Every number of a transport block is found, with the place where it stands."""

from __future__ import annotations

from typing import Final

from services.contracts.identifiers import NUMBER_FIELDS, READERS, VESSEL_FIELDS, numbers_in
from services.contracts.report_blocks import Plate, Transport, Vessel

NO_NUMBERS: Final = {
    *("posted_on", "flight_date", "service_class", "content", "packaging", "pieces", "weight_kg", "stow_position"),
    *("border_post", "hidden_compartment", "pedestrian"),
}
"""Fields of the transport block that hold no number."""


def test_every_field_of_the_block_is_a_number_or_known_to_be_none() -> None:
    assert set(Transport.model_fields) - NO_NUMBERS == NUMBER_FIELDS.keys()
    assert set(Vessel.model_fields) - {"name", "flag"} == VESSEL_FIELDS.keys()
    assert {*NUMBER_FIELDS.values(), *VESSEL_FIELDS.values()} - READERS.keys() == {"vessel"}


def test_each_number_comes_with_its_place() -> None:
    block = Transport(
        items=("CP502718433KR", "unknown"),
        awb="180-50271842",
        vessel=Vessel(imo="IMO 9123453", mmsi="440502718", name="Tocsin"),
        voyage="112-W",
        plates=(Plate(country="DE", number="b-ab 123"),),
        seals=("Seal No. KR-0271843",),
    )
    found = {place: (number.type, number.value, number.check) for place, number in numbers_in(block)}
    assert found == {
        "/items/0": ("s10", "CP502718433KR", "valid"),
        "/items/1": ("s10", None, "invalid"),
        "/awb": ("awb", "18050271842", "invalid"),
        "/vessel/imo": ("imo", "9123453", "valid"),
        "/vessel/mmsi": ("mmsi", "440502718", "not_checked"),
        "/voyage": ("voyage", "112W", "not_checked"),
        "/plates/0/number": ("plate", "DE:BAB123", "not_checked"),
        "/seals/0": ("seal", "KR0271843", "not_checked"),
    }


def test_an_empty_block_has_no_numbers() -> None:
    assert list(numbers_in(Transport())) == []


def test_a_field_that_is_not_in_the_table_is_passed_over() -> None:
    class Later(Transport):
        later: str | None = None

    found = dict(numbers_in(Later(uld=("AKE 50271 KE",), hull_id="KR-TOC50271D021", later="one")))
    assert {place: number.value for place, number in found.items()} == {
        "/uld/0": "AKE50271KE",
        "/hull_id": "KRTOC50271D021",
    }


def test_the_country_of_a_plate_may_be_spelled_by_who_knows_countries() -> None:
    block = Transport(plates=(Plate(country="Germany", number="B-AB 123"),))
    assert [number.value for _, number in numbers_in(block)] == ["GERMANY:BAB123"]
    assert [number.value for _, number in numbers_in(block, country=lambda _: "DE")] == ["DE:BAB123"]
