"""A laboratory finds another drug than was presumed: the looks of a tablet are compared as those of what it is."""

from __future__ import annotations

from typing import Any

import pytest

from services.contracts.report import Report
from tests.integration.enrich.desk import Desk
from tests.unit.enrich.reports import reply_to, report

MARKS = {"logo": "Crown", "colour": "orange", "shape": "round", "mass_mg": 412.0, "diameter_mm": 8.1}


def tablets(administration: str, ref: str, substance: str, no: int | None = None) -> Report:
    goods: dict[str, Any] = {"substance": substance, "quantity": {"value": 500, "unit": "tablet"}, "confirmed": False}
    goods |= {"marks": MARKS} | ({"no": no} if no else {})
    return report(administration, ref, goods=[goods])


def result(substance: str, ref: str = "L1", no: int = 1, **more: Any) -> Report:
    found = [{"no": no, "substance": substance}]
    about = {"in_reply_to": reply_to("KR", "S1"), "identified": found, "status": "confirmed"}
    return report("KR", ref, "lab_result", **(about | more))


KOREAN = tablets("KR", "S1", "tramadol")
DUTCH = tablets("NL", "S1", "MDMA")
LINK = ("same_product", *sorted((KOREAN.report_id, DUTCH.report_id)))


async def classes(desk: Desk) -> set[str]:
    return {one for one, *_ in await desk.standing()} - {"reply"}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1)], ids=str)
async def test_tablets_that_turn_out_to_be_of_one_drug_are_linked_whichever_comes_first(
    desk: Desk, order: tuple[int, ...]
) -> None:
    reports = (KOREAN, DUTCH, result("MDMA"))
    for number in order:
        await desk.hand(reports[number])
    assert LINK in await desk.standing()


async def test_tablets_that_turn_out_to_be_of_two_drugs_are_no_longer_linked(desk: Desk) -> None:
    await desk.hand(tablets("KR", "S1", "MDMA"), DUTCH)
    assert LINK in await desk.standing()
    await desk.hand(result("tramadol"))
    assert await classes(desk) == set()


async def test_a_result_that_is_taken_back_leaves_what_was_presumed(desk: Desk) -> None:
    await desk.hand(KOREAN, DUTCH, result("MDMA"))
    await desk.hand(report("KR", "R1", "retraction", in_reply_to=reply_to("KR", "L1")))
    assert await classes(desk) == set()


async def test_a_result_about_other_goods_of_the_report_changes_nothing_of_the_tablet(desk: Desk) -> None:
    await desk.hand(tablets("KR", "S1", "tramadol", no=2), DUTCH, result("MDMA", no=1))
    assert await classes(desk) == set()
    await desk.hand(result("MDMA", "L2", no=2))
    assert LINK in await desk.standing()


async def test_what_is_presumed_and_among_a_mixture_that_was_found_stays(desk: Desk) -> None:
    await desk.hand(tablets("KR", "S1", "MDMA"), DUTCH)
    both = [{"no": 1, "substance": "caffeine"}, {"no": 1, "substance": "MDMA"}]
    await desk.hand(result("MDMA", identified=both))
    assert LINK in await desk.standing()
